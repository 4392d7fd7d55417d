"""A folder of pictures, one sub-folder for each class, becomes a data set with a report."""

import contextlib
import math
import os
import sys
import unicodedata
import warnings
from collections import defaultdict
from multiprocessing.pool import ThreadPool
from pathlib import Path

from cgan_lib import checks
from cgan_lib.data import cached, image_file
from cgan_lib.data.pictures import Pictures, count_and_names

import numpy as np
from tqdm import tqdm

AT_ONCE = 256  # pictures that wait, at most, to be kept
EMPTY_CLASS = "a class without a picture, so no class"
HIDDEN = "hidden"
NO_CLASS = "in no class: it lies beside the sub-folders, not in one"
LINKED = "a link to the folder of another class, which has these pictures"
NESTED = "a folder inside a class, whose pictures are not read"
NO_FILE = "neither a file nor a folder"
UNPRINTABLE = ("Cc", "Cs", "Zl", "Zp")  # Unicode's control characters and line breaks
ONE_NAME = "folders of one name, now one class"


def load_images(
    folder,
    size: int | tuple[int, int] = 28,
    channels: int = 1,
    ground: int = 0,
    cache=None,
    seed: int | None = None,
    replace_cache: bool = True,
) -> Pictures:
    """The pictures of a folder with one sub-folder for each class.

    The classes are in the order of their names, whole numbers first (0, 1, 2, 10), and the
    pictures of a class in the order of their files' names. PNG, JPEG, BMP, GIF (its first frame)
    and WebP are read, whatever the file's ending; colour profiles are not looked at. Nothing is
    skipped silently: `print(pictures.report)` says what was read, changed and left out.

    Args:
        folder: its path.
        size: height and width in pixels, one number or two, divisible by 4.
        channels: 1 for grey, 3 for colour.
        ground: from 0 (black) to 255 (white): what stands around a picture that is not as wide as
            it is high, and behind transparent pixels.
        cache: the path of a file for more pictures than fit into memory, height x width x channels
            bytes each. It is made once, by one of several processes, and again when a picture or
            an argument has changed.
        seed: shuffles them, so that any slice, which takes no memory, is a fair sample; None leaves
            them in the order of the names.
        replace_cache: False does without a cache of other pictures, and leaves it as it is.

    Returns:
        Pictures: images, labels, class_names and report.

    Raises:
        FileNotFoundError: there is no such folder.
        ValueError, TypeError: no picture in any sub-folder, a size that cannot be, a cache that is
            another file, or, without a cache, more pictures of this size than memory may hold.
    """
    sizes = size if isinstance(size, tuple | list) else (size, size)
    if len(sizes) != 2:
        raise ValueError(f"size must be one number, or (height, width); got {size!r}")
    img_shape = checks.img_shape((*sizes, channels), "size")
    ground, seed = checks.whole_number(ground, "ground", 0, 255), checks.seed(seed)
    checks.flag(replace_cache, "replace_cache")
    folder = checks.path(folder, "folder")
    if not folder.is_dir():
        raise FileNotFoundError(f"folder must be a folder; there is none at {folder}")
    changed, left_out = defaultdict(list), defaultdict(list)
    classes = files_of_classes(folder, changed, left_out)
    names, places = list(classes), enumerate(classes.values())
    files = [(place, file) for place, inside in places for file in inside]
    if seed is not None:
        order = np.random.default_rng(seed).permutation(len(files))
        files = [files[place] for place in order]
    paths = [file for _, file in files]

    def fill(put):
        said = _read_all(paths, (img_shape, ground), put)
        if not any(is_picture for is_picture, _ in said):
            report(said)
            raise _no_picture(folder, left_out)
        return said

    def report(said):
        labels = []
        for (place, file), (is_picture, notes) in zip(files, said, strict=True):
            labels += [place] * is_picture
            for note in notes:
                found = changed if is_picture else left_out
                found[note].append(from_folder_on(file, folder))
        for place in sorted(set(range(len(names))) - set(labels)):
            left_out[EMPTY_CLASS].append(f"{names[place]}/")
        return np.unique(labels, return_inverse=True)

    if cache is not None:
        cache = checks.path(cache, "cache")
        key = cached.key([img_shape, ground, seed, names], paths)
        if not (replace_cache or cached.read(cache, key)):
            cache = None
    if cache is None:
        numbers = math.prod(img_shape)
        checks.amount(len(files), numbers, "without a cache, folder and size")
        pixels = bytearray()
        said = fill(pixels.extend)
        images = np.frombuffer(pixels, "uint8").reshape(-1, *img_shape)
    else:
        images, said = cached.read_or_write(cache, img_shape, key, fill)
    present, labels = report(said)
    names, reports = tuple(names[place] for place in present), (changed, left_out)
    return Pictures(images, labels.astype("int32"), names, *map(dict, reports))


def _read_all(files: list[Path], how, put) -> list:
    """Hand each picture to `put`; returns, of each file, whether it is one, and what is to say."""

    def read(file):
        try:
            return image_file.read(file, *how)
        except image_file.UnreadableError as reason:
            return None, [str(reason)]

    said = []
    slow = {"delay": 10, "leave": False, "unit": "picture", "file": sys.stdout}
    with warnings.catch_warnings(), ThreadPool() as pool, tqdm(files, **slow) as bar:
        warnings.simplefilter("ignore")  # damaged notes in a picture that is whole
        for first in range(0, len(files), AT_ONCE):
            for image, notes in pool.map(read, files[first : first + AT_ONCE]):
                if image is not None:
                    put(image)
                said.append((image is not None, notes))
                bar.update()
    return said


def _no_picture(folder: Path, left_out: dict) -> ValueError:
    """The error of a folder without a picture, with what is there instead."""
    found = [f"{why}: {count_and_names(what)}" for why, what in left_out.items()]
    if NESTED in left_out:
        inside = left_out[NESTED][0].rstrip("/").rpartition("/")[0]
        found.append(f"if the classes lie deeper, give {folder / inside}")
    wanted = (
        "folder must hold one sub-folder for each class, with pictures in it "
        f"({image_file.READABLE}); found no picture in {folder}"
    )
    return ValueError("\n  ".join([wanted, *found]))


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
    with contextlib.suppress(UnicodeError):
        name = os.fsencode(name).decode()  # whatever the locale is
    one_form = unicodedata.normalize("NFC", name)
    return "".join(
        ascii(letter)[1:-1] if unicodedata.category(letter) in UNPRINTABLE else letter
        for letter in one_form
    )
