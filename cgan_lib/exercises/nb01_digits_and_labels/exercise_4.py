"""01.4 One example instead of an average."""

import functools

from cgan_lib import data
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase

import numpy as np


@functools.cache  # worked out once
def share_read_by_examples():
    images, labels = data.load_mnist("train")
    x = data.scale(images)
    examples = np.stack([x[labels == digit][0] for digit in range(10)])
    test_images, test_labels = data.load_mnist("test")
    test_x = data.scale(test_images).reshape(-1, 784)
    distances = [((test_x - one.ravel()) ** 2).sum(axis=1) for one in examples]
    return np.mean(np.argmin(distances, axis=0) == test_labels)


EXERCISE = Exercise(
    title="One example instead of an average",
    difficulty="core",
    minutes=5,
    solution=share_read_by_examples,
    means=lambda share: phrase("that would be {0:.0f} of the 10,000", 10_000 * share),
    tolerance=0.005,
    mistakes=(
        (0.8203, "that is what the averages read; take one image of each class."),
        (0.439, "that is with the last image of each class; take the first."),
        (
            0.0838,
            "`x[:10]` are ten images, but not one of each class in the order 0 to 9.",
        ),
        (0.4088, "that is with the second image of each class; the first is at 0."),
        (50.99, "that is in percent; give the share, between 0 and 1."),
        (0.4901, "that is the share read wrongly."),
        (0.1, "that is what guessing gives; measure it."),
        (0.3925, "these examples are test digits; take them from the training digits."),
        (5099, "that is how many; divide it by how many there are."),
        (0.80, "that is nearly what the averages read; take one image of each class."),
    ),
    hints=(
        "Only the line of `averages` changes; the two cells stay as they are.",
        "`x[labels == digit]` are all images of a class, and `[0]` is its first.",
    ),
    follows="An average reads far better: it knows more than one way to write a digit.",
)
