"""00.1 Which shape?"""

from cgan_lib.exercises.exercise import Exercise


def shape_of_five():
    labels = [3, 1, 4, 1, 5]
    return len(labels), 28, 28, 1  # a picture for each label, also for the second 1


EXERCISE = Exercise(
    title="Which shape?",
    difficulty="warm-up",
    minutes=2,
    solution=shape_of_five,
    mistakes=(
        ((1, 28, 28, 1), "that is one picture; five labels are asked for."),
        ((4, 28, 28, 1), "the label 1 stands there twice and is drawn twice."),
        ((5, 28, 28), "the last axis is missing: `generate` gives one channel too."),
        ((28, 28, 5), "each picture is an item of the first axis, not a channel."),
        (
            (28, 28, 1),
            "that is the shape of one picture without the axis that counts them.",
        ),
        ((10, 28, 28, 1), "there are ten classes, but only five are asked for."),
        ((5, 784), "the 784 pixels stay in lines of 28, with a channel at the end."),
        ((5, 100), "100 is how many numbers the noise of a picture has."),
    ),
    hints=(
        "The last check of the notebook says which shape `generate` gives for `[7]`.",
        "One picture for each label: only the first number is another.",
    ),
    follows="The first axis counts the pictures, one for each label, also for equal labels.",
)
