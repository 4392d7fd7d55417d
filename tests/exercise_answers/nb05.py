"""Other correct answers to the exercises of notebook 05: two or more for each function."""

import math

import keras
import numpy as np
import tensorflow as tf


def discriminator_loss_by_logaddexp(real_logits, fake_logits):
    on_real = np.mean(np.logaddexp(0, -real_logits))
    return 0.5 * on_real + 0.5 * np.mean(np.logaddexp(0, fake_logits))


def discriminator_loss_with_tensorflow(real_logits, fake_logits):
    price = tf.nn.sigmoid_cross_entropy_with_logits
    on_real = price(tf.ones_like(real_logits), real_logits)
    on_fake = price(tf.zeros_like(fake_logits), fake_logits)
    return (tf.reduce_mean(on_real) + tf.reduce_mean(on_fake)) / 2


def discriminator_loss_with_keras(real_logits, fake_logits):
    price = keras.losses.BinaryCrossentropy(from_logits=True)
    on_real = price(np.ones_like(real_logits), real_logits)
    return (on_real + price(np.zeros_like(fake_logits), fake_logits)) / 2


def discriminator_loss_loop(real_logits, fake_logits):
    means = []
    for sign, logits in ((-1, real_logits), (1, fake_logits)):
        total = 0
        for logit in logits[:, 0].tolist():
            a = sign * logit
            total += max(a, 0) + math.log1p(math.exp(-abs(a)))
        means.append(total / len(logits))
    return sum(means) / 2


def generator_loss_from_p(fake_logits):
    p = keras.ops.sigmoid(fake_logits)
    return -keras.ops.mean(keras.ops.log(p))


def generator_loss_of_probabilities(fake_logits):
    p = tf.sigmoid(fake_logits)
    return keras.losses.BinaryCrossentropy()(tf.ones_like(p), p)


def generator_loss_softplus(fake_logits):
    return np.log1p(np.exp(-fake_logits)).mean()


def best_d_loop(p_data, p_g):
    best, loss = [], 0
    for data, fake in zip(p_data, p_g, strict=True):
        p = data / (data + fake)
        best.append(p)
        loss -= data * math.log(p) + fake * math.log(1 - p)
    return [best, loss / 2]


def best_d_by_learning(p_data, p_g):
    logits = np.zeros(len(p_data))
    for _ in range(5000):
        p = 1 / (1 + np.exp(-logits))
        logits -= p_g * p - p_data * (1 - p)
    return p, np.dot(p_data, np.logaddexp(0, -logits)) / 2 + np.dot(
        p_g, np.logaddexp(0, logits) / 2
    )


def best_d_with_tensorflow(p_data, p_g):
    logits = tf.math.log(p_data) - tf.math.log(p_g)
    losses = p_data * tf.nn.softplus(-logits) + p_g * tf.nn.softplus(logits)
    return tf.sigmoid(logits), tf.reduce_sum(losses) / 2


ANSWERS = {
    "05.2": (
        discriminator_loss_by_logaddexp,
        discriminator_loss_with_tensorflow,
        discriminator_loss_with_keras,
        discriminator_loss_loop,
    ),
    "05.3": (
        generator_loss_from_p,
        generator_loss_of_probabilities,
        generator_loss_softplus,
    ),
    "05.5": (best_d_loop, best_d_by_learning, best_d_with_tensorflow),
}
