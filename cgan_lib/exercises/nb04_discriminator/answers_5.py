"""Answers to 04.5, right and wrong: The label joins at the end."""

import keras
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
