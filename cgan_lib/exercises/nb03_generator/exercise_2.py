"""03.2 Count the stamps."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def stamps_on_each(n, size, stride):
    count = np.zeros((n - 1) * stride + size)
    for place in range(n):
        first = place * stride
        count[first : first + size] += 1
    return count


def stamps_cut(n, size, stride):
    """you cut at n × stride, as 'same' does; here nothing is cut."""
    return stamps_on_each(n, size, stride)[: n * stride]


def stamps_last_one_forgotten(n, size, stride):
    """the last stamp was not pressed."""
    whole = stamps_on_each(n, size, stride)
    whole[-size:] -= 1
    return whole


def stamps_shorter(n, size, stride):
    """that is a line with one number less: n numbers press n stamps."""
    return stamps_on_each(n - 1, size, stride)


def stamps_at_stride_1(n, size, stride):
    """your stamps stand one place apart; they should stand `stride` apart."""
    return stamps_on_each(n, size, 1)


def stamps_side_by_side(n, size, stride):
    """size and stride have changed places: a stamp is `size` long."""
    return stamps_on_each(n, stride, size)


def stamps_not_added(n, size, stride):
    """you have one stamp on each place; where stamps overlap, they add up."""
    return np.minimum(stamps_on_each(n, size, stride), 1)


def stamps_set_side_by_side(n, size, stride):
    """the line is long enough, but your stamps begin one place apart, not `stride`."""
    count = np.zeros((n - 1) * stride + size)
    for place in range(n):
        count[place : place + size] += 1
    return count


def stamps_one_place_too_long(n, size, stride):
    """each of your stamps covers one place too many."""
    count = stamps_on_each(n, size + 1, stride)
    return count[:-1]


def stamps_as_long_as_stride(n, size, stride):
    """each of your stamps is `stride` long; it should be `size`."""
    count = np.zeros((n - 1) * stride + size)
    count[: n * stride] = 1
    return count


def stamps_where_they_begin(n, size, stride):
    """that marks where each stamp begins; it covers `size` places."""
    count = np.zeros((n - 1) * stride + size)
    count[: n * stride : stride] = 1
    return count


def stamps_to_the_end(n, size, stride):
    """stamps are pressed up to the end of the line; there are only n of them."""
    return stamps_on_each(n + size, size, stride)[: (n - 1) * stride + size]


def stamps_too_far(n, size, stride):
    """the stamps stand `stride` places too far: the first one begins at place 0."""
    return np.pad(stamps_on_each(n, size, stride), (stride, 0))[:-stride]


def stamps_first_only(n, size, stride):
    """that is the first stamp alone: does `return` stand in the loop?"""
    return np.pad(np.ones(size), (0, (n - 1) * stride))


def stamps_cases(random):
    return [
        (int(random.integers(low, low + 4)), size, stride)
        for low, size, stride in ((6, 3, 2), (4, 4, 2), (3, 5, 3), (4, 6, 1))
    ]


EXERCISE = Exercise(
    title="Count the stamps",
    difficulty="core",
    minutes=6,
    solution=stamps_on_each,
    cases=stamps_cases,
    mistakes=(
        stamps_cut,
        stamps_last_one_forgotten,
        stamps_shorter,
        stamps_at_stride_1,
        stamps_side_by_side,
        stamps_not_added,
        stamps_set_side_by_side,
        stamps_one_place_too_long,
        stamps_as_long_as_stride,
        stamps_where_they_begin,
        stamps_to_the_end,
        stamps_too_far,
        stamps_first_only,
    ),
    hints=(
        "It is `press_stamps` with one axis instead of two, and with ones everywhere.",
        "The line is (n - 1) × stride + size long. Begin with zeros.",
        "Stamp number i begins at place i × stride and covers `size` places: add 1 there.",
    ),
    follows=(
        "Size 3 at stride 2 gives 1, 1, 2, 1, 2, ...: the checkerboard, seen along one line."
    ),
)
