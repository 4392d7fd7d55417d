"""Pictures that are read once, kept in one file, and from then on read from there.

It is a .npy of NumPy's, with what else `Pictures` holds behind the pixels, as JSON. Memory-mapped,
only the pictures that are looked at come into memory, and leave it when something needs the room.
"""

import hashlib
import json
from pathlib import Path

from cgan_lib import files

import numpy as np


def key(settings: list, pictures: list[Path]) -> str:
    """What changes when the settings do, or a file's name, size or time."""

    # `lstat` for a link to nothing.
    states = [path.stat() if path.exists() else path.lstat() for path in pictures]
    when = [(state.st_size, state.st_mtime_ns) for state in states]
    text = json.dumps([settings, [path.parts[-2:] for path in pictures], when])
    return hashlib.sha256(text.encode()).hexdigest()


def write(path: Path, img_shape, key: str, fill):
    """Write a file, which is whole when it appears; returns what `read` reads then.

    `fill` is called with a function that takes one picture after the other. It returns a dict of
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
    """Pixels and record; None without a file of this key, a ValueError for what is no cache."""
    if not path.exists():
        return None
    try:
        pixels = np.load(path, mmap_mode="c")  # who changes them changes no file
        with path.open("rb") as file:
            file.seek(pixels.offset + pixels.nbytes)
            record = json.load(file)
        same = record.pop("key") == key
    except (ValueError, EOFError, AttributeError, KeyError, TypeError):
        raise ValueError(
            f"cache must be a new file, or one that load_images wrote; {path} is another"
        ) from None
    return (np.asarray(pixels), record) if same else None
