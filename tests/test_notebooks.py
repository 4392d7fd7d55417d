"""The notebooks as files: in normal form, whole, linked, and mostly compared strictly.

What is in their outputs is compared by `pytest --nbval`, which runs them.
"""

import base64
import copy
import io
import itertools
import re
from pathlib import Path

import nbformat
import notebook_table
import numpy as np
import pages
import pytest
import run_notebooks
from PIL import Image
from run_notebooks import FOLDER, faults, normalise
from scipy import ndimage

PATHS = sorted(FOLDER.glob("*.ipynb"))
IGNORED = "nbval-ignore-output"


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def path(request) -> Path:
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return "\n\n".join(
        cell.source for cell in notebook.cells if cell.cell_type == "markdown"
    )


def test_numbers_are_without_a_gap():
    assert [int(path.name[:2]) for path in PATHS] == list(range(len(PATHS)))


def test_notebook_is_in_normal_form(notebook):
    assert normalise(copy.deepcopy(notebook)) == notebook, (
        "run python tests/run_notebooks.py --no-run"
    )


def test_every_cell_was_run_without_error_stderr_or_local_path(notebook):
    assert faults(notebook) == []
    assert any(cell.outputs for cell in code(notebook))


def test_file_is_small(path):
    assert path.stat().st_size < 600_000


def test_cells_are_short(notebook):
    assert max(len(cell.source.splitlines()) for cell in code(notebook)) <= 20


def test_most_text_outputs_are_compared(notebook):
    text = [
        cell
        for cell in code(notebook)
        if any(
            output.output_type in ("stream", "execute_result")
            for output in cell.outputs
        )
    ]
    ignored = [cell for cell in text if IGNORED in cell.metadata.get("tags", [])]
    assert len(ignored) <= 0.2 * len(text)


def test_what_is_not_compared_is_asserted_in_a_later_cell(notebook):
    waiting = False
    for cell in code(notebook):
        if IGNORED in cell.metadata.get("tags", []):
            waiting = True
        elif "assert " in cell.source:
            waiting = False
    assert not waiting


def test_links_lead_to_files_and_headings_that_exist(path):
    assert pages.broken_links(path) == []


def test_neighbours_are_linked(path):
    text = prose(nbformat.read(path, as_version=4))
    place = PATHS.index(path)
    for neighbour in PATHS[max(place - 1, 0) : place + 2]:
        assert neighbour == path or f"]({neighbour.name})" in text, neighbour.name


def test_pictures_in_prose_have_alt_text(notebook):
    assert "![](" not in prose(notebook)
    assert all("alt=" in tag for tag in re.findall(r"<img[^>]*>", prose(notebook)))


def test_pictures_of_cells_have_alt_text(notebook):
    with_picture = [
        cell
        for cell in code(notebook)
        if any("image/png" in output.get("data", {}) for output in cell.outputs)
    ]
    texts = [cell.metadata.get("alt", "") for cell in with_picture]
    for cell, text in zip(with_picture, texts, strict=True):
        assert 60 <= len(text) <= 400, cell.source
    assert len(set(texts)) == len(texts)


def pictures(notebook):
    """Each stored picture with the place of its cell, as RGBA bytes."""
    for place, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if png := output.get("data", {}).get("image/png"):
                image = Image.open(io.BytesIO(base64.b64decode(png)))
                yield place, np.asarray(image.convert("RGBA"))


def test_pictures_are_as_wide_as_a_column_or_half_of_it(notebook):
    widths = {place: shown.shape[1] for place, shown in pictures(notebook)}
    assert {place: w for place, w in widths.items() if w not in (420, 830)} == {}


def luminance(colours) -> np.ndarray:
    """Of bytes of red, green and blue in sRGB, as the web's guidelines compute it (WCAG 2.1)."""
    share = np.asarray(colours) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("page", [255, 0x11], ids=["white", "dark"])
def test_the_frames_of_a_clear_sheet_stand_out_from_a_page(notebook, page):
    """At a frame's left edge at least one of its two lines has a contrast of 3 : 1."""
    for place, shown in pictures(notebook):
        alpha = shown[..., 3]
        edges = (alpha[:, :-2] == 0) & (alpha[:, 1:-1] == 255) & (alpha[:, 2:] == 255)
        long = np.lib.stride_tricks.sliding_window_view(edges, 28, axis=0).all(axis=-1)
        y, x = np.nonzero(long)  # no letter is so tall
        lines = shown[y + 14, x + 1, :3], shown[y + 14, x + 2, :3]
        light = luminance(np.stack(lines)) + 0.05
        ratio = light / (luminance([page] * 3) + 0.05)
        assert (np.maximum(ratio, 1 / ratio).max(axis=0) >= 3).all(), place


def test_a_picture_is_a_clear_sheet_or_a_white_card(notebook):
    for place, shown in pictures(notebook):
        corners = {tuple(shown[y, x]) for y in (0, -1) for x in (0, -1)}
        clear = np.any(shown[..., 3] == 0)
        assert clear or corners == {(255, 255, 255, 255)}, place


def test_digits_are_enlarged_a_whole_number_of_times(notebook):
    for place, shown in pictures(notebook):
        labels, _ = ndimage.label(shown[..., 3] > 0)
        for box in ndimage.find_objects(labels):
            tile = shown[box]
            if min(tile.shape[:2]) < 30 or tile[..., 3].min() == 0:
                continue  # a word, or a chart
            if tile.shape[0] != tile.shape[1]:
                continue
            times, frame = divmod(len(tile), 28)
            assert frame in (2, 4), (place, tile.shape)  # a pixel or two on each side
            inside = tile[frame // 2 : -frame // 2, frame // 2 : -frame // 2]
            block = inside[::times, ::times].repeat(times, 0).repeat(times, 1)
            np.testing.assert_array_equal(inside, block, str(place))


def test_charts_speak_the_courses_language(notebook):
    for cell in code(notebook):
        odd = re.findall(r"plt\.subplots|plt\.show|#[0-9A-Fa-f]{6}\b", cell.source)
        sizes = re.findall(r"(?:fontsize|labelsize)=\"?([\w.]+)", cell.source)
        odd += [s for s in sizes if not s.isdigit() or int(s) < 10]
        assert odd == [], cell.source


def test_headings_are_in_order(notebook):
    levels = [len(marks) for marks in re.findall(r"^(#+) ", prose(notebook), re.M)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_map_is_shown_and_details_are_closed(notebook):
    assert any("cgan_map(" in cell.source for cell in code(notebook))
    text = prose(notebook)
    assert text.count("<details>") == text.count("</details>") > 0


def test_normal_form_keeps_the_last_state_of_a_progress_bar():
    cell = nbformat.v4.new_code_cell("train()")
    cell.outputs = [
        nbformat.v4.new_output("stream", name="stdout", text="\r 10%"),
        nbformat.v4.new_output("stream", name="stdout", text="\r100%\nready\n"),
    ]
    notebook = normalise(nbformat.v4.new_notebook(cells=[cell]))
    assert [output.text for output in notebook.cells[0].outputs] == ["100%\nready\n"]


def test_a_changed_text_needs_no_run(tmp_path, monkeypatch):
    course = tmp_path / "notebooks"
    course.mkdir()
    path = course / PATHS[0].name
    notebook = nbformat.read(PATHS[0], as_version=4)
    notebook.cells[1].source += "\n\n" + 1500 * "word "
    outputs = [cell.outputs for cell in code(notebook)]
    nbformat.write(notebook, path)
    readme, measured = tmp_path / "README.md", notebook_table.MEASURED.read_bytes()
    start = f"| [00 Start here](notebooks/{path.name}) | ask |"
    readme.write_text(f"{start} 1 | 1 | 1 | 0 (0) |\n", encoding="utf-8")
    monkeypatch.setattr(notebook_table, "ROOT", tmp_path)
    monkeypatch.setattr(notebook_table, "README", readme)
    monkeypatch.delattr(run_notebooks, "NotebookClient")
    assert run_notebooks.main(["--no-run", str(path)]) == 0

    stored = nbformat.read(path, as_version=4)
    assert normalise(copy.deepcopy(stored)) == stored
    assert stored.cells[1].source.endswith("word")
    assert [cell.outputs for cell in code(stored)] == outputs
    assert notebook_table.MEASURED.read_bytes() == measured
    old = notebook_table.read_measured()[path.stem]
    number, minutes = notebook_table.exercises(path)
    assert readme.read_text(encoding="utf-8") == (
        f"{start} {notebook_table.reading_minutes(path):.0f} | {old['seconds']} | "
        f"{old['memory_mb']} | {number} ({minutes}) |\n"
    )


def test_normal_form_does_not_change_twice():
    timing = {"execution": {"iopub.execute_input": "12:00"}}
    cells = [nbformat.v4.new_code_cell("x = 1 ", metadata=timing) for _ in range(2)]
    once = normalise(nbformat.v4.new_notebook(cells=cells))
    assert normalise(copy.deepcopy(once)) == once
    assert len({cell.id for cell in once.cells}) == 2
    assert not once.cells[0].metadata
