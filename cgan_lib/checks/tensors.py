"""Tensors: D's answers, and what its gradient penalty is taken of."""

from inspect import isfunction

from cgan_lib.checks.arrays import array
from cgan_lib.checks.arrays import labels as whole_labels

import keras
import numpy as np
import tensorflow as tf


def logits(value, name: str):
    """Float numbers, one or more, as a tensor, or an error; costs nothing inside a graph."""
    if isinstance(value, tf.Tensor | tf.Variable | keras.KerasTensor):
        tensor = value
    else:
        given = array(value, name)
        if not np.issubdtype(given.dtype, np.floating):
            raise TypeError(f"{name} must hold float numbers; got {given.dtype}")
        tensor = tf.constant(given)
    if not keras.backend.is_float_dtype(tensor.dtype):
        raise TypeError(f"{name} must hold float numbers; got {tensor.dtype}")
    known = getattr(tensor.shape, "rank", 0) is not None  # inside a graph it may not be
    if known and (0 in tuple(tensor.shape) or not len(tensor.shape)):
        raise ValueError(f"{name} must be (batch, 1), one or more; got {tensor.shape}")
    return tensor


def both_logits(real_logits, fake_logits):
    """Both, as tensors that can be added."""
    real = logits(real_logits, "real_logits")
    fake = logits(fake_logits, "fake_logits")
    if real.dtype != fake.dtype:
        real, fake = keras.ops.cast(real, "float64"), keras.ops.cast(fake, "float64")
    return real, fake


def penalised(discriminator, images, labels):
    """Images as a float tensor and their labels as one, (batch, 1), or an error."""
    images = logits(images, "images")
    if not isinstance(discriminator, keras.Layer) and not isfunction(discriminator):
        raise TypeError(f"discriminator must be a model; got {discriminator!r}")
    if isinstance(discriminator, keras.Model):
        takes = [tuple(part.shape[1:]) for part in discriminator.inputs]
        if takes != [tuple(images.shape[1:]), (1,)]:
            raise ValueError(
                "images must be what discriminator takes, with labels (batch, 1); got "
                f"{images.shape} for inputs of {takes}"
            )
    if not isinstance(labels, tf.Tensor):
        labels = tf.constant(whole_labels(np.ravel(array(labels, "labels"))))
        labels = labels[:, tf.newaxis]
    if labels.shape.rank not in (2, None):
        raise ValueError(f"labels must be (batch, 1); got {labels.shape}")
    if not labels.shape[:1].is_compatible_with(images.shape[:1]):
        raise ValueError(
            f"labels must be one for each of images; got {labels.shape[0]} for "
            f"{images.shape[0]}"
        )
    return images, labels
