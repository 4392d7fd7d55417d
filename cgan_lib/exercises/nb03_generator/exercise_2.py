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
    """where stamps overlap, they add up; yours replace each other."""
    return np.minimum(stamps_on_each(n, size, stride), 1)


def stamps_in_a_square(n, size, stride):
    """that is a whole sheet; here it is only a line."""
    line = stamps_on_each(n, size, stride)
    return np.outer(line, line)


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
        stamps_in_a_square,
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
