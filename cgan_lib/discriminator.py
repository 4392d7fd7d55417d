"""D(x, y) -> a: is this image real, and does it match its label?

Taught by notebook 04_discriminator.
"""

from cgan_lib import checks, embeddings

import keras
from keras import layers


def build_discriminator(
    input_shape=(28, 28, 2), filters=(64, 64, 128), activation: str | None = None
) -> keras.Model:
    """The core: a stack of channels becomes one number, in three convolutions of stride 2.

    Args:
        input_shape: (height, width, channels) of what D looks at: the image's channels and one
            for the label.
        filters: channels after each convolution.
        activation: None for a logit, any real number; "sigmoid" for a probability.

    Returns:
        A model from (batch, *input_shape) to (batch, 1).

    Raises:
        ValueError, TypeError: sizes that cannot be built, or another activation.
    """
    if activation not in (None, "sigmoid"):
        raise ValueError(f"activation must be None or 'sigmoid'; got {activation!r}")
    first, second, third = checks.filters(filters)
    return keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Conv2D(first, kernel_size=3, strides=2, padding="same"),
            layers.LeakyReLU(negative_slope=0.01),
            layers.Conv2D(second, kernel_size=3, strides=2, padding="same"),
            layers.BatchNormalization(),
            layers.LeakyReLU(negative_slope=0.01),
            layers.Conv2D(third, kernel_size=3, strides=2, padding="same"),
            layers.BatchNormalization(),
            layers.LeakyReLU(negative_slope=0.01),
            layers.Flatten(),
            layers.Dense(1, activation=activation),
        ],
        name="discriminator_core",
    )


def build_cgan_discriminator(
    img_shape=(28, 28, 1),
    num_classes: int = 10,
    filters=(64, 64, 128),
    embedding_start: str = "uniform",
    activation: str | None = None,
) -> keras.Model:
    """The conditional discriminator: the label's picture is laid over the image as a channel.

    Args:
        img_shape: the image's (height, width, channels); divisible by 4, 1 or 3 channels.
        num_classes, embedding_start: as in `embeddings.label_table`.
        filters, activation: as in `build_discriminator`.

    Returns:
        A model from [image (batch, *img_shape) in [-1, 1], label (batch, 1)] to (batch, 1).

    Raises:
        ValueError, TypeError: sizes that cannot be built, or another activation.
    """
    height, width, channels = checks.img_shape(img_shape)
    core = build_discriminator((height, width, channels + 1), filters, activation)
    image = keras.Input((height, width, channels), name="image")
    label = keras.Input((1,), dtype="int32", name="label")
    picture = embeddings.label_as_picture(
        label, num_classes, img_shape, embedding_start
    )
    joined = layers.Concatenate()([image, picture])
    return keras.Model([image, label], core(joined), name="discriminator")
