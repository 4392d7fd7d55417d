"""The map of the whole system, which every notebook shows with its own part filled."""

from cgan_lib import assets, checks
from cgan_lib.plots import style
from cgan_lib.plots.style import ANSWERS, BLUE, GREEN, GREY, INK, ORANGE, PALE

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Circle, Rectangle

ALL = "noise label real vector picture generator fake discriminator answer learning"
TODAY = (  # what each notebook, from 00 on, builds or looks at
    ALL, "label real", "noise vector picture", "generator fake",
    "discriminator answer", "learning", "generator discriminator learning",
    "label real fake", "vector picture generator discriminator learning",
    "noise vector generator fake", "answer learning", "label real",
    "real generator discriminator learning", "vector picture generator discriminator",
)  # fmt: skip
BEFORE = 0.18  # how much of its colour a part keeps that an earlier notebook built


@style.styled
def cgan_map(notebook: int = 0) -> style.Figure:
    """The map of the whole system: what this notebook builds is filled, what those before it
    built is tinted, what is to come is an outline. 0, the first, fills all.
    """
    number = checks.whole_number(notebook, "notebook", 0, len(TODAY) - 1)
    built = " ".join(TODAY[1:number]).split()
    shares = {part: BEFORE * (part in built) for part in ALL.split()}
    shares |= dict.fromkeys(TODAY[number].split(), 1)
    figure = style.Figure(830, 320, layout="none")
    axis = figure.add_axes((0, 0, 1, 1), xlim=(0, 830), ylim=(0, 320))  # pixels
    axis.axis("off")
    _draw(_Pen(axis, shares))
    words = [(600, 1, "here"), (660, BEFORE, "before"), (732, 0, "later")]
    for x, share, text in words if number else ():
        look = {"fc": _mixed(GREY, share), "ec": GREY if share else PALE}
        axis.add_patch(Rectangle((x, 4), 12, 12, **look))
        axis.text(x + 18, 10, text, color=GREY, va="center")
    return figure


def _draw(pen):
    noise, label, real, drawn = _pictures()
    pen.ribbon("picture", (158, 40), (569, 40), (569, 150))  # one, with two taps
    pen.ribbon("vector", (158, 40), (158, 225))
    pen.ribbon("label", (90, 40), (158, 40))
    pen.box("label", 30, 22, 60, 36, "7", GREEN)
    pen.write("label", 60, 10, "label y")
    pen.box("vector", 98, 100, 120, 44, "embedding:\nlabel → vector", GREEN)
    pen.box("picture", 505, 62, 128, 44, "embedding:\nlabel → picture", GREEN)
    pen.tile("noise", 32, 210, noise, INK, "noise z")
    pen.arrow("noise", INK, (90, 238), (145, 238))
    pen.box("vector", 151, 231, 14, 14, "×", GREEN, Circle((158, 238), 13))
    pen.arrow("vector", GREEN, (171, 238), (222, 238))
    pen.box("generator", 222, 208, 110, 60, "Generator\nG", ORANGE)
    pen.arrow("generator", ORANGE, (332, 238), (374, 238))
    pen.tile("fake", 376, 210, drawn, ORANGE, "fake image x*")
    pen.tile("real", 376, 110, real, INK, "real image x")
    pen.arrow("fake", ORANGE, (434, 238), (466, 238), (466, 200), head="-")
    pen.arrow("real", INK, (434, 138), (466, 138), (466, 166), head="-")
    pen.arrow("discriminator", BLUE, (500, 183), (466, 200), head="-", width=3)
    pen.arrow("discriminator", BLUE, (500, 183), (530, 183))  # behind the switch
    pen.tile("picture", 550, 152, label, GREEN, cmap="Greens")
    pen.tile("discriminator", 534, 162, drawn, ORANGE)
    pen.arrow("discriminator", BLUE, (606, 183), (628, 183))
    pen.box("discriminator", 628, 153, 116, 60, "Discriminator\nD", BLUE)
    pen.arrow("answer", BLUE, (744, 183), (768, 183))
    pen.tile("answer", 770, 148, np.c_[1:0:-0.02], BLUE, "", (20, 70), ANSWERS)
    pen.write("answer", 800, 212, "1")
    pen.write("answer", 800, 154, "0")
    pen.write("answer", 776, 97, "p: real and\nmatching?")
    pen.arrow("learning", ORANGE, (780, 218), (780, 296), (277, 296), (277, 268))
    pen.write("learning", 528, 307, "G learns")
    pen.arrow("learning", BLUE, (780, 148), (780, 120), (686, 120), (686, 153))
    pen.write("learning", 733, 131, "D learns")


def _pictures():
    """A noise and a label's picture, a real 7 and a generated one."""
    random = np.random.default_rng(0)
    drawn = assets.arrays("best_run.npz", ["pictures"])["pictures"][-1, 7, :, :, 0]
    real = assets.arrays("mnist.npz", ["x_test"])["x_test"][0]
    return random.normal(size=(10, 10)), random.normal(size=(28, 28)), real, drawn


def _mixed(colour, share: float) -> list[float]:
    """This share of a colour, the rest white."""
    return [1 - share * (1 - part) for part in to_rgb(colour)]


class _Pen:
    """Draws a part as filled, tinted or outlined: as much of its colour as `shares` says."""

    def __init__(self, axis, shares):
        self.axis, self.shares = axis, shares

    def write(self, part, x, y, text, **options):
        here = self.shares[part] == 1
        look = {"weight": "bold" if here else "normal", "ha": "center", "va": "center"}
        self.axis.text(x, y, text, **look | {"color": INK if here else GREY} | options)

    def box(self, part, x, y, width, height, text, colour, shape=None):
        share = self.shares[part]
        shape = self.axis.add_patch(shape or Rectangle((x, y), width, height))
        shape.set(fc=_mixed(colour, share), ec=colour if share else PALE, zorder=3)
        look = {"color": "white"} if share == 1 else {}
        self.write(part, x + width / 2, y + height / 2, text, zorder=4, **look)

    def tile(self, part, x, y, image, colour, name="", size=(56, 56), cmap="gray"):
        (width, height), share = size, self.shares[part]
        level = 3 + len(self.axis.patches)  # a later one lies above
        frame = self.axis.add_patch(Rectangle((x, y), width, height, zorder=level))
        frame.set(fc="white", ec=colour if share else PALE, lw=3 if share == 1 else 1)
        self.write(part, x + width / 2, y - 14, name)
        if share:
            where = {"extent": (x, x + width, y, y + height), "aspect": "auto"}
            look = {"cmap": cmap, "alpha": min(1, 3 * share), "zorder": level}
            self.axis.imshow(image, **where, **look)

    def arrow(self, part, colour, *points, head="-|>", width=1.4):
        colour = colour if self.shares[part] else PALE
        line = {"color": colour, "lw": width, "linestyle": "-"}
        self.axis.plot(*zip(*points, strict=True), **line)
        tip = {"arrowstyle": head, "shrinkA": 0, "shrinkB": 0} | line
        self.axis.annotate("", points[-1], points[-2], arrowprops=tip)

    def ribbon(self, part, *points):
        colour = _mixed(GREEN, min(1, 0.1 + 2 * self.shares[part]))
        self.axis.plot(*zip(*points, strict=True), "-", lw=7, color=colour)
