"""07.2 Who obeys least?"""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def obedience_of_each(table):
    return np.diag(table) / np.sum(table, axis=1)


def obedience_of_columns(table):
    """you divide by the sum of a column: how often the label was *read*.
    How often was it asked for?
    """
    return np.diag(table) / np.sum(table, axis=0)


def obedience_of_all(table):
    """you divide by all images; divide by those of one label."""
    return np.diag(table) / np.sum(table)


def obedience_of_200(table):
    """200 belongs to the notebook's table;
    here some labels were asked for more often than others.
    """
    return np.diag(table) / 200


def obedience_in_one_number(table):
    """that is the obedience of the whole; give one number for each label."""
    return np.trace(table) / np.sum(table)


def obedience_as_counts(table):
    """these are counts; a share lies between 0 and 1."""
    return np.diag(table)


def disobedience_of_each(table):
    """that is the share read wrong; the question is the share read right."""
    return 1 - obedience_of_each(table)


def obedience_as_table(table):
    """each row is now in shares, which is right;
    but only one number of a row says that the label was obeyed.
    """
    return table / np.sum(table, axis=1, keepdims=True)


def obedience_of_largest(table):
    """that is the share of what was read most often; what was asked for lies on the diagonal."""
    return np.max(table, axis=1) / np.sum(table, axis=1)


def obedience_to_largest(table):
    """you divide by the largest number of a row; divide by its sum."""
    return np.diag(table) / np.max(table, axis=1)


def obedience_cases(random):
    cases = []
    for classes in (10, 3, 26):
        table = random.integers(1, 30, size=(classes, classes))
        table[np.diag_indices(classes)] *= 10
        never_right = random.integers(classes)
        table[never_right, never_right] = 0
        cases.append((table,))
    return cases


EXERCISE = Exercise(
    title="Who obeys least?",
    difficulty="core",
    minutes=5,
    solution=obedience_of_each,
    cases=obedience_cases,
    mistakes=(
        obedience_of_columns,
        obedience_of_all,
        obedience_of_200,
        obedience_in_one_number,
        obedience_as_counts,
        disobedience_of_each,
        obedience_as_table,
        obedience_of_largest,
        obedience_to_largest,
    ),
    hints=(
        "What was obeyed lies on the diagonal: `np.diag(table)`.",
        "A row holds all images for which this label was asked.",
        "`np.sum(table, axis=...)` adds along one axis; `axis=1` runs along a row.",
    ),
    follows=(
        "If each label was asked for equally often, as above, their mean is the obedience."
    ),
)
