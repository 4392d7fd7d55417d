"""The algorithm: in each iteration D has its turn, then G."""

from cgan_lib import checks, losses, replicas

import keras
import tensorflow as tf


class TwoPlayers(keras.Model):
    """How generator and discriminator train each other.

    `ConditionalGAN` makes what is used here: generator, discriminator, num_classes, z_dim,
    img_shape, share_fakes, adversarial_loss, r1, mismatch, noise_seed and trackers.
    """

    @property
    def metrics(self):
        return self.trackers

    def compile(self, generator_optimizer, discriminator_optimizer, **kw):
        """Give each player an optimiser of its own.

        Args:
            generator_optimizer, discriminator_optimizer: Keras optimisers, or their names.
            **kw: `run_eagerly`, `steps_per_execution`, `jit_compile`, as for any Keras model.
        """
        generator_optimizer = checks.optimizer(
            generator_optimizer, "generator_optimizer"
        )
        discriminator_optimizer = checks.optimizer(
            discriminator_optimizer, "discriminator_optimizer"
        )
        if generator_optimizer is discriminator_optimizer:
            raise ValueError(
                "generator_optimizer and discriminator_optimizer must be two: each network "
                "needs an optimiser of its own; got one for both"
            )
        super().compile(optimizer=None, **kw)
        self.generator_optimizer = generator_optimizer
        self.generator_optimizer.build(self.generator.trainable_variables)
        self.discriminator_optimizer = discriminator_optimizer
        self.discriminator_optimizer.build(self.discriminator.trainable_variables)

    def fit(self, x=None, y=None, *, callbacks=None, **kw):
        """As `keras.Model.fit`; an interrupt ends the run and keeps what was learned.

        Args:
            x: a dataset of pairs (images in [-1, 1], labels), for instance `data.batches(...)`;
                or images alone, (N, *img_shape).
            y: the labels, (N,), if x holds images alone.
            callbacks: a Keras callback, or a list of them.
            **kw: as for `keras.Model.fit`.

        Returns:
            Keras's History.

        Raises:
            ValueError, TypeError: pairs that do not fit the networks.
        """
        if isinstance(x, tf.data.Dataset):
            checks.pairs(x, self.img_shape)
            kw.setdefault("shuffle", False)  # Keras warns if asked to shuffle it
        else:
            x = checks.images(x, self.img_shape)
            y = checks.labels(y, self.num_classes, "y")
            checks.same_length(x, y, "x", "y")
        for name in ("epochs", "batch_size", "steps_per_epoch"):
            if kw.get(name) is not None:
                checks.whole_number(kw[name], name, 1, 2**31 - 1)
        callbacks = checks.callbacks(callbacks)
        try:
            if replicas.on_one_device(self):
                super().fit(x, y, callbacks=callbacks, **kw)
            else:
                replicas.fit(self, x, callbacks, **kw)
        except KeyboardInterrupt:
            for callback in callbacks:
                callback.on_train_end()
            done = int(self.generator_optimizer.iterations.numpy())
            print(f"Stopped after {done} iterations. What was learned is kept.")
        optimizer = self.generator_optimizer
        if optimizer.use_ema:
            optimizer.finalize_variable_values(self.generator.trainable_variables)
        return self.history

    def train_step(self, batch):
        """One iteration: D's turn, then G's turn."""
        images, labels = batch
        labels = tf.reshape(labels, (-1, 1))
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
        with tf.GradientTape() as tape:
            real_logits = self.discriminator([images, labels], training=True)
            fake_logits = self.discriminator([fakes, labels], training=True)
            loss = discriminator_loss(real_logits, fake_logits)
            total = loss
            if self.r1:
                steepness = losses.gradient_penalty(self.discriminator, images, labels)
                total += self.r1 / 2 * steepness
            if self.mismatch:
                wrong_logits = self.discriminator(
                    [images, self.wrong_labels(labels)], training=True
                )
                total += self.mismatch * discriminator_loss(real_logits, wrong_logits)
        weights = self.discriminator.trainable_variables
        gradients = replicas.gradient(tape, total, weights)
        self.discriminator_optimizer.apply(gradients, weights)

        d_loss, _, accuracy_real, accuracy_fake = self.trackers
        d_loss.update_state(loss)
        accuracy_real.update_state(tf.ones_like(real_logits), real_logits)
        accuracy_fake.update_state(tf.zeros_like(fake_logits), fake_logits)

    def generator_turn(self, tape, fakes, labels):
        """G learns from what D, as it is now, says of the fakes."""
        _, generator_loss = losses.LOSSES[self.adversarial_loss]
        with tape:  # goes on where G's own pass ended
            loss = generator_loss(self.discriminator([fakes, labels], training=True))
        weights = self.generator.trainable_variables
        gradients = replicas.gradient(tape, loss, weights)
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
