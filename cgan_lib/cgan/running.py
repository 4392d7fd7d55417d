"""What Keras's `fit` and its callbacks need to know of two networks that train each other."""

import contextlib

import keras


class Run(keras.callbacks.Callback):
    """The first callback of each run: sees to G's averages at its beginning and its end.

    It comes first, so that what another callback puts into G at the end of the last epoch, or of
    the run, stays there. It hands each `TerminateOnNaN` among them the `loss` that it looks for:
    the sum of both players' losses.
    """

    has_begun = False

    def __init__(self, callbacks):
        super().__init__()
        on_nan = keras.callbacks.TerminateOnNaN
        self.watchers = [one for one in callbacks if isinstance(one, on_nan)]

    def on_train_begin(self, logs=None):
        self.model.begin_averages()
        self.left = None

    def on_epoch_begin(self, epoch, logs=None):
        self.has_begun, self.left = True, None

    def on_train_batch_end(self, batch, logs=None):
        self.batch = batch
        if logs and self.watchers:
            logs["loss"] = logs["d_loss"] + logs["g_loss"]

    def on_epoch_end(self, epoch, logs=None):
        self.left = self._weights()
        if logs and not self.model.stop_training:  # several replicas log epochs alone
            for watcher in self.watchers:
                loss = logs["d_loss"] + logs["g_loss"]
                watcher.on_batch_end(self.batch, {"loss": loss})

    def on_train_end(self, logs=None):
        now = self._weights()
        if self.left and now:  # neither, once `set_weights` has been called
            (own, averages), (own_now, averages_now) = self.left, now
            if own != own_now and averages == averages_now:  # else both were loaded
                self.model.keep_own_weights()
        self.model.put_averages_in()

    def _weights(self):
        """The bytes of G's weights, and those of their averages; nothing if these do not count."""
        pairs = [
            (w.numpy().tobytes(), a.numpy().tobytes()) for w, a in self.model.averages()
        ]
        return list(zip(*pairs, strict=True))


class BothOptimizers:
    """What a ConditionalGAN has in place of Keras's one `optimizer`.

    Keras's callbacks that change or log learning rates do it for all `optimizers`.
    """

    built = True

    def __init__(self, generator_optimizer, discriminator_optimizer):
        self.optimizers = generator_optimizer, discriminator_optimizer

    @property
    def iterations(self):
        """How many iterations are done: G's turn ends each."""
        return self.optimizers[0].iterations

    @property
    def variables(self):
        """Those of both."""
        return [v for optimizer in self.optimizers for v in optimizer.variables]

    def get_config(self):
        """An error: Keras asks for it where it writes a model into its older .h5."""
        raise ValueError("filepath must end in .keras: .h5 cannot hold two networks")

    def __setattr__(self, name, value):
        if name != "optimizers":
            getattr(self, name)  # the error below, for what only each of the two has
        super().__setattr__(name, value)

    def __getattr__(self, name):
        raise AttributeError(
            f"a ConditionalGAN has two optimisers, so optimizer has no {name}: use "
            f"generator_optimizer.{name} and discriminator_optimizer.{name}"
        )


def watched(callbacks: list) -> tuple[list, keras.callbacks.History]:
    """A run's callbacks, with our own before them and a History after them; and the History."""
    histories = [c for c in callbacks if isinstance(c, keras.callbacks.History)]
    history = [] if histories else [keras.callbacks.History()]
    return [Run(callbacks), *callbacks, *history], (histories + history)[-1]


def end(callbacks: list):
    """End the callbacks of a run that was interrupted, perhaps before all of them had begun."""
    early = () if callbacks[0].has_begun else (AttributeError, TypeError)
    for callback in callbacks:  # one that never began may lack what its end uses
        with contextlib.suppress(*early):
            callback.on_train_end()


def say_stopped(before: int, done: int):
    """What an interrupt has left, of a run that began after `before` iterations."""
    if done > before:
        print(f"Stopped after {done} iterations. What was learned is kept.")
    else:
        print(f"Stopped before iteration {done + 1}: this run has learned nothing.")
