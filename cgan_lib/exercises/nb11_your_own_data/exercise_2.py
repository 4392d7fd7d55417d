"""11.2 And back."""

from cgan_lib.exercises.exercise import Exercise


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
    ),
    hints=(
        "label = shape × num_colours + colour, and the colour is smaller than num_colours.",
        "Whole division gives the shape, and `%` what is left of it.",
    ),
    follows="So two tables are possible too: one for shapes, one for colours.",
)
