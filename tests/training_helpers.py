"""What the tests of training share: optimisers, weights to compare, batches, averages."""

import keras
import numpy as np
import tensorflow as tf

METRICS = {"d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake"}


def adams(**options):
    return keras.optimizers.Adam(0.01, **options), keras.optimizers.Adam(0.02)


def descents():
    return keras.optimizers.SGD(0.05), keras.optimizers.SGD(0.1)


def values(network) -> list[np.ndarray]:
    """The weights that training moves."""
    return [weight.numpy() for weight in network.trainable_variables]


def largest_change(before, after) -> float:
    changes = [np.abs(a - b).max() for a, b in zip(after, before, strict=True)]
    return float(max(changes))


def assert_same_bits(first, second):
    for a, b in zip(first, second, strict=True):
        np.testing.assert_array_equal(a, b)


def in_order(pairs, batch_size=6) -> tf.data.Dataset:
    """The pairs in batches that are the same in each pass."""
    return tf.data.Dataset.from_tensor_slices(pairs).batch(batch_size)


def averages_by_hand(steps, momentum):
    """The average starts as the first weights and then moves a little toward each new ones."""
    average = [weight.astype("float64") for weight in steps[0]]
    for weights in steps[1:]:
        average = [
            momentum * a + (1 - momentum) * w
            for a, w in zip(average, weights, strict=True)
        ]
    return average


class Recorder(keras.callbacks.Callback):
    """Keeps the generator's weights after every iteration."""

    def on_train_begin(self, logs=None):
        self.steps = []

    def on_train_batch_end(self, batch, logs=None):
        self.steps.append(values(self.model.generator))


def averaging(model, momentum=0.7, **options):
    model.compile(*adams(use_ema=True, ema_momentum=momentum), **options)
    return model
