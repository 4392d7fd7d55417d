"""The other ways in: a container, and older versions of the packages."""

import json
import re
import subprocess
from importlib import metadata
from pathlib import Path

import floors_run
import nbformat
import pytest

ROOT = Path(__file__).parent.parent
CONTAINER = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text("utf-8"))


def installed(package) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", metadata.version(package))[:3]))


def test_the_container_sets_up_what_make_lab_and_make_test_need():
    tool, target = CONTAINER["postCreateCommand"].split()
    assert tool == "make"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    folder, name = target.split("/")
    assert f"INSTALLED := {folder}/{name}" in makefile
    for command in ("lab", "test"):
        assert re.search(rf"\n{command}: \$\(INSTALLED\)( \$\(HERE:/=\))?\n", makefile)
    plan = ["make", "--dry-run", "--always-make", target]
    ended = subprocess.run(plan, cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert "pip install" in ended.stdout
    settings = CONTAINER["customizations"]["vscode"]["settings"]
    chosen = settings["python.defaultInterpreterPath"]
    assert chosen == f"${{workspaceFolder}}/{folder}/bin/python"


def test_the_python_of_the_container_is_one_that_the_course_runs_on():
    image, version = CONTAINER["image"].split(":")
    assert image == "mcr.microsoft.com/devcontainers/python"
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    low, high = re.search(r'requires-python = ">=3\.(\d+),<3\.(\d+)"', text).groups()
    assert version in {f"3.{minor}" for minor in range(int(low), int(high))}


def test_every_package_has_an_oldest_version_and_ours_is_not_older():
    pins = dict(pin.split("==") for pin in floors_run.floors())
    assert {"tensorflow", "keras", "ipython", "ipywidgets"} <= set(pins)
    for package, oldest in pins.items():
        assert installed(package) >= tuple(map(int, oldest.split("."))), package


@pytest.mark.parametrize("package", ["tensorflow", "keras"])
def test_notebook_00_takes_the_oldest_version_and_ours(package):
    cells = nbformat.read(ROOT / "notebooks" / "00_start_here.ipynb", 4).cells
    (ready,) = (cell.source for cell in cells if "Everything is ready" in cell.source)
    taken = re.search(rf"{package}.__version__.startswith\((.*)\)", ready)[1]
    oldest = dict(pin.split("==") for pin in floors_run.floors())[package]
    for version in (oldest, metadata.version(package)):
        assert f'"{".".join(version.split(".")[:2])}."' in taken
