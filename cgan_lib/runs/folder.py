"""The folder of a run: whose it is, whether it is finished, and whether it may be written.

`recipe.json` is the first file in it, and says which run it is. The folder `checkpoints` is there
until the run is finished.
"""

import contextlib
import json
from pathlib import Path

from cgan_lib import checkpoints, checks, files

from filelock import FileLock, Timeout

RECIPE = "recipe.json"
CHECKPOINTS = "checkpoints"
LOCK = "running.lock"  # the system frees it with its process, however that ends
RESULTS = ("model.keras", "history.csv", "snapshots.png")


def check(folder: Path, settings: dict, overwrite: bool = False):
    """An error if a run with these settings may not start, or go on, in this folder.

    Args:
        folder: of a run, new or empty.
        settings: what the run depends on, as JSON can hold it.
        overwrite: True allows a finished run, or a run with other settings, to be replaced.

    Raises:
        ValueError: a file, a folder with other files, a finished run, or another run.
    """
    folder = checks.path(folder, "folder")
    if not folder.exists():
        return
    wanted = "--out must be a new or an empty folder, or that of an unfinished run"
    if not folder.is_dir():
        raise ValueError(f"{wanted}; {folder} is a file")
    names = {path.name for path in folder.iterdir()}
    names = {name for name in names if not name.startswith(files.UNFINISHED)} - {LOCK}
    foreign = names - {RECIPE, CHECKPOINTS, *RESULTS} if RECIPE in names else names
    if foreign:
        raise ValueError(f"{wanted}; {folder} holds {', '.join(sorted(foreign))}")
    if overwrite or not names:
        return
    checkpoints.check_same(read_settings(folder), settings, folder / RECIPE)
    if is_finished(folder):
        raise ValueError(
            f"--out is the folder of a finished run, {folder}; choose another, or "
            "replace the run with --overwrite"
        )


@contextlib.contextmanager
def claimed(folder: Path, settings: dict, overwrite: bool = False):
    """Inside the `with` block no other process can claim the folder, which `check` allowed.

    Args:
        folder, settings, overwrite: as for `check`; the folder is made if it is not there.

    Raises:
        ValueError: as `check`, or another process has claimed the folder.
    """
    check(folder, settings, overwrite)
    files.make_folder(folder)
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise ValueError(
            f"another process trains in --out, {folder}; wait until it has ended, or choose "
            "another folder"
        ) from None
    try:
        check(folder, settings, overwrite)  # again: a run may have ended in between
        yield
    finally:
        with contextlib.suppress(OSError):  # Windows deletes no open file
            (folder / LOCK).unlink()
        lock.release()


def begin(folder: Path, settings: dict):
    """Make a folder ready for a run that `check` allowed, whose checkpoints are kept if they fit.

    An unfinished run with the same settings goes on; anything else is replaced.
    """
    folder = checks.path(folder, "folder")
    files.make_folder(folder)
    files.remove_unfinished(folder)
    path, inside = folder / RECIPE, folder / CHECKPOINTS
    if path.exists() and (is_finished(folder) or not is_of(folder, settings)):
        if inside.is_dir():
            checkpoints.Checkpoints(inside).delete_all()
        for name in RESULTS:
            (folder / name).unlink(missing_ok=True)
        files.flush(folder)  # the old results are gone before the new recipe is there
    inside.mkdir(exist_ok=True)
    text = json.dumps(settings, indent=2) + "\n"
    files.write_whole(path, lambda new: new.write_text(text, encoding="utf-8"))


def keep_rows(path: Path, count: int):
    """Keep the heading and the first rows of a CSV file: a stopped run may have written more."""
    path, count = checks.path(path, "path"), checks.whole_number(count, "count", low=0)
    if path.exists():
        rows = b"".join(path.read_bytes().splitlines(keepends=True)[: count + 1])
        files.write_whole(path, lambda new: new.write_bytes(rows))


def is_finished(folder: Path) -> bool:
    """Whether the folder holds a run that reached its end."""
    folder = checks.path(folder, "folder")
    return (folder / "model.keras").exists() and not (folder / CHECKPOINTS).exists()


def is_of(folder: Path, settings: dict) -> bool:
    """Whether the folder holds a run with these settings."""
    try:
        return read_settings(folder) == checkpoints.as_json(settings)
    except (ValueError, FileNotFoundError):
        return False


def read_settings(folder: Path) -> dict:
    """The settings of the run in a folder, or an error."""
    path = checks.path(folder, "folder") / RECIPE
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path} must hold settings in JSON; got {error}") from error
    if not isinstance(settings, dict):
        raise ValueError(f"{path} must hold settings in JSON; got {settings!r}")
    return settings
