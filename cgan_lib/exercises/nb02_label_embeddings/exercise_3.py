"""02.3 Who moved?"""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def moved_rows(before, after):
    return np.flatnonzero(np.any(before != after, axis=1))


def moved_rows_all_numbers(before, after):
    """a row has moved if *any* of its numbers did; one is enough."""
    return np.flatnonzero(np.all(before != after, axis=1))


def moved_columns(before, after):
    """these are columns: `axis=1` runs along a row."""
    return np.flatnonzero(np.any(before != after, axis=0))


def moved_rows_sum_only(before, after):
    """a row can move and keep its sum; compare number by number."""
    return np.flatnonzero(before.sum(axis=1) != after.sum(axis=1))


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


def moved_rows_by_much(before, after):
    """a row that moved by little has moved as well."""
    return np.flatnonzero(np.any(abs(after - before) > 0.001, axis=1))


def moved_rows_fallen(before, after):
    """a number that rises has moved as well."""
    return np.flatnonzero(np.any(after < before, axis=1))


def rows_that_stayed(before, after):
    """these are the rows that stayed as they were."""
    return np.flatnonzero(np.all(before == after, axis=1))


def rows_with_a_number_that_stayed(before, after):
    """these are the rows in which some number stayed."""
    return np.flatnonzero(np.any(before == after, axis=1))


def moved_rows_by_first_number(before, after):
    """you look at the first number of each row only."""
    return np.flatnonzero(before[:, 0] != after[:, 0])


def moved_rows_by_where(before, after):
    """`np.where` gives a tuple of arrays; take its first, with `[0]`."""
    return np.where(np.any(before != after, axis=1))


def moved_places(before, after):
    """these places are counted through the whole table; first join along each row."""
    return np.flatnonzero(before != after)


def moved_rows_of_other_numbers(before, after):
    """a row with the same numbers in another order has moved; compare place by place."""
    return np.flatnonzero(np.any(np.sort(before) != np.sort(after), axis=1))


def moved_rows_by_length(before, after):
    """a row can move and keep its length; compare number by number."""
    return np.flatnonzero(np.sum(before**2, axis=1) != np.sum(after**2, axis=1))


def moved_rows_cases(random):
    cases = []
    for classes, width in ((10, 4), (10, 6), (8, 4)):
        # Sums, and those of squares, are exact.
        before = random.integers(-128, 128, size=(classes, width)) / 64
        after = before.copy()
        chosen = random.choice(classes, size=7, replace=False)
        first, second, third, fourth, fifth, sixth, seventh = chosen
        after[first] += random.integers(32, 128, size=width) / 64
        after[fifth, -1] += 2**-14  # by little
        after[second, random.integers(3)] += 1  # only one of its numbers, upwards
        after[third, random.integers(3)] -= 1  # and downwards
        after[fourth, :4] += [1, -1, 2, -2]  # the row's sum stays
        after[sixth] = np.roll(before[sixth], 1)  # the same numbers elsewhere
        after[seventh] *= -1  # each number's size stays
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
        moved_rows_of_other_numbers,
        moved_rows_by_length,
        count_moved_rows,
        moved_rows_as_flags,
        moved_rows_by_much,
        moved_rows_fallen,
        rows_that_stayed,
        rows_with_a_number_that_stayed,
        moved_rows_by_first_number,
        moved_rows_by_where,
        moved_places,
    ),
    hints=(
        "`before != after` is True where a number changed; it has the table's shape.",
        "`np.any(..., axis=1)` joins along each row.",
        "`np.flatnonzero(...)` gives the places where something is True.",
    ),
    follows="With one batch of plain gradient descent, these are the labels that were in it.",
)
