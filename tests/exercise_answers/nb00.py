"""Other correct answers to the exercises of notebook 00: two or more for each function."""

from cgan_lib import cgan

import keras
import numpy as np
import tensorflow as tf


def clock_by_division(hour, minute):
    return np.array([hour // 10, hour % 10, minute // 10, minute % 10])


def clock_by_zfill(hour, minute):
    return [int(letter) for part in (hour, minute) for letter in str(part).zfill(2)]


def clock_with_divmod(hour, minute):
    return (*divmod(hour, 10), *divmod(minute, 10))


def draw_many_from_noise(network, label, count, seed):
    z = cgan.noise(count, z_dim=100, seed=seed)
    return network.generate(np.full(count, label), z=z)


def draw_many_one_by_one(network, label, count, seed):
    seeds = np.random.default_rng(seed).integers(2**31, size=count)
    return np.concatenate([network.generate([label], seed=int(s)) for s in seeds])


def draw_many_with_a_seed_for_each(network, label, count, seed):
    seeds = np.random.default_rng(seed).integers(2**31, size=count)
    return tf.concat([network.generate([label], seed=int(s)) for s in seeds], axis=0)


def draw_many_from_keras_noise(network, label, count, seed):
    z = keras.random.normal((count, 100), seed=seed).numpy()
    return list(network.generate([label] * count, z=z))


def pair_all_loop(noises, num_classes):
    z, labels = [], []
    for one in noises:
        for label in range(num_classes):
            z.append(one)
            labels.append(label)
    return z, labels


def pair_all_tensorflow(noises, num_classes):
    return tf.repeat(noises, num_classes, axis=0), tf.tile(
        tf.range(num_classes), [len(noises)]
    )


def pair_all_by_places(noises, num_classes):
    places = np.arange(len(noises) * num_classes)
    return keras.ops.take(noises, places // num_classes, axis=0), places % num_classes


ANSWERS = {
    "00.2": (clock_by_division, clock_by_zfill, clock_with_divmod),
    "00.3": (
        draw_many_from_noise,
        draw_many_one_by_one,
        draw_many_with_a_seed_for_each,
        draw_many_from_keras_noise,
    ),
    "00.5": (pair_all_loop, pair_all_tensorflow, pair_all_by_places),
}
