"""Sizes that a network can be built with, and what fits into memory."""

import math

from cgan_lib.checks.settings import whole_number

MOST_NUMBERS = 2**30  # in one array, 4 GB as float32: no more is copied or made at once
MOST_WEIGHTS = 2**26  # in one table or layer, with Adam's averages 1 GB


def img_shape(img_shape) -> tuple[int, int, int]:
    """(height, width, channels) that the networks can be built for, or an error.

    Two layers of stride 2 double the generator's first picture twice, so height and width must be
    divisible by 4; channels is 1 (grey) or 3 (colour).
    """
    try:
        height, width, channels = img_shape
    except Exception:
        raise ValueError(
            f"img_shape must be (height, width, channels); got {img_shape!r}"
        ) from None
    for name, size in (("height", height), ("width", width)):
        if whole_number(size, f"img_shape's {name}", low=4) % 4:
            raise ValueError(f"img_shape's {name} must be divisible by 4; got {size}")
    if whole_number(channels, "img_shape's channels", low=-math.inf) not in (1, 3):
        raise ValueError(
            f"img_shape's channels must be 1 (grey) or 3 (colour); got {channels}"
        )
    weights(height * width, "img_shape's height and width")
    return int(height), int(width), int(channels)


def input_shape(input_shape) -> tuple[int, int, int]:
    """(height, width, channels) of what D looks at, or an error."""
    try:
        height, width, channels = input_shape
    except Exception:
        raise ValueError(
            f"input_shape must be (height, width, channels); got {input_shape!r}"
        ) from None
    sizes = height, width, channels
    sizes = [whole_number(n, "each of input_shape", 1, 2**16) for n in sizes]
    weights(sizes[0] * sizes[1], "input_shape's height and width")
    return tuple(sizes)


def filters(
    filters, counts: tuple[int, ...] = (3,), name: str = "filters"
) -> tuple[int, ...]:
    """Whole numbers from 1 to 4096, as many as one of `counts`, or an error."""
    words = {2: "two", 3: "three"}
    try:
        fits = len(filters) in counts
        given = tuple(filters) if fits else ()
    except Exception:
        fits = False
    if not fits:
        wanted = " or ".join(words[count] for count in counts)
        raise ValueError(f"{name} must be {wanted} whole numbers; got {filters!r}")
    return tuple(whole_number(n, f"each of {name}", 1, 4096) for n in given)


def weights(count: int, names: str):
    """A ValueError if arguments make a table or a layer that is too large for any memory."""
    if count > MOST_WEIGHTS:
        raise ValueError(
            f"{names} ask for {count:,} weights in one part; the most is {MOST_WEIGHTS:,}"
        )


def fits_in_memory(count: int, numbers: int, names: str):
    """A ValueError if `count` things of so many numbers are more than is made at once."""
    if count * numbers > MOST_NUMBERS:
        raise ValueError(
            f"{names} ask for {count:,} times {numbers:,} numbers; at most "
            f"{MOST_NUMBERS:,} are made at once"
        )
