"""Exercises of notebook 07_evaluation."""

import functools

from cgan_lib import data, evaluation, judge
from cgan_lib.exercises.exercise import Exercise

import numpy as np

# 07.1 Threes for eights


def which_see_it():
    return np.array(
        [
            True,  # obedience: asked for a 3, the judge reads an 8
            False,  # variety: that of 3 and that of 8 change places, the mean stays
            False,  # Fréchet: the same 2,000 digits as before, so the same cloud
            True,  # in class: eights are compared with real threes
            False,  # precision: the same cloud
            False,  # recall: the same cloud
        ]
    )


# 07.2 Who obeys least?


def obedience_of_each(table):
    return np.diag(table) / np.sum(table, axis=1)


def obedience_of_columns(table):
    return np.diag(table) / np.sum(table, axis=0)


def obedience_of_all(table):
    return np.diag(table) / np.sum(table)


def obedience_of_200(table):
    return np.diag(table) / 200


def obedience_in_one_number(table):
    return np.trace(table) / np.sum(table)


def obedience_as_counts(table):
    return np.diag(table)


def disobedience_of_each(table):
    return 1 - obedience_of_each(table)


def obedience_as_table(table):
    return table / np.sum(table, axis=1, keepdims=True)


def obedience_cases(random):
    cases = []
    for classes in (10, 3, 26):
        table = random.integers(1, 30, size=(classes, classes))
        table[np.diag_indices(classes)] *= 10
        never_right = random.integers(classes)
        table[never_right, never_right] = 0
        cases.append((table,))
    return cases


# 07.3 Repair the balls


def precision(real, fake, k):
    among_real = np.linalg.norm(real[:, np.newaxis] - real, axis=2)
    radii = np.sort(among_real, axis=1)[:, k]  # at place 0 is the sample itself
    to_real = np.linalg.norm(fake[:, np.newaxis] - real, axis=2)  # (fakes, reals)
    return np.mean(np.any(to_real <= radii, axis=1))


def precision_planted(real, fake, k):
    among_real = np.linalg.norm(real[:, np.newaxis] - real, axis=2)
    radii = np.sort(among_real, axis=1)[:, k - 1]
    to_real = np.linalg.norm(fake[:, np.newaxis] - real, axis=2)  # (fakes, reals)
    return np.mean(np.any(to_real <= radii, axis=1))


def precision_one_too_far(real, fake, k):
    return precision(real, fake, k + 1)


def recall(real, fake, k):
    return precision(fake, real, k)


def precision_neighbours_among_fakes(real, fake, k):
    to_real = np.linalg.norm(fake[:, np.newaxis] - real, axis=2)
    radii = np.sort(to_real, axis=0)[k - 1]
    return np.mean(np.any(to_real <= radii, axis=1))


def _inside(real, fake, k):
    among_real = np.linalg.norm(real[:, np.newaxis] - real, axis=2)
    radii = np.sort(among_real, axis=1)[:, k]
    return np.linalg.norm(fake[:, np.newaxis] - real, axis=2) <= radii


def precision_in_all_balls(real, fake, k):
    return np.mean(np.all(_inside(real, fake, k), axis=1))


def precision_wrong_axis(real, fake, k):
    return np.mean(np.any(_inside(real, fake, k), axis=0))


def precision_over_pairs(real, fake, k):
    return np.mean(_inside(real, fake, k))


def precision_as_count(real, fake, k):
    return np.sum(np.any(_inside(real, fake, k), axis=1))


def precision_cases(random):
    return [
        (
            random.normal(size=(reals, width)),
            random.normal(size=(fakes, width)) + 1,
            k,
        )
        for reals, fakes, width, k in ((40, 57, 2, 3), (37, 50, 3, 1), (60, 41, 2, 2))
    ]


# 07.4 A tenth of the images


@functools.cache
def clouds():
    """The features of the notebook's yardstick and of its `real`, 200 of each label."""
    reader = judge.load_judge()
    features = []
    for split, first in (("train", 200), ("test", 0)):
        images, labels = data.load_mnist(split)
        places = [
            np.flatnonzero(labels == n)[first:][:200] for n in range(judge.NUM_CLASSES)
        ]
        chosen = images[np.concatenate(places)] / np.float32(255)
        features.append(judge.features(reader, chosen))
    return features


def measure_a_tenth():
    reference_features, real_features = clouds()
    return evaluation.frechet_distance(reference_features[::10], real_features[::10])


# 07.5 Catch the moved copies


def distance_even_if_moved(images, train_images):
    nearest = []
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            moved = np.roll(images, (down, right), axis=(1, 2))
            _, distances = evaluation.nearest_training_digits(moved, train_images)
            nearest.append(distances)
    return np.min(nearest, axis=0)


def _distances(images, train_images, moves, axes=(1, 2)):
    """A row for each move."""
    moved = [np.roll(images, move, axis=axes) for move in moves]
    return np.array(
        [evaluation.nearest_training_digits(m, train_images)[1] for m in moved]
    )


ALL_MOVES = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]


def distance_not_moved(images, train_images):
    return _distances(images, train_images, [(0, 0)])[0]


def distance_moved_back_only(images, train_images):
    return _distances(images, train_images, [(0, 0), (0, -1)]).min(axis=0)


def distance_moved_right_only(images, train_images):
    return _distances(images, train_images, [(0, 0), (0, 1)]).min(axis=0)


def distance_moved_sideways(images, train_images):
    return _distances(images, train_images, [(0, -1), (0, 0), (0, 1)]).min(axis=0)


def distance_moved_up_or_down(images, train_images):
    return _distances(images, train_images, [(-1, 0), (0, 0), (1, 0)]).min(axis=0)


def distance_without_corners(images, train_images):
    moves = [(d, r) for d, r in ALL_MOVES if d == 0 or r == 0]
    return _distances(images, train_images, moves).min(axis=0)


def distance_exclusive_bound(images, train_images):
    moves = [(d, r) for d in range(-1, 1) for r in range(-1, 1)]
    return _distances(images, train_images, moves).min(axis=0)


def distance_moved_two(images, train_images):
    moves = [(d, r) for d in range(-2, 3) for r in range(-2, 3)]
    return _distances(images, train_images, moves).min(axis=0)


def distance_always_moved(images, train_images):
    moves = [move for move in ALL_MOVES if move != (0, 0)]
    return _distances(images, train_images, moves).min(axis=0)


def distance_mean_of_moves(images, train_images):
    return _distances(images, train_images, ALL_MOVES).mean(axis=0)


def distance_of_each_move(images, train_images):
    return _distances(images, train_images, ALL_MOVES).min(axis=1)


def distance_wrong_axes(images, train_images):
    return _distances(images, train_images, ALL_MOVES, (0, 1)).min(axis=0)


def distance_squared(images, train_images):
    return distance_even_if_moved(images, train_images) ** 2


def moved_cases(random):
    cases = []
    for height, width, count in ((10, 9, 4), (9, 11, 6), (11, 11, 5)):
        train_images = np.zeros((count, height, width, 1))
        inner = (count, height - 6, width - 6, 1)  # three black pixels on each side
        train_images[:, 3:-3, 3:-3] = random.uniform(size=inner)
        new = np.zeros((1, height, width, 1))
        new[:, 3:-3, 3:-3] = random.uniform(size=(1, *inner[1:]))
        moves = [*ALL_MOVES, (0, 2), (-2, 1)]  # the last two are too far to be caught
        copies = [np.roll(random.choice(train_images), m, axis=(0, 1)) for m in moves]
        images = random.permutation(np.concatenate([new, copies]))
        cases.append((images, train_images))
    return cases


EXERCISES = {
    "07.1": Exercise(
        title="Threes for eights",
        difficulty="warm-up",
        minutes=3,
        solution=which_see_it,
        mistakes=(
            (
                [True, True, False, True, False, False],
                "real eights vary as real eights do, wherever they stand: the varieties of "
                "two labels change places, and what about the mean?",
            ),
            (
                [True, False, True, True, False, False],
                "Fréchet compares two clouds. Has any image come into the cloud or left it?",
            ),
            (
                [True, True, True, True, False, False],
                "obedience and the number in each class are right; variety and Fréchet "
                "look at the same 2,000 images as before.",
            ),
            (
                [True, False, False, False, False, False],
                "obedience is not the only one: which other number compares label by label?",
            ),
            (
                [False, False, False, True, False, False],
                "one more number uses the labels: what does the judge read where a 3 was "
                "asked for?",
            ),
            (
                [True, False, False, True, True, True],
                "precision and recall look at balls around features, and know no labels.",
            ),
            (
                [True, False, False, True, True, False],
                "precision asks if an image lies among real ones. These *are* real ones.",
            ),
            (
                [True, False, False, True, False, True],
                "recall asks if the real ones are covered. Is any kind of digit gone?",
            ),
            (
                [True, False, True, True, True, True],
                "three of these five compare clouds of images, and know no labels.",
            ),
            (
                [False, True, True, False, True, True],
                "these are the numbers that stay; the question is which ones change.",
            ),
            (
                [True] * 6,
                "some of these numbers never see a label, only the images as a whole.",
            ),
            (
                [False] * 6,
                "every image is a real digit, but some numbers also use the label.",
            ),
        ),
        hints=(
            "As a set, the 2,000 images are the same as in `real`. Only their order is new.",
            "So ask of each number: is it worked out with the labels, or without them?",
            "Variety uses labels, but look at the mean over all ten labels.",
        ),
        follows=(
            "Obedience falls to 79 %, in class rises from 10 to 195; the other four stay the same."
        ),
    ),
    "07.2": Exercise(
        title="Who obeys least?",
        difficulty="core",
        minutes=5,
        solution=obedience_of_each,
        cases=obedience_cases,
        mistakes=(
            (
                obedience_of_columns,
                "you divide by the sum of a column: how often the label was *read*. "
                "How often was it asked for?",
            ),
            (
                obedience_of_all,
                "you divide by all images; divide by those of one label.",
            ),
            (
                obedience_of_200,
                "200 belongs to the notebook's table; here some labels were asked for more "
                "often than others.",
            ),
            (
                obedience_in_one_number,
                "that is the obedience of the whole; give one number for each label.",
            ),
            (
                obedience_as_counts,
                "these are counts; a share lies between 0 and 1.",
            ),
            (
                disobedience_of_each,
                "that is the share read wrong; the question is the share read right.",
            ),
            (
                obedience_as_table,
                "each row is now in shares, which is right; but only one number of a row "
                "says that the label was obeyed.",
            ),
        ),
        hints=(
            "What was obeyed lies on the diagonal: `np.diag(table)`.",
            "A row holds all images for which this label was asked.",
            "`np.sum(table, axis=...)` adds along one axis; `axis=1` runs along a row.",
        ),
        follows=(
            "If each label was asked for equally often, as above, their mean is the obedience."
        ),
    ),
    "07.3": Exercise(
        title="Repair the balls",
        difficulty="core",
        minutes=8,
        solution=precision,
        cases=precision_cases,
        planted=precision_planted,
        mistakes=(
            (
                precision_one_too_far,
                "now the balls are too large: they reach one neighbour too far.",
            ),
            (
                recall,
                "that is recall: balls around the fakes. Precision has them around the real.",
            ),
            (
                precision_neighbours_among_fakes,
                "the neighbour that sets the size of a ball must be a real sample too.",
            ),
            (
                precision_in_all_balls,
                "one ball is enough; you ask that a fake lies in every ball.",
            ),
            (
                precision_wrong_axis,
                "that is the share of *balls* with a fake in them; count the fakes.",
            ),
            (
                precision_over_pairs,
                "that is a share of all pairs; a fake counts once if any ball holds it.",
            ),
            (
                precision_as_count,
                "that is how many fakes lie inside; precision is their share.",
            ),
        ),
        hints=(
            "Try k = 1: print `radii`. How large are the balls?",
            "`among_real[i]` holds the distances of sample i to all real samples. "
            "Which of them is the smallest?",
            "The sorted distances begin with that of a sample to itself. "
            "At which place is the nearest *other* sample?",
        ),
        follows=(
            "With k = 1 the fault shrank each ball to a point, so that only exact copies of "
            "real samples counted as good."
        ),
    ),
    "07.4": Exercise(
        title="A tenth of the images",
        difficulty="core",
        minutes=4,
        solution=measure_a_tenth,
        tolerance=0.01,
        mistakes=(
            (4.358, "that is the distance of all 2,000 to all 2,000."),
            (
                5.464,
                "you took a tenth of `real`, but the whole of the yardstick; thin out both.",
            ),
            (
                6.730,
                "you took a tenth of the yardstick, but the whole of `real`; thin out both.",
            ),
            (
                5.321,
                "these are the first 200, all of them zeros; take each tenth: `[::10]`.",
            ),
            (
                14.631,
                "you took each twentieth, 100 images; each tenth leaves 200.",
            ),
            (
                15.552,
                "that is `classroom`; the question is about `real`.",
            ),
            (
                1.725,
                "that is how many times larger it is; give the distance.",
            ),
        ),
        hints=(
            "The function is `evaluation.frechet_distance`; it takes two arrays of features.",
            "The two arrays are `reference_features` and `features[...]` of the real digits.",
            "`[::10]` after an array takes each tenth of its rows. Both arrays need it.",
        ),
        follows=(
            "The digits are as real as before, and the distance is far larger: compare only "
            "distances of as many images."
        ),
    ),
    "07.5": Exercise(
        title="Catch the moved copies",
        difficulty="stretch",
        minutes=15,
        solution=distance_even_if_moved,
        cases=moved_cases,
        tolerance=1e-2,  # distances in float32 are allowed
        mistakes=(
            (
                distance_not_moved,
                "that is the notebook's own test, which misses moved copies; and if you move "
                "both sides alike, nothing changes.",
            ),
            (
                distance_moved_back_only,
                "this catches copies moved to the right; think of the other directions.",
            ),
            (
                distance_moved_right_only,
                "this catches copies moved to the left; think of the other directions.",
            ),
            (
                distance_moved_sideways,
                "you move left and right only. Up and down too: which axis is it?",
            ),
            (
                distance_moved_up_or_down,
                "you move up and down only. Left and right too: which axis is it?",
            ),
            (
                distance_without_corners,
                "a copy can be moved both down and to the right: the diagonals are missing.",
            ),
            (
                distance_exclusive_bound,
                "`range(-1, 1)` holds -1 and 0; its upper bound is left out.",
            ),
            (
                distance_moved_two,
                "you move by up to two pixels; at most one is asked for.",
            ),
            (
                distance_always_moved,
                "you forgot the copy that was not moved at all.",
            ),
            (
                distance_mean_of_moves,
                "the mean hides the one move that fits; how near does an image come at best?",
            ),
            (
                distance_of_each_move,
                "these are the smallest distances of each move; one for each image is asked for.",
            ),
            (
                distance_wrong_axes,
                "you roll the images past each other: axis 0 counts the images.",
            ),
            (
                distance_squared,
                "these are squared distances; take the root.",
            ),
        ),
        hints=(
            "Undo the fraud's trick: move each image back, and look for its nearest again. "
            "You do not know the direction, so try all nine.",
            "`np.roll(images, (down, right), axis=(1, 2))` moves all images at once.",
            "Nine times `evaluation.nearest_training_digits` gives nine distances for each "
            "image. Which of the nine matters?",
        ),
        follows=(
            "The moved copies are at distance 0 again. Who moves them by two pixels is the next "
            "fraud: a test finds what it was built to find."
        ),
    ),
}
