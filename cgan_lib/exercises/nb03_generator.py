"""Exercises of notebook 03_generator."""

from cgan_lib import cgan
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.generator import build_cgan_generator

import keras
import numpy as np
from keras import layers

# 03.1 Which shape comes out?


def shape_after_the_layer():
    height, width = 5, 8
    stride = 3
    return height * stride, width * stride, 32  # one channel for each filter


# 03.2 Count the stamps


def stamps_on_each(n, size, stride):
    count = np.zeros((n - 1) * stride + size)
    for place in range(n):
        first = place * stride
        count[first : first + size] += 1
    return count


def stamps_cut(n, size, stride):
    return stamps_on_each(n, size, stride)[: n * stride]


def stamps_last_one_forgotten(n, size, stride):
    whole = stamps_on_each(n, size, stride)
    whole[-size:] -= 1
    return whole


def stamps_shorter(n, size, stride):
    return stamps_on_each(n - 1, size, stride)


def stamps_at_stride_1(n, size, stride):
    return stamps_on_each(n, size, 1)


def stamps_side_by_side(n, size, stride):
    return stamps_on_each(n, stride, size)


def stamps_not_added(n, size, stride):
    return np.minimum(stamps_on_each(n, size, stride), 1)


def stamps_in_a_square(n, size, stride):
    line = stamps_on_each(n, size, stride)
    return np.outer(line, line)


def stamps_cases(random):
    return [
        (int(random.integers(low, low + 4)), size, stride)
        for low, size, stride in ((6, 3, 2), (4, 4, 2), (3, 5, 3), (4, 6, 1))
    ]


# 03.3 Repair the layer


def normalise(batch, running_mean, running_variance, training):
    mean, variance = batch.mean(axis=(0, 1, 2)), batch.var(axis=(0, 1, 2))
    if not training:
        mean, variance = running_mean, running_variance
    return (batch - mean) / np.sqrt(variance + 0.001)


def normalise_planted(batch, running_mean, running_variance, training):
    mean, variance = batch.mean(axis=(0, 1, 2)), batch.var(axis=(0, 1, 2))
    if not training:
        mean = running_mean
    return (batch - mean) / np.sqrt(variance + 0.001)


def normalise_as_in_training(batch, running_mean, running_variance, training):
    return normalise(batch, running_mean, running_variance, True)


def normalise_as_in_use(batch, running_mean, running_variance, training):
    return normalise(batch, running_mean, running_variance, False)


def normalise_other_way_round(batch, running_mean, running_variance, training):
    return normalise(batch, running_mean, running_variance, not training)


def normalise_variance_only(batch, running_mean, running_variance, training):
    return normalise(batch, batch.mean(axis=(0, 1, 2)), running_variance, training)


def normalise_without_root(batch, running_mean, running_variance, training):
    mean, variance = batch.mean(axis=(0, 1, 2)), batch.var(axis=(0, 1, 2))
    if not training:
        mean, variance = running_mean, running_variance
    return (batch - mean) / (variance + 0.001)


def normalise_without_root_in_use(batch, running_mean, running_variance, training):
    if training:
        return normalise(batch, running_mean, running_variance, True)
    return (batch - running_mean) / (running_variance + 0.001)


def normalise_each_image(batch, running_mean, running_variance, training):
    if not training:
        return normalise(batch, running_mean, running_variance, False)
    mean = batch.mean(axis=(1, 2), keepdims=True)
    return (batch - mean) / np.sqrt(batch.var(axis=(1, 2), keepdims=True) + 0.001)


def normalise_each_place(batch, running_mean, running_variance, training):
    if not training:
        return normalise(batch, running_mean, running_variance, False)
    return (batch - batch.mean(axis=0)) / np.sqrt(batch.var(axis=0) + 0.001)


def normalise_cases(random):
    cases = []
    for shape, training in (
        ((5, 3, 4, 2), True),
        ((4, 2, 6, 3), False),
        ((1, 3, 2, 2), False),
        ((2, 4, 2, 5), True),
    ):
        channels = shape[-1]
        loc, scale = random.uniform(-3, 3, channels), random.uniform(0.1, 3, channels)
        cases.append(
            (
                random.normal(loc, scale, size=shape),
                loc + random.uniform(0.5, 1, channels),
                scale**2 * random.uniform(1.5, 2, channels),
                training,
            )
        )
    return cases


# 03.4 No checkerboard


def ratio_with_kernel_4():
    keras.utils.set_random_seed(0)
    untrained = build_cgan_generator(kernel_size=4)
    labels = np.arange(500)[:, np.newaxis] % 10
    spread = np.std(untrained([cgan.noise(500, 100, seed=0), labels]), axis=0)[..., 0]
    inner = spread[2:-2, 2:-2]
    kinds = [inner[row::2, column::2].mean() for row in (0, 1) for column in (0, 1)]
    return max(kinds) / min(kinds)


# 03.5 One doubling more


def build_deep_generator(z_dim, height, width, filters):
    first, second, third = filters
    z = keras.Input((z_dim,))
    h = layers.Dense(height // 8 * (width // 8) * first)(z)
    h = layers.Reshape((height // 8, width // 8, first))(h)
    for count in (second, third):
        h = layers.Conv2DTranspose(count, 4, strides=2, padding="same")(h)
        h = layers.LeakyReLU(negative_slope=0.01)(layers.BatchNormalization()(h))
    h = layers.Conv2DTranspose(1, 4, strides=2, padding="same")(h)
    return keras.Model(z, layers.Activation("tanh")(h))


def _build(
    z_dim,
    height,
    width,
    filters,
    part=8,
    kernel=4,
    norm=layers.BatchNormalization,
    bend=0.01,
    ending="tanh",
    strides=(2, 2, 2),
    norm_last=False,
):
    """The solution with one thing changed."""
    first, *others = filters
    steps = [
        keras.Input((z_dim,)),
        layers.Dense(height // part * (width // part) * first),
        layers.Reshape((height // part, width // part, first)),
    ]
    for count, stride in zip(others, strides, strict=False):
        grow = layers.Conv2DTranspose(count, kernel, strides=stride, padding="same")
        after = [norm(), layers.LeakyReLU(negative_slope=bend)]
        steps += [grow, *(reversed(after) if norm_last else after)]
    stride = strides[-1]
    steps.append(layers.Conv2DTranspose(1, kernel, strides=stride, padding="same"))
    return keras.Sequential([*steps, layers.Activation(ending)])


def build_from_a_quarter(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, part=4)


def build_full_size_at_once(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, part=1)


def build_turned(z_dim, height, width, filters):
    return _build(z_dim, width, height, filters)


def build_with_kernel_3(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, kernel=3)


def build_without_norm(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, norm=layers.Identity)


def build_without_bend(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, bend=1)


def build_with_other_bend(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, bend=0.3)


def build_with_relu(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, bend=0)


def build_in_uneven_steps(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, strides=(4, 2, 1))


def build_bent_before_norm(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, norm_last=True)


def build_without_tanh(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, ending="linear")


def build_with_sigmoid(z_dim, height, width, filters):
    return _build(z_dim, height, width, filters, ending="sigmoid")


def build_cases(random):
    return [
        (int(random.integers(3, 7)), height, width, filters)
        for height, width, filters in ((16, 24, (5, 4, 3)), (24, 8, (2, 6, 4)))
    ]


def look_at_generator(build, z_dim, height, width, filters):
    """The pictures' shape, the count of weights, the range of the output, the count of bends."""
    model = build(z_dim, height, width, filters)
    if model is None:
        return None
    if not isinstance(model, keras.Model):
        kind = type(model).__name__
        raise TypeError(f"it should return a Keras model, but returned {kind}.")
    z = np.random.default_rng(0).normal(size=(16, z_dim)).astype("float32")
    shape = np.array(model(z).shape[1:])
    fresh = model.get_weights()
    model.set_weights([30 * weight for weight in fresh])
    loud = np.clip(model(z), -9, 9)  # large weights: the output goes as far as it can
    model.set_weights([_positive(weight) for weight in fresh])
    there, back, middle = (np.mean(model(0 * z + value)) for value in (0.1, -0.1, 0))
    left = np.clip((middle - back) / (there - middle), 1e-8, 1)  # each bend leaves 1 %
    bends = -np.log10(left) / 2
    limits = loud.min().round(), loud.max().round()
    model.set_weights(fresh)
    growth, centred = _look_inside(model, z)
    return shape, model.count_params(), *limits, bends.round(1), growth, centred


def _look_inside(model, z):
    """How often each step doubles the size, and whether all comes in as it left its bend.

    BatchNormalization leaves a mean of 0 in each channel, and LeakyReLU moves it up; so what comes
    into a transposed convolution tells which of the two was the last.
    """
    seen, found, open_models = [], [], [model]
    while open_models:  # a model may hold another
        for layer in open_models.pop().layers:
            if isinstance(layer, keras.Model):
                open_models.append(layer)
            elif isinstance(layer, layers.Conv2DTranspose):
                found.append((layer, layer.call))
    for layer, own in found:

        def call(x, *args, own=own, **options):
            made = own(x, *args, **options)
            if not hasattr(
                x, "numpy"
            ):  # inside a graph there are no numbers to look at
                return made
            seen.append(
                (made.shape[1] / x.shape[1], np.abs(np.mean(x, (0, 1, 2))).max())
            )
            return made

        layer.call = call
    try:
        model(z, training=True)
    finally:
        for layer, own in found:
            layer.call = own
    if len(seen) != 3:  # made of something else than these layers
        return np.full(3, 2.0), 0.0
    growth, means = zip(*seen, strict=True)
    return np.array(growth), float(max(means[1:]) < 1e-3)


def _positive(weight):
    """A kernel with the same positive number everywhere; other weights as they are."""
    if weight.ndim < 2:
        return weight
    stamps = (
        4 if weight.ndim == 4 else 1
    )  # on each inner pixel, with kernel 4 at stride 2
    coming_in = weight.shape[-1] if weight.ndim == 4 else weight.shape[0]
    return np.full_like(weight, 1 / (stamps * coming_in))


EXERCISES = {
    "03.1": Exercise(
        title="Which shape comes out?",
        difficulty="warm-up",
        minutes=2,
        solution=shape_after_the_layer,
        mistakes=(
            ((16, 25, 32), "that is (n - 1) × s + k; with 'same', Keras cuts it."),
            (
                (20, 32, 32),
                "you multiplied by the kernel; the size grows by the stride.",
            ),
            (
                (5, 8, 32),
                "'same' keeps the size at stride 1 only; here the stride is 3.",
            ),
            (
                (2, 3, 32),
                "so a convolution shrinks; a transposed convolution makes it larger.",
            ),
            (
                (15, 24, 16),
                "these are the channels that come in; 32 filters give others.",
            ),
            (
                (15, 24, 512),
                "the stamps of all channels that come in add up: no multiplying.",
            ),
            ((24, 15, 32), "height comes first, then width."),
            ((32, 15, 24), "right numbers, but in Keras the channels come last."),
        ),
        hints=(
            "With 'same', does the kernel matter to the size?",
            "Output size: n × stride, for height and width. Each filter makes one channel.",
        ),
        follows="The kernel size and the number of incoming channels leave no trace in the shape.",
    ),
    "03.2": Exercise(
        title="Count the stamps",
        difficulty="core",
        minutes=6,
        solution=stamps_on_each,
        cases=stamps_cases,
        mistakes=(
            (
                stamps_cut,
                "you cut at n × stride, as 'same' does; here nothing is cut.",
            ),
            (stamps_last_one_forgotten, "the last stamp was not pressed."),
            (
                stamps_shorter,
                "that is a line with one number less: n numbers press n stamps.",
            ),
            (
                stamps_at_stride_1,
                "your stamps stand one place apart; they should stand `stride` apart.",
            ),
            (
                stamps_side_by_side,
                "size and stride have changed places: a stamp is `size` long.",
            ),
            (
                stamps_not_added,
                "where stamps overlap, they add up; yours replace each other.",
            ),
            (stamps_in_a_square, "that is a whole sheet; here it is only a line."),
        ),
        hints=(
            "It is `press_stamps` with one axis instead of two, and with ones everywhere.",
            "The line is (n - 1) × stride + size long. Begin with zeros.",
            "Stamp number i begins at place i × stride and covers `size` places: add 1 there.",
        ),
        follows=(
            "Size 3 at stride 2 gives 1, 1, 2, 1, 2, ...: the checkerboard, seen along one line."
        ),
    ),
    "03.3": Exercise(
        title="Repair the layer",
        difficulty="core",
        minutes=6,
        solution=normalise,
        cases=normalise_cases,
        planted=normalise_planted,
        tolerance=1e-3,
        mistakes=(
            (
                normalise_as_in_training,
                "now it always uses this batch, in use as well.",
            ),
            (
                normalise_as_in_use,
                "now it always uses the running numbers, in training as well.",
            ),
            (
                normalise_other_way_round,
                "training and use have changed places.",
            ),
            (
                normalise_variance_only,
                "the variance is repaired, but in use the mean is now that of the batch.",
            ),
            (
                normalise_without_root,
                "that divides by the variance; the spread is its square root.",
            ),
            (
                normalise_without_root_in_use,
                "right in training; in use you divide by a variance, not by a spread.",
            ),
            (
                normalise_each_place,
                "in training each place now has a mean of its own; a channel has only one.",
            ),
            (
                normalise_each_image,
                "in training each image now has a mean of its own; take the whole batch.",
            ),
        ),
        hints=(
            "In use, an image's result must not depend on the other images of its batch.",
            "Go through it with `training=False`: which of the two numbers comes from the batch?",
            "In use both come from outside: running_mean and running_variance.",
        ),
        follows="In use each image is now worked out alone, whatever is drawn beside it.",
    ),
    "03.4": Exercise(
        title="No checkerboard",
        difficulty="core",
        minutes=4,
        solution=ratio_with_kernel_4,
        tolerance=0.03,
        mistakes=(
            (1.9, "that is kernel 3, as in the book; is `untrained` built anew?"),
            (
                1.0,
                "the trained G has 1.0; the untrained one comes near it, but measure it.",
            ),
            (1.45, "that is kernel 5, which is no multiple of the stride either."),
            (4, "that is how many stamps an inner pixel gets; the ratio is asked for."),
        ),
        hints=(
            "Run the cell that builds `untrained`, then the cell that prints the ratios.",
            "The first of the two lines is the untrained G. One decimal place is enough.",
        ),
        follows="Hardly a checkerboard is left, and there is less for training to remove.",
    ),
    "03.5": Exercise(
        title="One doubling more",
        difficulty="stretch",
        minutes=20,
        solution=build_deep_generator,
        cases=build_cases,
        observe=look_at_generator,
        seconds=20,
        mistakes=(
            (
                build_from_a_quarter,
                "the picture comes out twice too large: three doublings make it 8 times as large.",
            ),
            (
                build_full_size_at_once,
                "the picture comes out 8 times too large: let the Dense layer begin small.",
            ),
            (build_turned, "height and width have changed places."),
            (build_with_kernel_3, "too few weights: the kernel should be 4 × 4."),
            (
                build_without_norm,
                "a few weights are missing: where is BatchNormalization?",
            ),
            (
                build_without_bend,
                "the numbers fit, but nothing bends between the layers.",
            ),
            (
                build_with_other_bend,
                "LeakyReLU's own slope is 0.3; G's is 0.01.",
            ),
            (
                build_with_relu,
                "ReLU lets nothing negative pass; LeakyReLU leaves a hundredth.",
            ),
            (
                build_in_uneven_steps,
                "each of the three steps should double the size: stride 2.",
            ),
            (
                build_bent_before_norm,
                "in each step LeakyReLU comes after BatchNormalization, not before it.",
            ),
            (
                build_without_tanh,
                "the output can be any number; something should keep it in [-1, 1].",
            ),
            (
                build_with_sigmoid,
                "the output never falls below 0: sigmoid gives [0, 1], not [-1, 1].",
            ),
        ),
        hints=(
            "Start from 'The whole generator, by hand': leave out the label, change the sizes.",
            "Three doublings make 8 times the size. So how large is the first sheet?",
            "Dense makes (height // 8) × (width // 8) × filters[0] numbers; Reshape folds them.",
        ),
        follows="The Dense layer fixes the size of the small sheet, and the strides do the rest.",
    ),
}
