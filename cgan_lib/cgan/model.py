"""What a ConditionalGAN is made of, and how it draws."""

import contextlib
import math

from cgan_lib import checks, data, losses
from cgan_lib.cgan.storing import Stored
from cgan_lib.cgan.turns import TwoPlayers

import keras
import numpy as np


@keras.saving.register_keras_serializable("cgan_lib")
class ConditionalGAN(TwoPlayers, Stored):
    """Generator and discriminator, and how they train each other (Mirza and Osindero, 2014).

    After `compile`, `fit` takes a dataset of pairs (x, y): images in [-1, 1] and integer labels.
    The metrics are d_loss, g_loss, and D's accuracy on real and on fake pairs. If G's optimiser
    keeps averaged weights (Keras's `use_ema`), `generate` draws with them, and `fit` leaves them
    in G when it ends.

    Args:
        generator: a model from [z (batch, z_dim), label (batch, 1)] to images in [-1, 1].
        discriminator: a model from [image, label (batch, 1)] to one logit, (batch, 1).
        num_classes: how many labels there are.
        share_fakes: if True, D and G are trained on the same fakes, which saves one pass through G
            in each iteration; if False, G draws fresh ones for its own turn, as in the book.
        seed: of the noise drawn in training; None takes a new one.
        adversarial_loss: "cross_entropy" or "hinge", as in `losses.LOSSES`.
        r1: weight of the gradient penalty in D's turn; 0 leaves it out.
        mismatch: weight of a second task in D's turn, to tell real images with their own label
            from real images with a wrong one (Reed et al., 2016); 0 leaves it out.

    Raises:
        ValueError, TypeError: two networks that do not fit together, or another loss or penalty.
    """

    def __init__(
        self,
        generator,
        discriminator,
        num_classes=10,
        share_fakes=False,
        seed=None,
        adversarial_loss="cross_entropy",
        r1=0.0,
        mismatch=0.0,
        **kw,
    ):
        super().__init__(**kw)
        self.adversarial_loss = checks.one_of(
            adversarial_loss, "adversarial_loss", losses.LOSSES
        )
        self.r1 = checks.number(r1, "r1", low=0)
        self.mismatch = checks.number(mismatch, "mismatch", low=0)
        self.num_classes = checks.whole_number(num_classes, "num_classes", low=1)
        if mismatch and num_classes == 1:
            raise ValueError(
                "mismatch needs a wrong label, so num_classes must be 2 or more"
            )
        checks.networks(generator, discriminator, self.num_classes)
        self.generator = generator
        self.discriminator = discriminator
        self.share_fakes = checks.flag(share_fakes, "share_fakes")
        self.seed = checks.seed(seed)
        self.noise_seed = keras.random.SeedGenerator(self.seed)
        self.z_dim = generator.input_shape[0][-1]
        self.img_shape = tuple(generator.output_shape[1:])
        self.generator_optimizer = None  # until `compile`
        self.discriminator_optimizer = None
        self.recipe = None  # `recipes.build` puts its own here; no file keeps it
        self.trackers = [
            keras.metrics.Mean(name="d_loss"),
            keras.metrics.Mean(name="g_loss"),
            keras.metrics.BinaryAccuracy(name="d_accuracy_real", threshold=0),
            keras.metrics.BinaryAccuracy(name="d_accuracy_fake", threshold=0),
        ]
        self.built = True

    def generate(self, labels, seed=None, z=None) -> np.ndarray:
        """Draw one image for each label.

        Args:
            labels: integers, (N,), from 0 to num_classes - 1.
            seed: the same seed gives the same noise, so the same images; None gives new ones.
            z: the noise itself instead, (N, z_dim), or (z_dim,) for the same noise in every image.

        Returns:
            float32, (N, height, width, channels), from 0 (black) to 1 (white).

        Raises:
            ValueError, TypeError: labels that are no classes, or noise of another shape.
        """
        labels = checks.labels(labels, self.num_classes)[:, np.newaxis]
        if seed is not None and z is not None:
            raise ValueError("seed and z exclude each other: z is the noise itself")
        numbers = max(self.z_dim, math.prod(self.img_shape))
        checks.fits_in_memory(len(labels), numbers, "labels")
        if z is None:
            z = noise(len(labels), self.z_dim, seed)
        z = checks.noise(z, len(labels), self.z_dim)
        drawn = []
        with self.averaged_weights():
            for i in range(0, len(labels), 500):  # bounds the memory of a large order
                piece = [z[i : i + 500], labels[i : i + 500]]
                drawn.append(self.generator(piece, training=False).numpy())
        return data.unscale(np.concatenate(drawn))

    @contextlib.contextmanager
    def averaged_weights(self):
        """Inside the `with` block, G has its averaged weights, if its optimiser keeps them."""
        optimizer = self.generator_optimizer
        if optimizer is None or not optimizer.use_ema or optimizer.iterations == 0:
            yield
            return
        weights = self.generator.trainable_variables
        kept = [weight.numpy() for weight in weights]
        optimizer.finalize_variable_values(weights)  # Keras's word: put the averages in
        try:
            yield
        finally:
            for weight, value in zip(weights, kept, strict=True):
                weight.assign(value)

    def call(self, inputs):
        """An error that says what to use: two networks have no one output.

        Keras's `predict` and `evaluate` come here; `export` asks for the same.
        """
        raise NotImplementedError(
            "a ConditionalGAN is two networks, so it cannot be called, nor export, predict or "
            "evaluate: draw with generate(labels), measure with cgan_lib.evaluation, and "
            "export G with generator.export(folder)"
        )

    def export(self, *arguments, **options):
        """The error of `call`; `generator.export(folder)` exports G."""
        self.call(None)


def noise(count: int, z_dim: int, seed: int | None = None) -> np.ndarray:
    """Standard normal noise, float32 (count, z_dim); the same seed gives the same noise."""
    count = checks.whole_number(count, "count", low=1)
    z_dim = checks.whole_number(z_dim, "z_dim", low=1)
    checks.fits_in_memory(count, z_dim, "count and z_dim")
    return np.random.default_rng(checks.seed(seed)).standard_normal(
        (count, z_dim), dtype="float32"
    )
