"""Single values: a number, a word, True or False, a seed, a path."""

from pathlib import Path

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
        ends = {-np.inf: "", np.inf: ""}
        start = ends.get(low, f" from {low:g}")
        end = ends.get(high, f" to {high:g}") or (" up" if start else "")
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


def fixed_seed(value) -> int:
    """A whole number that every random generator here takes as its seed, or an error."""
    return whole_number(value, "seed", 0, 2**31)


def path(value, name: str) -> Path:
    """The path of a file, or of a folder if that is the argument's name, or an error."""
    wanted = f"the path of a {'folder' if name == 'folder' else 'file'}"
    try:
        made = Path(value)
    except TypeError:
        kind = type(value).__name__
        raise TypeError(f"{name} must be {wanted}; got {kind}") from None
    if "\0" in str(made):
        raise ValueError(f"{name} must be {wanted}; got {value!r}")
    return made
