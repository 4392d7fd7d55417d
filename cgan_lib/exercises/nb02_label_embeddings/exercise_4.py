"""02.4 Repair the label's picture."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def stack_label(image, row):
    height, width, _ = image.shape
    picture = np.reshape(row, (height, width, 1))
    return np.concatenate([image, picture], axis=-1)


def stack_label_planted(image, row):
    height, width, _ = image.shape
    picture = np.reshape(row, (width, height, 1)).transpose(1, 0, 2)
    return np.concatenate([image, picture], axis=-1)


def stack_label_below(image, row):
    """the picture lies below the image; channels are the last axis."""
    height, width, _ = image.shape
    return np.concatenate([image, np.reshape(row, (height, width, 1))], axis=0)


def stack_label_beside(image, row):
    """the picture lies beside the image; channels are the last axis."""
    height, width, _ = image.shape
    return np.concatenate([image, np.reshape(row, (height, width, 1))], axis=1)


def stack_label_first(image, row):
    """the image comes first, then the label's picture."""
    return stack_label(image, row)[..., ::-1]


def stack_label_not_turned(image, row):
    """is it folded to (height, width, 1), and nothing turned after it?"""
    height, width, _ = image.shape
    return np.concatenate([image, np.reshape(row, (width, height, 1))], axis=-1)


def stack_label_cases(random):
    return [
        (random.normal(size=(height, width, 1)), random.normal(size=height * width))
        for height, width in ((2, 3), (4, 2), (28, 28))
    ]


EXERCISE = Exercise(
    title="Repair the label's picture",
    difficulty="core",
    minutes=6,
    solution=stack_label,
    cases=stack_label_cases,
    planted=stack_label_planted,
    mistakes=(
        stack_label_below,
        stack_label_beside,
        stack_label_first,
        stack_label_not_turned,
    ),
    hints=(
        "Call it with the row 0, 1, 2, 3, 4, 5 and an image of 2 x 3. Where is the 1?",
        "A row is read line by line: the first `width` numbers are the top line.",
        "The shape to fold to is (height, width, 1), with nothing to turn afterwards.",
    ),
    follows=(
        "D would have learned with the turned picture too: such faults show in no loss curve."
    ),
)
