"""The one language of every picture: what its colours mean, its sizes, and three small helpers.

Orange is G and its fakes, blue is D and its answers, green is the label and obedience, ink is real,
grey is the rest; what has no such role has no hue. A chart stands on a white card, 830 or 420
pixels wide; its heading says what was found; a line ends in its name; one note tells the surprise.
The hues are near those of Okabe and Ito (2008), which people with colour-blindness can tell apart,
and dark enough to be read as text.
"""

from IPython.core.pylabtools import print_figure
from matplotlib import cycler, figure, style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap

BLUE, ORANGE, GREEN, INK = "#0072B2", "#BF5200", "#007F5C", "#222222"
GREY, PALE = "#555555", "#BBBBBB"
GREENS = ("#00402E", GREEN, "#5CC7A5")  # three labels
ANSWERS = LinearSegmentedColormap.from_list("fake to real", [ORANGE, "white", BLUE])
WIDE, NARROW = 830, 420  # pixels: all of a notebook's column, and half of it

# What differs from Matplotlib's defaults, in its own names: plots.STYLE["font.size"] = 12
STYLE = {
    "axes.edgecolor": GREY,
    "axes.prop_cycle": cycler(color=[INK, GREY, "#888888"], linestyle=["-", "--", ":"]),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "figure.constrained_layout.use": True,
    "figure.titleweight": "bold",
    "image.cmap": "gray",
    "image.interpolation": "nearest",
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "text.color": INK,
    "xtick.color": GREY,
    "ytick.color": GREY,
}

# Before a function: it draws with Matplotlib's defaults and STYLE, not with the reader's settings.
styled = style.context(["default", STYLE])


class Figure(figure.Figure):
    """A figure that is also drawn and saved in our style, and that pyplot does not know.

    So no window opens for it, and none has to be closed. A notebook shows it in its own size, of
    `width` times `height` pixels.
    """

    @styled
    def __init__(self, width, height, **options):
        super().__init__(figsize=(width / 100, height / 100), **options)
        FigureCanvasAgg(self)

    draw, savefig = styled(figure.Figure.draw), styled(figure.Figure.savefig)

    def _repr_png_(self):
        return print_figure(self, bbox_inches=None)


@styled
def subplots(rows=1, columns=1, height=260, width=WIDE, heading=None, **options):
    """A figure and its axes, as pyplot's `subplots` gives them, in the course's style.

    Args:
        rows, columns: of axes.
        height, width: in pixels; the width is 830 or, for a small one, 420.
        heading: what the picture shows, in one line above all.
        **options: as `matplotlib.figure.Figure.subplots` takes them, for instance `sharey`.
    """
    figure = Figure(width, height)
    if heading is not None:
        figure.suptitle(heading, x=0.01, ha="left")
    return figure, figure.subplots(rows, columns, **options)


def name_lines(axis):
    """Print each line's label at the line's end, in the line's colour, in place of a legend.

    Call it last, when the axis has its limits. Names stay 14 points apart, below its top.
    """
    height = axis.get_window_extent().height * 72 / axis.figure.dpi
    axis.autoscale_view()  # else Matplotlib waits with the limits until it draws
    ends = []
    for line in axis.lines:
        x, y = line.get_data()
        if len(x) and not str(line.get_label()).startswith("_"):
            place = (axis.transData - axis.transAxes).transform((x[-1], y[-1]))
            ends.append((place[1] * height, x[-1], line))
    ends.sort(key=lambda end: end[0])
    lowest, highest = 0, max(0, height - 14 * (len(ends) - 1))
    for place, x, line in ends:
        lowest = max(place, lowest)
        look = {"color": line.get_color(), "va": "center", "annotation_clip": False}
        look |= {"xycoords": ("data", "axes fraction"), "parse_math": False}
        at, shift = (x, min(lowest, highest) / height), (5, 0)
        axis.annotate(line.get_label(), at, shift, textcoords="offset points", **look)
        lowest, highest = lowest + 14, highest + 14


def note(axis, text: str, at, to, **options):
    """A remark at `to` (in shares of the axes) with a thin line to the point `at` (in data)."""
    line = {"arrowstyle": "-", "color": GREY, "linewidth": 0.8, "shrinkB": 3}
    look = {"color": INK, "arrowprops": line} | options
    axis.annotate(text, at, to, textcoords="axes fraction", **look)
