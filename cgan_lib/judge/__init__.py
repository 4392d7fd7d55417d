"""The judge: a classifier that reads digits, so that a program can look at what G draws.

It learned from MNIST's 60,000 training digits alone, and no generator ever learns from it. Its
last hidden layer, 64 numbers for each image, also serves the metrics in `evaluation` as a
description of the image. Taught by notebook 07_evaluation.

As everywhere outside the networks, images are brightness from 0 to 1, as
`ConditionalGAN.generate` returns them; the judge itself computes with -1 to 1.
"""

from cgan_lib.judge.reading import features, load_judge, read
from cgan_lib.judge.training import (
    NUM_CLASSES,
    build_judge,
    move,
    train_classifier,
    train_judge,
)

__all__ = [
    "NUM_CLASSES",
    "build_judge",
    "features",
    "load_judge",
    "move",
    "read",
    "train_classifier",
    "train_judge",
]
