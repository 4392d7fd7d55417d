"""Whether an answer is the expected one, and if not, whether it is near."""

import contextlib
from decimal import Decimal
from itertools import permutations
from numbers import Real

from cgan_lib.language import phrase

import numpy as np

NUMBERS = "biuf"  # the kinds of dtypes


def first_difference(results, expected, tolerance) -> int | None:
    """The place of the first result that is not as expected, or None."""
    for i, pair in enumerate(zip(results, expected, strict=True)):
        if not same(*pair, tolerance):
            return i
    return None


def same(answer, expected, tolerance) -> bool:
    """The same form and, within the tolerance, the same numbers."""
    if isinstance(expected, str) or isinstance(answer, str):
        both = isinstance(answer, str) and isinstance(expected, str)
        return both and answer.strip().lower() == expected.strip().lower()
    if wrong_form(answer, expected):
        return False
    if isinstance(expected, tuple):
        return all(
            same(*pair, tolerance) for pair in zip(answer, expected, strict=True)
        )
    return np.allclose(
        as_array(answer), np.asarray(expected), rtol=tolerance, atol=tolerance
    )


def wrong_form(answer, expected) -> str | None:
    """What is wrong with the kind or the shape of an answer, or None."""
    if isinstance(expected, str) and isinstance(answer, tuple | list):
        return phrase("expected one word, in quotes, without brackets.")
    if isinstance(expected, str):
        is_word = isinstance(answer, str)
        return None if is_word else phrase("expected a word, in quotes.")
    if isinstance(answer, str) and isinstance(expected, tuple):
        return phrase(
            "expected {0} things with commas between, but got one text.", len(expected)
        )
    if isinstance(answer, str):
        return phrase("expected numbers, but got text: leave out the quotes.")
    if isinstance(answer, dict | set):
        kind = type(answer).__name__
        if not isinstance(expected, tuple):
            return phrase("expected numbers, but got a {0}.", kind)
        return phrase("expected {0} things, but got a {1}.", len(expected), kind)
    if isinstance(expected, tuple):
        try:
            parts = tuple(answer)
        except Exception:  # Keras's symbols raise another kind
            parts = (answer,)
        if len(parts) != len(expected):
            counts = len(expected), len(parts)
            form = phrase("expected {0} things, but got {1}.", *counts)
        else:
            forms = enumerate(map(wrong_form, parts, expected), start=1)
            faults = (phrase("in result {0}, {1}", *pair) for pair in forms if pair[1])
            form = next(faults, None)
        if form and np.ndim(as_array(answer)) and not isinstance(answer, tuple | list):
            form = phrase(
                "expected {0} things, but got one array of the shape {1}.",
                *(len(expected), np.shape(answer)),
            )
        return form
    array = as_array(answer)
    if array.dtype.kind in "US" and array.ndim and array.size:
        text = str(array.flat[0])
        return phrase("expected numbers, but got texts such as {0!r}.", text)
    if array.dtype.kind not in NUMBERS:
        return phrase("expected numbers, but got {0}.", type(answer).__name__)
    right = np.asarray(expected)
    if array.shape != right.shape:
        names = [
            phrase("the shape {0}", shape) if shape else phrase("a single number")
            for shape in (right.shape, array.shape)
        ]
        return phrase("expected {0}, but got {1}.", *names)
    if np.isnan(array).any() and not np.isnan(right).any():
        return phrase("the result holds NaN, 'not a number'.")
    return None


def as_array(answer):
    """An answer as an array; of no numbers if it cannot be one."""
    try:
        array = np.asarray(answer)
    except Exception:
        return np.asarray(None)
    exact = array.dtype == object and array.size > 0
    if exact and all(isinstance(one, Real | Decimal) for one in array.flat):
        with contextlib.suppress(OverflowError):
            return array.astype("float64")
    return array


def right_but_for(results, expected, tolerance) -> str | None:
    """What to say of numbers that are right but for their precision or their unit, or None."""
    pairs = number_pairs(results, expected)
    if not pairs:
        return None
    if all(_is_in_float16(a) for a, _ in pairs) and all(
        np.allclose(a.astype("float64"), b, rtol=5e-3, atol=5e-3) for a, b in pairs
    ):
        return phrase(
            "the numbers are right but for the precision of float16, about three digits. "
            "Compute in float32."
        )
    shares = all(b.size and 0 <= b.min() <= b.max() <= 1 for _, b in pairs)
    if shares and all(
        np.allclose(a, 100 * b, rtol=max(tolerance, 1e-3), atol=100 * tolerance)
        for a, b in pairs
    ):
        return phrase("these are percentages; expected a share from 0 to 1.")
    return None


def in_another_order(answer, expected, tolerance) -> bool:
    """Whether a few parts are all there, in another order."""
    if not isinstance(answer, tuple | list) or not 1 < len(expected) <= 4:
        return False
    return len(answer) == len(expected) and any(
        all(same(*pair, tolerance) for pair in zip(parts, expected, strict=True))
        for parts in permutations(answer)
    )


def number_pairs(results, expected) -> list:
    """What came and what was expected, as arrays; empty if some are no numbers of one shape."""
    pairs = [_as_arrays(*pair) for pair in _parts(results, expected)]
    return [] if None in pairs else pairs


def _parts(results, expected):
    """Pairs of what came and what was expected, those of a tuple one by one."""
    for answer, right in zip(results, expected, strict=True):
        if isinstance(right, tuple) and not wrong_form(answer, right):
            yield from _parts(answer, right)
        else:
            yield answer, right


def _as_arrays(answer, expected):
    """Both as arrays of numbers of the same shape, or None if they are not."""
    if isinstance(expected, tuple | str) or wrong_form(answer, expected):
        return None
    return as_array(answer), np.asarray(expected)


def _is_in_float16(array) -> bool:
    """Whether float16 holds these numbers, in its own type or after a change back to a wider."""
    if array.dtype == np.float16:
        return True
    if array.dtype.kind != "f":
        return False
    with np.errstate(over="ignore"):
        return array.size > 3 and np.array_equal(array.astype("float16"), array)
