"""What the metrics share: samples that are large enough, and distances between them."""

from cgan_lib import checks

import numpy as np


def by_distance(a, b, measure) -> np.ndarray:
    """What `measure` makes of the squared distances of `a` to all of `b`, (rows of a, rows of b).

    It gets 200 rows at a time, to bound the memory; its arrays are joined along their last axis.
    """
    centre = b.mean(axis=0)  # far from 0 their squares would have no digits left
    a, b = a - centre, b - centre
    lengths, made = (b**2).sum(axis=1), []
    for start in range(0, len(a), 200):
        some = a[start : start + 200]
        squared = (some**2).sum(axis=1)[:, np.newaxis] + lengths - 2 * some @ b.T
        made.append(measure(np.maximum(squared, 0)))
    return np.concatenate(made, axis=-1)


def check_enough(count: int, needed: int, name: str, reason: str):
    """A ValueError if a sample is too small to mean anything."""
    if count < needed:
        raise ValueError(f"{name} must be at least {needed}, {reason}; got {count}")


def class_count(num_classes: int | None, *labels, most: int = 2**20) -> int:
    """How many classes there are: as many as said, or one more than the highest label."""
    if num_classes is None:
        num_classes = 1 + max(int(some.max()) for some in labels)
    return checks.whole_number(num_classes, "num_classes", 1, most)
