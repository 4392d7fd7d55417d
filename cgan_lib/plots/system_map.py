"""The map of the whole system, which every notebook shows with other parts lit."""

from cgan_lib import checks
from cgan_lib.plots.style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PALE,
    Figure,
    styled,
)

from matplotlib.patches import Rectangle


@styled
def cgan_map(*lit: str) -> Figure:
    """The map of the whole system, with some of its parts lit.

    Args:
        *lit: of "noise", "label", "vector", "generator", "fake", "real", "picture",
            "discriminator", "answer", "learning"; none lights all.

    Raises:
        ValueError: another name.
    """
    boxes = {  # name: (x, y, width, text, colour)
        "noise": (0.0, 3.0, 1.3, "noise z", GREY),
        "label": (0.0, 1.5, 1.3, "label y", GREEN),
        "real": (4.75, 0.0, 1.5, "real image x", GREY),
        "vector": (2.0, 1.5, 1.75, "embedding:\nlabel → vector", GREEN),
        "generator": (2.55, 3.0, 1.6, "Generator G", ORANGE),
        "fake": (4.75, 3.0, 1.5, "fake image x*", ORANGE),
        "picture": (4.6, 1.5, 1.8, "embedding:\nlabel → picture", GREEN),
        "discriminator": (7.0, 1.5, 1.75, "Discriminator D", BLUE),
        "answer": (9.3, 1.5, 1.6, "p: real and\nmatching?", BLUE),
    }
    for name in lit:
        checks.one_of(name, "lit", (*boxes, "learning"))
    lit = lit or (*boxes, "learning")
    figure = Figure(figsize=(9.5, 3.6))
    axis = figure.subplots()
    axis.set(xlim=(-0.1, 11.0), ylim=(-0.75, 4.75))
    axis.axis("off")
    for name, (x, y, width, text, colour) in boxes.items():
        on = name in lit
        axis.add_patch(
            Rectangle(
                (x, y),
                width,
                0.9,
                fc=colour if on else "white",
                ec=colour if on else PALE,
            )
        )
        axis.text(
            x + width / 2, y + 0.45, text, ha="center", va="center", fontsize=10,
            color="white" if on else GREY, weight="bold" if on else "normal",
        )  # fmt: skip

    def arrow(*points, colour=GREY, style="-", width=1.2):
        line = {"color": colour, "linestyle": style, "lw": width}
        axis.plot(*zip(*points[:-1], strict=True), **line)
        axis.annotate(
            "", points[-1], points[-2], arrowprops={"arrowstyle": "-|>", **line}
        )

    arrow((1.3, 3.45), (2.55, 3.45))
    arrow((1.3, 1.95), (2.0, 1.95))
    arrow((2.875, 2.4), (2.875, 3.0))
    axis.text(2.98, 2.68, "multiplied with z", fontsize=9, color=GREY, va="center")
    arrow((4.15, 3.45), (4.75, 3.45))
    arrow((0.65, 1.5), (0.65, 1.2), (5.5, 1.2), (5.5, 1.5))
    arrow((6.4, 1.95), (7.0, 1.95))
    arrow((6.25, 3.45), (7.5, 3.45), (7.5, 2.4))
    arrow((6.25, 0.45), (7.5, 0.45), (7.5, 1.5))
    arrow((8.75, 1.95), (9.3, 1.95))
    axis.text(6.9, 2.68, "either", fontsize=9, color=GREY, va="center")
    axis.text(6.9, 1.2, "or", fontsize=9, color=GREY, va="center")
    on = "learning" in lit
    back = {"style": "--" if on else ":", "width": 1.8 if on else 1.2}
    colour = BLUE if on else PALE
    arrow((9.7, 1.5), (9.7, 0.9), (8.2, 0.9), (8.2, 1.5), colour=colour, **back)
    axis.text(8.95, 0.5, "D learns", ha="center", fontsize=10, color=colour)
    colour = ORANGE if on else PALE
    arrow((10.1, 2.4), (10.1, 4.3), (3.35, 4.3), (3.35, 3.9), colour=colour, **back)
    axis.text(6.7, 4.42, "G learns", ha="center", fontsize=10, color=colour)
    return figure
