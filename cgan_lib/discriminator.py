"""D(x, y) -> a: is this image real, and does it match its label?

Taught by notebook 04_discriminator.
"""

from cgan_lib import checks, embeddings

import keras
from keras import layers

ACTIVATIONS = (None, "sigmoid")


def build_discriminator(
    input_shape=(28, 28, 2),
    filters=(64, 64, 128),
    activation: str | None = None,
    **core_options,
) -> keras.Model:
    """The core: from a stack of channels, (batch, *input_shape), to one number, (batch, 1).

    Args:
        input_shape: (height, width, channels) of what D looks at: the image's channels and one
            for the label.
        filters: channels after each convolution of stride 2.
        activation: None for a logit, any real number; "sigmoid" for a probability.
        **core_options: the other arguments of `build_features`.
    """
    checks.one_of(activation, "activation", ACTIVATIONS)
    steps = build_features(input_shape, filters, **core_options).layers
    steps = [keras.Input(input_shape), *steps, layers.Dense(1, activation=activation)]
    return keras.Sequential(steps, name="discriminator_core")


def build_features(
    input_shape=(28, 28, 2),
    filters=(64, 64, 128),
    kernel_size: int = 3,
    slope: float = 0.01,
    batch_norm: bool = True,
    hidden: int = 0,
) -> keras.Model:
    """The core without its last layer: the stack becomes a row of numbers, (batch, numbers).

    Args:
        input_shape, filters: as in `build_discriminator`; two or three filters. A picture that G
            doubles more than twice is halved as often more, first, with the first of them.
        kernel_size: of the convolutions.
        slope: of LeakyReLU below 0.
        batch_norm: False leaves BatchNormalization out.
        hidden: numbers in a Dense layer after the convolutions; 0 for no such layer.
    """
    checks.channels_last()
    height, width, channels = checks.input_shape(input_shape)
    filters = checks.filters(filters)
    filters = filters[:1] * (checks.doublings(height, width) - 2) + filters
    kernel_size = checks.whole_number(kernel_size, "kernel_size", 1, 64)
    slope = checks.number(slope, "slope", 0, 1)
    checks.flag(batch_norm, "batch_norm")
    hidden = checks.whole_number(hidden, "hidden", 0, 2**16)
    for before, count in zip((channels, *filters), filters, strict=False):
        checks.weight_count(before * count * kernel_size**2, "filters and kernel_size")
    last = filters[-1] * -(-height * width // 4 ** len(filters))
    checks.weight_count(last * max(hidden, 1), "the image's shape, filters and hidden")
    steps = [keras.Input(input_shape)]
    for place, count in enumerate(filters):
        steps.append(layers.Conv2D(count, kernel_size, strides=2, padding="same"))
        if batch_norm and place > 0:
            steps.append(layers.BatchNormalization())
        steps.append(layers.LeakyReLU(negative_slope=slope))
    steps.append(layers.Flatten())
    if hidden:
        steps += [layers.Dense(hidden), layers.LeakyReLU(negative_slope=slope)]
    return keras.Sequential(steps, name="features")


def build_cgan_discriminator(
    img_shape=(28, 28, 1),
    num_classes: int = 10,
    filters=(64, 64, 128),
    embedding_start: str = "uniform",
    activation: str | None = None,
    **core_options,
) -> keras.Model:
    """From [image (batch, *img_shape) in [-1, 1], label (batch, 1)] to one number, (batch, 1).

    The label's picture is laid over the image as one more channel.

    Args:
        img_shape: the image's (height, width, channels); divisible by 4, 1 or 3 channels.
        num_classes, embedding_start: as in `embeddings.label_as_vector`.
        filters, activation: as in `build_discriminator`.
        **core_options: the other arguments of `build_features`.
    """
    height, width, channels = checks.img_shape(img_shape)
    stack = height, width, channels + 1
    core = build_discriminator(stack, filters, activation, **core_options)
    image = keras.Input((height, width, channels), name="image")
    label = keras.Input((1,), dtype="int32", name="label")
    table = num_classes, img_shape, embedding_start
    joined = layers.Concatenate()([image, embeddings.label_as_picture(label, *table)])
    return keras.Model([image, label], core(joined), name="discriminator")


def build_projection_discriminator(
    img_shape=(28, 28, 1),
    num_classes: int = 10,
    filters=(64, 64, 128),
    activation: str | None = None,
    **core_options,
) -> keras.Model:
    """A discriminator that meets the label at its end (Miyato and Koyama, 2018).

    Formula: logit = (w . h + b) + v_y . h, where h are the features of the image alone and v_y is
    the row of the label. The first part asks 'is it real?', the second 'does it match?'. Arguments
    and shapes: as in `build_cgan_discriminator`.
    """
    checks.one_of(activation, "activation", ACTIVATIONS)
    img_shape = checks.img_shape(img_shape)
    image = keras.Input(img_shape, name="image")
    label = keras.Input((1,), dtype="int32", name="label")
    described = build_features(img_shape, filters, **core_options)(image)
    row = embeddings.label_as_vector(label, num_classes, described.shape[1])
    real = layers.Dense(1)(described)
    matching = layers.Dot(axes=1)([described, row])
    answer = layers.Activation(activation)(layers.Add()([real, matching]))
    return keras.Model([image, label], answer, name="discriminator")
