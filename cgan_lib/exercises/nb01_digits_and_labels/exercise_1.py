"""01.1 How many epochs?"""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase


def count_epochs():
    seen = 12_000 * 128  # images, each time they are seen
    return seen / 60_000


EXERCISE = Exercise(
    title="How many epochs?",
    difficulty="warm-up",
    minutes=2,
    solution=count_epochs,
    means=lambda epochs: phrase("{0:,.0f} images would be seen", epochs * 60_000),
    tolerance=0.004,
    mistakes=(
        (6.4, "that is with batches of 32; these are four times as large."),
        (1.6, "larger batches show more images, so there are more epochs, not fewer."),
        (
            468.75,
            "that is how many batches an epoch has; how often do they fit into 12,000?",
        ),
        (0.0390625, "that is the inverse: turn the division round."),
        (1_536_000, "that is how many images are seen; how many are there?"),
        (93.75, "that is how many batches of 128 fit into 12,000 *images*."),
        (153.6, "there are 60,000 images to train on; you took 10,000."),
        (26, "an epoch need not be whole at the end: do not round to whole ones."),
        (25, "an epoch need not be whole at the end: do not cut the last one off."),
        (0.2, "a batch has 128 images, not one."),
        (5, "turn the division round; and a batch has 128 images, not one."),
        (4, "that is how many times larger the batches are."),
        (21.94, "MNIST has 70,000 images, but 60,000 to train on."),
        (12_000, "that is how many batches; how many images are in them?"),
        (12.8, "that is half of it: is the batch 128, and the epoch 60,000?"),
    ),
    hints=(
        "How many images does the network see in 12,000 batches of 128?",
        "An epoch is 60,000 of them.",
    ),
    follows="Count by iterations or by epochs, but name the batch size too.",
)
