"""What `fit` is given: pairs in a dataset, callbacks, and options that a CGAN has no use for."""

from importlib.util import find_spec

from cgan_lib.checks.arrays import pairs
from cgan_lib.checks.models import inner
from cgan_lib.checks.settings import whole_number

import keras
import numpy as np
import tensorflow as tf

NO_SCORE = "no loss says how good a CGAN is. Measure with cgan_lib.evaluation"
ALL_ALIKE = "all pairs count alike: what is to count more must be in x more often"
METRICS = ("d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake")  # what a run logs
VALIDATION = ("data", "split", "steps", "batch_size")
UNUSED = {  # options of Keras's own fit
    **{f"validation_{end}": NO_SCORE for end in VALIDATION},
    "sample_weight": ALL_ALIKE,
    "class_weight": ALL_ALIKE,
}
MAY_BE_NONE = {"batch_size", "steps_per_epoch"}
COMPILED = {  # options of Keras's own compile
    "loss": "the losses are those of adversarial_loss, r1 and mismatch",
    "loss_weights": "the weights of the losses are r1 and mismatch",
    "metrics": NO_SCORE,
    "weighted_metrics": NO_SCORE,
}
SCALED = (
    "(scale pixels from 0 to 255 by "
    "x.map(lambda images, labels: (tf.cast(images, 'float32') / 127.5 - 1, labels)))"
)


def no_options(options: dict, unused: dict):
    """A ValueError for an option of Keras's that has no use here."""
    for name, why in unused.items():
        value = options.get(name)
        if value is not None and not (name == "validation_split" and value == 0):
            raise ValueError(f"{name} must be left out: {why}")


def augment(layer, img_shape):
    """A layer that leaves images images, of their shape and range, or None; else an error."""
    if layer is None:
        return None
    if not isinstance(layer, keras.Layer):
        raise TypeError(f"augment must be a Keras layer or None; got {layer!r}")
    ramp = np.linspace(-1, 1, 32 * np.prod(img_shape), dtype="float32")
    made = np.array(layer(ramp.reshape(32, *img_shape), training=True), "float32")
    if made.shape[1:] != tuple(img_shape):
        found = made.shape[1:]
        raise ValueError(f"augment must keep the shape {img_shape}; it makes {found}")
    if not -2 < made.min() < 0 < made.max() < 2:
        raise ValueError(
            "augment must keep images about in [-1, 1]; it makes them from "
            f"{made.min():.3g} to {made.max():.3g}: has it a value_range=(-1, 1)?"
        )
    return layer


def fit_options(options: dict):
    """An error for an option of Keras's `fit` that has no use here, or that cannot be."""
    no_options(options, UNUSED)
    for name in options.keys() & {"epochs", "initial_epoch", *MAY_BE_NONE}:
        if name not in MAY_BE_NONE or options[name] is not None:
            low = 0 if name == "initial_epoch" else 1
            whole_number(options[name], name, low, 2**31 - 1)


def callbacks(value) -> list:
    """Keras callbacks as a list, from one, several or None, or an error.

    One that monitors what no run logs is refused before it finds out after an epoch.
    """
    given = keras.tree.flatten([] if value is None else value)
    if not all(isinstance(one, keras.callbacks.Callback) for one in given):
        raise TypeError(f"callbacks must be Keras callbacks, or one; got {value!r}")
    for one in given:
        _fits_two_players(one)
    return given


def _fits_two_players(callback):
    """A ValueError for a callback that would do nothing, or harm, where two networks train."""
    name = type(callback).__name__
    if isinstance(callback, keras.callbacks.SwapEMAWeights):
        why = "generate draws with the averages anyway"
        raise ValueError(f"callbacks must hold no {name}: {why}")
    is_board = isinstance(callback, keras.callbacks.TensorBoard)
    if is_board and not find_spec("tensorboard"):
        raise ValueError(f"{name} needs a package more: pip install tensorboard")
    monitor = getattr(callback, "monitor", None)
    if monitor is None or not getattr(callback, "save_best_only", True):
        return
    if monitor not in METRICS and monitor.removeprefix("val_") in ("loss", *METRICS):
        wanted = f"monitor must be one of {', '.join(METRICS)}"
        raise ValueError(f"{name}'s {wanted}; got {monitor!r}")
    if getattr(callback, "mode", None) == "auto":
        wanted = f"mode must be 'min' or 'max', since Keras knows no best {monitor}"
        raise ValueError(f"{name}'s {wanted}; got 'auto'")


def learning_rates(callbacks: list, optimizers):
    """A ValueError for a callback that sets a learning rate which falls by a schedule."""
    kinds = keras.callbacks.LearningRateScheduler, keras.callbacks.ReduceLROnPlateau
    for one in (one for one in callbacks if isinstance(one, kinds)):
        rates = [inner(own).get_config()["learning_rate"] for own in optimizers]
        if any(isinstance(rate, dict) for rate in rates):
            name, why = type(one).__name__, "for a schedule sets the rate already"
            how = "build the model from a recipe with falling_rate=False"
            raise ValueError(f"callbacks must hold no {name}, {why}: {how}")


def known_steps(callback):
    """A ValueError if a callback that counts iterations cannot know how many an epoch has."""
    steps, name = (callback.params or {}).get("steps", 0), type(callback).__name__
    if steps is None:
        raise ValueError(f"steps_per_epoch must be given with {name}: x has no length")
    together = getattr(callback.model, "steps_per_execution", 1)
    if steps % together:
        wanted = f"steps_per_execution must divide the {steps} steps of an epoch"
        raise ValueError(f"with {name}, {wanted}; got {together}")


def no_stream(x):
    """A TypeError for what is no array, such as a generator that hands on batches."""
    if not isinstance(x, list | tuple) and not hasattr(x, "__array__"):
        how = "tf.data.Dataset.from_generator makes a dataset of what hands on batches"
        found = f"{type(x).__name__} ({how})"
        raise TypeError(f"x must be an array or a tf.data.Dataset; got {found}")


class Looked:
    """A dataset of pairs whose batches are looked at when they come, before they train.

    In the first one all is looked at; in the others what would train in silence, though it should
    not: NaN, and labels without a row in a table, for which some devices take another row. The look
    is a part of the pipeline, so no batch is drawn for it alone: the order of a shuffled dataset
    and the place in a generator stay. A dataset of another form, or without end and without
    steps_per_epoch, is refused at once.

    Attributes:
        problem: the error that a batch made; None if there was none.
    """

    def __init__(self, dataset, img_shape, num_classes: int, steps_per_epoch=None):
        self.img_shape, self.num_classes = img_shape, num_classes
        self.problem, self._looks = None, True
        self._check_form(dataset.element_spec)
        endless = dataset.cardinality() == tf.data.INFINITE_CARDINALITY
        if endless and steps_per_epoch is None:
            raise ValueError("steps_per_epoch must be given, for x has no end")

    def pairs_of(self, dataset):
        """The dataset, or a part of it, to train on."""
        return dataset.enumerate().map(self._look_at)

    def _check_form(self, spec):
        one = ", ".join(map(str, self.img_shape))
        batch = f"float images (batch, {one}) from -1 to 1, integer labels (batch,)"
        wanted = f"x must be a dataset of batches ({batch})"
        fits = isinstance(spec, tuple) and [*map(type, spec)] == [tf.TensorSpec] * 2
        if fits:
            images, labels = spec
            fits = images.shape.is_compatible_with((None, *self.img_shape))
            rows = [(None,), (None, 1)]
            fits &= any(labels.shape.is_compatible_with(shape) for shape in rows)
        if not fits or not labels.dtype.is_integer:
            raise ValueError(f"{wanted}; got {spec}")
        if not images.dtype.is_floating:
            raise TypeError(f"{wanted}; got images of {images.dtype.name} {SCALED}")

    def _look_at(self, number, pair):
        images, labels = pair
        places = tf.cast(labels, "int64")
        right = tf.reduce_all((places >= 0) & (places < self.num_classes))
        right &= (tf.size(labels) == tf.shape(images)[0]) & (tf.size(labels) > 0)
        right &= tf.reduce_all(tf.math.is_finite(images))
        fine = tf.cond(
            (number == 0) | ~right,
            lambda: tf.py_function(self._look, [number, images, labels], tf.bool),
            lambda: True,
        )
        with tf.control_dependencies([fine]):
            images = tf.ensure_shape(images, (None, *self.img_shape))
            if labels.shape.rank is None:
                labels = tf.reshape(labels, (-1,))
            return images, labels

    def _look(self, number, images, labels) -> bool:
        name = f"batch {number + 1} of x" if number else "the first batch of x"
        names, given = (name, f"the labels of {name}"), (images.numpy(), labels.numpy())
        try:
            x, _ = pairs(*given, self.img_shape, self.num_classes, names)
        except ValueError as error:
            is_bright = 1 < tf.reduce_max(images) < np.inf
            self.problem = ValueError(f"{error} {SCALED}") if is_bright else error
            raise self.problem from None
        if self._looks:  # once, though each epoch may begin the dataset anew
            say_if_odd(x.min(), x.max())
        self._looks = False
        return True


def say_if_odd(low, high):
    """What may be meant otherwise is said, not refused: pictures may be so bright, or so dark."""
    if low >= 0 and high > 0:
        seen = f"x holds numbers from {low:.3g} to {high:.3g} so far, none below 0"
        print(f"{seen}. If black is 0 in it, scale it first: x * 2 - 1")
    elif -1 < high < -0.75:
        seen = f"x holds numbers up to {high:.3g} so far, so it is nearly black"
        print(f"{seen}. Bring another range of pixels to 0 to 255 before you scale")
