"""Networks, what they are trained with and what watches, and D's answers."""

from inspect import isfunction

from cgan_lib.checks.arrays import array
from cgan_lib.checks.arrays import labels as whole_labels

import keras
import numpy as np
import tensorflow as tf


def model(value, name: str, kind=keras.Model):
    """A model that has been built, or an error."""
    if not isinstance(value, kind):
        wanted = "Keras model" if kind is keras.Model else kind.__name__
        raise TypeError(f"{name} must be a {wanted}; got {type(value).__name__}")
    return value


def every_layer(network, name: str) -> list[keras.Layer]:
    """The layers of a model, those of the models in it too, or an error."""
    found = []
    for layer in model(network, name).layers:
        found.append(layer)
        if isinstance(layer, keras.Model):
            found += every_layer(layer, name)
    return found


def networks(generator, discriminator):
    """An error if the two networks do not fit together."""
    for name, network in (("generator", generator), ("discriminator", discriminator)):
        model(network, name)
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


def optimizer(value, name: str) -> keras.optimizers.Optimizer:
    """A Keras optimiser, from its name for instance, or a ValueError or TypeError."""
    try:
        optimizer = keras.optimizers.get(value)
    except Exception:
        optimizer = None
    if not isinstance(optimizer, keras.optimizers.Optimizer):
        raise TypeError(f"{name} must be a Keras optimiser or its name; got {value!r}")
    return optimizer


def callbacks(value) -> list:
    """Keras callbacks as a list, from one, several or None, or an error."""
    kind = keras.callbacks.Callback
    if value is None or isinstance(value, kind):
        return [] if value is None else [value]
    if not isinstance(value, list | tuple) or not all(
        isinstance(v, kind) for v in value
    ):
        raise TypeError(
            f"callbacks must be a Keras callback, or a list of them; got {value!r}"
        )
    return list(value)


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
