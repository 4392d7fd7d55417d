"""10.3 The seven others."""

from cgan_lib import clinic
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.exercises.nb10_when_training_fails.swapping import swapped


def what_the_others_have():
    return tuple(clinic.PATIENTS[letter] for letter in "ACEFGHJ")


STRONG, CLASS_9, NOISE, HEALTHY, RANGE, LABEL, COLLAPSE = what_the_others_have()


EXERCISE = Exercise(
    title="The seven others",
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
            swapped(what_the_others_have(), NOISE, COLLAPSE),
            "E and J are the wrong way round. In both a label has one picture. If no noise comes "
            "in, nothing can differ, not by one pixel: whose spread is 0?",
        ),
        (
            swapped(what_the_others_have(), CLASS_9, NOISE),
            "C and E are the wrong way round. Compare the three noises at the end: where do "
            "they give the same pictures? And where is one row of the table wrong?",
        ),
        (
            swapped(what_the_others_have(), NOISE, LABEL),
            "E and H are the wrong way round. If the label never reached D, the table would "
            "have no diagonal at all.",
        ),
        (
            swapped(what_the_others_have(), CLASS_9, LABEL),
            "C and H are the wrong way round. A class that is never asked for spoils one row "
            "of the table; a label that never reaches D spoils them all.",
        ),
        (
            swapped(what_the_others_have(), STRONG, NOISE),
            "A and E are the wrong way round. A's pictures are noise; E's are digits, but "
            "compare its three noises.",
        ),
        (
            swapped(what_the_others_have(), HEALTHY, NOISE),
            "E and F are the wrong way round. Compare the three noises at the end of each.",
        ),
    ],
    words=list(clinic.PATIENTS.values()),
    hints=[
        "Begin with the pictures: in one patient no digits come, in one they stand on grey, and "
        "in two the three noises give one picture.",
        "Of those two, the chart of the spread says which is 0 and which is only small.",
        "For the three that are left, look at the table: no diagonal, one row wrong, or neither?",
    ],
    follows="each fault shows in its pictures or in its table.",
)
