"""06.2 A calmer G."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def running_average(weights, momentum):
    average = weights[0]
    for new in weights[1:]:
        average = momentum * average + (1 - momentum) * new
    return average


def running_average_exchanged(weights, momentum):
    """`momentum` is the share of the old average, not of the new weights."""
    return running_average(weights, 1 - momentum)


def running_average_from_zero(weights, momentum):
    """your average begins at 0; it should begin as the first row."""
    return running_average(np.concatenate([0 * weights[:1], weights]), momentum)


def running_average_first_twice_last_not(weights, momentum):
    """the last row is missing: your loop ends too early."""
    return running_average(weights[:-1], momentum)


def running_average_all(weights, momentum):
    """these are the averages after each iteration; return the last one."""
    steps = range(1, len(weights) + 1)
    return np.stack([running_average(weights[:step], momentum) for step in steps])


def running_average_of_numbers(weights, momentum):
    """you mixed the weights of a row; each weight has its own average."""
    return running_average(weights.mean(axis=1), momentum)


def running_average_not_shared(weights, momentum):
    """the new weights count in full here; the two shares should add up to 1."""
    average = weights[0]
    for new in weights[1:]:
        average = momentum * average + new
    return average


def running_average_backwards(weights, momentum):
    """your loop runs from the last row to the first."""
    return running_average(weights[::-1], momentum)


def running_average_returned_early(weights, momentum):
    """only the first two rows are in it: does `return` stand inside the loop?"""
    return running_average(weights[:2], momentum)


def running_average_missing_brackets(weights, momentum):
    """1 - momentum needs brackets before it is multiplied with the row."""
    average = weights[0]
    for new in weights[1:]:
        average = momentum * average + 1 - momentum * new
    return average


def running_average_cases(random):
    plain = np.array([[0.0, 1, 4], [1, 1, 0]])  # becomes 0.1, 1, 3.6
    return [(plain, 0.9)] + [
        (random.normal(size=(steps, width)), momentum)
        for steps, width, momentum in ((4, 3, 0.9), (6, 2, 0.7), (3, 5, 0.8))
    ]


EXERCISE = Exercise(
    title="A calmer G",
    difficulty="core",
    minutes=6,
    solution=running_average,
    cases=running_average_cases,
    mistakes=(
        running_average_exchanged,
        running_average_from_zero,
        running_average_first_twice_last_not,
        running_average_all,
        running_average_of_numbers,
        running_average_not_shared,
        running_average_backwards,
        running_average_returned_early,
        running_average_missing_brackets,
    ),
    hints=(
        "Begin with `average = weights[0]`. What happens to it when row 1 comes?",
        "A loop over `weights[1:]`; each time the average is replaced by a mixture.",
        "The mixture: `momentum` times the average, `1 - momentum` times the new row.",
    ),
    follows="With the classroom's 0.995, the last 200 iterations make up 63% of the average.",
)
