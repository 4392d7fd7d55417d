"""Assets are checked before use, and importing the library says nothing."""

import hashlib
import logging
import os
import subprocess
import sys
from pathlib import Path

from cgan_lib import assets

import pytest

ROOT = Path(__file__).parent.parent
IMPORT_ALL = """
import importlib, os, pkgutil, sys
import cgan_lib
for module in pkgutil.walk_packages(cgan_lib.__path__, "cgan_lib."):
    importlib.import_module(module.name)
"""
STILL_WORKS = """
print("to sys.stderr", file=sys.stderr, flush=True)
os.write(2, b"to descriptor 2\\n")
"""


def python(program, **environment):
    """Run a program in a fresh Python; a value None removes a variable."""
    environment = {**os.environ, "KERAS_BACKEND": None, **environment}
    environment = {n: value for n, value in environment.items() if value is not None}
    command = [sys.executable, "-c", program]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True
    )


# Import


def test_import_is_silent_in_a_new_home_and_errors_are_still_shown(tmp_path):
    program = IMPORT_ALL + STILL_WORKS + "cgan_lib.nothing"
    done = python(program, MPLCONFIGDIR=str(tmp_path))
    assert done.stdout == ""
    said = "to sys.stderr\nto descriptor 2\nTraceback (most recent call last):\n"
    assert done.stderr.startswith(said)
    assert "AttributeError" in done.stderr.splitlines()[-1]
    assert done.returncode == 1


def test_matplotlib_does_not_announce_that_it_builds_its_font_list():
    assert not logging.getLogger("matplotlib.font_manager").isEnabledFor(
        logging.WARNING
    )


def test_another_keras_backend_is_refused_with_what_to_do():
    done = python("import cgan_lib", KERAS_BACKEND="jax")
    assert done.returncode == 1
    error = done.stderr.splitlines()[-1]
    assert error.startswith("ImportError: cgan_lib needs Keras on TensorFlow")
    assert "KERAS_BACKEND is 'jax'" in error
    assert "remove it, or set it to 'tensorflow'" in error


def test_import_works_without_a_descriptor_2():
    done = python(
        "import os, sys; os.close(2); sys.stderr = None\n"
        "import cgan_lib; print(cgan_lib.__name__)"
    )
    assert (done.returncode, done.stdout) == (0, "cgan_lib\n")


# Assets


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A folder of assets with one file, note.txt, that is whole."""
    (tmp_path / "note.txt").write_bytes(b"whole")
    digits = hashlib.sha256(b"whole").hexdigest()
    (tmp_path / "SHA256SUMS").write_text(f"{digits}  note.txt\n", encoding="ascii")
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    return tmp_path


def test_the_path_of_a_whole_asset_is_given(folder):
    assert assets.path("note.txt") == folder / "note.txt"


def test_a_missing_asset_is_named_with_what_to_do(folder):
    (folder / "note.txt").unlink()
    with pytest.raises(FileNotFoundError) as raised:
        assets.path("note.txt")
    message = str(raised.value)
    assert message.startswith(f"{folder / 'note.txt'} is missing")
    assert "git checkout -- cgan_lib/assets/note.txt" in message


@pytest.mark.parametrize("content", [b"", b"whol", b"Whole", b"whole\n"])
def test_a_damaged_asset_is_named_with_what_to_do(folder, content):
    (folder / "note.txt").write_bytes(content)
    with pytest.raises(ValueError, match="is damaged") as raised:
        assets.path("note.txt")
    message = str(raised.value)
    assert message.startswith(f"{folder / 'note.txt'} is damaged")
    assert "git checkout -- cgan_lib/assets/note.txt" in message


@pytest.mark.parametrize("name", ["other.txt", "../note.txt", "SHA256SUMS"])
def test_a_name_that_is_not_listed_is_told_the_listed_ones(folder, name):
    with pytest.raises(ValueError, match=r"name must be one of note\.txt; got"):
        assets.path(name)


def test_the_real_list_has_mnist():
    assert "mnist.npz" in assets.checksums()
