"""13.5 All to one side."""

import math

from cgan_lib.exercises.exercise import Exercise


def by_chance(pairs):
    return 2 / 2**pairs


def by_chance_one_side(pairs):
    """half of it: is that for one side, named before? Either side counts here."""
    return 1 / 2**pairs


def by_chance_one_pair_too_few(pairs):
    """twice too much. If the first pair chooses the side, how many others must follow? Nothing is
    left to double then.
    """
    return 4 / 2**pairs


def by_chance_otherwise(pairs):
    """that is how likely they do *not* all agree."""
    return 1 - 2 / 2**pairs


def by_chance_otherwise_one_side(pairs):
    """that is how likely at least one points to a given side; ask how likely all agree."""
    return 1 - 1 / 2**pairs


def by_chance_inverse(pairs):
    """once in so many times; the probability is 1 divided by it."""
    return 2**pairs / 2


def by_chance_ways(pairs):
    """that is in how many ways they can fall; in how many of them do all agree?"""
    return 2**pairs


def by_chance_counts_alike(pairs):
    """the number of wins is 0 to n, but these are not equally likely: one way leads to 0 wins, and
    many lead to half of them.
    """
    return 2 / (pairs + 1)


def by_chance_divided(pairs):
    """each further pair *halves* it; do not divide by the number of pairs."""
    return 1 / pairs


def by_chance_two_divided(pairs):
    """two good ways, but the ways are not as many as the pairs: each pair doubles them."""
    return 2 / pairs


def by_chance_squared(pairs):
    """base and exponent have changed places: 2 to the power of n."""
    return 2 / pairs**2


def by_chance_of_one(pairs):
    """that is one pair, and one side; all of them must agree."""
    return 0.5


def by_chance_of_all_runs(pairs):
    """each pair has two runs, but only one difference: count the differences."""
    return 2 / 2 ** (2 * pairs)


def by_chance_added(pairs):
    """the chances were added; that all come true together, they must be multiplied."""
    return 0.5 * pairs


def by_chance_times(pairs):
    """is that 1 of 2 times n? Both sides count, and the ways are 2 to the *power* of n."""
    return 1 / (2 * pairs)


def by_chance_all_but_one(pairs):
    """that is how likely exactly one of them points to a given side; ask for all."""
    return pairs / 2**pairs


def by_chance_times_pairs(pairs):
    """is it multiplied by n? Only two ways are all alike, however many pairs there are."""
    return 2 * pairs / 2**pairs


def by_chance_halved_twice(pairs):
    """a quarter for each pair? Its difference has two sides: a half."""
    return 1 / 4**pairs


def by_chance_orders(pairs):
    """in how many orders the pairs may come does not matter: each falls to one of two sides."""
    return 1 / math.factorial(pairs)


def by_chance_one_pair_too_many(pairs):
    """each step from n to n + 1 halves it, as it should, but for one pair it must be 1."""
    return 1 / 2 ** (pairs + 1)


def by_chance_half_each(pairs):
    """that is how likely they fall half to each side, or as near as it goes."""
    return math.comb(pairs, pairs // 2) / 2**pairs


def by_chance_xor(pairs):
    """in Python a power is written `**`; `^` is something else."""
    return 2 / 2 ^ pairs


def by_chance_cases(random):
    return [(int(pairs),) for pairs in 1 + random.permutation(9)[:6]]


EXERCISE = Exercise(
    title="All to one side",
    difficulty="stretch",
    minutes=6,
    solution=by_chance,
    cases=by_chance_cases,
    tolerance=1e-6,
    mistakes=(
        by_chance_one_side,
        by_chance_one_pair_too_few,
        by_chance_otherwise,
        by_chance_otherwise_one_side,
        by_chance_inverse,
        by_chance_ways,
        by_chance_counts_alike,
        by_chance_divided,
        by_chance_two_divided,
        by_chance_squared,
        by_chance_of_one,
        by_chance_of_all_runs,
        by_chance_added,
        by_chance_times,
        by_chance_all_but_one,
        by_chance_times_pairs,
        by_chance_halved_twice,
        by_chance_orders,
        by_chance_one_pair_too_many,
        by_chance_half_each,
        by_chance_xor,
    ),
    hints=(
        "Write down all ways in which two differences can fall: ++, +-, -+, --.",
        "Each further pair doubles the ways. In how many of them do all agree?",
        "All to the one side, or all to the other: two ways of 2 to the power of n.",
    ),
    follows=(
        "Three pairs agree by chance one time in four, so they prove little; six agree one time in "
        "32."
    ),
)
