"""06.1 How often does D see each digit?"""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase


def passes_over_the_data():
    return 3_000 * 32 / 60_000


def pictures(passes):
    return phrase(
        "in so many passes D would see {0:,.0f} real pictures", 60_000 * passes
    )


EXERCISE = Exercise(
    title="How often does D see each digit?",
    difficulty="warm-up",
    minutes=2,
    solution=passes_over_the_data,
    means=pictures,
    tolerance=0.01,
    mistakes=(
        (1, "the last pass is not a whole one; give the part of it too."),
        (0.05, "each iteration shows a whole batch, not one digit."),
        (94, "3,000 is the number of iterations, each with a batch of 32."),
        (1875, "that is how many iterations one pass over the data takes."),
        (
            96_000,
            "that is how many pictures it sees; divide by the 60,000 different ones.",
        ),
        (3.2, "the fakes are not taken from the data; count the real pairs only."),
        (0.625, "that is the inverse: turn the division round."),
        (1.5, "one decimal place: 3,000 × 32 is 96,000, and an epoch is 60,000."),
    ),
    hints=(
        "How many real pictures does D see in 3,000 iterations?",
        "Divide this number by how many different pictures there are.",
    ),
    follows="So D has seen each digit once or twice, and G none of them, ever.",
)
