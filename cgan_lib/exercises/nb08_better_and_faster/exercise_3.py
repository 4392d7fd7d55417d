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


def hinge_cases(random):
    return [
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
    ),
    hints=(
        "`np.maximum(0, ...)` works number by number.",
        "Real: max(0, 1 - a). Fake: max(0, 1 + a). Then the mean of each.",
    ),
    follows="An answer beyond 1 on the right side costs nothing: D need not go further.",
)
