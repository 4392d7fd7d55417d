"""12.3 Parts that are not equal."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def mean_gradient(gradients, counts):
    return np.average(gradients, axis=0, weights=counts)


def mean_gradient_plain(gradients, counts):
    return np.mean(gradients, axis=0)


def mean_gradient_sum(gradients, counts):
    return np.sum(gradients, axis=0)


def mean_gradient_not_divided(gradients, counts):
    return np.sum(gradients * np.asarray(counts)[:, np.newaxis], axis=0)


def mean_gradient_over_devices(gradients, counts):
    return np.mean(gradients * np.asarray(counts)[:, np.newaxis], axis=0)


def mean_gradient_divided_by_pairs(gradients, counts):
    return np.sum(gradients, axis=0) / np.sum(counts)


def mean_gradient_upside_down(gradients, counts):
    return np.average(gradients, axis=0, weights=1 / np.asarray(counts))


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
        (
            mean_gradient_plain,
            "here a device with few pairs counts as much as one with many.",
        ),
        (
            mean_gradient_sum,
            "that is the sum over the devices; a mean is asked for.",
        ),
        (
            mean_gradient_not_divided,
            "right sum over all pairs; now divide by their number.",
        ),
        (
            mean_gradient_over_devices,
            "divide by the number of all pairs, not by the number of devices.",
        ),
        (
            mean_gradient_divided_by_pairs,
            "each row is a mean already: multiply it with its count before adding.",
        ),
        (mean_gradient_upside_down, "more pairs should count *more*, not less."),
    ),
    hints=(
        "The sum over a device's pairs is its mean times its count.",
        "Add up these sums, and divide by the number of all pairs.",
    ),
    follows="With equal parts this is the plain mean, which is why batches are cut evenly.",
)
