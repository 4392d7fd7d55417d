"""Digits in, digits out: load, scale, check, and shuffle into batches of (x, y).

Taught by notebook 01_digits_and_labels.
"""

from cgan_lib import assets

import numpy as np
import tensorflow as tf


def load_mnist(split: str = "train") -> tuple[np.ndarray, np.ndarray]:
    """The MNIST digits, as published.

    Args:
        split: "train" (60,000 digits) or "test" (10,000 digits).

    Returns:
        images: uint8, (N, 28, 28, 1), from 0 (black) to 255 (white).
        labels: int32, (N,), from 0 to 9.

    Raises:
        ValueError: another split, or the file is damaged.
        FileNotFoundError: the file is missing.
    """
    if split not in ("train", "test"):
        raise ValueError(f"split must be 'train' or 'test'; got {split!r}")
    with np.load(assets.path("mnist.npz"), allow_pickle=False) as arrays:
        return arrays[f"x_{split}"][..., np.newaxis], arrays[f"y_{split}"].astype(
            "int32"
        )


def scale(images) -> np.ndarray:
    """Pixels from 0 to 255 become numbers from -1 to 1, the range of tanh: x = pixel / 127.5 - 1.

    Args:
        images: uint8, any shape.

    Returns:
        float32, the same shape.

    Raises:
        TypeError: the images are not uint8 (scaled already, perhaps).
    """
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise TypeError(
            f"images must be uint8, from 0 to 255; got {images.dtype} (are they scaled already?)"
        )
    return images.astype("float32") / np.float32(127.5) - np.float32(1)


def unscale(x) -> np.ndarray:
    """Numbers from -1 to 1 become brightness from 0 to 1, as Matplotlib wants it: (x + 1) / 2.

    Args:
        x: any shape, from -1 to 1.

    Returns:
        float32, the same shape, from 0 to 1.

    Raises:
        ValueError: numbers outside [-1, 1], NaN, or no numbers at all.
    """
    return (check_range(x, "x") + np.float32(1)) / np.float32(2)


def batches(
    x, labels, batch_size: int = 32, seed: int | None = None
) -> tf.data.Dataset:
    """Shuffled batches of pairs (x, y), without end: each pass over the data is a new order.

    Args:
        x: float, (N, height, width, channels), from -1 to 1.
        labels: integers, (N,), from 0 up.
        batch_size: pairs in a batch, from 1 to N.
        seed: the same seed gives the same batches again; None gives new ones.

    Returns:
        A dataset of (float32 (batch_size, height, width, channels), int32 (batch_size,)).

    Raises:
        ValueError, TypeError: images and labels that do not belong together, images outside
            [-1, 1], labels that are no class numbers, a batch size that cannot be.
    """
    x = check_images(x)
    labels = check_labels(labels)
    if len(x) != len(labels):
        raise ValueError(
            f"x and labels must be pairs; got {len(x)} images and {len(labels)} labels"
        )
    batch_size = check_whole_number(batch_size, "batch_size", low=1, high=len(x))
    x, labels = tf.constant(x), tf.constant(labels)
    places = tf.data.Dataset.range(len(labels)).shuffle(len(labels), seed=seed).repeat()
    return (
        places.batch(batch_size, drop_remainder=True)
        .map(lambda batch: (tf.gather(x, batch), tf.gather(labels, batch)))
        .prefetch(2)
    )


def check_labels(labels, num_classes: int | None = None) -> np.ndarray:
    """Labels as int32 (N,), or an error that says which one is wrong.

    Args:
        labels: integers, (N,), from 0 to num_classes - 1; a list or an array.
        num_classes: how many classes there are; None leaves the upper end open.

    Raises:
        TypeError: labels that are not integers.
        ValueError: another shape, no labels, or a label out of range.
    """
    array = np.asarray(labels)
    last = "" if num_classes is None else f" to {num_classes - 1}"
    wanted = f"labels must be integers from 0{last}"
    if array.size and not np.issubdtype(array.dtype, np.integer):
        raise TypeError(f"{wanted}; got {array.dtype}")
    if array.ndim != 1 or not array.size:
        raise ValueError(
            f"{wanted}, in one row of at least one; got the shape {array.shape}"
        )
    wrong = array < 0 if num_classes is None else (array < 0) | (array >= num_classes)
    if wrong.any():
        place = int(np.argmax(wrong))
        raise ValueError(f"{wanted}; got {array[place]} at position {place}")
    return array.astype("int32")


def check_images(x, img_shape: tuple[int, int, int] | None = None) -> np.ndarray:
    """Images as float32 (N, height, width, channels) in [-1, 1], or an error.

    Args:
        x: float, (N, height, width, channels), from -1 to 1.
        img_shape: the (height, width, channels) that they must have; None allows any.

    Raises:
        TypeError: x does not hold numbers, or holds pixels from 0 to 255.
        ValueError: another shape, no images, numbers outside [-1, 1], or NaN.
    """
    array = np.asarray(x)
    wanted = (
        "(N, height, width, channels)"
        if img_shape is None
        else f"(N, *{tuple(img_shape)})"
    )
    if array.ndim != 4 or (
        img_shape is not None and array.shape[1:] != tuple(img_shape)
    ):
        raise ValueError(f"x must have the shape {wanted}; got {array.shape}")
    return check_range(array, "x")


def check_range(x, name: str) -> np.ndarray:
    """Numbers as float32, after checking that there are some and that all are in [-1, 1]."""
    array = np.asarray(x)
    if array.dtype == np.uint8:
        raise TypeError(
            f"{name} must be from -1 to 1; got uint8 (use cgan_lib.data.scale first)"
        )
    if not (
        np.issubdtype(array.dtype, np.floating)
        or np.issubdtype(array.dtype, np.integer)
    ):
        raise TypeError(f"{name} must hold numbers from -1 to 1; got {array.dtype}")
    if not array.size:
        raise ValueError(
            f"{name} must hold at least one number; got the shape {array.shape}"
        )
    low, high = array.min(), array.max()
    if not (low >= -1 and high <= 1):  # written so that NaN is refused too
        raise ValueError(
            f"{name} must be from -1 to 1; got numbers from {low} to {high}"
        )
    return array.astype("float32", copy=False)


def check_whole_number(value, name: str, low: int, high: int | None = None) -> int:
    """A whole number from low to high (None: without an upper end), or an error."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be a whole number; got {value!r}")
    if value < low or (high is not None and value > high):
        upper = "up" if high is None else f"to {high}"
        raise ValueError(f"{name} must be from {low} {upper}; got {value}")
    return int(value)


def check_img_shape(img_shape) -> tuple[int, int, int]:
    """(height, width, channels) that the networks can be built for, or an error.

    Two layers of stride 2 double the generator's first picture twice, so height and width must be
    divisible by 4; channels is 1 (grey) or 3 (colour).
    """
    try:
        height, width, channels = img_shape
    except (TypeError, ValueError):
        raise ValueError(
            f"img_shape must be (height, width, channels); got {img_shape!r}"
        ) from None
    for name, size in (("height", height), ("width", width)):
        if check_whole_number(size, f"img_shape's {name}", low=4) % 4:
            raise ValueError(f"img_shape's {name} must be divisible by 4; got {size}")
    if check_whole_number(channels, "img_shape's channels", low=1, high=3) == 2:
        raise ValueError("img_shape's channels must be 1 (grey) or 3 (colour); got 2")
    return int(height), int(width), int(channels)
