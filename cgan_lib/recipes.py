"""Named, complete settings: everything that a run depends on, in one place.

Taught by notebook 06_training.
"""

import dataclasses
import zlib

from cgan_lib import assets, cgan, checks, data, embeddings, losses
from cgan_lib.checkpoints import Checkpoints
from cgan_lib.discriminator import (
    build_cgan_discriminator,
    build_projection_discriminator,
)
from cgan_lib.generator import LABEL_JOINS, build_cgan_generator

import keras
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
            ("seed", 0, 2**32 - 2),
        ):
            checks.whole_number(getattr(self, name), name, low, high)
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
        for name in ("norm_after_dense", "batch_norm_in_discriminator"):
            checks.flag(getattr(self, name), name)
        for name in ("share_fakes", "falling_rate"):
            checks.flag(getattr(self, name), name)
        for name in ("generator_filters", "discriminator_filters"):
            checks.filters(getattr(self, name), (2, 3), name)
        checks.img_shape(self.img_shape)


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


def build(recipe: Recipe, **compile_options) -> cgan.ConditionalGAN:
    """The recipe's networks and optimisers, compiled, before the first iteration.

    Sets the random seeds of Python, NumPy and TensorFlow to the recipe's seed, so that the first
    weights are the same each time.

    Args:
        recipe: BOOK, CLASSROOM, or one of your own.
        **compile_options: as for `ConditionalGAN.compile`.
    """
    check_recipe(recipe)
    keras.utils.set_random_seed(recipe.seed)
    generator, discriminator = build_networks(recipe)
    model = cgan.ConditionalGAN(
        generator,
        discriminator,
        recipe.num_classes,
        recipe.share_fakes,
        recipe.seed,
        recipe.adversarial_loss,
        recipe.r1,
        recipe.mismatch,
    )
    averaged = {
        "use_ema": recipe.average is not None,
        "ema_momentum": recipe.average or 0.99,
    }
    model.compile(adam(recipe, **averaged), adam(recipe), **compile_options)
    return model


def build_networks(recipe: Recipe, activation: str | None = None):
    """The recipe's generator and discriminator, before the first iteration.

    Args:
        recipe: BOOK, CLASSROOM, or one of your own.
        activation: of D's answer: None for a logit, "sigmoid" for a probability.
    """
    check_recipe(recipe)
    common = {
        "img_shape": recipe.img_shape,
        "num_classes": recipe.num_classes,
        "kernel_size": recipe.kernel_size,
        "slope": recipe.slope,
    }
    generator = build_cgan_generator(
        recipe.z_dim,
        filters=recipe.generator_filters,
        embedding_start=recipe.embedding_start,
        label_join=recipe.label_join,
        norm_after_dense=recipe.norm_after_dense,
        **common,
    )
    if recipe.label_in_discriminator == "picture":
        build_discriminator = build_cgan_discriminator
        common["embedding_start"] = recipe.embedding_start
    else:
        build_discriminator = build_projection_discriminator
    discriminator = build_discriminator(
        filters=recipe.discriminator_filters,
        activation=activation,
        batch_norm=recipe.batch_norm_in_discriminator,
        hidden=recipe.hidden,
        **common,
    )
    return generator, discriminator


def adam(recipe: Recipe, **options) -> keras.optimizers.Adam:
    """The recipe's optimiser for one of the two networks."""
    rate = check_recipe(recipe).learning_rate
    if recipe.falling_rate:
        rate = keras.optimizers.schedules.PolynomialDecay(rate, recipe.iterations, 0.0)
    return keras.optimizers.Adam(rate, beta_1=recipe.beta_1, **options)


def train(model: cgan.ConditionalGAN, recipe: Recipe, x, labels, callbacks=()):
    """Train a model that `build` made, for as long as the recipe says.

    Args:
        model: what `build(recipe)` returned.
        recipe: the recipe.
        x: images in [-1, 1], float32 (N, height, width, channels).
        labels: integers (N,).
        callbacks: Keras callbacks. With one `Checkpoints` among them, a run that was stopped goes
            on from its newest checkpoint, and ends as if it had never been stopped.

    Returns:
        Keras's History, one entry for each 100 iterations of the whole run.

    Raises:
        ValueError: x and labels that do not fit the recipe, or a checkpoint of another run.
    """
    checks.model(model, "model", cgan.ConditionalGAN)
    x = checks.images(x, check_recipe(recipe).img_shape)
    labels = checks.labels(labels, recipe.num_classes)
    keepers = [one for one in callbacks if isinstance(one, Checkpoints)]
    if len(keepers) > 1:
        raise ValueError(f"callbacks must hold one Checkpoints; got {len(keepers)}")
    others = [one for one in callbacks if one not in keepers]
    start = 0
    for keeper in keepers:
        settings = dataclasses.asdict(recipe) | {"data": fingerprint(x, labels)}
        start = keeper.restore(model, settings, others)
    history = model.fit(
        data.batches(x, labels, recipe.batch_size, recipe.seed, start),
        initial_epoch=start // STEPS_PER_EPOCH,
        epochs=recipe.iterations // STEPS_PER_EPOCH,
        steps_per_epoch=STEPS_PER_EPOCH,
        callbacks=others + keepers,  # a checkpoint holds what the others have recorded
        verbose=0,
    )
    for keeper in keepers:
        history.history = keeper.history
        history.epoch = list(range(len(keeper.history.get("d_loss", []))))
    return history


def fingerprint(x, labels) -> str:
    """A short text that differs for other images or labels."""
    return f"{zlib.crc32(labels, zlib.crc32(np.ascontiguousarray(x))):08x}"


def load_trained(name: str) -> cgan.ConditionalGAN:
    """The shipped networks of a recipe, trained to the end.

    Args:
        name: "book", "classroom", "fast" or "best".

    Raises:
        ValueError: another name, or a damaged file.
        FileNotFoundError: the file is missing.
    """
    return cgan.load(assets.path(f"{check_name(name)}.keras"))


def load_run(name: str) -> dict[str, np.ndarray]:
    """The record of the run that trained the shipped networks of a recipe.

    Args:
        name: "book", "classroom", "fast" or "best".

    Returns:
        iterations: (N,), and for each of them d_loss, g_loss, d_accuracy_real, d_accuracy_fake:
            averages over the 100 iterations before.
        picture_iterations: (M,), and for each of them
        pictures: uint8, (M, 10, 28, 28, 1), the ten digits, always from the same noise.

    Raises:
        ValueError: another name, or a damaged file.
        FileNotFoundError: the file is missing.
    """
    return assets.arrays(f"{check_name(name)}_run.npz")


def check_recipe(recipe: Recipe) -> Recipe:
    """The recipe, or a TypeError."""
    if not isinstance(recipe, Recipe):
        raise TypeError(f"recipe must be a Recipe, such as CLASSROOM; got {recipe!r}")
    return recipe


def check_name(name: str) -> str:
    """The name of a recipe, or a ValueError."""
    return checks.one_of(name, "name", RECIPES)
