"""Answers to 07.5, right and wrong: Catch the moved copies."""

from cgan_lib import evaluation

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
    return _distances(images, train_images, [(0, 0)])[0]


def distance_moved_back_only(images, train_images):
    return _distances(images, train_images, [(0, 0), (0, -1)]).min(axis=0)


def distance_moved_right_only(images, train_images):
    return _distances(images, train_images, [(0, 0), (0, 1)]).min(axis=0)


def distance_moved_sideways(images, train_images):
    return _distances(images, train_images, [(0, -1), (0, 0), (0, 1)]).min(axis=0)


def distance_moved_up_or_down(images, train_images):
    return _distances(images, train_images, [(-1, 0), (0, 0), (1, 0)]).min(axis=0)


def distance_without_corners(images, train_images):
    moves = [(d, r) for d, r in ALL_MOVES if d == 0 or r == 0]
    return _distances(images, train_images, moves).min(axis=0)


def distance_exclusive_bound(images, train_images):
    moves = [(d, r) for d in range(-1, 1) for r in range(-1, 1)]
    return _distances(images, train_images, moves).min(axis=0)


def distance_moved_two(images, train_images):
    moves = [(d, r) for d in range(-2, 3) for r in range(-2, 3)]
    return _distances(images, train_images, moves).min(axis=0)


def distance_always_moved(images, train_images):
    moves = [move for move in ALL_MOVES if move != (0, 0)]
    return _distances(images, train_images, moves).min(axis=0)


def distance_mean_of_moves(images, train_images):
    return _distances(images, train_images, ALL_MOVES).mean(axis=0)


def distance_of_each_move(images, train_images):
    return _distances(images, train_images, ALL_MOVES).min(axis=1)


def distance_wrong_axes(images, train_images):
    return _distances(images, train_images, ALL_MOVES, (0, 1)).min(axis=0)


def distance_squared(images, train_images):
    return distance_even_if_moved(images, train_images) ** 2
