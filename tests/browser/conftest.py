"""One server and one browser for all browser tests, or a line that says why they are skipped."""

import shutil
from pathlib import Path

import pytest
from jupyterlab_page import NotebookPage, chromium, jupyterlab, what_is_missing

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def pytest_collection_modifyitems(items):
    reason = what_is_missing()
    for item in items:
        if reason and Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter):
    if what_is_missing():
        terminalreporter.write_line(
            f"The browser tests were skipped, since {what_is_missing()}"
        )


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A copy of the notebooks, so that the course's own stay as they are."""
    copy = tmp_path_factory.mktemp("course") / "notebooks"
    shutil.copytree(
        NOTEBOOKS, copy, ignore=shutil.ignore_patterns(".ipynb_checkpoints")
    )
    return copy


@pytest.fixture(scope="session")
def server(folder, tmp_path_factory):
    with jupyterlab(folder, tmp_path_factory.mktemp("jupyter")) as server:
        yield server


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        )
        yield browser
        browser.close()


@pytest.fixture
def open_notebook(browser, server):
    """A function that opens a notebook of the folder; its kernel ends with the test."""
    opened = []

    def open_one(path):
        opened.append(NotebookPage(browser, server, path))
        return opened[-1]

    yield open_one
    for notebook in opened:
        notebook.close()
