"""08.3 The hinge loss."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def hinge_loss(real_logits, fake_logits):
    real = np.maximum(0, 1 - real_logits)
    fake = np.maximum(0, 1 + fake_logits)
    return (np.mean(real) + np.mean(fake)) / 2


def hinge_without_hinge(real_logits, fake_logits):
    """below 0 the price is 0: the `max` is missing."""
    return (np.mean(1 - real_logits) + np.mean(1 + fake_logits)) / 2


def hinge_with_wrong_signs(real_logits, fake_logits):
    """both signs are turned: real logits should be *high*."""
    return hinge_loss(-np.asarray(real_logits), -np.asarray(fake_logits))


def hinge_same_sign_for_both(real_logits, fake_logits):
    """a fake costs more the *higher* its logit is."""
    return hinge_loss(real_logits, -np.asarray(fake_logits))


def hinge_of_the_mean(real_logits, fake_logits):
    """first the price of each answer, then the mean."""
    real, fake = np.mean(real_logits), np.mean(fake_logits)
    return (max(0, 1 - real) + max(0, 1 + fake)) / 2


def hinge_not_halved(real_logits, fake_logits):
    """the two means are added; the formula takes half of the sum."""
    return 2 * hinge_loss(real_logits, fake_logits)


def hinge_over_all_pairs(real_logits, fake_logits):
    """that is the mean over all pairs; each half has its own mean first."""
    real, fake = np.maximum(0, 1 - real_logits), np.maximum(0, 1 + fake_logits)
    return np.mean(np.concatenate([real, fake]))


def hinge_of_sums(real_logits, fake_logits):
    """these are sums over the logits; take means."""
    real, fake = np.maximum(0, 1 - real_logits), np.maximum(0, 1 + fake_logits)
    return (np.sum(real) + np.sum(fake)) / 2


def hinge_half_of_fakes(real_logits, fake_logits):
    """only the fakes are halved: put brackets round the sum."""
    real, fake = np.maximum(0, 1 - real_logits), np.maximum(0, 1 + fake_logits)
    return np.mean(real) + np.mean(fake) / 2


def hinge_at_zero(real_logits, fake_logits):
    """the 1 is missing: an answer costs nothing beyond 1 only."""
    real, fake = np.maximum(0, -real_logits), np.maximum(0, fake_logits)
    return (np.mean(real) + np.mean(fake)) / 2


def hinge_with_min(real_logits, fake_logits):
    """that keeps what is below 0; `max` keeps what is above."""
    real, fake = np.minimum(0, 1 - real_logits), np.minimum(0, 1 + fake_logits)
    return (np.mean(real) + np.mean(fake)) / 2


def hinge_with_np_max(real_logits, fake_logits):
    """`np.max` takes the largest of all (a 0 in it is an axis); `np.maximum` compares."""
    return (
        np.mean(np.max(1 - real_logits, 0)) + np.mean(np.max(1 + fake_logits, 0))
    ) / 2


def hinge_wrong_sign_for_real(real_logits, fake_logits):
    """a real one costs more the *lower* its logit is."""
    return hinge_loss(-np.asarray(real_logits), fake_logits)


def hinge_cases(random):
    plain = [([[-4.0], [2]], [[-3.0], [-3]]), ([[3.0], [3]], [[1.0], [0]])]
    return [tuple(map(np.array, case)) for case in plain] + [
        (random.normal(1, 2, size=(n, 1)), random.normal(-1, 2, size=(m, 1)))
        for n, m in ((8, 8), (6, 9), (50, 20))
    ]


EXERCISE = Exercise(
    title="The hinge loss",
    difficulty="core",
    minutes=6,
    solution=hinge_loss,
    cases=hinge_cases,
    mistakes=(
        hinge_without_hinge,
        hinge_with_wrong_signs,
        hinge_same_sign_for_both,
        hinge_of_the_mean,
        hinge_not_halved,
        hinge_over_all_pairs,
        hinge_of_sums,
        hinge_half_of_fakes,
        hinge_at_zero,
        hinge_with_min,
        hinge_with_np_max,
        hinge_wrong_sign_for_real,
    ),
    hints=(
        "`np.maximum(0, ...)` works number by number.",
        "Real: max(0, 1 - a). Fake: max(0, 1 + a). Then the mean of each.",
    ),
    follows="An answer beyond 1 on the right side costs nothing: D need not go further.",
)
