"""Memory: does G copy its training images?"""

from cgan_lib import checks
from cgan_lib.evaluation.samples import squared_distances

import numpy as np


def nearest_training_digits(images, train_images) -> tuple[np.ndarray, np.ndarray]:
    """The training image that is most like each image, and how far away it is.

    A distance of 0 is a copy, and one below nearly all of those of new real digits is a warning:
    count such images, since a mean hides a few of them. The distance is Euclidean, over pixels; it
    cannot see a copy that was shifted by a pixel, and large distances may be good new digits or
    bad ones.

    Args:
        images: (N, height, width, channels), from 0 to 1.
        train_images: the same with M images.

    Returns:
        indices: int (N,), places in train_images.
        distances: float (N,), from 0 up.
    """
    images = checks.brightness(images)
    train_images = checks.brightness(train_images, images.shape[1:], "train_images")
    rows, train_rows = (x.reshape(len(x), -1) for x in (images, train_images))
    blocks = squared_distances(rows, train_rows)
    nearest = np.concatenate([block.argmin(axis=1) for block in blocks])
    # Rounding hides which of many that are nearly alike is the same.
    same = {
        hash(train_rows[place].tobytes()): place for place in range(len(train_rows))
    }
    found = (hash(row.tobytes()) for row in rows)
    indices = np.array([same.get(*pair) for pair in zip(found, nearest, strict=True)])
    # Computed again for the nearest alone, without rounding: a copy is at exactly 0.
    return indices, np.linalg.norm(rows - train_rows[indices], axis=1)
