"""Both losses against NumPy, on logits from tiny to very large."""

from cgan_lib import losses

import numpy as np
import pytest

REAL = np.array([[2.0], [-1.0], [0.5], [0.0]], "float32")
FAKE = np.array([[-3.0], [1.5], [0.25], [-0.5]], "float32")


def probability(logits):
    return 1 / (1 + np.exp(-logits.astype("float64")))


def minus_log_p(logits):
    """-log sigmoid(a) = log(1 + exp(-a)), in a form that no logit overflows."""
    return np.logaddexp(0, -np.asarray(logits, "float64"))


def test_discriminator_loss_is_the_mean_of_both_halves():
    real = -np.log(probability(REAL)).mean()
    fake = -np.log(1 - probability(FAKE)).mean()
    loss = float(losses.discriminator_loss(REAL, FAKE))
    assert loss == pytest.approx((real + fake) / 2, rel=1e-6)


def test_each_half_counts_the_same_whatever_its_length():
    real, fake = minus_log_p(REAL[:1]).mean(), minus_log_p(-FAKE).mean()
    loss = float(losses.discriminator_loss(REAL[:1], FAKE))
    assert loss == pytest.approx((real + fake) / 2, rel=1e-6)


def test_generator_loss_does_not_saturate():
    expected = -np.log(probability(FAKE)).mean()
    assert float(losses.generator_loss(FAKE)) == pytest.approx(expected, rel=1e-6)


def test_a_discriminator_that_cannot_tell_costs_log_2():
    zeros = np.zeros((6, 1), "float32")
    assert float(losses.discriminator_loss(zeros, zeros)) == pytest.approx(np.log(2))
    assert float(losses.generator_loss(zeros)) == pytest.approx(np.log(2))


@pytest.mark.parametrize("size", [1e-6, 20.0, 100.0, 1e4, 1e30])
def test_very_large_and_very_small_logits_cost_what_the_formula_says(size):
    logits = np.array([[size], [-size]], "float32")
    expected = minus_log_p(logits).mean()
    assert float(losses.generator_loss(logits)) == pytest.approx(expected, rel=1e-6)
    both = (minus_log_p(logits).mean() + minus_log_p(-logits).mean()) / 2
    loss = float(losses.discriminator_loss(logits, logits))
    assert loss == pytest.approx(both, rel=1e-6)


def test_a_discriminator_that_is_sure_and_right_pays_nothing():
    sure = np.full((3, 1), 1e4, "float32")
    assert float(losses.discriminator_loss(sure, -sure)) == 0
    assert float(losses.generator_loss(sure)) == 0
