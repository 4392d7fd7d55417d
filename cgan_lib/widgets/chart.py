"""The curves of a recorded run, with a place on them for each moment."""

from cgan_lib import plots
from cgan_lib.plots.style import styled

import numpy as np


@styled
def chart(run, moments):
    """The curves as pixels, and for each chart (top, bottom, the column of each moment).

    Matplotlib takes too long for a slider, so it draws once, and a move marks pixels.
    """
    figure = plots.curves(run, run["iterations"])
    if "obedience" in run:
        figure.set_size_inches(11, 2.6)
        places = figure.add_gridspec(1, 3)
        for axis, place in zip(figure.axes, places, strict=False):
            axis.set_subplotspec(place)
        axis = figure.add_subplot(places[2])
        axis.plot(moments, run["obedience"], color=plots.GREEN)
        axis.set(title="obedience, share of fakes", xlabel="iteration", ylim=(0, 1.03))
        axis.spines[["top", "right"]].set_visible(False)
        figure.tight_layout()
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
