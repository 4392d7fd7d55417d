"""The classical loop, and the picture that it drew."""

import sys

from cgan_lib import cgan, checks, data, plots
from cgan_lib.classic.models import ClassicCGAN, count_classes

import keras
import numpy as np
from tqdm import tqdm


def train(
    models: ClassicCGAN, x, labels, iterations: int, batch_size: int = 32, seed: int = 0
):
    """The classical training loop; an interrupt ends it and keeps what was learned.

    A run of more than half a minute shows a progress bar.

    Args:
        models: what `compile_classic` returned.
        x: images in [-1, 1], (N, height, width, channels).
        labels: integers (N,).
        iterations: how often D and G have their turn.
        batch_size: real pairs, and fakes, in one turn.
        seed: of the noise, of G's labels and of the order of the data.

    Returns:
        A dict of lists, one entry for each iteration: d_loss, d_accuracy, g_loss.
    """
    checks.model(models, "models", ClassicCGAN)
    iterations = checks.whole_number(iterations, "iterations", 1, 2**31 - 1)
    seed = checks.fixed_seed(seed)
    x = checks.images(x, models.generator.output_shape[1:])
    random = np.random.default_rng(seed)
    z_dim = models.generator.input_shape[0][-1]
    num_classes = count_classes(models.generator)
    labels = checks.labels(labels, num_classes)
    history = {"d_loss": [], "d_accuracy": [], "g_loss": []}
    pairs = data.batches(x, labels, batch_size, seed).take(iterations)
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
            bar.set_postfix_str(
                f"D loss {d_loss:.2f}, G loss {g_loss:.2f}", refresh=False
            )
    except KeyboardInterrupt:
        print(f"Stopped after {bar.n} iterations. What was learned is kept.")
    bar.close()
    return history


def sample_images(generator: keras.Model, seed: int = 0):
    """The book's picture: one digit for each label, five in a row; a Matplotlib figure.

    Args:
        generator: with a label table, as `build_cgan_generator` makes it.
        seed: of the noise, another one for each label.
    """
    labels = np.arange(count_classes(checks.model(generator, "generator")))
    z = cgan.noise(len(labels), generator.input_shape[0][-1], seed)
    images = generator([z, labels[:, np.newaxis]], training=False)
    return plots.digits(data.unscale(images), labels, columns=5)
