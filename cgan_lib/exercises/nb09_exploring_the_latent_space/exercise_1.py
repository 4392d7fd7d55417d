"""09.1 A longer noise."""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase

import numpy as np


def length_of_the_middle():
    length_of_a_noise = np.sqrt(400)
    return length_of_a_noise / np.sqrt(2)


EXERCISE = Exercise(
    title="A longer noise",
    difficulty="warm-up",
    minutes=3,
    solution=length_of_the_middle,
    means=lambda length: phrase("that is for noises of {0:.0f} numbers", 2 * length**2),
    tolerance=0.03,
    mistakes=(
        (20, "that is a noise of 400 numbers; the middle of the line is shorter."),
        (7.07, "that is for 100 numbers."),
        (
            10,
            "half of 20 would be right if one of the two ends were 0. They stand at a "
            "right angle.",
        ),
        (
            28.28,
            "longer than the ends? The middle is the *average* of the two arrows, not their "
            "sum.",
        ),
        (200, "that is the *square* of the length."),
        (400, "that is how many numbers a noise has, or the square of its length."),
        (0.7071, "that is the share of its length that is left; how long is a noise?"),
        (100, "that is a quarter of 400; the length is a root."),
        (40, "that is both ends together; the middle is shorter than one of them."),
    ),
    hints=(
        "The squared length of a noise is a sum of as many squares as it has numbers, each "
        "1 on average.",
        "So a noise of 400 numbers is about √400 = 20 long.",
        "The middle is half the diagonal of a square with this side.",
    ),
    follows=(
        "The more numbers, the thinner the skin of the ball compared with its size, and the "
        "emptier the middle of the line."
    ),
)
