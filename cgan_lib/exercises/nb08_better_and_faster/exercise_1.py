"""08.1 How long is the memory?"""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase

import numpy as np


def iterations_to_half():
    return np.log(0.5) / np.log(0.99)  # 0.99 ** n = 0.5


def what_is_left(iterations):
    return phrase(
        "after so many iterations {0:.3g} of the value is left", 0.99**iterations
    )


EXERCISE = Exercise(
    title="How long is the memory?",
    difficulty="warm-up",
    minutes=4,
    solution=iterations_to_half,
    means=what_is_left,
    tolerance=0.01,
    mistakes=(
        (50, "that would be if a hundredth of the *first* value went away each time."),
        (0.5, "the question is after how many iterations, not what is left."),
        (0.99**100, "that is what is left after 100 iterations; when is it one half?"),
        (34.3, "that is with 0.98; of the old value 0.99 is left each time."),
        (693, "that is with 0.999, a memory ten times as long."),
        (-69, "both logarithms are negative, so the result is positive."),
        (-0.693, "that is the logarithm of one half; divide it by that of 0.99."),
        (0.01, "that is the share of the new value; how often must 0.99 be taken?"),
    ),
    hints=(
        "After one iteration 0.99 of the old value is left, after two 0.99 × 0.99.",
        "You look for the n with 0.99 to the power n = 0.5. A loop finds it; so do logarithms.",
    ),
    follows="With 0.999 it would be ten times as long, too slow for a short run.",
)
