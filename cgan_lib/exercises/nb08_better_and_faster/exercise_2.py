"""08.2 Let the rate fall."""

from cgan_lib.exercises.exercise import Exercise


def falling_rate(start, iteration, iterations):
    return start * (1 - iteration / iterations)


def rate_that_rises(start, iteration, iterations):
    """this rate starts at 0 and rises."""
    return start * iteration / iterations


def rate_left_in_iterations(start, iteration, iterations):
    """you multiply with the number of iterations left; multiply with their *share*."""
    return start * (iterations - iteration)


def rate_halved_each_time(start, iteration, iterations):
    """this falls by half each time, not along a straight line."""
    return start * 0.5**iteration


def rate_by_division(start, iteration, iterations):
    """this falls fast, then slowly, and never arrives at 0."""
    return start / (1 + iteration)


def rate_rounded(start, iteration, iterations):
    """do not round: of a small rate too little is left."""
    return round(start * (1 - iteration / iterations), 6)


def rate_one_step_short(start, iteration, iterations):
    """this is 0 one iteration too early: divide by `iterations`."""
    return start * (1 - iteration / (iterations - 1))


def rate_one_step_ahead(start, iteration, iterations):
    """this rate is one iteration ahead: at iteration 0 it is still `start`."""
    return start * (1 - (iteration + 1) / iterations)


def rate_as_share(start, iteration, iterations):
    """that is the share which is left; multiply it with `start`."""
    return 1 - iteration / iterations


def rate_share_subtracted(start, iteration, iterations):
    """you subtract a share of 1; it should be a share of `start`."""
    return start - iteration / iterations


def rate_cut(start, iteration, iterations):
    """the rate stays, and jumps to 0 at the end: does `//` cut the share off?"""
    return start * (1 - iteration // iterations)


def rate_cut_to_zero(start, iteration, iterations):
    """a rate below 1 is cut off to 0: is there a `//` or an `int`? Divide with `/`."""
    return start * (iterations - iteration) // iterations


def rate_one_step(start, iteration, iterations):
    """that is the size of one step; take it off `iteration` times."""
    return start / iterations


def falling_rate_cases(random):
    return [
        (0.001, 0, 200),
        (0.00003, 77, 200),  # of so small a rate each digit counts
        (float(random.uniform(1.5, 3)), int(random.integers(1, 15)), 50),
        (0.5, 80, 80),
    ]


EXERCISE = Exercise(
    title="Let the rate fall",
    difficulty="core",
    minutes=4,
    solution=falling_rate,
    cases=falling_rate_cases,
    tolerance=1.5e-7,
    mistakes=(
        rate_that_rises,
        rate_left_in_iterations,
        rate_halved_each_time,
        rate_rounded,
        rate_by_division,
        rate_one_step_short,
        rate_one_step_ahead,
        rate_as_share,
        rate_share_subtracted,
        rate_cut,
        rate_cut_to_zero,
        rate_one_step,
    ),
    hints=(
        "Which share of the run is still to come? 1 at the beginning, 0 at the end.",
        "The share still to come is 1 - iteration / iterations.",
    ),
    follows="`falling_rate=True` does this with Keras's PolynomialDecay and a power of 1.",
)
