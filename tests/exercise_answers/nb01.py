"""Other correct answers to the exercises of notebook 01: two or more for each function."""

import keras
import numpy as np
import tensorflow as tf


def to_range_interp(pixels, low, high):
    return np.interp(pixels, [0, 255], [low, high])


def to_range_from_tanh(pixels, low, high):
    x = pixels / 127.5 - 1
    return (x + 1) / 2 * (high - low) + low


def to_range_keras(pixels, low, high):
    return keras.layers.Rescaling((high - low) / 255, offset=low)(pixels)


def to_range_weighted(pixels, low, high):
    white = tf.cast(pixels, "float32") / 255
    return (1 - white) * low + white * high


def ask_labels_choice(count, num_classes, seed):
    return np.random.default_rng(seed).choice(num_classes, size=count).tolist()


def ask_labels_keras(count, num_classes, seed):
    return keras.random.randint((count,), 0, num_classes, seed=seed)


def ask_labels_tensorflow(count, num_classes, seed):
    return tf.random.stateless_uniform(
        (count,), seed=(seed, 0), maxval=num_classes, dtype="int32"
    )


def ask_labels_floor(count, num_classes, seed):
    return (np.random.default_rng(seed).random(count) * num_classes).astype("int64")


def ask_labels_endpoint(count, num_classes, seed):
    random = np.random.default_rng(seed)
    return random.integers(0, num_classes - 1, size=count, endpoint=True)


def ask_labels_shuffled(count, num_classes, seed):
    return np.random.default_rng(seed).permutation(np.arange(count) % num_classes)


def one_pass_loop(images, labels, batch_size, seed):
    places = np.random.default_rng(seed).permutation(len(images))
    batch_images, batch_labels = [], []
    for start in range(0, len(images) - batch_size + 1, batch_size):
        piece = places[start : start + batch_size]
        batch_images.append(images[piece])
        batch_labels.append(labels[piece])
    return batch_images, batch_labels


def one_pass_dataset(images, labels, batch_size, seed):
    dataset = tf.data.Dataset.from_tensor_slices((images, labels))
    dataset = dataset.shuffle(len(images), seed=seed).batch(
        batch_size, drop_remainder=True
    )
    batch_images, batch_labels = zip(*dataset, strict=True)
    return tf.stack(batch_images), tf.stack(batch_labels)


def one_pass_sorted_by_chance(images, labels, batch_size, seed):
    order = np.argsort(np.random.default_rng(seed).random(len(labels)))
    order = order[len(order) % batch_size :]
    shape = (-1, batch_size)
    return (
        images[order].reshape(*shape, *images.shape[1:]),
        labels[order].reshape(shape),
    )


def one_pass_twice_the_same_seed(images, labels, batch_size, seed):
    images = np.random.default_rng(seed).permutation(images)
    labels = np.random.default_rng(seed).permutation(labels)
    whole = len(labels) - len(labels) % batch_size
    return (
        np.split(images[:whole], whole // batch_size),
        np.split(labels[:whole], whole // batch_size),
    )


ANSWERS = {
    "01.2": (to_range_interp, to_range_from_tanh, to_range_keras, to_range_weighted),
    "01.3": (
        ask_labels_choice,
        ask_labels_keras,
        ask_labels_tensorflow,
        ask_labels_floor,
        ask_labels_endpoint,
        ask_labels_shuffled,
    ),
    "01.5": (
        one_pass_loop,
        one_pass_dataset,
        one_pass_sorted_by_chance,
        one_pass_twice_the_same_seed,
    ),
}
