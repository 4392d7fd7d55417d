"""04.5 The label joins at the end."""

from cgan_lib.exercises.exercise import Exercise, WrongFormError
from cgan_lib.language import phrase

import keras
import numpy as np
from keras import layers


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
    """that is a probability; the head should give the logit."""
    return _build(width, num_classes, lambda h, v, d: keras.ops.sigmoid(d + _dot(h, v)))


def build_head_of_products(width, num_classes):
    """multiplied number by number, but not added up: the logit is one number."""
    return _build(width, num_classes, lambda h, v, d: d + h * v)


def build_head_with_mean(width, num_classes):
    """the dot product is the sum of the products, not their mean."""
    return _build(width, num_classes, lambda h, v, d: d + _dot(h, v) / width)


def build_head_multiplied(width, num_classes):
    """the two parts are multiplied; they should be added."""
    return _build(width, num_classes, lambda h, v, d: d * _dot(h, v))


def build_head_subtracted(width, num_classes):
    """the second part has the wrong sign."""
    return _build(width, num_classes, lambda h, v, d: d - _dot(h, v))


def build_head_without_row(width, num_classes):
    """the label has no influence yet."""
    return _build(width, num_classes, lambda h, v, d: d)


def build_head_without_dense(width, num_classes):
    """w · h + b is missing: the part without a label."""
    return _build(width, num_classes, lambda h, v, d: _dot(h, v))


def build_head_without_bias(width, num_classes):
    """b is missing."""
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, width)(label))
    logit = layers.Dense(1, use_bias=False)(h) + layers.Dot(axes=1)([h, row])
    return keras.Model([h, label], logit)


def build_head_rows_of_one(width, num_classes):
    """each label has only one number; its row should be as long as h."""
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, 1)(label))
    return keras.Model([h, label], layers.Dense(1)(h) + row)


def build_head_row_summed(width, num_classes):
    """the row is added up alone; it should be multiplied with h first."""
    return _build(
        width, num_classes, lambda h, v, d: d + keras.ops.sum(v, axis=1, keepdims=True)
    )


def build_head_dense_on_row(width, num_classes):
    """Dense looks at the row; it should look at h."""
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, width)(label))
    logit = layers.Dense(1)(row) + layers.Dot(axes=1)([h, row])
    return keras.Model([h, label], logit)


def build_head_dense_on_product(width, num_classes):
    """Dense looks at the product; it should look at h alone."""
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, width)(label))
    return keras.Model([h, label], layers.Dense(1)(layers.Multiply()([h, row])))


def build_head_normalised(width, num_classes):
    """that dot product is divided by the lengths; take it as it is."""
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, width)(label))
    dot = layers.Dot(axes=1, normalize=True)([h, row])
    return keras.Model([h, label], layers.Dense(1)(h) + dot)


def build_head_concatenated(width, num_classes):
    """so h and the row only stand side by side: the label adds the same to each image."""
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, width)(label))
    return keras.Model([h, label], layers.Dense(1)(layers.Concatenate()([h, row])))


def build_head_not_flat(width, num_classes):
    """the row of the table has the shape (1, width); `layers.Flatten()` takes off the 1."""
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Embedding(num_classes, width)(label)
    dot = layers.Dot(axes=1)([row, h])
    return keras.Model([h, label], layers.Add()([layers.Dense(1)(h), dot]))


def build_head_table_turned(width, num_classes):
    """the table is turned: it has `num_classes` rows of `width` numbers."""
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(width, num_classes)(label))
    dot = layers.Dot(axes=1)([row, h])
    return keras.Model([h, label], layers.Add()([layers.Dense(1)(h), dot]))


def build_head_with_relu(width, num_classes):
    """w · h + b can be negative; leave the activation out."""
    return _build(width, num_classes, lambda h, v, d: keras.ops.relu(d) + _dot(h, v))


def build_head_dense_on_label(width, num_classes):
    """the label is taken for a size: its row comes from a table, `layers.Embedding`."""
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Dense(width)(label)
    return keras.Model([h, label], layers.Dense(1)(h) + layers.Dot(axes=1)([h, row]))


def build_head_dense_on_sum(width, num_classes):
    """h and the row are added and then weighed; the row is multiplied with h."""
    h = keras.Input((width,))
    label = keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, width)(label))
    return keras.Model([h, label], layers.Dense(1)(layers.Add()([h, row])))


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
        raise WrongFormError(
            phrase("it should return a Keras model, but returned {0}.", kind)
        )
    if [tuple(one.shape) for one in getattr(model, "inputs", None) or ()] == [
        (None, 1),
        (None, width),
    ]:
        raise WrongFormError(
            phrase("it takes the label first; it should take [h, label].")
        )
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
    solution=build_head,
    cases=build_head_cases,
    observe=look_at_head,
    seconds=20,
    mistakes=(
        build_head_with_sigmoid,
        build_head_of_products,
        build_head_with_mean,
        build_head_multiplied,
        build_head_subtracted,
        build_head_without_row,
        build_head_without_dense,
        build_head_without_bias,
        build_head_rows_of_one,
        build_head_row_summed,
        build_head_dense_on_row,
        build_head_dense_on_product,
        build_head_normalised,
        build_head_concatenated,
        build_head_not_flat,
        build_head_table_turned,
        build_head_with_relu,
        build_head_dense_on_label,
        build_head_dense_on_sum,
        (
            lambda w, n: _build(
                w, n, lambda h, v, d: keras.ops.sigmoid(d) + _dot(h, v)
            ),
            "w · h + b goes through a sigmoid; a logit has none, nor has a part of it.",
        ),
    ),
    hints=(
        "Two inputs: one of the shape (width,), one of the shape (1,) and the dtype int32.",
        "The row: `layers.Embedding`, then `layers.Flatten`. w · h + b: `layers.Dense(1)`.",
        "`layers.Dot(axes=1)` takes a list of two and gives their dot product, (batch, 1).",
    ),
    follows="The label now weighs what D has seen, where before it was one more picture.",
)
