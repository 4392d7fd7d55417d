"""Pictures and charts of the course, in every notebook. They know arrays, not models.

Each function returns a Matplotlib figure: as the last line of a cell it is shown, and
`figure.savefig("name.png")` keeps it. `draw_curves` draws on axes of your own. A matplotlibrc of
yours changes none of them; `STYLE`, a dictionary of Matplotlib's settings, changes them all.
"""

from cgan_lib.plots.pictures import channels, digits, grid
from cgan_lib.plots.run import draw_curves, training
from cgan_lib.plots.style import (
    ANSWERS,
    BLUE,
    GREEN,
    GREENS,
    GREY,
    INK,
    ORANGE,
    PALE,
    STYLE,
    name_lines,
    note,
    subplots,
)
from cgan_lib.plots.system_map import cgan_map

__all__ = [
    "ANSWERS", "BLUE", "GREEN", "GREENS", "GREY", "INK", "ORANGE", "PALE", "STYLE",
    "cgan_map", "channels", "digits", "draw_curves", "grid", "name_lines", "note",
    "subplots", "training",
]  # fmt: skip
