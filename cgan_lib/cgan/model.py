"""The algorithm: in each iteration D has its turn, then G."""

from cgan_lib import checks, embeddings, losses, replicas
from cgan_lib.cgan.drawing import Drawing
from cgan_lib.cgan.running import BothOptimizers, end, say_stopped, watched

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable("cgan_lib")
class ConditionalGAN(Drawing):
    """Generator and discriminator, and how they train each other (Mirza and Osindero, 2014).

    After `compile`, `fit` takes a dataset of pairs (x, y): images in [-1, 1] and integer labels.
    The metrics are d_loss, g_loss, and D's accuracy on real and on fake pairs. If G's optimiser
    keeps averaged weights (Keras's `use_ema`), `generate` draws with them while a run goes on, and
    `fit` leaves them in G when it ends.

    Args:
        generator: a model from [z (batch, z_dim), label (batch, 1)] to images in [-1, 1]; one that
            ends in an activation of another range is refused, one without an activation is not.
        discriminator: a model from [image, label (batch, 1)] to one logit, (batch, 1).
        num_classes: how many labels there are.
        share_fakes: if True, D and G are trained on the same fakes, which saves one pass through G
            in each iteration; if False, G draws fresh ones for its own turn, as in the book.
        seed: of the noise drawn in training; None takes a new one.
        adversarial_loss: "cross_entropy" or "hinge", as in `losses.LOSSES`.
        r1: weight of the gradient penalty in D's turn; 0 leaves it out. Not for a D with
            BatchNormalization (`losses.gradient_penalty`), which is said.
        mismatch: weight of a second task in D's turn, to tell real images with their own label
            from real images with a wrong one (Reed et al., 2016); 0 leaves it out.

    An attribute that is changed after the first `fit` counts after the next `compile`, as in Keras.
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
        checks.one_of(adversarial_loss, "adversarial_loss", losses.LOSSES)
        self.adversarial_loss = adversarial_loss
        self.r1 = checks.number(r1, "r1", low=0)
        self.mismatch = checks.number(mismatch, "mismatch", low=0)
        self.num_classes = checks.whole_number(num_classes, "num_classes", low=1)
        if mismatch and num_classes == 1:
            raise ValueError("mismatch needs a wrong label, so two classes or more")
        checks.networks(generator, discriminator)
        for network in (generator, discriminator):
            embeddings.check_rows(network, self.num_classes)
        if r1:
            checks.say_if_normalized(discriminator)
        self.generator, self.discriminator = generator, discriminator
        self.share_fakes = checks.flag(share_fakes, "share_fakes")
        self.seed = checks.seed(seed)
        self.noise_seed = keras.random.SeedGenerator(self.seed)
        self.z_dim = generator.input_shape[0][-1]
        self.img_shape = tuple(generator.output_shape[1:])
        self.augment = None  # until `compile`
        self.recipe = None  # `recipes.build` puts its own here; no file keeps it
        self.trackers = [
            keras.metrics.Mean(name="d_loss"),
            keras.metrics.Mean(name="g_loss"),
            keras.metrics.BinaryAccuracy(name="d_accuracy_real", threshold=0),
            keras.metrics.BinaryAccuracy(name="d_accuracy_fake", threshold=0),
        ]
        self.built = True

    @property
    def metrics(self):
        return self.trackers

    def compile(self, generator_optimizer, discriminator_optimizer, augment=None, **kw):
        """Give each player an optimiser of its own.

        Args:
            generator_optimizer, discriminator_optimizer: Keras optimisers, or their names. That of
                a network with the policy mixed_float16 is put into a LossScaleOptimizer, as
                Keras does it; `auto_scale_loss=False` leaves it out.
            augment: a Keras layer, or a `keras.Sequential` of them, such as `RandomTranslation`:
                what D sees in training, real and fake alike, passes through it, so that D learns
                few pictures less by heart and G does not learn to draw the changes (Karras et al.,
                2020; Zhao et al., 2020). None for none.
            **kw: `run_eagerly`, `steps_per_execution`, `jit_compile`, as for any Keras model.
        """
        checks.no_options(kw, checks.COMPILED)
        self.augment = checks.augment(augment, self.img_shape)
        own = checks.optimizer(generator_optimizer, "generator_optimizer")
        other = checks.optimizer(discriminator_optimizer, "discriminator_optimizer")
        if kw.get("auto_scale_loss", True):
            own = checks.scaled(own, self.generator)
            other = checks.scaled(other, self.discriminator)
        own.build(self.generator.trainable_variables)
        other.build(self.discriminator.trainable_variables)
        checks.both_move(own, other, self.generator, self.discriminator)
        super().compile(optimizer=None, **kw)
        self.generator_optimizer, self.discriminator_optimizer = own, other
        self.optimizer = BothOptimizers(own, other)
        self.keep_own_weights()

    def fit(self, x=None, y=None, *, callbacks=None, **kw):
        """As `keras.Model.fit`, with its History; an interrupt keeps what was learned.

        Args:
            x: a dataset of pairs (images in [-1, 1], labels), for instance `data.batches(...)`;
                or images alone, (N, *img_shape). Each batch of a dataset is looked at before it
                trains. Images from 0 to 1 train, too, with a word.
            y: the labels, (N,) or (N, 1), if x holds images alone.
            callbacks: a Keras callback, or a list of them. What one of them puts into G at the end
                of the last epoch, or of the run, stays, and the averages do not come over it; in
                the middle of an epoch only what `set_weights` of the whole model puts there.
            **kw: as for `keras.Model.fit`, but for what two networks have no use for: validation,
                weights of samples or of classes.
        """
        checks.fit_options(kw)
        callbacks = checks.callbacks(callbacks)
        if self.compiled:
            own, other = self.generator_optimizer, self.discriminator_optimizer
            checks.both_move(own, other, self.generator, self.discriminator)
            checks.learning_rates(callbacks, (own, other))
        callbacks, self.history = watched(callbacks)
        looked, before = None, self.iterations
        if isinstance(x, tf.data.Dataset):
            steps = kw.get("steps_per_epoch")
            looked = checks.Looked(x, self.img_shape, self.num_classes, steps)
            x = looked.pairs_of(replicas.own_part(self, x))
            kw.setdefault("shuffle", False)  # Keras warns if asked to shuffle it
        else:
            x, y = self._checked(x, y)
        try:
            if replicas.on_one_device(self):
                super().fit(x, y, callbacks=callbacks, **kw)
            else:
                replicas.fit(self, x, callbacks, **kw)
        except tf.errors.OpError:
            if looked is None or looked.problem is None:
                raise
            raise looked.problem from None
        except KeyboardInterrupt:
            end(callbacks)
            say_stopped(before, self.iterations)
        finally:
            if self.iterations > before:
                self.put_averages_in()  # after an error, too
        return self.history

    def train_on_batch(self, x, y=None, **kw):
        """One iteration, as `keras.Model.train_on_batch`; x and y as for `fit`, of one batch."""
        checks.no_options(kw, checks.UNUSED)
        x, y = self._checked(x, y)
        self.begin_averages()
        return super().train_on_batch(tf.constant(x), y, **kw)

    def _checked(self, x, y):
        """Images and labels, (N,) or (N, 1), in the form that D takes, or an error."""
        checks.no_stream(x)
        x, y = checks.pairs(x, y, self.img_shape, self.num_classes)
        checks.say_if_odd(x.min(), x.max())
        return x, y

    def train_step(self, batch):
        """One iteration: D's turn, then G's turn."""
        images, labels, *_ = batch
        labels = tf.cast(tf.reshape(labels, (-1, 1)), "int32")
        tape, fakes = self.draw(labels)
        self.discriminator_turn(images, fakes, labels)
        if not self.share_fakes:
            labels = self.fresh_labels(labels)
            tape, fakes = self.draw(labels)
        self.generator_turn(tape, fakes, labels)
        return self.get_metrics_result()

    def draw(self, labels):
        """Fakes for these labels, (batch, 1), and the tape that saw how G made them."""

        def normal(rows):
            return keras.random.normal((rows, self.z_dim), seed=self.noise_seed)

        z = replicas.own_rows(normal, keras.ops.shape(labels)[0])
        with tf.GradientTape() as tape:
            return tape, self.generator([z, labels], training=True)

    def discriminator_turn(self, images, fakes, labels):
        """D learns from the same labels twice: with the real images, and with fakes."""
        discriminator_loss, _ = losses.LOSSES[self.adversarial_loss]
        images, fakes = self.seen(images), self.seen(fakes)
        with tf.GradientTape() as tape:
            real_logits = self.discriminator([images, labels], training=True)
            fake_logits = self.discriminator([fakes, labels], training=True)
            loss = discriminator_loss(real_logits, fake_logits)
            total = loss
            if self.r1:
                steepness = losses.gradient_penalty(self.discriminator, images, labels)
                total += self.r1 / 2 * keras.ops.cast(steepness, loss.dtype)
            if self.mismatch:
                others = self.wrong_labels(labels)
                wrong_logits = self.discriminator([images, others], training=True)
                total += self.mismatch * discriminator_loss(real_logits, wrong_logits)
            total = self.discriminator_optimizer.scale_loss(total)
        weights = self.discriminator.trainable_variables
        gradients = replicas.gradient(tape, total, weights)
        self.discriminator_optimizer.apply(gradients, weights)

        d_loss, _, accuracy_real, accuracy_fake = self.trackers
        d_loss.update_state(loss)
        accuracy_real.update_state(tf.ones_like(real_logits), real_logits)
        accuracy_fake.update_state(tf.zeros_like(fake_logits), fake_logits)

    def seen(self, images):
        """What D sees of images in training: `augment` may change each one a little."""
        if self.augment is None:
            return images
        rows = tf.shape(images)[0]

        def changed(count):  # as if these were the pairs of all replicas
            many = tf.tile(images, (count // rows, 1, 1, 1))
            return self.augment(many, training=True)

        return replicas.own_rows(changed, rows)

    def generator_turn(self, tape, fakes, labels):
        """G learns from what D, as it is now, says of the fakes."""
        _, generator_loss = losses.LOSSES[self.adversarial_loss]
        with tape:  # goes on where G's own pass ended
            answers = self.discriminator([self.seen(fakes), labels], training=True)
            loss = generator_loss(answers)
            scaled = self.generator_optimizer.scale_loss(loss)
        weights = self.generator.trainable_variables
        gradients = replicas.gradient(tape, scaled, weights)
        self.generator_optimizer.apply(gradients, weights)
        _, g_loss, *_ = self.trackers
        g_loss.update_state(loss)

    def fresh_labels(self, labels):
        """As many labels, all classes equally likely."""
        return self.random_labels(labels, 0, self.num_classes)

    def wrong_labels(self, labels):
        """For each label one of the other classes, all equally likely."""
        steps = self.random_labels(labels, 1, self.num_classes)
        return (labels + steps) % self.num_classes

    def random_labels(self, labels, low: int, high: int):
        """As many whole numbers as labels, (batch, 1), from low up to, not including, high."""

        def integers(rows):
            return keras.random.randint((rows, 1), low, high, seed=self.noise_seed)

        return replicas.own_rows(integers, keras.ops.shape(labels)[0])

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
