"""11.3 Half obedient."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def obedience_of_parts(asked, read, num_colours):
    asked, read = np.asarray(asked), np.asarray(read)
    shape_right = asked // num_colours == read // num_colours
    colour_right = asked % num_colours == read % num_colours
    return np.mean(shape_right), np.mean(colour_right)


def parts_swapped(asked, read, num_colours):
    """the two are swapped: first the shape, then the colour."""
    return obedience_of_parts(asked, read, num_colours)[::-1]


def parts_of_whole_labels(asked, read, num_colours):
    """that compares whole labels; a blue star for a blue heart is half right."""
    share = np.mean(asked == read)
    return share, share


def parts_counted(asked, read, num_colours):
    """these are counts; the share is the count divided by N."""
    shape, colour = obedience_of_parts(asked, read, num_colours)
    return shape * len(asked), colour * len(asked)


def parts_wrong(asked, read, num_colours):
    """that is the share of *wrong* ones."""
    shape, colour = obedience_of_parts(asked, read, num_colours)
    return 1 - shape, 1 - colour


def parts_by_three(asked, read, num_colours):
    """the number of colours is not always 3."""
    return obedience_of_parts(asked, read, 3)


def parts_of_each(asked, read, num_colours):
    """that is True or False for each picture; give the share of True."""
    shape_right = asked // num_colours == read // num_colours
    return shape_right, asked % num_colours == read % num_colours


def parts_per_colour(asked, read, num_colours):
    """divide by the number of pictures, not by that of the colours."""
    shape, colour = parts_counted(asked, read, num_colours)
    return shape / num_colours, colour / num_colours


def parts_colour_if_shape(asked, read, num_colours):
    """the colour counts in all pictures, also where the shape is wrong."""
    shape_right, colour_right = parts_of_each(asked, read, num_colours)
    return np.mean(shape_right), np.mean(colour_right[shape_right])


def parts_one_only(asked, read, num_colours):
    """you count where only one of the two is right; both may be right at once."""
    shape_right, colour_right = parts_of_each(asked, read, num_colours)
    return np.mean(shape_right & ~colour_right), np.mean(colour_right & ~shape_right)


def parts_not_whole(asked, read, num_colours):
    """only equal labels count as equal shapes: a shape comes of a whole division, `//`."""
    return np.mean(asked == read), obedience_of_parts(asked, read, num_colours)[1]


def reading_cases(random):
    cases = []
    for shapes, colours, count in ((3, 4, 40), (2, 5, 30), (4, 2, 50)):
        asked, other = random.integers(0, shapes * colours, (2, count))
        right_shape, right_colour = random.random((2, count)) < [[0.7], [0.4]]
        shape = np.where(right_shape, asked, other) // colours
        colour = np.where(right_colour, asked, other) % colours
        cases.append((asked, shape * colours + colour, colours))
    return cases


EXERCISE = Exercise(
    title="Half obedient",
    difficulty="core",
    minutes=5,
    solution=obedience_of_parts,
    cases=reading_cases,
    mistakes=(
        parts_swapped,
        parts_of_whole_labels,
        parts_counted,
        parts_wrong,
        parts_by_three,
        parts_of_each,
        parts_per_colour,
        parts_colour_if_shape,
        parts_one_only,
        parts_not_whole,
    ),
    hints=(
        "Take both arrays apart as in 11.2, then compare part by part.",
        "`np.mean` of an array of True and False is the share of True.",
    ),
    follows="The whole label is right at most as often as a part: both must be right.",
)
