"""The notebooks in JupyterLab, as a reader has them: open, look, move, press.

nbval runs every cell of every notebook; here only those run that a widget needs. Without Chromium
or Playwright these tests are skipped.
"""

import ast
import re

import nbformat
import pytest
from conftest import NOTEBOOKS

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
WIDGETS = """
from cgan_lib import data, recipes, widgets
network = recipes.load_trained("classroom")
widgets.digit_studio(network, "2026")
---
widgets.time_machine(recipes.load_run("book"))
---
pairs = data.load_mnist("test")
stages = {"early": recipes.build(recipes.CLASSROOM), "late": network}
widgets.you_are_the_discriminator(stages, *pairs, rounds=3, seed=0)
"""
LIVE = """
import time
from cgan_lib import callbacks, data, recipes
from IPython.display import DisplayHandle
times, update = [], DisplayHandle.update
def counted(self, picture):
    times.append(time.monotonic())
    update(self, picture)
DisplayHandle.update = counted
live = callbacks.LivePicture(seconds=0.5)
live.on_epoch_begin = lambda *_: time.sleep(1)
images, labels = data.load_mnist("test")
model = recipes.build(recipes.FAST)
batches = data.batches(data.scale(images), labels, 8, seed=0)
history = model.fit(batches, epochs=2, steps_per_epoch=2, callbacks=live, verbose=0)
---
print("shown again twice:", len(times) >= 2)
"""


@pytest.fixture
def write(folder):
    """A function that writes a notebook of cells, divided by lines of three hyphens."""

    def write_one(name, text):
        cells = [
            nbformat.v4.new_code_cell(cell.strip()) for cell in text.split("\n---\n")
        ]
        kernel = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        notebook = nbformat.v4.new_notebook(
            cells=cells, metadata={"kernelspec": kernel}
        )
        nbformat.write(notebook, folder / name)
        return name

    return write_one


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_shows_its_stored_outputs(open_notebook, path):
    notebook = open_notebook(path.name)
    assert notebook.faults() == []
    stored = [
        output.get("data", {})
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
    ]
    assert notebook.pictures() == sum("image/png" in data for data in stored)


def needed_by_widgets(path) -> list[str]:
    """The code cells with a widget, and those before them that make what they use."""
    chosen, needed = [], set()
    for cell in reversed(nbformat.read(path, as_version=4).cells):
        if cell.cell_type != "code":
            continue
        nodes = list(ast.walk(ast.parse(cell.source)))
        names = [node for node in nodes if isinstance(node, ast.Name)]
        made = {name.id for name in names if isinstance(name.ctx, ast.Store)}
        made |= {
            (node.asname or node.name).partition(".")[0]
            for node in nodes
            if isinstance(node, ast.alias)
        }
        if "widgets." in cell.source or made & needed:
            chosen.insert(0, cell.source)
            needed |= {name.id for name in names if isinstance(name.ctx, ast.Load)}
    return chosen


MOVING = [path for path in PATHS if needed_by_widgets(path)]


@pytest.mark.parametrize("path", MOVING, ids=lambda path: path.stem)
def test_what_moves_in_a_notebook_answers(open_notebook, write, path):
    cells = "\n---\n".join(needed_by_widgets(path))
    notebook = open_notebook(write(f"moving_{path.name}", cells))
    assert notebook.run_all(seconds=300)
    assert notebook.faults() == []
    assert notebook.widgets()
    outputs = notebook.outputs()
    assert notebook.what_does_not_answer() == []
    assert notebook.outputs() == outputs  # nothing piled up
    assert notebook.faults() == []


def test_the_live_picture_stays_in_its_place(open_notebook, write):
    notebook = open_notebook(write("live.ipynb", LIVE))
    assert notebook.run_all(seconds=300)
    assert notebook.faults() == []
    assert notebook.outputs() == [1, 1]
    assert notebook.pictures() == 1
    assert "shown again twice: True" in notebook.text()


@pytest.fixture
def three(open_notebook, write):
    notebook = open_notebook(write("widgets.ipynb", WIDGETS))
    assert notebook.run_all(seconds=300)
    assert notebook.faults() == []
    return notebook


def test_three_widgets_answer_the_hand(three):
    studio, machine, game = three.widgets()

    field = studio.get_by_label("Digits to draw:")
    assert three.changes(studio, lambda: field.fill("20x6"))
    assert "'x' is none of them" in studio.inner_text()
    assert three.pictures_change(studio, lambda: field.fill("706"))
    assert "none of them" not in studio.inner_text()
    for name, label in (("From label:", "5"), ("to label:", "0")):
        choice = studio.get_by_label(name)
        assert three.pictures_change(
            studio, lambda c=choice, y=label: c.select_option(y)
        )
    assert three.pictures_change(
        studio, studio.get_by_role("button", name="New noise").click
    )

    # A key that is held down: the last moment is shown, and no earlier one comes after it.
    handle = machine.locator(".noUi-handle")
    for _ in range(40):
        three.press(handle, "ArrowRight")
    three.page.wait_for_timeout(1000)
    quickly = three.look(machine)
    three.press(handle, "ArrowLeft")
    assert three.pictures_change(machine, lambda: three.press(handle, "ArrowRight"))
    three.page.wait_for_timeout(1000)
    assert three.look(machine) == quickly
    assert "8,000" in quickly[-1]

    yes = game.get_by_role("button", name="Real and matching")
    for said in ("Round 2 of 3", "Round 3 of 3", "The game is over"):
        assert three.changes(game, yes.click)
        assert said in game.inner_text()
    assert yes.is_disabled()
    stage = game.get_by_label("Stage of training:")
    assert three.changes(game, lambda: stage.select_option("late"))
    assert "Round 1 of 3" in game.inner_text()
    assert three.what_does_not_answer() == []

    assert three.outputs() == [2, 2, 2]  # each with its picture, which is hidden
    assert three.faults() == []


def test_a_saved_notebook_shows_pictures_in_place_of_its_widgets(three, open_notebook):
    stills = three.page.locator(".jp-OutputArea-output img.cgan-still")
    assert [still.is_visible() for still in stills.all()] == [False] * 3
    three.save()
    three.end_kernel()
    again = open_notebook("widgets.ipynb")  # its kernel knows of no widget
    error = again.page.get_by_text("model not found")
    for place in range(3):
        error.nth(place).wait_for(state="attached")
    assert not any(one.is_visible() for one in error.all())
    stills = again.page.locator(".jp-OutputArea-output img.cgan-still")
    assert stills.count() == 3
    for still in stills.all():
        assert still.is_visible()
        assert still.evaluate("image => image.naturalWidth") > 100


def test_everything_in_a_widget_has_a_name_for_screen_readers(three):
    for widget in three.widgets():
        for role in ("img", "slider", "button", "textbox", "combobox"):
            every = widget.get_by_role(role)
            named = widget.get_by_role(role, name=re.compile(r"\w"))
            assert every.count() == named.count(), role
    studio, machine, game = three.widgets()
    assert studio.get_by_role("img", name="asked for: 2 0 2 6").count() == 1
    assert studio.get_by_role("slider", name="Share of the second label:").count() == 1
    three.press(machine.get_by_role("slider", name="Iteration:"), "ArrowRight")
    three.page.wait_for_timeout(1000)
    assert machine.get_by_role("img", name="at iteration").count() == 2
    assert machine.get_by_role("img", name="at iteration 0").count() == 0
    for name in ("Play or pause", "Stop"):
        assert machine.get_by_role("button", name=name).count() == 1
    assert game.get_by_role("img", name="An image with the label").count() == 1


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_a_digit_drawn_in_jupyterlab_is_read(open_notebook, write, theme):
    cell = "from cgan_lib import widgets\nwidgets.draw_and_ask()"
    notebook = open_notebook(write("board.ipynb", cell))
    change = (
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
    )
    notebook.page.evaluate(change, f"JupyterLab {theme}")
    notebook.page.wait_for_timeout(2000)
    assert notebook.run_all(seconds=300)
    assert notebook.faults() == []
    assert notebook.outputs() == [2]
    board = notebook.page.locator("#board")  # Playwright looks into closed parts, too
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    points = [(0.2, 0.2), (0.7, 0.2), (0.4, 0.8)]  # a seven
    places = [(box["x"] + x * 280, box["y"] + y * 280) for x, y in points]
    notebook.page.mouse.move(*places[0])
    notebook.page.mouse.down()
    for place in places[1:]:
        notebook.page.mouse.move(*place, steps=8)
    notebook.page.mouse.up()
    notebook.page.get_by_text("its highest bar is at 7").wait_for()
    notebook.page.get_by_label("a stored 4").press("Enter")
    notebook.page.get_by_text("its highest bar is at 4").wait_for()
    assert notebook.outputs() == [2]
    shade = "board => getComputedStyle(board).backgroundColor.match(/\\d+/)[0]"
    assert int(board.evaluate(shade)) > 200  # white; in the dark theme it is inverted


def test_a_failing_cell_and_a_silent_widget_are_found(open_notebook, write):
    text = """
import ipywidgets
ipywidgets.VBox([ipywidgets.IntSlider(), ipywidgets.Button(description="Nothing")])
---
import sys
print("careful", file=sys.stderr)
---
1 / 0
"""
    notebook = open_notebook(write("broken.ipynb", text))
    assert notebook.run_all(seconds=120)
    faults = " ".join(notebook.faults())
    assert "1 / 0: ZeroDivisionError" in faults
    assert "stderr: careful" in faults
    silent = notebook.what_does_not_answer()
    assert len(silent) == 2
    assert silent[1] == "button Nothing"
