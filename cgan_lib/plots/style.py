"""The look of every figure: the same everywhere, whatever a reader's own Matplotlib is set to.

Colours are from the palette of Okabe and Ito (2008), which people with colour-blindness can tell
apart.
"""

from IPython.core.pylabtools import print_figure
from matplotlib import figure, style
from matplotlib.backends.backend_agg import FigureCanvasAgg

BLUE, ORANGE, GREEN, GREY, PALE = "#0072B2", "#D55E00", "#009E73", "#555555", "#BBBBBB"
GREYS = {"cmap": "gray", "vmin": 0, "vmax": 1, "interpolation": "nearest"}

# What differs from Matplotlib's defaults, in its own names: plots.STYLE["figure.dpi"] = 75
STYLE = {}

# Before a function: it draws with Matplotlib's defaults and STYLE, not with the reader's settings.
styled = style.context(["default", STYLE])


class Figure(figure.Figure):
    """A figure that is also drawn and saved in our style, and that pyplot does not know.

    So no window opens for it, and none has to be closed.
    """

    @styled
    def __init__(self, **options):
        super().__init__(**options)
        FigureCanvasAgg(self)

    @styled
    def draw(self, renderer):
        super().draw(renderer)

    @styled
    def savefig(self, name, **options):
        super().savefig(name, **options)

    def _repr_png_(self):
        return print_figure(self)


def finish(figure: Figure, heading=None) -> Figure:
    """A figure under its heading, laid out."""
    if heading is not None:
        figure.suptitle(heading, fontsize=12, parse_math=False)
    figure.tight_layout()
    return figure
