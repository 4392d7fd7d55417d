"""Other correct answers to the exercises of notebook 08: three for each function."""

import keras
import numpy as np
import tensorflow as tf


def falling_rate_keras(start, iteration, iterations):
    return keras.optimizers.schedules.PolynomialDecay(start, iterations, 0.0)(iteration)


def falling_rate_line(start, iteration, iterations):
    return np.interp(iteration, [0, iterations], [start, 0])


def falling_rate_step_by_step(start, iteration, iterations):
    rate = start
    for _ in range(iteration):
        rate -= start / iterations
    return rate


def hinge_loss_keras(real_logits, fake_logits):
    real, fake = keras.ops.relu(1 - real_logits), keras.ops.relu(1 + fake_logits)
    return 0.5 * keras.ops.mean(real) + 0.5 * keras.ops.mean(fake)


def hinge_loss_loop(real_logits, fake_logits):
    real = sum(max(0, 1 - a) for a in real_logits[:, 0]) / len(real_logits)
    fake = sum(max(0, 1 + a) for a in fake_logits[:, 0]) / len(fake_logits)
    return (real + fake) / 2


def hinge_loss_where(real_logits, fake_logits):
    real = np.where(real_logits < 1, 1 - real_logits, 0).mean()
    return np.mean([real, np.clip(1 + fake_logits, 0, None).mean()])


def steepness_tensorflow(gradients):
    return tf.reduce_mean(tf.reduce_sum(gradients**2, axis=[1, 2, 3]))


def steepness_rows(gradients):
    rows = gradients.reshape(len(gradients), -1)
    return sum(row @ row for row in rows) / len(rows)


def steepness_all_at_once(gradients):
    return np.einsum("bhwc,bhwc->", gradients, gradients) / gradients.shape[0]


def wrong_labels_loop(labels, num_classes, random):
    found = []
    for label in labels:
        others = [other for other in range(num_classes) if other != label]
        found.append(random.choice(others))
    return found


def wrong_labels_again_if_right(labels, num_classes, random):
    wrong = random.integers(0, num_classes, size=len(labels))
    while (wrong == labels).any():
        again = random.integers(0, num_classes, size=len(labels))
        wrong = np.where(wrong == labels, again, wrong)
    return wrong


def wrong_labels_shifted(labels, num_classes, random):
    drawn = random.integers(0, num_classes - 1, size=len(labels))
    return drawn + (drawn >= labels)


ANSWERS = {
    "08.2": (falling_rate_keras, falling_rate_line, falling_rate_step_by_step),
    "08.3": (hinge_loss_keras, hinge_loss_loop, hinge_loss_where),
    "08.4": (steepness_tensorflow, steepness_rows, steepness_all_at_once),
    "08.5": (wrong_labels_loop, wrong_labels_again_if_right, wrong_labels_shifted),
}
