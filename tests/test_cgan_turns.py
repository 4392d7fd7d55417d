"""Who moves in whose turn, and one step compared with one by hand."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from training_helpers import adams, assert_same_bits, descents, largest_change, values


def test_drawing_fakes_moves_nobody(model, batch):
    before = values(model)
    model.draw(tf.reshape(batch[1], (-1, 1)))
    assert largest_change(before, values(model)) == 0


def test_generator_does_not_move_in_the_discriminators_turn(model, batch):
    images, labels = batch
    labels = tf.reshape(labels, (-1, 1))
    _, fakes = model.draw(labels)
    g, d = values(model.generator), values(model.discriminator)
    model.discriminator_turn(images, fakes, labels)
    assert largest_change(g, values(model.generator)) == 0
    assert largest_change(d, values(model.discriminator)) > 0.001
    assert int(model.discriminator_optimizer.iterations) == 1
    assert int(model.generator_optimizer.iterations) == 0


def test_discriminator_does_not_move_in_the_generators_turn(model, batch):
    labels = tf.reshape(batch[1], (-1, 1))
    tape, fakes = model.draw(labels)
    g, d = values(model.generator), values(model.discriminator)
    model.generator_turn(tape, fakes, labels)
    assert largest_change(d, values(model.discriminator)) == 0
    assert largest_change(g, values(model.generator)) > 0.001
    assert int(model.discriminator_optimizer.iterations) == 0
    assert int(model.generator_optimizer.iterations) == 1


def test_the_tables_of_both_labels_learn(model, batch):
    tables = [
        model.generator.get_layer("label_as_vector"),
        model.discriminator.get_layer("label_as_picture"),
    ]
    before = [table.get_weights()[0] for table in tables]
    model.train_step(batch)
    for table, old in zip(tables, before, strict=True):
        assert np.abs(table.get_weights()[0] - old).max(axis=1).min() > 0.001


# One step by hand


def cross_entropy(target, logits):
    targets = tf.fill(tf.shape(logits), target)
    each = tf.nn.sigmoid_cross_entropy_with_logits(labels=targets, logits=logits)
    return tf.reduce_mean(each)


def step_by_hand(g, d, images, labels, share_fakes, random):
    """The algorithm once more, with the two plain steps downhill of `descents`."""
    labels = tf.reshape(labels, (-1, 1))
    count = len(labels)

    def fakes_for(labels):
        z = keras.random.normal((count, g.input_shape[0][-1]), seed=random)
        with tf.GradientTape() as tape:
            fakes = g([z, labels], training=True)
        return tape, fakes

    g_tape, fakes = fakes_for(labels)
    with tf.GradientTape() as tape:
        real_logits = d([images, labels], training=True)
        fake_logits = d([fakes, labels], training=True)
        d_loss = (cross_entropy(1.0, real_logits) + cross_entropy(0.0, fake_logits)) / 2
    slopes = tape.gradient(d_loss, d.trainable_variables)
    for weight, slope in zip(d.trainable_variables, slopes, strict=True):
        weight.assign_sub(0.1 * tf.convert_to_tensor(slope))

    if not share_fakes:
        labels = keras.random.randint((count, 1), 0, 3, seed=random)
        g_tape, fakes = fakes_for(labels)
    with tf.GradientTape() as tape:  # how G's loss changes with the images alone
        tape.watch(fakes)
        g_loss = cross_entropy(1.0, d([fakes, labels], training=True))
    toward_images = tape.gradient(g_loss, fakes)
    slopes = g_tape.gradient(fakes, g.trainable_variables, toward_images)
    for weight, slope in zip(g.trainable_variables, slopes, strict=True):
        weight.assign_sub(0.05 * tf.convert_to_tensor(slope))
    return float(d_loss), float(g_loss)


@pytest.mark.parametrize("share_fakes", [True, False])
def test_three_steps_equal_three_steps_by_hand(build_tiny, tiny_pairs, share_fakes):
    model = build_tiny(share_fakes=share_fakes, seed=4)
    model.compile(*descents())
    twin = build_tiny(share_fakes=share_fakes, seed=4)
    start = model.get_weights()
    assert_same_bits(start, twin.get_weights())
    random = keras.random.SeedGenerator(4)
    for piece in np.split(np.arange(24), 3):
        images, labels = (tf.constant(part[piece]) for part in tiny_pairs)
        model.reset_metrics()
        logs = model.train_step((images, labels))
        by_hand = step_by_hand(
            twin.generator, twin.discriminator, images, labels, share_fakes, random
        )
        logged = [float(logs["d_loss"]), float(logs["g_loss"])]
        np.testing.assert_allclose(logged, by_hand, rtol=1e-5)
    assert largest_change(start, model.get_weights()) > 0.01
    for ours, theirs in zip(model.get_weights(), twin.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-6)


def recorded_turns(model, batch):
    """What `train_step` hands to each turn."""
    seen = {}
    d_turn, g_turn = model.discriminator_turn, model.generator_turn

    def watch_d(images, fakes, labels):
        seen["d"] = (fakes.numpy(), labels.numpy())
        d_turn(images, fakes, labels)

    def watch_g(tape, fakes, labels):
        seen["g"] = (fakes.numpy(), labels.numpy())
        g_turn(tape, fakes, labels)

    model.discriminator_turn, model.generator_turn = watch_d, watch_g
    model.train_step(batch)
    return seen


def many_pairs(count, label):
    return tf.zeros((count, 8, 8, 1)), tf.fill([count], label)


def test_with_shared_fakes_both_turns_see_the_same_images_and_labels(build_tiny, batch):
    model = build_tiny(share_fakes=True)
    model.compile(*adams())
    seen = recorded_turns(model, batch)
    assert_same_bits(seen["d"], seen["g"])
    np.testing.assert_array_equal(seen["d"][1][:, 0], batch[1])


def test_without_sharing_the_generators_labels_are_uniform_over_the_classes(plain):
    seen = recorded_turns(plain, many_pairs(3000, label=1))
    np.testing.assert_array_equal(seen["d"][1], np.ones((3000, 1)))
    counts = np.bincount(seen["g"][1][:, 0])
    assert len(counts) == 3
    np.testing.assert_allclose(counts, 1000, atol=5 * np.sqrt(3000 * 1 / 3 * 2 / 3))


def test_without_sharing_the_generators_noise_is_fresh(build_tiny):
    model = build_tiny(num_classes=1)
    model.compile(*adams())
    seen = recorded_turns(model, many_pairs(8, label=0))
    assert np.abs(seen["d"][0] - seen["g"][0]).max() > 1e-4
