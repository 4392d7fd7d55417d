"""Exercises of notebook 10_when_training_fails."""

from cgan_lib import clinic
from cgan_lib.exercises.exercise import Exercise

import numpy as np

# 10.1 Which one is healthy?


def healthy_patient():
    return next(letter for letter, has in clinic.PATIENTS.items() if has == "healthy")


LOOK_AGAIN = {
    "discriminator_far_too_strong": "its digits never came: look at the five moments, all noise.",
    "sigmoid_twice": "look at D's accuracy: can D that never calls a fake 'fake' be well?",
    "class_never_asked_for": "look at the last row of its table, and at the last column of its "
    "pictures.",
    "frozen_discriminator": "its curves are smooth, and its pictures are noise.",
    "mode_collapse": "compare the pictures of its three noises.",
    "images_from_0_to_1": "look at the ground of its pictures: real digits stand on black.",
    "label_never_reaches_discriminator": "its pictures look like digits; are they those that "
    "were asked for?",
    "learns_in_the_wrong_turn": "look at D's accuracy: can D that never calls a fake 'fake' be "
    "well? And what should D's loss be if it guesses?",
}

# 10.2 and 10.3 What do they have?


def what_one_answer_means():
    return tuple(clinic.PATIENTS[letter] for letter in "BDI")


def what_the_others_have():
    return tuple(clinic.PATIENTS[letter] for letter in "ACEFGH")


def swapped(names, one, other):
    """The same names, with two of them in each other's place."""
    places = {one: other, other: one}
    return tuple(places.get(name, name) for name in names)


FROZEN, TWICE, WRONG_TURN = (
    "frozen_discriminator",
    "sigmoid_twice",
    "learns_in_the_wrong_turn",
)
STRONG, CLASS_9, COLLAPSE, HEALTHY, RANGE, LABEL = what_the_others_have()

# 10.4 All alike?


def labels_drawn_alike(pictures):
    spread = np.std(pictures, axis=0)  # over the noises: (labels, height, width)
    return np.flatnonzero(spread.max(axis=(1, 2)) < 0.02)


def alike_over_the_labels(pictures):
    spread = np.std(pictures, axis=1)
    return np.flatnonzero(spread.max(axis=(1, 2)) < 0.02)


def labels_drawn_differently(pictures):
    spread = np.std(pictures, axis=0)
    return np.flatnonzero(spread.max(axis=(1, 2)) >= 0.02)


def alike_as_true_or_false(pictures):
    return np.std(pictures, axis=0).max(axis=(1, 2)) < 0.02


def alike_in_some_pixel(pictures):
    spread = np.std(pictures, axis=0)
    return np.flatnonzero(spread.min(axis=(1, 2)) < 0.02)


def alike_on_average(pictures):
    return np.flatnonzero(np.std(pictures, axis=0).mean(axis=(1, 2)) < 0.02)


def alike_by_variance(pictures):
    return np.flatnonzero(np.var(pictures, axis=0).max(axis=(1, 2)) < 0.02)


def alike_in_two_noises(pictures):
    return labels_drawn_alike(pictures[:2])


def none_found(*_):
    return np.array([], int)


def alike_cases(random):
    cases = []
    for noises, labels, same in ((3, 4, [2]), (5, 8, [0, 3, 6]), (4, 5, [])):
        pictures = random.uniform(size=(noises, labels, 6, 5))
        pictures[:, :, 0, 0] = 0.5  # one pixel that never changes
        pictures[:, same] = pictures[:1, same]
        pictures[:, same] += random.uniform(0, 0.03, size=(noises, len(same), 6, 5))
        if labels > 4:
            differences = random.uniform(0, 0.2, size=(noises, 6, 5))
            pictures[:, 1] = pictures[0, 1] + differences
            pictures[:, 2] = pictures[0, 2]  # the same but for one pixel
            pictures[:, 2, 3, 3] = np.linspace(0, 1, noises)
            pictures[:2, 4] = pictures[0, 4]  # the same in the first two noises
        else:
            pictures[1] = pictures[1, 2]  # one noise draws one picture for all labels
        cases.append((pictures[:, random.permutation(labels)],))
    return cases


# 10.5 Who was never asked for?


def rows_that_stayed(before, after):
    before, after = np.asarray(before), np.asarray(after)
    return np.flatnonzero((before == after).all(axis=1))


def rows_that_moved(before, after):
    return np.flatnonzero((before != after).any(axis=1))


def columns_that_stayed(before, after):
    return np.flatnonzero((before == after).all(axis=0))


def rows_with_a_number_that_stayed(before, after):
    return np.flatnonzero((before == after).any(axis=1))


def rows_with_the_same_sum(before, after):
    close = np.isclose(np.sum(before, axis=1), np.sum(after, axis=1))
    return np.flatnonzero(close)


def rows_that_are_close(before, after):
    return np.flatnonzero(np.isclose(before, after).all(axis=1))


def how_many_rows_stayed(before, after):
    return (before == after).all(axis=1).sum()


def table_cases(random):
    cases = []
    for rows, width, still in ((10, 4, [9]), (5, 5, [0, 3]), (7, 3, [])):
        before = random.normal(size=(rows, width))
        after = before + random.choice([-0.1, 0.1], size=before.shape)
        after[still] = before[still]
        moved = [row for row in range(rows) if row not in still]
        after[moved[0]] = np.roll(before[moved[0]], 1)  # the same numbers elsewhere
        after[moved[1], 0] = before[moved[1], 0]  # one number stays
        after[moved[2]] = before[moved[2]] * (1 + 3e-6)  # moved, though by little
        if not still:
            after[:, 1] = before[:, 1]  # a column stays
        order = random.permutation(rows)
        cases.append((before[order], after[order]))
    return cases


EXERCISES = {
    "10.1": Exercise(
        title="Which one is healthy?",
        difficulty="warm-up",
        minutes=3,
        solution=healthy_patient,
        mistakes=[
            (letter, f"{letter} is ill: {LOOK_AGAIN[has]}")
            for letter, has in clinic.PATIENTS.items()
            if has != "healthy"
        ],
        hints=[
            "The curves alone do not tell. Begin with the tables: which have a dark diagonal, "
            "in all ten rows?",
            "Some of those are left. Now D's accuracy: in which of them do both marks lie below "
            "the grey band? And do the three noises give three handwritings?",
        ],
        follows="its G pays 1.9 at the end, and in four of the eight ill runs G pays less: a low "
        "loss is no health.",
    ),
    "10.2": Exercise(
        title="D says the same to all",
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
        hints=[
            "All three have D's accuracy near 1 on real pairs and near 0 on fakes. The left "
            "branch of the chart has three boxes: noise, D's loss above 0.69, D's loss below.",
            "For D's loss 0.69 is what guessing costs. A D that learns can be above it only if "
            "something teaches it the opposite of what its own turn teaches.",
        ],
        follows="D called every fake real, so G's loss said nothing about the digits.",
    ),
    "10.3": Exercise(
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
        hints=[
            "Three of them have D right on more than 0.95 of both kinds of pairs, three do not: "
            "the middle and the right branch of the chart.",
            "For the middle branch: which has a diagonal in its table? Of the other two, compare "
            "the five moments: do digits come at all?",
            "For the right branch: which has no diagonal? Then look at the three noises at the "
            "end of the two others.",
        ],
        follows="each fault shows in its pictures or in its table.",
    ),
    "10.4": Exercise(
        title="Mode collapse, by a rule",
        difficulty="core",
        minutes=8,
        solution=labels_drawn_alike,
        mistakes=[
            (
                alike_over_the_labels,
                "the axes are swapped: axis 0 has the noises, axis 1 the labels. Compare over the "
                "noises.",
            ),
            (
                labels_drawn_differently,
                "these are the labels whose pictures do differ.",
            ),
            (
                alike_as_true_or_false,
                "True or False for each label; the labels themselves are asked for, such as [2].",
            ),
            (
                alike_in_some_pixel,
                "one pixel that stays the same is not enough: all pixels must.",
            ),
            (
                none_found,
                "you found none. Pictures that are alike still differ a little: 0.02 is allowed.",
            ),
            (
                alike_on_average,
                "alike on average over the pixels; one pixel that differs must count.",
            ),
            (alike_by_variance, "a standard deviation is asked for, not its square."),
            (alike_in_two_noises, "two noises are not enough: take all of them."),
        ],
        hints=[
            "np.std(pictures, axis=0) has a number for each label and pixel: how much this pixel "
            "differs from noise to noise.",
            "A label's pictures are alike if the largest of these numbers, over its pixels, is "
            "below 0.02. np.flatnonzero turns True and False into places.",
        ],
        follows="this is how one sees a collapse without a judge, while the run goes.",
        cases=alike_cases,
    ),
    "10.5": Exercise(
        title="Who was never asked for?",
        difficulty="core",
        minutes=5,
        solution=rows_that_stayed,
        mistakes=[
            (rows_that_moved, "these are the rows that did move."),
            (
                columns_that_stayed,
                "this compares columns; a label's vector is a row.",
            ),
            (
                rows_with_a_number_that_stayed,
                "one number that stays is not enough: the whole row must.",
            ),
            (
                rows_with_the_same_sum,
                "two rows with the same sum or mean can still differ.",
            ),
            (
                rows_that_are_close,
                "a row that moved by little did move: compare with ==, not with isclose.",
            ),
            (
                none_found,
                "you found none; there are rows that stayed as they were.",
            ),
            (
                how_many_rows_stayed,
                "this is how many; the labels themselves are asked for, such as [9].",
            ),
        ],
        hints=[
            "`before == after` is a table of True and False.",
            "A row stayed if all its places are True: `.all(axis=1)`. np.flatnonzero gives the "
            "places.",
        ],
        follows="Adam moves a row by its gradient, and a row that is not asked for has none.",
        cases=table_cases,
    ),
}
