"""Arrays: labels, noise, and any others."""

from cgan_lib.checks.settings import whole_number
from cgan_lib.checks.sizes import MOST_NUMBERS

import numpy as np


def array(value, name: str) -> np.ndarray:
    """What NumPy makes of a list or an array, or an error if it cannot or may not."""
    try:
        size = value.size if isinstance(value, np.ndarray) else len(value)
    except Exception:
        size = 0  # a single number, or nothing that has a length
    try:
        made = None if size > MOST_NUMBERS else np.asarray(value)
    except Exception:
        kind = type(value).__name__
        raise TypeError(
            f"{name} must be an array, or a list whose parts are equally long; got {kind}"
        ) from None
    if made is None or made.size > MOST_NUMBERS:
        raise ValueError(f"{name} must hold at most {MOST_NUMBERS:,} numbers; got more")
    return made


def labels(labels, num_classes: int | None = None, name: str = "labels") -> np.ndarray:
    """Labels as int32 (N,), or an error that says which one is wrong.

    Args:
        labels: integers, (N,), from 0 to num_classes - 1; a list or an array.
        num_classes: how many classes there are; None leaves the upper end open.
        name: of the argument, for the message.

    Raises:
        TypeError: labels that are not integers.
        ValueError: another shape, no labels, or a label out of range.
    """
    given = array(labels, name)
    if num_classes is not None:
        num_classes = whole_number(num_classes, "num_classes", low=1)
    last = "" if num_classes is None else f" to {num_classes - 1}"
    wanted = f"{name} must be integers from 0{last}"
    if given.size and not np.issubdtype(given.dtype, np.integer):
        kind = "text" if given.dtype.kind in "SU" else given.dtype
        raise TypeError(f"{wanted}; got {kind}")
    if given.ndim != 1 or not given.size:
        raise ValueError(
            f"{wanted}, in one row, for instance [7]; got the shape {given.shape}"
        )
    end = np.iinfo("int32").max if num_classes is None else num_classes
    wrong = (given < 0) | (given >= end)
    if wrong.any():
        place = int(np.argmax(wrong))
        beyond = num_classes is not None and given[place] >= num_classes
        why = f" (num_classes is {num_classes})" if beyond else ""
        raise ValueError(f"{wanted}; got {given[place]} at position {place}{why}")
    return given.astype("int32")


def noise(z, count: int, z_dim: int) -> np.ndarray:
    """Noise as float32 (count, z_dim), or an error; one vector is repeated."""
    z = array(z, "z")
    if not np.issubdtype(z.dtype, np.floating):
        raise TypeError(f"z must hold float numbers; got {z.dtype}")
    if not (np.abs(z) <= np.finfo("float32").max).all():  # NaN is refused too
        raise ValueError(
            "z must hold finite float32 numbers; got NaN, infinity or beyond"
        )
    if z.shape not in ((z_dim,), (count, z_dim)):
        raise ValueError(
            f"z must have the shape ({count}, {z_dim}) or ({z_dim},); got {z.shape}"
        )
    return np.broadcast_to(z.astype("float32"), (count, z_dim))


def same_length(first, second, first_name: str, second_name: str):
    """A ValueError if there is not one of the second for each of the first."""
    if len(first) != len(second):
        raise ValueError(
            f"{first_name} and {second_name} must be pairs; got {len(first)} and {len(second)}"
        )
