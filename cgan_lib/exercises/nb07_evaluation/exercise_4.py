"""07.4 A tenth of the images."""

import functools

from cgan_lib import data, evaluation, judge
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase

import numpy as np


@functools.cache
def clouds():
    """The features of the notebook's yardstick and of its `real`, 200 of each label."""
    random, reader, drawn = np.random.default_rng(seed=0), judge.load_judge(), []
    for split in ("test", "train"):  # the notebook draws in this order
        images, labels = data.load_mnist(split)
        places = [
            random.permutation(np.flatnonzero(labels == n))[:800] for n in range(10)
        ]
        parts = np.split(np.array(places), 4, axis=1)
        drawn.append([images[part.ravel()] / np.float32(255) for part in parts])
    return [judge.features(reader, part) for part in (drawn[1][1], drawn[0][0])]


def measure_a_tenth():
    reference_features, real_features = clouds()
    return evaluation.frechet_distance(reference_features[::10], real_features[::10])


EXERCISE = Exercise(
    title="A tenth of the images",
    difficulty="core",
    minutes=4,
    solution=measure_a_tenth,
    means=lambda number: phrase(
        "that is {0:.3g} times what all 2,000 gave", number / 0.6743
    ),
    tolerance=0.01,
    mistakes=(
        (0.6743, "that is the distance of all 2,000 to all 2,000."),
        (
            4.3317,
            "you took a tenth of `real`, but the whole of the yardstick; thin out both.",
        ),
        (
            3.4490,
            "you took a tenth of the yardstick, but the whole of `real`; thin out both.",
        ),
        (
            4.9207,
            "these are the first 200, all of them zeros; take each tenth: `[::10]`.",
        ),
        (12.590, "you took each twentieth, 100 images; each tenth leaves 200."),
        (10.993, "that is `classroom`; the question is about `real`."),
        (10.025, "that is how many times larger it is; give the distance."),
        (
            0.0674,
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
