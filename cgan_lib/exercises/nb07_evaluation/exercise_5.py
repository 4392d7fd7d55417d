"""07.5 Catch the moved copies."""

from cgan_lib import evaluation
from cgan_lib.exercises.exercise import Exercise

import numpy as np


def distance_even_if_moved(images, train_images):
    nearest = []
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            moved = np.roll(images, (down, right), axis=(1, 2))
            _, distances = evaluation.nearest_training_digits(moved, train_images)
            nearest.append(distances)
    return np.min(nearest, axis=0)


def _distances(images, train_images, moves, axes=(1, 2)):
    """A row for each move."""
    moved = [np.roll(images, move, axis=axes) for move in moves]
    return np.array(
        [evaluation.nearest_training_digits(m, train_images)[1] for m in moved]
    )


ALL_MOVES = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]


def distance_not_moved(images, train_images):
    """that is the notebook's own test, which misses moved copies; and if you move both sides alike,
    nothing changes.
    """
    return _distances(images, train_images, [(0, 0)])[0]


def distance_moved_back_only(images, train_images):
    """this catches copies moved to the right; think of the other directions."""
    return _distances(images, train_images, [(0, 0), (0, -1)]).min(axis=0)


def distance_moved_right_only(images, train_images):
    """this catches copies moved to the left; think of the other directions."""
    return _distances(images, train_images, [(0, 0), (0, 1)]).min(axis=0)


def distance_moved_sideways(images, train_images):
    """you move left and right only. Up and down too: which axis is it?"""
    return _distances(images, train_images, [(0, -1), (0, 0), (0, 1)]).min(axis=0)


def distance_moved_up_or_down(images, train_images):
    """you move up and down only. Left and right too: which axis is it?"""
    return _distances(images, train_images, [(-1, 0), (0, 0), (1, 0)]).min(axis=0)


def distance_without_corners(images, train_images):
    """a copy can be moved both down and to the right: the diagonals are missing."""
    moves = [(d, r) for d, r in ALL_MOVES if d == 0 or r == 0]
    return _distances(images, train_images, moves).min(axis=0)


def distance_exclusive_bound(images, train_images):
    """you move by -1 and 0 only: does `range(-1, 1)` leave out its upper bound?"""
    moves = [(d, r) for d in range(-1, 1) for r in range(-1, 1)]
    return _distances(images, train_images, moves).min(axis=0)


def distance_moved_two(images, train_images):
    """you move by up to two pixels; at most one is asked for."""
    moves = [(d, r) for d in range(-2, 3) for r in range(-2, 3)]
    return _distances(images, train_images, moves).min(axis=0)


def distance_always_moved(images, train_images):
    """you forgot the copy that was not moved at all."""
    moves = [move for move in ALL_MOVES if move != (0, 0)]
    return _distances(images, train_images, moves).min(axis=0)


def distance_mean_of_moves(images, train_images):
    """the mean hides the one move that fits; how near does an image come at best?"""
    return _distances(images, train_images, ALL_MOVES).mean(axis=0)


def distance_of_each_move(images, train_images):
    """these are the smallest distances of each move; one for each image is asked for."""
    return _distances(images, train_images, ALL_MOVES).min(axis=1)


def distance_wrong_axes(images, train_images):
    """you roll the images past each other: axis 0 counts the images."""
    return _distances(images, train_images, ALL_MOVES, (0, 1)).min(axis=0)


def distance_squared(images, train_images):
    """these are squared distances; take the root."""
    return distance_even_if_moved(images, train_images) ** 2


def distance_at_worst(images, train_images):
    """that is the largest of the nine; how near does an image come at best?"""
    return _distances(images, train_images, ALL_MOVES).max(axis=0)


def places_of_nearest(images, train_images):
    """these are places; the function gives them first, and then the distances."""
    return evaluation.nearest_training_digits(images, train_images)[0]


def best_move(images, train_images):
    """these are the numbers of the best moves; the distances are asked for."""
    return _distances(images, train_images, ALL_MOVES).argmin(axis=0)


def distance_on_one_diagonal(images, train_images):
    """down and right change together, so that three of nine ways are tried: use two loops."""
    return _distances(images, train_images, [(-1, -1), (0, 0), (1, 1)]).min(axis=0)


def distance_of_differences(images, train_images):
    """these are sums of the differences' sizes; square, add, and take the root."""
    moved = [np.roll(images, move, axis=(1, 2)) for move in ALL_MOVES]
    apart = [np.abs(m[:, np.newaxis] - train_images) for m in moved]
    return np.min([one.sum(axis=(2, 3, 4)).min(axis=1) for one in apart], axis=0)


def moved_cases(random):
    cases = []
    for height, width, count in ((10, 9, 4), (9, 11, 6), (11, 11, 5)):
        train_images = np.zeros((count, height, width, 1))
        inner = (count, height - 6, width - 6, 1)  # three black pixels on each side
        train_images[:, 3:-3, 3:-3] = random.uniform(size=inner)
        new = np.zeros((count - 3, height, width, 1))
        new[:, 3:-3, 3:-3] = random.uniform(size=(len(new), *inner[1:]))
        moves = [*ALL_MOVES, (0, 2), (-2, 1)]  # the last two are too far to be caught
        copies = [np.roll(random.choice(train_images), m, axis=(0, 1)) for m in moves]
        images = random.permutation(np.concatenate([new, copies]))
        cases.append((images, train_images))
    return cases


EXERCISE = Exercise(
    title="Catch the moved copies",
    difficulty="stretch",
    minutes=15,
    solution=distance_even_if_moved,
    cases=moved_cases,
    tolerance=1e-2,  # distances in float32 are allowed
    mistakes=(
        distance_not_moved,
        distance_moved_back_only,
        distance_moved_right_only,
        distance_moved_sideways,
        distance_moved_up_or_down,
        distance_without_corners,
        distance_exclusive_bound,
        distance_moved_two,
        distance_always_moved,
        distance_mean_of_moves,
        distance_of_each_move,
        distance_wrong_axes,
        distance_squared,
        distance_at_worst,
        places_of_nearest,
        best_move,
        distance_on_one_diagonal,
        distance_of_differences,
        (
            lambda a, b: _distances(a, b, [(0, 0), (0, 1), (1, 0), (1, 1)]).min(axis=0),
            "you move down and right only; up and left too.",
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
