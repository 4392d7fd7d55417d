"""07.4 A tenth of the images."""

import functools

from cgan_lib import data, evaluation, judge
from cgan_lib.exercises.exercise import Exercise

import numpy as np


@functools.cache
def clouds():
    """The features of the notebook's yardstick and of its `real`, 200 of each label."""
    reader = judge.load_judge()
    features = []
    for split, first in (("train", 200), ("test", 0)):
        images, labels = data.load_mnist(split)
        places = [
            np.flatnonzero(labels == n)[first:][:200] for n in range(judge.NUM_CLASSES)
        ]
        chosen = images[np.concatenate(places)] / np.float32(255)
        features.append(judge.features(reader, chosen))
    return features


def measure_a_tenth():
    reference_features, real_features = clouds()
    return evaluation.frechet_distance(reference_features[::10], real_features[::10])


EXERCISE = Exercise(
    title="A tenth of the images",
    difficulty="core",
    minutes=4,
    solution=measure_a_tenth,
    tolerance=0.01,
    mistakes=(
        (4.38, "that is the distance of all 2,000 to all 2,000."),
        (
            5.48,
            "you took a tenth of `real`, but the whole of the yardstick; thin out both.",
        ),
        (
            6.730,
            "you took a tenth of the yardstick, but the whole of `real`; thin out both.",
        ),
        (
            5.321,
            "these are the first 200, all of them zeros; take each tenth: `[::10]`.",
        ),
        (
            14.631,
            "you took each twentieth, 100 images; each tenth leaves 200.",
        ),
        (
            15.552,
            "that is `classroom`; the question is about `real`.",
        ),
        (
            1.712,
            "that is how many times larger it is; give the distance.",
        ),
        (
            0.7517,
            "that is a tenth of it; give the distance of the tenth of the images.",
        ),
        (
            0.436,
            "that is a tenth of the distance; measure it with a tenth of the images.",
        ),
    ),
    hints=(
        "The function is `evaluation.frechet_distance`; it takes two arrays of features.",
        "The two arrays are `reference_features` and `features[...]` of the real digits.",
        "`[::10]` after an array takes each tenth of its rows. Both arrays need it.",
    ),
    follows=(
        "The digits are as real as before, and the distance is far larger: compare only "
        "distances of as many images."
    ),
)
