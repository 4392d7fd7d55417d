"""The course's exercises: `check` an answer, ask for a `hint`, see the `solution`.

Exercise 06.3 is the module `nb06_training.exercise_3`: its solution, and the mistakes that `check`
knows by name, are ordinary functions to read and to run. A mistake's docstring is its hint.

To add an exercise, say 14.2, to `notebooks/14_name.ipynb`:

1. Write `nb14_name/exercise_2.py` (a new folder needs an `__init__.py` as well). It ends with
   `EXERCISE = Exercise(...)`; `exercise.py` says what belongs in it. Give at least two hints, and
   three mistakes with a hint of their own; each text ends with `.`, `?` or `!`. The solution has
   no docstring, since `solution` prints it.
2. In the notebook write a text cell with `### 14.2 Title`, an empty line, `*core · 5 minutes*` and
   the question, then a code cell with the stub and `check("14.2", answer)`. The stub is
   `answer = ...`, `def answer(x): ...` or the planted function. Two to five exercises of a notebook
   have a check, a warm-up and a core one among them; an open one comes last. 00 to 13 have five,
   so a new one takes the place of an old one there, and notebooks/TEACHING.md names some.
3. If the answer is a function, add two other right ones to ANSWERS in
   `tests/exercise_answers/nb14.py`.
4. Run `python tests/run_notebooks.py notebooks/14_name.ipynb`: it stores what the cell prints, and
   the README's table counts the exercise. Then
   `pytest tests/test_exercises.py -k "14.2 or notebook"` says what is still missing.
"""

import sys

if sys.flags.optimize > 1:
    raise ImportError("the hints are docstrings: start Python without -OO")
if hasattr(sys.stdout, "reconfigure"):  # a terminal may lack the signs of an answer
    sys.stdout.reconfigure(errors="backslashreplace")

from cgan_lib.exercises.commands import check, hint, progress, solution

__all__ = ["check", "hint", "progress", "solution"]
