"""For 06.3 and 06.5: two tiny networks, with the same weights each time."""

from cgan_lib.exercises.exercise import WrongFormError
from cgan_lib.language import phrase

import keras
import numpy as np
from keras import layers


def tiny_networks(z_dim, width, num_classes=6):
    """G and D for 'images' of `width` numbers."""
    z, label = keras.Input((z_dim,)), keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, z_dim)(label))
    fake = layers.Dense(width, activation="tanh")(layers.Multiply()([z, row]))
    image = keras.Input((width,))
    row = layers.Flatten()(layers.Embedding(num_classes, width)(label))
    h = layers.Concatenate()([image, row])
    h = layers.Dense(4, activation="leaky_relu")(h)
    networks = (
        keras.Model([z, label], fake),
        keras.Model([image, label], layers.Dense(1)(h)),
    )
    random = np.random.default_rng(0)
    for network in networks:
        network.set_weights(
            [random.normal(0, 0.7, w.shape) for w in network.get_weights()]
        )
    return networks


def watch(network):
    """A function that says how far the network has moved, and in which direction."""
    before = np.concatenate([w.ravel() for w in network.get_weights()])
    direction = np.random.default_rng(1).normal(size=before.shape)

    def moved():
        after = np.concatenate([w.ravel() for w in network.get_weights()])
        step = (after - before).astype("float64")
        numbers = np.linalg.norm(step), direction @ step
        return tuple(round(float(number), 5) for number in numbers)

    return moved


def one_number(loss):
    number = np.asarray(loss)
    if number.shape or number.dtype.kind not in "fi":
        raise WrongFormError(phrase("a loss that it returns is not a single number."))
    return round(float(number), 5)
