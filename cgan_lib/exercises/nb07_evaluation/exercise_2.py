"""07.2 Who obeys least?"""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def obedience_of_each(table):
    return np.diag(table) / np.sum(table, axis=1)


def obedience_of_columns(table):
    return np.diag(table) / np.sum(table, axis=0)


def obedience_of_all(table):
    return np.diag(table) / np.sum(table)


def obedience_of_200(table):
    return np.diag(table) / 200


def obedience_in_one_number(table):
    return np.trace(table) / np.sum(table)


def obedience_as_counts(table):
    return np.diag(table)


def disobedience_of_each(table):
    return 1 - obedience_of_each(table)


def obedience_as_table(table):
    return table / np.sum(table, axis=1, keepdims=True)


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
        (
            obedience_of_columns,
            "you divide by the sum of a column: how often the label was *read*. "
            "How often was it asked for?",
        ),
        (
            obedience_of_all,
            "you divide by all images; divide by those of one label.",
        ),
        (
            obedience_of_200,
            "200 belongs to the notebook's table; here some labels were asked for more "
            "often than others.",
        ),
        (
            obedience_in_one_number,
            "that is the obedience of the whole; give one number for each label.",
        ),
        (
            obedience_as_counts,
            "these are counts; a share lies between 0 and 1.",
        ),
        (
            disobedience_of_each,
            "that is the share read wrong; the question is the share read right.",
        ),
        (
            obedience_as_table,
            "each row is now in shares, which is right; but only one number of a row "
            "says that the label was obeyed.",
        ),
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
