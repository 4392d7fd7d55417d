"""04.4 The old D reads G's digits."""

import functools

from cgan_lib import data, recipes
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase

import numpy as np


@functools.cache  # worked out once
def share_of_fakes():
    old = recipes.load_trained("classroom")
    _, labels = data.load_mnist("test")
    asked = labels[:1000]
    fakes = old.generate(asked, seed=0) * 2 - 1
    claims = [np.full((1000, 1), label) for label in range(10)]
    logits = [old.discriminator([fakes, claim])[:, 0] for claim in claims]
    return np.mean(np.argmax(logits, axis=0) == asked)


EXERCISE = Exercise(
    title="The old D reads G's digits",
    difficulty="core",
    minutes=5,
    solution=share_of_fakes,
    means=lambda share: phrase("that would be {0:.0f} of the 1,000", 1000 * share),
    tolerance=0.01,
    mistakes=(
        (0.136, "these are the real digits; give it the fakes."),
        (0.084, "these fakes still lie in [0, 1]; D expects [-1, 1]."),
        (0.1, "so much guessing gives, or another recipe's G: take `old` for both."),
        (0.12, "is it `old` that draws them? Another recipe's G gives about so much."),
        (55, "that is how many; give the share, between 0 and 1."),
        (0.945, "that is the share read wrongly."),
        (5.5, "that is in percent; give the share, between 0 and 1."),
    ),
    hints=(
        "The images come from `old.generate(right, seed=0)`, in [0, 1].",
        "`four_cases` brings fakes to [-1, 1]; `read_by` needs them so.",
        "Compare what `read_by` returns with `right`, as for the real digits.",
    ),
    follows="Fewer than by guessing: the label it was made for seldom suits a fake best.",
)
