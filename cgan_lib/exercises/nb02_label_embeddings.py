"""Exercises of notebook 02_label_embeddings."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np

# 02.1 How many numbers?


def count_table_numbers():
    numbers_in_a_row = 28 * 28  # a row is folded into a picture of 28 x 28
    return 10 * numbers_in_a_row


# 02.2 Look up by multiplying


def embed(table, labels):
    one_hot = np.eye(len(table))[labels]  # (N, num_classes)
    return one_hot @ table


def embed_label_before(table, labels):
    return np.asarray(table)[np.asarray(labels) - 1]


def embed_columns(table, labels):
    return np.asarray(table)[:, np.asarray(labels) % np.shape(table)[1]].T


def embed_summed(table, labels):
    return embed(table, labels).sum(axis=0)


def embed_one_hot_only(table, labels):
    return np.eye(len(table))[labels]


def embed_cases(random):
    return [
        (random.normal(size=(classes, width)), random.integers(classes, size=count))
        for classes, width, count in ((10, 4, 3), (3, 5, 6), (26, 2, 1))
    ]


# 02.3 Who moved?


def moved_rows(before, after):
    return np.flatnonzero(np.any(before != after, axis=1))


def moved_rows_all_numbers(before, after):
    return np.flatnonzero(np.all(before != after, axis=1))


def moved_columns(before, after):
    return np.flatnonzero(np.any(before != after, axis=0))


def moved_rows_sum_only(before, after):
    return np.flatnonzero(~np.isclose(before.sum(axis=1), after.sum(axis=1)))


def count_moved_rows(before, after):
    return len(moved_rows(before, after))


def moved_rows_as_flags(before, after):
    return np.any(before != after, axis=1)


def moved_rows_grown(before, after):
    return np.flatnonzero(np.any(after > before, axis=1))


def moved_rows_with_repeats(before, after):
    return np.where(before != after)[0]


def moved_rows_cases(random):
    cases = []
    for classes in (10, 10, 6):
        before = random.normal(size=(classes, 4))
        after = before.copy()
        first, second, third, fourth = random.choice(classes, size=4, replace=False)
        after[first] += random.normal(size=4)
        after[second, random.integers(3)] += 1  # only one of its numbers, upwards
        after[third, random.integers(3)] -= 1  # and downwards
        after[fourth] += [1, -1, 2, -2]  # the row's sum stays
        cases.append((before, after))
    return cases


# 02.4 Repair the label's picture


def stack_label(image, row):
    height, width, _ = image.shape
    picture = np.reshape(row, (height, width, 1))
    return np.concatenate([image, picture], axis=-1)


def stack_label_planted(image, row):
    height, width, _ = image.shape
    picture = np.reshape(row, (width, height, 1)).transpose(1, 0, 2)
    return np.concatenate([image, picture], axis=-1)


def stack_label_below(image, row):
    height, width, _ = image.shape
    return np.concatenate([image, np.reshape(row, (height, width, 1))], axis=0)


def stack_label_beside(image, row):
    height, width, _ = image.shape
    return np.concatenate([image, np.reshape(row, (height, width, 1))], axis=1)


def stack_label_first(image, row):
    return stack_label(image, row)[..., ::-1]


def stack_label_cases(random):
    return [
        (random.normal(size=(height, width, 1)), random.normal(size=height * width))
        for height, width in ((2, 3), (4, 2), (28, 28))
    ]


# 02.5 A louder start


def measure_louder_start():
    spread = 0.5 / np.sqrt(3)  # uniform between -a and a has the spread a / sqrt(3)
    return 1 / spread


EXERCISES = {
    "02.1": Exercise(
        title="How many numbers?",
        difficulty="warm-up",
        minutes=2,
        solution=count_table_numbers,
        mistakes=(
            (784, "that is one row; the table has a row for each label."),
            (1000, "that is the generator's table, 10 rows of 100 numbers."),
            (
                280,
                "a row becomes a whole picture: 28 lines of 28 numbers, not one line.",
            ),
            (15680, "the image's own channel is not in the table, only the label's."),
        ),
        hints=(
            "The row of one label is folded into a picture. How many pixels has it?",
            "The table has one such row for each of the ten labels.",
        ),
        follows=(
            "Nearly eight times as many as in the generator's table: a picture for each label."
        ),
    ),
    "02.2": Exercise(
        title="Look up by multiplying",
        difficulty="core",
        minutes=5,
        solution=embed,
        cases=embed_cases,
        mistakes=(
            (embed_label_before, "these are the rows before: label 0 asks for row 0."),
            (
                embed_columns,
                "these are columns of the table; a label's numbers are a row.",
            ),
            (embed_summed, "each label needs its own row; here they were added up."),
            (
                embed_one_hot_only,
                "that is the one-hot matrix; now multiply it with the table.",
            ),
        ),
        hints=(
            "`np.eye(n)` holds the one-hot vector of each label as a row.",
            "`np.eye(n)[labels]` picks one of its rows for each label: the shape is (N, n).",
            "(N, n) @ (n, width) gives (N, width).",
        ),
        follows="So looking a row up needs no multiplication, but has the same gradient as one.",
    ),
    "02.3": Exercise(
        title="Who moved?",
        difficulty="core",
        minutes=5,
        solution=moved_rows,
        cases=moved_rows_cases,
        mistakes=(
            (
                moved_rows_all_numbers,
                "a row has moved if *any* of its numbers did; you ask for all of them.",
            ),
            (moved_rows_grown, "a number that falls has moved as well."),
            (
                moved_rows_with_repeats,
                "a row that changed in several places is to be named once.",
            ),
            (moved_columns, "these are columns: `axis=1` runs along a row."),
            (
                moved_rows_sum_only,
                "a row can move and keep its sum; compare number by number.",
            ),
            (
                count_moved_rows,
                "that is how many rows moved; the question is which ones.",
            ),
            (
                moved_rows_as_flags,
                "True and False for each row; `np.flatnonzero` gives the places of True.",
            ),
        ),
        hints=(
            "`before != after` is True where a number changed; it has the table's shape.",
            "`np.any(..., axis=1)` joins along each row.",
            "`np.flatnonzero(...)` gives the places where something is True.",
        ),
        follows="With one batch of plain gradient descent, these are the labels that were in it.",
    ),
    "02.4": Exercise(
        title="Repair the label's picture",
        difficulty="core",
        minutes=6,
        solution=stack_label,
        cases=stack_label_cases,
        planted=stack_label_planted,
        mistakes=(
            (
                stack_label_below,
                "the picture lies below the image; channels are the last axis.",
            ),
            (
                stack_label_beside,
                "the picture lies beside the image; channels are the last axis.",
            ),
            (stack_label_first, "the image comes first, then the label's picture."),
        ),
        hints=(
            "Call it with the row 0, 1, 2, 3, 4, 5 and an image of 2 x 3. Where is the 1?",
            "A row is read line by line: the first `width` numbers are the top line.",
            "The shape to fold to is (height, width, 1), with nothing to turn afterwards.",
        ),
        follows=(
            "D would have learned with the turned picture too: such faults show in no loss curve."
        ),
    ),
    "02.5": Exercise(
        title="A louder start",
        difficulty="core",
        minutes=4,
        solution=measure_louder_start,
        tolerance=0.05,
        mistakes=(
            (3, "that is rounded to a whole number; give two decimals."),
            (
                34.64,
                "that is the start between -0.05 and 0.05; this one is ten times wider.",
            ),
            (
                0.2887,
                "that is the spread of the row; how many times smaller than 1 is it?",
            ),
            (2, "that would be if every number were 0.5; most are nearer to 0."),
        ),
        hints=(
            "The spread of numbers that are uniform between -a and a is a / √3.",
            "z has the spread 1. Divide it by the spread of the row.",
        ),
        follows="The label still speaks more softly than the noise, but it no longer whispers.",
    ),
}
