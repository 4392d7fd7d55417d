"""02.5 A louder start."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def measure_louder_start():
    spread = 0.5 / np.sqrt(3)  # uniform between -a and a has the spread a / sqrt(3)
    return 1 / spread


EXERCISE = Exercise(
    title="A louder start",
    difficulty="core",
    minutes=4,
    solution=measure_louder_start,
    tolerance=0.05,
    mistakes=(
        (3, "that is rounded to a whole number; give two decimals."),
        (
            34.64,
            "that is the start between -0.05 and 0.05; this one is ten times wider.",
        ),
        (
            0.2887,
            "that is the spread of the row; how many times smaller than 1 is it?",
        ),
        (2, "that would be if every number were 0.5; most are nearer to 0."),
    ),
    hints=(
        "The spread of numbers that are uniform between -a and a is a / √3.",
        "z has the spread 1. Divide it by the spread of the row.",
    ),
    follows="The label still speaks more softly than the noise, but it no longer whispers.",
)
