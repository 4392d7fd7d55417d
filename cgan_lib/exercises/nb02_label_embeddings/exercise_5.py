"""02.5 A louder start."""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase

import numpy as np


def measure_louder_start():
    spread = 0.5 / np.sqrt(3)  # uniform between -a and a has the spread a / sqrt(3)
    return 1 / spread


EXERCISE = Exercise(
    title="A louder start",
    difficulty="core",
    minutes=4,
    solution=measure_louder_start,
    means=lambda times: (
        phrase("the spread would be {0:.3g}", 1 / times) if times else ""
    ),
    tolerance=0.05,
    mistakes=(
        (3, "that is rounded to a whole number; give two decimals."),
        (
            34.64,
            "that is the start between -0.05 and 0.05: is 0.05 still in one of the cells?",
        ),
        (0.2887, "that is the spread of the row; how many times smaller than 1 is it?"),
        (2, "that would be if every number were 0.5; most are nearer to 0."),
        (1.732, "that is √3; divide it by 0.5, since the numbers go up to 0.5 only."),
        (12, "that is 1 / spread², from the variance; take its root."),
        (
            10,
            "the row is ten times louder than before; how many times softer than z is it?",
        ),
        (
            6.93,
            "that is twice as much: the formula takes a from -a to a, not the width.",
        ),
    ),
    hints=(
        "The spread of numbers that are uniform between -a and a is a / √3.",
        "z has the spread 1. Divide it by the spread of the row.",
    ),
    follows="The label still speaks more softly than the noise, but it no longer whispers.",
)
