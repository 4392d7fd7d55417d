"""A recipe trained into a folder, which goes on if it was stopped. For the command line.

`recipe.json` is the first file of a run, and says which it is. Until the run has reached its end,
it has a folder `checkpoints` with the file `unfinished`. Files of others stay as they are.
"""

import contextlib
import csv
import dataclasses
import functools
import json
from fnmatch import fnmatch
from pathlib import Path

from cgan_lib import callbacks, data, distributed, evaluation, files, judge, plots
from cgan_lib.callbacks import checkpoints
from cgan_lib.recipes import STEPS_PER_EPOCH, Recipe

import keras
import numpy as np
import tensorflow as tf
from filelock import Timeout

RECIPE = "recipe.json"
CHECKPOINTS = "checkpoints"
RESULTS = ("model.keras", "history.csv", "snapshots.png")
MOST_ROWS = 20  # classes in snapshots.png
MOST_NUMBERS = 2**27  # in the pictures that `measure` looks at: 0.5 GB as float32
PIXELS = "pictures.npy"  # the pictures of a run, for it and for `evaluate`
FITTED = "batch_size", "num_classes", "mismatch", "class_names", "data"  # to pictures
LOCK = "running.lock"  # the system frees it with its process, however that ends
WAS = "was {}, now {}"
TYPED = {  # settings in the words of the command line
    "name": f"--recipe {WAS}",
    "iterations": f"--iterations {WAS}",
    "seed": f"--seed {WAS}",
    "img_shape": f"the size of pictures {WAS}",
    "class_names": f"the list of classes {WAS}",
    "data": "the pictures are others",
}
LITTER = (  # of systems, editors, network drives: a folder with nothing else is empty
    *(".*", "~*", "*~", "#*", "$*", "@*", "desktop.ini", "thumbs.db", "ehthumbs*.db"),
    *("icon\r", "__macosx", "lost+found", "system volume information"),
)


def train(recipe, folder: Path, seconds, overwrite, strategy, load=None) -> bool:
    """Train a recipe on MNIST or on pictures, or go on with a run of it that was stopped.

    Writes model.keras, history.csv, snapshots.png and recipe.json into the folder, which is new or
    empty, or that of the run; `overwrite` replaces a finished run, or one with other settings. If
    several processes train together, only the chief writes. `load(path)` returns pictures, whose
    pixels this file keeps. Returns whether the run has reached its end: False after Ctrl-C. A
    ConnectionError says that another process of the run was lost.
    """
    more = {"class_names": None, "data": None}  # as with MNIST
    settings = checkpoints.as_json(dataclasses.asdict(recipe) | more)
    keeper = callbacks.Checkpoints(folder / CHECKPOINTS, seconds)
    is_chief = not distributed.own_index(strategy)
    known = {n: v for n, v in settings.items() if not (load and n in FITTED)}
    check(folder, known, overwrite)  # before minutes of reading
    with claimed(folder) if is_chief else contextlib.nullcontext():
        if load:
            files.make_folder(folder)  # a worker may be here before the chief
            pictures = load(folder / PIXELS)
            print(f"{pictures.report}\nkept as pixels in {folder / PIXELS}")
            recipe, names = fitting(recipe, pictures), pictures.class_names
            (images, labels), _ = parts(pictures)
            if few := set(names) - {names[label] for label in np.unique(labels)}:
                wanted = "--data must hold more pictures of each class"
                raise ValueError(f"{wanted}; all of {min(few)} were kept apart")
            more = {"class_names": names, "data": checkpoints.checksum(images, labels)}
            settings = checkpoints.as_json(dataclasses.asdict(recipe) | more)
        else:
            images, labels = data.load_mnist("train")
        check(folder, settings, overwrite)  # again: a run may have ended in between
        strategy = distributed.strategy(strategy)
        tf.config.experimental.enable_op_determinism()
        model = distributed.build(recipe, strategy)
        model.class_names = more["class_names"]
        job = model, recipe, images, labels  # bytes: each batch is scaled by itself
        if is_chief:
            begin(folder, settings, keeper)
            return train_and_write(folder, keeper, *job)
        distributed.train(*job, [keeper])
        return keeper.complete


def fitting(recipe: Recipe, pictures) -> Recipe:
    """A recipe for these pictures: few of them make a smaller batch."""
    return dataclasses.replace(
        recipe,
        num_classes=len(pictures.class_names),
        batch_size=min(recipe.batch_size, -(-9 * len(pictures.labels) // 10)),
        mismatch=recipe.mismatch * (len(pictures.class_names) > 1),
    )


def parts(pictures) -> tuple:
    """Pairs to learn from, and a tenth to measure with, of pictures that were shuffled."""
    apart = len(pictures.labels) // 10
    both = slice(apart, None), slice(apart)
    return tuple((pictures.images[part], pictures.labels[part]) for part in both)


def check(folder: Path, settings: dict, overwrite: bool):
    """A ValueError if a run with these settings, or more, may not start or go on in this folder."""
    for path in (folder / name for name in (RECIPE, CHECKPOINTS, PIXELS, *RESULTS)):
        if path.exists() and path.is_dir() != (path.name == CHECKPOINTS):
            kind = "folder" if path.is_dir() else "file"
            raise ValueError(f"--out must not hold the {kind} {path}; move it away")
    if not folder.exists() or may_go_on(folder, settings):
        return
    wanted = "--out must be a new or an empty folder, or that of an unfinished run"
    if not folder.is_dir():
        raise ValueError(f"{wanted}; {folder} is a file")
    names = {path.name for path in folder.iterdir()} - {LOCK, PIXELS}
    names = {n for n in names if not any(fnmatch(n.lower(), kind) for kind in LITTER)}
    foreign = names - {RECIPE, CHECKPOINTS, *RESULTS} if RECIPE in names else names
    also = ", ".join(sorted(foreign))
    if names and RECIPE not in names:
        raise ValueError(f"{wanted}; {folder} holds {also}")
    if foreign or (names and not overwrite):
        found = settings_in(folder)
        differing = found and changes(found, found | settings)
        kind = f"another run: {differing}" if differing else "a finished run"
        kind = kind if found else f"a run, but {RECIPE} cannot be read"
        first = f"move {also} out of it and " if also else ""
        choice = f"another folder, or {first}replace that run with --overwrite"
        raise ValueError(f"--out, {folder}, is that of {kind}; choose {choice}")


def changes(theirs: dict, ours: dict) -> str:
    """What differs between two runs, in the words of the command line."""
    both = {n: (theirs.get(n), ours.get(n)) for n in [*TYPED, *sorted(theirs | ours)]}
    other = {n: values for n, values in both.items() if values[0] != values[1]}
    names = [n for n in TYPED if n in other] or other  # the rest follows from these
    return ", ".join(TYPED.get(n, f"{n} {WAS}").format(*other[n]) for n in names)


def may_go_on(folder: Path, settings: dict) -> bool:
    """Whether the folder holds a run with these settings that has not reached its end."""
    kept = folder / CHECKPOINTS
    goes_on = (kept / "unfinished").exists() or callbacks.Checkpoints(kept).paths()
    is_finished = (folder / "model.keras").exists() and not goes_on
    found = settings_in(folder)
    same = all(found.get(name) == value for name, value in settings.items())
    return same and not is_finished


def settings_in(folder: Path) -> dict:
    """The settings of the run in a folder; none if they cannot be read."""
    with contextlib.suppress(OSError, ValueError, TypeError, RecursionError):
        return dict(json.loads((folder / RECIPE).read_text(encoding="utf-8")))
    return {}


@contextlib.contextmanager
def claimed(folder: Path):
    """Inside the `with` block no other process can claim the folder.

    It is made if it is not there, and does not stay if nothing is in it.
    """
    is_new = not folder.exists()
    try:
        with contextlib.ExitStack() as stack:
            try:
                files.make_folder(folder)
                stack.enter_context(files.locked(folder / LOCK, 0))
            except Timeout:
                found = f"another process trains in --out, {folder}"
                raise ValueError(f"{found}; wait for it, or choose another") from None
            except OSError as error:
                raise ValueError(f"--out cannot be written: {error}") from error
            yield
    finally:
        with contextlib.suppress(OSError):
            is_new and folder.rmdir()


def begin(folder: Path, settings: dict, keeper: callbacks.Checkpoints):
    """Make a folder ready for its run; what `check` allowed to be replaced is deleted."""
    files.remove_unfinished(folder)
    if not may_go_on(folder, settings):
        keeper.delete_all()
        for name in RESULTS:
            (folder / name).unlink(missing_ok=True)
        files.flush(folder)  # the old results are gone before the new recipe is there
    keeper.folder.mkdir(exist_ok=True)
    (keeper.folder / "unfinished").touch()
    files.flush(keeper.folder)
    text = json.dumps(settings, indent=2) + "\n"
    files.write_whole(folder / RECIPE, lambda path: path.write_text(text, "utf-8"))


def train_and_write(folder, keeper, model, recipe, x, labels) -> bool:
    """The chief's part. Ctrl-C ends the training; once more, and the results are not written."""
    classes = range(min(recipe.num_classes, MOST_ROWS))
    every = max(100, recipe.iterations // 1000 * 100)
    snapshots = callbacks.Snapshots(classes, every)
    bar, left = callbacks.ProgressBar(), [*RESULTS]

    def write(name, how):
        files.write_whole(folder / name, how)
        left.remove(name)

    def write_curves(path):  # until now the checkpoints have kept them
        names = sorted(keeper.history)
        rows = zip(*(keeper.history[name] for name in names), strict=False)
        lines = [["epoch", *names], *([epoch, *row] for epoch, row in enumerate(rows))]
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(lines)

    def picture():
        rows = [(model.class_names or classes)[label] for label in classes]
        moments = [f"{iteration:,}" for iteration in snapshots.iterations]
        return plots.grid(np.stack(snapshots.images, axis=1), rows, moments)

    def show(epoch, logs):
        if snapshots.iterations[-1] == (epoch + 1) * STEPS_PER_EPOCH:
            files.write_picture(folder / "snapshots.png", picture, 150)

    watchers = snapshots, keras.callbacks.LambdaCallback(on_epoch_end=show), bar, keeper
    with contextlib.suppress(KeyboardInterrupt):
        try:
            distributed.train(model, recipe, x, labels, [*watchers])
        finally:
            bar.on_train_end()  # an error gets a line of its own
        if model.iterations and snapshots.images:
            write("model.keras", model.save)
            write("history.csv", write_curves)
            boxes = files.write_picture(folder / "snapshots.png", picture, 150)
            left.clear()
    if left:
        print(f"Not written: {', '.join(left)}")
    else:
        print(f"{folder} holds {', '.join(RESULTS)} and {RECIPE}{boxes}")
    if left or not keeper.complete:
        print(f"The same command goes on from iteration {keeper.newest()}")
        return False
    (keeper.folder / "unfinished").unlink(missing_ok=True)
    keeper.delete_all()
    return True


def measure(model, pictures, seed: int) -> dict:
    """Rows for `evaluation.as_text`: a model, and the real pictures that were kept apart.

    A judge learns from the others, moved by up to a sixteenth; what is the same as one of these is
    no measure. Of very many pictures, which are in an order by chance, the first ones do.
    """
    names, count = pictures.class_names, len(pictures.labels)
    if (model.class_names or names) != names or len(names) != model.num_classes:
        known = ", ".join(model.class_names or (str(model.num_classes),))
        wanted = f"must hold the classes of the network ({known})"
        raise ValueError(f"{wanted}; holds {', '.join(names)}")
    most = MOST_NUMBERS // pictures.images[0].size
    seen, (x, y) = ((x[:most], y[:most]) for x, y in parts(pictures))
    known = {hash(one.tobytes()) for one in seen[0]}
    new = np.array([hash(one.tobytes()) not in known for one in x], bool)
    if count < 143 or not new.any():
        wanted = "must hold 143 pictures, to train a judge, and not each of them twice"
        raise ValueError(f"{wanted}; holds {count}")
    print(f"real: {new.sum()} pictures kept apart; precision and recall need 100")
    if unseen := set(names) - {names[label] for label in np.unique(y[new])}:
        print(f"no picture of these classes is among them: {', '.join(sorted(unseen))}")
    both = seen, (x[new], y[new])
    seen, apart = [(data.unscale(data.scale(x)), y) for x, y in both]
    move = keras.layers.RandomTranslation(1 / 16, 1 / 16, "nearest", seed=seed)

    def moved(pairs):  # else the judge knows where in its pictures things stood
        return pairs.map(lambda x, y: (move(x, training=True), y))

    reader = judge.train_classifier(*seen, 800, seed, len(names), change=moved)
    asked = np.resize(apart[1], max(count := len(apart[1]), 1000))
    rows, near = {}, []  # near: a copy is less far away than 99 of 100 real ones
    drawn = model.generate(asked, seed), asked
    for name, (x, y) in {"real": apart, "model": drawn}.items():
        row = rows[name] = {}
        keep = functools.partial(evaluation.report.keep_share, row, count=len(y))
        _, distances = evaluation.nearest_training_digits(x, seen[0])
        near.append(np.quantile(distances, 0.01))
        keep("obedience", evaluation.obedience(y, judge.read(reader, x)))
        keep("near_copies", np.mean(distances < near[0]))
        if count >= 100:
            both = [judge.features(reader, some[:count]) for some in (x, seen[0])]
            row["precision"], row["recall"] = evaluation.precision_recall(*both)
    return rows


def is_of(model_file: Path, pictures) -> bool:
    """Whether a network learned from these pictures, as far as the recipe beside it says."""
    recipe = settings_in(model_file.parent) if model_file.is_file() else {}
    return recipe.get("data") in (None, checkpoints.checksum(*parts(pictures)[0]))
