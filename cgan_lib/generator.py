"""G(z, y) -> x*: noise and a label become an image. Taught by notebook 03_generator."""

from cgan_lib import checks, embeddings

import keras
from keras import layers


def build_generator(
    z_dim: int, img_shape=(28, 28, 1), filters=(256, 128, 64)
) -> keras.Model:
    """The unconditional core: a vector becomes an image, in three steps of transposed convolution.

    Args:
        z_dim: the length of the vector.
        img_shape: (height, width, channels); height and width divisible by 4, 1 or 3 channels.
        filters: channels after the Dense layer and after the first two transposed convolutions.

    Returns:
        A model from (batch, z_dim) to (batch, height, width, channels) in [-1, 1].

    Raises:
        ValueError, TypeError: sizes that cannot be built.
    """
    height, width, channels = checks.img_shape(img_shape)
    checks.whole_number(z_dim, "z_dim", low=1)
    first, second, third = checks.filters(filters)
    return keras.Sequential(
        [
            keras.Input((z_dim,)),
            layers.Dense(first * (height // 4) * (width // 4)),
            layers.Reshape((height // 4, width // 4, first)),
            layers.Conv2DTranspose(second, kernel_size=3, strides=2, padding="same"),
            layers.BatchNormalization(),
            layers.LeakyReLU(negative_slope=0.01),
            layers.Conv2DTranspose(third, kernel_size=3, strides=1, padding="same"),
            layers.BatchNormalization(),
            layers.LeakyReLU(negative_slope=0.01),
            layers.Conv2DTranspose(channels, kernel_size=3, strides=2, padding="same"),
            layers.Activation("tanh"),
        ],
        name="generator_core",
    )


def build_cgan_generator(
    z_dim: int = 100,
    img_shape=(28, 28, 1),
    num_classes: int = 10,
    filters=(256, 128, 64),
    embedding_start: str = "uniform",
) -> keras.Model:
    """The conditional generator: the label's vector is multiplied with the noise.

    Args:
        z_dim, img_shape, filters: as in `build_generator`.
        num_classes, embedding_start: as in `embeddings.label_table`.

    Returns:
        A model from [z (batch, z_dim), label (batch, 1)] to (batch, *img_shape) in [-1, 1].

    Raises:
        ValueError, TypeError: sizes that cannot be built.
    """
    core = build_generator(z_dim, img_shape, filters)
    z = keras.Input((z_dim,), name="z")
    label = keras.Input((1,), dtype="int32", name="label")
    vector = embeddings.label_as_vector(label, num_classes, z_dim, embedding_start)
    joined = layers.Multiply()([z, vector])
    return keras.Model([z, label], core(joined), name="generator")
