"""Single values, sizes that a network can be built with, and what fits into memory."""

import math
import os
from pathlib import Path

import keras
import numpy as np


def whole_number(value, name: str, low: int, high: int | None = None) -> int:
    """A whole number from low to high (None: without an upper end), or an error."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be a whole number; got {value!r}")
    if value < low or (high is not None and value > high):
        upper = "up" if high is None else f"to {high}"
        raise ValueError(f"{name} must be from {low} {upper}; got {value}")
    return int(value)


def number(value, name: str, low=-np.inf, high=np.inf) -> float:
    """A finite number from low to high, or an error."""
    kinds = (int, float, np.integer, np.floating)
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise TypeError(f"{name} must be a number; got {value!r}")
    if not (low <= value <= high and abs(value) <= np.finfo("float64").max):
        start = f" from {low:g}" if low > -np.inf else ""
        end = f" to {high:g}" if high < np.inf else " up" * bool(start)
        raise ValueError(f"{name} must be a number{start}{end}; got {value}")
    return float(value)


def flag(value, name: str) -> bool:
    """True or False, or an error."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False; got {value!r}")
    return bool(value)


def one_of(value, name: str, choices) -> str:
    """One of some words (and None, if it is among them), or an error."""
    if (value is None or isinstance(value, str)) and value in tuple(choices):
        return value
    words = ", ".join(map(str, choices))
    raise ValueError(f"{name} must be one of {words}; got {value!r}")


def seed(value) -> int | None:
    """None, which gives other numbers each time, or a `fixed_seed`, or an error."""
    return None if value is None else fixed_seed(value)


def fixed_seed(value, name: str = "seed") -> int:
    """A whole number that every random generator here takes as its seed, or an error."""
    return whole_number(value, name, 0, 2**31)


def path(value, name: str) -> Path:
    """The path of a file, or of a folder if that is the argument's name, or an error.

    A ~ at its beginning is the user's folder; that of nobody stays.
    """
    wanted = f"the path of a {'folder' if name == 'folder' else 'file'}"
    try:
        made = Path(os.path.expanduser(value))
    except TypeError:
        kind = type(value).__name__
        raise TypeError(f"{name} must be {wanted}; got {kind}") from None
    if "\0" in str(made):
        raise ValueError(f"{name} must be {wanted}; got {value!r}")
    return made


MOST_NUMBERS = 2**30  # in one array, 4 GB as float32: no more is copied or made at once
MOST_WEIGHTS = 2**26  # in one table or layer, with Adam's averages 1 GB


def img_shape(value, name: str = "img_shape") -> tuple[int, int, int]:
    """(height, width, channels) that the networks can be built for, or an error.

    The generator's first sheet is doubled twice or more, so height and width must be divisible by
    4; channels is 1 (grey) or 3 (colour).
    """
    height, width, channels = three(value, name)
    for part, size in (("height", height), ("width", width)):
        if whole_number(size, f"{name}'s {part}", low=4) % 4:
            raise ValueError(f"{name}'s {part} must be divisible by 4; got {size}")
    if whole_number(channels, f"{name}'s channels", low=-math.inf) not in (1, 3):
        wanted = "1 (grey) or 3 (colour)"
        raise ValueError(f"{name}'s channels must be {wanted}; got {channels}")
    weight_count(height * width, f"{name}'s height and width")
    return int(height), int(width), int(channels)


def doublings(height: int, width: int) -> int:
    """How often G doubles its first sheet, and D halves a picture: to 4 to 8 pixels, if it can.

    So 28 is 7 doubled twice, 64 is 8 doubled three times, and 128 is 8 doubled four times.
    """
    times = 2
    while min(height, width) >> times > 8 and (height | width) % 2 ** (times + 1) == 0:
        times += 1
    return times


def input_shape(value) -> tuple[int, int, int]:
    """(height, width, channels) of what D looks at, or an error."""
    sizes = three(value, "input_shape")
    sizes = [whole_number(n, "each of input_shape", 1, 2**16) for n in sizes]
    weight_count(sizes[0] * sizes[1], "input_shape's height and width")
    return tuple(sizes)


def three(value, name: str) -> tuple:
    """The three parts of a shape, whatever they are, or an error."""
    try:
        height, width, channels = value
    except Exception:
        wanted = "(height, width, channels)"
        raise ValueError(f"{name} must be {wanted}; got {value!r}") from None
    return height, width, channels


def channels_last():
    """A ValueError if Keras is set to build networks for (channels, height, width)."""
    found = keras.config.image_data_format()
    if found != "channels_last":
        wanted = "channels_last (keras.config.set_image_data_format changes it)"
        raise ValueError(f"image_data_format must be {wanted}; got {found}")


def filters(value, name: str = "filters", least: int = 2) -> tuple[int, ...]:
    """Whole numbers from 1 to 4096, three or, if that is enough, two of them, or an error."""
    is_row = isinstance(value, list | tuple) or getattr(value, "ndim", 0)
    given = tuple(value) if is_row else ()
    if not least <= len(given) <= 3:
        wanted = "two or three" if least == 2 else "three"
        raise ValueError(f"{name} must be {wanted} whole numbers; got {value!r}")
    return tuple(whole_number(n, f"each of {name}", 1, 4096) for n in given)


def weight_count(count: int, names: str):
    """A ValueError if arguments make a table or a layer that is too large for any memory."""
    if count > MOST_WEIGHTS:
        found = f"{count:,} weights in one part"
        raise ValueError(f"{names} ask for {found}; the most is {MOST_WEIGHTS:,}")


def amount(count: int, numbers: int, names: str):
    """A ValueError if `count` things of so many numbers are more than is made at once."""
    if count * numbers > MOST_NUMBERS:
        found = f"{count:,} times {numbers:,} numbers"
        raise ValueError(f"{names} ask for {found}; the most is {MOST_NUMBERS:,}")
