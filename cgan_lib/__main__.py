"""The command line: `python -m cgan_lib draw`, `train` and `evaluate`.

TensorFlow takes seconds to import, so that is done when a command runs: `--help` and a wrong option
are answered at once, and Ctrl-C during the import ends in one line, too.
"""

import argparse
import contextlib
import dataclasses
import os
import sys
from pathlib import Path

NAME = "python -m cgan_lib"
RECIPES = SHIPPED = ("book", "classroom", "fast", "best")  # as in `recipes`
STRATEGIES = ("one", "mirrored", "multi-worker")  # as in `distributed`
# As shells number an end by Ctrl-C, and by a closed pipe.
STOPPED, NOBODY_READS = 130, 141
MOST_DIGITS = 400  # in one row: Matplotlib draws no wider picture


def main(arguments=None) -> int:
    """Run one command.

    Returns:
        The exit status: 0, 2 for input that cannot be used, 130 after Ctrl-C, and 141 if nobody
        reads what is printed, as in `... | head -1`.
    """
    for stream in (sys.stdout, sys.stderr):
        # A sign that the terminal cannot show is no error.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        options = parser().parse_args(arguments)
        from cgan_lib import _quiet as _quiet

        status = globals()[options.command](options) or 0
        print(end="", flush=True)
    except SystemExit as ended:  # after --help
        status = ended.code
    except KeyboardInterrupt:
        status = say("stopped", STOPPED)
    except BrokenPipeError:
        status = NOBODY_READS
    except (ValueError, TypeError, OSError, ImportError, MemoryError) as error:
        status = say(str(error), 2)
    try:
        print(end="", flush=True)
    except OSError:  # nor shall Python try it again, and complain, when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def say(error: str, status: int) -> int:
    """One line on the error stream, whatever is in the text; returns the status."""
    line = " ".join(error.splitlines())
    line = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line)
    if sys.stderr:  # else `print` would take the other stream
        with contextlib.suppress(OSError):
            print(f"{NAME}: {line}", file=sys.stderr)
    return status


class Parser(argparse.ArgumentParser):
    def error(self, message):
        """One line, as for every other error."""
        raise ValueError(f"{message}; see {self.prog} --help")


def parser() -> Parser:
    """What can be typed, with a word on each command and option."""
    parser = Parser(
        prog=NAME, description="Networks that draw handwritten digits on demand."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name, help):
        about = globals()[name].__doc__
        return commands.add_parser(name, help=help, description=about).add_argument

    seed = number(int, 0, 2**31)
    model = f"a network of the course ({', '.join(SHIPPED)}) or a .keras file of yours"

    add = command("draw", "draw the digits that you ask for, as a picture")
    add("digits", type=typed, help="for instance 20261125; for other classes 10,3,25")
    add("--out", type=Path, default="digits.png", help="the .png file to write")
    add("--model", default="best", help=f"{model}; default: best")
    add("--seed", type=seed, help="with the same number comes the same picture")

    add = command("train", "train a network on the handwritten digits of MNIST")
    out = "a new folder for the results, or that of a run that shall go on"
    add("--out", type=Path, required=True, help=out)
    minutes = "classroom (the default) and fast take a minute, best 10, book 20"
    add("--recipe", choices=RECIPES, default="classroom", help=minutes)
    instead = "a multiple of 100, in place of the recipe's number"
    add("--iterations", type=number(int, 100, 2**31 - 1, step=100), help=instead)
    same = "with the same number comes the same network; default: 0"
    add("--seed", type=seed, default=0, help=same)
    least = "the least time between two checkpoints; default: 30"
    add("--checkpoint-seconds", type=number(float, 0), default=30.0, help=least)
    again = "replace a run in the folder that is finished, or has other settings"
    add("--overwrite", action="store_true", help=again)
    devices = "who works: one device, all graphics cards, or what TF_CONFIG names"
    add("--strategy", choices=STRATEGIES, default="one", help=devices)

    add = command("evaluate", "measure how good a network's digits are")
    add("--model", default="best", help=f"{model}; default: best")
    count = "digits to draw, 2000 to 10000, the default"
    add("--count", type=number(int, 2000, 10_000), default=10_000, help=count)
    taken = "of the noise, and of which digits are taken; default: 0"
    add("--seed", type=seed, default=0, help=taken)
    cas = "also train a classifier on 60,000 drawn digits: some minutes"
    add("--cas", action="store_true", help=cas)
    return parser


def number(kind: type, low: int, high: int | None = None, step: int | None = None):
    """What reads a number in these limits from a text, or says them."""
    what = f"a multiple of {step}" if step else f"a {'whole ' * (kind is int)}number"
    wanted = f"must be {what} from {low} {'up' if high is None else f'to {high}'}"

    def read(text: str):
        with contextlib.suppress(ValueError):
            value = kind(text)
            fits = low <= value < float("inf") and (high is None or value <= high)
            if fits and not (step and value % step):
                return value
        raise argparse.ArgumentTypeError(f"{wanted}; got {text!r}")

    return read


def typed(text: str) -> tuple[str, list[int]]:
    """Digits, or numbers of classes with commas: the text, and the labels."""
    parts = text.removesuffix(",").split(",") if "," in text else text
    is_right = all(p.isascii() and p.isdigit() and len(p) < 9 for p in parts)
    if not (is_right and 0 < len(parts) <= MOST_DIGITS):
        raise argparse.ArgumentTypeError(
            f"must be 1 to {MOST_DIGITS} digits, or numbers with commas; got {text!r}"
        )
    return text, [int(part) for part in parts]


def draw(options):
    """Draw digits in a row, as a picture.

    If the network has more than 10 classes, write their numbers with commas: 10,3,25.
    """
    from cgan_lib import files, plots

    if options.out.suffix.lower() != ".png":
        raise ValueError(f"--out must end in .png; got {options.out}")
    (text, labels), model = options.digits, load_model(options.model)
    last = model.num_classes - 1
    if max(labels) > last or (last > 9 and len(labels) > 1 and "," not in text):
        raise ValueError(
            f"digits must be classes from 0 to {last} for this network, with commas if it has "
            f"more than 10, such as 0,{last}, and a comma after a single one; got {text!r}"
        )
    images = model.generate(labels, options.seed)
    figure = plots.digits(images, columns=len(images))
    with naming("--out"):
        files.write_whole(options.out, lambda path: figure.savefig(path, dpi=200))
    is_plain = last < 10 and "," not in text
    print(f"{options.out} shows {'' if is_plain else 'the classes '}{text}")


def train(options) -> int:
    """Train a network on the handwritten digits of MNIST, which come with the course.

    The bar shows the iterations, the losses of D and G, and the time left. Ctrl-C ends it, with
    status 130, and keeps what was learned. The same command goes on with a run that was stopped or
    killed. Its folder then holds model.keras (the network, for draw and evaluate), history.csv (the
    losses), snapshots.png (digits drawn on the way) and recipe.json (the settings).
    """
    from cgan_lib import recipes, runs

    recipe = recipes.RECIPES[options.recipe]
    iterations = options.iterations or recipe.iterations
    recipe = dataclasses.replace(recipe, seed=options.seed, iterations=iterations)
    asked = options.checkpoint_seconds, options.overwrite, options.strategy
    return 0 if runs.train(recipe, options.out, *asked) else STOPPED


def evaluate(options):
    """Measure a network for digits, beside the same of real digits.

    Does it draw what it is asked for, how near are its digits to real ones, and how much do they
    vary? Notebook 07 explains each number.
    """
    from cgan_lib import evaluation

    model = load_model(options.model)
    with naming("--model"):  # the other two are right
        rows = evaluation.measure_all(model, options.count, options.seed, options.cas)
    print(evaluation.as_text(rows))


def load_model(name: str):
    """The shipped model of this name, or the model in this file."""
    from cgan_lib import cgan, recipes

    if name in SHIPPED:
        return recipes.load_trained(name)
    with naming("--model"):
        if Path(name).is_file():
            return cgan.load(name)
        raise ValueError(f"must be {', '.join(SHIPPED)} or a .keras file; got {name!r}")


@contextlib.contextmanager
def naming(option: str):
    """Inside the `with` block, an error says which option it is about."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise ValueError(f"{option}: {error}") from error


if __name__ == "__main__":
    sys.exit(main())
