"""03.4 No checkerboard."""

from cgan_lib import cgan
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.generator import build_cgan_generator

import keras
import numpy as np


def ratio_with_kernel_4():
    keras.utils.set_random_seed(0)
    untrained = build_cgan_generator(kernel_size=4)
    labels = np.arange(500)[:, np.newaxis] % 10
    spread = np.std(untrained([cgan.noise(500, 100, seed=0), labels]), axis=0)[..., 0]
    inner = spread[2:-2, 2:-2]
    kinds = [inner[row::2, column::2].mean() for row in (0, 1) for column in (0, 1)]
    return max(kinds) / min(kinds)


EXERCISE = Exercise(
    title="No checkerboard",
    difficulty="core",
    minutes=4,
    solution=ratio_with_kernel_4,
    tolerance=0.03,
    mistakes=(
        (1.9, "that is kernel 3, as in the book; is `untrained` built anew?"),
        (
            1.0,
            "the trained G has 1.0; the untrained one comes near it, but measure it.",
        ),
        (1.45, "that is kernel 5, which is no multiple of the stride either."),
        (4, "that is how many stamps an inner pixel gets; the ratio is asked for."),
        (2, "that is the stride, or kernel 3 rounded; is `untrained` built anew?"),
        (16, "that is how many numbers a kernel has; the ratio is asked for."),
        (0.9, "the larger is divided by the smaller, so the ratio is above 1."),
    ),
    hints=(
        "Run the cell that builds `untrained`, then the cell that prints the ratios.",
        "The first of the two lines is the untrained G. One decimal place is enough.",
    ),
    follows="Hardly a checkerboard is left, and there is less for training to remove.",
)
