"""What the metrics share: samples that are large enough, and distances between them."""

from cgan_lib import checks

import numpy as np


def squared_distances(a, b):
    """For each 200 rows of `a`, to bound the memory, their squared distances to all of `b`."""
    centre = b.mean(axis=0)  # far from 0 their squares would have no digits left
    a, b = a - centre, b - centre
    lengths = (b**2).sum(axis=1)
    for start in range(0, len(a), 200):
        some = a[start : start + 200]
        squared = (some**2).sum(axis=1)[:, np.newaxis] + lengths - 2 * some @ b.T
        yield np.maximum(squared, 0)


def as_rows(images) -> np.ndarray:
    """Each image as one row of float64."""
    return images.reshape(len(images), -1).astype("float64")


def check_enough(count: int, needed: int, name: str, reason: str):
    """A ValueError if a sample is too small to mean anything."""
    if count < needed:
        raise ValueError(f"{name} must be at least {needed}, {reason}; got {count}")


def class_count(num_classes: int | None, *labels, most: int = 2**20) -> int:
    """How many classes there are: as many as said, or one more than the highest label."""
    if num_classes is None:
        num_classes = 1 + max(int(some.max()) for some in labels)
    return checks.whole_number(num_classes, "num_classes", 1, most)


def check_features(a, b, names: tuple[str, str]) -> list[np.ndarray]:
    """Two clouds of features as float64, (N, d) and (M, d), or a ValueError."""
    clouds = [checks.array(x, name) for x, name in zip((a, b), names, strict=True)]
    for name, cloud in zip(names, clouds, strict=True):
        if cloud.dtype.kind not in "fiu":  # float, integer, unsigned integer
            raise TypeError(f"{name} must hold numbers; got {cloud.dtype}")
        if cloud.ndim != 2 or cloud.shape[1:] != clouds[0].shape[-1:] or not cloud.size:
            raise ValueError(
                f"{names[0]} and {names[1]} must have the shapes (N, d) and (M, d); "
                f"got {clouds[0].shape} and {clouds[1].shape}"
            )
        with np.errstate(over="ignore"):  # a wider float becomes infinite
            inside = np.abs(cloud.astype("float64")) <= 1e30
        if not inside.all():  # beyond, products of six overflow
            raise ValueError(f"{name} must hold finite numbers, below 1e30")
    return [cloud.astype("float64") for cloud in clouds]
