"""11.2 And back."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def take_apart(labels, num_colours):
    return labels // num_colours, labels % num_colours


def take_apart_swapped(labels, num_colours):
    """the two are swapped: first the shapes, then the colours."""
    return labels % num_colours, labels // num_colours


def take_apart_not_whole(labels, num_colours):
    """the shape is a whole number: divide with `//`."""
    return labels / num_colours, labels % num_colours


def take_apart_subtracted(labels, num_colours):
    """one subtraction is not enough for the colour: what is *left* of the division?"""
    return labels // num_colours, labels - num_colours


def take_apart_by_three(labels, num_colours):
    """the number of colours is not always 3."""
    return labels // 3, labels % 3


def take_apart_in_pairs(labels, num_colours):
    """these are pairs; two arrays are asked for, all shapes and all colours."""
    return [(label // num_colours, label % num_colours) for label in labels]


def take_apart_minus_shape(labels, num_colours):
    """the shapes are right; take `num_colours` times the shape off the label."""
    return labels // num_colours, labels - labels // num_colours


def take_apart_rounded(labels, num_colours):
    """the shape is rounded; it should be cut off, with `//`."""
    return np.round(labels / num_colours), labels % num_colours


def take_apart_by_ten(labels, num_colours):
    """these are the figures of the label; a shape has `num_colours` labels, not ten."""
    return labels // 10, labels % 10


def label_cases(random):
    return [
        (random.permutation(shapes * colours), colours)
        for shapes, colours in ((3, 4), (2, 5), (5, 2))
    ]


EXERCISE = Exercise(
    title="And back",
    difficulty="core",
    minutes=5,
    solution=take_apart,
    cases=label_cases,
    mistakes=(
        take_apart_swapped,
        take_apart_not_whole,
        take_apart_subtracted,
        take_apart_by_three,
        take_apart_in_pairs,
        take_apart_minus_shape,
        take_apart_rounded,
        take_apart_by_ten,
    ),
    hints=(
        "label = shape × num_colours + colour, and the colour is smaller than num_colours.",
        "Whole division gives the shape, and `%` what is left of it.",
    ),
    follows="So two tables are possible too: one for shapes, one for colours.",
)
