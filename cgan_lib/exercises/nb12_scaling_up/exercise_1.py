"""12.1 Steps in an epoch."""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase


def steps_in_an_epoch():
    return 60_000 / (4 * 64)


EXERCISE = Exercise(
    title="Steps in an epoch",
    difficulty="warm-up",
    minutes=3,
    solution=steps_in_an_epoch,
    means=lambda steps: phrase("{0:,.0f} images would go by", 256 * steps),
    tolerance=0.005,
    mistakes=(
        (60_000 / 64, "that is one device; four together take 256 pairs a step."),
        (60_000 / 4, "that is four pairs a step; each device takes 64."),
        (
            4 * 60_000 / 64,
            "more devices take *fewer* steps: they share the images, not the steps.",
        ),
        (256, "that is how many pairs one step takes."),
        (60_000, "that is one pair a step; the four take 64 each."),
        (468.75, "that is two devices; there are four."),
        (1875, "that is batches of 32; the four devices take 256 together."),
        (0.00427, "that is the inverse: turn the division round."),
        (240, "that is 250 pairs a step; four times 64 are 256."),
        (64, "that is what one device takes in one step."),
    ),
    hints=(
        "How many pairs do all four devices take together in one step?",
        "60,000 divided by the whole batch, 4 × 64.",
    ),
    follows="One device with 64 takes four times as many steps: another experiment.",
)
