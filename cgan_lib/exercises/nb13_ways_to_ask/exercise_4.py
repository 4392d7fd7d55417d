"""13.4 Repair the coverage."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def coverage(real, fake, k):
    among = np.linalg.norm(real[:, np.newaxis] - real, axis=2)
    radii = np.sort(among, axis=1)[:, k]  # at place 0 is the sample itself
    to_real = np.linalg.norm(fake[:, np.newaxis] - real, axis=2)  # (fakes, reals)
    return np.mean(np.any(to_real <= radii, axis=0))


def coverage_planted(real, fake, k):
    among = np.linalg.norm(fake[:, np.newaxis] - fake, axis=2)
    radii = np.sort(among, axis=1)[:, k]  # at place 0 is the sample itself
    to_real = np.linalg.norm(fake[:, np.newaxis] - real, axis=2)  # (fakes, reals)
    return np.mean(np.any(to_real <= radii[:, np.newaxis], axis=0))


def _radii(real, k):
    among = np.linalg.norm(real[:, np.newaxis] - real, axis=2)
    return np.sort(among, axis=1)[:, k]


def _to_real(real, fake):
    return np.linalg.norm(fake[:, np.newaxis] - real, axis=2)


def _inside(real, fake, k):
    return _to_real(real, fake) <= _radii(real, k)


def coverage_radii_along_fakes(real, fake, k):
    """there is a radius for each real sample now, and these are the columns: no new axis."""
    return np.mean(
        np.any(_to_real(real, fake) <= _radii(real, k)[:, np.newaxis], axis=0)
    )


def coverage_always_full(real, fake, k):
    """1, whatever the fakes are. Does each ball reach to its k-th nearest *other real sample*, and
    does a fake count when it lies *inside*?
    """
    radii = np.sort(_to_real(real, fake), axis=0)[k - 1]
    return np.mean(np.any(_to_real(real, fake) <= radii, axis=0))


def coverage_always_empty(real, fake, k):
    """no ball counts: is one fake in it enough, or do you ask for all? And how large is it?"""
    return np.mean(np.all(_inside(real, fake, k), axis=0))


def recall_one_too_near(real, fake, k):
    """place k was right; and the balls still lie around the fakes."""
    return coverage_planted(real, fake, k - 1)


def recall_one_too_far(real, fake, k):
    """now the balls are too large, and they still lie around the fakes."""
    return coverage_planted(real, fake, k + 1)


def precision(real, fake, k):
    """that is precision, the share of *fakes* inside a ball; count the balls that hold a fake."""
    return np.mean(np.any(_inside(real, fake, k), axis=1))


def coverage_of_fakes(real, fake, k):
    """that is the share of *fakes'* balls that hold a real sample: whose balls are asked for?"""
    return coverage(fake, real, k)


def coverage_one_too_far(real, fake, k):
    """now the balls are too large: they reach one neighbour too far."""
    return coverage(real, fake, k + 1)


def coverage_one_too_near(real, fake, k):
    """now the balls are too small: place 0 is the sample itself, so place k was right."""
    return coverage(real, fake, k - 1)


def coverage_over_pairs(real, fake, k):
    """that is a share of all pairs; a ball counts once if any fake lies in it."""
    return np.mean(_inside(real, fake, k))


def coverage_as_count(real, fake, k):
    """that is how many balls hold a fake; coverage is their share."""
    return np.sum(np.any(_inside(real, fake, k), axis=0))


def coverage_by_fakes(real, fake, k):
    """the right count of balls, divided by the number of fakes; divide by that of balls."""
    return np.sum(np.any(_inside(real, fake, k), axis=0)) / len(fake)


def fakes_in_a_ball(real, fake, k):
    """that is how many fakes lie in a ball, on average; is there at least one?"""
    return np.mean(np.sum(_inside(real, fake, k), axis=0))


def coverage_left_out(real, fake, k):
    """that is the share of balls *without* a fake."""
    return 1 - coverage(real, fake, k)


def coverage_by_k_fakes(real, fake, k):
    """you ask for k fakes in a ball; one is enough."""
    return np.mean(np.sum(_inside(real, fake, k), axis=0) >= k)


def density(real, fake, k):
    """that is density, in how many balls a fake lies, divided by k."""
    return np.mean(np.sum(_inside(real, fake, k), axis=1)) / k


def coverage_mean_radius(real, fake, k):
    """all balls have one size, the mean; each has its own."""
    return np.mean(np.any(_to_real(real, fake) <= _radii(real, k).mean(), axis=0))


def coverage_not_sorted(real, fake, k):
    """that is the distance to sample number k; sort the distances, along axis 1."""
    radii = np.linalg.norm(real[:, np.newaxis] - real, axis=2)[:, k]
    return np.mean(np.any(_to_real(real, fake) <= radii, axis=0))


def coverage_to_first(real, fake, k):
    """each ball reaches to the nearest other sample; `k` is not used."""
    return coverage(real, fake, 1)


def coverage_cases(random):
    return [
        (
            random.normal(size=(reals, width)),
            random.normal(size=(fakes, width)) * spread + 0.7,
            k,
        )
        for reals, fakes, width, k, spread in (
            (40, 57, 2, 3, 0.5),
            (61, 43, 3, 1, 1.5),
            (67, 29, 2, 2, 3.0),
        )
    ]


EXERCISE = Exercise(
    title="Repair the coverage",
    difficulty="core",
    minutes=6,
    solution=coverage,
    cases=coverage_cases,
    planted=coverage_planted,
    mistakes=(
        coverage_radii_along_fakes,
        coverage_always_full,
        coverage_always_empty,
        precision,
        coverage_of_fakes,
        coverage_one_too_far,
        coverage_one_too_near,
        recall_one_too_near,
        recall_one_too_far,
        coverage_over_pairs,
        coverage_as_count,
        coverage_by_fakes,
        fakes_in_a_ball,
        coverage_left_out,
        coverage_by_k_fakes,
        density,
        coverage_mean_radius,
        coverage_not_sorted,
        coverage_to_first,
    ),
    hints=(
        "Around which samples do these balls lie, and around which should they?",
        "`among` holds distances between samples of one kind. Which kind sets the size?",
        "Real samples are the columns of `to_real`. So along which axis do their radii lie?",
    ),
    follows=(
        "With balls around the fakes it was recall: the wider the fakes are scattered, the larger "
        "their balls, and the more they seem to cover."
    ),
)
