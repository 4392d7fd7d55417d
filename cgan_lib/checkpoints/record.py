"""The file of a checkpoint: a model, and a record of its run."""

import io
import json
import re
import zipfile
from pathlib import Path

import numpy as np

RECORD = "run.npz"  # the member that turns a .keras file into a checkpoint


def write(path: Path, model, record: dict):
    """A `.keras` file of the model, with the record of the run as one more member."""
    model.save(path)
    buffer = io.BytesIO()
    np.savez(buffer, **record)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(RECORD, buffer.getvalue())


def read(path: Path, settings: dict) -> dict[str, np.ndarray]:
    """A checkpoint's record, after checking every byte of it, and that its settings are these."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.testzip() is not None:
                raise ValueError("its checksums are wrong")
            if RECORD not in archive.namelist():
                raise ValueError("it is not of this library")
            with np.load(io.BytesIO(archive.read(RECORD)), allow_pickle=False) as rows:
                record = dict(rows)
        theirs = json.loads(str(record["settings"]))
    except OSError:
        raise
    except Exception as error:  # a damaged zip raises many kinds
        raise ValueError(
            f"{path} is damaged, or no checkpoint: {error}. Move it away to go on from the one "
            "before, or to start anew"
        ) from error
    check_same(theirs, settings, path)
    return record


def check_same(theirs: dict, ours: dict, path: Path):
    """An error that names each setting of a file that differs from the wanted ones."""
    ours = as_json(ours)
    differing = [
        "the images or labels are not those of the run"
        if name == "data"
        else f"{name} is {theirs.get(name)!r} there and {ours.get(name)!r} here"
        for name in sorted(theirs.keys() | ours.keys())
        if theirs.get(name) != ours.get(name)
    ]
    if differing:
        raise ValueError(
            f"{path} is of another run: {', '.join(differing)}; choose another folder, or "
            f"delete the folder {path.parent}"
        )


def as_json(settings: dict) -> dict:
    """The same settings as they come back from a JSON file: with lists for tuples."""
    return json.loads(json.dumps(settings))


def load_weights(model, path: Path, record):
    """Put a checkpoint's networks, optimisers and noise state into a model of the same form."""
    try:
        model.load_weights(path)
    except Exception as error:
        raise ValueError(f"{path} does not fit the model: {error}") from error
    # Where an optimiser does not fit, Keras only warns and leaves it as it is.
    if steps(model) != record["steps_of_optimisers"].tolist():
        raise ValueError(f"{path} does not fit the model's optimisers")


def steps(model) -> list[int]:
    """How many steps each of a model's two optimisers has taken."""
    both = model.generator_optimizer, model.discriminator_optimizer
    return [int(optimizer.iterations.numpy()) for optimizer in both]


def named(callbacks) -> list:
    """Pairs of a name and a callback; the name is the same in each start of a program."""
    kinds = [type(callback).__name__ for callback in callbacks]
    return [
        (f"{kind}-{kinds[:i].count(kind)}", callback)
        for i, (kind, callback) in enumerate(zip(kinds, callbacks, strict=True))
    ]


def part(record: dict, name: str) -> dict:
    """What a record holds below this name."""
    return {
        key.removeprefix(f"{name}/"): value
        for key, value in record.items()
        if key.startswith(f"{name}/")
    }


def number(name: str) -> int:
    """The iteration in a checkpoint's name."""
    return int(re.search(r"\d+", name).group())
