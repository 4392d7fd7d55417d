"""00.2 What time is it?"""

from cgan_lib.exercises.exercise import Exercise


def clock_labels(hour, minute):
    return [int(letter) for letter in f"{hour:02}{minute:02}"]


def clock_without_zeros(hour, minute):
    return [int(letter) for letter in f"{hour}{minute}"]


def clock_hour_without_zero(hour, minute):
    return [int(letter) for letter in f"{hour}{minute:02}"]


def clock_minute_without_zero(hour, minute):
    return [int(letter) for letter in f"{hour:02}{minute}"]


def clock_not_split(hour, minute):
    return [hour, minute]


def clock_zeros_behind(hour, minute):
    return [int(letter) for letter in f"{hour:<02}{minute:<02}"]


def clock_letter_codes(hour, minute):
    return [ord(letter) for letter in f"{hour:02}{minute:02}"]


def clock_ones_first(hour, minute):
    return [hour % 10, hour // 10, minute % 10, minute // 10]


def clock_minute_first(hour, minute):
    return clock_labels(minute, hour)


def clock_as_text(hour, minute):
    return f"{hour:02}{minute:02}"


def clock_one_number(hour, minute):
    return int(f"{hour}{minute:02}")


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
        (
            clock_without_zeros,
            "five past nine is 0905 on this clock: the zeros in front are missing.",
        ),
        (clock_hour_without_zero, "the minutes are right; 9 hours are 09."),
        (clock_minute_without_zero, "the hours are right; 5 minutes are 05."),
        (
            clock_not_split,
            "42 is no label: the network knows the labels 0 to 9 only.",
        ),
        (clock_zeros_behind, "the zero comes in front: 9 is 09, not 90."),
        (
            clock_letter_codes,
            "these are the codes of the letters; `int` makes 9 of '9'.",
        ),
        (clock_ones_first, "tens come before ones: 42 is 4, then 2."),
        (clock_minute_first, "the hour comes first, then the minute."),
        (
            clock_as_text,
            "that is one text; make a whole number of each of its letters.",
        ),
        (
            clock_one_number,
            "that is one number; a label for each of its figures is asked for.",
        ),
    ),
    hints=(
        "The first cell of the notebook makes labels of a date: a label for each letter.",
        "Make a text of four letters first, for instance '0905'.",
        "`f'{9:02}'` is '09'. Or calculate: `9 // 10` is 0 and `9 % 10` is 9.",
    ),
    follows="`network.generate(clock_labels(9, 5), seed=0)` now draws the time.",
)
