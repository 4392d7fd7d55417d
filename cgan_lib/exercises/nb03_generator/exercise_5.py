"""03.5 One doubling more."""

from cgan_lib.exercises.exercise import Exercise, WrongFormError
from cgan_lib.language import phrase

import keras
import numpy as np
from keras import layers


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
    """the picture comes out twice too large: three doublings make it 8 times as large."""
    return _build(z_dim, height, width, filters, part=4)


def build_full_size_at_once(z_dim, height, width, filters):
    """the picture comes out 8 times too large: let the Dense layer begin small."""
    return _build(z_dim, height, width, filters, part=1)


def build_turned(z_dim, height, width, filters):
    """height and width have changed places."""
    return _build(z_dim, width, height, filters)


def build_with_kernel_3(z_dim, height, width, filters):
    """too few weights: the kernel should be 4 × 4."""
    return _build(z_dim, height, width, filters, kernel=3)


def build_without_norm(z_dim, height, width, filters):
    """a few weights are missing: where is BatchNormalization?"""
    return _build(z_dim, height, width, filters, norm=layers.Identity)


def build_without_bend(z_dim, height, width, filters):
    """the numbers fit, but nothing bends between the layers."""
    return _build(z_dim, height, width, filters, bend=1)


def build_with_other_bend(z_dim, height, width, filters):
    """LeakyReLU's own slope is 0.3; G's is 0.01."""
    return _build(z_dim, height, width, filters, bend=0.3)


def build_with_relu(z_dim, height, width, filters):
    """somewhere nothing negative passes, as with ReLU; only the two LeakyReLU layers should bend,
    and they leave a hundredth.
    """
    return _build(z_dim, height, width, filters, bend=0)


def build_in_uneven_steps(z_dim, height, width, filters):
    """each of the three steps should double the size: stride 2."""
    return _build(z_dim, height, width, filters, strides=(4, 2, 1))


def build_bent_before_norm(z_dim, height, width, filters):
    """in each step LeakyReLU comes after BatchNormalization, not before it."""
    return _build(z_dim, height, width, filters, norm_last=True)


def build_without_tanh(z_dim, height, width, filters):
    """the output can be any number; something should keep it in [-1, 1]."""
    return _build(z_dim, height, width, filters, ending="linear")


def build_with_sigmoid(z_dim, height, width, filters):
    """the output never falls below 0: sigmoid gives [0, 1], not [-1, 1]."""
    return _build(z_dim, height, width, filters, ending="sigmoid")


def build_without_bias(z_dim, height, width, filters):
    """some weights are missing: all layers keep their bias."""
    model = _build(z_dim, height, width, filters)
    layer_of = layers.Conv2DTranspose.from_config
    steps = []
    for layer in model.layers:
        if isinstance(layer, layers.Conv2DTranspose):
            layer = layer_of(layer.get_config() | {"use_bias": False})
        steps.append(layer)
    return keras.Sequential([keras.Input((z_dim,)), *steps])


def build_with_filters_reversed(z_dim, height, width, filters):
    """the channels come in the wrong order: `filters[0]` belongs to the small sheet."""
    return _build(z_dim, height, width, filters[::-1])


def build_normed_at_the_end(z_dim, height, width, filters):
    """too many weights: the last transposed convolution has no BatchNormalization."""
    steps = _build(z_dim, height, width, filters).layers
    steps = [*steps[:-1], layers.BatchNormalization(), steps[-1]]
    return keras.Sequential([keras.Input((z_dim,)), *steps])


def build_with_two_doublings(z_dim, height, width, filters):
    """the picture is half as large as it should be: is one of the three steps missing?"""
    return _build(z_dim, height, width, filters[:2])


def build_cases(random):
    return [
        (int(random.integers(3, 7)), height, width, filters)
        for height, width, filters in ((16, 24, (5, 4, 3)), (24, 8, (2, 6, 4)))
    ]


def look_at_generator(build, z_dim, height, width, filters):
    """In words and numbers: the pictures, the weights, the range of the output, the bends."""
    model = build(z_dim, height, width, filters)
    if model is None:
        return None
    if not isinstance(model, keras.Model):
        kind = type(model).__name__
        raise WrongFormError(
            phrase("it should return a Keras model, but returned {0}.", kind)
        )
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
    return (
        *(phrase("the shape of the pictures"), shape),
        *(phrase("the number of weights"), model.count_params()),
        *(phrase("the lowest number that can come out"), limits[0]),
        *(phrase("the highest number that can come out"), limits[1]),
        *(phrase("how many LeakyReLU of slope 0.01 a number passes"), bends.round(1)),
        *(phrase("how many times larger each step makes the picture"), growth),
        phrase("LeakyReLU before BatchNormalization")
        if centred
        else phrase("LeakyReLU after BatchNormalization"),
    )


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


EXERCISE = Exercise(
    title="One doubling more",
    difficulty="stretch",
    minutes=20,
    solution=build_deep_generator,
    cases=build_cases,
    observe=look_at_generator,
    seconds=20,
    mistakes=(
        build_from_a_quarter,
        build_full_size_at_once,
        build_turned,
        build_with_kernel_3,
        build_without_norm,
        build_without_bend,
        build_with_other_bend,
        build_with_relu,
        build_in_uneven_steps,
        build_bent_before_norm,
        build_without_tanh,
        build_with_sigmoid,
        build_without_bias,
        build_with_filters_reversed,
        build_normed_at_the_end,
        build_with_two_doublings,
    ),
    hints=(
        "Start from 'The whole generator, by hand': leave out the label, change the sizes.",
        "Three doublings make 8 times the size. So how large is the first sheet?",
        "Dense makes (height // 8) × (width // 8) × filters[0] numbers; Reshape folds them.",
    ),
    follows="The Dense layer fixes the size of the small sheet, and the strides do the rest.",
)
