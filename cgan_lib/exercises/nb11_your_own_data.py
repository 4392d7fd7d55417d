"""Exercises of notebook 11_your_own_data."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np

# 11.1 One number for two things


def last_shape_third_colour():
    return 3 * 6 + 2


# 11.2 And back


def take_apart(labels, num_colours):
    return labels // num_colours, labels % num_colours


def take_apart_swapped(labels, num_colours):
    return labels % num_colours, labels // num_colours


def take_apart_not_whole(labels, num_colours):
    return labels / num_colours, labels % num_colours


def take_apart_subtracted(labels, num_colours):
    return labels // num_colours, labels - num_colours


def take_apart_by_three(labels, num_colours):
    return labels // 3, labels % 3


def label_cases(random):
    return [
        (random.permutation(shapes * colours), colours)
        for shapes, colours in ((3, 4), (2, 5), (5, 2))
    ]


# 11.3 Half obedient


def obedience_of_parts(asked, read, num_colours):
    asked, read = np.asarray(asked), np.asarray(read)
    shape_right = asked // num_colours == read // num_colours
    colour_right = asked % num_colours == read % num_colours
    return np.mean(shape_right), np.mean(colour_right)


def parts_swapped(asked, read, num_colours):
    return obedience_of_parts(asked, read, num_colours)[::-1]


def parts_of_whole_labels(asked, read, num_colours):
    share = np.mean(asked == read)
    return share, share


def parts_counted(asked, read, num_colours):
    shape, colour = obedience_of_parts(asked, read, num_colours)
    return shape * len(asked), colour * len(asked)


def parts_wrong(asked, read, num_colours):
    shape, colour = obedience_of_parts(asked, read, num_colours)
    return 1 - shape, 1 - colour


def parts_by_three(asked, read, num_colours):
    return obedience_of_parts(asked, read, 3)


def reading_cases(random):
    cases = []
    for shapes, colours in ((3, 4), (2, 5), (4, 2)):
        asked, other = random.integers(0, shapes * colours, (2, 40))
        right_shape, right_colour = random.random((2, 40)) < [[0.7], [0.4]]
        shape = np.where(right_shape, asked, other) // colours
        colour = np.where(right_colour, asked, other) % colours
        cases.append((asked, shape * colours + colour, colours))
    return cases


# 11.4 In the middle


def make_square(image, ground):
    height, width = image.shape
    side = max(height, width)
    top, left = (side - height) // 2, (side - width) // 2
    square = np.full((side, side), ground, image.dtype)
    square[top : top + height, left : left + width] = image
    return square


def square_in_the_corner(image, ground):
    height, width = image.shape
    side = max(height, width)
    square = np.full((side, side), ground, image.dtype)
    square[:height, :width] = image
    return square


def square_on_black(image, ground):
    return make_square(image, 0)


def square_cut(image, ground):
    height, width = image.shape
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    return image[top : top + side, left : left + side]


def square_extra_first(image, ground):
    return make_square(image[::-1, ::-1], ground)[::-1, ::-1]


def square_repeated(image, ground):
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


# 11.5 Where the glass is


def lay_on(pixels, alpha, ground):
    share = alpha / 255  # a float, so that nothing runs over
    return (share * pixels + (1 - share) * ground).round().astype("uint8")


def lay_on_planted(pixels, alpha, ground):
    mixed = alpha * pixels + (255 - alpha) * np.uint8(ground)
    return (mixed / 255).round().astype("uint8")


def lay_on_turned(pixels, alpha, ground):
    return lay_on(pixels, 255 - alpha, ground)


def lay_on_black(pixels, alpha, ground):
    return lay_on(pixels, alpha, 0)


def lay_on_not_mixed(pixels, alpha, ground):
    return np.where(alpha > 0, pixels, ground).astype("uint8")


def lay_on_at_the_half(pixels, alpha, ground):
    return np.where(alpha >= 128, pixels, ground).astype("uint8")


def lay_on_cut_off(pixels, alpha, ground):
    share = alpha / 255
    return np.floor(share * pixels + (1 - share) * ground - 1e-9).astype("uint8")


def glass_cases(random):
    return [
        (
            random.integers(0, 256, shape).astype("uint8"),
            random.integers(0, 256, shape).astype("uint8"),
            ground,
        )
        for shape, ground in (((4, 5), 255), ((6, 3), 90), ((5, 5), 200))
    ]


EXERCISES = {
    "11.1": Exercise(
        title="One number for two things",
        difficulty="warm-up",
        minutes=3,
        solution=last_shape_third_colour,
        mistakes=(
            (26, "shapes are counted from 0, so the last of 4 is number 3."),
            (14, "multiply with the number of *colours*."),
            (
                11,
                "that is shape + colour × number of shapes; here the shape is multiplied.",
            ),
            (5, "added only, so that several pairs would share one label."),
            (19, "colour number 2 is the third; counting begins at 0."),
        ),
        hints=(
            "The shapes are 0, 1, 2 and 3. Which number has the last one?",
            "Before the last shape come three shapes with six labels each.",
        ),
        follows="24 classes in all, and each pair has a number of its own.",
    ),
    "11.2": Exercise(
        title="And back",
        difficulty="core",
        minutes=5,
        solution=take_apart,
        cases=label_cases,
        mistakes=(
            (
                take_apart_swapped,
                "the two are swapped: first the shapes, then the colours.",
            ),
            (take_apart_not_whole, "the shape is a whole number: divide with `//`."),
            (
                take_apart_subtracted,
                "one subtraction is not enough for the colour: what is *left* of the division?",
            ),
            (take_apart_by_three, "the number of colours is not always 3."),
        ),
        hints=(
            "label = shape × num_colours + colour, and the colour is smaller than num_colours.",
            "Whole division gives the shape, and `%` what is left of it.",
        ),
        follows="So two tables are possible too: one for shapes, one for colours.",
    ),
    "11.3": Exercise(
        title="Half obedient",
        difficulty="core",
        minutes=5,
        solution=obedience_of_parts,
        cases=reading_cases,
        mistakes=(
            (parts_swapped, "the two are swapped: first the shape, then the colour."),
            (
                parts_of_whole_labels,
                "that compares whole labels; a blue star for a blue heart is half right.",
            ),
            (parts_counted, "these are counts; the share is the count divided by N."),
            (parts_wrong, "that is the share of *wrong* ones."),
            (parts_by_three, "the number of colours is not always 3."),
        ),
        hints=(
            "Take both arrays apart as in 11.2, then compare part by part.",
            "`np.mean` of an array of True and False is the share of True.",
        ),
        follows="The whole label is right at most as often as a part: both must be right.",
    ),
    "11.4": Exercise(
        title="In the middle",
        difficulty="core",
        minutes=8,
        solution=make_square,
        cases=image_cases,
        mistakes=(
            (square_in_the_corner, "the picture is in the corner, not in the middle."),
            (square_on_black, "around the picture is 0; it should be `ground`."),
            (square_cut, "this cuts the picture; the side is the *larger* of the two."),
            (
                square_extra_first,
                "the extra pixel of an odd rest comes below or to the right.",
            ),
            (square_repeated, "this stretches the picture; it should keep its size."),
        ),
        hints=(
            "`np.full((side, side), ground)` is the ground. Where does the picture begin?",
            "Half of the free rows are above: `(side - height) // 2`, and the same for columns.",
        ),
        follows="A circle stays a circle, which stretching would make an egg of.",
    ),
    "11.5": Exercise(
        title="Where the glass is",
        difficulty="stretch",
        minutes=10,
        solution=lay_on,
        cases=glass_cases,
        planted=lay_on_planted,
        mistakes=(
            (
                lay_on_turned,
                "alpha 255 is paint, 0 is glass; here it is the other way round.",
            ),
            (
                lay_on_black,
                "the ground is missing: it shines through where alpha is below 255.",
            ),
            (lay_on_not_mixed, "half transparent pixels are a mixture of both."),
            (lay_on_at_the_half, "that decides for each pixel; it should mix the two."),
            (lay_on_cut_off, "cut off, not rounded."),
        ),
        hints=(
            "What is `np.uint8(200) * np.uint8(2)`? Try it.",
            "uint8 begins again at 0 after 255. Compute with floats, and turn back at the end.",
        ),
        follows="It is one more reason to scale pixels to floats before computing with them.",
    ),
}
