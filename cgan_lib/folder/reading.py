"""From a folder to images and labels."""

import math
import sys

from cgan_lib import checks, picture
from cgan_lib.folder.contents import NESTED, files_of_classes, from_folder_on, printable
from cgan_lib.folder.pictures import Pictures, count_and_names

import numpy as np
from tqdm import tqdm

EMPTY_CLASS = "a class without a picture, so no class"


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
    classes = files_of_classes(folder, left_out)
    images, labels, names = [], [], []
    files = [(name, file) for name, inside in classes.items() for file in inside]
    checks.fits_in_memory(len(files), math.prod(img_shape), "folder and size")
    slow = {"delay": 10, "leave": False, "unit": "picture", "file": sys.stdout}
    for name, file in tqdm(files, **slow):
        label = from_folder_on(file, folder)
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
            left_out.setdefault(EMPTY_CLASS, []).append(f"{printable(name)}/")
    if not images:
        found = "".join(
            f"\n  {why}: {count_and_names(what)}" for why, what in left_out.items()
        )
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
        tuple(map(printable, names)),
        changed,
        left_out,
    )
