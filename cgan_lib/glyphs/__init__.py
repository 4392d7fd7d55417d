"""A new data set without a network: characters from the fonts that Matplotlib ships.

Each picture is a character's outline in one of 16 fonts, a little turned, slanted, stretched,
moved and thickened, and drawn by Matplotlib. Taught by notebook 11_your_own_data.
"""

from cgan_lib.glyphs.drawing import COLOURS, LETTERS, SHAPES, draw, draw_coloured
from cgan_lib.glyphs.outlines import fonts_with

__all__ = ["COLOURS", "LETTERS", "SHAPES", "draw", "draw_coloured", "fonts_with"]
