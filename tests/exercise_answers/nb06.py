"""Other correct answers to the exercises of notebook 06: two or more for each function."""

from cgan_lib import losses

import keras
import numpy as np
import tensorflow as tf


def running_average_by_shares(weights, momentum):
    ages = np.arange(len(weights))[::-1]  # the newest row has the age 0
    shares = (1 - momentum) * momentum**ages
    shares[0] = momentum ** (len(weights) - 1)
    return shares @ weights


def running_average_in_lists(weights, momentum):
    average = list(weights[0])
    for row in weights[1:].tolist():
        for i, new in enumerate(row):
            average[i] += (1 - momentum) * (new - average[i])
    return average


def running_average_with_tensorflow(weights, momentum):
    return tf.scan(lambda a, new: momentum * a + (1 - momentum) * new, weights)[-1]


def generator_turn_by_names(z, y, g, d, g_optimizer):
    real = tf.ones((len(z), 1))
    with tf.GradientTape() as tape:
        loss = keras.losses.BinaryCrossentropy(from_logits=True)(
            real, d([g([z, y]), y])
        )
    g_optimizer.apply_gradients(
        zip(tape.gradient(loss, g.trainable_weights), g.trainable_weights, strict=True)
    )
    return loss


def generator_turn_with_a_flag(z, y, g, d, g_optimizer):
    d.trainable = False
    with tf.GradientTape() as tape:
        g_loss = losses.generator_loss(d([g([z, y]), y]))
    weights = g.trainable_variables + d.trainable_variables
    g_optimizer.apply(tape.gradient(g_loss, weights), weights)
    d.trainable = True
    return float(g_loss)


def generator_turn_watching_g_only(z, y, g, d, g_optimizer):
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        for weight in g.trainable_variables:
            tape.watch(weight.value)
        logits = d([g([z, y], training=True), y], training=True)
        g_loss = tf.reduce_mean(tf.nn.softplus(-logits))
    g_optimizer.apply(
        tape.gradient(g_loss, g.trainable_variables), g.trainable_variables
    )
    return g_loss.numpy()


@tf.function
def iteration_as_graph(x, y, z, fresh_y, fresh_z, g, d, g_optimizer, d_optimizer):
    with tf.GradientTape() as tape:
        fakes = tf.stop_gradient(g([z, y], training=True))
        logits = d([tf.concat([x, fakes], 0), tf.concat([y, y], 0)], training=True)
        targets = tf.concat([tf.ones_like(y), tf.zeros_like(y)], 0)
        prices = tf.nn.sigmoid_cross_entropy_with_logits(
            tf.cast(targets, "float32"), logits
        )
        d_loss = tf.reduce_mean(prices)
    d_optimizer.apply(
        tape.gradient(d_loss, d.trainable_variables), d.trainable_variables
    )
    with tf.GradientTape() as tape:
        logits = d([g([fresh_z, fresh_y], training=True), fresh_y], training=True)
        g_loss = tf.reduce_mean(tf.nn.softplus(-logits))
    g_optimizer.apply(
        tape.gradient(g_loss, g.trainable_variables), g.trainable_variables
    )
    return d_loss, g_loss


def iteration_with_persistent_tape(
    x, y, z, fresh_y, fresh_z, g, d, g_optimizer, d_optimizer
):
    price = keras.losses.BinaryCrossentropy(from_logits=True)
    found = []
    with tf.GradientTape(persistent=True) as tape:
        on_real, on_fake = d([x, y]), d([g([z, y]), y])
        d_loss = price(tf.ones_like(on_real), on_real) / 2
        d_loss += price(tf.zeros_like(on_fake), on_fake) / 2
    slopes = tape.gradient(d_loss, d.trainable_variables)
    d_optimizer.apply_gradients(zip(slopes, d.trainable_variables, strict=True))
    found.append(float(d_loss))
    with tf.GradientTape(persistent=True) as tape:
        on_fake = d([g([fresh_z, fresh_y]), fresh_y])
        g_loss = price(tf.ones_like(on_fake), on_fake)
    slopes = tape.gradient(g_loss, g.trainable_variables)
    g_optimizer.apply_gradients(zip(slopes, g.trainable_variables, strict=True))
    found.append(float(g_loss))
    return found


def iteration_with_early_tape(
    x, y, z, fresh_y, fresh_z, g, d, g_optimizer, d_optimizer
):
    with tf.GradientTape() as tape_of_g:  # G draws both kinds of fakes before D moves
        fakes, fresh_fakes = g([z, y]), g([fresh_z, fresh_y])
    with tf.GradientTape() as tape:
        d_loss = losses.discriminator_loss(d([x, y]), d([fakes, y]))
    d_optimizer.apply(
        tape.gradient(d_loss, d.trainable_variables), d.trainable_variables
    )
    with tape_of_g:
        g_loss = losses.generator_loss(d([fresh_fakes, fresh_y]))
    slopes = tape_of_g.gradient(g_loss, g.trainable_variables)
    g_optimizer.apply(slopes, g.trainable_variables)
    return np.array([d_loss, g_loss])


ANSWERS = {
    "06.2": (
        running_average_by_shares,
        running_average_in_lists,
        running_average_with_tensorflow,
    ),
    "06.3": (
        generator_turn_by_names,
        generator_turn_with_a_flag,
        generator_turn_watching_g_only,
    ),
    "06.5": (
        iteration_as_graph,
        iteration_with_persistent_tape,
        iteration_with_early_tape,
    ),
}
