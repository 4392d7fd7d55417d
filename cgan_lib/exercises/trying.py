"""An answer is tried on cases: what it returns, or a complaint."""

import contextlib
import copy
import io
import itertools
import re
from collections.abc import Iterator, MappingView

from cgan_lib.exercises import limits
from cgan_lib.exercises.comparison import NUMBERS, same
from cgan_lib.exercises.exercise import Exercise, WrongFormError
from cgan_lib.exercises.wording import describe, names
from cgan_lib.language import phrase

import numpy as np

MOST = 10_000  # things that are taken from what gives them one by one
ADVICE = {  # what belongs to an error
    "truth value of an array": phrase(
        "`max`, `if` and `and` take single numbers; for arrays there are np.maximum "
        "and np.where."
    ),
    "could not be broadcast": phrase(
        "Axes are matched from the last one on: they must be equal, or 1."
    ),
    "slice indices must be integers": phrase(
        "`//` gives a whole number, `/` never does."
    ),
    "Unknown variable": phrase(
        "An optimiser moves one network's weights only: each has its own."
    ),
}


class Printed(io.StringIO):
    """What is printed meanwhile. An answer that closes it closes nothing."""

    def close(self):
        pass


def results(exercise: Exercise, answer, rounds, is_wrong, begun):
    """The results of some rounds, a complaint or None, and whether anything was printed."""
    found, printed = [], Printed()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        for cases in rounds:
            for case in cases:
                begun[0] = len(found)
                result, complaint = run(exercise, answer, case)
                if complaint:
                    return found, complaint, bool(printed.getvalue())
                found.append(result)
            if cases is rounds[0] and is_wrong(found):
                break
    return found, None, bool(printed.getvalue())


def run(exercise: Exercise, answer, case):
    """The reader's result for one case, and a complaint if there is none."""
    given = copy.deepcopy(case)
    where = describe(exercise, case)
    try:
        result = observe(exercise, lambda *parts: listed(answer(*parts)), given)
    except (KeyboardInterrupt, limits.Timeout):
        raise
    except WrongFormError as error:
        return None, f"{where}: {error}"
    except BaseException as error:  # an answer may even call exit()
        plain = re.sub(r"\x1b\[[0-9;]*m", "", str(error))  # Keras writes in bold
        lines = [line.strip() for line in plain.splitlines() if line.strip()]
        text = " ".join(lines[:2])[:200]
        more = next((f". {more}" for part, more in ADVICE.items() if part in text), "")
        parts = where, type(error).__name__, text + more
        return None, phrase("{0}: your answer raised {1}: {2}", *parts)
    for name, before, after in zip(names(exercise), case, given, strict=False):
        if _is_numbers(before) and not same(after, before, 0):
            told = phrase(
                "your function changes its argument {0}; work on a copy.", name
            )
            return None, told
    return result, None


def listed(result):
    """The same result, but what it gives one by one (a generator, a `map`) as a tuple."""
    if isinstance(result, Iterator | MappingView):
        result = tuple(itertools.islice(result, MOST))
    if type(result) in (tuple, list) and len(result) < MOST:
        return type(result)(map(listed, result))
    return result


def observe(exercise: Exercise, answer, case):
    if exercise.observe is None:
        return answer(*case)
    return exercise.observe(answer, *case)


def _is_numbers(value) -> bool:
    return np.asarray(value).dtype.kind in NUMBERS
