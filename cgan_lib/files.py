"""Files that are whole or absent, whatever happens while they are written."""

import os
import shutil
import tempfile
from pathlib import Path

from cgan_lib import checks

UNFINISHED = ".writing-"  # how the folders of files that are being written begin


def write_whole(path: Path, write):
    """Let `write(path)` make a file beside its place, then move it there: it is whole or absent."""
    path = checks.path(path, "path")
    if not callable(write):
        raise TypeError(f"write must be a function; got {write!r}")
    if not path.name or path.is_dir():
        raise ValueError(f"path must be that of a file; got the folder {path}")
    if not path.parent.is_dir():
        raise FileNotFoundError(
            f"path must be in a folder that exists; there is no folder {path.parent}"
        )
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=UNFINISHED) as folder:
        part = Path(folder) / path.name
        write(part)
        os.replace(part, path)


def remove_unfinished(folder: Path):
    """Remove what `write_whole` left in a folder when its program was killed."""
    for path in checks.path(folder, "folder").glob(f"{UNFINISHED}*"):
        shutil.rmtree(path)
