"""What a recipe holds, and which values it may hold."""

import dataclasses

from cgan_lib import checks, embeddings, losses
from cgan_lib.generator import LABEL_JOINS

STEPS_PER_EPOCH = 100  # Keras reports once an 'epoch'; ours is 100 iterations long


def _field(check, *arguments, default=dataclasses.MISSING):
    """A field of `Recipe` with the check that its value must pass."""
    checked = {"check": check, "arguments": arguments}
    return dataclasses.field(default=default, metadata=checked)


def _iterations(value, name):
    if checks.whole_number(value, name, STEPS_PER_EPOCH, 2**31 - 1) % STEPS_PER_EPOCH:
        raise ValueError(f"{name} must be a multiple of 100; got {value}")


def _average(value, name):
    if value is not None and checks.number(value, name, 0, 1) in (0, 1):
        raise ValueError(f"{name} must be None or between 0 and 1; got {value}")


@dataclasses.dataclass(frozen=True)
class Recipe:
    """The settings of one run; `dataclasses.replace(BOOK, batch_size=64)` makes a variation.

    Attributes:
        name: in small letters, as the command line takes it.
        iterations: how often D and G have their turn; a multiple of 100.
        batch_size: real pairs, and fakes, in one turn.
        generator_filters, discriminator_filters: channels in each network's steps, three or two.
            How many steps there are follows from img_shape (`checks.doublings`).
        kernel_size, slope: of the convolutions that change the size, and of LeakyReLU.
        embedding_start: "uniform" (between -0.05 and 0.05) or "normal" (standard normal); a
            projection's table always starts uniform.
        label_join: how G joins label and noise, "multiply" or "concatenate".
        norm_after_dense: True puts BatchNormalization and LeakyReLU after G's Dense layer too.
        label_in_discriminator: "picture", laid over the image, or "projection", at the end.
        batch_norm_in_discriminator, hidden: as in `discriminator.build_features`.
        share_fakes: True trains D and G on the same fakes.
        adversarial_loss, r1, mismatch: as in `ConditionalGAN`.
        shift: how far what D sees in training is moved by chance, real and fake alike, in each
            direction, as a share of the side; `build` makes the `augment` of `compile` from it.
        learning_rate, beta_1: of Adam (Kingma and Ba, 2015), the same for both networks.
        falling_rate: True lets the learning rate fall to 0, by the same step in each iteration.
        average: how much of G's averaged weights stays in each iteration; None keeps no average.
        img_shape, num_classes, z_dim: of the data and of the noise.
        seed: of the first weights, the noise and the order of the data.
    """

    name: str = _field(checks.instance, str)
    iterations: int = _field(_iterations)
    batch_size: int = _field(checks.whole_number, 1, 2**20, default=32)
    generator_filters: tuple[int, ...] = _field(checks.filters, default=(256, 128, 64))
    discriminator_filters: tuple[int, ...] = _field(
        checks.filters, default=(64, 64, 128)
    )
    kernel_size: int = _field(checks.whole_number, 1, 64, default=3)
    slope: float = _field(checks.number, 0, 1, default=0.01)
    embedding_start: str = _field(checks.one_of, embeddings.STARTS, default="uniform")
    label_join: str = _field(checks.one_of, LABEL_JOINS, default="multiply")
    norm_after_dense: bool = _field(checks.flag, default=False)
    label_in_discriminator: str = _field(
        checks.one_of, ("picture", "projection"), default="picture"
    )
    batch_norm_in_discriminator: bool = _field(checks.flag, default=True)
    hidden: int = _field(checks.whole_number, 0, 2**16, default=0)
    share_fakes: bool = _field(checks.flag, default=False)
    adversarial_loss: str = _field(
        checks.one_of, losses.LOSSES, default="cross_entropy"
    )
    r1: float = _field(checks.number, 0, default=0.0)
    mismatch: float = _field(checks.number, 0, default=0.0)
    shift: float = _field(checks.number, 0, 0.5, default=0.0)
    learning_rate: float = _field(checks.number, 0, default=0.001)
    beta_1: float = _field(checks.number, 0, 0.9999, default=0.9)
    falling_rate: bool = _field(checks.flag, default=False)
    average: float | None = _field(_average, default=None)
    img_shape: tuple[int, int, int] = _field(checks.img_shape, default=(28, 28, 1))
    num_classes: int = _field(checks.whole_number, 1, 2**16, default=10)
    z_dim: int = _field(checks.whole_number, 1, 2**16, default=100)
    seed: int = _field(checks.fixed_seed, default=0)

    def __post_init__(self):
        for field in dataclasses.fields(self):  # one without a check is a KeyError
            check, limits = field.metadata["check"], field.metadata["arguments"]
            check(getattr(self, field.name), field.name, *limits)
        if self.mismatch and self.num_classes == 1:
            raise ValueError(
                "mismatch needs a wrong label, and with num_classes 1 there is none: use "
                "dataclasses.replace(recipe, num_classes=1, mismatch=0.0)"
            )


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
    iterations=13_000,
    batch_size=64,
    generator_filters=(64, 32, 16),
    discriminator_filters=(24, 48),
    kernel_size=4,
    slope=0.2,
    embedding_start="normal",
    norm_after_dense=True,
    label_in_discriminator="projection",
    batch_norm_in_discriminator=False,
    hidden=192,
    share_fakes=True,
    r1=0.1,
    mismatch=0.02,
    beta_1=0.5,
    falling_rate=True,
    average=0.995,
)

FAST = dataclasses.replace(
    BEST,
    name="fast",
    iterations=4_000,
    generator_filters=(32, 16),
    discriminator_filters=(16, 32),
    hidden=128,
    r1=0.0,
    mismatch=0.5,
    learning_rate=0.002,
    average=0.98,
)

PICTURES = dataclasses.replace(
    BEST,
    name="pictures",
    iterations=10_000,
    batch_size=32,
    generator_filters=(128, 64, 32),
    discriminator_filters=(32, 64),
    hidden=128,
    r1=1.0,
    mismatch=1.0,
    shift=0.125,
    learning_rate=0.002,
    img_shape=(64, 64, 3),
)

RECIPES = {recipe.name: recipe for recipe in (BOOK, CLASSROOM, FAST, BEST, PICTURES)}
