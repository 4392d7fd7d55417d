"""Answers to 03.5, right and wrong: One doubling more."""

import keras
from keras import layers


def build_deep_generator(z_dim, height, width, filters):
    first, second, third = filters
    z = keras.Input((z_dim,))
    h = layers.Dense(height // 8 * (width // 8) * first)(z)
    h = layers.Reshape((height // 8, width // 8, first))(h)
    for count in (second, third):
        h = layers.Conv2DTranspose(count, 4, strides=2, padding="same")(h)
        h = layers.LeakyReLU(negative_slope=0.01)(layers.BatchNormalization()(h))
    h = layers.Conv2DTranspose(1, 4, strides=2, padding="same")(h)
    return keras.Model(z, layers.Activation("tanh")(h))


def _build(
    z_dim,
    height,
    width,
    filters,
    part=8,
    kernel=4,
    norm=layers.BatchNormalization,
    bend=0.01,
    ending="tanh",
    strides=(2, 2, 2),
    norm_last=False,
):
    """The solution with one thing changed."""
    first, *others = filters
    steps = [
        keras.Input((z_dim,)),
        layers.Dense(height // part * (width // part) * first),
        layers.Reshape((height // part, width // part, first)),
    ]
    for count, stride in zip(others, strides, strict=False):
        grow = layers.Conv2DTranspose(count, kernel, strides=stride, padding="same")
        after = [norm(), layers.LeakyReLU(negative_slope=bend)]
        steps += [grow, *(reversed(after) if norm_last else after)]
    stride = strides[-1]
    steps.append(layers.Conv2DTranspose(1, kernel, strides=stride, padding="same"))
    return keras.Sequential([*steps, layers.Activation(ending)])


def build_from_a_quarter(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, part=4)


def build_full_size_at_once(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, part=1)


def build_turned(z_dim, height, width, filters):
    return _build(z_dim, width, height, filters)


def build_with_kernel_3(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, kernel=3)


def build_without_norm(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, norm=layers.Identity)


def build_without_bend(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, bend=1)


def build_with_other_bend(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, bend=0.3)


def build_with_relu(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, bend=0)


def build_in_uneven_steps(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, strides=(4, 2, 1))


def build_bent_before_norm(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, norm_last=True)


def build_without_tanh(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, ending="linear")


def build_with_sigmoid(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, ending="sigmoid")
