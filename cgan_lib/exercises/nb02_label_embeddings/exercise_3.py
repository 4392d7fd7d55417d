"""02.3 Who moved?"""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def moved_rows(before, after):
    return np.flatnonzero(np.any(before != after, axis=1))


def moved_rows_all_numbers(before, after):
    """a row has moved if *any* of its numbers did; you ask for all of them."""
    return np.flatnonzero(np.all(before != after, axis=1))


def moved_columns(before, after):
    """these are columns: `axis=1` runs along a row."""
    return np.flatnonzero(np.any(before != after, axis=0))


def moved_rows_sum_only(before, after):
    """a row can move and keep its sum; compare number by number."""
    return np.flatnonzero(~np.isclose(before.sum(axis=1), after.sum(axis=1)))


def count_moved_rows(before, after):
    """that is how many rows moved; the question is which ones."""
    return len(moved_rows(before, after))


def moved_rows_as_flags(before, after):
    """True and False for each row; `np.flatnonzero` gives the places of True."""
    return np.any(before != after, axis=1)


def moved_rows_grown(before, after):
    """a number that falls has moved as well."""
    return np.flatnonzero(np.any(after > before, axis=1))


def moved_rows_with_repeats(before, after):
    """a row that changed in several places is to be named once."""
    return np.where(before != after)[0]


def moved_rows_cases(random):
    cases = []
    for classes in (10, 10, 6):
        before = random.normal(size=(classes, 4))
        after = before.copy()
        first, second, third, fourth = random.choice(classes, size=4, replace=False)
        after[first] += random.normal(size=4)
        after[second, random.integers(3)] += 1  # only one of its numbers, upwards
        after[third, random.integers(3)] -= 1  # and downwards
        after[fourth] += [1, -1, 2, -2]  # the row's sum stays
        cases.append((before, after))
    return cases


EXERCISE = Exercise(
    title="Who moved?",
    difficulty="core",
    minutes=5,
    solution=moved_rows,
    cases=moved_rows_cases,
    mistakes=(
        moved_rows_all_numbers,
        moved_rows_grown,
        moved_rows_with_repeats,
        moved_columns,
        moved_rows_sum_only,
        count_moved_rows,
        moved_rows_as_flags,
    ),
    hints=(
        "`before != after` is True where a number changed; it has the table's shape.",
        "`np.any(..., axis=1)` joins along each row.",
        "`np.flatnonzero(...)` gives the places where something is True.",
    ),
    follows="With one batch of plain gradient descent, these are the labels that were in it.",
)
