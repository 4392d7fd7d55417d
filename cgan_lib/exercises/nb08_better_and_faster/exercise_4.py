"""08.4 How steep is D?"""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def steepness(gradients):
    squares = np.square(gradients)  # (batch, height, width, channels)
    return np.mean(np.sum(squares, axis=(1, 2, 3)))


def steepness_sum_of_all(gradients):
    """add the squares of one image, then take the *mean* of the batch."""
    return np.sum(np.square(gradients))


def steepness_not_squared(gradients):
    """that is the length; the formula has its square, no root."""
    return np.mean(np.sqrt(np.sum(np.square(gradients), axis=(1, 2, 3))))


def steepness_signed(gradients):
    """square first, then add: otherwise ups and downs cancel."""
    return np.mean(np.sum(gradients, axis=(1, 2, 3)) ** 2)


def steepness_one_for_each(gradients):
    """one number for each image; take their mean."""
    return np.sum(np.square(gradients), axis=(1, 2, 3))


def steepness_rooted(gradients):
    """that is the root of the mean; leave it out."""
    return np.sqrt(steepness(gradients))


def steepness_of_the_batch(gradients):
    """that is one length for the whole batch; each image has its own, squared."""
    return np.sqrt(np.sum(np.square(gradients)))


def steepness_over_the_batch(gradients):
    """axis 0 counts the images: add along the others."""
    return np.mean(np.sum(np.square(gradients), axis=0))


def steepness_mean_length_squared(gradients):
    """that squares the mean length; take the mean of the squares."""
    return np.mean(np.sqrt(np.sum(np.square(gradients), axis=(1, 2, 3)))) ** 2


def steepness_cases(random):
    shapes = ((3, 4, 5, 1), (2, 6, 3, 3), (5, 2, 2, 1))
    plain = np.full((1, 1, 2, 1), 3.0)  # 9 + 9
    return [(plain,)] + [(random.normal(size=shape),) for shape in shapes]


EXERCISE = Exercise(
    title="How steep is D?",
    difficulty="core",
    minutes=6,
    solution=steepness,
    cases=steepness_cases,
    mistakes=(
        steepness_sum_of_all,
        steepness_not_squared,
        steepness_signed,
        steepness_one_for_each,
        steepness_rooted,
        steepness_of_the_batch,
        steepness_over_the_batch,
        steepness_mean_length_squared,
    ),
    hints=(
        "The squared length of a row of numbers is the sum of their squares.",
        "Sum over height, width and channels: `axis=(1, 2, 3)`. Then the mean over the batch.",
    ),
    follows="With r1 = 0.1 a twentieth of this number is added to D's loss.",
)
