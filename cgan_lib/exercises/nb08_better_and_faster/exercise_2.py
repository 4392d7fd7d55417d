"""08.2 Let the rate fall."""

from cgan_lib.exercises.exercise import Exercise


def falling_rate(start, iteration, iterations):
    return start * (1 - iteration / iterations)


def rate_that_stays(start, iteration, iterations):
    """this rate stays where it starts."""
    return start


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


def falling_rate_cases(random):
    return [
        (0.001, 0, 200),
        (0.00003, 77, 200),  # of so small a rate each digit counts
        (float(random.uniform(0.01, 1)), int(random.integers(1, 50)), 50),
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
        rate_that_stays,
        rate_that_rises,
        rate_left_in_iterations,
        rate_halved_each_time,
        rate_rounded,
        rate_by_division,
    ),
    hints=(
        "Which share of the run is still to come? 1 at the beginning, 0 at the end.",
        "The share still to come is 1 - iteration / iterations.",
    ),
    follows="`falling_rate=True` does this with Keras's PolynomialDecay and a power of 1.",
)
