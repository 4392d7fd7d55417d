"""What an exercise is."""

import dataclasses
import inspect
from collections.abc import Callable, Sequence


class WrongFormError(Exception):
    """What `observe` says of an answer's result that it cannot look at."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise. The answer is a function, or a value if there are no cases.

    Attributes:
        title: as it stands in the notebook's heading.
        difficulty: "warm-up", "core" or "stretch".
        minutes: how long it takes.
        solution: the answer, a function; if a value is asked for, a function without arguments
            that works it out.
        mistakes: wrong answers. Each is a function whose docstring is its hint, or, where the
            answer is a value or was made by another function, a pair (answer, hint). An answer
            that does on each case what a mistake does gets its hint, after "not yet:"; if several
            mistakes do the same, that of the first. So a hint tells what is seen, and asks for a
            cause if there can be several.
        hints: what `hint` gives, one after the other.
        follows: one sentence for a correct answer: what follows from it.
        cases: a function of a random generator that returns the arguments of some calls, as a
            list of tuples. The same cases are tried each time, then new random ones.
        observe: what of an answer is looked at: a function of (answer, *case) that returns
            numbers; if None, the answer's own result.
        planted: the function with the fault in it that the reader is to repair; handed in as it
            is, it counts as not tried.
        means: of an exercise that asks for a number: what another number would mean, a function
            that returns the end of a sentence.
        words: the words that an answer may hold; another one is told to be none of them.
        tolerance: numbers may differ by this share, or by this much where they are below 1.
        seconds: of the processor's time; an answer that takes longer, for all cases together, is
            stopped where `limits` can stop it.
    """

    title: str
    difficulty: str
    minutes: int
    solution: Callable
    mistakes: Sequence[Callable | tuple[object, str]]
    hints: Sequence[str]
    follows: str
    cases: Callable | None = None
    observe: Callable | None = None
    planted: Callable | None = None
    means: Callable | None = None
    words: Sequence[str] = ()
    tolerance: float = 1e-4
    seconds: float = 10

    def known_mistakes(self) -> list[tuple[object, str]]:
        """The mistakes as pairs (answer, hint), in their order; each hint is one line.

        Raises:
            TypeError: if a mistake is neither a pair nor a function with a docstring.
        """
        return [m if isinstance(m, tuple) else (m, _hint_of(m)) for m in self.mistakes]


def _hint_of(mistake) -> str:
    hint = inspect.getdoc(mistake) if inspect.isfunction(mistake) else None
    if not hint:
        raise TypeError(f"a mistake needs a docstring, its hint; got {mistake!r}")
    return " ".join(hint.split())
