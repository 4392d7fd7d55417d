"""What can be drawn: images, titles, maps and the record of a run, or an error."""

from cgan_lib import checks

import numpy as np

CURVES = ("d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake")
MOST = 500  # pictures in a figure: more take minutes, and nobody can see them


def check_pictures(images) -> np.ndarray:
    """(N, height, width) or (N, height, width, 3) in [0, 1], or a ValueError."""
    images = checks.array(images, "images")
    if images.dtype.kind not in "biuf":
        raise TypeError(f"images must hold numbers; got {images.dtype}")
    if images.ndim == 3 and images.shape[-1] in (1, 3):
        raise ValueError(
            f"images must be several; got one, {images.shape}: write [image]"
        )
    if images.ndim == 4 and images.shape[-1] == 1:
        images = images[..., 0]
    if (
        not (images.ndim == 3 or (images.ndim == 4 and images.shape[-1] == 3))
        or not images.size
    ):
        raise ValueError(
            f"images must be (N, height, width) or (N, height, width, 1 or 3); got {images.shape}"
        )
    if len(images) > MOST:
        raise ValueError(f"images must be at most {MOST}; got {len(images)}")
    if images.dtype == np.uint8:
        return images / 255
    if not (
        images.min() >= 0 and images.max() <= 1
    ):  # written so that NaN is refused too
        raise ValueError(
            f"images must be from 0 to 1; got {images.min()} to {images.max()} "
            "(cgan_lib.data.unscale turns [-1, 1] into [0, 1])"
        )
    return images


def check_titles(titles, count: int, name: str, of: str) -> list:
    """A title for each of `count` pictures, all None if there are none, or an error."""
    if titles is None:
        return [None] * count
    try:
        found = len(titles)
    except Exception:
        raise TypeError(f"{name} must be a list; got {titles!r}") from None
    if found != count:
        raise ValueError(f"{name} must be one for each {of}; got {found} for {count}")
    return list(titles)


def check_maps(maps) -> list[np.ndarray]:
    """One to MOST arrays of finite numbers, (height, width, channels), or an error."""
    try:
        fits = 1 <= len(maps) <= MOST
        arrays = [checks.array(one, "each of maps") for one in maps] if fits else []
    except TypeError:
        raise TypeError(f"maps must be a list of arrays; got {maps!r}") from None
    for one in arrays:
        if one.ndim != 3 or not one.size or one.dtype.kind not in "biuf":
            raise ValueError(
                "maps must be numbers, (height, width, channels); "
                f"got {one.dtype}, {one.shape}"
            )
    if not fits:
        raise ValueError(f"maps must be 1 to {MOST}; got {len(maps)}")
    return arrays


def check_history(history, iterations):
    """Lists of numbers, and as many iterations (of a longer record its last), or an error."""
    if not isinstance(history, dict):
        raise TypeError(f"history must be a dict of lists; got {history!r}")
    iterations = checks.array(iterations, "iterations")
    if iterations.ndim != 1 or (iterations.size and iterations.dtype.kind not in "iuf"):
        raise ValueError(f"iterations must be numbers in a row; got {iterations!r}")
    if not np.isfinite(iterations.astype(float)).all():
        raise ValueError("iterations must be finite numbers; got NaN or infinity")
    for name, values in history.items():
        values = checks.array(values, f"history's {name}")
        if name not in CURVES:
            continue
        if values.ndim != 1 or (values.size and values.dtype.kind not in "iuf"):
            raise ValueError(
                f"history's {name} must be numbers in a row; got {values!r}"
            )
        if len(values) not in (0, len(iterations)):
            raise ValueError(
                f"history's {name} must be as long as iterations; got {len(values)} "
                f"and {len(iterations)}"
            )
    return history, iterations
