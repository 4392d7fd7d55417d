"""The recipes of the course, each under its name."""

import dataclasses

from cgan_lib import checks
from cgan_lib.recipes.recipe import Recipe

BOOK = Recipe("book", iterations=12_000)

CLASSROOM = Recipe(
    "classroom",
    iterations=3_000,
    generator_filters=(64, 32, 16),
    discriminator_filters=(32, 32, 64),
    embedding_start="normal",
    share_fakes=True,
    learning_rate=0.003,
    beta_1=0.5,
    average=0.995,
)

BEST = Recipe(
    "best",
    iterations=18_000,
    batch_size=64,
    generator_filters=(64, 32, 16),
    discriminator_filters=(16, 32),
    kernel_size=4,
    slope=0.2,
    embedding_start="normal",
    norm_after_dense=True,
    label_in_discriminator="projection",
    batch_norm_in_discriminator=False,
    hidden=128,
    share_fakes=True,
    r1=0.1,
    mismatch=0.1,
    beta_1=0.5,
    falling_rate=True,
    average=0.995,
)

FAST = dataclasses.replace(
    BEST,
    name="fast",
    iterations=4_000,
    generator_filters=(32, 16),
    r1=0.0,
    mismatch=0.5,
    learning_rate=0.002,
    average=0.98,
)

RECIPES = {recipe.name: recipe for recipe in (BOOK, CLASSROOM, FAST, BEST)}


def check_name(name: str) -> str:
    """The name of a recipe, or a ValueError."""
    return checks.one_of(name, "name", RECIPES)
