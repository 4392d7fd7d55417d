"""A new data set without a network: characters from the fonts that Matplotlib ships.

Each picture is a character's outline in one of 16 fonts, a little turned, slanted, stretched,
moved and thickened, and drawn by Matplotlib. Taught by notebook 11_your_own_data.
"""

import functools
import re
from pathlib import Path

from cgan_lib import checks
from cgan_lib.data import Pictures

import matplotlib
import numpy as np
from matplotlib import colors, font_manager, style
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SHAPES = {"star": "★", "heart": "♥", "triangle": "▲"}
COLOURS = {"blue": "#0072B2", "orange": "#D55E00", "green": "#009E73"}
DOTS_PER_INCH = 72  # so that a line width in points is the same number of pixels


def draw(
    characters=LETTERS, per_class: int = 200, size: int = 28, seed: int = 0, fonts=None
) -> Pictures:
    """White characters on black, uint8 (N, size, size, 1); each character is a class and its name.

    Args:
        characters: in a text, each of them once, such as "ABC" or "αβγ♠♣"; a font must have them.
        per_class: pictures of each.
        size: height and width in pixels, divisible by 4.
        seed: the same seed draws the same pictures.
        fonts: which to take, a list of some that `fonts_with` finds; None takes all of them.
    """
    characters = _check_characters(characters)
    if len(set(characters)) < len(characters) or not characters:
        raise ValueError(f"characters must be one or more, each once; got {characters}")
    known = _text_fonts()
    fonts = list(known) if fonts is None else fonts
    if not isinstance(fonts, list) or not all(font in known for font in fonts):
        raise ValueError(f"fonts must be a list from fonts_with; got {fonts!r}")
    coverage, labels = _draw_all(characters, per_class, size, seed, fonts)
    return Pictures(coverage[..., np.newaxis], labels, tuple(characters))


def draw_coloured(
    shapes=SHAPES, colours=COLOURS, per_class: int = 300, size: int = 28, seed: int = 0
) -> Pictures:
    """Coloured shapes on dark grounds, uint8 (N, size, size, 3); colour and shape make a class.

    The label of a picture is shape x number of colours + colour, so it says two things; its name
    says both in words, such as "blue star". The colour varies a little, and the ground is any dark
    colour, which no label speaks of.

    Args:
        shapes: names and characters, such as {"star": "★"}.
        colours: names and colours as Matplotlib knows them, such as {"blue": "#0072B2"}.
        per_class, size, seed: as in `draw`.
    """
    for name, pairs in (("shapes", shapes), ("colours", colours)):
        if not isinstance(pairs, dict) or not pairs:
            raise ValueError(f"{name} must be a dict of one or more; got {pairs!r}")
    try:
        inks = np.array([colors.to_rgb(colour) for colour in colours.values()])
    except (ValueError, TypeError) as error:
        raise ValueError(f"colours must be known to Matplotlib: {error}") from None
    signs = [sign for sign in _check_characters(shapes.values()) for _ in colours]
    coverage, labels = _draw_all(signs, per_class, size, seed, _text_fonts())
    random = np.random.default_rng([seed, 1])
    ink = inks[labels % len(inks)] + random.uniform(-0.08, 0.08, (len(labels), 3))
    ground = random.uniform(0, 0.25, (len(labels), 3))
    share = coverage[..., np.newaxis] / 255  # 1 where there is ink
    ink, ground = (x[:, np.newaxis, np.newaxis] for x in (ink, ground))
    images = np.clip(ground + share * (ink - ground), 0, 1) * 255
    names = tuple(f"{colour} {shape}" for shape in shapes for colour in colours)
    return Pictures(images.round().astype("uint8"), labels, names)


def _check_characters(characters) -> list[str]:
    """A list of single characters, or an error."""
    try:
        found = list(characters) if len(characters) <= 2**16 else [characters]
    except Exception:
        found = [characters]
    for one in found:
        fonts_with(one)
    return found


@style.context("default")
def _draw_all(characters, per_class, size, seed, fonts):
    """How much of each pixel is ink, uint8 (N, size, size), and the labels, int32 (N,)."""
    per_class = checks.whole_number(per_class, "per_class", low=1)
    size = checks.whole_number(size, "size", 4, 1024)
    checks.img_shape((size, size, 1))
    count = len(characters) * per_class
    checks.amount(count, size**2, "characters, per_class and size")
    random = np.random.default_rng(checks.fixed_seed(seed))
    outlines = [_outlines(character, fonts) for character in characters]
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


def _outlines(character: str, fonts):
    """The character's outline in each font, around (0, 0), its longer side of length 1."""
    found = []
    for path in [font for font in fonts_with(character) if font in fonts]:
        text = TextPath((0, 0), character, prop=font_manager.FontProperties(fname=path))
        box = text.get_extents()
        centre = -(box.x0 + box.x1) / 2, -(box.y0 + box.y1) / 2
        longer = max(box.width, box.height)
        if longer:
            place = Affine2D().translate(*centre).scale(1 / longer)
            found.append(place.transform_path(text))
    if not found:
        wanted = "characters must be in a font that Matplotlib ships"
        raise ValueError(f"{wanted}; {character!r} is in none")
    return found


def _distortion(random, size: int):
    """From an outline to the place of a picture: a little stretched, slanted, turned and moved."""
    scale = size * random.uniform(0.6, 0.72)
    stretch = random.uniform(0.85, 1.0)
    place = size / 2 + random.uniform(-0.03, 0.03, 2) * size
    slant, turn = random.uniform(-0.1, 0.1, 2)
    turned = Affine2D().scale(scale * stretch, scale).skew(slant, 0).rotate(turn)
    return turned.translate(*place)


def fonts_with(character: str) -> list[Path]:
    """The font files, of the text fonts that Matplotlib ships, that have this character."""
    if not isinstance(character, str) or len(character) != 1 or character.isspace():
        raise ValueError(f"characters must be single, visible ones; got {character!r}")
    code = ord(character)
    return [f for f in _text_fonts() if font_manager.get_font(f).get_char_index(code)]


@functools.cache
def _text_fonts() -> tuple[Path, ...]:
    """Upright, bold and slanted; the mathematical fonts have other signs in the places of some."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    kinds = r"(DejaVu(Sans|SansMono|Serif)(-.*)?|STIXGeneral(Bol|BolIta|Italic)?)\.ttf"
    return tuple(sorted(p for p in folder.iterdir() if re.fullmatch(kinds, p.name)))
