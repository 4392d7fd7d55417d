"""What an exercise is, and how an answer is judged: by what it does, never by how it is written."""

import copy
import dataclasses
import inspect
from collections.abc import Callable, Sequence

from cgan_lib.exercises.limits import Timeout, time_limit

import keras
import numpy as np

FRESH_ROUNDS = 2  # how often an answer that passed is tried on new random cases
SHOWN = 12  # numbers: of a larger array a message shows the shape
NOT_TRIED, PASSED, FAILED = "not tried", "passed", "tried"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise. The answer is a function, or a value if there are no cases.

    Attributes:
        title: as it stands in the notebook's heading.
        difficulty: "warm-up", "core" or "stretch".
        minutes: how long it takes.
        solution: the answer, a function; if a value is asked for, a function without arguments
            that works it out.
        mistakes: pairs (answer, hint). An answer that does on each case what this one does gets
            this hint.
        hints: what `hint` gives, one after the other.
        follows: one sentence for a correct answer: what follows from it.
        cases: a function of a random generator that returns the arguments of some calls, as a
            list of tuples. The same cases are tried each time, then new random ones.
        observe: what of an answer is looked at: a function of (answer, *case) that returns
            numbers; if None, the answer's own result.
        planted: the function with the fault in it that the reader is to repair; handed in as it
            is, it counts as not tried.
        tolerance: numbers may differ by this share, or by this much where they are below 1.
        seconds: an answer that takes longer is stopped, where the platform allows it.
    """

    title: str
    difficulty: str
    minutes: int
    solution: Callable
    mistakes: Sequence[tuple[object, str]]
    hints: Sequence[str]
    follows: str
    cases: Callable | None = None
    observe: Callable | None = None
    planted: Callable | None = None
    tolerance: float = 1e-4
    seconds: float = 5


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
    verdict = _try(exercise, answer, fixed)
    if verdict is not None:
        return verdict
    for _ in range(FRESH_ROUNDS):
        fresh = exercise.cases(np.random.default_rng())
        if _try(exercise, answer, fresh) is not None:
            return FAILED, (
                "right for the check's usual input, but not for other input. "
                "Does your answer hold a number, a size or a seed that belongs to one example?"
            )
    return PASSED, exercise.follows


def _judge_value(exercise: Exercise, answer) -> tuple[str, str]:
    if callable(answer):
        return FAILED, "the answer is a value, not a function."
    expected = exercise.solution()
    if _same(answer, expected, exercise.tolerance):
        return PASSED, exercise.follows
    for wrong, hint in exercise.mistakes:
        if _same(answer, wrong, exercise.tolerance):
            return FAILED, hint
    form = _right_but_for([answer], [expected], exercise.tolerance)
    form = form or _wrong_form(answer, expected)
    if form or not isinstance(expected, tuple):
        return FAILED, form or f"{_show(answer)} is not it."
    right = [
        f"number {place}"
        for place, pair in enumerate(zip(answer, expected, strict=True), start=1)
        if _same(*pair, exercise.tolerance)
    ]
    known = f" Right is {' and '.join(right)}." if right else ""
    return FAILED, f"{_show(tuple(answer))} is not it.{known}"


def _try(exercise: Exercise, answer, cases) -> tuple[str, str] | None:
    """What is wrong with an answer on these cases, or None."""
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
    expected = [_observe(exercise, exercise.solution, case) for case in cases]
    wrong = _first_difference(results, expected, exercise.tolerance)
    if wrong is None:
        return None
    if exercise.planted is not None:
        planted = [_observe(exercise, exercise.planted, case) for case in cases]
        if _first_difference(results, planted, exercise.tolerance) is None:
            return (
                NOT_TRIED,
                "the function still does what it did: the fault is in it.",
            )
    for mistake, hint in exercise.mistakes:
        try:
            outcome = [_observe(exercise, mistake, case) for case in cases]
        except Exception:  # a mistake that cannot take this case is not this one
            continue
        if _first_difference(results, outcome, exercise.tolerance) is None:
            return FAILED, hint
    form = _right_but_for(results, expected, exercise.tolerance)
    if form:
        return FAILED, form
    result, right = results[wrong], expected[wrong]
    told = _wrong_form(result, right) or _wrong_numbers(result, right, exercise)
    return FAILED, f"{_describe(exercise, cases[wrong])}: {told}"


def _right_but_for(results, expected, tolerance) -> str | None:
    """What to say of numbers that are right but for their precision or their unit, or None."""
    pairs = [_as_arrays(*pair) for pair in zip(results, expected, strict=True)]
    if None in pairs:
        return None
    if all(_is_in_float16(a) for a, _ in pairs) and all(
        np.allclose(a.astype("float64"), b, rtol=5e-3, atol=5e-3) for a, b in pairs
    ):
        return (
            "the numbers are right but for the precision of float16, about three digits. "
            "Compute in float32."
        )
    shares = all(b.size and 0 <= b.min() <= b.max() <= 1 for _, b in pairs)
    if shares and all(
        np.allclose(a, 100 * b, rtol=max(tolerance, 1e-3), atol=100 * tolerance)
        for a, b in pairs
    ):
        return "these are percentages; expected a share from 0 to 1."
    return None


def _as_arrays(answer, expected):
    """Both as arrays of numbers of the same shape, or None if they are not."""
    if isinstance(expected, tuple | str) or _wrong_form(answer, expected):
        return None
    return np.asarray(answer), np.asarray(expected)


def _is_in_float16(array) -> bool:
    """Whether float16 holds these numbers, in its own type or after a change back to a wider."""
    if array.dtype == np.float16:
        return True
    if array.dtype.kind != "f":
        return False
    with np.errstate(over="ignore"):
        return array.size > 3 and np.array_equal(array.astype("float16"), array)


def _run(exercise: Exercise, answer, case):
    """The reader's result for one case, and a complaint if there is none."""
    given = copy.deepcopy(case)
    where = _describe(exercise, case)
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
    for name, before, after in zip(_names(exercise), case, given, strict=False):
        if _is_numbers(before) and not _same(after, before, 0):
            return None, f"your function changes its argument {name}; work on a copy."
    return result, None


def _observe(exercise: Exercise, answer, case):
    if exercise.observe is None:
        return answer(*case)
    return exercise.observe(answer, *case)


def _first_difference(results, expected, tolerance) -> int | None:
    for i, pair in enumerate(zip(results, expected, strict=True)):
        if not _same(*pair, tolerance):
            return i
    return None


def _same(answer, expected, tolerance) -> bool:
    """The same form and, within the tolerance, the same numbers."""
    if isinstance(expected, str) or isinstance(answer, str):
        both = isinstance(answer, str) and isinstance(expected, str)
        return both and answer.strip().lower() == expected.strip().lower()
    if _wrong_form(answer, expected):
        return False
    if isinstance(expected, tuple):
        return all(
            _same(*pair, tolerance) for pair in zip(answer, expected, strict=True)
        )
    return np.allclose(
        np.asarray(answer), np.asarray(expected), rtol=tolerance, atol=tolerance
    )


def _wrong_form(answer, expected) -> str | None:
    """What is wrong with the kind or the shape of an answer, or None."""
    if isinstance(expected, str):
        return None if isinstance(answer, str) else "expected a word, in quotes."
    if isinstance(answer, str) and isinstance(expected, tuple):
        return f"expected {len(expected)} things with commas between, but got one text."
    if isinstance(answer, str):
        return "expected numbers, but got text: leave out the quotes."
    if isinstance(expected, tuple):
        try:
            parts = tuple(answer)
        except TypeError:
            parts = (answer,)
        if len(parts) != len(expected):
            return f"expected {len(expected)} things, but got {len(parts)}."
        forms = (_wrong_form(*pair) for pair in zip(parts, expected, strict=True))
        return next(filter(None, forms), None)
    try:
        array = np.asarray(answer)
    except Exception:
        array = np.asarray(None)
    if array.dtype.kind in "US" and array.ndim:
        return "expected numbers, but got texts: leave out the quotes."
    if array.dtype.kind not in "biuf":
        return f"expected numbers, but got {type(answer).__name__}."
    right = np.asarray(expected)
    if array.shape != right.shape:
        names = [
            f"the shape {shape}" if shape else "a single number"
            for shape in (right.shape, array.shape)
        ]
        return f"expected {names[0]}, but got {names[1]}."
    if np.isnan(array).any() and not np.isnan(right).any():
        return "the result holds NaN, 'not a number'."
    return None


def _is_numbers(value) -> bool:
    return np.asarray(value).dtype.kind in "biuf"


def _wrong_numbers(result, right, exercise: Exercise) -> str:
    """What was expected and what came; of a large array, the first place that is wrong."""
    if isinstance(right, tuple) and any(isinstance(part, str) for part in right):
        return _wrong_parts(result, right, exercise)
    if isinstance(right, tuple) and any(np.size(part) > SHOWN for part in right):
        for place, pair in enumerate(zip(result, right, strict=True), start=1):
            if not _same(*pair, exercise.tolerance):
                return f"in result {place}, {_wrong_numbers(*pair, exercise)}"
    if isinstance(right, tuple) or np.size(right) <= SHOWN:
        return f"expected {_show(right)}, but got {_show(result)}."
    result, right = np.asarray(result), np.asarray(right)
    near = np.isclose(result, right, rtol=exercise.tolerance, atol=exercise.tolerance)
    place = tuple(int(i) for i in np.argwhere(~near)[0])
    return (
        f"at [{', '.join(map(str, place))}] expected {_show(right[place])}, "
        f"but got {_show(result[place])}."
    )


def _wrong_parts(result, right, exercise: Exercise) -> str:
    """Of a tuple in which words stand before the numbers that they name, what is wrong."""
    told, name, name_is_right, place = [], "the result", True, 0
    for came, wanted in zip(result, right, strict=True):
        same = _same(came, wanted, exercise.tolerance)
        if isinstance(wanted, str):
            name, name_is_right, place = wanted, same, 0
            if not same:
                told.append(f"expected “{wanted}”, but got “{came}”")
            continue
        place += 1
        if not same and name_is_right:
            which = f"{name}, number {place}" if place > 1 else name
            told.append(f"{which}: expected {_show(wanted)}, but got {_show(came)}")
    return "; ".join(told) + "."


def _names(exercise: Exercise) -> list[str]:
    return list(inspect.signature(exercise.solution).parameters)


def _describe(exercise: Exercise, case) -> str:
    parts = (
        f"{name} = {_show(value)}"
        for name, value in zip(_names(exercise), case, strict=False)
    )
    return "for " + ", ".join(parts)


def _show(value) -> str:
    """A value in few characters: small arrays by their numbers, large ones by their shape."""
    if isinstance(value, tuple):
        text = "(" + ", ".join(map(_show, value)) + ")"
    elif isinstance(value, str | bool | int) or value is None:
        text = repr(value)
    else:
        try:
            array = np.asarray(value)
            if array.size > SHOWN or array.dtype == object:
                text = f"an array of shape {array.shape}"
            elif array.ndim == 0:
                text = f"{array.item():.6g}"
            else:
                text = np.array2string(array, precision=4, separator=", ")
        except Exception:
            text = type(value).__name__
    text = " ".join(text.split())
    return text if len(text) <= 160 else text[:157] + "..."
