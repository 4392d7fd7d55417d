"""What was tried and passed, kept between sittings in one small file of the user's own."""

import json
from pathlib import Path

from cgan_lib.exercises.judging import FAILED, PASSED
from cgan_lib.files import write_whole

import platformdirs


def path() -> Path:
    """The file; its folder is the one that the platform sets aside for a program's state."""
    return platformdirs.user_state_path("cgan_lib", appauthor=False) / "progress.json"


def load() -> dict[str, str]:
    """The state, "tried" or "passed", of each exercise that was tried.

    A file that cannot be read counts as empty.
    """
    try:
        states = json.loads(path().read_text(encoding="utf-8"))
        return {name: s for name, s in states.items() if s in (FAILED, PASSED)}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def keep(name: str, state: str) -> None:
    """Note a state. An exercise once passed stays passed; without a place to write, say so."""
    states = load()
    if states.get(name) in (PASSED, state):
        return
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(states | {name: state}, indent=1)
        write_whole(path(), lambda part: part.write_text(text, encoding="utf-8"))
    except OSError as error:
        print(f"(your progress could not be kept: {error})")
