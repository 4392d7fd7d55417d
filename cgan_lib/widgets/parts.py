"""What the widgets are made of: controls, pictures as bytes, and a picture for where none move."""

import io

from cgan_lib.plots.pictures import mosaic
from cgan_lib.plots.style import ORANGE, styled

import ipywidgets
import numpy as np
import traitlets
from IPython import get_ipython
from IPython.core.pylabtools import print_figure
from IPython.display import display
from PIL import Image

LIVE = "application/vnd.jupyter.widget-view+json"
# A notebook that was saved keeps both outputs, but when it is opened again the widget is gone, and
# JupyterLab puts an error in its place. So the widget's place is seen with a widget in it, and the
# picture without; other front ends show no such error, and the picture never.
STILL = """<style>
.cgan-still, .jp-OutputArea-child:has(.cgan-still):has(+ * .widget-vbox),
.jp-OutputArea-child:has(.cgan-still) + :not(:has(.widget-vbox)) {display: none}
.jp-OutputArea-child .cgan-still {display: block}
</style><img class="cgan-still" alt="%s" src="data:image/png;base64,%s">"""
NAMES = """
<style>@keyframes begun {from {opacity: 1}}</style>
<i style="animation: begun 1ms" onanimationstart="
  const column = this.closest('.widget-vbox');
  const nameAll = () => {
    for (const slider of column.querySelectorAll('.widget-slider'))
      slider.querySelector('[role=slider]')?.setAttribute(
        'aria-label', slider.querySelector('label').textContent);
    for (const play of column.querySelectorAll('.widget-play'))
      ['Play or pause', 'Stop'].forEach((name, place) =>
        play.children[place].setAttribute('aria-label', name));
  };
  nameAll();
  new MutationObserver(nameAll).observe(column, {childList: true, subtree: true});
"></i>
"""
WIDE = {"description_width": "initial"}  # a name is not cut


class Movable(ipywidgets.VBox):
    """A column of controls and pictures; `figure()` draws it as it is, for where no widgets are."""

    @styled
    def _ipython_display_(self, **_):
        look = {"bbox_inches": None, "metadata": {"Software": None}}
        picture = print_figure(self.figure(), base64=True, **look)
        words = {"text/plain": f"{self.name}, to be moved in JupyterLab"}
        kernel = getattr(get_ipython(), "kernel", None)
        # With nbconvert --execute; other kernels than ipykernel may not know it.
        nobody_is_there = not getattr(kernel, "_allow_stdin", True)
        if nobody_is_there or not self.children:
            display(words | {"image/png": picture}, raw=True)
            return
        display(words | {"text/html": STILL % (self.name, picture)}, raw=True)
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        display(words | {LIVE: view}, raw=True)


def line(*parts):
    """Controls beside each other, in several lines on a narrow page."""
    layout = {"flex_flow": "row wrap", "align_items": "center"}
    return ipywidgets.HBox(parts, layout=layout)


def spoken_names():
    """A child without size that gives sliders and play buttons names for screen readers.

    ipywidgets 8 has no setting for them (Play shows neither its description nor its tooltip), so a
    line of JavaScript takes them from the labels.
    """
    return ipywidgets.HTML(NAMES, layout={"height": "0", "margin": "0"})


class Picture(ipywidgets.Image):
    """A place for a PNG, with words for those who cannot see it."""

    # JupyterLab asks a widget with a tooltip for its description, which an Image does not have.
    description = traitlets.Unicode().tag(sync=True)

    def __init__(self):
        # A column stretches what is in it to its own width, unless it is told not to.
        layout = {"align_self": "flex-start", "max_width": "100%", "margin": "4px 2px"}
        super().__init__(format="png", layout=layout)

    def show(self, pixels: np.ndarray, words: str):
        """Show uint8 pixels, (height, width, 3 or 4), and say in words what they are."""
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "PNG", compress_level=1)
        with self.hold_sync():
            self.value, self.tooltip = file.getvalue(), words


def strip(images, wanted: int = 56, frame=ORANGE) -> np.ndarray:
    """Images from 0 to 1 in a row, each about so many pixels wide, as RGBA, (height, width, 4)."""
    times = max(1, round(wanted / images.shape[2]))
    return mosaic(images, times, [frame] * len(images))
