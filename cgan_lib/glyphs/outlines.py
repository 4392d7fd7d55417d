"""A character: its fonts, its outline, and pictures of it."""

import functools
from pathlib import Path

from cgan_lib import checks

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

DOTS_PER_INCH = 72  # so that a line width in points is the same number of pixels


def draw_all(characters, per_class, size, seed):
    """How much of each pixel is ink, uint8 (N, size, size), and the labels, int32 (N,)."""
    per_class = checks.whole_number(per_class, "per_class", low=1)
    size = checks.whole_number(size, "size", 4, 1024)
    size, _, _ = checks.img_shape((size, size, 1))
    seed = checks.fixed_seed(seed)
    checks.fits_in_memory(
        len(characters) * per_class, size**2, "characters, per_class and size"
    )
    outlines = [_outlines(character) for character in characters]
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(len(characters), dtype="int32"), per_class)
    renderer = RendererAgg(size, size, DOTS_PER_INCH)
    pen = renderer.new_gc()
    pen.set_foreground("white")
    images = np.empty((len(labels), size, size), "uint8")
    for image, label in zip(images, labels, strict=True):
        outline = outlines[label][random.integers(len(outlines[label]))]
        pen.set_linewidth(random.uniform(0, size / 28))
        renderer.clear()
        renderer.draw_path(pen, outline, _distortion(random, size), (1.0, 1.0, 1.0))
        image[:] = np.asarray(renderer.buffer_rgba())[..., 3]
    return images, labels


def _outlines(character: str):
    """The character's outline in each font, around (0, 0), its longer side of length 1."""
    found = []
    for path in fonts_with(character):
        text = TextPath((0, 0), character, prop=font_manager.FontProperties(fname=path))
        box = text.get_extents()
        centre = -(box.x0 + box.x1) / 2, -(box.y0 + box.y1) / 2
        longer = max(box.width, box.height)
        if longer:
            found.append(
                Affine2D().translate(*centre).scale(1 / longer).transform_path(text)
            )
    if not found:
        raise ValueError(
            f"characters must be in a font that Matplotlib ships; {character!r} is in none"
        )
    return found


def _distortion(random, size: int):
    """From an outline to the place of a picture: a little stretched, slanted, turned and moved."""
    scale = size * random.uniform(0.6, 0.72)
    stretch = random.uniform(0.85, 1.0)
    place = size / 2 + random.uniform(-0.03, 0.03, 2) * size
    return (
        Affine2D()
        .scale(scale * stretch, scale)
        .skew(random.uniform(-0.1, 0.1), 0)
        .rotate(random.uniform(-0.1, 0.1))
        .translate(*place)
    )


def fonts_with(character: str) -> list[Path]:
    """The font files, of the text fonts that Matplotlib ships, that have this character."""
    if not isinstance(character, str) or len(character) != 1 or character.isspace():
        raise ValueError(
            f"characters must be single visible characters; got {character!r}"
        )
    return [
        path
        for path in _text_fonts()
        if font_manager.get_font(path).get_char_index(ord(character))
    ]


@functools.cache
def _text_fonts() -> tuple[Path, ...]:
    """Upright, bold and slanted; the mathematical fonts have other signs in the places of some."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    kinds = ("DejaVuSans", "DejaVuSansMono", "DejaVuSerif", "STIXGeneral")
    endings = ("", "-*", "Bol", "BolIta", "Italic")
    found = {
        path for k in kinds for e in endings for path in folder.glob(f"{k}{e}.ttf")
    }
    return tuple(sorted(found))
