"""02.2 Look up by multiplying."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def embed(table, labels):
    one_hot = np.eye(len(table))[labels]  # (N, num_classes)
    return one_hot @ table


def embed_label_before(table, labels):
    """these are the rows before: label 0 asks for row 0."""
    return np.asarray(table)[np.asarray(labels) - 1]


def embed_columns(table, labels):
    """these are columns of the table; a label's numbers are a row."""
    return np.asarray(table)[:, np.asarray(labels) % np.shape(table)[1]].T


def embed_summed(table, labels):
    """each label needs its own row; here they were added up."""
    return embed(table, labels).sum(axis=0)


def embed_one_hot_only(table, labels):
    """that is the one-hot matrix; now multiply it with the table."""
    return np.eye(len(table))[labels]


def embed_first_rows(table, labels):
    """these are the first rows of the table, whatever the labels are."""
    return table[: len(labels)]


def embed_times_label(table, labels):
    """the rows are multiplied with the numbers of the labels; take them as they are."""
    return embed(table, labels) * np.asarray(labels)[:, np.newaxis]


def embed_table_first(table, labels):
    """the one-hot vectors come first: (N, num_classes) @ (num_classes, width)."""
    return table @ np.eye(len(table))[labels]


def embed_by_largest_label(table, labels):
    """the one-hot vectors end with the largest label; they are as long as the table has rows."""
    return np.eye(np.max(labels) + 1)[labels] @ table


def embed_cases(random):
    return [
        (random.normal(size=(classes, width)), random.integers(classes, size=count))
        for classes, width, count in ((10, 4, 3), (3, 5, 6), (26, 2, 1))
    ]


EXERCISE = Exercise(
    title="Look up by multiplying",
    difficulty="core",
    minutes=5,
    solution=embed,
    cases=embed_cases,
    mistakes=(
        embed_label_before,
        embed_columns,
        embed_summed,
        embed_one_hot_only,
        embed_first_rows,
        embed_times_label,
        embed_table_first,
        embed_by_largest_label,
    ),
    hints=(
        "`np.eye(n)` holds the one-hot vector of each label as a row.",
        "`np.eye(n)[labels]` picks one of its rows for each label: the shape is (N, n).",
        "(N, n) @ (n, width) gives (N, width).",
    ),
    follows="So looking a row up needs no multiplication, but has the same gradient as one.",
)
