"""Fashion-MNIST, through Keras, for those with a network. Taught by notebook 11_your_own_data."""

from cgan_lib import checks
from cgan_lib.data.pictures import Pictures

import keras
import numpy as np

CLASS_NAMES = (
    "T-shirt",
    "trouser",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot",
)


def load_fashion_mnist(split: str = "train") -> Pictures:
    """Pictures of clothes in the form of MNIST (Xiao, Rasul and Vollgraf, 2017).

    The first call fetches about 30 MB; Keras keeps them in its folder for the next one.

    Args:
        split: "train" (60,000 pictures) or "test" (10,000 pictures).

    Returns:
        Pictures: uint8 (N, 28, 28, 1), labels from 0 to 9, and their names.

    Raises:
        ValueError: another split.
        ConnectionError: they are not here yet, and could not be fetched.
    """
    checks.one_of(split, "split", ("train", "test"))
    try:
        train, test = keras.datasets.fashion_mnist.load_data()
    except Exception as error:  # Keras raises a bare Exception if it finds no network
        raise ConnectionError(
            f"Fashion-MNIST could not be fetched ({error}). The way on without a network: "
            "draw a new data set with cgan_lib.glyphs.draw(), or on another computer fetch the "
            "four files that keras.datasets.fashion_mnist names and put them into "
            "~/.keras/datasets/fashion-mnist"
        ) from error
    images, labels = train if split == "train" else test
    return Pictures(images[..., np.newaxis], labels.astype("int32"), CLASS_NAMES)
