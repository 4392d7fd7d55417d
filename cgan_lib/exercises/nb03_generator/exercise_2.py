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
    return stamps_on_each(n, size, stride)[: n * stride]


def stamps_last_one_forgotten(n, size, stride):
    whole = stamps_on_each(n, size, stride)
    whole[-size:] -= 1
    return whole


def stamps_shorter(n, size, stride):
    return stamps_on_each(n - 1, size, stride)


def stamps_at_stride_1(n, size, stride):
    return stamps_on_each(n, size, 1)


def stamps_side_by_side(n, size, stride):
    return stamps_on_each(n, stride, size)


def stamps_not_added(n, size, stride):
    return np.minimum(stamps_on_each(n, size, stride), 1)


def stamps_in_a_square(n, size, stride):
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
        (
            stamps_cut,
            "you cut at n × stride, as 'same' does; here nothing is cut.",
        ),
        (stamps_last_one_forgotten, "the last stamp was not pressed."),
        (
            stamps_shorter,
            "that is a line with one number less: n numbers press n stamps.",
        ),
        (
            stamps_at_stride_1,
            "your stamps stand one place apart; they should stand `stride` apart.",
        ),
        (
            stamps_side_by_side,
            "size and stride have changed places: a stamp is `size` long.",
        ),
        (
            stamps_not_added,
            "where stamps overlap, they add up; yours replace each other.",
        ),
        (stamps_in_a_square, "that is a whole sheet; here it is only a line."),
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
