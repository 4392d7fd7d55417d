"""05.1 The price of not looking."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def price_of_not_looking():
    p = 0.8
    return (-np.log(p) - np.log(1 - p)) / 2


EXERCISE = Exercise(
    title="The price of not looking",
    difficulty="warm-up",
    minutes=3,
    solution=price_of_not_looking,
    tolerance=0.01,
    mistakes=(
        (0.223, "that is what D pays for a real pair; the fakes cost too."),
        (1.609, "that is what D pays for a fake; the real pairs cost too."),
        (1.833, "that is the sum of both halves; D's loss is their average."),
        (0.693, "that is log 2, the price of p = 0.5; this D says 0.8."),
        (-0.916, "a price is not negative: there is a minus before the logarithm."),
        (0.398, "that is with the logarithm to base 10; take the natural one."),
        (1.322, "that is with the logarithm to base 2; take the natural one."),
        (
            0.5,
            "half of the pairs are real, whatever D says: the two prices count equally.",
        ),
        (0.8, "that is D's p; what does it pay for p, and what for 1 - p?"),
        (0.32, "that is 0.2 × -log 0.2; half of the pairs are real, whatever D says."),
    ),
    hints=(
        "Work out two prices: the one for a real pair, the one for a fake.",
        "-log p for a real pair, -log(1 - p) for a fake, then the average of the two.",
    ),
    follows="More than log 2 = 0.69: a D that sees no difference does best with one half.",
)
