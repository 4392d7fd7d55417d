"""The judge: a classifier that reads digits, so that a program can look at what G draws.

It learned from MNIST's 60,000 training digits alone, and no generator ever learns from it. Its
last hidden layer, 64 numbers for each image, also serves the metrics in `evaluation` as a
description of the image. Images are brightness from 0 to 1, as `ConditionalGAN.generate` returns
them; the judge itself computes with -1 to 1. Taught by notebook 07_evaluation.
"""

from cgan_lib import assets, checks, data

import keras
import numpy as np
from keras import layers


def load_judge() -> keras.Model:
    """The shipped judge, which reads 99.4% or more of MNIST's test digits rightly."""
    file = assets.path("judge.keras")
    return keras.saving.load_model(file, compile=False, safe_mode=True)


def read(judge: keras.Model, images) -> np.ndarray:
    """Which digit the judge sees in each image; it always names one, even where there is none.

    Args:
        judge: what `load_judge` or `train_classifier` returned.
        images: float, (N, 28, 28, 1), from 0 to 1; or of the shape that the judge learned from.

    Returns:
        int32, (N,), from 0 to 9, or to the last of the judge's classes.
    """
    return _look(judge, None, images).argmax(axis=1).astype("int32")


def features(judge: keras.Model, images) -> np.ndarray:
    """How the judge describes each image: the output of its last hidden layer.

    Arguments: as in `read`. Returns float32, (N, 64), from 0 up.
    """
    return _look(judge, "features", images)


def _look(judge: keras.Model, layer: str | None, images) -> np.ndarray:
    """What a judge, or one of its layers, answers to images: 1,000 at a time, to bound memory."""
    names = [layer.name for layer in checks.instance(judge, "judge").layers]
    if "features" not in names or len(judge.input_shape) != 4:
        wanted = "judge must read images and have a layer 'features'"
        raise ValueError(f"{wanted}; got {judge.name} with {', '.join(names)}")
    network = judge
    if layer:
        network = keras.Model(judge.inputs[0], judge.get_layer(layer).output)
    x = checks.brightness(images, img_shape=network.input_shape[1:]) * 2 - 1
    pieces = (x[i : i + 1000] for i in range(0, len(x), 1000))
    found = [network(piece, training=False).numpy() for piece in pieces]
    return np.concatenate(found).astype("float32")


def build_judge(
    img_shape=(28, 28, 1), num_classes: int = 10, filters=(24, 48, 64)
) -> keras.Model:
    """The network before training, from images in [-1, 1] to logits, (batch, num_classes).

    Steps of convolution and pooling, then two Dense layers.

    Args:
        img_shape: (height, width, channels), both sizes 8 or more, since each step halves them.
        num_classes: how many classes there are.
        filters: channels in each of the three steps. From 64 pixels a side on, more steps with
            the first of them come before: the last sheet is at most 7 wide, or high.
    """
    img_shape = checks.img_shape(img_shape)
    if min(img_shape[:2]) < 8:
        raise ValueError(f"img_shape must be 8 x 8 or larger; got {img_shape}")
    num_classes = checks.whole_number(num_classes, "num_classes", low=1)
    network = keras.Sequential([keras.Input(img_shape)], name="judge")
    filters = checks.filters(filters, least=3)
    more = max(0, (min(img_shape[:2]) // 8).bit_length() - 3)
    for channels in filters[:1] * more + filters:
        network.add(layers.Conv2D(channels, 3, padding="same", use_bias=False))
        network.add(layers.BatchNormalization(momentum=0.97))  # keeps up in short runs
        network.add(layers.ReLU())
        network.add(layers.MaxPooling2D())
    network.add(layers.Flatten())
    network.add(layers.Dropout(0.3))
    network.add(layers.Dense(64, activation="relu", name="features"))
    network.add(layers.Dense(num_classes, name="logits"))
    return network


def train_classifier(
    images,
    labels,
    iterations: int,
    seed: int = 0,
    num_classes: int = 10,
    filters=(24, 48, 64),
    change=None,
) -> keras.Model:
    """A fresh network of the judge's kind that has learned from these pairs alone.

    With another number of classes, and images of another shape, it is a judge for other data.

    The optimiser is Adam (Kingma and Ba, 2015); its learning rate falls from 0.003 to 0. Sets the
    random seeds of Python, NumPy and TensorFlow.

    Args:
        images: float, (N, height, width, channels), from 0 to 1; 128 or more, which is one batch.
        labels: integers, (N,), from 0 to num_classes - 1.
        iterations: batches of 128.
        seed: of the first weights and of the order of the pairs.
        num_classes, filters: as in `build_judge`.
        change: a function of a dataset of batches (images in [-1, 1], labels) to another one, from
            which it learns instead; the judge's is in `tests/make_assets.py`.
    """
    images = checks.brightness(images)
    labels = checks.labels(labels, num_classes, images=images)
    seed = checks.fixed_seed(seed)
    if len(images) < 128:
        raise ValueError(f"images must be at least 128, one batch; got {len(images)}")
    iterations = checks.whole_number(iterations, "iterations", 1, 2**31 - 1)
    keras.utils.set_random_seed(seed)
    classifier = build_judge(images.shape[1:], num_classes, filters)
    pairs = data.batches(images * 2 - 1, labels, 128, seed)
    falling = keras.optimizers.schedules.CosineDecay(0.003, iterations)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    classifier.compile(keras.optimizers.Adam(falling), loss)
    pairs = change(pairs) if change else pairs
    classifier.fit(pairs, steps_per_epoch=iterations, shuffle=False, verbose=0)
    return classifier
