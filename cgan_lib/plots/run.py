"""A run in numbers and pictures: its curves, and its digits of the moment."""

from cgan_lib import checks
from cgan_lib.plots.pictures import digits
from cgan_lib.plots.style import BLUE, INK, ORANGE, Figure, name_lines, styled

import numpy as np

LINES = {  # two of losses, then two of shares: their name, colour and style
    "d_loss": ("D", BLUE, "-"),
    "g_loss": ("G", ORANGE, "--"),
    "d_accuracy_real": ("real", INK, "-"),
    "d_accuracy_fake": ("fake", ORANGE, "--"),
}


def draw_curves(axes, history: dict, iterations, names: bool = True):
    """Both losses, and D's accuracy, over the iterations of a run, on two axes of your own.

    `history` holds lists named d_loss, g_loss, d_accuracy_real and d_accuracy_fake, and
    `iterations` says where each of their entries was measured. With `names`, lines end in their
    names. `figure, axes = plots.subplots(1, 2)` makes the axes.
    """
    iterations = _checked(history, iterations)
    for place, (name, (label, colour, style)) in enumerate(LINES.items()):
        values = history.get(name, [])
        look = {"color": colour, "label": label, "linestyle": style}
        look["marker"] = "." if len(values) == 1 else None
        axes[place // 2].plot(iterations[: len(values)], values, **look)
    lowest = min(0, axes[0].dataLim.y0)  # inf without a finite loss
    axes[0].set(title="losses", xlabel="iteration", ylim=(1.05 * lowest, None))
    axes[1].set(title="D is right, share of pairs", xlabel="iteration")
    axes[1].set_ylim(-0.03, 1.03)
    if checks.flag(names, "names"):
        for axis in axes:
            name_lines(axis)


@styled
def training(images, titles, history: dict, iterations) -> Figure:
    """The digits of the moment, as `digits` draws them, above the curves until now, if any.

    `history` and `iterations` are as in `draw_curves`.
    """
    iterations = _checked(history, iterations)
    heading = f"iteration {max(iterations, default=0)}"
    figure = digits(images, titles, heading=heading, frame=ORANGE, room=260)
    height = 100 * figure.get_figheight()
    places = ((left, 45 / height, 0.4, 180 / height) for left in (0.05, 0.54))
    draw_curves([figure.add_axes(place) for place in places], history, iterations)
    return figure


def _checked(history, iterations) -> np.ndarray:
    """The iterations, if the lists of numbers are as long as they, or an error."""
    if not isinstance(history, dict):
        raise TypeError(f"history must be a dict of lists; got {history!r}")
    lists = {f"history's {name}": history.get(name, ()) for name in LINES}
    for name, values in {"iterations": iterations, **lists}.items():
        values = checks.array(values, name)
        if values.ndim != 1 or (values.size and values.dtype.kind not in "iuf"):
            raise ValueError(f"{name} must be numbers in a row; got {values!r}")
        if len(values) not in (0, len(iterations)):
            wanted = f"{name} must be as long as iterations"
            raise ValueError(f"{wanted}; got {len(values)} and {len(iterations)}")
    iterations = np.asarray(iterations)
    if not np.isfinite(iterations.astype(float)).all():
        raise ValueError("iterations must be finite numbers; got NaN or infinity")
    return iterations
