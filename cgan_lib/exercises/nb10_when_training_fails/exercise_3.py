"""10.3 The six others."""

from cgan_lib import clinic
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.exercises.nb10_when_training_fails.swapping import swapped


def what_the_others_have():
    return tuple(clinic.PATIENTS[letter] for letter in "ACEFGH")


STRONG, CLASS_9, COLLAPSE, HEALTHY, RANGE, LABEL = what_the_others_have()


EXERCISE = Exercise(
    title="The six others",
    difficulty="core",
    minutes=8,
    solution=what_the_others_have,
    mistakes=[
        (
            swapped(what_the_others_have(), STRONG, RANGE),
            "A and G are the wrong way round. In one of them G hardly moves, and noise stays "
            "noise; in the other digits come, but not on black.",
        ),
        (
            swapped(what_the_others_have(), CLASS_9, COLLAPSE),
            "C and E are the wrong way round. Compare the three noises at the end: where do "
            "they give the same pictures? And where is one row of the table wrong?",
        ),
        (
            swapped(what_the_others_have(), COLLAPSE, LABEL),
            "E and H are the wrong way round. If the label never reached D, the table would "
            "have no diagonal at all.",
        ),
        (
            swapped(what_the_others_have(), CLASS_9, LABEL),
            "C and H are the wrong way round. A class that is never asked for spoils one row "
            "of the table; a label that never reaches D spoils them all.",
        ),
        (
            swapped(what_the_others_have(), STRONG, COLLAPSE),
            "A and E are the wrong way round. A's pictures are noise; E's are digits, but "
            "compare its three noises.",
        ),
        (
            swapped(what_the_others_have(), HEALTHY, COLLAPSE),
            "E and F are the wrong way round. Compare the three noises at the end of each.",
        ),
    ],
    words=list(clinic.PATIENTS.values()),
    hints=[
        "Three of them have D right on more than 0.95 of both kinds of pairs, three do not: "
        "the middle and the right branch of the chart.",
        "For the middle branch: which has a diagonal in its table? Of the other two, compare "
        "the five moments: do digits come at all?",
        "For the right branch: which has no diagonal? Then look at the three noises at the "
        "end of the two others.",
    ],
    follows="each fault shows in its pictures or in its table.",
)
