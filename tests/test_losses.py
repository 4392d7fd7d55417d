"""Both losses against NumPy, on logits from tiny to very large."""

from cgan_lib import losses

import keras
import numpy as np
import pytest
import tensorflow as tf

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


# What notebook 08 tries instead


def test_hinge_losses_are_those_of_the_formula():
    real, fake = np.maximum(0, 1 - REAL).mean(), np.maximum(0, 1 + FAKE).mean()
    loss = float(losses.hinge_discriminator_loss(REAL, FAKE))
    assert loss == pytest.approx((real + fake) / 2)
    assert float(losses.hinge_generator_loss(FAKE)) == pytest.approx(-FAKE.mean())


def test_under_the_hinge_loss_being_surer_than_1_pays_nothing_more():
    sure = np.full((3, 1), 1.5, "float32")
    assert float(losses.hinge_discriminator_loss(sure, -sure)) == 0
    assert float(losses.hinge_generator_loss(10 * sure)) == -15


def test_gradient_penalty_of_a_linear_discriminator_is_its_squared_weights():
    image, label = keras.Input((4, 4, 1)), keras.Input((1,), dtype="int32")
    dense = keras.layers.Dense(1)
    linear = keras.Model([image, label], dense(keras.layers.Flatten()(image)))
    images = tf.random.normal((5, 4, 4, 1))
    penalty = losses.gradient_penalty(linear, images, tf.zeros((5, 1), "int32"))
    expected = np.sum(dense.kernel.numpy() ** 2)
    assert float(penalty) == pytest.approx(expected, rel=1e-5)


def test_gradient_penalty_is_the_mean_over_the_batch():
    def bowl(pair, training):
        return keras.ops.sum(pair[0] ** 2, axis=(1, 2)) / 2  # its slope is the image

    images = np.random.default_rng(0).normal(size=(5, 4, 4, 1)).astype("float32")
    penalty = losses.gradient_penalty(bowl, tf.constant(images), tf.zeros((5, 1)))
    expected = np.mean(np.sum(images**2, axis=(1, 2, 3)))
    assert float(penalty) == pytest.approx(expected, rel=1e-5)
