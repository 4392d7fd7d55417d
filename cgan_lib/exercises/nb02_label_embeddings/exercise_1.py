"""02.1 How many numbers?"""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase


def count_table_numbers():
    numbers_in_a_row = 28 * 28  # a row is folded into a picture of 28 x 28
    return 10 * numbers_in_a_row


EXERCISE = Exercise(
    title="How many numbers?",
    difficulty="warm-up",
    minutes=2,
    solution=count_table_numbers,
    means=lambda count: phrase(
        "each of the ten rows would have {0:g} numbers", count / 10
    ),
    mistakes=(
        (784, "that is one row; the table has a row for each label."),
        (1000, "that is the generator's table, 10 rows of 100 numbers."),
        (280, "a row becomes a whole picture: 28 lines of 28 numbers, not one line."),
        (15680, "the image's own channel is not in the table, only the label's."),
        (7850, "an embedding has no numbers beside its table, such as biases."),
        (78_400, "100 is the length of the noise, which does not come in here."),
        (28, "a row becomes a whole picture, and there are ten rows."),
        (100, "that is the length of a row in the generator's table."),
    ),
    hints=(
        "The row of one label is folded into a picture. How many pixels has it?",
        "The table has one such row for each of the ten labels.",
    ),
    follows=(
        "Nearly eight times as many as in the generator's table: a picture for each label."
    ),
)
