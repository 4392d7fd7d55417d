"""07.1 Threes for eights."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def which_see_it():
    return np.array(
        [
            True,  # obedience: asked for a 3, the judge reads an 8
            False,  # variety: that of 3 and that of 8 change places, the mean stays
            False,  # Fréchet: the same 2,000 digits as before, so the same cloud
            True,  # in class: eights are compared with real threes
            False,  # precision: the same cloud
            False,  # recall: the same cloud
        ]
    )


EXERCISE = Exercise(
    title="Threes for eights",
    difficulty="warm-up",
    minutes=3,
    solution=which_see_it,
    mistakes=(
        (
            [True, True, False, True, False, False],
            "real eights vary as real eights do, wherever they stand: the varieties of "
            "two labels change places, and what about the mean?",
        ),
        (
            [True, False, True, True, False, False],
            "Fréchet compares two clouds. Has any image come into the cloud or left it?",
        ),
        (
            [True, True, True, True, False, False],
            "obedience and the number in each class are right; variety and Fréchet "
            "look at the same 2,000 images as before.",
        ),
        (
            [True, False, False, False, False, False],
            "obedience is not the only one: which other number compares label by label?",
        ),
        (
            [False, False, False, True, False, False],
            "one more number uses the labels: what does the judge read where a 3 was "
            "asked for?",
        ),
        (
            [True, False, False, True, True, True],
            "precision and recall look at balls around features, and know no labels.",
        ),
        (
            [True, False, False, True, True, False],
            "precision asks if an image lies among real ones. These *are* real ones.",
        ),
        (
            [True, False, False, True, False, True],
            "recall asks if the real ones are covered. Is any kind of digit gone?",
        ),
        (
            [True, False, True, True, True, True],
            "three of these five compare clouds of images, and know no labels.",
        ),
        (
            [False, True, True, False, True, True],
            "these are the numbers that stay; the question is which ones change.",
        ),
        (
            [True] * 6,
            "some of these numbers never see a label, only the images as a whole.",
        ),
        (
            [False] * 6,
            "every image is a real digit, but some numbers also use the label.",
        ),
    ),
    hints=(
        "As a set, the 2,000 images are the same as in `real`. Only their order is new.",
        "So ask of each number: is it worked out with the labels, or without them?",
        "Variety uses labels, but look at the mean over all ten labels.",
    ),
    follows=(
        "Obedience falls to 80%, in class rises from 3.5 to 198; the other four stay the same."
    ),
)
