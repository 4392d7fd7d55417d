"""Which losses and penalties each turn goes down."""

from cgan_lib import losses

import keras
import numpy as np
import pytest
import tensorflow as tf


def one_turn_each(model, batch):
    """How far each player's weights go in one turn of each, by plain steps of 1."""
    model.compile(keras.optimizers.SGD(1.0), keras.optimizers.SGD(1.0))
    networks = model.discriminator, model.generator
    before = [[w.numpy() for w in n.trainable_variables] for n in networks]
    labels = tf.reshape(batch[1], (-1, 1))
    tape, fakes = model.draw(labels)
    model.discriminator_turn(batch[0], fakes, labels)
    model.generator_turn(tape, fakes, labels)
    return [
        [old - w.numpy() for old, w in zip(olds, n.trainable_variables, strict=True)]
        for olds, n in zip(before, networks, strict=True)
    ]


def test_the_penalty_is_added_to_what_the_discriminator_goes_down(build_tiny, batch):
    plain, steep = build_tiny(), build_tiny()
    steep.r1 = 0.5
    labels = tf.reshape(batch[1], (-1, 1))
    with tf.GradientTape() as tape:
        penalty = losses.gradient_penalty(plain.discriminator, batch[0], labels)
    weights = plain.discriminator.trainable_variables
    slopes = [
        0.0 if slope is None else tf.convert_to_tensor(slope)
        for slope in tape.gradient(penalty, weights)
    ]
    (d, _), (with_penalty, _) = (one_turn_each(m, batch) for m in (plain, steep))
    for one, two, slope in zip(d, with_penalty, slopes, strict=True):
        np.testing.assert_allclose(two - one, 0.25 * slope, rtol=1e-3, atol=1e-5)
    assert max(np.abs(slope).max() for slope in slopes) > 1e-3


def test_wrong_labels_are_all_the_others_equally_often(build_tiny):
    model = build_tiny()
    labels = tf.constant(np.arange(3000, dtype="int32")[:, np.newaxis] % 3)
    wrong = model.wrong_labels(labels).numpy()
    assert wrong.shape == (3000, 1)
    table = np.zeros((3, 3))
    np.add.at(table, (labels.numpy()[:, 0], wrong[:, 0]), 1)
    assert (np.diag(table) == 0).all()
    assert table[table > 0].min() > 400  # 500 expected


def test_mismatch_adds_a_loss_for_real_images_with_wrong_labels(build_tiny, batch):
    plain, second, twin = build_tiny(), build_tiny(), build_tiny()
    second.mismatch = 0.5
    labels = tf.reshape(batch[1], (-1, 1))
    twin.draw(labels)  # the noise comes first, then the wrong labels
    wrong, d = twin.wrong_labels(labels), twin.discriminator
    with tf.GradientTape() as tape:
        loss = losses.discriminator_loss(
            d([batch[0], labels], training=True), d([batch[0], wrong], training=True)
        )
    slopes = tape.gradient(loss, d.trainable_variables)
    (without, _), (moves, _) = (one_turn_each(m, batch) for m in (plain, second))
    for one, two, slope in zip(without, moves, slopes, strict=True):
        slope = tf.convert_to_tensor(slope)
        np.testing.assert_allclose(two - one, 0.5 * slope, rtol=1e-3, atol=1e-5)


def test_the_hinge_loss_is_used_in_both_turns(build_tiny, batch):
    model, twin = build_tiny(), build_tiny()
    model.adversarial_loss = "hinge"
    labels = tf.reshape(batch[1], (-1, 1))
    d = twin.discriminator
    _, fakes = twin.draw(labels)
    with tf.GradientTape() as tape:
        real_logits = d([batch[0], labels], training=True)
        loss = losses.hinge_discriminator_loss(
            real_logits, d([fakes, labels], training=True)
        )
    slopes = tape.gradient(loss, d.trainable_variables)
    d_moves, _ = one_turn_each(model, batch)
    for move, slope in zip(d_moves, slopes, strict=True):
        np.testing.assert_allclose(move, tf.convert_to_tensor(slope), atol=1e-5)
    expected = losses.hinge_generator_loss(
        model.discriminator([fakes, labels], training=True)
    )
    assert float(model.trackers[1].result()) == pytest.approx(float(expected), rel=1e-3)


def test_losses_are_those_of_the_losses_module(model, batch):
    labels = tf.reshape(batch[1], (-1, 1))
    _, fakes = model.draw(labels)
    real_logits = model.discriminator([batch[0], labels], training=True)
    fake_logits = model.discriminator([fakes, labels], training=True)
    expected = losses.discriminator_loss(real_logits, fake_logits)
    model.discriminator_turn(batch[0], fakes, labels)
    assert float(model.trackers[0].result()) == pytest.approx(float(expected), rel=1e-5)
