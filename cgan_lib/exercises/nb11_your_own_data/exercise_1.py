"""11.1 One number for two things."""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase


def last_shape_third_colour():
    return 3 * 6 + 2


EXERCISE = Exercise(
    title="One number for two things",
    difficulty="warm-up",
    minutes=3,
    solution=last_shape_third_colour,
    means=lambda n: (
        phrase("shape {0:.0f}, colour {1:.0f}", *divmod(n, 6)) if 0 <= n < 24 else ""
    ),
    mistakes=(
        (26, "shapes are counted from 0, so the last of 4 is number 3."),
        (
            14,
            "multiply with the number of *colours*, 6; and the last shape is number 3.",
        ),
        (
            11,
            "that is shape + colour × number of shapes; here the shape is multiplied.",
        ),
        (5, "added only, so that several pairs would share one label."),
        (19, "colour number 2 is the third; counting begins at 0."),
        (24, "that is how many labels there are; they begin at 0."),
        (23, "that is the last shape in the last colour, number 5."),
        (18, "that is the last shape in the colour number 0."),
        (21, "that is the colour number 3; number 2 is asked for."),
        (12, "that is the shape number 2 in the colour number 0."),
        (8, "that is the shape number 1 in the colour number 2."),
    ),
    hints=(
        "The shapes are 0, 1, 2 and 3. Which number has the last one?",
        "Before the last shape come three shapes with six labels each.",
    ),
    follows="24 classes in all, and each pair has a number of its own.",
)
