"""08.5 Labels that are wrong for sure."""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase

import numpy as np


def wrong_labels(labels, num_classes, random):
    steps = random.integers(1, num_classes, size=len(labels))  # never a full circle
    return (labels + steps) % num_classes


def wrong_labels_planted(labels, num_classes, random):
    return random.integers(0, num_classes, size=len(labels))


def wrong_labels_repaired(labels, num_classes, random):
    """never right now, but the class after the right one comes twice as often."""
    wrong = random.integers(0, num_classes, size=len(labels))
    return np.where(wrong == labels, (wrong + 1) % num_classes, wrong)


def wrong_labels_without_chance(labels, num_classes, random):
    """not by chance: use `random`, so that each call gives others."""
    return (labels + 1 + np.arange(len(labels)) % (num_classes - 1)) % num_classes


def wrong_labels_next(labels, num_classes, random):
    """always the next class: D would only learn to tell neighbours."""
    return (labels + 1) % num_classes


def wrong_labels_short(labels, num_classes, random):
    """one wrong class is never chosen: the upper bound is exclusive."""
    steps = random.integers(1, num_classes - 1, size=len(labels))
    return (labels + steps) % num_classes


def wrong_labels_one_step_for_all(labels, num_classes, random):
    """one step for the whole batch; draw one for each."""
    return (labels + random.integers(1, num_classes)) % num_classes


def wrong_labels_out_of_range(labels, num_classes, random):
    """some of these are no classes: they go from 0 to num_classes - 1. What brings 11 back to 1?"""
    return labels + random.integers(1, num_classes, size=len(labels))


def wrong_labels_of_this_batch(labels, num_classes, random):
    """a class that none of the given labels has never comes: choose among all `num_classes`."""
    known = np.unique(labels)
    drawn = [random.choice(known[known != label]) for label in labels]
    return np.array(drawn)


def wrong_labels_mirrored(labels, num_classes, random):
    """not by chance, and a label in the middle stays: use `random`."""
    return num_classes - 1 - labels


def wrong_labels_too_few(labels, num_classes, random):
    """not one label for each that was given: what becomes of those that are left out?"""
    drawn = random.integers(0, num_classes, size=len(labels))
    return drawn[drawn != labels]


def wrong_labels_first_class(labels, num_classes, random):
    """the right labels come at times, and some classes oftener: is the last step by chance?"""
    drawn = random.integers(0, num_classes, size=len(labels))
    again = random.integers(0, num_classes, size=len(labels))
    return np.where(drawn == labels, 0, again)


def describe_wrong_labels(answer, num_classes, seed):
    """In words: whether a right label comes, whether all others do, whether by chance."""
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(num_classes), 200)
    table = np.zeros((num_classes, num_classes))
    seen = set()
    for _ in range(4):
        given = labels.copy()
        result = answer(given, num_classes, random)
        if result is None:
            return None
        result = np.asarray(result)
        if result.shape != labels.shape or result.dtype.kind not in "iuf":
            few = result.ndim == 1 and len(result) < len(labels)
            found = phrase("labels of the shape {0}", result.shape)
            return phrase("too few labels") if few else found
        if not np.isin(result, labels).all():
            return phrase("labels that are no classes")
        if not np.array_equal(given, labels):
            return phrase("the given labels were changed")
        np.add.at(table, (labels, result.astype(int)), 1 / 800)
        seen.add(tuple(result.tolist()))
    known = labels[labels > 0]  # the class 0 is not among them
    right = np.diag(table)
    if not right.any() and 0 not in np.asarray(answer(known, num_classes, random)):
        return phrase("a class that none of the given labels has, which never comes")
    others = table[~np.eye(num_classes, dtype=bool)]
    uneven = np.abs(others - others.mean()).max() > 0.12
    often = right.mean() > others.mean() / 2
    come = f"come {'as often as' if often else 'less often than'} others"
    return (
        f"right labels {come if right.any() else 'never come'}, "
        f"wrong ones {'unevenly' if uneven else 'equally often'}"
        f"{', some never' if (others == 0).any() else ''}, "
        f"{'by chance' if len(seen) > 1 else 'the same ones in each call'}"
    )


def wrong_labels_cases(random):
    return [(classes, int(random.integers(1000))) for classes in (3, 4, 5)]


EXERCISE = Exercise(
    title="Labels that are wrong for sure",
    difficulty="core",
    minutes=6,
    solution=wrong_labels,
    cases=wrong_labels_cases,
    observe=describe_wrong_labels,
    planted=wrong_labels_planted,
    mistakes=(
        wrong_labels_repaired,
        wrong_labels_without_chance,
        wrong_labels_next,
        wrong_labels_short,
        wrong_labels_one_step_for_all,
        wrong_labels_out_of_range,
        wrong_labels_of_this_batch,
        wrong_labels_mirrored,
        wrong_labels_too_few,
        wrong_labels_first_class,
    ),
    hints=(
        "The planted function draws any class, so one time in num_classes it is the right one.",
        "Go some steps further from the right label, round a circle of classes with `%`.",
        "How many steps lead to a wrong class, and which number of steps comes back?",
    ),
    follows="So every pair that D is told to reject is truly wrong.",
)
