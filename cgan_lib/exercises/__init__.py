"""The course's exercises: `check` an answer, ask for a `hint`, see the `solution`.

Exercise 06.3 is the module `nb06_training.exercise_3`: its solution, and the mistakes that `check`
knows by name, are ordinary functions to read and to run.
"""

from cgan_lib.exercises.commands import check, hint, progress, solution

__all__ = ["check", "hint", "progress", "solution"]
