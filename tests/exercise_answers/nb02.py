"""Other correct answers to the exercises of notebook 02: two for each function."""

import keras
import numpy as np
import tensorflow as tf


def embed_by_lookup(table, labels):
    return [table[label] for label in labels]


def embed_with_keras(table, labels):
    return keras.ops.one_hot(labels, len(table), dtype="float64") @ table


def moved_rows_loop(before, after):
    return [i for i in range(len(before)) if list(before[i]) != list(after[i])]


def moved_rows_by_distance(before, after):
    return tf.where(tf.reduce_sum((after - before) ** 2, axis=1) > 0)[:, 0]


def stack_label_dstack(image, row):
    return np.dstack([image[..., 0], row.reshape(image.shape[:2])])


def stack_label_loop(image, row):
    height, width, _ = image.shape
    return [
        [[image[i, j, 0], row[i * width + j]] for j in range(width)]
        for i in range(height)
    ]


ANSWERS = {
    "02.2": (embed_by_lookup, embed_with_keras),
    "02.3": (moved_rows_loop, moved_rows_by_distance),
    "02.4": (stack_label_dstack, stack_label_loop),
}
