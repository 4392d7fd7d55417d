"""07.3 Repair the balls."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def precision(real, fake, k):
    among_real = np.linalg.norm(real[:, np.newaxis] - real, axis=2)
    radii = np.sort(among_real, axis=1)[:, k]  # at place 0 is the sample itself
    to_real = np.linalg.norm(fake[:, np.newaxis] - real, axis=2)  # (fakes, reals)
    return np.mean(np.any(to_real <= radii, axis=1))


def precision_planted(real, fake, k):
    among_real = np.linalg.norm(real[:, np.newaxis] - real, axis=2)
    radii = np.sort(among_real, axis=1)[:, k - 1]
    to_real = np.linalg.norm(fake[:, np.newaxis] - real, axis=2)  # (fakes, reals)
    return np.mean(np.any(to_real <= radii, axis=1))


def precision_one_too_far(real, fake, k):
    """now the balls are too large: they reach one neighbour too far."""
    return precision(real, fake, k + 1)


def recall(real, fake, k):
    """that is recall: balls around the fakes. Precision has them around the real."""
    return precision(fake, real, k)


def precision_neighbours_among_fakes(real, fake, k):
    """the neighbour that sets the size of a ball must be a real sample too."""
    to_real = np.linalg.norm(fake[:, np.newaxis] - real, axis=2)
    radii = np.sort(to_real, axis=0)[k - 1]
    return np.mean(np.any(to_real <= radii, axis=1))


def _inside(real, fake, k):
    among_real = np.linalg.norm(real[:, np.newaxis] - real, axis=2)
    radii = np.sort(among_real, axis=1)[:, k]
    return np.linalg.norm(fake[:, np.newaxis] - real, axis=2) <= radii


def precision_in_all_balls(real, fake, k):
    """one ball is enough; you ask that a fake lies in every ball."""
    return np.mean(np.all(_inside(real, fake, k), axis=1))


def precision_wrong_axis(real, fake, k):
    """that is the share of *balls* with a fake in them; count the fakes."""
    return np.mean(np.any(_inside(real, fake, k), axis=0))


def precision_over_pairs(real, fake, k):
    """that is a share of all pairs; a fake counts once if any ball holds it."""
    return np.mean(_inside(real, fake, k))


def precision_outside(real, fake, k):
    """that is the share of fakes outside."""
    return 1 - precision(real, fake, k)


def precision_farther(real, fake, k):
    """every fake counts as inside: are the balls too large, or is it `>=` in place of `<=`?"""
    return np.mean(np.any(~_inside(real, fake, k), axis=1))


def precision_not_sorted(real, fake, k):
    """that is the distance to sample number k; sort the distances first."""
    among_real = np.linalg.norm(real[:, np.newaxis] - real, axis=2)
    to_real = np.linalg.norm(fake[:, np.newaxis] - real, axis=2)
    return np.mean(np.any(to_real <= among_real[:, k], axis=1))


def precision_to_first(real, fake, k):
    """each ball reaches to the nearest other sample; `k` is not used."""
    return precision(real, fake, 1)


def precision_mean_radius(real, fake, k):
    """all balls have one size, the mean; each has its own."""
    among_real = np.linalg.norm(real[:, np.newaxis] - real, axis=2)
    radius = np.sort(among_real, axis=1)[:, k].mean()
    to_real = np.linalg.norm(fake[:, np.newaxis] - real, axis=2)
    return np.mean(np.any(to_real <= radius, axis=1))


def precision_cases(random):
    return [
        (random.normal(size=(reals, width)), random.normal(size=(fakes, width)) + 1, k)
        for reals, fakes, width, k in ((40, 57, 2, 3), (37, 50, 3, 1), (60, 41, 2, 2))
    ]


EXERCISE = Exercise(
    title="Repair the balls",
    difficulty="core",
    minutes=8,
    solution=precision,
    cases=precision_cases,
    planted=precision_planted,
    mistakes=(
        precision_one_too_far,
        recall,
        precision_neighbours_among_fakes,
        precision_in_all_balls,
        precision_wrong_axis,
        precision_over_pairs,
        precision_outside,
        precision_farther,
        precision_not_sorted,
        precision_to_first,
        precision_mean_radius,
    ),
    hints=(
        "Try k = 1: print `radii`. How large are the balls?",
        "`among_real[i]` holds the distances of sample i to all real samples. "
        "Which of them is the smallest?",
        "The sorted distances begin with that of a sample to itself. "
        "At which place is the nearest *other* sample?",
    ),
    follows=(
        "With k = 1 the fault shrank each ball to a point, so that only exact copies of "
        "real samples counted as good."
    ),
)
