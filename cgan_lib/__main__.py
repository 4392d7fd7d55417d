"""For those who want no notebook: `python -m cgan_lib draw`, `train` and `evaluate`."""

import argparse
import dataclasses
import sys
from pathlib import Path

from cgan_lib import (
    callbacks,
    cgan,
    checks,
    data,
    distributed,
    files,
    plots,
    recipes,
    report,
    runs,
)
from cgan_lib.files import write_whole

import keras
import numpy as np
import tensorflow as tf


def main(arguments=None) -> int:
    """Run one command; returns the exit status, 2 for input that cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m cgan_lib", description=__doc__)
    shipped = ", ".join(recipes.RECIPES)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("draw", help="draw a row of digits that you ask for")
    command.add_argument("digits", help="for instance 20261125")
    command.add_argument(
        "--out", type=Path, default=Path("digits.png"), help="a .png file"
    )
    command.add_argument("--model", default="best", help=f"{shipped} or a .keras file")
    command.add_argument(
        "--seed", type=int, help="the same number draws the same picture again"
    )
    command.set_defaults(run=draw)

    command = commands.add_parser("train", help="train a CGAN on MNIST")
    command.add_argument("--recipe", choices=recipes.RECIPES, default="classroom")
    command.add_argument(
        "--out",
        type=Path,
        required=True,
        help="a new folder, or that of a run that was stopped and goes on",
    )
    command.add_argument(
        "--iterations",
        type=int,
        help="a multiple of 100, in place of the recipe's number",
    )
    command.add_argument("--seed", type=int, default=0)
    command.add_argument(
        "--checkpoint-seconds",
        type=float,
        default=30.0,
        help="the least time between two checkpoints",
    )
    command.add_argument(
        "--overwrite", action="store_true", help="replace a finished or another run"
    )
    command.add_argument(
        "--strategy",
        choices=distributed.STRATEGIES,
        default="one",
        help="devices to share the work; multi-worker: the processes that TF_CONFIG names",
    )
    command.set_defaults(run=train)

    command = commands.add_parser(
        "evaluate", help="measure a CGAN, beside the same of real digits"
    )
    command.add_argument("--model", default="best", help=f"{shipped} or a .keras file")
    command.add_argument(
        "--count", type=int, default=10_000, help="digits to draw, 2000 to 10000"
    )
    command.add_argument("--seed", type=int, default=0)
    command.add_argument(
        "--cas",
        action="store_true",
        help="also train a classifier on 60,000 drawn digits: some minutes",
    )
    command.set_defaults(run=evaluate)

    options = parser.parse_args(arguments)
    try:
        options.run(options)
    except (ValueError, TypeError, OSError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    return 0


def draw(options):
    """Draw the digits that were asked for into one picture."""
    if not (options.digits.isascii() and options.digits.isdigit()):
        raise ValueError(f"digits must be digits from 0 to 9; got {options.digits!r}")
    if options.out.suffix != ".png":
        raise ValueError(f"--out must end in .png; got {options.out}")
    model = load_model(options.model)
    images = model.generate([int(digit) for digit in options.digits], options.seed)
    figure = plots.digits(images, columns=len(images))
    write_whole(options.out, lambda path: figure.savefig(path, dpi=150))
    print(f"{options.out} shows {options.digits}")


def train(options):
    """Train a recipe, or go on; write the model, curves, settings and pictures into a folder."""
    recipe = dataclasses.replace(recipes.RECIPES[options.recipe], seed=options.seed)
    if options.iterations is not None:
        recipe = dataclasses.replace(recipe, iterations=options.iterations)
    settings = dataclasses.asdict(recipe)
    if distributed.own_index(options.strategy):
        runs.check(options.out, settings, options.overwrite)
        help_training(options, recipe)
    else:
        with runs.claimed(options.out, settings, options.overwrite):
            train_and_write(options, recipe, settings)


def help_training(options, recipe):
    """The part of a worker that is not the chief: it writes nothing."""
    model, *pairs = prepare(options, recipe)
    watchers = [callbacks.Checkpoints(options.out / runs.CHECKPOINTS)]
    distributed.train(model, recipe, *pairs, watchers)


def train_and_write(options, recipe, settings):
    """The part of the chief, or of the only process."""
    model, *pairs = prepare(options, recipe)
    runs.begin(options.out, settings)
    classes = range(recipe.num_classes)
    snapshots = callbacks.Snapshots(classes, every=min(1000, recipe.iterations))
    keeper = callbacks.Checkpoints(
        options.out / runs.CHECKPOINTS, options.checkpoint_seconds
    )
    curves = options.out / "history.csv"
    runs.keep_rows(curves, keeper.newest() // recipes.STEPS_PER_EPOCH)
    bar = callbacks.ProgressBar()
    watchers = [
        snapshots,
        Curves(curves, append=True),
        bar,
        keeper,
    ]
    try:
        distributed.train(model, recipe, *pairs, watchers)
    finally:
        bar.on_train_end()  # an error gets a line of its own

    write_whole(options.out / "model.keras", model.save)
    rows = [f"iteration {iteration}" for iteration in snapshots.iterations]
    figure = plots.grid(np.stack(snapshots.images), rows, classes)
    write_whole(
        options.out / "snapshots.png", lambda path: figure.savefig(path, dpi=150)
    )
    print(
        f"{options.out} holds model.keras, history.csv, snapshots.png and recipe.json"
    )
    if keeper.complete:
        keeper.delete_all()
    else:
        print(f"The same command goes on from iteration {keeper.iteration}")


class Curves(keras.callbacks.CSVLogger):
    """Each row is on the disk before a checkpoint counts on it."""

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        files.flush(Path(self.filename).parent)

    def on_epoch_end(self, epoch, logs=None):
        super().on_epoch_end(epoch, logs)
        files.flush(Path(self.filename))


def prepare(options, recipe):
    """The model before its first iteration, images in [-1, 1] and labels."""
    images, labels = data.load_mnist("train")
    strategy = distributed.strategy(options.strategy)
    tf.config.experimental.enable_op_determinism()
    return distributed.build(recipe, strategy), data.scale(images), labels


def evaluate(options):
    """Print every metric of a model beside the same of real digits."""
    model = load_model(options.model)
    rows = report.report(model, options.count, options.seed, options.cas)
    print(report.table(rows))


def load_model(name: str) -> cgan.ConditionalGAN:
    """The shipped model of this name, or the model in this file."""
    if isinstance(name, str) and name in recipes.RECIPES:
        return recipes.load_trained(name)
    if not checks.path(name, "name").is_file():
        raise ValueError(
            f"--model must be {', '.join(recipes.RECIPES)} or a .keras file; got {name!r}"
        )
    return cgan.load(name)


if __name__ == "__main__":
    sys.exit(main())
