"""06.4 When was G's loss lowest?"""

from cgan_lib import recipes
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase

import numpy as np


def lowest_g_loss():
    run = recipes.load_run("classroom")
    return int(run["iterations"][np.argmin(run["g_loss"])])


def loss_there(iteration):
    run = recipes.load_run("classroom")
    if iteration not in run["iterations"]:
        return phrase(
            "the record has a line for each 100 iterations, and none for this"
        )
    [loss] = run["g_loss"][run["iterations"] == iteration]
    return phrase("there G's loss is {0:.3f}, and elsewhere it is lower", loss)


EXERCISE = Exercise(
    title="When was G's loss lowest?",
    difficulty="core",
    minutes=5,
    solution=lowest_g_loss,
    means=loss_there,
    mistakes=(
        (
            9,
            "that is the place in the record; `iterations` says which iteration it is.",
        ),
        (10, "count in iterations: the record has one line for each 100."),
        (6300, "that is the book's run; take the classroom's."),
        (1.749, "that is G's lowest loss; the question is at which iteration."),
        (800, "there D's loss is highest; look at `g_loss`."),
        (2900, "there D's loss is lowest; look at `g_loss`."),
        (1.75, "that is G's lowest loss, rounded; the question is at which iteration."),
    ),
    hints=(
        '`run = recipes.load_run("classroom")` holds `run["g_loss"]` and more.',
        "`np.argmin` gives the place of the lowest number.",
        'The same place in `run["iterations"]` is the answer.',
    ),
    follows="Compare its digits above with those of iteration 3000: the loss is no mark.",
)
