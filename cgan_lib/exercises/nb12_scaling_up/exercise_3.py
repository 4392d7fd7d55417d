"""12.3 Parts that are not equal."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def mean_gradient(gradients, counts):
    return np.average(gradients, axis=0, weights=counts)


def mean_gradient_plain(gradients, counts):
    """here a device with few pairs counts as much as one with many."""
    return np.mean(gradients, axis=0)


def mean_gradient_sum(gradients, counts):
    """that is the sum over the devices; a mean is asked for."""
    return np.sum(gradients, axis=0)


def mean_gradient_not_divided(gradients, counts):
    """right sum over all pairs; now divide by their number."""
    return np.sum(gradients * np.asarray(counts)[:, np.newaxis], axis=0)


def mean_gradient_over_devices(gradients, counts):
    """divide by the number of all pairs, not by the number of devices."""
    return np.mean(gradients * np.asarray(counts)[:, np.newaxis], axis=0)


def mean_gradient_divided_by_pairs(gradients, counts):
    """each row is a mean already: multiply it with its count before adding."""
    return np.sum(gradients, axis=0) / np.sum(counts)


def mean_gradient_upside_down(gradients, counts):
    """more pairs should count *more*, not less."""
    return np.average(gradients, axis=0, weights=1 / np.asarray(counts))


def mean_gradient_divided_by_counts(gradients, counts):
    """each row is a mean already: multiply it with its count, do not divide."""
    return np.sum(gradients / np.asarray(counts)[:, np.newaxis], axis=0)


def mean_gradient_of_the_fastest(gradients, counts):
    """that is the gradient of one device; the others count too."""
    return gradients[np.argmax(counts)]


def mean_gradient_by_largest(gradients, counts):
    """divide by the number of all pairs, not by the largest count."""
    return np.asarray(counts) @ gradients / np.max(counts)


def mean_gradient_cases(random):
    return [
        (random.normal(size=(devices, numbers)), random.permutation(9)[:devices] + 1)
        for devices, numbers in ((2, 3), (3, 4), (4, 2))
    ]


EXERCISE = Exercise(
    title="Parts that are not equal",
    difficulty="core",
    minutes=6,
    solution=mean_gradient,
    cases=mean_gradient_cases,
    mistakes=(
        mean_gradient_plain,
        mean_gradient_sum,
        mean_gradient_not_divided,
        mean_gradient_over_devices,
        mean_gradient_divided_by_pairs,
        mean_gradient_upside_down,
        mean_gradient_divided_by_counts,
        mean_gradient_of_the_fastest,
        mean_gradient_by_largest,
    ),
    hints=(
        "The sum over a device's pairs is its mean times its count.",
        "Add up these sums, and divide by the number of all pairs.",
    ),
    follows="With equal parts this is the plain mean, which is why batches are cut evenly.",
)
