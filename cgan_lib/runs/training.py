"""A recipe is trained on MNIST, and what comes of it is written into a folder."""

import dataclasses
from pathlib import Path

from cgan_lib import callbacks, checks, data, distributed, files, plots, recipes
from cgan_lib.runs import folder as run_folder

import keras
import numpy as np
import tensorflow as tf


def train(
    recipe: recipes.Recipe,
    folder: Path,
    checkpoint_seconds: float = 30.0,
    overwrite: bool = False,
    strategy: str = "one",
):
    """Train a recipe on MNIST, or go on with a run of it that was stopped.

    Writes model.keras, history.csv, snapshots.png and recipe.json; if several processes train
    together, only the chief writes.

    Args:
        recipe: for the digits, 28 x 28 in grey.
        folder: new or empty, or that of the run.
        checkpoint_seconds: the least time between two checkpoints.
        overwrite: True replaces a finished run, or a run with other settings.
        strategy: as for `distributed.strategy`.

    Raises:
        ValueError, TypeError: a folder of something else, or a strategy that cannot be.
        ConnectionError: another process of the run was lost.
    """
    settings = dataclasses.asdict(recipes.check_recipe(recipe))
    folder = checks.path(folder, "folder")
    if distributed.own_index(strategy):
        run_folder.check(folder, settings, overwrite)
        _help(recipe, folder, strategy)
    else:
        with run_folder.claimed(folder, settings, overwrite):
            _train_and_write(recipe, folder, checkpoint_seconds, strategy, settings)


def _help(recipe, folder, strategy):
    """The part of a worker that is not the chief: it writes nothing."""
    model, *pairs = _prepare(recipe, strategy)
    watchers = [callbacks.Checkpoints(folder / run_folder.CHECKPOINTS)]
    distributed.train(model, recipe, *pairs, watchers)


def _train_and_write(recipe, folder, checkpoint_seconds, strategy, settings):
    """The part of the chief, or of the only process."""
    model, *pairs = _prepare(recipe, strategy)
    run_folder.begin(folder, settings)
    classes = range(recipe.num_classes)
    snapshots = callbacks.Snapshots(classes, every=min(1000, recipe.iterations))
    keeper = callbacks.Checkpoints(folder / run_folder.CHECKPOINTS, checkpoint_seconds)
    curves = folder / "history.csv"
    run_folder.keep_rows(curves, keeper.newest() // recipes.STEPS_PER_EPOCH)
    bar = callbacks.ProgressBar()
    watchers = [snapshots, _Curves(curves, append=True), bar, keeper]
    try:
        distributed.train(model, recipe, *pairs, watchers)
    finally:
        bar.on_train_end()  # an error gets a line of its own

    files.write_whole(folder / "model.keras", model.save)
    rows = [f"iteration {iteration}" for iteration in snapshots.iterations]
    figure = plots.grid(np.stack(snapshots.images), rows, classes)
    files.write_whole(
        folder / "snapshots.png", lambda path: figure.savefig(path, dpi=150)
    )
    print(f"{folder} holds model.keras, history.csv, snapshots.png and recipe.json")
    if keeper.complete:
        keeper.delete_all()
    else:
        print(f"The same command goes on from iteration {keeper.iteration}")


def _prepare(recipe, strategy):
    """The model before its first iteration, images in [-1, 1] and labels."""
    images, labels = data.load_mnist("train")
    strategy = distributed.strategy(strategy)
    tf.config.experimental.enable_op_determinism()
    return distributed.build(recipe, strategy), data.scale(images), labels


class _Curves(keras.callbacks.CSVLogger):
    """Each row is on the disk before a checkpoint counts on it."""

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        files.flush(Path(self.filename).parent)

    def on_epoch_end(self, epoch, logs=None):
        self.keys = sorted(logs)  # else Keras adds columns for a validation, all empty
        super().on_epoch_end(epoch, logs)
        files.flush(Path(self.filename))
