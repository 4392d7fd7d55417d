"""00.3 Repair the nine sevens."""

from cgan_lib import cgan, checks
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase

import numpy as np


def draw_many(network, label, count, seed):
    return network.generate([label] * count, seed=seed)


def draw_many_planted(network, label, count, seed):
    pictures = [network.generate([label], seed=seed) for _ in range(count)]
    return np.concatenate(pictures)


def draw_many_without_seed(network, label, count, seed):
    """they differ, but the same seed no longer gives the same pictures again."""
    return network.generate([label] * count)


def draw_many_fixed_seed(network, label, count, seed):
    """they differ, but another seed now gives the very same pictures."""
    return network.generate([label] * count, seed=1)


def draw_many_other_labels(network, label, count, seed):
    """these are different digits; all should be of the one label."""
    return network.generate(range(count), seed=seed)


def draw_only_one(network, label, count, seed):
    """that is one picture; `count` of them are asked for."""
    return network.generate([label], seed=seed)


def draw_many_next_seeds(network, label, count, seed):
    """another seed gives some of the same pictures again: do two seeds lead to one number, as 1 + 2
    and 2 + 1 do, if `count` is large?
    """
    pictures = [network.generate([label], seed=seed + i) for i in range(count)]
    return np.concatenate(pictures)


def draw_many_stacked(network, label, count, seed):
    """each call gives an array with one picture in it; `np.concatenate` makes one array of them."""
    return np.stack([network.generate([label], seed=seed + i) for i in range(count)])


def draw_many_label_times_count(network, label, count, seed):
    """label and count have changed places."""
    return network.generate([count] * label, seed=seed)


def draw_many_cases(random):
    name = phrase("a stand-in for the network")
    return [
        (name, int(label), int(count), int(seed))
        for label, count, seed in (
            (random.integers(1, 4), random.integers(5, 8), 0),
            (7, random.integers(101, 110), random.integers(2, 100)),
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
        return phrase("something that the given network did not draw")
    try:
        first, again, other = map(np.asarray, (first, again, other))
    except ValueError:
        return phrase("pictures in a list of another form")
    if first.dtype.kind != "f" or first.shape[1:] != (28, 28, 1):
        return phrase("the shape {0}, not (N, 28, 28, 1)", first.shape)
    drawn = sorted({round(10 * float(value)) for value in first[:, 0, 0, 0]})
    different = len({picture.tobytes() for picture in first})
    same, others = phrase("same"), phrase("other")
    same_again = same if np.array_equal(first, again) else others
    shared = {picture.tobytes() for picture in first}
    same_other = others
    if any(picture.tobytes() in shared for picture in other):
        some = phrase("some of the same")
        same_other = same if np.array_equal(first, other) else some
    return phrase(
        "{0} pictures of {1}, {2} different; same seed: {3} ones, next seed: {4} ones",
        *(len(first), ", ".join(map(str, drawn)), different, same_again, same_other),
    )


EXERCISE = Exercise(
    title="Repair the nine sevens",
    difficulty="core",
    minutes=5,
    solution=draw_many,
    cases=draw_many_cases,
    observe=describe_pictures,
    planted=draw_many_planted,
    mistakes=(
        draw_many_next_seeds,
        draw_many_without_seed,
        draw_many_fixed_seed,
        draw_many_other_labels,
        draw_only_one,
        draw_many_stacked,
        draw_many_label_times_count,
    ),
    hints=(
        "What does the same seed give, each time `generate` is called?",
        "How did the notebook draw nine different 7s with a single seed?",
        "Ask once, with a list that holds the label `count` times.",
    ),
    follows="A seed fixes the noise of a whole call, and each picture has noise of its own.",
)
