"""Train a small CGAN for 20,000 iterations with every callback on, and print the process's memory.

    python tests/long_run.py [ITERATIONS, 1000 or more]

A checkpoint is written, and the live picture drawn, after every 100 iterations.
"""

import dataclasses
import os
import sys
import tempfile
import types
from pathlib import Path
from unittest import mock

os.environ.setdefault("MPLBACKEND", "Agg")  # no window

from cgan_lib import callbacks, recipes

import keras
import numpy as np

SMALL = recipes.Recipe(
    "small",
    iterations=20_000,
    batch_size=6,
    generator_filters=(2, 2),
    discriminator_filters=(2, 2),
    kernel_size=4,
    label_in_discriminator="projection",
    batch_norm_in_discriminator=False,
    img_shape=(8, 8, 1),
    z_dim=4,
    share_fakes=True,
    falling_rate=True,
    average=0.9,
)


class Memory(keras.callbacks.Callback):
    """Notes the process's resident memory, in MB, after every `every` iterations."""

    def __init__(self, every: int = 1000, show=print):
        super().__init__()
        self.every, self.show, self.sizes = every, show, {}

    def on_epoch_end(self, epoch, logs=None):
        done = (epoch + 1) * self.params["steps"]
        if done % self.every == 0:
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            self.sizes[done] = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
            self.show(f"{done:6} iterations: {self.sizes[done]:.1f} MB", flush=True)


class EachTime(callbacks.LivePicture):
    """Draws after every epoch, without the pause that keeps pictures cheap."""

    def on_epoch_end(self, epoch, logs=None):
        self.pause = 0
        super().on_epoch_end(epoch, logs)


def run(iterations: int, memory: Memory):
    """Train with all callbacks; what they print goes to a file, and pictures to nowhere."""
    recipe = dataclasses.replace(SMALL, iterations=iterations)
    x = np.random.default_rng(0).uniform(-1, 1, (600, 8, 8, 1)).astype("float32")
    labels = np.arange(600, dtype="int32") % 10
    screen = types.SimpleNamespace(update=lambda figure: None)
    as_in_a_notebook = mock.patch.object(
        callbacks.watching, "display", return_value=screen
    )
    with tempfile.TemporaryDirectory() as folder, as_in_a_notebook:
        watchers = [
            callbacks.Snapshots(range(10), every=1000),
            EachTime(),
            keras.callbacks.CSVLogger(f"{folder}/history.csv"),
            callbacks.ProgressBar(),
            callbacks.Checkpoints(f"{folder}/checkpoints", seconds=0),
            memory,
        ]
        recipes.train(recipes.build(recipe), recipe, x, labels, watchers)


if __name__ == "__main__":
    output, sys.stdout = sys.stdout, open(os.devnull, "w")  # noqa: SIM115
    memory = Memory(show=lambda text, flush: print(text, file=output, flush=flush))
    run(int(sys.argv[1]) if len(sys.argv) > 1 else SMALL.iterations, memory)
    sizes = list(memory.sizes.values())
    output.write(f"growth: {sizes[-1] / sizes[0] - 1:+.1%}\n")
