"""A new data set without a network: characters from the fonts that Matplotlib ships.

Each picture is a character's outline in one of 16 fonts, a little turned, slanted, stretched,
moved and thickened, and drawn by Matplotlib. Rooms need no font: their light is computed. Taught
by notebook 11_your_own_data.
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
SOLIDS = {  # how far a point is from one around (0, 0, 0), at least; y goes up
    "ball": lambda x, y, z: _root(x, y, z) - 0.8,
    "box": lambda x, y, z: _most(x, y, z) - 0.62,
    "cone": lambda x, y, z: np.maximum(0.9 * _root(x, z) + 0.43 * y - 0.38, -0.75 - y),
    "drum": lambda x, y, z: np.maximum(_root(x, z) - 0.6, abs(y) - 0.65),
    "pyramid": lambda x, y, z: np.maximum(0.9 * _most(x, z) + 0.4 * y - 0.4, -0.7 - y),
    "ring": lambda x, y, z: _root(_root(x, y) - 0.58, z) - 0.24,
}
DOTS_PER_INCH = 72  # so that a line width in points is the same number of pixels


def draw(
    characters=LETTERS, per_class: int = 200, size: int = 28, seed: int = 0, fonts=None
) -> Pictures:
    """White characters on black; each character is a class.

    Args:
        characters: one after the other in a text, for instance "ABC" or "αβγ♠♣".
        per_class: pictures of each.
        size: height and width in pixels, divisible by 4.
        seed: the same seed draws the same pictures.
        fonts: which to take, a list of some that `fonts_with` finds; None takes all of them.

    Returns:
        Pictures: uint8 (N, size, size, 1), labels in order of the characters, which are the names.

    Raises:
        ValueError, TypeError: a character that comes twice, or that no font has.
    """
    characters = _check_characters(characters)
    if len(set(characters)) < len(characters) or not characters:
        raise ValueError(
            f"characters must be one or more, each of them once; got {characters}"
        )
    if fonts is not None and not (
        isinstance(fonts, list) and set(map(str, fonts)) <= set(map(str, _text_fonts()))
    ):
        raise ValueError(
            f"fonts must be a list of some that fonts_with finds; got {fonts!r}"
        )
    coverage, labels = _draw_all(characters, per_class, size, seed, fonts)
    return Pictures(coverage[..., np.newaxis], labels, tuple(characters))


def draw_coloured(
    shapes=None, colours=None, per_class: int = 300, size: int = 28, seed: int = 0
) -> Pictures:
    """Coloured shapes on dark grounds; each pair of a colour and a shape is a class.

    The label of a picture is shape x number of colours + colour, so it says two things; its name
    says both in words, such as "blue star". The colour varies a little, and the ground is any dark
    colour, which no label speaks of.

    Args:
        shapes: names and characters, such as {"star": "★"}; None takes SHAPES.
        colours: names and colours as Matplotlib knows them, such as {"blue": "#0072B2"}; None
            takes COLOURS.
        per_class, size, seed: as in `draw`.

    Returns:
        Pictures: uint8 (N, size, size, 3).

    Raises:
        ValueError, TypeError: as in `draw`, or a colour that Matplotlib does not know.
    """
    shapes = SHAPES if shapes is None else shapes
    colours = COLOURS if colours is None else colours
    for name, pairs in (("shapes", shapes), ("colours", colours)):
        if not isinstance(pairs, dict) or not pairs:
            raise ValueError(
                f"{name} must be a dictionary of one or more; got {pairs!r}"
            )
    try:
        inks = np.array([colors.to_rgb(colour) for colour in colours.values()])
    except (ValueError, TypeError) as error:
        raise ValueError(f"colours must be known to Matplotlib: {error}") from None
    signs = [sign for sign in _check_characters(shapes.values()) for _ in colours]
    coverage, labels = _draw_all(signs, per_class, size, seed)
    random = np.random.default_rng([seed, 1])
    ink = inks[labels % len(inks)] + random.uniform(-0.08, 0.08, (len(labels), 3))
    ground = random.uniform(0, 0.25, (len(labels), 3))
    share = coverage[..., np.newaxis] / 255  # 1 where there is ink
    ink, ground = (x[:, np.newaxis, np.newaxis] for x in (ink, ground))
    images = np.clip(ground + share * (ink - ground), 0, 1) * 255
    names = tuple(f"{colour} {shape}" for shape in shapes for colour in colours)
    return Pictures(images.round().astype("uint8"), labels, names)


def draw_rooms(per_class: int = 300, size: int = 64, seed: int = 0) -> tuple:
    """Solids in the light of a room: the large one is the class, two small ones stand about.

    Takes what `draw` takes, and raises the same. Returns Pictures, uint8 (N, size, size, 3), with
    the classes of SOLIDS, and a dictionary of what was chosen by chance: light, floor and wall,
    (N,); and of the three solids, the large one last, (3, N), kind (a class), hue (0 to 1), turn
    (radians), radius, across and down (-1 to 1, as the picture).
    """
    labels = _check_order(len(SOLIDS), per_class, size)
    random, count = np.random.default_rng([checks.fixed_seed(seed), 2]), len(labels)
    made = {name: random.uniform(-1, 1, count) for name in ("light", "floor", "wall")}
    ranges = {"hue": (0, 1, 1), "turn": (0, 6.28, 1), "radius": (0.12, 0.24, 2.2)}
    ranges |= {"across": (-0.8, 0.8, 0.4), "down": (-0.1, 0.75, 0.4)}
    for name, (low, high, for_large) in ranges.items():
        made[name] = random.uniform(low, high, (3, count)) * [[1], [1], [for_large]]
    made["kind"] = np.vstack([random.integers(len(SOLIDS), size=(2, count)), labels])
    parts = np.split(np.arange(count), range(64, count, 64))  # as fit into a cache
    some = [_room({n: x[..., part] for n, x in made.items()}, size) for part in parts]
    return Pictures(np.concatenate(some), labels, tuple(SOLIDS)), made


def _room(made: dict, size: int) -> np.ndarray:
    """The pictures of some rooms, with all that `draw_rooms` has put into them."""
    edge = np.linspace(-1, 1, size, dtype="float32")
    v, u = np.meshgrid(edge, edge, indexing="ij")
    made = {
        name: x[..., np.newaxis, np.newaxis].astype("float32")
        for name, x in made.items()
    }
    grounds = _ink(made["floor"], 0.4, 0.62), _ink(made["wall"], 0.3, 0.8)
    images = np.where((v > -0.25)[..., np.newaxis], *grounds)
    images = images * (1 + 0.2 * u * made["light"] - 0.15 * abs(v))[..., np.newaxis]
    sun = np.stack([1.2 * made["light"], *2 * [np.ones_like(made["light"])]])
    sun /= _root(*sun)
    for layer, kinds in enumerate(made["kind"][..., 0, 0]):
        for kind, distance in enumerate(SOLIDS.values()):
            these = kinds == kind
            if these.any():
                one = {name: x[layer, these] for name, x in made.items() if x.ndim == 4}
                images[these] = _put(images[these], distance, one, u, v, sun[:, these])
    return (255 * np.clip(images, 0, 1)).astype("uint8")


def _put(images, distance, one: dict, u, v, sun):
    """The pictures with one more solid of one kind, and its shadow; seen a little from above."""
    u, v = (u - one["across"]) / one["radius"], (one["down"] - v) / one["radius"]
    cos, sin = np.cos(one["turn"]), np.sin(one["turn"])
    shadow = np.exp(-1.2 * ((u + 0.9 * sun[0]) ** 2 + (1.7 * v + 1.3) ** 2) ** 2)
    images = images * (1 - 0.6 * shadow)[..., np.newaxis]

    def far(depth, *aside):
        y, z = 0.9 * v + 0.43 * depth, 0.9 * depth - 0.43 * v
        point = [cos * u - sin * z, y, sin * u + cos * z]
        return distance(*(part + (i in aside) / 50 for i, part in enumerate(point)))

    depth = np.full_like(u, 1.6)
    for _ in range(16):  # each ray goes on as far as nothing can be in its way
        depth -= far(depth)
    rest = far(depth)
    x, y, z = (far(depth, axis) - rest for axis in range(3))  # where the surface looks
    lit = (cos * x + sin * z) * sun[0] + y * sun[1] + (cos * z - sin * x) * sun[2]
    lit = np.maximum(lit / (_root(x, y, z) + 1e-9), 0)[..., np.newaxis]
    solid = _ink(one["hue"], 0.8, 0.9) * (0.25 + 0.75 * lit) + 0.5 * lit**16
    return np.where((rest < 0.03)[..., np.newaxis], solid, images)


def _ink(hue, strength: float, value: float):
    """Colours of hues from 0 to 1, with a last axis for red, green and blue."""
    wave = np.cos(6.28 * (hue[..., np.newaxis] - np.arange(3, dtype="float32") / 3))
    return value * (1 - strength * (0.5 - 0.5 * wave))


def _root(*parts):
    return np.sqrt(sum(part * part for part in parts))


def _most(*parts):
    return np.max(np.abs(parts), axis=0)


def _check_characters(characters) -> list[str]:
    """A list of single characters, or an error."""
    try:
        found = list(characters) if len(characters) <= 2**16 else [None]
    except Exception:
        found = [None]
    if not all(isinstance(one, str) and len(one) == 1 for one in found):
        raise ValueError(
            f"characters must be single visible characters; got {characters!r}"
        )
    return found


def _check_order(classes: int, per_class: int, size: int) -> np.ndarray:
    """The labels, int32 (N,), or an error for what cannot be drawn."""
    per_class = checks.whole_number(per_class, "per_class", low=1)
    size = checks.whole_number(size, "size", 4, 1024)
    checks.img_shape((size, size, 1))
    checks.amount(classes * per_class, size**2, "characters, per_class and size")
    return np.repeat(np.arange(classes, dtype="int32"), per_class)


@style.context("default")
def _draw_all(characters, per_class, size, seed, fonts=None):
    """How much of each pixel is ink, uint8 (N, size, size), and the labels, int32 (N,)."""
    labels = _check_order(len(characters), per_class, size)
    random = np.random.default_rng(checks.fixed_seed(seed))
    outlines = [_outlines(character, fonts) for character in characters]
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


def _outlines(character: str, fonts=None):
    """The character's outline in each font, around (0, 0), its longer side of length 1."""
    found = []
    for path in fonts_with(character):
        if fonts is not None and path not in fonts:
            continue
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
    kinds = r"(DejaVu(Sans|SansMono|Serif)(-.*)?|STIXGeneral(Bol|BolIta|Italic)?)\.ttf"
    return tuple(sorted(p for p in folder.iterdir() if re.fullmatch(kinds, p.name)))
