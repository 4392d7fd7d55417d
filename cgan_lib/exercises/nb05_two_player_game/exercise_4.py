"""05.4 Steps until D is fooled."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def count_steps():
    counts = []
    for push in (lambda p: p, lambda p: 1 - p):  # minimax, non-saturating
        logit, steps = -6.0, 0
        while logit <= 0:
            logit += push(1 / (1 + np.exp(-logit)))
            steps += 1
        counts.append(steps)
    return tuple(counts)


EXERCISE = Exercise(
    title="Steps until D is fooled",
    difficulty="core",
    minutes=8,
    solution=count_steps,
    mistakes=(
        ((7, 412), "the two are exchanged: minimax comes first."),
        (
            (2427, 7),
            "you took the first push for all steps; work it out anew at each logit.",
        ),
        (
            (2426.57, 6.01),
            "steps are whole, and the push changes from step to step: write a loop.",
        ),
        (
            (2426, 6),
            "you divided 6 by the first push; the push changes from step to step.",
        ),
        ((411, 6), "one step too few: the last one, to above 0, counts too."),
        ((413, 8), "one step too many: count the steps, not the places."),
        ((7, 7), "both times the non-saturating push; minimax pushes with p."),
        ((412, 412), "both times the minimax push; non-saturating is 1 - p."),
        ((411, 7), "minimax: one step too few. The last one, to above 0, counts too."),
        ((413, 7), "minimax: one step too many; begin to count at 0."),
        ((412, 6), "non-saturating: one step too few. The last one counts too."),
        ((412, 8), "non-saturating: one step too many; begin to count at 0."),
    ),
    hints=(
        "A `while` loop: as long as the logit is not above 0, move it and count.",
        "Minimax pushes with p = sigmoid(logit), the other one with 1 - p.",
        "Work p out inside the loop, and start again at -6 for the second loss.",
    ),
    follows="From logit -12 it would be more than 160,000 steps against 13.",
)
