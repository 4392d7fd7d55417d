"""Files that are whole or absent, whatever happens while they are written, a power cut too."""

import contextlib
import os
import re
import shutil
import tempfile
import warnings
from pathlib import Path

from filelock import FileLock

UNFINISHED = ".cgan_lib-writing-"  # so begin the folders of files being written


def write_whole(path: Path, write, new: bool = False):
    """Let `write(path)` make a file beside its place, then move it there: it is whole or absent.

    On return both its content and its name are on the disk. `new` is a FileExistsError if
    something has this name. What a link leads to is replaced, not the link; a file that must not be
    written, a PermissionError, is not replaced.
    """
    path = Path(os.path.realpath(path))
    check_place(path)
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(f"{path} must not be written")
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=UNFINISHED) as folder:
        part = Path(folder) / path.name
        write(part)
        flush(part)
        if new:
            path.touch(exist_ok=False)
        os.replace(part, path)
    flush(path.parent)


def write_picture(path: Path, draw, dpi: int, new: bool = False) -> str:
    """`write_whole` the figure that `draw()` returns; says for which letters it shows boxes."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        figure = draw()
        write_whole(path, lambda part: figure.savefig(part, dpi=dpi), new)
    found = re.findall(r"Glyph (\d+) ", " ".join(str(one.message) for one in caught))
    letters = "".join(dict.fromkeys(chr(int(code)) for code in found))
    return f"\nThe picture has boxes for {letters}: not in its font" * bool(letters)


def check_place(path: Path):
    """An error if no file can be at this path."""
    if not path.name or path.is_dir():
        raise ValueError(f"path must be that of a file; got the folder {path}")
    if not path.parent.is_dir():
        wanted = "path must be in a folder that exists"
        raise FileNotFoundError(f"{wanted}; there is no folder {path.parent}")


@contextlib.contextmanager
def locked(path: Path, seconds: float = -1):
    """Inside the `with` block no other process holds this lock; -1 waits for it without an end.

    After so many seconds a Timeout. The system frees the lock with its process, however that ends.
    """
    with FileLock(path, timeout=seconds):
        try:
            yield
        finally:
            with contextlib.suppress(OSError):  # Windows deletes no open file
                path.unlink()


def make_folder(folder: Path):
    """Make a folder and those that it is in, where they are not there, and flush their names."""
    new = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in new:
        flush(path.parent)


def flush(path: Path):
    """Wait until a file's content, or the names in a folder, are on the disk."""
    if not path.is_dir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    elif os.name != "nt":  # Windows opens no folder
        number = os.open(path, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):  # some network drives flush no folder
                os.fsync(number)
        finally:
            os.close(number)


def remove_unfinished(folder: Path):
    """Remove what `write_whole` left in a folder when its program was killed."""
    for path in folder.glob(f"{UNFINISHED}*"):
        if path.is_dir() and not path.is_symlink():  # else it is another's
            shutil.rmtree(path)
