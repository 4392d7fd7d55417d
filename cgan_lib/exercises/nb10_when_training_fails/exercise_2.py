"""10.2 D calls all fakes real."""

from cgan_lib import clinic
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.exercises.nb10_when_training_fails.swapping import swapped


def what_one_answer_means():
    return tuple(clinic.PATIENTS[letter] for letter in "BDI")


FROZEN, TWICE, WRONG_TURN = (
    "frozen_discriminator",
    "sigmoid_twice",
    "learns_in_the_wrong_turn",
)

EXERCISE = Exercise(
    title="D calls all fakes real",
    difficulty="core",
    minutes=6,
    solution=what_one_answer_means,
    mistakes=[
        (
            swapped(what_one_answer_means(), TWICE, WRONG_TURN),
            "the two with digits are the wrong way round. A sigmoid lies between 0 and 1, "
            "so no fake costs D less than log 2 = 0.69 and no real pair less than 0.31: its "
            "loss is never below 0.5, but good play keeps it near. Whose loss rises above "
            "the 0.69 of a guess?",
        ),
        (
            swapped(what_one_answer_means(), FROZEN, WRONG_TURN),
            "D that learns, if only the wrong thing, still pushes G: digits come. Which of "
            "the three gets nothing but noise?",
        ),
        (
            swapped(what_one_answer_means(), FROZEN, TWICE),
            "with a sigmoid too many D still learns, and digits come. Which of the three "
            "gets nothing but noise?",
        ),
        (
            (FROZEN, WRONG_TURN, TWICE),
            "none of the three is right. Begin with the pictures: one has noise, and its D "
            "cannot have learned.",
        ),
        (
            (WRONG_TURN, TWICE, FROZEN),
            "none of the three is right. Begin with the pictures: only one has noise. Then "
            "compare D's losses of the other two.",
        ),
    ],
    words=list(clinic.PATIENTS.values()),
    hints=[
        "All three have D's accuracy near 0 on fakes. In the table of looks three rows say 'calls "
        "all fakes real': no digits, D's loss above 0.69, D's loss below.",
        "For D's loss 0.69 is what guessing costs. A D that learns can be above it only if "
        "something teaches it the opposite of what its own turn teaches.",
    ],
    follows="D called every fake real, so G's loss said nothing about the digits.",
)
