"""How far a run is, in one line."""

import shutil
import sys

from cgan_lib import checks

import keras
from tqdm import tqdm


class ProgressBar(keras.callbacks.Callback):
    """One line: the iteration, both losses, the time that has passed and the time that is left."""

    bar = None

    def on_train_begin(self, logs=None):
        checks.known_steps(self)
        total = self.params["epochs"] * self.params["steps"]
        look = {"unit": "it", "mininterval": 0.5, "ncols": width()}
        self.bar = tqdm(total=total, file=sys.stdout, **look)

    def on_epoch_begin(self, epoch, logs=None):
        self.bar.ncols = width()
        self.before = epoch * self.params["steps"]
        if self.bar.n < self.before:  # the run goes on from a checkpoint
            self.bar.initial = self.bar.n = self.before

    def on_train_batch_end(self, batch, logs=None):
        self.bar.update(self.before + batch + 1 - self.bar.n)

    def on_epoch_end(self, epoch, logs=None):
        if logs:  # an epoch may have no batch
            self.bar.postfix = (
                f"D loss {logs['d_loss']:.2f}, G loss {logs['g_loss']:.2f}"
            )

    def on_train_end(self, logs=None):
        if self.bar is not None:  # an interrupt may come before the first iteration
            self.bar.close()


def width() -> int:
    """Columns for the bar: one less than the terminal has, where the line would end, at most 88."""
    return max(1, min(88, shutil.get_terminal_size((89, 24)).columns - 1))
