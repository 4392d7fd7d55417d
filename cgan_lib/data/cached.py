"""Pictures that are read once, kept in one file, and from then on read from there.

The file is a .npy of NumPy's, with what else `Pictures` holds behind the pixels, as JSON. It is
memory-mapped, so only the pictures that are looked at come into the memory, and leave it again
where something else needs the room. `load_images(..., cache=path)` uses it.
"""

import hashlib
import json
from pathlib import Path

from cgan_lib import files

import numpy as np


def key(settings: list, pictures: list[Path]) -> str:
    """What changes when the settings do, or a file's name, size or time."""

    def state(path):
        try:
            found = path.stat()
        except OSError:  # a link to nothing
            return path.parts[-2:]
        return *path.parts[-2:], found.st_size, found.st_mtime_ns

    text = json.dumps([settings, [state(path) for path in pictures]])
    return hashlib.sha256(text.encode()).hexdigest()


def write(path: Path, img_shape, key: str, fill):
    """Write pictures to a file, which is whole when it appears; returns what `read` reads then.

    Args:
        path: of the file; one that is there is replaced.
        img_shape: (height, width, channels) of each picture.
        key: what `read` will be asked for.
        fill: called with a function that takes one picture after the other; returns a dict of
            their `labels`, and what else JSON can hold.
    """

    def header(file, count):
        form = {"descr": "|u1", "fortran_order": False, "shape": (count, *img_shape)}
        np.lib.format.write_array_header_1_0(file, form)

    def write_parts(part):
        with part.open("wb") as file:
            header(file, 0)
            record = fill(file.write)
            file.write(json.dumps({"key": key, **record}).encode())
            file.seek(0)
            header(file, len(record["labels"]))  # NumPy leaves room for the digits

    files.write_whole(path, write_parts)
    return read(path, key)


def read(path: Path, key: str):
    """The pixels and the record of a file; None if there is none, or one of another key.

    The pixels may be changed, which changes no file.

    Raises:
        ValueError: a file that `write` did not write.
    """
    if not path.exists():
        return None
    try:
        pixels = np.load(path, mmap_mode="c")
        with path.open("rb") as file:
            file.seek(pixels.offset + pixels.nbytes)
            record = json.load(file)
        same = record.pop("key") == key
    except (ValueError, EOFError, AttributeError, KeyError, TypeError):
        raise ValueError(
            f"cache must be a new file, or one that load_images wrote; {path} is another"
        ) from None
    return (np.asarray(pixels), record) if same else None
