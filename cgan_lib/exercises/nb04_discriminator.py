"""Exercises of notebook 04_discriminator."""

import functools

from cgan_lib import data, recipes
from cgan_lib.exercises.exercise import Exercise

import keras
import numpy as np
from keras import layers

# 04.1 Round up, three times


def shape_after_three():
    height, width = 30, 45
    for _ in range(3):
        height, width = -(-height // 2), -(-width // 2)  # half of it, rounded up
    return height, width, 128


# 04.2 Repair the mean


def mean_probability(logits):
    return np.mean(1 / (1 + np.exp(-logits)))


def mean_probability_planted(logits):
    return 1 / (1 + np.exp(-np.mean(logits)))


def mean_probability_of_fake(logits):
    return np.mean(1 / (1 + np.exp(logits)))


def mean_probability_twice(logits):
    return np.mean(1 / (1 + np.exp(-1 / (1 + np.exp(-logits)))))


def mean_probability_twice_of_mean(logits):
    return 1 / (1 + np.exp(-mean_probability(logits)))


def mean_probability_summed(logits):
    return np.sum(1 / (1 + np.exp(-logits)))


def each_probability(logits):
    return 1 / (1 + np.exp(-logits))


def share_above_half(logits):
    return np.mean(logits > 0)


def mean_probability_cases(random):
    return [
        (random.normal(centre, 4, size=(count, 1)),)
        for centre, count in ((-2, 7), (3, 4), (1, 100))
    ]


# 04.3 Who is called real?


def teaching_set(real, fake, right, wrong):
    images = np.concatenate([real, fake, real])
    labels = np.concatenate([right, right, wrong])
    targets = np.repeat([1.0, 0.0, 0.0], len(real))
    return images, labels[:, np.newaxis], targets[:, np.newaxis]


def teaching_set_image_only(real, fake, right, wrong):
    images, labels, targets = teaching_set(real, fake, right, wrong)
    targets[2 * len(real) :] = 1
    return images, labels, targets


def teaching_set_label_only(real, fake, right, wrong):
    images, labels, targets = teaching_set(real, fake, right, wrong)
    targets[len(real) : 2 * len(real)] = 1
    return images, labels, targets


def teaching_set_targets_reversed(real, fake, right, wrong):
    images, labels, targets = teaching_set(real, fake, right, wrong)
    return images, labels, 1 - targets


def teaching_set_all_real(real, fake, right, wrong):
    images, labels, targets = teaching_set(real, fake, right, wrong)
    return images, labels, np.ones_like(targets)


def teaching_set_other_order(real, fake, right, wrong):
    images = np.concatenate([real, real, fake])
    labels = np.concatenate([right, wrong, right])
    targets = np.repeat([1.0, 0.0, 0.0], len(real))
    return images, labels[:, np.newaxis], targets[:, np.newaxis]


def teaching_set_fakes_mislabelled(real, fake, right, wrong):
    images, _, targets = teaching_set(real, fake, right, wrong)
    labels = np.concatenate([right, wrong, wrong])
    return images, labels[:, np.newaxis], targets


def teaching_set_labels_unchanged(real, fake, right, wrong):
    images, _, targets = teaching_set(real, fake, right, wrong)
    return images, np.tile(right, 3)[:, np.newaxis], targets


def teaching_set_fakes_twice(real, fake, right, wrong):
    _, labels, targets = teaching_set(real, fake, right, wrong)
    return np.concatenate([real, fake, fake]), labels, targets


def teaching_set_alternating(real, fake, right, wrong):
    images, labels, _ = teaching_set(real, fake, right, wrong)
    return images, labels, np.tile([1.0, 0.0, 0.0], len(real))[:, np.newaxis]


def teaching_set_cases(random):
    cases = []
    for count, height, width, classes in ((3, 2, 4, 10), (5, 4, 3, 4), (2, 2, 2, 26)):
        real, fake = random.uniform(-1, 1, size=(2, count, height, width, 1))
        right = random.integers(classes, size=count)
        wrong = (right + random.integers(1, classes, size=count)) % classes
        cases.append((real, fake, right, wrong))
    return cases


# 04.4 The old D reads G's digits


@functools.cache  # worked out once
def share_of_fakes():
    old = recipes.load_trained("classroom")
    _, labels = data.load_mnist("test")
    asked = labels[:1000]
    fakes = old.generate(asked, seed=0) * 2 - 1
    claims = [np.full((1000, 1), label) for label in range(10)]
    logits = [old.discriminator([fakes, claim])[:, 0] for claim in claims]
    return np.mean(np.argmax(logits, axis=0) == asked)


# 04.5 The label joins at the end


def build_head(width, num_classes):
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, width)(label))
    is_it_real = layers.Dense(1)(h)
    does_it_match = layers.Dot(axes=1)([h, row])
    return keras.Model([h, label], layers.Add()([is_it_real, does_it_match]))


def _build(width, num_classes, join):
    """A head whose last step is `join`, a function of h, the label's row and Dense(1)(h)."""
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, width)(label))
    return keras.Model([h, label], join(h, row, layers.Dense(1)(h)))


def _dot(h, row):
    return keras.ops.sum(h * row, axis=1, keepdims=True)


def build_head_with_sigmoid(width, num_classes):
    return _build(width, num_classes, lambda h, v, d: keras.ops.sigmoid(d + _dot(h, v)))


def build_head_of_products(width, num_classes):
    return _build(width, num_classes, lambda h, v, d: d + h * v)


def build_head_with_mean(width, num_classes):
    return _build(width, num_classes, lambda h, v, d: d + _dot(h, v) / width)


def build_head_multiplied(width, num_classes):
    return _build(width, num_classes, lambda h, v, d: d * _dot(h, v))


def build_head_subtracted(width, num_classes):
    return _build(width, num_classes, lambda h, v, d: d - _dot(h, v))


def build_head_without_row(width, num_classes):
    return _build(width, num_classes, lambda h, v, d: d)


def build_head_without_dense(width, num_classes):
    return _build(width, num_classes, lambda h, v, d: _dot(h, v))


def build_head_without_bias(width, num_classes):
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, width)(label))
    logit = layers.Dense(1, use_bias=False)(h) + layers.Dot(axes=1)([h, row])
    return keras.Model([h, label], logit)


def build_head_rows_of_one(width, num_classes):
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, 1)(label))
    return keras.Model([h, label], layers.Dense(1)(h) + row)


def build_head_row_summed(width, num_classes):
    return _build(
        width, num_classes, lambda h, v, d: d + keras.ops.sum(v, axis=1, keepdims=True)
    )


def build_head_dense_on_row(width, num_classes):
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, width)(label))
    logit = layers.Dense(1)(row) + layers.Dot(axes=1)([h, row])
    return keras.Model([h, label], logit)


def build_head_dense_on_product(width, num_classes):
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, width)(label))
    return keras.Model([h, label], layers.Dense(1)(layers.Multiply()([h, row])))


def build_head_normalised(width, num_classes):
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, width)(label))
    dot = layers.Dot(axes=1, normalize=True)([h, row])
    return keras.Model([h, label], layers.Dense(1)(h) + dot)


def build_head_concatenated(width, num_classes):
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, width)(label))
    return keras.Model([h, label], layers.Dense(1)(layers.Concatenate()([h, row])))


def build_head_cases(random):
    return [
        (width + int(random.integers(3)), classes)
        for width, classes in ((4, 10), (11, 3))
    ]


def look_at_head(build, width, num_classes):
    """Logits of some features with known weights: the table, w and b are told by their shapes."""
    model = build(width, num_classes)
    if model is None:
        return None
    if not isinstance(model, keras.Model):
        kind = type(model).__name__
        raise TypeError(f"it should return a Keras model, but returned {kind}.")
    random = np.random.default_rng(0)
    features = random.normal(size=(num_classes, width)).astype("float32")
    labels = np.arange(num_classes)[:, np.newaxis]
    model([features, labels])  # some models have their weights only now
    table = random.normal(size=(num_classes, width))
    weights = random.normal(size=(width, 1))
    known = {
        table.shape: table,
        weights.shape: weights,
        (width,): weights[:, 0],
        (1,): np.array([0.7]),
        (): np.array(0.7),
    }
    model.set_weights([known.get(w.shape, 0 * w + 0.3) for w in model.get_weights()])
    return np.asarray(model([features, labels]))


EXERCISES = {
    "04.1": Exercise(
        title="Round up, three times",
        difficulty="warm-up",
        minutes=2,
        solution=shape_after_three,
        mistakes=(
            ((3, 5, 128), "you rounded down; with 'same' half a pixel counts as one."),
            (
                (2, 4, 128),
                "that is without a border of zeros ('valid'); 'same' has one.",
            ),
            (
                (3.75, 5.625, 128),
                "a size is a whole number: round up after each convolution.",
            ),
            ((8, 12, 128), "these are two convolutions; D has three."),
            ((2, 3, 128), "these are four convolutions; D has three."),
            ((30, 45, 128), "'same' keeps the size at stride 1; here the stride is 2."),
            (
                (4, 6, 2),
                "each kernel gives one channel; the last convolution has 128 of them.",
            ),
            ((4, 6, 1), "each kernel gives one channel; only Dense makes one number."),
            ((6, 4, 128), "height comes first, then width."),
            (
                (4, 4, 128),
                "that is D for 28 × 28; here the picture is larger and not square.",
            ),
        ),
        hints=(
            "One convolution after the other: half of it, rounded up.",
            "45 becomes 23. Twice more; and the same for 30.",
        ),
        follows="Rounding up three times gives the same as one division by 8, rounded up.",
    ),
    "04.2": Exercise(
        title="Repair the mean",
        difficulty="core",
        minutes=4,
        solution=mean_probability,
        cases=mean_probability_cases,
        planted=mean_probability_planted,
        mistakes=(
            (
                mean_probability_of_fake,
                "that is the probability of 'fake': a sign is wrong.",
            ),
            (
                mean_probability_twice,
                "the sigmoid is there twice; a probability needs no other.",
            ),
            (
                mean_probability_twice_of_mean,
                "that is the mean p, but then a sigmoid once more on it.",
            ),
            (
                mean_probability_summed,
                "that is the sum; divide it by how many there are.",
            ),
            (
                each_probability,
                "that is one p for each pair; the function gives their mean.",
            ),
            (
                share_above_half,
                "that is the share of logits above 0, not the mean p.",
            ),
        ),
        hints=(
            "Try it with the logits -6 and 2, and work the mean p out by hand.",
            "In `four_cases`, what comes first: the mean or the sigmoid?",
        ),
        follows="Now a few pairs of which D is very sure cannot outvote all the others.",
    ),
    "04.3": Exercise(
        title="Who is called real?",
        difficulty="core",
        minutes=8,
        solution=teaching_set,
        cases=teaching_set_cases,
        mistakes=(
            (
                teaching_set_image_only,
                "a real image under a wrong label got the target 1; D's question has two halves.",
            ),
            (
                teaching_set_label_only,
                "the fakes got the target 1: what G wants, not what D is taught.",
            ),
            (
                teaching_set_targets_reversed,
                "0 and 1 have changed places: 1 means real.",
            ),
            (
                teaching_set_all_real,
                "every pair has the target 1, so D has nothing to tell apart.",
            ),
            (
                teaching_set_other_order,
                "the order differs: the fakes come second, the wrong labels last.",
            ),
            (
                teaching_set_fakes_mislabelled,
                "the fakes go in with the labels that they were made for.",
            ),
            (
                teaching_set_labels_unchanged,
                "`wrong` is not used: the last third needs wrong labels.",
            ),
            (
                teaching_set_fakes_twice,
                "in the last third the images are real, only their labels are wrong.",
            ),
            (
                teaching_set_alternating,
                "the targets do not stand beside their pairs: tile or repeat?",
            ),
        ),
        hints=(
            "Only one of the three kinds is what D is asked for: real, and matching.",
            "`np.concatenate` joins along the first axis, images as well as labels.",
            "`[:, np.newaxis]` makes (3 N, 1) of (3 N,).",
        ),
        follows="Two of three pairs are called fake here, each for one half of D's question.",
    ),
    "04.4": Exercise(
        title="The old D reads G's digits",
        difficulty="core",
        minutes=5,
        solution=share_of_fakes,
        tolerance=0.01,
        mistakes=(
            (0.136, "these are the real digits; give it the fakes."),
            (0.084, "these fakes still lie in [0, 1]; D expects [-1, 1]."),
            (0.1, "that is what guessing gives; measure what D gives."),
            (55, "that is how many; give the share, between 0 and 1."),
            (0.945, "that is the share read wrongly."),
            (5.5, "that is in percent; give the share, between 0 and 1."),
        ),
        hints=(
            "The images come from `old.generate(right, seed=0)`, in [0, 1].",
            "`four_cases` brings fakes to [-1, 1]; `read_by` needs them so.",
            "Compare what `read_by` returns with `right`, as for the real digits.",
        ),
        follows="Fewer than by guessing: the label it was made for seldom suits a fake best.",
    ),
    "04.5": Exercise(
        title="The label joins at the end",
        difficulty="stretch",
        minutes=15,
        solution=build_head,
        cases=build_head_cases,
        observe=look_at_head,
        seconds=20,
        mistakes=(
            (
                build_head_with_sigmoid,
                "that is a probability; the head should give the logit.",
            ),
            (
                build_head_of_products,
                "multiplied number by number, but not added up: the logit is one number.",
            ),
            (
                build_head_with_mean,
                "the dot product is the sum of the products, not their mean.",
            ),
            (
                build_head_multiplied,
                "the two parts are multiplied; they should be added.",
            ),
            (build_head_subtracted, "the second part has the wrong sign."),
            (build_head_without_row, "the label has no influence yet."),
            (
                build_head_without_dense,
                "w · h + b is missing: the part without a label.",
            ),
            (build_head_without_bias, "b is missing."),
            (
                build_head_rows_of_one,
                "each label has only one number; its row should be as long as h.",
            ),
            (
                build_head_row_summed,
                "the row is added up alone; it should be multiplied with h first.",
            ),
            (
                build_head_dense_on_row,
                "Dense looks at the row; it should look at h.",
            ),
            (
                build_head_dense_on_product,
                "Dense looks at the product; it should look at h alone.",
            ),
            (
                build_head_normalised,
                "that dot product is divided by the lengths; leave out `normalize`.",
            ),
            (
                build_head_concatenated,
                "so h and the row only stand side by side: the label adds the same to each image.",
            ),
        ),
        hints=(
            "Two inputs: one of the shape (width,), one of the shape (1,) and the dtype int32.",
            "The row: `layers.Embedding`, then `layers.Flatten`. w · h + b: `layers.Dense(1)`.",
            "`layers.Dot(axes=1)` takes a list of two and gives their dot product, (batch, 1).",
        ),
        follows="The label now weighs what D has seen, where before it was one more picture.",
    ),
}
