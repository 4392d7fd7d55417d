"""What the notebooks import: `check`, `hint`, `solution` and `progress`."""

import contextlib
import functools
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

from cgan_lib.exercises import record
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.exercises.judging import NOT_TRIED, PASSED, judge
from cgan_lib.exercises.trying import Printed

_hints_given: dict[str, int] = {}  # in this sitting


@functools.cache
def all_exercises() -> dict[str, Exercise]:
    """Every exercise of the course under its name, such as "03.2", in order."""
    names = {}
    for module in pkgutil.walk_packages(
        [str(Path(__file__).parent)], f"{__package__}."
    ):
        place = re.fullmatch(r".*\.nb(\d\d)_\w+\.exercise_(\d)", module.name)
        if place:
            names[f"{place[1]}.{place[2]}"] = module.name
    return {
        name: importlib.import_module(names[name]).EXERCISE for name in sorted(names)
    }


def check(name: str, answer) -> None:
    """Try an answer on several inputs and print one verdict; never raises.

    Args:
        name: of the exercise, such as "03.2".
        answer: your function itself, without brackets, or your value.
    """
    exercise = _find(name)
    if exercise is None:
        return
    printed = Printed()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            verdict, message = judge(exercise, answer)
    except Exception as error:
        print(f"{name} could not be checked: {type(error).__name__}: {error}")
        return
    word = {NOT_TRIED: "not tried yet", PASSED: "correct"}.get(verdict, "not yet")
    print(f"{name} {word}: {message}")
    if verdict != NOT_TRIED:
        record.keep(name, verdict)


def hint(name: str) -> None:
    """Print a hint; the next call prints the next one."""
    exercise = _find(name)
    if exercise is None:
        return
    count = len(exercise.hints)
    number = min(_hints_given.get(name, 0), count - 1)
    _hints_given[name] = number + 1
    print(f"{name} hint {number + 1} of {count}: {exercise.hints[number]}")
    if number + 1 == count:
        print(f'There are no more hints; solution("{name}") shows a solution.')


def solution(name: str) -> None:
    """Print one way to solve an exercise."""
    exercise = _find(name)
    if exercise is not None:
        print("\n\n".join(_sources(exercise.solution)))


def progress() -> None:
    """Print which exercises you tried and passed, in this and in earlier sittings."""
    states, exercises = record.load(), all_exercises()
    for name, exercise in exercises.items():
        state = states.get(name, "open")
        print(f"{name}  {state:7} {exercise.title} ({exercise.difficulty})")
    passed = sum(states.get(name) == PASSED for name in exercises)
    print(f"{passed} of {len(exercises)} passed")


def _sources(function, seen=()) -> list[str]:
    """The source of a function, after those of the module's own functions that it calls."""
    function = inspect.unwrap(function)
    found = []
    for name in function.__code__.co_names:
        called = inspect.unwrap(function.__globals__.get(name))
        own = getattr(called, "__module__", None) == function.__module__
        if own and inspect.isfunction(called) and name not in seen:
            found += _sources(called, (*seen, name))
    return [*found, inspect.getsource(function).rstrip()]


def _find(name) -> Exercise | None:
    """The exercise of this name; without one, prints which names exist."""
    if isinstance(name, str) and name in all_exercises():
        return all_exercises()[name]
    names = list(all_exercises())
    here = [n for n in names if isinstance(name, str) and n[:3] == name[:3]]
    if here:
        print(f"No exercise {name!r} has a check. In this notebook: {', '.join(here)}")
    else:
        print(f"There is no exercise {name!r}. There are: {', '.join(names)}")
    return None
