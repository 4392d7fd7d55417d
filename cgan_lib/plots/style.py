"""The look of every figure: colours, greys and the last touches.

Colours are from the palette of Okabe and Ito (2008), which people with colour-blindness can tell
apart.
"""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, GREY, PALE = "#0072B2", "#D55E00", "#009E73", "#555555", "#BBBBBB"
GREYS = {"cmap": "gray", "vmin": 0, "vmax": 1, "interpolation": "nearest"}


def finish(figure: Figure, heading=None) -> Figure:
    """A figure under its heading, laid out and closed, so that a cell shows it only once."""
    if heading is not None:
        figure.suptitle(heading, fontsize=12, parse_math=False)
    figure.tight_layout()
    plt.close(figure)
    return figure
