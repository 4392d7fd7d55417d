"""Arrays: labels, noise, images in their two ranges, and any others."""

from cgan_lib.checks.settings import MOST_NUMBERS, whole_number

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
        wanted = "an array, or a list whose parts are equally long"
        raise TypeError(f"{name} must be {wanted}; got {kind}") from None
    if made is None or made.size > MOST_NUMBERS:
        raise ValueError(f"{name} must hold at most {MOST_NUMBERS:,} numbers; got more")
    # NumPy has no bfloat16 of its own, so it would not count as a float.
    return made.astype("float32") if made.dtype.name == "bfloat16" else made


def record(value, name: str, axes: dict[str, int]) -> dict:
    """A dictionary that holds numbers under these names, with so many axes each, or an error."""
    if not isinstance(value, dict):
        raise TypeError(f"{name} must be a dictionary of arrays; got {value!r}")
    if missing := axes.keys() - value.keys():
        raise ValueError(f"{name} must hold {', '.join(axes)}; it lacks {min(missing)}")
    parts = {part: array(value[part], f"{name}'s {part}") for part in axes}
    for part, given in parts.items():
        if given.ndim != axes[part] or not given.size or given.dtype.kind not in "iuf":
            wanted = f"numbers with {axes[part]} axes, one or more"
            found = f"{given.dtype}, {given.shape}"
            raise ValueError(f"{name}'s {part} must be {wanted}; got {found}")
    return value | parts


def labels(labels, num_classes: int | None = None, name="labels", **of) -> np.ndarray:
    """Labels as int32 (N,), or an error that says which one is wrong.

    They must be from 0 to num_classes - 1; None leaves the upper end open. `of` holds, under its
    name, what has one label each.
    """
    given = array(labels, name)
    end, last, why = np.iinfo("int32").max, "", ""
    if num_classes is not None:
        end = whole_number(num_classes, "num_classes", low=1)
        last, why = f" to {end - 1}", f" (num_classes is {end})"
    wanted = f"{name} must be integers from 0{last}"
    if given.size and not np.issubdtype(given.dtype, np.integer):
        kind = "text" if given.dtype.kind in "SU" else given.dtype
        raise TypeError(f"{wanted}; got {None if labels is None else kind}")
    if given.ndim != 1 or not given.size:
        raise ValueError(f"{wanted}, in one row like [7]; got the shape {given.shape}")
    wrong = (given < 0) | (given >= end)
    if wrong.any():
        place = int(np.argmax(wrong))
        why = why if given[place] >= end else ""
        raise ValueError(f"{wanted}; got {given[place]} at position {place}{why}")
    for other, things in of.items():
        if len(things) != len(given):
            found = f"{len(things)} and {len(given)}"
            raise ValueError(f"{other} and {name} must be pairs; got {found}")
    return given.astype("int32")


def class_count(num_classes: int | None, *labels, most: int = 2**20) -> int:
    """How many classes there are: as many as said, or one more than the highest label."""
    if num_classes is None:
        num_classes = 1 + max(int(some.max()) for some in labels)
    return whole_number(num_classes, "num_classes", 1, most)


def enough(count: int, needed: int, name: str, reason: str):
    """A ValueError if a sample is too small to mean anything."""
    if count < needed:
        raise ValueError(f"{name} must be at least {needed}, {reason}; got {count}")


def noise(z, count: int, z_dim: int) -> np.ndarray:
    """Noise as float32 (count, z_dim), or an error; one vector is repeated."""
    z = finite(z, "z")
    each, one = (count, z_dim), (z_dim,)
    if z.shape not in (each, one):
        raise ValueError(f"z must have the shape {each} or {one}; got {z.shape}")
    return np.broadcast_to(z, each)


def finite(value, name: str) -> np.ndarray:
    """Float numbers of any shape as float32, or an error."""
    given = array(value, name)
    if not np.issubdtype(given.dtype, np.floating):
        raise TypeError(f"{name} must hold float numbers; got {given.dtype}")
    # Written so that NaN is refused too.
    if not given.size or not (np.abs(given) <= np.finfo("float32").max).all():
        wanted = "finite float32 numbers, one or more"
        raise ValueError(f"{name} must hold {wanted}; got NaN, infinity or none")
    return given.astype("float32")


def images(x, img_shape=None, name: str = "x") -> np.ndarray:
    """Images as float32 (N, height, width, channels) in [-1, 1], or an error.

    None as img_shape allows any height, width and channels.
    """
    return in_tanh_range(shaped(array(x, name), name, img_shape), name)


def pairs(x, y, img_shape, num_classes: int, names=("x", "y")):
    """Images, as `images`, and as many labels, (N,) or (N, 1), as int32 (N,), or an error."""
    x = images(x, img_shape, names[0])
    y = None if y is None else array(y, names[1])
    y = np.ravel(y) if np.shape(y)[1:] == (1,) else y
    return x, labels(y, num_classes, names[1], **{names[0]: x})


def pixels_or_images(x, img_shape=None) -> np.ndarray:
    """What `images` returns, or pixels, uint8, as they are, however many they may be."""
    is_pixels = isinstance(x, np.ndarray) and x.dtype == np.uint8 and x.size
    return shaped(x, "x", img_shape) if is_pixels else images(x, img_shape)


def in_tanh_range(x, name: str) -> np.ndarray:
    """Numbers as float32, after checking that there are some and that all are in [-1, 1]."""
    given = array(x, name)
    is_pixels = given.dtype == np.uint8 and given.size
    if is_pixels or given.dtype.kind not in "fiu":  # float, integer, unsigned integer
        hint = " (use cgan_lib.data.scale first)" * bool(is_pixels)
        raise TypeError(f"{name} must hold numbers in [-1, 1]; got {given.dtype}{hint}")
    return _in_range(given, name, -1)


def brightness(images, img_shape=None, name: str = "images") -> np.ndarray:
    """Images as float32 (N, height, width, channels) from 0 to 1, or an error, as `images`."""
    given = array(images, name)
    if not np.issubdtype(given.dtype, np.floating):
        found = f"{given.dtype} (for pixels, data.unscale(data.scale(pixels)))"
        raise TypeError(f"{name} must hold float numbers from 0 to 1; got {found}")
    hint = " (cgan_lib.data.unscale turns [-1, 1] into [0, 1])"
    return _in_range(shaped(given, name, img_shape), name, 0, hint)


def shaped(given: np.ndarray, name: str, img_shape) -> np.ndarray:
    """An array (N, height, width, channels), or a ValueError; img_shape as in `images`."""
    one = "height, width, channels"
    if img_shape is not None:
        one = ", ".join(map(str, img_shape))
    if given.ndim != 4 or img_shape not in (None, given.shape[1:]):
        raise ValueError(f"{name} must have the shape (N, {one}); got {given.shape}")
    return given


def _in_range(given: np.ndarray, name: str, low: int, hint: str = "") -> np.ndarray:
    """The array as float32, or a ValueError if it is empty or not all are from low to 1."""
    if not given.size:
        raise ValueError(f"{name} must hold at least one number; got {given.shape}")
    least, most = given.min(), given.max()
    if not (least >= low and most <= 1):  # written so that NaN is refused too
        found = f"numbers from {least} to {most}{hint}"
        raise ValueError(f"{name} must be from {low} to 1; got {found}")
    return given.astype("float32", copy=False)
