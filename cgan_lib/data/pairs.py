"""MNIST and Fashion-MNIST, the range of their numbers, and shuffled batches of pairs."""

from cgan_lib import assets, checks
from cgan_lib.data.pictures import Pictures

import keras
import numpy as np
import tensorflow as tf

CLOTHES = "T-shirt,trouser,pullover,dress,coat,sandal,shirt,sneaker,bag,ankle boot"


def load_mnist(split: str = "train") -> Pictures:
    """The MNIST digits, as published: `images, labels = load_mnist("train")`.

    Args:
        split: "train" (60,000 digits) or "test" (10,000 digits).

    Returns:
        Pictures: uint8 (N, 28, 28, 1), from 0 (black) to 255 (white), and labels from 0 to 9.
    """
    checks.one_of(split, "split", ("train", "test"))
    found = assets.arrays("mnist.npz", (f"x_{split}", f"y_{split}"))
    images, labels = found.values()
    return Pictures(images[..., np.newaxis], labels.astype("int32"), (*"0123456789",))


def load_fashion_mnist(split: str = "train") -> Pictures:
    """Pictures of clothes in the form of MNIST (Xiao, Rasul and Vollgraf, 2017), as `load_mnist`.

    The first call fetches about 30 MB; Keras keeps them in its folder for the next one. A
    ConnectionError if they are not here yet, and could not be fetched.
    """
    checks.one_of(split, "split", ("train", "test"))
    try:
        train, test = keras.datasets.fashion_mnist.load_data()
    except Exception as error:  # Keras raises a bare Exception if it finds no network
        raise ConnectionError(
            f"Fashion-MNIST could not be fetched ({error}). Without a network, draw data with "
            "cgan_lib.glyphs.draw(), or fetch on another computer the four files that "
            "keras.datasets.fashion_mnist names, into ~/.keras/datasets/fashion-mnist here"
        ) from error
    images, labels = train if split == "train" else test
    names = tuple(CLOTHES.split(","))
    return Pictures(images[..., np.newaxis], labels.astype("int32"), names)


def scale(images) -> np.ndarray:
    """Pixels from 0 to 255 become numbers from -1 to 1, the range of tanh: x = pixel / 127.5 - 1.

    Takes uint8 of any shape, or there is a TypeError; returns float32 of the same shape.
    """
    images = checks.array(images, "images")
    if images.dtype != np.uint8:
        found = f"{images.dtype} (are they scaled already?)"
        raise TypeError(f"images must be uint8, from 0 to 255; got {found}")
    return np.asarray(images.astype("float32") / np.float32(127.5) - np.float32(1))


def unscale(x) -> np.ndarray:
    """Numbers from -1 to 1 become brightness from 0 to 1, as Matplotlib wants it: (x + 1) / 2.

    Takes numbers of any shape, or a ValueError if some are outside; returns float32 of that shape.
    """
    brightness = (checks.in_tanh_range(x, "x") + np.float32(1)) / np.float32(2)
    return np.asarray(brightness)  # of a single number NumPy makes another kind


def batches(
    x, labels, batch_size: int = 32, seed: int | None = None, start: int = 0
) -> tf.data.Dataset:
    """Shuffled batches of pairs (x, y), without end: each pass over the data is a new order.

    Pixels are scaled batch by batch, and those in a cache of `load_images` are read so, too.

    Args:
        x: (N, height, width, channels): uint8 from 0 to 255, or floats from -1 to 1. Leave pixels
            as they are while they train: they are not always copied.
        labels: integers, (N,), from 0 up.
        batch_size: pairs in a batch, from 1 to N.
        seed: the same seed gives the same batches again; None gives new ones. Each `fit` begins
            with the first of them.
        start: how many batches to leave out at the beginning, so that a run goes on at its place.

    Returns:
        A dataset of (float32 (batch_size, height, width, channels), int32 (batch_size,)). Its
        `part(rows)`, with a slice, is a dataset of these rows of each batch; no others are read.
    """
    x = checks.pixels_or_images(x)
    labels = checks.labels(labels, x=x)
    batch_size = checks.whole_number(batch_size, "batch_size", low=1, high=len(x))
    seed = checks.seed(seed)
    if checks.whole_number(start, "start", low=0) and seed is None:
        raise ValueError(f"start needs a seed; got start {start} and seed None")
    seed = np.random.default_rng().integers(2**31) if seed is None else seed
    (x, first), labels = shared(x), tf.constant(labels)
    shuffle = tf.random.experimental.stateless_shuffle

    def one_pass(number):
        order = shuffle(tf.range(len(labels)), seed=[seed, number])
        return tf.data.Dataset.from_tensor_slices(order)

    def pair(rows):
        images = tf.gather(x, first + rows)
        if images.dtype == tf.uint8:  # in the same steps as `scale`, to the same bits
            images = tf.cast(images, tf.float32) / 127.5 - 1
        return images, tf.gather(labels, rows)

    options = tf.data.Options()
    # The thread that tunes can delay the end of `fit` by a minute.
    options.autotune.enabled = False
    # And the changes that are made to a dataset would copy x.
    options.experimental_optimization.apply_default_optimizations = False
    passes, pairs = divmod(start * batch_size, len(labels))
    places = tf.data.Dataset.counter(passes).flat_map(one_pass)
    places = places.skip(pairs)  # at most one pass of numbers: no image is touched
    places = places.batch(batch_size, drop_remainder=True)
    endless = tf.data.experimental.assert_cardinality(tf.data.INFINITE_CARDINALITY)

    def part(rows):
        own = places.map(lambda whole: pair(whole[rows]))
        return own.apply(endless).prefetch(2).with_options(options)

    made = part(slice(None))
    made.part = part  # for `replicas`: each of several workers takes its own
    return made


def shared(x: np.ndarray) -> tuple[tf.Tensor, int]:
    """Images as a tensor, no copy if they are pixels in a cache, and where in it they begin."""
    is_slice = isinstance(x.base, np.ndarray) and x.base.shape[1:] == x.shape[1:]
    whole = x.base if is_slice else x
    in_place = x.flags.c_contiguous and whole.flags.carray
    aligned = whole.ctypes.data % 64 == 0  # else TensorFlow ends the program
    first, rest = divmod(x.ctypes.data - whole.ctypes.data, x[0].nbytes)
    if in_place and aligned and not rest and x.dtype == whole.dtype == np.uint8:
        return tf.experimental.dlpack.from_dlpack(whole.__dlpack__()), first
    return tf.constant(x), 0
