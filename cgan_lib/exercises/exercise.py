"""What an exercise is."""

import dataclasses
from collections.abc import Callable, Sequence


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
