"""Networks, their weights and optimisers, D's answers, and the files of a model."""

import zipfile
from inspect import isfunction

from cgan_lib.checks.arrays import array
from cgan_lib.checks.arrays import labels as whole_labels

import h5py
import keras
import numpy as np
import tensorflow as tf

MOST_TEXT = 2**22  # bytes; a configuration here has 25,000


def instance(value, name: str, kind=keras.Model):
    """A Keras model, or what is of another kind, or an error."""
    if not isinstance(value, kind):
        wanted = "Keras model" if kind is keras.Model else kind.__name__
        raise TypeError(f"{name} must be a {wanted}; got {type(value).__name__}")
    return value


def every_layer(network, name: str) -> list[keras.Layer]:
    """The layers of a model, those of the models in it too, or an error."""
    found = []
    for layer in instance(network, name).layers:
        found.append(layer)
        if isinstance(layer, keras.Model):
            found += every_layer(layer, name)
    return found


def networks(generator, discriminator):
    """An error if the two networks do not fit together."""
    both = {"generator": generator, "discriminator": discriminator}
    for name, network in both.items():
        if not hasattr(instance(network, name), "output_shape"):
            raise ValueError(f"{name} must be made by keras.Model(inputs, outputs)")
    image, label, logit = generator.output_shape, (None, 1), (None, 1)
    takes, makes = generator.input_shape, discriminator.output_shape
    fits = len(takes) == 2 and takes[1] == label and len(image) == 4
    if not fits or len(takes[0]) != 2 or None in (takes[0][1], *image[1:]):
        wanted = "from [z (batch, z_dim), label (batch, 1)] to an image"
        raise ValueError(f"generator must go {wanted}; got {takes} to {image}")
    if list(discriminator.input_shape) != [image, label] or makes != logit:
        wanted = f"from {[image, label]} to {logit}"
        found = f"{discriminator.input_shape} to {makes}"
        raise ValueError(f"discriminator must go {wanted}; got {found}")
    own = {id(weight) for weight in generator.weights}
    if shared := [w.path for w in discriminator.weights if id(w) in own]:
        wanted = "generator and discriminator must have no layer in common"
        raise ValueError(f"{wanted}, as opponents; both hold {shared[0]}")
    numbers = np.linspace(-50, 50, 1001, dtype="float32")
    if ends_in(discriminator, numbers).min() >= 0:
        wanted = "discriminator must answer with a logit, for losses apply the sigmoid"
        raise ValueError(f"{wanted}; it has a sigmoid of its own (use activation=None)")
    end = ends_in(generator, numbers)
    low, high = end.min(), end.max()
    if not np.array_equal(end, numbers) and not (-1 <= low < 0 < high <= 1):
        wanted = "generator must end in tanh, for images go from -1 to 1"
        raise ValueError(f"{wanted}; it makes numbers from {low:.3g} to {high:.3g}")


def say_if_normalized(discriminator):
    """That the penalty r1 does not go well with this D is said, not refused."""
    layers = every_layer(discriminator, "discriminator")
    if any(isinstance(one, keras.layers.BatchNormalization) for one in layers):
        print(
            "r1 with BatchNormalization in D: the penalty's gradient is a few percent wrong. "
            "Leave one of them out (batch_norm_in_discriminator=False)"
        )


def ends_in(network, numbers: np.ndarray) -> np.ndarray:
    """What a network's last activation makes of these numbers; the same ones if it has none."""
    kinds = "keras.src.layers.activations", "keras.src.ops.nn"
    last = network
    try:
        while isinstance(last, keras.Model | keras.layers.Reshape):
            is_model = isinstance(last, keras.Model)
            end = last.outputs[0] if is_model else last.input
            last = end._keras_history.operation
        is_activation = type(last).__module__.startswith(kinds)
        function = getattr(last, "activation", last if is_activation else None)
        return keras.ops.convert_to_numpy(function(numbers[np.newaxis]))[0]
    except Exception:  # no activation, or one that takes no plain numbers
        return numbers


class LostNumbersError(ValueError):
    """A run has lost its numbers: weights are NaN or infinite, so nothing can be drawn."""


def not_finite(weights, replaced=()) -> list[str]:
    """The paths of those weights that hold NaN or infinity.

    `replaced` are pairs of one of them and another, to look at in its place.
    """
    instead = {id(weight): other for weight, other in replaced}
    values = ((w.path, instead.get(id(w), w).numpy()) for w in weights)
    return [path for path, value in values if not np.isfinite(value).all()]


def wrong_images(x: np.ndarray, network, replaced=()):
    """The error for images that are not from -1 to 1; `replaced` as in `not_finite`."""
    lost = not_finite(network.weights, replaced)
    if lost or not np.isfinite(x).all():
        where = "all its weights are finite, but so large that its images"
        if lost:
            more = f" and {len(lost) - 3} more" if lost[3:] else ""
            where = f"its weights {', '.join(lost[:3])}{more}"
        raise LostNumbersError(
            f"generator cannot draw: {where} hold NaN or infinity. The run has lost its numbers: "
            "go back to what was saved before, and try a lower learning rate"
        )
    found = f"numbers from {x.min()} to {x.max()} (let it end in tanh)"
    raise ValueError(f"generator must draw from -1 to 1; it drew {found}")


def optimizer(value, name: str) -> keras.optimizers.Optimizer:
    """A Keras optimiser, from its name for instance, or a ValueError or TypeError."""
    try:
        optimizer = keras.optimizers.get(value)
    except Exception:
        optimizer = None
    if not isinstance(optimizer, keras.optimizers.Optimizer):
        raise TypeError(f"{name} must be a Keras optimiser or its name; got {value!r}")
    if getattr(optimizer, "loss_scale_factor", None) is not None:
        raise ValueError(  # which Keras cannot take back from the gradients of a label table
            f"{name} must have no loss_scale_factor; use keras.optimizers.LossScaleOptimizer"
        )
    return optimizer


def inner(optimizer):
    """The optimiser itself, out of its LossScaleOptimizer if it has one."""
    return getattr(optimizer, "inner_optimizer", optimizer)


def both_move(own, other, generator, discriminator):
    """A ValueError if one of two optimisers was built without weights that its network learns."""
    players = {"generator": (own, generator), "discriminator": (other, discriminator)}
    for name, (optimizer, network) in players.items():
        known = {id(weight) for weight in inner(optimizer)._trainable_variables}
        if not known >= {id(weight) for weight in network.trainable_variables}:
            found = "another network, or with a part frozen: compile with two new ones"
            raise ValueError(f"{name}_optimizer was built for {found}")


def scaled(optimizer, network):
    """The optimiser, in a LossScaleOptimizer if the network computes in float16 alone.

    Keras does the same for a model of one optimiser, by its policy mixed_float16.
    """
    all_layers = every_layer(network, "network")
    kinds = {(layer.compute_dtype, layer.variable_dtype) for layer in all_layers}
    kept = keras.optimizers.LossScaleOptimizer
    if ("float16", "float32") not in kinds or isinstance(optimizer, kept):
        return optimizer
    return kept(optimizer, name="loss_scale_optimizer")


def logits(value, name: str):
    """Float numbers, one or more, as a tensor, or an error; costs nothing inside a graph.

    Those of 16 bits become float32, as losses want it.
    """
    is_tensor = isinstance(value, tf.Tensor | tf.Variable | keras.KerasTensor)
    given = value if is_tensor else array(value, name)
    kind = getattr(given.dtype, "name", given.dtype)
    if not kind.startswith(("float", "bfloat")):
        raise TypeError(f"{name} must hold float numbers; got {kind}")
    tensor = given if is_tensor else tf.constant(given)
    known = getattr(tensor.shape, "rank", 0) is not None  # inside a graph it may not be
    if known and (0 in tuple(tensor.shape) or not len(tensor.shape)):
        raise ValueError(f"{name} must be (batch, 1), one or more; got {tensor.shape}")
    return keras.ops.cast(tensor, "float32") if kind.endswith("float16") else tensor


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
            wanted = "what discriminator takes, with labels (batch, 1)"
            found = f"{images.shape} for inputs of {takes}"
            raise ValueError(f"images must be {wanted}; got {found}")
    if not isinstance(labels, tf.Tensor):
        given = whole_labels(np.ravel(array(labels, "labels")))
        labels = tf.constant(given[:, np.newaxis])
    wanted = (images.shape[0], 1)
    if not labels.shape.is_compatible_with(wanted):
        raise ValueError(f"labels must be {wanted}, like images; got {labels.shape}")
    return images, labels


def archive(file, size: int) -> list[str]:
    """The names of what a `.keras` or `.npz` file of so many bytes holds, or a ValueError.

    Keras and NumPy compress nothing, so what is larger than the file was made to harm. All sizes
    are looked at, in the archives and the weights that it holds too, before anything is read.
    """
    with zipfile.ZipFile(file) as whole:
        members = whole.infolist()
        if any(member.compress_type != zipfile.ZIP_STORED for member in members):
            raise ValueError("it is compressed, which Keras never does")
        if sum(member.file_size for member in members) > size:
            raise ValueError("it says that it is larger than it is")
        for member in members:
            with whole.open(member) as part:
                if member.filename.endswith(".npz"):
                    archive(part, member.file_size)
                elif member.filename.endswith(".h5"):
                    weights(part, member.file_size)
                elif member.filename.endswith(".json") and member.file_size > MOST_TEXT:
                    raise ValueError(f"its {member.filename} is too long")
    return whole.namelist()


def weights(file, size: int):
    """A ValueError if the arrays in an HDF5 file are larger than the file."""
    found = []
    try:
        with h5py.File(file) as whole:
            whole.visititems(lambda name, item: found.append(item))
            arrays = [one for one in found if isinstance(one, h5py.Dataset)]
            for one in arrays:
                if one.dtype.hasobject:  # of any length, wherever in the file
                    raise ValueError(f"{one.name} holds no numbers")
            taken = sum(one.nbytes for one in arrays)
    except Exception as error:  # a damaged one raises many kinds
        raise ValueError(f"its weights cannot be read: {error}") from error
    if taken > size:
        raise ValueError("its weights say that they are larger than they are")
