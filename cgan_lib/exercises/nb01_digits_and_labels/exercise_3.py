"""01.3 Repair the labels."""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase

import numpy as np


def ask_labels(count, num_classes, seed):
    random = np.random.default_rng(seed)
    return random.integers(0, num_classes, size=count)  # num_classes itself is left out


def ask_labels_planted(count, num_classes, seed):
    random = np.random.default_rng(seed)
    return random.integers(0, num_classes - 1, size=count)


def ask_labels_from_one(count, num_classes, seed):
    """labels begin at 0, and the last is num_classes - 1."""
    random = np.random.default_rng(seed)
    return random.integers(1, num_classes + 1, size=count)


def ask_labels_one_too_many(count, num_classes, seed):
    """now there is a label too many: with ten classes, 10 is none."""
    random = np.random.default_rng(seed)
    return random.integers(0, num_classes + 1, size=count)


def ask_labels_without_zero(count, num_classes, seed):
    """the last label comes now, but 0 is gone."""
    random = np.random.default_rng(seed)
    return random.integers(1, num_classes, size=count)


def ask_labels_rounded(count, num_classes, seed):
    """rounded like this, the first and the last label come half as often."""
    random = np.random.default_rng(seed)
    return np.rint(random.uniform(0, num_classes - 1, size=count)).astype(int)


def ask_labels_not_rounded(count, num_classes, seed):
    """a label is a whole number, not a fraction."""
    return np.random.default_rng(seed).uniform(0, num_classes, size=count)


def ask_labels_floats(count, num_classes, seed):
    """labels have to be of an integer type: 3, not 3.0."""
    return np.floor(ask_labels_not_rounded(count, num_classes, seed))


def ask_labels_without_seed(count, num_classes, seed):
    """the labels are right, but the same seed should give the same ones again."""
    return np.random.default_rng().integers(0, num_classes, size=count)


def ask_labels_fixed_seed(count, num_classes, seed):
    """the labels are right, but another seed should give other ones."""
    return np.random.default_rng(0).integers(0, num_classes, size=count)


def ask_labels_in_a_row(count, num_classes, seed):
    """equally often, but not by chance: each label tells the next one."""
    return (np.arange(count) + seed) % num_classes


def ask_labels_one_by_one(count, num_classes, seed):
    """all labels are the same: does each one start the generator anew?"""
    labels = [ask_labels(1, num_classes, seed)[0] for _ in range(count)]
    return np.array(labels)


def ask_labels_cases(random):
    return [
        (1000 * classes + 7, classes, int(random.integers(100)))
        for classes in (10, 3, 26)
    ]


def describe_labels(answer, count, num_classes, seed):
    """In words: how many labels, from where to where, how often each, what the seed does."""
    first, again, other = (
        answer(count, num_classes, chosen) for chosen in (seed, seed, seed + 1)
    )
    if first is None:
        return None
    first, again, other = map(np.asarray, (first, again, other))
    if first.ndim != 1:
        return phrase("labels of the shape {0}", first.shape)
    if first.dtype.kind == "f":
        whole = np.array_equal(first, np.floor(first))
        kind = phrase("floats such as 3.0") if whole else phrase("fractions")
        return phrase("{0}, not whole numbers", kind)
    if first.dtype.kind not in "iu":
        return phrase("no numbers")
    values, counts = np.unique(first, return_counts=True)
    rare = values[counts < 0.75 * counts.max()]
    how_often = phrase("equally often")
    if len(rare):
        how_often = phrase("too rare: {0}", ", ".join(map(str, rare)))
    _, often = np.unique(np.diff(first), return_counts=True)
    repeats = often.max() > 0.6 * len(first)
    chance = phrase("in an order that repeats") if repeats else phrase("by chance")
    same = {True: phrase("same"), False: phrase("others")}
    return phrase(
        "{0} labels from {1} to {2}, {3}, {4}; same seed: {5}, next seed: {6}",
        *(len(first), first.min(), first.max(), how_often, chance),
        *(same[np.array_equal(first, one)] for one in (again, other)),
    )


EXERCISE = Exercise(
    title="Repair the labels",
    difficulty="core",
    minutes=5,
    solution=ask_labels,
    cases=ask_labels_cases,
    observe=describe_labels,
    planted=ask_labels_planted,
    mistakes=(
        ask_labels_from_one,
        ask_labels_one_too_many,
        ask_labels_without_zero,
        ask_labels_rounded,
        ask_labels_not_rounded,
        ask_labels_floats,
        ask_labels_without_seed,
        ask_labels_fixed_seed,
        ask_labels_in_a_row,
        ask_labels_one_by_one,
    ),
    hints=(
        "Count with `np.bincount(ask_labels(1000, 10, seed=0))`: how many counts are there?",
        "What does `random.integers(0, 2, size=20)` give, and what does it never give?",
    ),
    follows="A generator that is never asked for a 9 never practises it.",
)
