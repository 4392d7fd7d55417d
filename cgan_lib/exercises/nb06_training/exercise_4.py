"""06.4 When was G's loss lowest?"""

from cgan_lib import recipes
from cgan_lib.exercises.exercise import Exercise

import numpy as np


def lowest_g_loss():
    run = recipes.load_run("classroom")
    return int(run["iterations"][np.argmin(run["g_loss"])])


EXERCISE = Exercise(
    title="When was G's loss lowest?",
    difficulty="core",
    minutes=5,
    solution=lowest_g_loss,
    mistakes=(
        (
            9,
            "that is the place in the record; `iterations` says which iteration it is.",
        ),
        (10, "count in iterations: the record has one line for each 100."),
        (100, "there G's loss is highest."),
        (3000, "that is the end; G's loss has risen again by then."),
        (6300, "that is the book's run; take the classroom's."),
        (
            900,
            "near: one entry too early. The first entry is that of iteration 100.",
        ),
        (1.749, "that is G's lowest loss; the question is at which iteration."),
        (800, "there D's loss is highest; look at `g_loss`."),
        (2900, "there D's loss is lowest; look at `g_loss`."),
        (1.75, "that is G's lowest loss, rounded; the question is at which iteration."),
        (1100, "near: one entry too late. Which place does `np.argmin` give?"),
        (0, "the record begins at iteration 100, and the loss is not lowest there."),
    ),
    hints=(
        '`run = recipes.load_run("classroom")` holds `run["g_loss"]` and more.',
        "`np.argmin` gives the place of the lowest number.",
        'The same place in `run["iterations"]` is the answer.',
    ),
    follows="Compare its digits above with those of iteration 3000: the loss is no mark.",
)
