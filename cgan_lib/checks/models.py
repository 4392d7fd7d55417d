"""Models that have been built, what they are trained with, and what watches."""

import keras
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


def networks(generator, discriminator, num_classes: int):
    """An error if the two networks do not fit together, or know fewer classes than there are."""
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
    for name, network in (("generator", generator), ("discriminator", discriminator)):
        for layer in network.layers:
            is_table = isinstance(layer, keras.layers.Embedding)
            if is_table and layer.input_dim < num_classes:
                raise ValueError(
                    f"num_classes is {num_classes}, but the {name}'s table has only "
                    f"{layer.input_dim} rows"
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
