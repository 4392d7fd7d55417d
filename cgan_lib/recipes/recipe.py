"""What a recipe holds, and which values it may hold."""

import dataclasses

from cgan_lib import checks, embeddings, losses
from cgan_lib.generator import LABEL_JOINS

import numpy as np

STEPS_PER_EPOCH = 100  # Keras reports once an 'epoch'; ours is 100 iterations long


@dataclasses.dataclass(frozen=True)
class Recipe:
    """The settings of one run; `dataclasses.replace(BOOK, batch_size=64)` makes a variation.

    Attributes:
        name: in small letters, as the command line takes it.
        iterations: how often D and G have their turn; a multiple of 100.
        batch_size: real pairs, and fakes, in one turn.
        generator_filters, discriminator_filters: channels in each network's steps, three or two.
            G doubles twice with either, so 64 x 64 starts at 16 x 16; for another depth give
            networks of your own to `ConditionalGAN`.
        kernel_size, slope: of the convolutions that change the size, and of LeakyReLU.
        embedding_start: "uniform" (between -0.05 and 0.05) or "normal" (standard normal); a
            projection's table always starts uniform.
        label_join: how G joins label and noise, "multiply" or "concatenate".
        norm_after_dense: True puts BatchNormalization and LeakyReLU after G's Dense layer too.
        label_in_discriminator: "picture", laid over the image, or "projection", at the end.
        batch_norm_in_discriminator, hidden: as in `discriminator.build_features`.
        share_fakes: True trains D and G on the same fakes.
        adversarial_loss, r1, mismatch: as in `ConditionalGAN`.
        learning_rate, beta_1: of Adam (Kingma and Ba, 2015), the same for both networks.
        falling_rate: True lets the learning rate fall to 0, by the same step in each iteration.
        average: how much of G's averaged weights stays in each iteration; None keeps no average.
        img_shape, num_classes, z_dim: of the data and of the noise.
        seed: of the first weights, the noise and the order of the data.
    """

    name: str
    iterations: int
    batch_size: int = 32
    generator_filters: tuple[int, ...] = (256, 128, 64)
    discriminator_filters: tuple[int, ...] = (64, 64, 128)
    kernel_size: int = 3
    slope: float = 0.01
    embedding_start: str = "uniform"
    label_join: str = "multiply"
    norm_after_dense: bool = False
    label_in_discriminator: str = "picture"
    batch_norm_in_discriminator: bool = True
    hidden: int = 0
    share_fakes: bool = False
    adversarial_loss: str = "cross_entropy"
    r1: float = 0.0
    mismatch: float = 0.0
    learning_rate: float = 0.001
    beta_1: float = 0.9
    falling_rate: bool = False
    average: float | None = None
    img_shape: tuple[int, int, int] = (28, 28, 1)
    num_classes: int = 10
    z_dim: int = 100
    seed: int = 0

    def __post_init__(self):
        if not isinstance(self.name, str):
            raise TypeError(f"name must be a word; got {self.name!r}")
        checks.whole_number(self.iterations, "iterations", STEPS_PER_EPOCH, 2**31 - 1)
        if self.iterations % STEPS_PER_EPOCH:
            raise ValueError(
                f"iterations must be a multiple of 100; got {self.iterations}"
            )
        if self.average is not None:
            checks.number(self.average, "average", 0, 1)
            if self.average in (0, 1):
                raise ValueError(
                    f"average must be None or between 0 and 1; got {self.average}"
                )
        for name, choices in (
            ("embedding_start", embeddings.STARTS),
            ("label_join", LABEL_JOINS),
            ("label_in_discriminator", ("picture", "projection")),
            ("adversarial_loss", losses.LOSSES),
        ):
            checks.one_of(getattr(self, name), name, choices)
        for name, low, high in (
            ("batch_size", 1, 2**20),
            ("kernel_size", 1, 64),
            ("hidden", 0, 2**16),
            ("num_classes", 1, 2**16),
            ("z_dim", 1, 2**16),
        ):
            checks.whole_number(getattr(self, name), name, low, high)
        checks.fixed_seed(self.seed)
        for name, low, high in (
            ("slope", 0, 1),
            ("r1", 0, np.inf),
            ("mismatch", 0, np.inf),
            ("learning_rate", 0, np.inf),
            ("beta_1", 0, 1),
        ):
            checks.number(getattr(self, name), name, low, high)
        if self.beta_1 == 1:
            raise ValueError("beta_1 must be below 1; got 1")
        if self.mismatch and self.num_classes == 1:
            raise ValueError(
                "mismatch needs a wrong label, so num_classes must be 2 or more"
            )
        for name in (
            "norm_after_dense",
            "batch_norm_in_discriminator",
            "share_fakes",
            "falling_rate",
        ):
            checks.flag(getattr(self, name), name)
        for name in ("generator_filters", "discriminator_filters"):
            checks.filters(getattr(self, name), (2, 3), name)
        checks.img_shape(self.img_shape)


def check_recipe(recipe: Recipe) -> Recipe:
    """The recipe, or a TypeError."""
    if not isinstance(recipe, Recipe):
        raise TypeError(f"recipe must be a Recipe, such as CLASSROOM; got {recipe!r}")
    return recipe
