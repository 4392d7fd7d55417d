"""11.5 Where the glass is."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def lay_on(pixels, alpha, ground):
    share = alpha / 255  # a float, so that nothing runs over
    return (share * pixels + (1 - share) * ground).round().astype("uint8")


def lay_on_planted(pixels, alpha, ground):
    mixed = alpha * pixels + (255 - alpha) * np.uint8(ground)
    return (mixed / 255).round().astype("uint8")


def lay_on_turned(pixels, alpha, ground):
    """alpha 255 is paint, 0 is glass; here it is the other way round."""
    return lay_on(pixels, 255 - alpha, ground)


def lay_on_black(pixels, alpha, ground):
    """the ground is missing: it shines through where alpha is below 255."""
    return lay_on(pixels, alpha, 0)


def lay_on_not_mixed(pixels, alpha, ground):
    """half transparent pixels are a mixture of both."""
    return np.where(alpha > 0, pixels, ground).astype("uint8")


def lay_on_at_the_half(pixels, alpha, ground):
    """that decides for each pixel; it should mix the two."""
    return np.where(alpha >= 128, pixels, ground).astype("uint8")


def lay_on_cut_off(pixels, alpha, ground):
    """cut off, not rounded."""
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


EXERCISE = Exercise(
    title="Where the glass is",
    difficulty="stretch",
    minutes=10,
    solution=lay_on,
    cases=glass_cases,
    planted=lay_on_planted,
    mistakes=(
        lay_on_turned,
        lay_on_black,
        lay_on_not_mixed,
        lay_on_at_the_half,
        lay_on_cut_off,
    ),
    hints=(
        "What is `np.uint8(200) * np.uint8(2)`? Try it.",
        "uint8 begins again at 0 after 255. Compute with floats, and turn back at the end.",
    ),
    follows="It is one more reason to scale pixels to floats before computing with them.",
)
