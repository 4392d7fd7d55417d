"""What the judge reads in images, and how it describes them."""

from cgan_lib import assets, checks

import keras
import numpy as np


def load_judge() -> keras.Model:
    """The shipped judge, which reads 99.4 % or more of MNIST's test digits rightly.

    Raises:
        ValueError: the file is damaged.
        FileNotFoundError: the file is missing.
    """
    file = assets.path("judge.keras")
    try:
        return keras.saving.load_model(file, compile=False, safe_mode=True)
    except Exception as error:
        raise ValueError(f"{file} cannot be read: {error}") from error


def read(judge: keras.Model, images) -> np.ndarray:
    """Which digit the judge sees in each image.

    It always names a digit, even where there is none.

    Args:
        judge: what `load_judge` or `train_classifier` returned.
        images: float, (N, 28, 28, 1), from 0 to 1; or of the shape that the judge learned from.

    Returns:
        int32, (N,), from 0 to 9, or to the last of the judge's classes.

    Raises:
        ValueError, TypeError: another network, or images of another kind or shape.
    """
    return _look(_check_judge(judge), images).argmax(axis=1).astype("int32")


def features(judge: keras.Model, images) -> np.ndarray:
    """How the judge describes each image: the output of its last hidden layer.

    Args:
        judge: what `load_judge` or `train_classifier` returned.
        images: as in `read`.

    Returns:
        float32, (N, 64), from 0 up.

    Raises:
        ValueError, TypeError: as in `read`.
    """
    described = _check_judge(judge).get_layer("features").output
    return _look(keras.Model(judge.inputs[0], described), images)


def _check_judge(judge: keras.Model) -> keras.Model:
    """A network of the judge's kind, or a TypeError or ValueError."""
    checks.model(judge, "judge")
    names = [layer.name for layer in judge.layers]
    if "features" not in names or len(judge.input_shape) != 4:
        raise ValueError(
            "judge must read images and have a layer 'features'; "
            f"got {judge.name} with {', '.join(names)}"
        )
    return judge


def _look(network: keras.Model, images) -> np.ndarray:
    """What a network answers to images, 1,000 at a time, to bound the memory that it takes."""
    x = checks.brightness(images, img_shape=network.input_shape[1:]) * 2 - 1
    pieces = (x[i : i + 1000] for i in range(0, len(x), 1000))
    return np.concatenate([network(piece, training=False).numpy() for piece in pieces])
