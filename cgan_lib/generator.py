"""G(z, y) -> x*: noise and a label become an image. Taught by notebook 03_generator."""

import math

from cgan_lib import checks, embeddings

import keras
from keras import layers

LABEL_JOINS = {"multiply": layers.Multiply, "concatenate": layers.Concatenate}


def build_generator(
    z_dim: int,
    img_shape=(28, 28, 1),
    filters=(256, 128, 64),
    kernel_size: int = 3,
    slope: float = 0.01,
    norm_after_dense: bool = False,
) -> keras.Model:
    """The unconditional core: from (batch, z_dim) to images, (batch, *img_shape), in [-1, 1].

    Args:
        z_dim: the length of the vector.
        img_shape: (height, width, channels); height and width divisible by 4, 1 or 3 channels.
        filters: channels after the Dense layer and after each transposed convolution but the
            last; three numbers, or two. One more than img_shape needs (`checks.doublings`) keeps
            the size; if they are too few, the last is taken again.
        kernel_size: of the convolutions that double the size; 4 lays its stamps evenly.
        slope: of LeakyReLU below 0.
        norm_after_dense: True puts BatchNormalization and LeakyReLU after the Dense layer too.
    """
    checks.channels_last()
    height, width, channels = checks.img_shape(img_shape)
    checks.whole_number(z_dim, "z_dim", low=1)
    kernel_size = checks.whole_number(kernel_size, "kernel_size", 1, 64)
    slope = checks.number(slope, "slope", 0, 1)
    checks.flag(norm_after_dense, "norm_after_dense")
    first, second, *third = checks.filters(filters)
    times = checks.doublings(height, width)
    start = height // 2**times, width // 2**times, first
    checks.weight_count(z_dim * math.prod(start), "z_dim, img_shape and filters")
    checks.weight_count(first * second * kernel_size**2, "filters and kernel_size")

    def norm():
        return layers.BatchNormalization(), layers.LeakyReLU(negative_slope=slope)

    def grow(count, size=kernel_size, strides=2):
        return layers.Conv2DTranspose(count, size, strides=strides, padding="same")

    steps = [
        keras.Input((z_dim,)),
        layers.Dense(math.prod(start)),
        *(norm() if norm_after_dense else []),
        layers.Reshape(start),
    ]
    counts = [second, *third]
    counts += counts[-1:] * (times - 1 - len(counts))
    for place, count in enumerate(counts, start=1):
        doubles = place < times
        steps += [grow(count) if doubles else grow(count, size=3, strides=1), *norm()]
    steps += [grow(channels), layers.Activation("tanh")]
    return keras.Sequential(steps, name="generator_core")


def build_cgan_generator(
    z_dim: int = 100,
    img_shape=(28, 28, 1),
    num_classes: int = 10,
    filters=(256, 128, 64),
    embedding_start: str = "uniform",
    label_join: str = "multiply",
    **core_options,
) -> keras.Model:
    """The conditional generator: from [z (batch, z_dim), label (batch, 1)] to such images.

    Args:
        z_dim, img_shape, filters: as in `build_generator`.
        num_classes, embedding_start: as in `embeddings.label_as_vector`.
        label_join: how the label's vector joins the noise: "multiply", number by number, or
            "concatenate", side by side.
        **core_options: the other arguments of `build_generator`.
    """
    checks.one_of(label_join, "label_join", LABEL_JOINS)
    label = keras.Input((1,), dtype="int32", name="label")
    vector = embeddings.label_as_vector(label, num_classes, z_dim, embedding_start)
    z = keras.Input(vector.shape[1:], name="z")
    joined = LABEL_JOINS[label_join]()([z, vector])
    core = build_generator(joined.shape[1], img_shape, filters, **core_options)
    return keras.Model([z, label], core(joined), name="generator")
