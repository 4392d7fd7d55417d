"""A folder of pictures, one sub-folder for each class, becomes a data set with a report.

Taught by notebook 11_your_own_data.
"""

import dataclasses
import math
import sys
from pathlib import Path

from cgan_lib import checks, picture

import numpy as np
from tqdm import tqdm

NAMED = 3  # files that a line of the report names; the rest it counts
HIDDEN = "hidden"
NO_CLASS = "in no class: it lies beside the sub-folders, not in one"
NESTED = "a folder inside a class, whose pictures are not read"
EMPTY_CLASS = "a class without a picture, so no class"
LOCKED = picture.LOCKED
NO_FILE = "neither a file nor a folder"


@dataclasses.dataclass(frozen=True, eq=False)
class Pictures:
    """Images, labels and what the labels mean.

    Attributes:
        images: uint8, (N, height, width, channels), from 0 to 255.
        labels: int32, (N,), from 0 up: places in class_names.
        class_names: one for each class.
        changed: what had to be done to a picture before it fitted -> the files.
        left_out: why a file or a folder gave no picture -> the files.
    """

    images: np.ndarray
    labels: np.ndarray
    class_names: tuple[str, ...]
    changed: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    left_out: dict[str, list[str]] = dataclasses.field(default_factory=dict)

    @property
    def report(self) -> str:
        """What was read, what was changed and what was left out, in lines to print."""
        counts = np.bincount(self.labels, minlength=len(self.class_names))
        pairs = zip(self.class_names, counts, strict=True)
        height, width, channels = self.images.shape[1:]
        pictures = (
            "1 picture" if len(self.images) == 1 else f"{len(self.images)} pictures"
        )
        classes = "1 class" if len(counts) == 1 else f"{len(counts)} classes"
        lines = [
            f"{pictures} in {classes}, each {height} x {width} x {channels}",
            "  " + ", ".join(f"{name}: {count}" for name, count in pairs),
        ]
        for title, found in (("changed", self.changed), ("left out", self.left_out)):
            lines.append(f"{title}: {'' if found else 'nothing'}".rstrip())
            lines += [f"  {reason}: {_name(files)}" for reason, files in found.items()]
        return "\n".join(lines)


def load_images(
    folder, size: int | tuple[int, int] = 28, channels: int = 1, ground: int = 0
) -> Pictures:
    """The pictures of a folder with one sub-folder for each class.

    The classes are in the order of their names, and so are the pictures. PNG, JPEG, BMP, GIF (its
    first frame) and WebP are read, whatever the file's ending. Nothing is skipped silently:
    `print(pictures.report)` says what was read, changed and left out.

    Args:
        folder: its path.
        size: height and width in pixels, one number or two, divisible by 4.
        channels: 1 for grey, 3 for colour.
        ground: from 0 (black) to 255 (white): what stands around a picture that is not as wide as
            it is high, and behind transparent pixels.

    Returns:
        Pictures: images, labels, class_names and report.

    Raises:
        FileNotFoundError: there is no such folder.
        ValueError, TypeError: no picture in any sub-folder, a size that cannot be, or more pictures
            of this size than `data.scale` keeps in memory.
    """
    sizes = (size, size) if isinstance(size, int | np.integer) else size
    try:
        fits = not isinstance(sizes, str | dict | set) and len(sizes) == 2
    except Exception:
        fits = False
    if not fits or isinstance(size, bool):
        raise ValueError(
            f"size must be one whole number, or (height, width); got {size!r}"
        )
    try:
        img_shape = checks.img_shape((*sizes, channels))
    except (ValueError, TypeError) as error:
        raise type(error)(f"size or channels cannot be used: {error}") from None
    ground = checks.whole_number(ground, "ground", low=0, high=255)
    folder = checks.path(folder, "folder").expanduser()
    if not folder.is_dir():
        raise FileNotFoundError(f"folder must be a folder; there is none at {folder}")
    changed, left_out = {}, {}
    classes = _classes(folder, left_out)
    images, labels, names = [], [], []
    files = [(name, file) for name, inside in classes.items() for file in inside]
    checks.fits_in_memory(len(files), math.prod(img_shape), "folder and size")
    slow = {"delay": 10, "leave": False, "unit": "picture", "file": sys.stdout}
    for name, file in tqdm(files, **slow):
        label = _label(file, folder)
        try:
            image, done = picture.read(file, img_shape, ground)
        except picture.UnreadableError as reason:
            left_out.setdefault(str(reason), []).append(label)
            continue
        for change in done:
            changed.setdefault(change, []).append(label)
        if name not in names:
            names.append(name)
        images.append(image)
        labels.append(len(names) - 1)
    for name in classes:
        if name not in names:
            left_out.setdefault(EMPTY_CLASS, []).append(f"{_printable(name)}/")
    if not images:
        found = "".join(f"\n  {why}: {_name(what)}" for why, what in left_out.items())
        if NESTED in left_out:
            found += (
                "\nIf the classes lie one level deeper, give the folder above them."
            )
        raise ValueError(
            "folder must hold one sub-folder for each class, with pictures in it "
            f"({picture.READABLE}); found no picture in {folder}{found}"
        )
    return Pictures(
        np.stack(images),
        np.array(labels, "int32"),
        tuple(map(_printable, names)),
        changed,
        left_out,
    )


def _classes(folder: Path, left_out: dict) -> dict[str, list[Path]]:
    """The files of each sub-folder; what is no file of a class goes to left_out."""
    classes = {}
    for item in _sorted(folder):
        if item.name.startswith("."):
            left_out.setdefault(HIDDEN, []).append(_label(item, folder))
        elif not item.is_dir():
            left_out.setdefault(NO_CLASS, []).append(_label(item, folder))
        else:
            try:
                contents = _sorted(item)
            except PermissionError:
                left_out.setdefault(LOCKED, []).append(_label(item, folder))
                continue
            classes[item.name] = []
            for inside in contents:
                if inside.name.startswith("."):
                    left_out.setdefault(HIDDEN, []).append(_label(inside, folder))
                elif inside.is_dir():
                    left_out.setdefault(NESTED, []).append(_label(inside, folder))
                elif inside.exists() and not inside.is_file():
                    left_out.setdefault(NO_FILE, []).append(_label(inside, folder))
                else:
                    classes[item.name].append(inside)
    return classes


def _sorted(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda item: item.name)


def _label(item: Path, folder: Path) -> str:
    """A file as its report names it, from the folder on; a folder ends with a slash."""
    return _printable(item.relative_to(folder).as_posix()) + "/" * item.is_dir()


def _printable(name: str) -> str:
    """A name whose bytes are no UTF-8, which Linux allows, can be read but not be printed."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _name(files: list[str]) -> str:
    """How many, and the names of the first few."""
    more = f" and {len(files) - NAMED} more" if len(files) > NAMED else ""
    return f"{len(files)} ({', '.join(files[:NAMED])}{more})"
