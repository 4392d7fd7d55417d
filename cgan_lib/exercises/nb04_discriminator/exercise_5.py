"""04.5 The label joins at the end."""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.exercises.nb04_discriminator import answers_5 as answers

import keras
import numpy as np


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


EXERCISE = Exercise(
    title="The label joins at the end",
    difficulty="stretch",
    minutes=15,
    solution=answers.build_head,
    cases=build_head_cases,
    observe=look_at_head,
    seconds=20,
    mistakes=(
        (
            answers.build_head_with_sigmoid,
            "that is a probability; the head should give the logit.",
        ),
        (
            answers.build_head_of_products,
            "multiplied number by number, but not added up: the logit is one number.",
        ),
        (
            answers.build_head_with_mean,
            "the dot product is the sum of the products, not their mean.",
        ),
        (
            answers.build_head_multiplied,
            "the two parts are multiplied; they should be added.",
        ),
        (answers.build_head_subtracted, "the second part has the wrong sign."),
        (answers.build_head_without_row, "the label has no influence yet."),
        (
            answers.build_head_without_dense,
            "w · h + b is missing: the part without a label.",
        ),
        (answers.build_head_without_bias, "b is missing."),
        (
            answers.build_head_rows_of_one,
            "each label has only one number; its row should be as long as h.",
        ),
        (
            answers.build_head_row_summed,
            "the row is added up alone; it should be multiplied with h first.",
        ),
        (
            answers.build_head_dense_on_row,
            "Dense looks at the row; it should look at h.",
        ),
        (
            answers.build_head_dense_on_product,
            "Dense looks at the product; it should look at h alone.",
        ),
        (
            answers.build_head_normalised,
            "that dot product is divided by the lengths; leave out `normalize`.",
        ),
        (
            answers.build_head_concatenated,
            "so h and the row only stand side by side: the label adds the same to each image.",
        ),
    ),
    hints=(
        "Two inputs: one of the shape (width,), one of the shape (1,) and the dtype int32.",
        "The row: `layers.Embedding`, then `layers.Flatten`. w · h + b: `layers.Dense(1)`.",
        "`layers.Dot(axes=1)` takes a list of two and gives their dot product, (batch, 1).",
    ),
    follows="The label now weighs what D has seen, where before it was one more picture.",
)
