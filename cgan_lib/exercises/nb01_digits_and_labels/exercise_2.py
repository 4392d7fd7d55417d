"""01.2 Into any range."""

from cgan_lib.exercises.exercise import Exercise


def to_range(pixels, low, high):
    share = pixels.astype("float32") / 255  # 0 is black, 1 is white
    return low + share * (high - low)


def to_range_from_zero(pixels, low, high):
    """the width is right, but the range begins at 0."""
    return pixels / 255 * (high - low)


def to_range_times_high(pixels, low, high):
    """the range is as wide as the difference between `high` and `low`."""
    return pixels / 255 * high + low


def to_range_minus_low(pixels, low, high):
    """a sign is wrong: black should become `low`."""
    return pixels / 255 * (high - low) - low


def to_range_twice_as_wide(pixels, low, high):
    """white comes out far above `high`: 127.5 is for a range that is 2 wide."""
    return pixels / 127.5 * (high - low) + low


def to_range_negative(pixels, low, high):
    """black and white have changed places."""
    return high + pixels / 255 * (low - high)


def to_range_of_256(pixels, low, high):
    """white is 255, not 256, so `high` is never reached."""
    return pixels / 256 * (high - low) + low


def to_range_own_ends(pixels, low, high):
    """black is 0 and white is 255, also in a picture that has neither."""
    pixels = pixels.astype("float32")
    share = (pixels - pixels.min()) / (pixels.max() - pixels.min())
    return low + share * (high - low)


def to_range_own_white(pixels, low, high):
    """white is 255, also in a picture that has no white pixel."""
    return low + pixels / pixels.max() * (high - low)


def to_range_whole_numbers(pixels, low, high):
    """all greys turn black: does `//` cut off what is behind the point?"""
    return pixels.astype(int) // 255 * (high - low) + low


def to_range_wrapped(pixels, low, high):
    """uint8 cannot hold more than 255: make the pixels float before you multiply."""
    return pixels * (high - low) / 255 + low  # uint8 times a whole number


def to_range_cases(random):
    return [
        (random.integers(5, 240, size=shape).astype("uint8"), low, high)
        for shape, low, high in (
            ((2, 3), -3, 2),
            ((4, 3, 1), -1, 1),
            ((5,), 10, 14),
            ((2, 3, 2, 1), 0, 1),
        )
    ]


EXERCISE = Exercise(
    title="Into any range",
    difficulty="core",
    minutes=6,
    solution=to_range,
    cases=to_range_cases,
    mistakes=(
        to_range_from_zero,
        to_range_times_high,
        to_range_minus_low,
        to_range_twice_as_wide,
        to_range_negative,
        to_range_of_256,
        to_range_own_ends,
        to_range_own_white,
        to_range_whole_numbers,
        to_range_wrapped,
    ),
    hints=(
        "First bring the pixels from 0 to 1. How wide is the range that they should fill?",
        "Then multiply by the width `high - low`. Where does black lie now?",
    ),
    follows="With -1 and 1 this is the notebook's formula: 255 / 2 = 127.5, and -1 is low.",
)
