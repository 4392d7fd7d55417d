"""Other correct answers to the exercises of notebook 10: two for each function."""

import numpy as np
import tensorflow as tf


def alike_loop(pictures):
    found = []
    for label in range(pictures.shape[1]):
        of_label = pictures[:, label]
        if ((of_label - of_label.mean(axis=0)) ** 2).mean(axis=0).max() < 0.02**2:
            found.append(label)
    return found


def alike_tensorflow(pictures):
    spread = tf.reduce_max(tf.math.reduce_std(pictures, axis=0), axis=[1, 2])
    return tf.where(spread < 0.02)[:, 0]


def stayed_loop(before, after):
    return [
        row for row in range(len(before)) if np.array_equal(before[row], after[row])
    ]


def stayed_by_distance(before, after):
    return np.where(np.abs(after - before).max(axis=1) == 0)[0]


ANSWERS = {
    "10.4": (alike_loop, alike_tensorflow),
    "10.5": (stayed_loop, stayed_by_distance),
}
