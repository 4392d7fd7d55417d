"""What was tried and passed, kept between sittings in one small file of the user's own."""

import itertools
import json
from pathlib import Path

from cgan_lib.exercises.judging import FAILED, PASSED
from cgan_lib.files import remove_unfinished, write_whole
from cgan_lib.language import phrase

import platformdirs
from filelock import FileLock

PATIENCE = 10  # seconds to wait for another notebook that writes


def path() -> Path:
    """The file; its folder is the one that the platform sets aside for a program's state."""
    return platformdirs.user_state_path("cgan_lib", appauthor=False) / "progress.json"


def load() -> dict[str, str]:
    """The state, "tried" or "passed", of each exercise that was tried.

    What is damaged is kept under another name, which is printed, and counts as empty.
    """
    try:
        return _read()
    except OSError as error:
        print(phrase("(your progress could not be read: {0})", error))
        return {}


def keep(name: str, state: str) -> None:
    """Note a state. An exercise once passed stays passed; without a place to write, say so."""
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path().with_suffix(".lock"), timeout=PATIENCE):
            remove_unfinished(path().parent)
            states = _read()
            if states.get(name) in (PASSED, state):
                return
            text = json.dumps(states | {name: state}, indent=1)
            write_whole(path(), lambda part: part.write_text(text, encoding="utf-8"))
    except (OSError, ValueError, NotImplementedError) as error:
        print(phrase("(your progress could not be kept: {0})", error))


def _read() -> dict[str, str]:
    """As `load`; an OSError says that it cannot be read now, though it may be whole."""
    try:
        states = json.loads(path().read_text(encoding="utf-8-sig"))
        if all(state in (FAILED, PASSED) for state in states.values()):
            return states
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (IsADirectoryError, ValueError, AttributeError, RecursionError):
        pass
    aside = (path().with_name(f"progress.damaged-{n}.json") for n in itertools.count(1))
    kept = path().rename(next(name for name in aside if not name.exists()))
    told = phrase("(your progress could not be read; what was there is now {0})", kept)
    print(told)
    return {}
