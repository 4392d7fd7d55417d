"""A run that was stopped goes on where it was. Taught by notebook 06_training."""

import contextlib
import io
import json
import time
import zipfile
import zlib
from pathlib import Path

from cgan_lib import checks, files

import keras
import numpy as np

RECORD = "run.npz"  # the member that turns a .keras file into a checkpoint


class Checkpoints(keras.callbacks.Callback):
    """Keeps the last two checkpoints of a run in a folder; `recipes.train` goes on from the newest.

        keeper = Checkpoints("my_run")
        recipes.train(model, recipe, x, labels, callbacks=[keeper])
        model.save("my_model.keras")
        if keeper.complete:  # after Ctrl-C the run can still go on
            keeper.delete_all()

    A checkpoint is the `.keras` file that the model's own `save` writes (both networks, both
    optimisers, the averaged weights, the state of the noise), with one more member: the settings
    of the run, the iteration, the history, and what other callbacks have recorded. So
    `cgan.load` takes one, too; `generate` then draws with the averaged weights, while the weights
    in G itself are those of the run. It appears when it is complete and on the disk, between two
    of Keras's epochs. Once a weight is no number any more, none is written.

    Keras's `BackupAndRestore` writes weights and epoch into two files, in place, so a run that is
    killed in between mixes two moments; and it keeps no history, no place in the data, no settings.

    Args:
        folder: for the checkpoints; `recipes.train` makes it if it is not there.
        seconds: the least time between two checkpoints; 0 keeps one after each epoch.

    Attributes:
        iteration: that of the newest checkpoint; 0 before there is one.
        history: of the whole run: for each metric a list, one number (or array) an epoch.
        complete: True once the run has reached its end, with weights that are numbers.
    """

    def __init__(self, folder, seconds: float = 30.0):
        super().__init__()
        self.folder = checks.path(folder, "folder").absolute()
        self.seconds = checks.number(seconds, "seconds", low=0)
        self.writes = True  # `distributed.train` leaves that to one of the processes
        self.settings, self.others = None, []
        self.iteration, self.history, self.complete = 0, {}, False

    def restore(self, model, settings: dict, others=()) -> int:
        """Bring a new model to the newest checkpoint; `recipes.train` calls this.

        `settings` are what the run depends on, as JSON can hold it; those of the run's `others`
        that have `record` and `restore` go on, too. Returns how many iterations are done. A
        checkpoint that is damaged, foreign, or of other settings is a ValueError.
        """
        if any("lora_" in weight.name for weight in model.weights):
            raise ValueError(
                "Checkpoints cannot keep LoRA: a file has it in the kernel"
            )
        files.make_folder(self.folder)
        self.settings = as_json(settings)
        names = "record", "restore"
        self.others = [
            one for one in others if all(callable(getattr(one, n, 0)) for n in names)
        ]
        self.iteration, self.history, self.complete = 0, {}, False
        self.recorded = {}
        for path in self.paths()[-1:]:
            self.recorded = _read(path, self.settings)
            _load_weights(model, path, self.recorded)
            rows = _part(self.recorded, "history")
            self.history = {name: row.tolist() for name, row in rows.items()}
            self.iteration = int(self.recorded["iteration"])
            print(f"Going on from iteration {self.iteration}")
        if self.writes:
            files.remove_unfinished(self.folder)
        return self.iteration

    def on_train_begin(self, logs=None):
        if self.settings is None:
            raise ValueError("Checkpoints works in recipes.train, not in fit alone")
        for name, other in _named(self.others):
            recorded = _part(self.recorded, name)
            if recorded:
                other.restore(recorded)
        total = self.params["epochs"] * self.params["steps"]
        self.complete = self.iteration == total
        self.saved_at = time.monotonic()

    def on_epoch_end(self, epoch, logs=None):
        for name, value in logs.items():
            with contextlib.suppress(TypeError, ValueError):  # words are no curve
                number = np.asarray(value, float).tolist()
                self.history.setdefault(name, []).append(number)
        done = (epoch + 1) * self.params["steps"]
        is_last = epoch + 1 == self.params["epochs"]
        is_due = is_last or time.monotonic() - self.saved_at >= self.seconds
        numbers = self.model.weights + self.model.optimizer.variables
        lost = checks.not_finite(numbers) if is_due else []
        if lost:
            newest = f"that of iteration {self.iteration}" if self.iteration else "none"
            print(
                f"Checkpoints, iteration {done}: not kept, for {lost[0]} holds NaN or infinity; "
                f"the newest checkpoint is {newest}"
            )
            self.saved_at = time.monotonic()  # and said again after as long a time
        elif self.writes and is_due:
            self._save(done)
        self.complete = is_last and not lost

    def paths(self) -> list[Path]:
        """The checkpoints in the folder, the newest last."""
        found = self.folder.glob("checkpoint-*.keras")
        return sorted((path for path in found if _number(path)), key=_number)

    def newest(self) -> int:
        """The iteration of the newest checkpoint in the folder; 0 if there is none."""
        return max(map(_number, self.paths()), default=0)

    def delete_all(self):
        """Delete the checkpoints, and the folder if nothing else is in it."""
        for path in self.paths():
            path.unlink()
        files.remove_unfinished(self.folder)
        with contextlib.suppress(OSError):
            self.folder.rmdir()

    def _save(self, done):
        if self.newest() > self.iteration:
            raise ValueError(
                f"another run keeps its checkpoints in {self.folder}; use a folder for each run"
            )
        record = {
            "settings": json.dumps(self.settings),
            "iteration": done,
            "steps_of_optimisers": _steps(self.model),
            **{f"history/{name}": row for name, row in self.history.items()},
        }
        for name, other in _named(self.others):
            record |= {f"{name}/{key}": row for key, row in other.record().items()}
        for key, row in record.items():
            if np.asarray(row).dtype.hasobject:
                raise TypeError(
                    f"record() must hold arrays of numbers or words; {key} is {row!r}"
                )
        files.make_folder(self.folder)  # it may have been removed meanwhile
        path = self.folder / f"checkpoint-{done:07d}.keras"
        files.write_whole(path, lambda new: _write(new, self.model, record))
        self.iteration, self.saved_at = done, time.monotonic()
        for path in self.paths()[:-2]:
            path.unlink()


def _write(path: Path, model, record: dict):
    """A `.keras` file of the model, with the record of the run as one more member."""
    keras.saving.save_model(model, path)
    buffer = io.BytesIO()
    np.savez(buffer, **record)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(RECORD, buffer.getvalue())


def _read(path: Path, settings: dict) -> dict[str, np.ndarray]:
    """A checkpoint's record, after checking every byte of it, and that its settings are these."""
    try:
        checks.archive(path, path.stat().st_size)
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
    if found := differing(theirs, settings):
        raise ValueError(
            f"{path} is of another run: {found}; choose another folder, or delete the folder "
            f"{path.parent}"
        )
    return record


def checksum(x, labels) -> str:
    """Eight hexadecimal digits that tell one set of images and labels from another."""
    return f"{zlib.crc32(labels, zlib.crc32(np.ascontiguousarray(x))):08x}"


def differing(theirs: dict, ours: dict) -> str:
    """In words, each setting that is another one there than here; "" if there is none."""
    theirs, ours = as_json(theirs), as_json(ours)
    return ", ".join(
        "the images or labels are not those of the run"
        if name == "data"
        else f"{name} is {theirs.get(name)!r} there and {ours.get(name)!r} here"
        for name in sorted(theirs.keys() | ours.keys())
        if theirs.get(name) != ours.get(name)
    )


def as_json(settings: dict) -> dict:
    """The same settings as they come back from a JSON file: with lists for tuples."""
    return json.loads(json.dumps(settings, default=lambda array: array.tolist()))


def _load_weights(model, path: Path, record):
    """Put a checkpoint's networks, optimisers and noise state into a model of the same form."""
    try:
        model.load_weights(path)
    except Exception as error:
        raise ValueError(f"{path} does not fit the model: {error}") from error
    # Where an optimiser does not fit, Keras only warns and leaves it as it is.
    if _steps(model) != record["steps_of_optimisers"].tolist():
        raise ValueError(f"{path} does not fit the model's optimisers")


def _steps(model) -> list[int]:
    """How many steps each of a model's two optimisers has taken."""
    both = model.generator_optimizer, model.discriminator_optimizer
    return [int(optimizer.iterations.numpy()) for optimizer in both]


def _named(callbacks) -> list:
    """Pairs of a name and a callback; the name is the same in each start of a program."""
    kinds = [type(callback).__name__ for callback in callbacks]
    names = [f"{kind}-{kinds[:i].count(kind)}" for i, kind in enumerate(kinds)]
    return list(zip(names, callbacks, strict=True))


def _part(record: dict, name: str) -> dict:
    """What a record holds below this name."""
    start = f"{name}/"
    keys = [key for key in record if key.startswith(start)]
    return {key.removeprefix(start): record[key] for key in keys}


def _number(path: Path) -> int:
    """The iteration in a checkpoint's name; 0 in another name."""
    digits = path.stem.removeprefix("checkpoint-")
    number = int(digits) if digits.isdecimal() else 0
    return number if path.stem == f"checkpoint-{number:07d}" else 0  # else another's
