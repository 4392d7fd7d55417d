"""Other correct answers to the exercises of notebook 03: two or more for each function."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers


def stamps_by_convolution(n, size, stride):
    line = np.zeros((n - 1) * stride + 1)
    line[::stride] = 1
    return np.convolve(line, np.ones(size))


def stamps_in_plain_lists(n, size, stride):
    length = (n - 1) * stride + size
    return [
        sum(i * stride <= place < i * stride + size for i in range(n))
        for place in range(length)
    ]


def stamps_with_keras(n, size, stride):
    layer = layers.Conv1DTranspose(
        1, size, strides=stride, kernel_initializer="ones", use_bias=False
    )
    return layer(np.ones((1, n, 1)))[0, :, 0]


def stamps_from_a_square(n, size, stride):
    length = (n - 1) * stride + size
    result = np.zeros((length, length))
    for row in range(n):
        for column in range(n):
            top, left = row * stride, column * stride
            result[top : top + size, left : left + size] += 1
    return np.sqrt(np.diag(result))


def normalise_with_keras(batch, running_mean, running_variance, training):
    layer = layers.BatchNormalization(center=False, scale=False)
    layer.build(batch.shape)
    layer.set_weights([running_mean, running_variance])
    return layer(batch, training=training)


def normalise_with_tensorflow(batch, running_mean, running_variance, training):
    mean, variance = tf.nn.moments(tf.constant(batch), axes=[0, 1, 2])
    if not training:
        mean, variance = running_mean, running_variance
    return tf.nn.batch_normalization(batch, mean, variance, None, None, 0.001)


def normalise_loop(batch, running_mean, running_variance, training):
    result = np.empty_like(batch)
    for channel in range(batch.shape[-1]):
        sheet = batch[..., channel]
        if training:
            mean, variance = np.mean(sheet), np.std(sheet) ** 2
        else:
            mean, variance = running_mean[channel], running_variance[channel]
        result[..., channel] = (sheet - mean) / (variance + 0.001) ** 0.5
    return result


def build_sequential(z_dim, height, width, filters):
    shape = (height // 8, width // 8, filters[0])
    model = keras.Sequential([layers.Dense(int(np.prod(shape))), layers.Reshape(shape)])
    for count in filters[1:]:
        model.add(layers.Conv2DTranspose(count, (4, 4), (2, 2), "same"))
        model.add(layers.BatchNormalization())
        model.add(layers.LeakyReLU(0.01))
    model.add(layers.Conv2DTranspose(1, 4, 2, "same", activation="tanh"))
    return model


class DeepGenerator(keras.Model):
    def __init__(self, height, width, filters):
        super().__init__()
        first, second, third = filters
        self.dense = layers.Dense(height * width * first // 64)
        self.fold = layers.Reshape((height // 8, width // 8, first))
        self.grow = [
            layers.Conv2DTranspose(count, 4, strides=2, padding="same")
            for count in (second, third, 1)
        ]
        self.norms = [layers.BatchNormalization(), layers.BatchNormalization()]

    def call(self, z):
        h = self.fold(self.dense(z))
        for grow, norm in zip(self.grow, self.norms, strict=False):
            h = tf.nn.leaky_relu(norm(grow(h)), 0.01)
        return tf.tanh(self.grow[-1](h))


def build_as_class(z_dim, height, width, filters):
    return DeepGenerator(height, width, filters)


ANSWERS = {
    "03.2": (
        stamps_by_convolution,
        stamps_in_plain_lists,
        stamps_with_keras,
        stamps_from_a_square,
    ),
    "03.3": (normalise_with_keras, normalise_with_tensorflow, normalise_loop),
    "03.5": (build_sequential, build_as_class),
}
