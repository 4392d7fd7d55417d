"""The command line: `python -m cgan_lib draw`, `train` and `evaluate`.

TensorFlow takes seconds to import, so that is done when a command runs: `--help` and a wrong option
are answered at once, and Ctrl-C during the import ends in one line, too.
"""

import argparse
import contextlib
import dataclasses
import difflib
import functools
import itertools
import os
import re
import sys
import warnings
from pathlib import Path

NAME = "python -m cgan_lib"
SHIPPED = "book", "classroom", "fast", "best"  # as in `recipes`, and so RECIPES
RECIPES = *SHIPPED, "pictures"
STRATEGIES = ("one", "mirrored", "multi-worker")  # as in `distributed`
# As shells number an end by Ctrl-C, and by a closed pipe.
STOPPED, NOBODY_READS = 130, 141
MOST = 400  # pictures in one row: Matplotlib draws no wider picture


def main(arguments=None) -> int:
    """Run one command.

    Returns:
        The exit status: 0, 2 for input that cannot be used, 130 after Ctrl-C, and 141 if nobody
        reads what is printed, as in `... | head -1`.
    """
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115 - closed
    for stream in (sys.stdout, sys.stderr):
        # A sign that the terminal cannot show is no error.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if sys.warnoptions:  # with PYTHONWARNINGS=error, one of Keras's would end a run
        warnings.simplefilter("ignore")
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
    line = "; ".join(line.strip() for line in error.splitlines() if line.strip())
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
    about = "Networks that draw what you ask for: digits, or what your pictures show."
    parser = Parser(prog=NAME, description=about)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name, help):
        about = globals()[name].__doc__
        return commands.add_parser(name, help=help, description=about).add_argument

    seed = number(int, 0, 2**31)
    model = f"a network of the course ({', '.join(SHIPPED)}) or a .keras file of yours"

    add = command("draw", "draw the classes that you ask for, as a picture")
    add("classes", help="digits, as 20261125; others with commas, as cat,dog or 10,3")
    free = "a new one in this folder, drawn-1.png, drawn-2.png ..."
    add("--out", type=place, help=f"the .png file to write; default: {free}")
    add("--model", default="best", help=f"{model}; default: best")
    add("--seed", type=seed, help="with the same number comes the same picture")

    add = command("train", "train a network, on your pictures or on handwritten digits")
    own = "a folder of your pictures, with a sub-folder named after each class"
    add("--data", type=place, help=f"{own}; default: the digits of MNIST")
    side = "of your pictures: pixels of a side, divisible by 4; default: 28"
    add("--size", type=number(int, 4, 4096, step=4), help=side)
    depth = "of your pictures: 1 for grey, the default, or 3 for colour"
    add("--channels", type=int, choices=(1, 3), help=depth)
    out = "a new folder for the results, or that of a run that shall go on"
    add("--out", type=place, required=True, help=out)
    minutes = "classroom, fast: a minute, best 10, book 20, pictures (64 x 64) 15"
    usual = "classroom for digits, fast for pictures to 32 x 32, pictures above"
    add("--recipe", choices=RECIPES, help=f"{minutes}; default: {usual}")
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

    add = command("evaluate", "measure how good the pictures of a network are")
    add("--data", type=place, help=f"{own}, 143 pictures or more; default: digits")
    add("--model", default="best", help=f"{model}; default: best")
    count = "digits to draw, 2000 to 10000, the default"
    add("--count", type=number(int, 2000, 10_000), help=count)
    taken = "of the noise, and of what is taken or learned; default: 0"
    add("--seed", type=seed, default=0, help=taken)
    cas = "also train a classifier on 60,000 drawn digits: some minutes"
    add("--cas", action="store_true", help=cas)
    return parser


def place(text: str) -> Path:
    """A path, also if the shell has left its ~ as it is, as in --out=~/run."""
    if not text:  # of a variable that is not set
        raise argparse.ArgumentTypeError("must be a path; got ''")
    return Path(os.path.expanduser(text))


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


def asked(text: str, model) -> list[int]:
    """The labels that a text asks for: by the model's names, long ones first, or by numbers."""
    from cgan_lib.cgan.drawing import one_form

    names, text = model.class_names or (), one_form(text)
    if {*text} <= {*(names or "0123456789")} and max(map(len, names), default=1) == 1:
        words = [*text]
    else:
        forms = "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"
        words = re.findall(rf"\s*?((?:{forms})(?=\s*,|\s*$)|[^,\s][^,]*)", text)
    if not 0 < len(words) <= MOST:
        raise ValueError(f"must ask for 1 to {MOST} pictures; asks for {len(words)}")
    if model.num_classes > 10 and words[1:] and not names and "," not in text:
        raise ValueError("must have commas, since this network has more than 10")
    known = {name: label for label, name in enumerate(names)}
    if numbered := not any(n.strip().isdecimal() for n in names):  # else 0 may be none
        known |= {str(label): label for label in range(model.num_classes)}
    if wrong := next((word for word in words if word not in known), None):
        near = sorted(difflib.get_close_matches(wrong, names, 10, 0), key=names.index)
        wanted = [f"names of classes, such as {', '.join(near)}"] * bool(names)
        wanted += [f"numbers from 0 to {model.num_classes - 1}"] * numbered
        raise ValueError(f"must be {', or '.join(wanted)}; got {wrong!r}")
    return [known[word] for word in words]


def draw(options):
    """Draw what you ask for, in a row, as a picture.

    A network for digits takes 20261125; one for your own pictures takes the names of its classes,
    such as cat,dog, or, unless a name is a number, their numbers with commas: 10,3,25.
    """
    from cgan_lib import files, plots

    if options.out and options.out.suffix.lower() != ".png":
        raise ValueError(f"--out must end in .png; got {options.out}")
    model = load_model(options.model)
    with naming(f"classes {options.classes!r}", "labels"):
        labels = asked(options.classes, model)
    with naming("--model"):
        images = model.generate(labels, options.seed)
    names = model.class_names and [model.class_names[label] for label in labels]
    free = (Path(f"drawn-{n}.png").absolute() for n in itertools.count(1))
    with naming("--out", "path"):
        out = options.out or next(path for path in free if not path.exists())
        figure = functools.partial(plots.digits, images, names, len(images))
        boxes = files.write_picture(out, figure, 200, new=not options.out)
    print(f"{out} shows {', '.join(names) if names else options.classes}{boxes}")


def train(options) -> int:
    """Train a network on a folder of your pictures, or on the digits that come with the course.

    The bar shows the iterations, the losses of D and G, and the time left. Ctrl-C ends it, with
    status 130, and keeps what was learned. The same command goes on with a run that was stopped or
    killed. Its folder then holds model.keras (the network, for draw and evaluate), snapshots.png (a
    row for each class, drawn on the way, so look at it early), history.csv (the losses) and
    recipe.json (the settings). A tenth of your pictures is kept apart, for evaluate. They may be
    more than fit into memory: pictures.npy holds their pixels, and is made again if you delete it.
    """
    if not options.data and (options.size or options.channels):
        raise ValueError("--size and --channels need --data: MNIST is 28 x 28 and grey")
    from cgan_lib import recipes, runs

    side = options.size or 28
    fitting = ("pictures" if side > 32 else "fast") if options.data else "classroom"
    recipe = recipes.RECIPES[options.recipe or fitting]
    iterations = options.iterations or recipe.iterations
    recipe = dataclasses.replace(recipe, seed=options.seed, iterations=iterations)
    load = None
    if options.data:
        data, out = (Path(os.path.realpath(p)) for p in (options.data, options.out))
        if data in (out, *out.parents):
            raise ValueError("--out must not be in --data, whose folders are classes")
        shape = side, side, options.channels or 1
        recipe = dataclasses.replace(recipe, img_shape=shape)
        load = functools.partial(load_pictures, options.data, shape)
    how = options.checkpoint_seconds, options.overwrite, options.strategy
    return 0 if runs.train(recipe, options.out, *how, load) else STOPPED


def evaluate(options):
    """Measure a network beside real digits, or beside pictures of yours that it has not seen.

    Does it draw what it is asked for, how near is that to real ones, and how much does it vary?
    Notebook 07 explains each number. With --data, the folder that the network learned from, a judge
    learns from it first, which takes a minute or more, as in notebook 11.
    """
    if options.data and (options.count or options.cas):
        raise ValueError("--count and --cas are for digits, without --data")
    from cgan_lib import evaluation, runs

    model = load_model(options.model)
    if options.data:
        kept = place(options.model).with_name(runs.PIXELS)
        cache = kept if place(options.model).is_file() and kept.exists() else None
        pictures = load_pictures(options.data, model.img_shape, cache, False)
        with naming("--data"):
            rows = runs.measure(model, pictures, options.seed)
        if rows["real"]["obedience"] < 0.9:
            print("The judge reads too few real ones rightly: do not trust its numbers")
        if not runs.is_of(place(options.model), pictures):
            print("The network learned from other pictures, maybe from some of these")
    else:
        with naming("--model", "model"):  # the other two are right
            how = options.count or 10_000, options.seed, options.cas
            rows = evaluation.measure_all(model, *how)
    print(evaluation.as_text(rows))


def load_pictures(folder: Path, img_shape, cache: Path | None, replace_cache=True):
    """Shuffled, so that any slice is a fair sample."""
    from cgan_lib import data

    with naming("--data", "folder"):
        *size, channels = img_shape
        return data.load_images(folder, size, channels, 0, cache, 0, replace_cache)


def load_model(name: str):
    """The shipped model of this name, or the model in this file."""
    from cgan_lib import cgan, recipes

    if name in SHIPPED:
        return recipes.load_trained(name)
    with naming("--model", "path"):
        if name and place(name).is_file():
            return cgan.load(place(name))
        wanted = f"must be {', '.join(SHIPPED)} or a .keras file that is there"
        raise ValueError(f"{wanted}; got {name!r}")


@contextlib.contextmanager
def naming(option: str, argument: str = ""):
    """Inside the `with` block, an error names an option, not the library's argument."""
    try:
        yield
    except (ValueError, TypeError, OSError) as error:
        text = str(error).removeprefix(f"{argument} ")
        mark = "" if text.startswith("must ") else ":"
        raise ValueError(f"{option}{mark} {text}") from error


if __name__ == "__main__":
    sys.exit(main())
