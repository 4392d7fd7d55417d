"""00.4 No noise at all."""

import functools

from cgan_lib import recipes
from cgan_lib.exercises.exercise import Exercise

import numpy as np


@functools.cache  # worked out once
def pictures_without_noise():
    network = recipes.load_trained("best")
    pictures = network.generate(range(10), z=np.zeros(100))
    different = np.unique(pictures.round(3), axis=0)
    return len(different), float(pictures.mean())


EXERCISE = Exercise(
    title="No noise at all",
    difficulty="core",
    minutes=5,
    solution=pictures_without_noise,
    tolerance=0.005,
    mistakes=(
        ((10, 0.072), "ten labels, but are the pictures different? Subtract two."),
        ((10, 0.132), "that is how bright they are with noise; now take zeros."),
        ((1, 0.132), "that is how bright they are with noise; measure again."),
        ((0.072, 1), "how many comes first, then the brightness."),
        ((1, 567.6), "that is the sum of all pixels; give their average."),
        (
            (0, 0.072),
            "they are pictures, whatever they look like: how many different ones?",
        ),
        ((1, 18.46), "that is from 0 to 255; `generate` gives 0 to 1."),
        ((2, 0.072), "look again: is there one that differs from the first?"),
        (
            (1, 7.24),
            "that is in percent; `generate` gives 0 to 1, and so is the average.",
        ),
        ((10, 0), "look at the pictures first: do the ten differ, and are they black?"),
    ),
    hints=(
        "`pictures = network.generate(range(10), z=np.zeros(100))`; then look at them.",
        "`np.abs(pictures[3] - pictures[8]).max()` says how much two of them differ.",
        "The average brightness is `pictures.mean()`.",
    ),
    follows="Without noise the label has no effect in this network; in 02 you see why.",
)
