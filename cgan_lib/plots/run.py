"""A run in numbers and pictures: its curves, and its digits of the moment."""

from cgan_lib import checks
from cgan_lib.plots.pictures import digits
from cgan_lib.plots.style import BLUE, INK, ORANGE, Figure, name_lines, styled, subplots

import numpy as np

CURVES = ("d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake")


@styled
def curves(history: dict, iterations, heading=None) -> Figure:
    """Both losses, and D's accuracy, over the iterations of a run.

    Args:
        history: lists named d_loss, g_loss, d_accuracy_real and d_accuracy_fake.
        iterations: where each entry of the lists was measured.
        heading: a line above both.
    """
    history, iterations = _history(history, iterations)
    figure, axes = subplots(1, 2, heading=heading)
    draw_curves(axes, history, iterations)
    return figure


def draw_curves(axes, history, iterations, names: bool = True):
    """Draw what `curves` shows on two axes of your own; the same arguments.

    Args:
        names: whether each line ends in its name.
    """
    history, iterations = _history(history, iterations)
    lines = (
        (axes[0], "d_loss", "D", BLUE, "-"),
        (axes[0], "g_loss", "G", ORANGE, "--"),
        (axes[1], "d_accuracy_real", "real", INK, "-"),
        (axes[1], "d_accuracy_fake", "fake", ORANGE, "--"),
    )
    for axis, name, label, colour, style in lines:
        values = history.get(name, [])
        mark = "." if len(values) == 1 else None
        x, look = iterations[: len(values)], {"color": colour, "label": label}
        axis.plot(x, values, style, marker=mark, **look)
    axes[0].set(title="losses", xlabel="iteration", ylim=(0, None))
    axes[1].set(title="D is right, share of pairs", xlabel="iteration")
    axes[1].set_ylim(-0.03, 1.03)
    if checks.flag(names, "names"):
        for axis in axes:
            name_lines(axis)


@styled
def training(images, titles, history: dict, iterations) -> Figure:
    """The digits of the moment above the curves until now.

    Args:
        images: (N, height, width, 1 or 3), from 0 to 1.
        titles: what each image should show, as it is printed above it.
        history, iterations: as in `curves`; may be empty.
    """
    history, iterations = _history(history, iterations)
    last = iterations[-1] if len(iterations) else 0
    figure = digits(images, titles, heading=f"iteration {last}", frame=ORANGE, room=260)
    height = 100 * figure.get_figheight()
    places = ((left, 45 / height, 0.4, 180 / height) for left in (0.05, 0.54))
    axes = [figure.add_axes(place) for place in places]
    draw_curves(axes, history, iterations)
    return figure


def _history(history, iterations):
    """Lists of numbers, and as many iterations, or an error."""
    if not isinstance(history, dict):
        raise TypeError(f"history must be a dict of lists; got {history!r}")
    iterations = _row(iterations, "iterations")
    if not np.isfinite(iterations.astype(float)).all():
        raise ValueError("iterations must be finite numbers; got NaN or infinity")
    for name in CURVES:
        values = _row(history.get(name, ()), f"history's {name}")
        if len(values) not in (0, len(iterations)):
            lengths = f"{len(values)} and {len(iterations)}"
            wanted = f"history's {name} must be as long as iterations"
            raise ValueError(f"{wanted}; got {lengths}")
    return history, iterations


def _row(values, name: str) -> np.ndarray:
    """Numbers in a row, none of them too, or an error."""
    values = checks.array(values, name)
    if values.ndim != 1 or (values.size and values.dtype.kind not in "iuf"):
        raise ValueError(f"{name} must be numbers in a row; got {values!r}")
    return values
