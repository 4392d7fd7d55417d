"""The classical loop: three compiled models and `train_on_batch`. Taught by notebook 06_training.

G, D, and a third model G -> D in which D should stand still while G learns. Older code set
`discriminator.trainable = False` once, after compiling D: Keras 2 kept the flag that D was compiled
with, so D still learned in its own turn. Keras 3 reads the flag at a model's first training step
(and when a new batch size makes it trace the step again), so there D never learns. Setting the flag
before every turn works in both.

The differences to `ConditionalGAN` are listed in `cgan_lib/assets/README.md`.
"""

import dataclasses
import sys

from cgan_lib import cgan, checks, data, embeddings, plots, recipes
from cgan_lib.cgan.running import say_stopped

import keras
import numpy as np
from tqdm import tqdm

FREEZES = ("each turn", "once")


@dataclasses.dataclass
class ClassicCGAN:
    """The three models of the classical loop, which share their weights.

    Attributes:
        generator: [z, label] -> image; never compiled, since it learns inside `combined`.
        discriminator: [image, label] -> probability; compiled.
        combined: [z, label] -> probability, through both; compiled.
        freeze: when D's flag is set, "each turn" or "once".
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
        ones = np.ones((len(labels), 1))
        return float(self.combined.train_on_batch([z, labels], ones))


def compile_classic(recipe: recipes.Recipe, freeze: str = "each turn") -> ClassicCGAN:
    """The three models with the recipe's networks and optimisers, ready to train.

    The recipe is BOOK, or another whose loss is cross-entropy alone; its `share_fakes` and
    `average` have no place here. To freeze "each turn" is right; "once", D never learns on Keras 3.
    """
    checks.one_of(freeze, "freeze", FREEZES)
    checks.instance(recipe, "recipe", recipes.Recipe)
    others = {name: getattr(recipe, name) for name in ("r1", "mismatch", "shift")}
    if recipe.adversarial_loss != "cross_entropy" or any(others.values()):
        found = f"{recipe.adversarial_loss}, {others}"
        wanted = "cross-entropy alone in the classic loop"
        raise ValueError(f"recipe must use {wanted}; got {found}")
    keras.utils.set_random_seed(int(recipe.seed))
    generator, discriminator = recipes.build_networks(recipe, activation="sigmoid")
    loss = "binary_crossentropy"
    discriminator.compile(recipes.adam(recipe), loss, metrics=["accuracy"])
    if freeze == "once":
        discriminator.trainable = False
    combined = build_cgan(generator, discriminator)
    combined.compile(recipes.adam(recipe), loss)
    return ClassicCGAN(generator, discriminator, combined, freeze)


def build_cgan(generator: keras.Model, discriminator: keras.Model) -> keras.Model:
    """The combined model: [z, label] -> G -> D -> probability, with the label given to both."""
    checks.instance(generator, "generator")
    checks.instance(discriminator, "discriminator")
    takes = [tuple(x.shape) for x in discriminator.inputs]
    if len(generator.inputs) != 2 or takes != [generator.output_shape, (None, 1)]:
        wanted = "from [z, label] to an image and discriminator from [image, label]"
        found = f"{generator.output_shape} for {takes}"
        raise ValueError(f"generator must go {wanted}; got {found}")
    z, label = generator.inputs
    answer = discriminator([generator([z, label]), label])
    return keras.Model([z, label], answer, name="combined")


def train(
    models: ClassicCGAN, x, labels, iterations: int, batch_size: int = 32, seed: int = 0
):
    """The classical training loop; an interrupt ends it and keeps what was learned.

    A run of more than half a minute shows a progress bar.

    Args:
        models: what `compile_classic` returned.
        x: images in [-1, 1], (N, height, width, channels).
        labels: integers (N,).
        iterations, batch_size: as in a `Recipe`, but any number of iterations will do.
        seed: of the noise, of G's labels and of the order of the data.

    Returns:
        A dict of lists, one entry for each iteration: d_loss, d_accuracy, g_loss.
    """
    checks.instance(models, "models", ClassicCGAN)
    iterations = checks.whole_number(iterations, "iterations", 1, 2**31 - 1)
    x = checks.images(x, models.generator.output_shape[1:])
    z_dim = models.generator.input_shape[0][-1]
    num_classes = embeddings.only_table(models.generator).input_dim
    labels = checks.labels(labels, num_classes)
    random = np.random.default_rng(checks.fixed_seed(seed))
    pairs = data.batches(x, labels, batch_size, seed).take(iterations)
    history = {"d_loss": [], "d_accuracy": [], "g_loss": []}
    bar = tqdm(total=iterations, unit="it", delay=30, ncols=88, file=sys.stdout)
    try:
        for images, real_labels in pairs.as_numpy_iterator():
            z = random.standard_normal((batch_size, z_dim), dtype="float32")
            d_loss, d_accuracy = models.discriminator_turn(images, real_labels, z)
            z = random.standard_normal((batch_size, z_dim), dtype="float32")
            drawn_labels = random.integers(0, num_classes, batch_size)
            g_loss = models.generator_turn(z, drawn_labels)
            for name, value in zip(history, (d_loss, d_accuracy, g_loss), strict=True):
                history[name].append(value)
            bar.update()
            bar.postfix = f"D loss {d_loss:.2f}, G loss {g_loss:.2f}"
    except KeyboardInterrupt:
        say_stopped(0, bar.n)
    bar.close()
    return history


def sample_images(generator: keras.Model, seed: int = 0):
    """The book's picture: one digit for each label, five in a row; a Matplotlib figure.

    The generator needs a label table; each label has noise of its own, by the seed.
    """
    labels = np.arange(embeddings.only_table(generator).input_dim)
    z = cgan.noise(len(labels), generator.input_shape[0][-1], seed)
    images = generator([z, labels[:, np.newaxis]], training=False)
    return plots.digits(data.unscale(images), labels, 5, frame=plots.ORANGE)
