"""Exercises of notebook 00_start_here."""

import functools

from cgan_lib import cgan, checks, recipes
from cgan_lib.exercises.exercise import Exercise

import numpy as np

# 00.1 Which shape?


def shape_of_five():
    labels = [3, 1, 4, 1, 5]
    return len(labels), 28, 28, 1  # a picture for each label, also for the second 1


# 00.2 What time is it?


def clock_labels(hour, minute):
    return [int(letter) for letter in f"{hour:02}{minute:02}"]


def clock_without_zeros(hour, minute):
    return [int(letter) for letter in f"{hour}{minute}"]


def clock_hour_without_zero(hour, minute):
    return [int(letter) for letter in f"{hour}{minute:02}"]


def clock_minute_without_zero(hour, minute):
    return [int(letter) for letter in f"{hour:02}{minute}"]


def clock_not_split(hour, minute):
    return [hour, minute]


def clock_zeros_behind(hour, minute):
    return [int(letter) for letter in f"{hour:<02}{minute:<02}"]


def clock_letter_codes(hour, minute):
    return [ord(letter) for letter in f"{hour:02}{minute:02}"]


def clock_ones_first(hour, minute):
    return [hour % 10, hour // 10, minute % 10, minute // 10]


def clock_minute_first(hour, minute):
    return clock_labels(minute, hour)


def clock_as_text(hour, minute):
    return f"{hour:02}{minute:02}"


def clock_one_number(hour, minute):
    return int(f"{hour}{minute:02}")


def clock_cases(random):
    early, late = random.integers(10), random.integers(10, 24)
    few, many = random.integers(1, 10), random.integers(10, 60)
    pairs = ((early, few), (early, many), (late, few), (late, many), (0, 0))
    return [(int(hour), int(minute)) for hour, minute in pairs]


# 00.3 Repair the nine sevens


def draw_many(network, label, count, seed):
    return network.generate([label] * count, seed=seed)


def draw_many_planted(network, label, count, seed):
    pictures = [network.generate([label], seed=seed) for _ in range(count)]
    return np.concatenate(pictures)


def draw_many_without_seed(network, label, count, seed):
    return network.generate([label] * count)


def draw_many_fixed_seed(network, label, count, seed):
    return network.generate([label] * count, seed=1)


def draw_many_other_labels(network, label, count, seed):
    return network.generate(range(count), seed=seed)


def draw_only_one(network, label, count, seed):
    return network.generate([label], seed=seed)


def draw_many_next_seeds(network, label, count, seed):
    pictures = [network.generate([label], seed=seed + i) for i in range(count)]
    return np.concatenate(pictures)


def draw_many_stacked(network, label, count, seed):
    return np.stack([network.generate([label], seed=seed + i) for i in range(count)])


def draw_many_label_times_count(network, label, count, seed):
    return network.generate([count] * label, seed=seed)


def draw_many_cases(random):
    name = "a stand-in for the network"
    return [
        (name, int(label), int(count), int(seed))
        for label, count, seed in (
            (7, 9, random.integers(2, 100)),
            (random.integers(1, 4), random.integers(5, 8), 0),
        )
    ]


class StandIn:
    """Instead of drawing, it writes the label and the noise into the picture."""

    z_dim = 100

    def __init__(self):
        self.calls = 0

    def generate(self, labels, seed=None, z=None):
        self.calls += 1
        labels = checks.labels(labels, 10)
        if seed is not None and z is not None:
            raise ValueError("seed and z exclude each other: z is the noise itself")
        if z is None:
            z = cgan.noise(len(labels), self.z_dim, seed)
        pixels = np.zeros((len(labels), 28 * 28), "float32")
        pixels[:, 0] = labels / 10
        pixels[:, 1 : 1 + self.z_dim] = (
            1 + np.tanh(checks.noise(z, len(labels), self.z_dim))
        ) / 2
        return pixels.reshape(-1, 28, 28, 1)


def describe_pictures(answer, network, label, count, seed):
    """In words: how many pictures, of which labels, how many differ, what the seed does."""
    stand_in = StandIn()
    first, again, other = (
        answer(stand_in, label, count, chosen) for chosen in (seed, seed, seed + 1)
    )
    if first is None:
        return None
    if not stand_in.calls:
        return "something that the given network did not draw"
    try:
        first, again, other = map(np.asarray, (first, again, other))
    except ValueError:
        return "pictures in a list of another form"
    if first.dtype.kind != "f" or first.shape[1:] != (28, 28, 1):
        return f"the shape {first.shape}, not (N, 28, 28, 1)"
    drawn = sorted({round(10 * float(value)) for value in first[:, 0, 0, 0]})
    different = len({picture.tobytes() for picture in first})
    same_again = "same" if np.array_equal(first, again) else "other"
    shared = {picture.tobytes() for picture in first}
    same_other = "other"
    if any(picture.tobytes() in shared for picture in other):
        same_other = "same" if np.array_equal(first, other) else "some of the same"
    return (
        f"{len(first)} pictures of {', '.join(map(str, drawn))}, {different} different; "
        f"same seed: {same_again} ones, next seed: {same_other} ones"
    )


# 00.4 No noise at all


@functools.cache  # worked out once
def pictures_without_noise():
    network = recipes.load_trained("best")
    pictures = network.generate(range(10), z=np.zeros(100))
    different = np.unique(pictures.round(3), axis=0)
    return len(different), float(pictures.mean())


# 00.5 Every noise with every digit


def pair_all(noises, num_classes):
    z = np.repeat(noises, num_classes, axis=0)  # the first one again and again, ...
    labels = np.tile(np.arange(num_classes), len(noises))  # ... with 0, 1, 2, ...
    return z, labels


def pair_all_both_tiled(noises, num_classes):
    z = np.tile(noises, (num_classes, 1))
    return z, np.tile(np.arange(num_classes), len(noises))


def pair_all_both_repeated(noises, num_classes):
    z = np.repeat(noises, num_classes, axis=0)
    return z, np.repeat(np.arange(num_classes), len(noises))


def pair_all_digit_by_digit(noises, num_classes):
    z = np.tile(noises, (num_classes, 1))
    return z, np.repeat(np.arange(num_classes), len(noises))


def pair_all_labels_from_one(noises, num_classes):
    z, labels = pair_all(noises, num_classes)
    return z, labels + 1


def pair_all_without_axis(noises, num_classes):
    return np.repeat(noises, num_classes), pair_all(noises, num_classes)[1]


def pair_all_one_noise(noises, num_classes):
    labels = pair_all(noises, num_classes)[1]
    return np.tile(noises[:1], (len(labels), 1)), labels


def pair_all_labels_once(noises, num_classes):
    return pair_all(noises, num_classes)[0], np.arange(num_classes)


def pair_all_noises_once(noises, num_classes):
    return noises, pair_all(noises, num_classes)[1]


def pair_all_labels_first(noises, num_classes):
    return pair_all(noises, num_classes)[::-1]


def pair_all_in_rows(noises, num_classes):
    z, labels = pair_all(noises, num_classes)
    return z.reshape(len(noises), num_classes, -1), labels.reshape(len(noises), -1)


def pair_all_cases(random):
    return [
        (random.normal(size=(count, z_dim)), classes)
        for count, z_dim, classes in ((3, 4, 10), (2, 6, 3), (5, 2, 4))
    ]


EXERCISES = {
    "00.1": Exercise(
        title="Which shape?",
        difficulty="warm-up",
        minutes=2,
        solution=shape_of_five,
        mistakes=(
            ((1, 28, 28, 1), "that is one picture; five labels are asked for."),
            ((4, 28, 28, 1), "the label 1 stands there twice and is drawn twice."),
            (
                (5, 28, 28),
                "the last axis is missing: `generate` gives one channel too.",
            ),
            ((28, 28, 5), "each picture is an item of the first axis, not a channel."),
            (
                (28, 28, 1),
                "that is the shape of one picture without the axis that counts them.",
            ),
            ((10, 28, 28, 1), "there are ten classes, but only five are asked for."),
            (
                (5, 784),
                "the 784 pixels stay in lines of 28, with a channel at the end.",
            ),
            ((5, 100), "100 is how many numbers the noise of a picture has."),
        ),
        hints=(
            "The last check of the notebook says which shape `generate` gives for `[7]`.",
            "One picture for each label: only the first number is another.",
        ),
        follows="The first axis counts the pictures, one for each label, also for equal labels.",
    ),
    "00.2": Exercise(
        title="What time is it?",
        difficulty="core",
        minutes=5,
        solution=clock_labels,
        cases=clock_cases,
        mistakes=(
            (
                clock_without_zeros,
                "five past nine is 0905 on this clock: the zeros in front are missing.",
            ),
            (clock_hour_without_zero, "the minutes are right; 9 hours are 09."),
            (clock_minute_without_zero, "the hours are right; 5 minutes are 05."),
            (
                clock_not_split,
                "42 is no label: the network knows the labels 0 to 9 only.",
            ),
            (clock_zeros_behind, "the zero comes in front: 9 is 09, not 90."),
            (
                clock_letter_codes,
                "these are the codes of the letters; `int` makes 9 of '9'.",
            ),
            (clock_ones_first, "tens come before ones: 42 is 4, then 2."),
            (clock_minute_first, "the hour comes first, then the minute."),
            (
                clock_as_text,
                "that is one text; make a whole number of each of its letters.",
            ),
            (
                clock_one_number,
                "that is one number; a label for each of its figures is asked for.",
            ),
        ),
        hints=(
            "The first cell of the notebook makes labels of a date: a label for each letter.",
            "Make a text of four letters first, for instance '0905'.",
            "`f'{9:02}'` is '09'. Or calculate: `9 // 10` is 0 and `9 % 10` is 9.",
        ),
        follows="`network.generate(clock_labels(9, 5), seed=0)` now draws the time.",
    ),
    "00.3": Exercise(
        title="Repair the nine sevens",
        difficulty="core",
        minutes=5,
        solution=draw_many,
        cases=draw_many_cases,
        observe=describe_pictures,
        planted=draw_many_planted,
        mistakes=(
            (
                draw_many_next_seeds,
                "with seed 2 it draws most pictures of seed 1 again, since 1 + 1 is 2 as well.",
            ),
            (
                draw_many_without_seed,
                "they differ, but the same seed no longer gives the same pictures again.",
            ),
            (
                draw_many_fixed_seed,
                "they differ, but another seed now gives the very same pictures.",
            ),
            (
                draw_many_other_labels,
                "these are different digits; all should be of the one label.",
            ),
            (draw_only_one, "that is one picture; `count` of them are asked for."),
            (
                draw_many_stacked,
                "`np.stack` adds an axis; `np.concatenate` puts one after the other.",
            ),
            (
                draw_many_label_times_count,
                "label and count have changed places.",
            ),
        ),
        hints=(
            "What does the same seed give, each time `generate` is called?",
            "How did the notebook draw nine different 7s with a single seed?",
            "Ask once, with a list that holds the label `count` times.",
        ),
        follows="A seed fixes the noise of a whole call, and each picture has noise of its own.",
    ),
    "00.4": Exercise(
        title="No noise at all",
        difficulty="core",
        minutes=5,
        solution=pictures_without_noise,
        tolerance=0.005,
        mistakes=(
            ((10, 0.147), "ten labels, but are the pictures different? Subtract two."),
            ((10, 0.138), "that is how bright they are with noise; now take zeros."),
            ((1, 0.138), "that is how bright they are with noise; measure again."),
            ((0.147, 1), "how many comes first, then the brightness."),
            ((1, 1151.1), "that is the sum of all pixels; give their average."),
            (
                (0, 0.147),
                "they are pictures, whatever they look like: how many different ones?",
            ),
            ((1, 37.44), "that is from 0 to 255; `generate` gives 0 to 1."),
            ((2, 0.147), "look again: is there one that differs from the first?"),
        ),
        hints=(
            "`pictures = network.generate(range(10), z=np.zeros(100))`; then look at them.",
            "`np.abs(pictures[3] - pictures[8]).max()` says how much two of them differ.",
            "The average brightness is `pictures.mean()`.",
        ),
        follows="Without noise the label has no effect in this network; in 02 you see why.",
    ),
    "00.5": Exercise(
        title="Every noise with every digit",
        difficulty="stretch",
        minutes=10,
        solution=pair_all,
        cases=pair_all_cases,
        mistakes=(
            (
                pair_all_both_tiled,
                "the labels are right, but each noise must stay for all of them in turn.",
            ),
            (
                pair_all_both_repeated,
                "the noises are right, but the labels must run from 0 up for each of them.",
            ),
            (
                pair_all_digit_by_digit,
                "all pairs are there, but digit by digit; the order is noise by noise.",
            ),
            (pair_all_labels_from_one, "the labels begin at 0."),
            (
                pair_all_without_axis,
                "the single numbers were repeated; a noise is a whole row: `axis=0`.",
            ),
            (pair_all_one_noise, "every row is the first noise; the others are lost."),
            (
                pair_all_labels_once,
                "the noises are right, but the labels are there for one noise only.",
            ),
            (
                pair_all_noises_once,
                "the labels are right, but each noise is there only once.",
            ),
            (pair_all_labels_first, "z comes first, then the labels."),
            (
                pair_all_in_rows,
                "`generate` wants one long list of noises and labels; drop the extra axis.",
            ),
        ),
        hints=(
            "Write down z and labels for the two noises a and b and three classes.",
            "z is a, a, a, b, b, b; the labels are 0, 1, 2, 0, 1, 2.",
            "One of `np.repeat` and `np.tile` does the first, the other the second.",
        ),
        follows="One call draws the whole table of digits that took the notebook a call a row.",
    ),
}
