"""`judge`: an answer is judged by what it does, never by how it is written."""

import contextlib
import copy
import dis
import functools
import inspect
import itertools
import os
import re
import warnings

from cgan_lib.exercises import facts, limits, trying
from cgan_lib.exercises.comparison import (
    as_array,
    first_difference,
    in_another_order,
    number_pairs,
    right_but_for,
    same,
    wrong_form,
)
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.exercises.wording import (
    describe,
    names,
    show,
    unknown_word,
    what_is_wrong,
)
from cgan_lib.language import phrase

import keras
import numpy as np

FRESH_ROUNDS = 2  # how often an answer that passed is tried on new random cases
NOT_TRIED, PASSED, FAILED = "not tried", "passed", "tried"

# What the library's own answers do on the fixed cases, which are the same each time.
_known: dict[tuple, dict] = {}


def judge(exercise: Exercise, answer) -> tuple[str, str]:
    """NOT_TRIED, PASSED or FAILED, and what to tell the reader."""
    if answer is ...:
        return NOT_TRIED, phrase("put your answer in place of the three dots.")
    seeds = np.random.get_state()
    try:
        with (
            np.errstate(all="ignore"),  # a right answer may warn
            warnings.catch_warnings(action="ignore"),
            contextlib.chdir(os.curdir),
        ):
            if exercise.cases is None:
                return _judge_value(exercise, answer)
            return _judge_function(exercise, answer)
    finally:
        np.random.set_state(seeds)


def _judge_function(exercise: Exercise, answer) -> tuple[str, str]:
    if isinstance(answer, keras.Model):
        return FAILED, phrase(
            "the answer is the function itself, not a model that it built."
        )
    if not callable(answer):
        return FAILED, phrase(
            "the answer is a function; got {0}. Give its name, without brackets.",
            type(answer).__name__,
        )
    if _is_stub(answer):
        return NOT_TRIED, phrase(
            "your function returns None. Fill in its body and end it with `return`."
        )
    fixed = exercise.cases(np.random.default_rng(0))
    rounds = [fixed]
    rounds += [exercise.cases(np.random.default_rng()) for _ in range(FRESH_ROUNDS)]
    cases = list(itertools.chain(*rounds))
    known = _known.setdefault((exercise.cases, exercise.observe), {})
    expected = _outcomes(exercise, exercise.solution, fixed, known)

    def is_wrong(results):
        return first_difference(results, expected, exercise.tolerance) is not None

    try:
        results, complaint, printed = limits.run(
            functools.partial(trying.results, exercise, answer, rounds, is_wrong),
            exercise.seconds,
            good=lambda outcome: not outcome[1],
        )
    except limits.Timeout as error:
        return FAILED, phrase(
            "{0}: by here your answer took longer than {1:g} seconds, "
            "and was stopped. Is there a loop without end?",
            *(describe(exercise, cases[error.args[0]]), exercise.seconds),
        )
    except limits.Crash as error:
        return FAILED, phrase(
            "{0}: your answer ended the process in which it was tried.",
            describe(exercise, cases[error.args[0]]),
        )
    told = _compare(exercise, answer, rounds, results, complaint)
    if told is None:
        return PASSED, phrase(exercise.follows)
    if printed and told[0] == FAILED:
        return FAILED, phrase(
            "{0} (What your answer prints is left out; call it yourself to see it.)",
            told[1],
        )
    return told


def _judge_value(exercise: Exercise, answer) -> tuple[str, str]:
    if callable(answer):
        return FAILED, phrase("the answer is a value, not a function.")
    answer = trying.listed(answer)
    expected = exercise.solution()
    if same(answer, expected, exercise.tolerance):
        return PASSED, phrase(exercise.follows)
    near = min(exercise.tolerance, 0.02)  # a wide one would take in other causes
    for wrong, hint in exercise.known_mistakes():
        if same(answer, wrong, near):
            return FAILED, phrase(hint)
    unknown = unknown_word(answer, exercise.words)
    if unknown and isinstance(answer, str) == isinstance(expected, str):
        return FAILED, unknown
    form = right_but_for([answer], [expected], exercise.tolerance)
    form = form or wrong_form(answer, expected)
    if form or (np.ndim(expected) == 0 and not isinstance(expected, tuple)):
        meaning = "" if form or not exercise.means else exercise.means(float(answer))
        if meaning:
            form = phrase("{0} is not it: {1}.", show(answer), meaning)
        return FAILED, form or phrase("{0} is not it.", show(answer))
    if not isinstance(expected, tuple):
        count = np.count_nonzero(as_array(answer) == expected)
        parts = show(answer), count, len(expected)
        return FAILED, phrase("{0} is not it. {1} of {2} are right.", *parts)
    right = [
        phrase("number {0}", place)
        for place, pair in enumerate(zip(answer, expected, strict=True), start=1)
        if same(*pair, exercise.tolerance)
    ]
    told = [phrase("{0} is not it.", show(tuple(answer)))]
    if in_another_order(answer, expected, exercise.tolerance):
        told.append(phrase("All is there, but not in this order."))
    if right:
        told.append(phrase("Right is {0}.", phrase(" and ").join(right)))
    return FAILED, " ".join(told)


def _is_stub(answer) -> bool:
    """Whether nothing stands in a function."""
    code = getattr(answer, "__code__", None)
    return code is not None and code.co_code == (lambda: None).__code__.co_code


def _is_untouched(answer, planted) -> bool:
    """Whether a function has the same names, constants and signs as another that does the same.

    The rest of their code may differ: a cell and a module are compiled differently.
    """
    codes = [getattr(function, "__code__", None) for function in (answer, planted)]
    return None not in codes and _holds(codes[0]) == _holds(codes[1])


def _holds(code):
    parts = [_holds(part) if inspect.iscode(part) else part for part in code.co_consts]
    signs = [
        step.argrepr for step in dis.get_instructions(code) if "_OP" in step.opname
    ]
    return code.co_names, parts, signs


def _compare(exercise, answer, rounds, results, complaint) -> tuple[str, str] | None:
    """What is wrong with an answer's results, or None."""
    results = iter(results)
    for number, cases in enumerate(rounds):
        own = list(itertools.islice(results, len(cases)))
        known = {} if number else _known[exercise.cases, exercise.observe]
        if len(own) < len(cases):
            hint = _hint_for(exercise, complaint, cases, own)
            if hint or not own:
                return FAILED, hint or complaint
            cases = cases[: len(own)]  # what came before may be wrong already
            told = _difference(exercise, answer, cases, own, {})
            return told or (FAILED, complaint)
        told = _difference(exercise, answer, cases, own, known)
        if told and number:
            return FAILED, phrase(
                "right for the check's usual input, but not for other input: {0} "
                "Does your answer hold a number, a size or a seed of one example?",
                told[1],
            )
        if told:
            return told
    return None


def _outcomes(exercise, own, cases, known) -> list:
    """What an answer of our own does; `known` keeps it."""
    if own not in known:
        known[own] = [
            trying.observe(exercise, own, case) for case in copy.deepcopy(cases)
        ]
    return known[own]


def _difference(exercise, answer, cases, results, known) -> tuple[str, str] | None:
    """How results differ from what they should be; `known` keeps the outcomes of our own."""
    outcomes = functools.partial(_outcomes, exercise, cases=cases, known=known)
    expected = outcomes(exercise.solution)
    wrong = first_difference(results, expected, exercise.tolerance)
    if wrong is None:
        return None
    if results[0] is None:
        return FAILED, phrase("your function returns None. Does it end with `return`?")
    if exercise.planted is not None:
        planted = outcomes(exercise.planted)
        if first_difference(results, planted, exercise.tolerance) is None:
            told = phrase("the function still does what it did: the fault is in it.")
            if _is_untouched(answer, exercise.planted):
                return NOT_TRIED, told
            if isinstance(results[0], str):
                told = phrase("the function still does what it did: {0}.", results[0])
            return FAILED, told
    for mistake, hint in exercise.known_mistakes():
        try:
            outcome = outcomes(mistake)
        except Exception:  # a mistake that cannot take this case is not this one
            continue
        if first_difference(results, outcome, exercise.tolerance) is None:
            return FAILED, phrase(hint)
    form = right_but_for(results, expected, exercise.tolerance)
    if form:
        return FAILED, form
    where = describe(exercise, cases[wrong])
    right = sum(
        same(*pair, exercise.tolerance) for pair in zip(results, expected, strict=True)
    )
    if right:
        parts = right, len(cases), where
        where = phrase("right for {0} of {1} inputs, but not {2}", *parts)
    told = [f"{where}: {what_is_wrong(results[wrong], expected[wrong], exercise)}"]
    if pairs := number_pairs(results, expected):
        columns = zip(*cases, strict=True)
        given = {
            name: list(map(as_array, column))
            for name, column in zip(names(exercise), columns, strict=False)
        }
        told.append(facts.of_results(*zip(*pairs, strict=True), given))
    if not isinstance(results[wrong], str):
        told.append(_idle_arguments(exercise, answer, cases, wrong))
    return FAILED, " ".join(filter(None, told))


def _idle_arguments(exercise, answer, cases, wrong) -> str | None:
    """What `facts.of_arguments` says of one case, if it can be seen in a short time."""

    def outcome_of(function):
        return lambda case: trying.run(exercise, function, case)[0]

    others = exercise.cases(np.random.default_rng(1))
    others = [*others[wrong : wrong + 1], *cases]
    work = functools.partial(
        facts.of_arguments,
        *(outcome_of(answer), outcome_of(exercise.solution), cases[wrong], others),
        *(names(exercise), exercise.observe is None),
    )
    with contextlib.suppress(limits.Timeout, limits.Crash):
        return limits.run(lambda begun: work(), exercise.seconds)


def _hint_for(exercise, complaint, cases, results) -> str | None:
    """The hint of a mistake that raises the same error after the same results, or None."""
    cases = cases[: len(results) + 1]
    for mistake, hint in exercise.known_mistakes():
        before, complaints = zip(
            *(trying.run(exercise, mistake, case) for case in cases), strict=True
        )
        if any(complaints[:-1]) or _nameless(complaints[-1]) != _nameless(complaint):
            continue
        if first_difference(results, before[:-1], exercise.tolerance) is None:
            return phrase(hint)
    return None


def _nameless(complaint):
    """Without the numbers in the names that Keras gives."""
    return complaint and re.sub(r"_\d+", "", complaint)
