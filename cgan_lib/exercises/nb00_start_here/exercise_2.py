"""00.2 What time is it?"""

from cgan_lib.exercises.exercise import Exercise


def clock_labels(hour, minute):
    return [int(letter) for letter in f"{hour:02}{minute:02}"]


def clock_without_zeros(hour, minute):
    """five past nine is 0905 on this clock: the zeros in front are missing."""
    return [int(letter) for letter in f"{hour}{minute}"]


def clock_hour_without_zero(hour, minute):
    """the minutes are right; 9 hours are 09."""
    return [int(letter) for letter in f"{hour}{minute:02}"]


def clock_minute_without_zero(hour, minute):
    """the hours are right; 5 minutes are 05."""
    return [int(letter) for letter in f"{hour:02}{minute}"]


def clock_not_split(hour, minute):
    """42 is no label: the network knows the labels 0 to 9 only."""
    return [hour, minute]


def clock_zeros_behind(hour, minute):
    """the zero comes in front: 9 is 09, not 90."""
    return [int(letter) for letter in f"{hour:<02}{minute:<02}"]


def clock_letter_codes(hour, minute):
    """these are the codes of the letters; `int` makes 9 of '9'."""
    return [ord(letter) for letter in f"{hour:02}{minute:02}"]


def clock_ones_first(hour, minute):
    """tens come before ones: 42 is 4, then 2."""
    return [hour % 10, hour // 10, minute % 10, minute // 10]


def clock_minute_first(hour, minute):
    """the hour comes first, then the minute."""
    return clock_labels(minute, hour)


def clock_as_text(hour, minute):
    """that is one text; make a whole number of each of its letters."""
    return f"{hour:02}{minute:02}"


def clock_one_number(hour, minute):
    """that is one number; a label for each of its figures is asked for."""
    return int(f"{hour}{minute:02}")


def clock_twelve_hours(hour, minute):
    """this clock has 24 hours: 18 stays 18, and midnight is 0."""
    return clock_labels(hour % 12 or 12, minute)


def clock_cases(random):
    early, late = random.integers(10), random.integers(10, 24)
    few, many = random.integers(1, 10), random.integers(10, 60)
    pairs = ((early, few), (early, many), (late, few), (late, many), (0, 0))
    return [(int(hour), int(minute)) for hour, minute in pairs]


EXERCISE = Exercise(
    title="What time is it?",
    difficulty="core",
    minutes=5,
    solution=clock_labels,
    cases=clock_cases,
    mistakes=(
        clock_without_zeros,
        clock_hour_without_zero,
        clock_minute_without_zero,
        clock_not_split,
        clock_zeros_behind,
        clock_letter_codes,
        clock_ones_first,
        clock_minute_first,
        clock_as_text,
        clock_one_number,
        clock_twelve_hours,
        (lambda h, m: clock_labels(h % 12, m), "this clock has 24 hours: 18 is not 6."),
        (lambda h, m: [h / 10, h % 10, m / 10, m % 10], "`//` gives the whole tens."),
    ),
    hints=(
        "The first cell of the notebook makes labels of a date: a label for each letter.",
        "Make a text of four letters first, for instance '0905'.",
        "`f'{9:02}'` is '09'. Or calculate: `9 // 10` is 0 and `9 % 10` is 9.",
    ),
    follows="`network.generate(clock_labels(9, 5), seed=0)` now draws the time.",
)
