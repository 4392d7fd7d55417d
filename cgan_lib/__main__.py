"""For those who want no notebook: `python -m cgan_lib draw`, `train` and `evaluate`."""

import argparse
import dataclasses
import sys
from pathlib import Path

from cgan_lib import (
    cgan,
    checks,
    distributed,
    evaluation,
    plots,
    recipes,
    runs,
)
from cgan_lib.files import write_whole


def main(arguments=None) -> int:
    """Run one command; returns the exit status: 2 for unusable input, 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m cgan_lib", description=__doc__)
    shipped = ", ".join(recipes.SHIPPED)
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
        status = options.run(options)
    except (ValueError, TypeError, OSError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    return status or 0


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
    has_ended = runs.train(
        recipe,
        options.out,
        options.checkpoint_seconds,
        options.overwrite,
        options.strategy,
    )
    return 0 if has_ended else 130  # as a shell counts an end by Ctrl-C


def evaluate(options):
    """Print every metric of a model beside the same of real digits."""
    model = load_model(options.model)
    rows = evaluation.measure_all(model, options.count, options.seed, options.cas)
    print(evaluation.as_text(rows))


def load_model(name: str) -> cgan.ConditionalGAN:
    """The shipped model of this name, or the model in this file."""
    if isinstance(name, str) and name in recipes.SHIPPED:
        return recipes.load_trained(name)
    if not checks.path(name, "name").is_file():
        raise ValueError(
            f"--model must be {', '.join(recipes.SHIPPED)} or a .keras file; got {name!r}"
        )
    return cgan.load(name)


if __name__ == "__main__":
    sys.exit(main())
