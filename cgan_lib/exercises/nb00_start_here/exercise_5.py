"""00.5 Every noise with every digit."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def pair_all(noises, num_classes):
    z = np.repeat(noises, num_classes, axis=0)  # the first one again and again, ...
    labels = np.tile(np.arange(num_classes), len(noises))  # ... with 0, 1, 2, ...
    return z, labels


def pair_all_both_tiled(noises, num_classes):
    """the labels are right, but each noise must stay for all of them in turn."""
    z = np.tile(noises, (num_classes, 1))
    return z, np.tile(np.arange(num_classes), len(noises))


def pair_all_both_repeated(noises, num_classes):
    """the noises are right, but the labels must run from 0 up for each of them."""
    z = np.repeat(noises, num_classes, axis=0)
    return z, np.repeat(np.arange(num_classes), len(noises))


def pair_all_digit_by_digit(noises, num_classes):
    """all pairs are there, but digit by digit; the order is noise by noise."""
    z = np.tile(noises, (num_classes, 1))
    return z, np.repeat(np.arange(num_classes), len(noises))


def pair_all_labels_from_one(noises, num_classes):
    """the labels begin at 0."""
    z, labels = pair_all(noises, num_classes)
    return z, labels + 1


def pair_all_without_axis(noises, num_classes):
    """the single numbers were repeated; a noise is a whole row: `axis=0`."""
    return np.repeat(noises, num_classes), pair_all(noises, num_classes)[1]


def pair_all_labels_once(noises, num_classes):
    """the noises are right, but the labels are there for one noise only."""
    return pair_all(noises, num_classes)[0], np.arange(num_classes)


def pair_all_noises_once(noises, num_classes):
    """the labels are right, but each noise is there only once."""
    return noises, pair_all(noises, num_classes)[1]


def pair_all_labels_first(noises, num_classes):
    """z comes first, then the labels."""
    return pair_all(noises, num_classes)[::-1]


def pair_all_in_rows(noises, num_classes):
    """`generate` wants one long list of noises and labels; drop the extra axis."""
    z, labels = pair_all(noises, num_classes)
    return z.reshape(len(noises), num_classes, -1), labels.reshape(len(noises), -1)


def pair_all_cases(random):
    return [
        (random.normal(size=(count, z_dim)), classes)
        for count, z_dim, classes in ((3, 4, 10), (2, 6, 3), (5, 2, 4))
    ]


EXERCISE = Exercise(
    title="Every noise with every digit",
    difficulty="stretch",
    minutes=10,
    solution=pair_all,
    cases=pair_all_cases,
    mistakes=(
        pair_all_both_tiled,
        pair_all_both_repeated,
        pair_all_digit_by_digit,
        pair_all_labels_from_one,
        pair_all_without_axis,
        pair_all_labels_once,
        pair_all_noises_once,
        pair_all_labels_first,
        pair_all_in_rows,
    ),
    hints=(
        "Write down z and labels for the two noises a and b and three classes.",
        "z is a, a, a, b, b, b; the labels are 0, 1, 2, 0, 1, 2.",
        "One of `np.repeat` and `np.tile` does the first, the other the second.",
    ),
    follows="One call draws the whole table of digits that took the notebook a call a row.",
)
