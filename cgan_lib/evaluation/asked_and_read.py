"""Obedience: does G draw what it is asked for?"""

from cgan_lib import checks
from cgan_lib.evaluation.samples import class_count

import numpy as np


def confusion(asked, read, num_classes: int | None = None) -> np.ndarray:
    """How often each label was asked for, and what was read then.

    Args:
        asked: the labels that the generator was given, (N,).
        read: the labels that the judge read in the images, (N,).
        num_classes: how many classes there are; None: one more than the highest label.

    Returns:
        Counts, int (num_classes, num_classes): a row for each label asked for, a column for each
        label read. A perfect generator has all its counts on the diagonal.
    """
    asked, read = _pairs(asked, read, num_classes)
    num_classes = class_count(num_classes, asked, read, most=2**13)
    counts = np.bincount(asked * num_classes + read, minlength=num_classes**2)
    return counts.reshape(num_classes, num_classes)


def obedience(asked, read) -> float:
    """The share of images in which the judge reads the label that was asked for.

    From 0 to 1, higher is better, up to what the judge reads in real digits; guessing among ten
    classes reaches 0.1. The standard error of a share p of N images is sqrt(p (1 - p) / N). It
    cannot see whether the images vary, nor whether they look real: one good picture of each digit,
    drawn again and again, reaches 1. Arguments: as in `confusion`, in any order.
    """
    asked, read = _pairs(asked, read)
    return float(np.mean(asked == read))


def _pairs(asked, read, num_classes=None) -> tuple[np.ndarray, np.ndarray]:
    """Both as labels, int32 (N,), or an error."""
    asked = checks.labels(asked, num_classes, "asked")
    return asked, checks.labels(read, num_classes, "read", asked=asked)
