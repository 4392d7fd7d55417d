"""Bad input gets a clear error, before anything is changed.

Each function returns its input in the form that the library computes with, or raises a ValueError
or TypeError that names the argument, what came and what was expected.
"""

from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

MOST_NUMBERS = 2**30  # in one array, 4 GB as float32: no more is copied or made at once
MOST_WEIGHTS = 2**26  # in one table or layer, with Adam's averages 1 GB


def array(value, name: str) -> np.ndarray:
    """What NumPy makes of a list or an array, or an error if it cannot or may not."""
    try:
        size = value.size if isinstance(value, np.ndarray) else len(value)
    except Exception:
        size = 0  # a single number, or nothing that has a length
    try:
        made = None if size > MOST_NUMBERS else np.asarray(value)
    except Exception:
        kind = type(value).__name__
        raise TypeError(
            f"{name} must be an array, or a list whose parts are equally long; got {kind}"
        ) from None
    if made is None or made.size > MOST_NUMBERS:
        raise ValueError(f"{name} must hold at most {MOST_NUMBERS:,} numbers; got more")
    return made


def labels(labels, num_classes: int | None = None, name: str = "labels") -> np.ndarray:
    """Labels as int32 (N,), or an error that says which one is wrong.

    Args:
        labels: integers, (N,), from 0 to num_classes - 1; a list or an array.
        num_classes: how many classes there are; None leaves the upper end open.
        name: of the argument, for the message.

    Raises:
        TypeError: labels that are not integers.
        ValueError: another shape, no labels, or a label out of range.
    """
    given = array(labels, name)
    if num_classes is not None:
        num_classes = whole_number(num_classes, "num_classes", low=1)
    last = "" if num_classes is None else f" to {num_classes - 1}"
    wanted = f"{name} must be integers from 0{last}"
    if given.size and not np.issubdtype(given.dtype, np.integer):
        kind = "text" if given.dtype.kind in "SU" else given.dtype
        raise TypeError(f"{wanted}; got {kind}")
    if given.ndim != 1 or not given.size:
        raise ValueError(
            f"{wanted}, in one row, for instance [7]; got the shape {given.shape}"
        )
    end = np.iinfo("int32").max if num_classes is None else num_classes
    wrong = (given < 0) | (given >= end)
    if wrong.any():
        place = int(np.argmax(wrong))
        raise ValueError(f"{wanted}; got {given[place]} at position {place}")
    return given.astype("int32")


def images(x, img_shape: tuple[int, int, int] | None = None) -> np.ndarray:
    """Images as float32 (N, height, width, channels) in [-1, 1], or an error.

    Args:
        x: float, (N, height, width, channels), from -1 to 1.
        img_shape: the (height, width, channels) that they must have; None allows any.

    Raises:
        TypeError: x does not hold numbers, or holds pixels from 0 to 255.
        ValueError: another shape, no images, numbers outside [-1, 1], or NaN.
    """
    given = array(x, "x")
    one = "height, width, channels"
    if img_shape is not None:
        try:
            height, width, channels = img_shape
            img_shape = height, width, channels
        except Exception:
            raise ValueError(
                f"img_shape must be (height, width, channels); got {img_shape!r}"
            ) from None
        one = ", ".join(map(str, img_shape))
    if given.ndim != 4 or img_shape not in (None, given.shape[1:]):
        raise ValueError(f"x must have the shape (N, {one}); got {given.shape}")
    return in_tanh_range(given, "x")


def pairs(dataset: tf.data.Dataset, img_shape):
    """An error if a dataset does not yield batches of (float images of this shape, labels)."""
    spec = dataset.element_spec
    fits = isinstance(spec, tuple) and len(spec) == 2
    fits = fits and all(isinstance(part, tf.TensorSpec) for part in spec)
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
    given = array(x, name)
    if given.dtype == np.uint8:
        raise TypeError(
            f"{name} must be from -1 to 1; got uint8 (use cgan_lib.data.scale first)"
        )
    if given.dtype.kind not in "fiu":  # float, integer, unsigned integer
        raise TypeError(f"{name} must hold numbers from -1 to 1; got {given.dtype}")
    if not given.size:
        raise ValueError(
            f"{name} must hold at least one number; got the shape {given.shape}"
        )
    low, high = given.min(), given.max()
    if not (low >= -1 and high <= 1):  # written so that NaN is refused too
        raise ValueError(
            f"{name} must be from -1 to 1; got numbers from {low} to {high}"
        )
    return given.astype("float32", copy=False)


def whole_number(value, name: str, low: int, high: int | None = None) -> int:
    """A whole number from low to high (None: without an upper end), or an error."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be a whole number; got {value!r}")
    if value < low or (high is not None and value > high):
        upper = "up" if high is None else f"to {high}"
        raise ValueError(f"{name} must be from {low} {upper}; got {value}")
    return int(value)


def number(value, name: str, low=-np.inf, high=np.inf) -> float:
    """A finite number from low to high, or an error."""
    kinds = (int, float, np.integer, np.floating)
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise TypeError(f"{name} must be a number; got {value!r}")
    if not (low <= value <= high and abs(value) <= np.finfo("float64").max):
        ends = {-np.inf: "", np.inf: ""}
        start = ends.get(low, f" from {low:g}")
        end = ends.get(high, f" to {high:g}") or (" up" if start else "")
        raise ValueError(f"{name} must be a number{start}{end}; got {value}")
    return float(value)


def flag(value, name: str) -> bool:
    """True or False, or an error."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False; got {value!r}")
    return bool(value)


def one_of(value, name: str, choices) -> str:
    """One of some words (and None, if it is among them), or an error."""
    if (value is None or isinstance(value, str)) and value in tuple(choices):
        return value
    words = ", ".join(map(str, choices))
    raise ValueError(f"{name} must be one of {words}; got {value!r}")


def seed(value, name: str = "seed") -> int | None:
    """A seed that every random generator here takes, or None, or an error."""
    return None if value is None else whole_number(value, name, 0, 2**32 - 2)


def model(value, name: str, kind=keras.Model):
    """A model that has been built, or an error."""
    if not isinstance(value, kind):
        wanted = "Keras model" if kind is keras.Model else kind.__name__
        raise TypeError(f"{name} must be a {wanted}; got {type(value).__name__}")
    return value


def weights(count: int, names: str):
    """A ValueError if arguments make a table or a layer that is too large for any memory."""
    if count > MOST_WEIGHTS:
        raise ValueError(
            f"{names} ask for {count:,} weights in one part; the most is {MOST_WEIGHTS:,}"
        )


def path(value, name: str) -> Path:
    """The path of a file or a folder, or an error."""
    try:
        made = Path(value)
    except TypeError:
        kind = type(value).__name__
        raise TypeError(f"{name} must be the path of a file; got {kind}") from None
    if "\0" in str(made):
        raise ValueError(f"{name} must be the path of a file; got {value!r}")
    return made


def fits_in_memory(count: int, numbers: int, names: str):
    """A ValueError if `count` things of so many numbers are more than is made at once."""
    if count * numbers > MOST_NUMBERS:
        raise ValueError(
            f"{names} ask for {count:,} times {numbers:,} numbers; at most "
            f"{MOST_NUMBERS:,} are made at once"
        )


def img_shape(img_shape) -> tuple[int, int, int]:
    """(height, width, channels) that the networks can be built for, or an error.

    Two layers of stride 2 double the generator's first picture twice, so height and width must be
    divisible by 4; channels is 1 (grey) or 3 (colour).
    """
    try:
        height, width, channels = img_shape
    except Exception:
        raise ValueError(
            f"img_shape must be (height, width, channels); got {img_shape!r}"
        ) from None
    for name, size in (("height", height), ("width", width)):
        if whole_number(size, f"img_shape's {name}", low=4) % 4:
            raise ValueError(f"img_shape's {name} must be divisible by 4; got {size}")
    if whole_number(channels, "img_shape's channels", low=1, high=3) == 2:
        raise ValueError("img_shape's channels must be 1 (grey) or 3 (colour); got 2")
    weights(height * width, "img_shape's height and width")
    return int(height), int(width), int(channels)


def filters(
    filters, counts: tuple[int, ...] = (3,), name: str = "filters"
) -> tuple[int, ...]:
    """Whole numbers from 1 to 4096, as many as one of `counts`, or an error."""
    words = {2: "two", 3: "three"}
    try:
        fits = len(filters) in counts
        given = tuple(filters) if fits else ()
    except Exception:
        fits = False
    if not fits:
        wanted = " or ".join(words[count] for count in counts)
        raise ValueError(f"{name} must be {wanted} whole numbers; got {filters!r}")
    return tuple(whole_number(n, f"each of {name}", 1, 4096) for n in given)


def noise(z, count: int, z_dim: int) -> np.ndarray:
    """Noise as float32 (count, z_dim), or an error; one vector is repeated."""
    z = array(z, "z")
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
