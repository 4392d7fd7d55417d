"""Notebook 00 and the tests of the widgets, with the oldest versions that pyproject.toml allows.

    make floors

It installs them into a folder of its own, so it needs the package registry, as `make test` does
the first time, and 3 GB of disk until it ends.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
TESTERS = ("pytest", "nbval")
PARTS = ("tests/test_widgets.py", "notebooks/00_start_here.ipynb")


def floors() -> list[str]:
    """tensorflow>=2.20,<2.22 becomes tensorflow==2.20, and so on.

    Raises:
        ValueError: a package whose oldest version is not named.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pins = []
    for package in project["project"]["dependencies"]:
        floor = re.match(r"([a-z]+)>=([\d.]+)(,|$)", package)
        if floor is None:
            raise ValueError(f"pyproject.toml must say the oldest {package}, with >=")
        pins.append(floor.expand(r"\1==\2"))
    return pins


def main():
    """Install and test; the exit status is that of what failed."""
    here = os.pathsep.join(map(str, (ROOT, ROOT / "tests")))
    with tempfile.TemporaryDirectory() as room:
        venv.create(room, with_pip=True)
        python = Path(room, "Scripts" if os.name == "nt" else "bin", "python")
        commands = [
            ["-m", "pip", "install", "--quiet", *floors(), *TESTERS],
            ["-m", "pytest", "--nbval", "--nbval-current-env", *PARTS],
        ]
        for command in commands:
            environment = {**os.environ, "PYTHONPATH": here}
            ended = subprocess.run([python, *command], cwd=ROOT, env=environment)
            if ended.returncode:
                sys.exit(ended.returncode)


if __name__ == "__main__":
    main()
