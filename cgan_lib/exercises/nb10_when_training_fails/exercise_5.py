"""10.5 Who was never asked for?"""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def in_any_order(answer, before, after):
    """The labels in rising order, since no order is asked for."""
    labels = answer(before, after)
    return np.sort(labels) if np.ndim(labels) == 1 else labels


def rows_that_stayed(before, after):
    before, after = np.asarray(before), np.asarray(after)
    return np.flatnonzero((before == after).all(axis=1))


def rows_that_moved(before, after):
    """these are the rows that did move."""
    return np.flatnonzero((before != after).any(axis=1))


def columns_that_stayed(before, after):
    """this compares columns; a label's vector is a row."""
    return np.flatnonzero((before == after).all(axis=0))


def rows_with_a_number_that_stayed(before, after):
    """one number that stays is not enough: the whole row must."""
    return np.flatnonzero((before == after).any(axis=1))


def rows_with_the_same_sum(before, after):
    """two rows with the same sum or mean can still differ."""
    close = np.isclose(np.sum(before, axis=1), np.sum(after, axis=1))
    return np.flatnonzero(close)


def rows_that_are_close(before, after):
    """a row that moved by little did move: compare with ==, which allows no difference."""
    return np.flatnonzero(np.isclose(before, after).all(axis=1))


def how_many_rows_stayed(before, after):
    """this is how many; the labels themselves are asked for, such as [9]."""
    return (before == after).all(axis=1).sum()


def none_found(*_):
    """you found none; there are rows that stayed as they were."""
    return np.array([], int)


def rows_as_true_or_false(before, after):
    """True or False for each label; the labels themselves are asked for, such as [9]."""
    return (before == after).all(axis=1)


def rows_by_where(before, after):
    """`np.where` gives a tuple of arrays; take its first, with `[0]`."""
    return np.where((before == after).all(axis=1))


def rows_by_argwhere(before, after):
    """that is a column; `np.flatnonzero` gives a plain list of places."""
    return np.argwhere((before == after).all(axis=1))


def rows_by_first_number(before, after):
    """you look at the first number of each row only."""
    return np.flatnonzero(before[:, 0] == after[:, 0])


def rows_with_the_same_numbers(before, after):
    """two rows with the same numbers, or the same length, in another order are not the same."""
    return np.flatnonzero((np.sort(before) == np.sort(after)).all(axis=1))


def table_cases(random):
    cases = []
    for rows, width, still in ((10, 4, [9]), (5, 5, [0, 3]), (7, 3, [])):
        before = random.normal(size=(rows, width))
        after = before + random.choice([-0.1, 0.1], size=before.shape)
        after[still] = before[still]
        moved = [row for row in range(rows) if row not in still]
        after[moved[0]] = np.roll(before[moved[0]], 1)  # the same numbers elsewhere
        after[moved[1], 0] = before[moved[1], 0]  # one number stays
        after[moved[2]] = before[moved[2]] * (1 + 3e-6)  # moved, though by little
        if not still:
            after[:, 1] = before[:, 1]  # a column stays
        order = random.permutation(rows)
        cases.append((before[order], after[order]))
    return cases


EXERCISE = Exercise(
    title="Who was never asked for?",
    difficulty="core",
    minutes=5,
    solution=rows_that_stayed,
    mistakes=[
        rows_that_moved,
        columns_that_stayed,
        rows_with_a_number_that_stayed,
        rows_with_the_same_sum,
        rows_that_are_close,
        none_found,
        how_many_rows_stayed,
        rows_as_true_or_false,
        rows_by_where,
        rows_by_argwhere,
        rows_by_first_number,
        rows_with_the_same_numbers,
    ],
    hints=[
        "`before == after` is a table of True and False.",
        "A row stayed if all its places are True: `.all(axis=1)`. np.flatnonzero gives the "
        "places.",
    ],
    follows="Adam moves a row by its gradient, and a row that is not asked for has none.",
    cases=table_cases,
    observe=in_any_order,
)
