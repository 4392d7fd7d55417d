"""13.1 What do ten labels cost?"""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase


def numbers_of_the_labels():
    return (32 + 16) * 10 * 2


EXERCISE = Exercise(
    title="What do ten labels cost?",
    difficulty="warm-up",
    minutes=3,
    solution=numbers_of_the_labels,
    means=lambda numbers: phrase("each label would have {0:g}", numbers / 10),
    mistakes=(
        (480, "that is half: each label has a scale *and* a shift for each channel."),
        (96, "that is for one label; there are ten."),
        (640, "that is the normalisation with 32 channels; there is another."),
        (
            320,
            "that is a third: take both normalisations, and a scale and a shift in each.",
        ),
        (48, "that is how many channels the two have together."),
        (
            1056,
            "96 too many: an eleventh label? Or kept means and variances, which are not trained?",
        ),
        (
            1920,
            "that is four numbers for each label and channel; which two of them are trained?",
        ),
        (192, "plain normalisations hold this many; here each label has its own."),
        (864, "that is 9 × 96: there are ten labels, and all their rows are trained."),
        (10_240, "the channels were multiplied; add them: each has its own numbers."),
        (5120, "32 × 16 × 10: add the channels, and count a scale and a shift."),
        (40, "the channels are missing: each of them has its own numbers."),
        (
            160,
            "that is a sixth: take both normalisations, a scale and a shift in each.",
        ),
        (20, "that is one channel; each of the 48 has as many."),
        (
            116,
            "labels and channels were added: each label has numbers for *each* channel.",
        ),
        (106, "the labels were added; multiply: each has numbers of its own."),
        (
            47_040,
            "pixels do not count: all pixels of a channel share their two numbers.",
        ),
        (94_080, "that is one for each pixel; all pixels of a channel share theirs."),
        (167_793, "that is the whole generator; count its two normalisations."),
    ),
    hints=(
        "How many numbers does one label have for one channel?",
        "How many channels do the two normalisations have together?",
        "Labels times channels times two.",
    ),
    follows="A new label costs 96 numbers more; nothing else in this generator sees a label.",
)
