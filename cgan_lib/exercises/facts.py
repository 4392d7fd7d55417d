"""What is seen of a wrong answer that no known mistake explains: tested, never guessed."""

from itertools import chain, combinations

from cgan_lib.exercises.comparison import NUMBERS, as_array, same
from cgan_lib.language import phrase

import numpy as np

NEAR, EXACT = 1e-4, 1e-9
FEW = 12  # rows of an argument that are changed one by one
LISTED = 3  # of them that are named
WAYS = {
    phrase("Each result is what it should be, times {0}."): np.multiply,
    phrase("Each result is what it should be, divided by {0}."): np.divide,
    phrase("Each result is what it should be, plus {0}."): np.add,
    phrase("Each result is what it should be, minus {0}."): np.subtract,
}
ROUNDED = {
    phrase("rounded to whole numbers"): np.round,
    phrase("rounded down to whole numbers"): np.floor,
    phrase("rounded up to whole numbers"): np.ceil,
    phrase("cut off to whole numbers"): np.trunc,
    phrase("rounded to one decimal place"): lambda numbers: np.round(numbers, 1),
    phrase("rounded to two decimal places"): lambda numbers: np.round(numbers, 2),
}


def of_results(results, expected, given: dict) -> str | None:
    """What all numbers have to do with those expected, in a sentence.

    Args:
        results, expected: arrays in pairs of one shape: one for each case, or several.
        given: under the name of each argument what it is in each case, as arrays.
    """
    if len({number for right in expected for number in right.flat}) < 2:
        return None

    def all_are(others):
        return len(others) == len(results) and all(map(_is_near, results, others))

    factors = [
        np.vdot(a, b) / np.vdot(a, a)
        for a, b in zip(expected, results, strict=True)
        if a.any()
    ]
    if factors[0] and all_are([factors[0] * right for right in expected]):
        if np.isclose(factors[0], -1, NEAR):
            return phrase("The numbers are right but for the sign.")
        if 0 < factors[0] < 1:
            return phrase(
                "Each number is what it should be, divided by {0:.4g}.", 1 / factors[0]
            )
        return phrase("Each number is {0:.4g} times what it should be.", factors[0])
    shift = np.mean(results[0] - expected[0])
    if all_are([right + shift for right in expected]):
        if shift > 0:
            return phrase("Each number is {0:.4g} too large.", shift)
        return phrase("Each number is {0:.4g} too small.", -shift)
    for size, sizes in _sizes(given):
        for told, change in WAYS.items():
            pairs = zip(expected, sizes, strict=False)
            if all_are([change(*pair) for pair in pairs]):
                return told.format(size)
    if min(right.size for right in expected) > 1 and all_are(
        [factor * right for factor, right in zip(factors, expected, strict=False)]
    ):
        some = ", ".join(f"{factor:.4g}" for factor in factors[:LISTED])
        return phrase("Each result is right but for a factor of its own: {0} ...", some)
    for told, change in ROUNDED.items():
        if all_are([change(right) for right in expected]):
            return phrase("The numbers are right, but {0}.", told)
    if all(
        _is_near(np.sort(a, None), np.sort(b, None))
        for a, b in zip(results, expected, strict=True)
    ):
        return phrase("The numbers are right, but not their order.")
    for name, values in given.items():
        rows = {name: values}
        if all(one.ndim and len(one) for one in values):
            rows |= {f"{name}[{row}]": [one[row] for one in values] for row in (0, -1)}
        for part, numbers in rows.items():
            if all_are(numbers):
                return phrase("That is {0} as it was given.", part)
    shares = all(np.all((right >= 0) & (right <= 1)) for right in expected)
    if shares and all(
        np.any((a < -NEAR) | (a > 1 + NEAR)) or _is_near(a, right)
        for a, right in zip(results, expected, strict=True)
    ):
        return phrase("The right numbers all lie between 0 and 1.")
    return None


def _is_near(came, right) -> bool:
    if right.dtype.kind not in NUMBERS or came.shape != right.shape:
        return False
    return np.allclose(came, right, NEAR, NEAR * np.abs(right).max(initial=0))


def _sizes(given):
    """What may come in by mistake: an argument, the size of an axis, or of several."""
    for name, values in given.items():
        axes = range(min(one.ndim for one in values))
        if not axes and all(one.dtype.kind in "iuf" and one != 0 for one in values):
            yield name, np.array(values, float)
        for some in chain(*(combinations(axes, count + 1) for count in axes)):
            size = " × ".join(f"{name}.shape[{axis}]" for axis in some)
            sizes = [[one.shape[axis] for axis in some] for one in values]
            yield size, np.prod(sizes, axis=1, dtype=float)


def of_arguments(
    outcome, own_outcome, case, others, names, by_rows: bool
) -> str | None:
    """Which argument should make a difference to a result, and makes none, in a sentence.

    Args:
        outcome: a function of a case: what the answer does there, None if it cannot.
        own_outcome: the same of the solution.
        case: the arguments.
        others: more cases, from which other whole numbers are taken.
        names: of the arguments.
        by_rows: whether to change an argument row by row, too.
    """
    before, right = outcome(case), own_outcome(case)
    comparable = before is not None and same(before, before, 0)
    if comparable and not same(outcome(case), before, 0):
        return phrase("The same input gives another result each time.")

    def is_idle(place, changes):
        """Whether the solution sees a change of an argument, and the answer none."""
        cases = [(*case[:place], change, *case[place + 1 :]) for change in changes]
        own = [(changed, own_outcome(changed)) for changed in cases]
        seen = [c for c, one in own if one is not None and not same(one, right, EXACT)]
        return bool(seen) and all(same(outcome(c), before, 0) for c in seen)

    idle, rows_seen = [], False
    for place, name in enumerate(names[: len(case)]):
        array = as_array(case[place])
        if array.dtype.kind not in NUMBERS:
            continue
        if array.dtype.kind == "f":
            changes = [0.9 * array + 0.01, 0.3 - array, 3 * array + 0.5]
        else:
            changes = (
                _exchanged(array)
                or [
                    other[place]
                    for other in others
                    if np.shape(other[place]) == array.shape
                    and np.any(other[place] != array)
                ][:3]
            )
        if is_idle(place, changes):
            idle.append(name)
        elif by_rows and array.ndim and len(array) <= FEW and not rows_seen:
            rows = np.eye(len(array), dtype=bool)
            rows = rows.reshape(*rows.shape, *(1,) * (array.ndim - 1))
            all_rows = range(len(array))
            found = [
                row
                for row in all_rows
                if is_idle(place, [np.where(rows[row], one, array) for one in changes])
            ]
            rows_seen = 0 < len(found) < len(array)
            if len(found) == len(array) - 1 > 1:
                (other,) = set(all_rows) - set(found)
                idle += [phrase("any part of {0} but {0}[{1}]", name, other)]
            elif len(found) > LISTED and found[-1] - found[0] == len(found) - 1:
                part = f"{name}[{found[0]}:{found[-1] + 1}]"
                idle += [phrase("a part of {0}", part)]
            elif len(found) <= LISTED:
                idle += [f"{name}[{row}]" for row in found]
    idle = phrase(" or ").join(idle)
    told = phrase("There the result stays the same if {0} changes.", idle)
    return told if idle else None


def _exchanged(array) -> list:
    """An array of whole numbers with each of them exchanged for another that is there."""
    values, places = np.unique(array, return_inverse=True)
    places = places.reshape(array.shape)
    steps = {1, len(values) // 2, len(values) - 1} - {0, len(values)}
    return [values[(places + step) % len(values)] for step in steps]
