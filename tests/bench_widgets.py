"""What the live picture costs, and how fast the digit studio answers. Not part of the tests.

    python tests/bench_widgets.py [RECIPE] [ITERATIONS]

Each live picture is drawn, turned into a PNG and sent, as in JupyterLab, from a real kernel; the
browser's own work is not counted.
"""

import statistics
import sys
import time

from cgan_lib import recipes, widgets

import nbformat
import numpy as np
from nbclient import NotebookClient

CODE = """
import dataclasses, time
from cgan_lib import callbacks, data, recipes

recipe = dataclasses.replace(recipes.RECIPES[{name!r}], iterations={iterations})

class Timed(callbacks.LivePicture):
    seconds_of_pictures, pictures = 0.0, 0

    def _show(self):
        before = time.perf_counter()
        super()._show()
        self.seconds_of_pictures += time.perf_counter() - before
        self.pictures += 1

images, labels = data.load_mnist("train")
model, live = recipes.build(recipe), Timed()
start = time.perf_counter()
recipes.train(model, recipe, data.scale(images), labels, [live])
total = time.perf_counter() - start
print(f"{{live.pictures}} pictures in {{live.seconds_of_pictures:.1f}} s of {{total:.0f}} s: "
      f"{{live.seconds_of_pictures / total:.1%}}")
"""


def live_picture(name: str, iterations: int):
    """Train in a kernel of its own and print the pictures' share of the time."""
    code = CODE.format(name=name, iterations=iterations)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, timeout=3600, kernel_name="python3").execute()
    for output in notebook.cells[0].outputs:
        if output.get("name") == "stdout":
            print(f"live picture, {name}: {output.text}", end="", flush=True)


def studio(name: str):
    """Print how long the studio takes to answer a move of its slider, with eight digits."""
    whole = widgets.digit_studio(recipes.load_trained(name), "20261125")
    sliders = [part for part in parts(whole) if "Slider" in type(part).__name__]
    seconds = []
    for share in np.linspace(0.1, 1, 20):
        start = time.perf_counter()
        sliders[0].value = float(share)
        seconds.append(time.perf_counter() - start)
    middle = 1000 * statistics.median(seconds)
    print(
        f"digit studio, {name}: {middle:.0f} ms for a move, in the median", flush=True
    )


def parts(widget):
    """The widget and all that it holds."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from parts(child)


if __name__ == "__main__":
    given = sys.argv[1:] + ["classroom", "3000"][len(sys.argv) - 1 :]
    for network in ("book", "best"):
        studio(network)
    live_picture(given[0], int(given[1]))
