"""10.1 Which one is healthy?"""

from cgan_lib import clinic
from cgan_lib.exercises.exercise import Exercise


def healthy_patient():
    return next(letter for letter, has in clinic.PATIENTS.items() if has == "healthy")


LOOK_AGAIN = {
    "discriminator_far_too_strong": "its digits never came: look at the five moments, all noise.",
    "sigmoid_twice": "look at D's accuracy: can D that never calls a fake 'fake' be well?",
    "class_never_asked_for": "look at the last row of its table, and at the last column of its "
    "pictures.",
    "frozen_discriminator": "its curves are smooth, and its pictures are noise.",
    "noise_never_reaches_generator": "compare the pictures of its three noises.",
    "mode_collapse": "compare the pictures of its three noises.",
    "images_from_0_to_1": "look at the ground of its pictures: real digits stand on black.",
    "label_never_reaches_discriminator": "its pictures look like digits; are they those that "
    "were asked for?",
    "learns_in_the_wrong_turn": "look at D's accuracy: can D that never calls a fake 'fake' be "
    "well? And what should D's loss be if it guesses?",
}


EXERCISE = Exercise(
    title="Which one is healthy?",
    difficulty="warm-up",
    minutes=3,
    solution=healthy_patient,
    mistakes=[
        (letter, f"{letter} is ill: {LOOK_AGAIN[has]}")
        for letter, has in clinic.PATIENTS.items()
        if has != "healthy"
    ],
    words=list(clinic.PATIENTS),
    hints=[
        "The curves alone do not tell. Begin with the pictures: in which sheets do you see "
        "digits on black, and three noises that give three handwritings?",
        "Some of those are left. Which have a dark diagonal, in all ten rows? And in which of "
        "them is D sometimes right on fakes?",
    ],
    follows="its G pays 1.9 at the end of the first run, and four of the ill ones pay less: a low "
    "loss is no health.",
)
