"""10.4 One picture a label, by a rule."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def in_any_order(answer, pictures):
    """The labels in rising order, since no order is asked for."""
    labels = answer(pictures)
    return np.sort(labels) if np.ndim(labels) == 1 else labels


def labels_drawn_alike(pictures):
    spread = np.std(pictures, axis=0)  # over the noises: (labels, height, width)
    return np.flatnonzero(spread.max(axis=(1, 2)) < 0.02)


def alike_over_the_labels(pictures):
    """the axes are swapped: axis 0 has the noises, axis 1 the labels. Compare over the noises."""
    spread = np.std(pictures, axis=1)
    return np.flatnonzero(spread.max(axis=(1, 2)) < 0.02)


def labels_drawn_differently(pictures):
    """these are the labels whose pictures do differ."""
    spread = np.std(pictures, axis=0)
    return np.flatnonzero(spread.max(axis=(1, 2)) >= 0.02)


def alike_as_true_or_false(pictures):
    """True or False for each label; the labels themselves are asked for, such as [2]."""
    return np.std(pictures, axis=0).max(axis=(1, 2)) < 0.02


def alike_in_some_pixel(pictures):
    """one pixel that stays the same is not enough: all pixels must."""
    spread = np.std(pictures, axis=0)
    return np.flatnonzero(spread.min(axis=(1, 2)) < 0.02)


def alike_on_average(pictures):
    """it is not enough that most pixels are alike, or their mean: one that differs must count."""
    return np.flatnonzero(np.std(pictures, axis=0).mean(axis=(1, 2)) < 0.02)


def alike_by_variance(pictures):
    """in some of these a pixel reaches 0.02. Is it the standard deviation, not its square, that you
    compare with 0.02?
    """
    return np.flatnonzero(np.var(pictures, axis=0).max(axis=(1, 2)) < 0.02)


def alike_in_two_noises(pictures):
    """two noises are not enough: take all of them."""
    return labels_drawn_alike(pictures[:2])


def alike_within_more(pictures):
    """in one of these a pixel reaches 0.0215. Is it np.std that you compare, and with 0.02?"""
    return np.flatnonzero(np.std(pictures, axis=0).max(axis=(1, 2)) < 0.03)


def alike_within_less(pictures):
    """one is missing, though its pixels reach no more than 0.0185. Is it np.std, without ddof, that
    you compare with 0.02?
    """
    return np.flatnonzero(np.std(pictures, axis=0, ddof=1).max(axis=(1, 2)) < 0.02)


def none_found(*_):
    """you found none, but in some labels no pixel reaches 0.02."""
    return np.array([], int)


def alike_by_where(pictures):
    """`np.where` gives a tuple of arrays; take its first, with `[0]`."""
    return np.where(np.std(pictures, axis=0).max(axis=(1, 2)) < 0.02)


def alike_by_argwhere(pictures):
    """that is a column; `np.flatnonzero` gives a plain list of places."""
    return np.argwhere(np.std(pictures, axis=0).max(axis=(1, 2)) < 0.02)


def alike_cases(random):
    cases = []
    for noises, labels, same in ((3, 4, [2]), (5, 8, [0, 3, 6]), (4, 5, [])):
        pictures = random.uniform(size=(noises, labels, 6, 5))
        pictures[:, :, 0, 0] = 0.5  # one pixel that never changes
        pictures[:, same] = pictures[:1, same]
        pictures[:, same] += random.uniform(0, 0.03, size=(noises, len(same), 6, 5))
        steps = np.linspace([-1], [1], noises)
        steps /= np.std(steps)
        pictures[:, same[:1], 2, 2] = 0.5 + 0.0185 * steps  # below the limit
        if labels > 4:
            differences = random.uniform(0, 0.2, size=(noises, 6, 5))
            pictures[:, 1] = pictures[0, 1] + differences
            pictures[:, 2] = pictures[0, 2]  # the same but for one pixel
            pictures[:, 2, 3, 3] = np.linspace(0, 1, noises)
            pictures[:2, 4] = pictures[0, 4]  # the same in the first two noises
        else:
            pictures[1] = pictures[1, 2]  # one noise draws one picture for all labels
        pictures[:, -1] = pictures[1, 2]
        pictures[:, [-1], 2, 2] += 0.0215 * steps  # above the limit
        cases.append((pictures[:, random.permutation(labels)],))
    return cases


EXERCISE = Exercise(
    title="One picture a label, by a rule",
    difficulty="core",
    minutes=8,
    solution=labels_drawn_alike,
    mistakes=[
        alike_over_the_labels,
        labels_drawn_differently,
        alike_as_true_or_false,
        alike_in_some_pixel,
        none_found,
        alike_on_average,
        alike_by_variance,
        alike_in_two_noises,
        alike_within_more,
        alike_within_less,
        alike_by_where,
        alike_by_argwhere,
        (
            lambda pictures: len(labels_drawn_alike(pictures)),
            "this is how many; the labels themselves are asked for, such as [2].",
        ),
    ],
    hints=[
        "np.std(pictures, axis=0) has a number for each label and pixel: how much this pixel "
        "differs from noise to noise.",
        "A label's pictures are alike if the largest of these numbers, over its pixels, is "
        "below 0.02. np.flatnonzero turns True and False into places.",
    ],
    follows="this finds a noise that is not plugged in, without a judge, while the run goes. A "
    "real collapse leaves small differences, so the Doctor compares them with those between "
    "the labels.",
    cases=alike_cases,
    observe=in_any_order,
)
