"""11.4 In the middle."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def make_square(image, ground):
    height, width = image.shape
    side = max(height, width)
    top, left = (side - height) // 2, (side - width) // 2
    square = np.full((side, side), ground, image.dtype)
    square[top : top + height, left : left + width] = image
    return square


def square_in_the_corner(image, ground):
    """the picture is in the corner, not in the middle."""
    height, width = image.shape
    side = max(height, width)
    square = np.full((side, side), ground, image.dtype)
    square[:height, :width] = image
    return square


def square_on_black(image, ground):
    """around the picture is 0; it should be `ground`."""
    return make_square(image, 0)


def square_cut(image, ground):
    """this cuts the picture; the side is the *larger* of the two."""
    height, width = image.shape
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    return image[top : top + side, left : left + side]


def square_extra_first(image, ground):
    """the extra pixel of an odd rest comes below or to the right."""
    return make_square(image[::-1, ::-1], ground)[::-1, ::-1]


def square_repeated(image, ground):
    """this stretches the picture; it should keep its size."""
    height, width = image.shape
    side = max(height, width)
    rows, columns = (np.arange(side) * n // side for n in (height, width))
    return image[rows][:, columns]


def image_cases(random):
    shapes = ((3, 8), (9, 4), (2, 7))
    return [
        (random.integers(1, 256, shape).astype("uint8"), int(random.integers(1, 256)))
        for shape in shapes
    ]


EXERCISE = Exercise(
    title="In the middle",
    difficulty="core",
    minutes=8,
    solution=make_square,
    cases=image_cases,
    mistakes=(
        square_in_the_corner,
        square_on_black,
        square_cut,
        square_extra_first,
        square_repeated,
    ),
    hints=(
        "`np.full((side, side), ground)` is the ground. Where does the picture begin?",
        "Half of the free rows are above: `(side - height) // 2`, and the same for columns.",
    ),
    follows="A circle stays a circle, which stretching would make an egg of.",
)
