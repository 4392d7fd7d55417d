"""What the notebooks import: `check`, `hint`, `solution` and `progress`."""

import contextlib
import functools
import importlib
import inspect
import pkgutil
import re
import unicodedata
from pathlib import Path

from cgan_lib.exercises import record
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.exercises.judging import FAILED, NOT_TRIED, PASSED, judge
from cgan_lib.exercises.trying import Printed
from cgan_lib.language import phrase

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
        told = f"{type(error).__name__}: {error}"
        print(phrase("{0} could not be checked: {1}", name, told))
        return
    words = {NOT_TRIED: phrase("not tried yet"), PASSED: phrase("correct")}
    print(f"{name} {words.get(verdict) or phrase('not yet')}: {message}")
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
    told = phrase(exercise.hints[number])
    print(phrase("{0} hint {1} of {2}: {3}", name, number + 1, count, told))
    if number + 1 == count:
        told = phrase(
            'There are no more hints; solution("{0}") shows a solution.', name
        )
        print(told)


def solution(name: str) -> None:
    """Print one way to solve an exercise."""
    exercise = _find(name)
    if exercise is not None:
        print("\n\n".join(_sources(exercise.solution)))


def progress() -> None:
    """Print which exercises you tried and passed, in this and in earlier sittings."""
    states, exercises = record.load(), all_exercises()
    words = {PASSED: phrase("passed"), FAILED: phrase("tried")}
    for name, exercise in exercises.items():
        state = words.get(states.get(name), phrase("open"))
        difficulty = phrase(exercise.difficulty)
        print(f"{name}  {state:7} {phrase(exercise.title)} ({difficulty})")
    passed = sum(states.get(name) == PASSED for name in exercises)
    print(phrase("{0} of {1} passed", passed, len(exercises)))


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
    name = unicodedata.normalize("NFKC", name) if isinstance(name, str) else name
    if isinstance(name, str) and name in all_exercises():
        return all_exercises()[name]
    names = list(all_exercises())
    here = [n for n in names if isinstance(name, str) and n[:3] == name[:3]]
    if here:
        told = phrase("No exercise {0!r} has a check. In this notebook:", name)
    else:
        told = phrase("There is no exercise {0!r}. There are:", name)
    print(told, ", ".join(here or names))
    return None
