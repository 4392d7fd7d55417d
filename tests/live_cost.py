"""What the live picture costs: its share of the time that training takes, in a real kernel.

    python tests/live_cost.py [RECIPE] [ITERATIONS]

Each picture is drawn, turned into a PNG and sent, as in JupyterLab; the browser's own work is not
counted.
"""

import sys

import nbformat
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


def main(name: str = "classroom", iterations: str = "3000"):
    """Train in a kernel of its own and print the share."""
    code = CODE.format(name=name, iterations=int(iterations))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, timeout=3600, kernel_name="python3").execute()
    for output in notebook.cells[0].outputs:
        if output.get("name") == "stdout":
            print(name, output.text, end="")


if __name__ == "__main__":
    main(*sys.argv[1:])
