"""07.5 Catch the moved copies."""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.exercises.nb07_evaluation import answers_5 as answers

import numpy as np


def moved_cases(random):
    cases = []
    for height, width, count in ((10, 9, 4), (9, 11, 6), (11, 11, 5)):
        train_images = np.zeros((count, height, width, 1))
        inner = (count, height - 6, width - 6, 1)  # three black pixels on each side
        train_images[:, 3:-3, 3:-3] = random.uniform(size=inner)
        new = np.zeros((1, height, width, 1))
        new[:, 3:-3, 3:-3] = random.uniform(size=(1, *inner[1:]))
        moves = [
            *answers.ALL_MOVES,
            (0, 2),
            (-2, 1),
        ]  # the last two are too far to be caught
        copies = [np.roll(random.choice(train_images), m, axis=(0, 1)) for m in moves]
        images = random.permutation(np.concatenate([new, copies]))
        cases.append((images, train_images))
    return cases


EXERCISE = Exercise(
    title="Catch the moved copies",
    difficulty="stretch",
    minutes=15,
    solution=answers.distance_even_if_moved,
    cases=moved_cases,
    tolerance=1e-2,  # distances in float32 are allowed
    mistakes=(
        (
            answers.distance_not_moved,
            "that is the notebook's own test, which misses moved copies; and if you move "
            "both sides alike, nothing changes.",
        ),
        (
            answers.distance_moved_back_only,
            "this catches copies moved to the right; think of the other directions.",
        ),
        (
            answers.distance_moved_right_only,
            "this catches copies moved to the left; think of the other directions.",
        ),
        (
            answers.distance_moved_sideways,
            "you move left and right only. Up and down too: which axis is it?",
        ),
        (
            answers.distance_moved_up_or_down,
            "you move up and down only. Left and right too: which axis is it?",
        ),
        (
            answers.distance_without_corners,
            "a copy can be moved both down and to the right: the diagonals are missing.",
        ),
        (
            answers.distance_exclusive_bound,
            "`range(-1, 1)` holds -1 and 0; its upper bound is left out.",
        ),
        (
            answers.distance_moved_two,
            "you move by up to two pixels; at most one is asked for.",
        ),
        (
            answers.distance_always_moved,
            "you forgot the copy that was not moved at all.",
        ),
        (
            answers.distance_mean_of_moves,
            "the mean hides the one move that fits; how near does an image come at best?",
        ),
        (
            answers.distance_of_each_move,
            "these are the smallest distances of each move; one for each image is asked for.",
        ),
        (
            answers.distance_wrong_axes,
            "you roll the images past each other: axis 0 counts the images.",
        ),
        (
            answers.distance_squared,
            "these are squared distances; take the root.",
        ),
    ),
    hints=(
        "Undo the fraud's trick: move each image back, and look for its nearest again. "
        "You do not know the direction, so try all nine.",
        "`np.roll(images, (down, right), axis=(1, 2))` moves all images at once.",
        "Nine times `evaluation.nearest_training_digits` gives nine distances for each "
        "image. Which of the nine matters?",
    ),
    follows=(
        "The moved copies are at distance 0 again. Who moves them by two pixels is the next "
        "fraud: a test finds what it was built to find."
    ),
)
