"""The drawing board: draw a digit, claim a label, and two discriminators answer while you draw."""

from importlib import resources

from cgan_lib import data, plots, recipes
from cgan_lib.language import phrase
from cgan_lib.plots.style import styled
from cgan_lib.web import networks
from cgan_lib.widgets.parts import Movable

import keras
import numpy as np

# What runs in the pages of `make site` runs here, in a part of the page that is closed to others.
MODULE = """
export default {render({el}) {
  el.dataset.theme = document.body.dataset.jpThemeLight === "false" ? "dark" : "light";
  el.dataset.lmSuppressShortcuts = "true";
  const page = el.attachShadow({mode: "open"});
  page.innerHTML = `<style>%s :host {
    --pst-color-border: var(--jp-border-color1); --pst-color-surface: var(--jp-layout-color1);
    --pst-color-background: var(--jp-layout-color0);
    --pst-color-text-base: var(--jp-content-font-color1);
    --pst-color-text-muted: var(--jp-content-font-color2);
  }</style>%s`;
  %s
}};
"""


def draw_and_ask():
    """Draw a digit by mouse, pen or finger; D of `classroom` and D of `fast` say p for each label.

    All of it runs in the browser, by the script of the course's pages. It needs the package
    anywidget, which comes with `make lab`; without it there is a picture of the answers to a 7.
    """
    return _Board()


class _Board(Movable):
    name = "Draw and ask"

    def __init__(self):
        super().__init__()
        try:
            from anywidget import AnyWidget
        except ModuleNotFoundError:
            return
        self.children = [type("Board", (AnyWidget,), {"_esm": module()})()]

    @styled
    def figure(self):
        images, _ = data.load_mnist("test")
        x = np.repeat(data.scale(images[:1]), 10, axis=0)
        figure, (seen, *panels) = plots.subplots(1, 3)
        seen.imshow(images[0])
        seen.axis("off")
        for axis, name in zip(panels, ("classroom", "fast"), strict=True):
            judge = recipes.load_trained(name).discriminator
            p = keras.ops.sigmoid(judge([x, np.arange(10)[:, np.newaxis]]))[:, 0]
            axis.barh(range(10), p, color=plots.BLUE)
            axis.set(xlim=(0, 1), yticks=range(10), ylim=(9.5, -0.5))
            axis.set(title=f"p of {name}", ylabel="claimed label")
        return figure


def module() -> str:
    """The script, look and networks of the board as one JavaScript module, as anywidget wants."""
    static = resources.files("cgan_lib.web") / "static"
    read = {file.name: file.read_text(encoding="utf-8") for file in static.iterdir()}
    look = read["site.css"].replace(":root", ":host")
    look = look.replace('html[data-theme="dark"]', ':host([data-theme="dark"])')
    scripts = [read[f"{name}.js"] for name in ("network", "parts", "ask")]
    code = "\n".join([networks.as_script(networks.asking()), *scripts])
    page = read["ask.html"]
    said = {
        ">Undo<": phrase(">Undo<"),
        ">Clear<": phrase(">Clear<"),
        "D sees ": phrase("D sees "),
        "Or choose a digit that a person wrote:": phrase(
            "Or choose a digit that a person wrote:"
        ),
        "Claim a label": phrase("Claim a label"),
        "The board is empty.": phrase("The board is empty."),
    }
    for english, words in said.items():
        page, code = (text.replace(english, words) for text in (page, code))
    return MODULE % (look, page, code)
