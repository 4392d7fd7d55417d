"""Bad input gets a clear error, before anything is changed.

Each function returns its input in the form that the library computes with, or raises a ValueError
or TypeError that names the argument, what came and what was expected.
"""

import keras
import numpy as np
import tensorflow as tf


def labels(labels, num_classes: int | None = None) -> np.ndarray:
    """Labels as int32 (N,), or an error that says which one is wrong.

    Args:
        labels: integers, (N,), from 0 to num_classes - 1; a list or an array.
        num_classes: how many classes there are; None leaves the upper end open.

    Raises:
        TypeError: labels that are not integers.
        ValueError: another shape, no labels, or a label out of range.
    """
    array = np.asarray(labels)
    last = "" if num_classes is None else f" to {num_classes - 1}"
    wanted = f"labels must be integers from 0{last}"
    if array.size and not np.issubdtype(array.dtype, np.integer):
        kind = "text" if array.dtype.kind in "SU" else array.dtype
        raise TypeError(f"{wanted}; got {kind}")
    if array.ndim != 1 or not array.size:
        raise ValueError(
            f"{wanted}, in one row, for instance [7]; got the shape {array.shape}"
        )
    end = np.iinfo("int32").max if num_classes is None else num_classes
    wrong = (array < 0) | (array >= end)
    if wrong.any():
        place = int(np.argmax(wrong))
        raise ValueError(f"{wanted}; got {array[place]} at position {place}")
    return array.astype("int32")


def images(x, img_shape: tuple[int, int, int] | None = None) -> np.ndarray:
    """Images as float32 (N, height, width, channels) in [-1, 1], or an error.

    Args:
        x: float, (N, height, width, channels), from -1 to 1.
        img_shape: the (height, width, channels) that they must have; None allows any.

    Raises:
        TypeError: x does not hold numbers, or holds pixels from 0 to 255.
        ValueError: another shape, no images, numbers outside [-1, 1], or NaN.
    """
    array = np.asarray(x)
    one = "height, width, channels"
    if img_shape is not None:
        img_shape = tuple(img_shape)
        one = ", ".join(map(str, img_shape))
    if array.ndim != 4 or img_shape not in (None, array.shape[1:]):
        raise ValueError(f"x must have the shape (N, {one}); got {array.shape}")
    return in_tanh_range(array, "x")


def pairs(dataset: tf.data.Dataset, img_shape):
    """An error if a dataset does not yield batches of (float images of this shape, labels)."""
    spec = dataset.element_spec
    fits = isinstance(spec, tuple) and len(spec) == 2
    if fits:
        image_shape, label_shape = (part.shape.as_list() for part in spec)
        fits = image_shape[1:] == list(img_shape) and len(label_shape) in (1, 2)
    if not fits or not spec[0].dtype.is_floating or not spec[1].dtype.is_integer:
        one = ", ".join(map(str, img_shape))
        raise ValueError(
            f"x must be a dataset of batches (float images (batch, {one}) from -1 to 1, "
            f"integer labels (batch,)); got {spec}"
        )


def in_tanh_range(x, name: str) -> np.ndarray:
    """Numbers as float32, after checking that there are some and that all are in [-1, 1]."""
    array = np.asarray(x)
    if array.dtype == np.uint8:
        raise TypeError(
            f"{name} must be from -1 to 1; got uint8 (use cgan_lib.data.scale first)"
        )
    if array.dtype.kind not in "fiu":  # float, integer, unsigned integer
        raise TypeError(f"{name} must hold numbers from -1 to 1; got {array.dtype}")
    if not array.size:
        raise ValueError(
            f"{name} must hold at least one number; got the shape {array.shape}"
        )
    low, high = array.min(), array.max()
    if not (low >= -1 and high <= 1):  # written so that NaN is refused too
        raise ValueError(
            f"{name} must be from -1 to 1; got numbers from {low} to {high}"
        )
    return array.astype("float32", copy=False)


def whole_number(value, name: str, low: int, high: int | None = None) -> int:
    """A whole number from low to high (None: without an upper end), or an error."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be a whole number; got {value!r}")
    if value < low or (high is not None and value > high):
        upper = "up" if high is None else f"to {high}"
        raise ValueError(f"{name} must be from {low} {upper}; got {value}")
    return int(value)


def img_shape(img_shape) -> tuple[int, int, int]:
    """(height, width, channels) that the networks can be built for, or an error.

    Two layers of stride 2 double the generator's first picture twice, so height and width must be
    divisible by 4; channels is 1 (grey) or 3 (colour).
    """
    try:
        height, width, channels = img_shape
    except (TypeError, ValueError):
        raise ValueError(
            f"img_shape must be (height, width, channels); got {img_shape!r}"
        ) from None
    for name, size in (("height", height), ("width", width)):
        if whole_number(size, f"img_shape's {name}", low=4) % 4:
            raise ValueError(f"img_shape's {name} must be divisible by 4; got {size}")
    if whole_number(channels, "img_shape's channels", low=1, high=3) == 2:
        raise ValueError("img_shape's channels must be 1 (grey) or 3 (colour); got 2")
    return int(height), int(width), int(channels)


def filters(filters, counts: tuple[int, ...] = (3,)) -> tuple[int, ...]:
    """Whole numbers from 1 up, as many as one of `counts`, or an error."""
    words = {2: "two", 3: "three"}
    try:
        filters = tuple(filters)
    except TypeError:
        filters = (filters,)
    if len(filters) not in counts:
        wanted = " or ".join(words[count] for count in counts)
        raise ValueError(f"filters must be {wanted} whole numbers; got {filters!r}")
    return tuple(whole_number(n, "each of filters", low=1) for n in filters)


def noise(z, count: int, z_dim: int) -> np.ndarray:
    """Noise as float32 (count, z_dim), or an error; one vector is repeated."""
    z = np.asarray(z)
    if not np.issubdtype(z.dtype, np.floating):
        raise TypeError(f"z must hold float numbers; got {z.dtype}")
    if not (np.abs(z) <= np.finfo("float32").max).all():  # NaN is refused too
        raise ValueError(
            "z must hold finite float32 numbers; got NaN, infinity or beyond"
        )
    if z.shape not in ((z_dim,), (count, z_dim)):
        raise ValueError(
            f"z must have the shape ({count}, {z_dim}) or ({z_dim},); got {z.shape}"
        )
    return np.broadcast_to(z.astype("float32"), (count, z_dim))


def networks(generator, discriminator, num_classes: int):
    """An error if the two networks do not fit together, or know fewer classes than there are."""
    for name, network in (("generator", generator), ("discriminator", discriminator)):
        if not isinstance(network, keras.Model):
            raise TypeError(f"{name} must be a Keras model; got {network!r}")
    image, label, logit = generator.output_shape, (None, 1), (None, 1)
    takes, makes = generator.input_shape, discriminator.output_shape
    if len(takes) != 2 or takes[1] != label or len(image) != 4:
        raise ValueError(
            "generator must go from [z (batch, z_dim), label (batch, 1)] to an image; "
            f"got {takes} to {image}"
        )
    if list(discriminator.input_shape) != [image, label] or makes != logit:
        raise ValueError(
            f"discriminator must go from {[image, label]} to {logit}; "
            f"got {discriminator.input_shape} to {makes}"
        )
    last = discriminator
    while isinstance(last, keras.Model):
        last = last.layers[-1]
    if getattr(last, "activation", None) is keras.activations.sigmoid:
        raise ValueError(
            "discriminator must answer with a logit, since the losses apply the sigmoid; "
            "its last layer has a sigmoid of its own (use activation=None)"
        )
    for name, network in (("generator", generator), ("discriminator", discriminator)):
        for layer in network.layers:
            is_table = isinstance(layer, keras.layers.Embedding)
            if is_table and layer.input_dim < num_classes:
                raise ValueError(
                    f"num_classes is {num_classes}, but the {name}'s table has only "
                    f"{layer.input_dim} rows"
                )
