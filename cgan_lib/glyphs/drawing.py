"""Data sets of characters."""

from cgan_lib.folder import Pictures
from cgan_lib.glyphs.outlines import draw_all

import numpy as np
from matplotlib import colors

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SHAPES = {"star": "★", "heart": "♥", "triangle": "▲"}
COLOURS = {"blue": "#0072B2", "orange": "#D55E00", "green": "#009E73"}


def draw(
    characters=LETTERS, per_class: int = 200, size: int = 28, seed: int = 0
) -> Pictures:
    """White characters on black; each character is a class.

    Args:
        characters: one after the other in a text, for instance "ABC" or "αβγ♠♣".
        per_class: pictures of each.
        size: height and width in pixels, divisible by 4.
        seed: the same seed draws the same pictures.

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
    coverage, labels = draw_all(characters, per_class, size, seed)
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
        if not isinstance(pairs, dict):
            raise TypeError(f"{name} must be a dictionary; got {pairs!r}")
    if not shapes or not colours:
        raise ValueError("shapes and colours must each hold one or more; got none")
    for shape in shapes.values():
        _check_characters([shape])
    try:
        inks = np.array([colors.to_rgb(colour) for colour in colours.values()])
    except (ValueError, TypeError) as error:
        raise ValueError(f"colours must be known to Matplotlib: {error}") from None
    signs = [sign for sign in shapes.values() for _ in colours]
    coverage, labels = draw_all(signs, per_class, size, seed)
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
        fits = len(characters) <= 2**16
        found = list(characters) if fits else []
    except Exception:
        fits = False
    if not fits or not all(isinstance(one, str) and len(one) == 1 for one in found):
        raise ValueError(
            f"characters must be single visible characters; got {characters!r}"
        )
    return found
