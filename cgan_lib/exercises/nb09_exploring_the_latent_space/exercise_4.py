"""09.4 How many directions?"""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def directions_needed(changes, share):
    sizes = np.linalg.svd(changes, compute_uv=False)  # the largest comes first
    reached = np.cumsum(sizes**2) / np.sum(sizes**2)
    return int(np.argmax(reached >= share)) + 1  # the first place where it is enough


def directions_needed_unsquared(changes, share):
    """you add the sizes; the shares are of the *squared* sizes."""
    sizes = np.linalg.svd(changes, compute_uv=False)
    reached = np.cumsum(sizes) / np.sum(sizes)
    return int(np.argmax(reached >= share)) + 1


def directions_needed_from_0(changes, share):
    """one too few: place 0 of the list is already one direction."""
    return directions_needed(changes, share) - 1


def numbers_needed(changes, share):
    """you count single numbers of z; a direction turns several at once."""
    squares = np.sort(np.sum(np.square(changes), axis=1))[::-1]
    return int(np.argmax(np.cumsum(squares) / np.sum(squares) >= share)) + 1


def directions_needed_weakest_first(changes, share):
    """these are all, or nearly all: do you begin with the weakest direction?"""
    sizes = np.linalg.svd(changes, compute_uv=False)[::-1]
    reached = np.cumsum(sizes**2) / np.sum(sizes**2)
    return int(np.argmax(reached >= share)) + 1


def directions_needed_not_divided(changes, share):
    """so few do not reach the share yet. Are the squares so far divided by all squares?"""
    sizes = np.linalg.svd(changes, compute_uv=False)
    return int(np.argmax(np.cumsum(sizes**2) >= share)) + 1


def directions_counted_after(changes, share):
    """you count the directions after the share is reached; count those before."""
    sizes = np.linalg.svd(changes, compute_uv=False)
    return int(np.sum(np.cumsum(sizes**2) / np.sum(sizes**2) >= share))


def directions_needed_and_one(changes, share):
    """one too many: is the share reached already before the last one?"""
    return directions_needed(changes, share) + 1


def directions_as_large(changes, share):
    """you count directions that are large alone; add up, from the strongest on."""
    sizes = np.linalg.svd(changes, compute_uv=False)
    return int(np.sum(sizes**2 / np.sum(sizes**2) >= 1 - share))


def directions_needed_cases(random):
    cases = []
    for numbers, pixels in ((12, 30), (40, 25), (50, 64), (30, 30)):
        # Each number of z has a loudness of its own, as in the notebook's picture.
        loudness = np.exp(random.normal(size=(numbers, 1)))
        shared = random.normal(size=pixels)  # what many numbers do alike
        changes = loudness * (random.normal(size=(numbers, pixels)) + shared)
        cases.append((changes, random.uniform(0.6, 0.95)))
    return cases


EXERCISE = Exercise(
    title="How many directions?",
    difficulty="core",
    minutes=7,
    solution=directions_needed,
    cases=directions_needed_cases,
    mistakes=(
        directions_needed_unsquared,
        directions_needed_from_0,
        numbers_needed,
        directions_needed_weakest_first,
        directions_needed_not_divided,
        directions_counted_after,
        directions_needed_and_one,
        directions_as_large,
        (
            lambda *_: 0,
            "that is no direction at all: add up the shares, from the strongest on.",
        ),
    ),
    hints=(
        "`np.linalg.svd(changes, compute_uv=False)` gives the sizes, the largest first.",
        "`np.cumsum` adds up as it goes along: the squares so far, divided by all squares.",
        "The first place where this reaches `share`, counted from 1.",
    ),
    follows=(
        "Of 100 numbers only some directions matter, and which ones depends on where you are."
    ),
)
