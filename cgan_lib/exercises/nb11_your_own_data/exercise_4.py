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


def _square(image, ground, top, left):
    square = np.full((max(image.shape),) * 2, ground, image.dtype)
    square[top : top + image.shape[0], left : left + image.shape[1]] = image
    return square


def square_rounded(image, ground):
    """half of an odd number is cut off here, with `//`; `round` makes 2 of 1.5."""
    side = max(image.shape)
    top, left = (round((side - size) / 2) for size in image.shape)
    return _square(image, ground, top, left)


def square_with_equal_borders(image, ground):
    """with equal borders an odd rest is left out: one border is a pixel larger."""
    side = max(image.shape)
    borders = [((side - size) // 2,) * 2 for size in image.shape]
    return np.pad(image, borders, constant_values=ground)


def square_in_the_other_corner(image, ground):
    """the picture is at the end, below or to the right, not in the middle."""
    side = max(image.shape)
    return _square(image, ground, *(side - size for size in image.shape))


def square_on_white(image, ground):
    """around the picture is 255; it should be `ground`."""
    return make_square(image, 255)


def square_with_its_edge(image, ground):
    """around the picture its own edge is repeated; it should be `ground`."""
    side = max(image.shape)
    rest = [side - size for size in image.shape]
    borders = [(one // 2, one - one // 2) for one in rest]
    return np.pad(image, borders, mode="edge")


def square_turned(image, ground):
    """the picture is turned: its rows became columns."""
    return make_square(image.T, ground)


def square_painted_over(image, ground):
    """black pixels of the picture itself became ground, too; begin with the ground."""
    square = make_square(image, 0)
    return np.where(square == 0, ground, square)


def image_cases(random):
    cases = []
    for shape in ((5, 8), (9, 4), (3, 4), (2, 6)):  # 3, 5, 1 and 4 pixels are free
        image = random.integers(0, 256, shape).astype("uint8")
        image.flat[random.permutation(image.size)[:2]] = 0, 255
        cases.append((image, int(random.integers(1, 255))))
    return cases


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
        square_rounded,
        square_with_equal_borders,
        square_in_the_other_corner,
        square_on_white,
        square_with_its_edge,
        square_turned,
        square_painted_over,
    ),
    hints=(
        "`np.full((side, side), ground)` is the ground. Where does the picture begin?",
        "Half of the free rows are above: `(side - height) // 2`, and the same for columns.",
    ),
    follows="A circle stays a circle, which stretching would make an egg of.",
)
