"""03.3 Repair the layer."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def normalise(batch, running_mean, running_variance, training):
    mean, variance = batch.mean(axis=(0, 1, 2)), batch.var(axis=(0, 1, 2))
    if not training:
        mean, variance = running_mean, running_variance
    return (batch - mean) / np.sqrt(variance + 0.001)


def normalise_planted(batch, running_mean, running_variance, training):
    mean, variance = batch.mean(axis=(0, 1, 2)), batch.var(axis=(0, 1, 2))
    if not training:
        mean = running_mean
    return (batch - mean) / np.sqrt(variance + 0.001)


def normalise_as_in_training(batch, running_mean, running_variance, training):
    """now it always uses this batch, in use as well."""
    return normalise(batch, running_mean, running_variance, True)


def normalise_other_way_round(batch, running_mean, running_variance, training):
    """training and use have changed places."""
    return normalise(batch, running_mean, running_variance, not training)


def normalise_variance_only(batch, running_mean, running_variance, training):
    """the variance is repaired, but in use the mean is now that of the batch."""
    return normalise(batch, batch.mean(axis=(0, 1, 2)), running_variance, training)


def normalise_without_root(batch, running_mean, running_variance, training):
    """that divides by the variance; the spread is its square root."""
    mean, variance = batch.mean(axis=(0, 1, 2)), batch.var(axis=(0, 1, 2))
    if not training:
        mean, variance = running_mean, running_variance
    return (batch - mean) / (variance + 0.001)


def normalise_without_root_in_use(batch, running_mean, running_variance, training):
    """right in training; in use you divide by a variance, not by a spread."""
    if training:
        return normalise(batch, running_mean, running_variance, True)
    return (batch - running_mean) / (running_variance + 0.001)


def normalise_each_image(batch, running_mean, running_variance, training):
    """in training each image now has a mean of its own; take the whole batch."""
    if not training:
        return normalise(batch, running_mean, running_variance, False)
    mean = batch.mean(axis=(1, 2), keepdims=True)
    return (batch - mean) / np.sqrt(batch.var(axis=(1, 2), keepdims=True) + 0.001)


def normalise_each_place(batch, running_mean, running_variance, training):
    """in training each place now has a mean of its own; a channel has only one."""
    if not training:
        return normalise(batch, running_mean, running_variance, False)
    return (batch - batch.mean(axis=0)) / np.sqrt(batch.var(axis=0) + 0.001)


def normalise_outside_the_root(batch, running_mean, running_variance, training):
    """0.001 belongs to the variance, under the root."""
    mean, variance = batch.mean(axis=(0, 1, 2)), batch.var(axis=(0, 1, 2))
    if not training:
        mean, variance = running_mean, running_variance
    return (batch - mean) / (np.sqrt(variance) + 0.001)


def normalise_without_little(batch, running_mean, running_variance, training):
    """no 0.001 is added to the variance, under the root."""
    mean, variance = batch.mean(axis=(0, 1, 2)), batch.var(axis=(0, 1, 2))
    if not training:
        mean, variance = running_mean, running_variance
    return (batch - mean) / np.sqrt(variance)


def normalise_all_channels(batch, running_mean, running_variance, training):
    """in training all channels now share one mean; each has its own."""
    if not training:
        return normalise(batch, running_mean, running_variance, False)
    return (batch - batch.mean()) / np.sqrt(batch.var() + 0.001)


def normalise_squared(batch, running_mean, running_variance, training):
    """right in training; in use the running variance is squared once more."""
    return normalise(batch, running_mean, running_variance**2, training)


def normalise_rooted_twice(batch, running_mean, running_variance, training):
    """right in training; in use the root is taken twice."""
    return normalise(batch, running_mean, np.sqrt(running_variance), training)


def normalise_cases(random):
    cases = []
    for shape, training in (
        ((5, 3, 4, 2), True),
        ((4, 2, 6, 3), False),
        ((1, 3, 2, 2), False),
        ((2, 4, 2, 5), True),
    ):
        channels = shape[-1]
        loc, scale = random.uniform(-3, 3, channels), random.uniform(0.1, 3, channels)
        cases.append(
            (
                random.normal(loc, scale, size=shape),
                loc + random.uniform(0.5, 1, channels),
                scale**2 * random.uniform(1.5, 2, channels),
                training,
            )
        )
    return cases


EXERCISE = Exercise(
    title="Repair the layer",
    difficulty="core",
    minutes=6,
    solution=normalise,
    cases=normalise_cases,
    planted=normalise_planted,
    tolerance=1e-3,
    mistakes=(
        normalise_as_in_training,
        normalise_other_way_round,
        normalise_variance_only,
        normalise_without_root,
        normalise_without_root_in_use,
        normalise_each_place,
        normalise_each_image,
        normalise_outside_the_root,
        normalise_without_little,
        normalise_all_channels,
        normalise_squared,
        normalise_rooted_twice,
    ),
    hints=(
        "In use, an image's result must not depend on the other images of its batch.",
        "Go through it with `training=False`: which of the two numbers comes from the batch?",
        "In use both come from outside: running_mean and running_variance.",
    ),
    follows="In use each image is now worked out alone, whatever is drawn beside it.",
)
