"""The curves of a recorded run, with a place on them for each moment."""

from cgan_lib import plots
from cgan_lib.plots.style import styled

import numpy as np


@styled
def chart(run, moments):
    """The curves as pixels, and for each chart (top, bottom, the column of each moment).

    Matplotlib takes too long for a slider, so it draws once, and a move marks pixels.
    """
    figure, axes = plots.subplots(1, 2 + ("obedience" in run))
    plots.draw_curves(axes, run, run["iterations"])
    if "obedience" in run:
        axes[2].plot(moments, run["obedience"], color=plots.GREEN)
        axes[2].set(title="obedience", xlabel="iteration", ylim=(0, 1.03))
    for axis in figure.axes:
        low, high = axis.get_xlim()
        axis.set_xlim(min(low, *moments), max(high, *moments))  # room for every line
        axis.locator_params(axis="x", nbins=5)  # their numbers do not touch
    figure.canvas.draw()
    pixels = np.array(figure.canvas.buffer_rgba())
    columns = []
    for axis in figure.axes:
        box = axis.get_window_extent()
        top, bottom = round(len(pixels) - box.y1), round(len(pixels) - box.y0)
        places = axis.transData.transform([(moment, 0) for moment in moments])[:, 0]
        columns.append((top, bottom, places.round().astype(int)))
    return pixels, columns
