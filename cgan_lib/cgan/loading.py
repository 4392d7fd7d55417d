"""A ConditionalGAN from a file, which may be damaged or hostile."""

import math

from cgan_lib import checks
from cgan_lib.callbacks.checkpoints import RECORD
from cgan_lib.cgan.model import ConditionalGAN

import keras
import tensorflow as tf


def load(path) -> ConditionalGAN:
    """A ConditionalGAN from the `.keras` file that its `save` wrote, compiled if it was.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file is damaged, holds something else, would run code, or asks for more
            weights than it holds.
    """
    path = checks.path(path, "path")
    if not path.is_file():
        raise FileNotFoundError(f"path must be a .keras file; there is no file {path}")
    # Keras would read other kinds, and not as safely.
    if not path.name.endswith(".keras"):
        raise ValueError(f"path must be a .keras file, by its name too; got {path}")
    try:
        _refuse_foreign(path)
        with tf.variable_creator_scope(_within(path.stat().st_size + 2**20)):
            model = keras.saving.load_model(path, safe_mode=True)
    except Exception as error:
        raise ValueError(
            f"path must be a .keras file; {path} cannot be read: {error!s:.300}"
        ) from error
    if not isinstance(model, ConditionalGAN):
        raise ValueError(
            f"path must hold a ConditionalGAN; {path} holds a {type(model).__name__} instead"
        )
    return model


def _refuse_foreign(path):
    """A ValueError if an archive holds more than `save` or `Checkpoints` write into one."""
    names = sorted(checks.archive(path, path.stat().st_size))
    if RECORD in names:  # what makes it a checkpoint; read by `checkpoints` alone
        names.remove(RECORD)
    if names != ["config.json", "metadata.json", "model.weights.h5"]:
        raise ValueError(f"it holds {', '.join(map(repr, names[:5]))}")


def _within(left: int):
    """A creator for `tf.variable_creator_scope`: it refuses to make more than so many bytes."""

    def create(next_creator, **options):
        nonlocal left
        value = options["initial_value"]
        if callable(value):
            with tf.Graph().as_default():  # what it would be, without computing it
                value = value()
        left -= math.prod(value.shape) * value.dtype.size
        if left < 0:
            raise ValueError("it asks for more weights than it holds")
        return next_creator(**options)

    return create
