"""`judge`: an answer is judged by what it does, never by how it is written."""

import copy

from cgan_lib.exercises.comparison import (
    first_difference,
    right_but_for,
    same,
    wrong_form,
)
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.exercises.limits import Timeout, time_limit
from cgan_lib.exercises.wording import describe, names, show, wrong_numbers

import keras
import numpy as np

FRESH_ROUNDS = 2  # how often an answer that passed is tried on new random cases
NOT_TRIED, PASSED, FAILED = "not tried", "passed", "tried"

# What the library's own answers do on the fixed cases, which are the same each time.
_known: dict[tuple, dict] = {}


def judge(exercise: Exercise, answer) -> tuple[str, str]:
    """NOT_TRIED, PASSED or FAILED, and what to tell the reader."""
    if answer is ...:
        return NOT_TRIED, "put your answer in place of the three dots."
    if exercise.cases is None:
        return _judge_value(exercise, answer)
    if isinstance(answer, keras.Model):
        return FAILED, "the answer is the function itself, not a model that it built."
    if not callable(answer):
        kind = type(answer).__name__
        return (
            FAILED,
            f"the answer is a function; got {kind}. Give its name, without brackets.",
        )
    fixed = exercise.cases(np.random.default_rng(0))
    known = _known.setdefault((exercise.cases, exercise.observe), {})
    verdict = _try(exercise, answer, fixed, known)
    if verdict is not None:
        return verdict
    for _ in range(FRESH_ROUNDS):
        fresh = exercise.cases(np.random.default_rng())
        if _try(exercise, answer, fresh, {}) is not None:
            return FAILED, (
                "right for the check's usual input, but not for other input. "
                "Does your answer hold a number, a size or a seed that belongs to one example?"
            )
    return PASSED, exercise.follows


def _judge_value(exercise: Exercise, answer) -> tuple[str, str]:
    if callable(answer):
        return FAILED, "the answer is a value, not a function."
    expected = exercise.solution()
    if same(answer, expected, exercise.tolerance):
        return PASSED, exercise.follows
    for wrong, hint in exercise.known_mistakes():
        if same(answer, wrong, exercise.tolerance):
            return FAILED, hint
    form = right_but_for([answer], [expected], exercise.tolerance)
    form = form or wrong_form(answer, expected)
    if form or not isinstance(expected, tuple):
        return FAILED, form or f"{show(answer)} is not it."
    right = [
        f"number {place}"
        for place, pair in enumerate(zip(answer, expected, strict=True), start=1)
        if same(*pair, exercise.tolerance)
    ]
    known = f" Right is {' and '.join(right)}." if right else ""
    return FAILED, f"{show(tuple(answer))} is not it.{known}"


def _try(exercise: Exercise, answer, cases, known: dict) -> tuple[str, str] | None:
    """What is wrong with an answer on these cases, or None; `known` keeps their outcomes."""

    def outcomes(own):
        if own not in known:
            known[own] = [_observe(exercise, own, case) for case in cases]
        return known[own]

    results = []
    for case in cases:
        result, complaint = _run(exercise, answer, case)
        if complaint:
            return FAILED, complaint
        if result is None and not results:
            return NOT_TRIED, (
                "your function returns None. Fill in its body and end it with `return`."
            )
        results.append(result)
    expected = outcomes(exercise.solution)
    wrong = first_difference(results, expected, exercise.tolerance)
    if wrong is None:
        return None
    if exercise.planted is not None:
        planted = outcomes(exercise.planted)
        if first_difference(results, planted, exercise.tolerance) is None:
            return (
                NOT_TRIED,
                "the function still does what it did: the fault is in it.",
            )
    for mistake, hint in exercise.known_mistakes():
        try:
            outcome = outcomes(mistake)
        except Exception:  # a mistake that cannot take this case is not this one
            continue
        if first_difference(results, outcome, exercise.tolerance) is None:
            return FAILED, hint
    form = right_but_for(results, expected, exercise.tolerance)
    if form:
        return FAILED, form
    result, right = results[wrong], expected[wrong]
    told = wrong_form(result, right) or wrong_numbers(result, right, exercise)
    return FAILED, f"{describe(exercise, cases[wrong])}: {told}"


def _run(exercise: Exercise, answer, case):
    """The reader's result for one case, and a complaint if there is none."""
    given = copy.deepcopy(case)
    where = describe(exercise, case)
    try:
        with time_limit(exercise.seconds):
            result = _observe(exercise, answer, given)
    except Timeout:
        return None, (
            f"{where}: your answer took longer than {exercise.seconds:g} seconds and was "
            "stopped. Is there a loop without end?"
        )
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # an answer may even call exit()
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        text = " ".join(lines[:2])[:200]
        return None, f"{where}: your answer raised {type(error).__name__}: {text}"
    for name, before, after in zip(names(exercise), case, given, strict=False):
        if _is_numbers(before) and not same(after, before, 0):
            return None, f"your function changes its argument {name}; work on a copy."
    return result, None


def _observe(exercise: Exercise, answer, case):
    if exercise.observe is None:
        return answer(*case)
    return exercise.observe(answer, *case)


def _is_numbers(value) -> bool:
    return np.asarray(value).dtype.kind in "biuf"
