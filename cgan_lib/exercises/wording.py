"""What a message says of an exercise's cases and of an answer's result."""

import inspect

from cgan_lib.exercises.comparison import as_array, same
from cgan_lib.exercises.exercise import Exercise

import numpy as np

SHOWN = 12  # numbers: of a larger array a message shows the shape


def describe(exercise: Exercise, case) -> str:
    """Which case it was: the arguments by name."""
    parts = (
        f"{name} = {show(value)}"
        for name, value in zip(names(exercise), case, strict=False)
    )
    return "for " + ", ".join(parts)


def names(exercise: Exercise) -> list[str]:
    """The names of what a case holds: the answer's arguments, or those that make them."""
    if exercise.observe is not None:
        return list(inspect.signature(exercise.observe).parameters)[1:]
    return list(inspect.signature(exercise.solution).parameters)


def show(value) -> str:
    """A value in few characters: small arrays by their numbers, large ones by their shape."""
    if isinstance(value, tuple):
        text = "(" + ", ".join(map(show, value)) + ")"
    elif isinstance(value, str | bool | int) or value is None:
        text = repr(value)
    else:
        try:
            array = as_array(value)
            if array.size > SHOWN or array.dtype == object:
                text = f"an array of shape {array.shape}"
            elif array.ndim == 0:
                text = f"{array.item():.6g}"
            else:
                text = np.array2string(array, precision=4, separator=", ")
        except Exception:
            text = type(value).__name__
    text = " ".join(text.split())
    return text if len(text) <= 160 else text[:157] + "..."


def wrong_numbers(result, right, exercise: Exercise) -> str:
    """What was expected and what came; of a large array, the first place that is wrong."""
    if isinstance(right, tuple) and any(isinstance(part, str) for part in right):
        return _wrong_parts(result, right, exercise)
    if isinstance(right, tuple) and any(np.size(part) > SHOWN for part in right):
        for place, pair in enumerate(zip(result, right, strict=True), start=1):
            if not same(*pair, exercise.tolerance):
                return f"in result {place}, {wrong_numbers(*pair, exercise)}"
    if isinstance(right, tuple) or np.size(right) <= SHOWN:
        return f"expected {show(right)}, but got {show(result)}."
    result, right = as_array(result), np.asarray(right)
    near = np.isclose(result, right, rtol=exercise.tolerance, atol=exercise.tolerance)
    place = tuple(int(i) for i in np.argwhere(~near)[0])
    return (
        f"at [{', '.join(map(str, place))}] expected {show(right[place])}, "
        f"but got {show(result[place])}."
    )


def _wrong_parts(result, right, exercise: Exercise) -> str:
    """Of a tuple in which words stand before the numbers that they name, what is wrong."""
    told, name, name_is_right, place = [], "the result", True, 0
    for came, wanted in zip(result, right, strict=True):
        is_right = same(came, wanted, exercise.tolerance)
        if isinstance(wanted, str):
            name, name_is_right, place = wanted, is_right, 0
            if not is_right:
                told.append(f"expected “{wanted}”, but got “{came}”")
            continue
        place += 1
        if not is_right and name_is_right:
            which = f"{name}, number {place}" if place > 1 else name
            told.append(f"{which}: expected {show(wanted)}, but got {show(came)}")
    return "; ".join(told) + "."
