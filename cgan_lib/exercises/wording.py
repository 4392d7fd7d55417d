"""What a message says of an exercise's cases and of an answer's result."""

import difflib
import inspect
from itertools import permutations

from cgan_lib.exercises.comparison import (
    NUMBERS,
    as_array,
    in_another_order,
    same,
    wrong_form,
)
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase

import numpy as np

SHOWN = 12  # numbers: of a larger array a message shows the shape


def describe(exercise: Exercise, case) -> str:
    """Which case it was: the arguments by name."""
    parts = (
        f"{name} = {show(value)}"
        for name, value in zip(names(exercise), case, strict=False)
    )
    return phrase("for {0}", ", ".join(parts))


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
                text = phrase("an array of shape {0}", array.shape)
            elif array.ndim == 0:
                text = f"{array.item():.6g}"
            else:
                text = np.array2string(array, precision=4, separator=", ")
        except Exception:
            text = type(value).__name__
    text = " ".join(text.split())
    whole = len(text) <= 160 or isinstance(value, str)
    return text if whole else text[:157] + "..."


def unknown_word(answer, words) -> str | None:
    """What to say of the first word of an answer that is none of `words`."""
    given = answer if isinstance(answer, tuple | list) else (answer,)
    for one in given if words else ():
        if isinstance(one, str) and one.strip().lower() not in map(str.lower, words):
            near = difflib.get_close_matches(one, words, n=1, cutoff=0.8)
            if near:
                return phrase("{0!r} is none of the names; is {1!r} meant?", one, *near)
            return phrase(
                "{0!r} is none of the names: {1}.", f"{one}", ", ".join(words)
            )
    return None


def what_is_wrong(result, right, exercise: Exercise) -> str:
    """What was expected and what came: the form, or the numbers."""
    if isinstance(right, tuple) and isinstance(result, tuple | list):
        if in_another_order(result, right, exercise.tolerance):
            return phrase("the results are right, but not in this order.")
        for place, pair in enumerate(zip(result, right, strict=False), start=1):
            if len(result) == len(right) and wrong_form(*pair):
                return phrase(
                    "in result {0}, {1}", place, what_is_wrong(*pair, exercise)
                )
    lists = [as_array(value) for value in (result, right)]
    sizes = {len(one) for one in lists if one.ndim == 1 and one.dtype.kind in NUMBERS}
    if len(sizes) == 2 and max(sizes) <= SHOWN:  # two short lists of different lengths
        return phrase("expected {0}, but got {1}.", show(right), show(result))
    form = wrong_form(result, right)
    if form and lists[0].size == lists[1].size and lists[0].dtype.kind in NUMBERS:
        if same(lists[0].reshape(lists[1].shape), right, exercise.tolerance):
            return phrase("{0} The numbers are right.", form)
        for axes in permutations(range(lists[0].ndim)):
            if same(lists[0].transpose(axes), right, exercise.tolerance):
                return phrase(
                    "{0} The numbers are right, but the axes are exchanged.", form
                )
    return form or phrase("{0}.", _wrong_numbers(result, right, exercise))


def _wrong_numbers(result, right, exercise: Exercise) -> str:
    """Of a tuple the parts that are wrong; of a large array its first place that is."""
    if isinstance(right, tuple) and any(isinstance(part, str) for part in right):
        return _wrong_parts(result, right, exercise)
    if isinstance(right, tuple):
        return "; ".join(
            phrase("in result {0}, {1}", place, _wrong_numbers(*pair, exercise))
            + _ratio(*pair)
            for place, pair in enumerate(zip(result, right, strict=True), start=1)
            if not same(*pair, exercise.tolerance)
        )
    if isinstance(right, str) or np.size(right) <= SHOWN:
        return phrase("expected {0}, but got {1}", show(right), show(result))
    result, right = as_array(result), np.asarray(right)
    near = np.isclose(result, right, rtol=exercise.tolerance, atol=exercise.tolerance)
    place = tuple(int(i) for i in np.argwhere(~near)[0])
    return phrase(
        "at [{0}] expected {1}, but got {2}",
        *(", ".join(map(str, place)), show(right[place]), show(result[place])),
    )


def _wrong_parts(result, right, exercise: Exercise) -> str:
    """Of a tuple in which words stand before the numbers that they name, what is wrong."""
    told, name, name_is_right, place = [], phrase("the result"), True, 0
    for came, wanted in zip(result, right, strict=True):
        is_right = same(came, wanted, exercise.tolerance)
        if isinstance(wanted, str):
            name, name_is_right, place = wanted, is_right, 0
            if not is_right:
                told.append(phrase("expected “{0}”, but got “{1}”", wanted, came))
            continue
        place += 1
        if not is_right and name_is_right:
            which = phrase("{0}, number {1}", name, place) if place > 1 else name
            numbers = _wrong_numbers(came, wanted, exercise)
            told.append(f"{which}: {numbers}{_ratio(came, wanted)}")
            name_is_right = False  # one of its numbers is enough
    if len(told) < sum(isinstance(part, str) for part in right):
        told.append(phrase("the rest is right"))
    return "; ".join(told)


def _ratio(came, wanted) -> str:
    """Which multiple of the right number it is, if a whole one."""
    ratio = np.divide(came, wanted) if np.ndim(wanted) == 0 and wanted else 0
    if abs(ratio) > 1.5 and np.isclose(ratio, round(ratio), 1e-3):
        return " " + phrase("({0} times as much)", round(ratio))
    return " " + phrase("(the other sign)") if np.isclose(ratio, -1, 1e-3) else ""
