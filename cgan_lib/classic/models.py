"""The three models of the classical loop, and their turns."""

import dataclasses

from cgan_lib import checks, recipes

import keras
import numpy as np

FREEZES = ("each turn", "once")


@dataclasses.dataclass
class ClassicCGAN:
    """The three models of the classical loop, which share their weights.

    Attributes:
        generator: [z, label] -> image; never compiled, since it learns inside `combined`.
        discriminator: [image, label] -> probability; compiled.
        combined: [z, label] -> probability, through both; compiled.
        freeze: "each turn" sets D's flag before every turn, which is right on Keras 3; "once" sets
            it a single time, as code for Keras 2 did, and on Keras 3 D never learns.
    """

    generator: keras.Model
    discriminator: keras.Model
    combined: keras.Model
    freeze: str

    def discriminator_turn(self, images, labels, z) -> tuple[float, float]:
        """D learns on real pairs, then on fakes for the same labels; returns its loss, accuracy."""
        if self.freeze == "each turn":
            self.discriminator.trainable = True
        labels = np.reshape(labels, (-1, 1))
        ones, zeros = np.ones((len(labels), 1)), np.zeros((len(labels), 1))
        fakes = self.generator([z, labels], training=False)
        on_real = self.discriminator.train_on_batch([images, labels], ones)
        on_fake = self.discriminator.train_on_batch([fakes, labels], zeros)
        loss, accuracy = np.mean([on_real, on_fake], axis=0)
        return float(loss), float(accuracy)

    def generator_turn(self, z, labels) -> float:
        """G learns on the target 'real'; returns its loss."""
        if self.freeze == "each turn":
            self.discriminator.trainable = False
        labels = np.reshape(labels, (-1, 1))
        return float(
            self.combined.train_on_batch([z, labels], np.ones((len(labels), 1)))
        )


def compile_classic(recipe: recipes.Recipe, freeze: str = "each turn") -> ClassicCGAN:
    """The three models with the recipe's networks and optimisers, ready to train.

    Args:
        recipe: BOOK, for instance. Its `share_fakes` and `average` have no place here.
        freeze: "each turn" (right) or "once" (on Keras 3, D never learns).

    Raises:
        ValueError: another freeze, or a recipe with more than cross-entropy in its loss.
    """
    checks.one_of(freeze, "freeze", FREEZES)
    recipes.check_recipe(recipe)
    if recipe.adversarial_loss != "cross_entropy" or recipe.r1 or recipe.mismatch:
        raise ValueError(
            "recipe must use cross-entropy alone in the classic loop; got "
            f"{recipe.adversarial_loss}, r1 = {recipe.r1}, mismatch = {recipe.mismatch}"
        )
    keras.utils.set_random_seed(recipe.seed)
    generator, discriminator = recipes.build_networks(recipe, activation="sigmoid")
    discriminator.compile(
        recipes.adam(recipe), "binary_crossentropy", metrics=["accuracy"]
    )
    if freeze == "once":
        discriminator.trainable = False
    combined = build_cgan(generator, discriminator)
    combined.compile(recipes.adam(recipe), "binary_crossentropy")
    return ClassicCGAN(generator, discriminator, combined, freeze)


def build_cgan(generator: keras.Model, discriminator: keras.Model) -> keras.Model:
    """The combined model: [z, label] -> G -> D -> probability, with the label given to both.

    Args:
        generator: from [z (batch, z_dim), label (batch, 1)] to images.
        discriminator: from [image, label (batch, 1)] to (batch, 1).
    """
    checks.model(generator, "generator")
    checks.model(discriminator, "discriminator")
    takes = [tuple(x.shape) for x in discriminator.inputs]
    if len(generator.inputs) != 2 or takes != [generator.output_shape, (None, 1)]:
        raise ValueError(
            "generator must go from [z, label] to an image and discriminator from "
            f"[image, label]; got {generator.output_shape} for {takes}"
        )
    z, label = generator.inputs
    return keras.Model(
        [z, label], discriminator([generator([z, label]), label]), name="combined"
    )


def count_classes(generator: keras.Model) -> int:
    """How many rows the generator's label table has, or a ValueError."""
    for layer in generator.layers:
        if layer.name == "label_as_vector":
            return layer.input_dim
    raise ValueError(
        "generator must have a label table, as build_cgan_generator makes it; "
        f"got {generator.name}"
    )
