"""Pictures that are read once, kept in one file, and from then on read from there.

It is a .npy of NumPy's, with what else `Pictures` holds behind the pixels, as JSON. Memory-mapped,
only the pictures that are looked at come into memory, and leave it when something needs the room.
"""

import hashlib
import json
import math
from pathlib import Path

from cgan_lib import files

import numpy as np

FORM = 2  # one more when other pixels, or a record of another form, come of the same pictures


def key(settings: list, pictures: list[Path]) -> str:
    """What changes when the settings or FORM do, or a file's name, size or one of its times."""
    leads = ((path, path.exists()) for path in pictures)  # or is a link to nothing
    states = [path.stat(follow_symlinks=follow) for path, follow in leads]
    when = [(one.st_size, one.st_mtime_ns, one.st_ctime_ns) for one in states]
    text = json.dumps([FORM, settings, [path.parts[-2:] for path in pictures], when])
    return hashlib.sha256(text.encode()).hexdigest()


def read_or_write(path: Path, img_shape, key: str, fill):
    """What `read` reads; without a file of this key one process writes it, and others wait.

    The file is whole when it appears. `fill` is called with a function that takes one picture after
    the other, and returns a record of them, which JSON can hold.
    """

    def write_parts(part):
        with part.open("wb") as file:
            np.save(file, np.empty((0, *img_shape), "uint8"))
            start, record = file.tell(), fill(file.write)
            shape = (file.tell() - start) // math.prod(img_shape), *img_shape
            file.write(json.dumps({"key": key, "record": record}).encode())
            file.seek(0)  # NumPy has left room for the digits of the count
            head = {"descr": "|u1", "fortran_order": False, "shape": shape}
            np.lib.format.write_array_header_1_0(file, head)

    files.check_place(path)
    if found := read(path, key):
        return found
    try:
        with files.locked(path.with_name(f".{path.name}.lock")):
            if not read(path, key):  # else another process has made it by now
                files.write_whole(path, write_parts)
            return read(path, key)
    except OSError as error:
        raise type(error)(f"cache {path} cannot be written: {error}") from error


def read(path: Path, key: str):
    """Pixels and record; None without a file of this key, a ValueError for what is no cache."""
    if not path.exists():
        return None
    with path.open("rb") as file:  # once: another process may replace it
        try:
            np.lib.format.read_magic(file)
            shape, *_ = np.lib.format.read_array_header_1_0(file)
            # Who changes these changes no file.
            pixels = np.memmap(file, "uint8", "c", file.tell(), shape)
            file.seek(pixels.offset + pixels.nbytes)
            found = json.load(file)
            same, record = found["key"] == key, found.get("record")
        except Exception as error:  # a damaged head raises many kinds
            wanted = "cache must be a new file, or one that load_images wrote"
            found = f"{path}, which is damaged or another"
            raise ValueError(f"{wanted}; delete {found}") from error
    return (np.asarray(pixels), record) if same else None
