"""09.5 Lean one digit only."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def lean_one(z, weights, start, digit, wish):
    now = weights @ z + start
    change = np.zeros(len(start))
    change[digit] = wish - now[digit]  # the other digits shall change by 0
    return z + np.linalg.pinv(weights) @ change


def lean_one_alone(z, weights, start, digit, wish):
    """the digit gets its wish, but the formulas of the other digits change too, since their
    directions are not at right angles to this one.
    """
    own = weights[digit]
    return z + (wish - own @ z - start[digit]) * own / (own @ own)


def lean_all(z, weights, start, digit, wish):
    """now all digits get the wish; the others shall stay as they are."""
    return z + np.linalg.pinv(weights) @ (wish - weights @ z - start)


def lean_one_without_start(z, weights, start, digit, wish):
    """a formula is weights · z *plus its start*; you left the start out."""
    return lean_one(z, weights, np.zeros(len(start)), digit, wish)


def lean_one_by_wish(z, weights, start, digit, wish):
    """you add the wish to what the digit has already; what is missing is the difference."""
    change = np.zeros(len(start))
    change[digit] = wish
    return z + np.linalg.pinv(weights) @ change


def lean_one_transposed(z, weights, start, digit, wish):
    """the transposed weights push in the right directions, but by wrong amounts; the pseudo-inverse
    gets the amounts right.
    """
    change = np.zeros(len(start))
    change[digit] = wish - weights[digit] @ z - start[digit]
    return z + weights.T @ change


def lean_one_others_to_0(z, weights, start, digit, wish):
    """you wish that the others lean by 0; they shall keep the lean that they have."""
    wishes = np.zeros(len(start))
    wishes[digit] = wish
    return z + np.linalg.pinv(weights) @ (wishes - weights @ z - start)


def lean_one_change_only(z, weights, start, digit, wish):
    """that is the change; add it to z."""
    return lean_one(z, weights, start, digit, wish) - z


def lean_one_backwards(z, weights, start, digit, wish):
    """the digit leans the other way: is the push subtracted?"""
    return 2 * z - lean_one(z, weights, start, digit, wish)


def lean_one_shortest(z, weights, start, digit, wish):
    """that is the shortest noise with these formulas; the one nearest to `z` is asked for."""
    wishes = weights @ lean_one(z, weights, start, digit, wish)
    return np.linalg.pinv(weights) @ wishes


def lean_one_shortest_with_start(z, weights, start, digit, wish):
    """neither nearest to `z` nor with these formulas: push z by what is missing."""
    wishes = weights @ z + start
    wishes[digit] = wish
    return np.linalg.pinv(weights) @ wishes


def lean_one_and_all_by_it(z, weights, start, digit, wish):
    """all formulas change by the same; those of the other digits shall stay."""
    missing = np.full(len(start), wish - weights[digit] @ z - start[digit])
    return z + np.linalg.pinv(weights) @ missing


def lean_one_by_formulas(z, weights, start, digit, wish):
    """the push has the new formulas; it should have the change of the formulas."""
    wishes = weights @ z + start
    wishes[digit] = wish
    return z + np.linalg.pinv(weights) @ wishes


def lean_one_cases(random):
    return [
        (
            random.normal(size=width),
            random.normal(size=(digits, width)),
            random.normal(size=digits),
            int(random.integers(digits)),
            random.uniform(1, 2),
        )
        for digits, width in ((10, 100), (3, 7), (5, 12))
    ]


EXERCISE = Exercise(
    title="Lean one digit only",
    difficulty="stretch",
    minutes=12,
    solution=lean_one,
    cases=lean_one_cases,
    mistakes=(
        lean_one_alone,
        lean_all,
        lean_one_without_start,
        lean_one_by_wish,
        lean_one_transposed,
        lean_one_others_to_0,
        lean_one_change_only,
        lean_one_backwards,
        lean_one_shortest,
        lean_one_shortest_with_start,
        lean_one_and_all_by_it,
        lean_one_by_formulas,
    ),
    hints=(
        "How much shall each formula change? For one digit by what is missing, for the "
        "others by 0.",
        "What the formula of the digit says now is `weights[digit] @ z + start[digit]`.",
        "`np.linalg.pinv(weights) @ change` is the smallest push with these changes.",
    ),
    follows=(
        "One wish, and nine wishes that nothing else shall change: ten equations in 100 "
        "numbers."
    ),
)
