"""11.5 Where the glass is."""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase

import numpy as np


def lay_on(pixels, alpha, ground):
    share = alpha / 255  # a float, so that nothing runs over
    return (share * pixels + (1 - share) * ground).round().astype("uint8")


def lay_on_planted(pixels, alpha, ground):
    mixed = alpha * pixels + (255 - alpha) * np.uint8(ground)
    return (mixed / 255).round().astype("uint8")


def look_at_glass(answer, pixels, alpha, ground):
    """The type of the numbers, in words, and the numbers."""
    laid = answer(pixels, alpha, ground)
    if laid is None:
        return None
    laid = np.asarray(laid)
    return phrase("numbers of the type {0}", laid.dtype), laid


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
    return (share * pixels + (1 - share) * ground).astype("uint8")


def lay_on_not_turned_back(pixels, alpha, ground):
    """the numbers are right; turn them into uint8 at the end."""
    share = alpha / 255
    return (share * pixels + (1 - share) * ground).round()


def lay_on_as_whole_numbers(pixels, alpha, ground):
    """the numbers are right; uint8 is asked for, not another type of whole numbers."""
    return lay_on(pixels, alpha, ground).astype(int)


def lay_on_not_rounded(pixels, alpha, ground):
    """not rounded yet, and not yet turned into uint8."""
    share = alpha / 255
    return share * pixels + (1 - share) * ground


def lay_on_share_cut_off(pixels, alpha, ground):
    """only alpha 255 counts as paint, and all below it as glass; it should mix the two."""
    return np.where(alpha == 255, pixels, ground).astype("uint8")


def lay_on_whole_ground(pixels, alpha, ground):
    """the ground is laid under in full; it counts by 1 - alpha / 255."""
    return np.clip((alpha / 255 * pixels + ground).round(), 0, 255).astype("uint8")


def lay_on_white(pixels, alpha, ground):
    """the ground is always 255 here; use `ground`."""
    return lay_on(pixels, alpha, 255)


def lay_on_rounded_up(pixels, alpha, ground):
    """rounded up; round to the nearest."""
    share = alpha / 255
    return np.ceil(share * pixels + (1 - share) * ground).astype("uint8")


def lay_on_clipped(pixels, alpha, ground):
    """it has run over before it is clipped: make floats of the pixels first."""
    mixed = alpha * pixels + (255 - alpha) * np.uint8(ground)
    return np.clip(mixed / 255, 0, 255).astype("uint8")


def lay_on_half_in_uint8(pixels, alpha, ground):
    """the product with alpha is right now; that with 255 - alpha still runs over."""
    mixed = alpha.astype(float) * pixels + (255 - alpha) * np.uint8(ground)
    return (mixed / 255).round().astype("uint8")


def lay_on_alpha_from_1(pixels, alpha, ground):
    """in uint8, `1 - alpha` runs over: divide alpha by 255 first."""
    mixed = alpha / 255 * pixels + (1 - alpha) / 255 * ground
    return mixed.round().astype("uint8")


def glass_cases(random):
    return [
        (
            random.integers(0, 256, shape).astype("uint8"),
            random.integers(0, 256, shape).astype("uint8"),
            ground,
        )
        for shape, ground in (((3, 4), 255), ((4, 3), 90), ((2, 5), 200))
    ]


EXERCISE = Exercise(
    title="Where the glass is",
    difficulty="stretch",
    minutes=10,
    solution=lay_on,
    cases=glass_cases,
    observe=look_at_glass,
    planted=lay_on_planted,
    mistakes=(
        lay_on_turned,
        lay_on_black,
        lay_on_not_mixed,
        lay_on_at_the_half,
        lay_on_cut_off,
        lay_on_not_turned_back,
        lay_on_as_whole_numbers,
        lay_on_not_rounded,
        lay_on_share_cut_off,
        lay_on_whole_ground,
        lay_on_white,
        lay_on_rounded_up,
        lay_on_clipped,
        lay_on_half_in_uint8,
        lay_on_alpha_from_1,
    ),
    hints=(
        "What is `np.uint8(200) * np.uint8(2)`? Try it.",
        "uint8 begins again at 0 after 255. Compute with floats, and turn back at the end.",
    ),
    follows="It is one more reason to scale pixels to floats before computing with them.",
)
