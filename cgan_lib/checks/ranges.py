"""Images, in their two ranges: [-1, 1] for the networks, [0, 1] to look at."""

from cgan_lib.checks.arrays import array

import numpy as np


def images(x, img_shape: tuple[int, int, int] | None = None) -> np.ndarray:
    """Images as float32 (N, height, width, channels) in [-1, 1], or an error.

    Args:
        x: float, (N, height, width, channels), from -1 to 1.
        img_shape: the (height, width, channels) that they must have; None allows any.

    Raises:
        TypeError: x does not hold numbers, or holds pixels from 0 to 255.
        ValueError: another shape, no images, numbers outside [-1, 1], or NaN.
    """
    given = _shaped(array(x, "x"), "x", img_shape)
    return in_tanh_range(given, "x")


def in_tanh_range(x, name: str) -> np.ndarray:
    """Numbers as float32, after checking that there are some and that all are in [-1, 1]."""
    given = array(x, name)
    if given.dtype == np.uint8:
        raise TypeError(
            f"{name} must be from -1 to 1; got uint8 (use cgan_lib.data.scale first)"
        )
    if given.dtype.kind not in "fiu":  # float, integer, unsigned integer
        raise TypeError(f"{name} must hold numbers from -1 to 1; got {given.dtype}")
    if not given.size:
        raise ValueError(
            f"{name} must hold at least one number; got the shape {given.shape}"
        )
    low, high = given.min(), given.max()
    if not (low >= -1 and high <= 1):  # written so that NaN is refused too
        raise ValueError(
            f"{name} must be from -1 to 1; got numbers from {low} to {high}"
        )
    return given.astype("float32", copy=False)


def brightness(images, img_shape=None, name: str = "images") -> np.ndarray:
    """Images as float32 (N, height, width, channels) from 0 to 1, or an error.

    Args:
        images: what came.
        img_shape: the (height, width, channels) that they must have; None allows any.
        name: of the argument, for the message.

    Raises:
        TypeError: images that do not hold float numbers.
        ValueError: another shape, no images, numbers outside [0, 1], or NaN.
    """
    given = array(images, name)
    if not np.issubdtype(given.dtype, np.floating):
        raise TypeError(
            f"{name} must hold float numbers from 0 to 1; got {given.dtype} "
            "(cgan_lib.data.unscale(cgan_lib.data.scale(pixels)) turns pixels into these)"
        )
    given = _shaped(given, name, img_shape)
    if not given.size:
        raise ValueError(
            f"{name} must hold at least one number; got the shape {given.shape}"
        )
    low, high = given.min(), given.max()
    if not (low >= 0 and high <= 1):  # written so that NaN is refused too
        raise ValueError(
            f"{name} must be from 0 to 1; got numbers from {low} to {high} "
            "(cgan_lib.data.unscale turns [-1, 1] into [0, 1])"
        )
    return given.astype("float32", copy=False)


def _shaped(given: np.ndarray, name: str, img_shape) -> np.ndarray:
    """An array (N, height, width, channels), or a ValueError; img_shape as in `images`."""
    one = "height, width, channels"
    if img_shape is not None:
        try:
            height, width, channels = img_shape
            img_shape = height, width, channels
        except Exception:
            raise ValueError(
                f"img_shape must be (height, width, channels); got {img_shape!r}"
            ) from None
        one = ", ".join(map(str, img_shape))
    if given.ndim != 4 or img_shape not in (None, given.shape[1:]):
        raise ValueError(f"{name} must have the shape (N, {one}); got {given.shape}")
    return given
