"""A folder of pictures, one sub-folder for each class, becomes a data set with a report."""

import math
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from cgan_lib import checks
from cgan_lib.data import image_file
from cgan_lib.data.pictures import Pictures, count_and_names

import numpy as np
from tqdm import tqdm

EMPTY_CLASS = "a class without a picture, so no class"
HIDDEN = "hidden"
NO_CLASS = "in no class: it lies beside the sub-folders, not in one"
LINKED = "a link to the folder of another class, which has these pictures"
NESTED = "a folder inside a class, whose pictures are not read"
NO_FILE = "neither a file nor a folder"
UNPRINTABLE = ("Cc", "Cs", "Zl", "Zp")  # Unicode's control characters and line breaks
ONE_NAME = "folders of one name, now one class"


def load_images(
    folder, size: int | tuple[int, int] = 28, channels: int = 1, ground: int = 0
) -> Pictures:
    """The pictures of a folder with one sub-folder for each class.

    The classes are in the order of their names, whole numbers first (0, 1, 2, 10), and the
    pictures of a class in the order of their files' names. PNG, JPEG, BMP, GIF (its first frame)
    and WebP are read, whatever the file's ending. Nothing is skipped silently:
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
    sizes = size if isinstance(size, tuple | list) else (size, size)
    if len(sizes) != 2:
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
    changed, left_out = defaultdict(list), defaultdict(list)
    classes = files_of_classes(folder, changed, left_out)
    images, labels, names = [], [], []
    files = [(name, file) for name, inside in classes.items() for file in inside]
    checks.amount(len(files), math.prod(img_shape), "folder and size")
    slow = {"delay": 10, "leave": False, "unit": "picture", "file": sys.stdout}
    for name, file in tqdm(files, **slow):
        label = from_folder_on(file, folder)
        try:
            image, done = image_file.read(file, img_shape, ground)
        except image_file.UnreadableError as reason:
            left_out[str(reason)].append(label)
            continue
        for change in done:
            changed[change].append(label)
        if name not in names:
            names.append(name)
        images.append(image)
        labels.append(len(names) - 1)
    for name in classes:
        if name not in names:
            left_out[EMPTY_CLASS].append(f"{name}/")
    if not images:
        found = [f"{why}: {count_and_names(what)}" for why, what in left_out.items()]
        if NESTED in left_out:
            found.append("If the classes lie one level deeper, give the folder above.")
        raise ValueError(
            "folder must hold one sub-folder for each class, with pictures in it "
            f"({image_file.READABLE}); found no picture in {folder}"
            + "".join(f"\n  {line}" for line in found)
        )
    labels = np.array(labels, "int32")
    return Pictures(
        np.stack(images), labels, tuple(names), dict(changed), dict(left_out)
    )


def files_of_classes(folder: Path, changed: dict, left_out: dict) -> dict:
    """{class name: its files}; what is no file of a class goes to left_out."""

    def leave_out(reason: str, item: Path):
        left_out[reason].append(from_folder_on(item, folder))

    classes, folders = {}, defaultdict(list)
    places = {item.resolve() for item in folder.iterdir() if not item.is_symlink()}
    for item in _sorted(folder):
        if item.name.startswith("."):
            leave_out(HIDDEN, item)
        elif not item.is_dir():
            leave_out(NO_CLASS, item)
        elif item.is_symlink() and item.resolve() in places:
            leave_out(LINKED, item)
        else:
            try:
                contents = _sorted(item)
            except PermissionError:
                leave_out(image_file.LOCKED, item)
                continue
            places.add(item.resolve())
            files = classes.setdefault(printable(item.name), [])
            folders[printable(item.name)].append(item)
            for inside in contents:
                if inside.name.startswith("."):
                    leave_out(HIDDEN, inside)
                elif inside.is_dir():
                    leave_out(NESTED, inside)
                elif inside.exists() and not inside.is_file():
                    leave_out(NO_FILE, inside)
                else:
                    files.append(inside)
    for several in folders.values():
        if len(several) > 1:
            changed[ONE_NAME] += [ascii(item.name)[1:-1] + "/" for item in several]
    return classes


def _sorted(folder: Path) -> list[Path]:
    def place(item):
        name = printable(item.name)
        is_number = name.isdecimal()
        return not is_number, int(name) if is_number else 0, name, item.name

    return sorted(folder.iterdir(), key=place)


def from_folder_on(item: Path, folder: Path) -> str:
    """A file as its report names it, from the folder on; a folder ends with a slash."""
    return printable(item.relative_to(folder).as_posix()) + "/" * item.is_dir()


def printable(name: str) -> str:
    """A name in one line, the same from every system.

    A Mac takes Ä apart into A and two dots; here it is one letter, as most systems write it. Line
    breaks, other control characters, and bytes that are no UTF-8 are written as escapes.
    """
    one_form = unicodedata.normalize("NFC", name)
    return "".join(
        ascii(letter)[1:-1] if unicodedata.category(letter) in UNPRINTABLE else letter
        for letter in one_form
    )
