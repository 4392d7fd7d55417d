"""Exercises of notebook 01_digits_and_labels."""

import functools

from cgan_lib import data
from cgan_lib.exercises.exercise import Exercise

import numpy as np

# 01.1 How many epochs?


def count_epochs():
    seen = 12_000 * 128  # images, each time they are seen
    return seen / 60_000


# 01.2 Into any range


def to_range(pixels, low, high):
    share = pixels.astype("float32") / 255  # 0 is black, 1 is white
    return low + share * (high - low)


def to_range_of_tanh(pixels, low, high):
    return pixels / 127.5 - 1


def to_range_from_zero(pixels, low, high):
    return pixels / 255 * (high - low)


def to_range_times_high(pixels, low, high):
    return pixels / 255 * high + low


def to_range_one_wide(pixels, low, high):
    return pixels / 255 + low


def to_range_minus_low(pixels, low, high):
    return pixels / 255 * (high - low) - low


def to_range_twice_as_wide(pixels, low, high):
    return pixels / 127.5 * (high - low) + low


def to_range_negative(pixels, low, high):
    return high + pixels / 255 * (low - high)


def to_range_of_256(pixels, low, high):
    return pixels / 256 * (high - low) + low


def to_range_own_ends(pixels, low, high):
    pixels = pixels.astype("float32")
    share = (pixels - pixels.min()) / (pixels.max() - pixels.min())
    return low + share * (high - low)


def to_range_own_white(pixels, low, high):
    return low + pixels / pixels.max() * (high - low)


def to_range_whole_numbers(pixels, low, high):
    return pixels.astype(int) // 255 * (high - low) + low


def to_range_wrapped(pixels, low, high):
    return pixels * (high - low) / 255 + low  # uint8 times a whole number


def to_range_cases(random):
    return [
        (random.integers(5, 240, size=shape).astype("uint8"), low, high)
        for shape, low, high in (
            ((2, 3), -3, 2),
            ((4, 3, 1), -1, 1),
            ((5,), 10, 14),
            ((2, 3, 2, 1), 0, 1),
        )
    ]


# 01.3 Repair the labels


def ask_labels(count, num_classes, seed):
    random = np.random.default_rng(seed)
    return random.integers(0, num_classes, size=count)  # num_classes itself is left out


def ask_labels_planted(count, num_classes, seed):
    random = np.random.default_rng(seed)
    return random.integers(0, num_classes - 1, size=count)


def ask_labels_from_one(count, num_classes, seed):
    random = np.random.default_rng(seed)
    return random.integers(1, num_classes + 1, size=count)


def ask_labels_one_too_many(count, num_classes, seed):
    random = np.random.default_rng(seed)
    return random.integers(0, num_classes + 1, size=count)


def ask_labels_without_zero(count, num_classes, seed):
    random = np.random.default_rng(seed)
    return random.integers(1, num_classes, size=count)


def ask_labels_rounded(count, num_classes, seed):
    random = np.random.default_rng(seed)
    return np.rint(random.uniform(0, num_classes - 1, size=count)).astype(int)


def ask_labels_not_rounded(count, num_classes, seed):
    return np.random.default_rng(seed).uniform(0, num_classes, size=count)


def ask_labels_floats(count, num_classes, seed):
    return np.floor(ask_labels_not_rounded(count, num_classes, seed))


def ask_labels_without_seed(count, num_classes, seed):
    return np.random.default_rng().integers(0, num_classes, size=count)


def ask_labels_fixed_seed(count, num_classes, seed):
    return np.random.default_rng(0).integers(0, num_classes, size=count)


def ask_labels_in_a_row(count, num_classes, seed):
    return (np.arange(count) + seed) % num_classes


def ask_labels_one_by_one(count, num_classes, seed):
    labels = [ask_labels(1, num_classes, seed)[0] for _ in range(count)]
    return np.array(labels)


def ask_labels_cases(random):
    return [
        (1000 * classes + 7, classes, int(random.integers(100)))
        for classes in (10, 3, 26)
    ]


def describe_labels(answer, count, num_classes, seed):
    """In words: how many labels, from where to where, how often each, what the seed does."""
    first, again, other = (
        answer(count, num_classes, chosen) for chosen in (seed, seed, seed + 1)
    )
    if first is None:
        return None
    first, again, other = map(np.asarray, (first, again, other))
    if first.ndim != 1:
        return f"labels of the shape {first.shape}"
    if first.dtype.kind == "f":
        whole = np.array_equal(first, np.floor(first))
        return f"{'floats such as 3.0' if whole else 'fractions'}, not whole numbers"
    if first.dtype.kind not in "iu":
        return "no numbers"
    values, counts = np.unique(first, return_counts=True)
    rare = values[counts < 0.75 * counts.max()]
    how_often = (
        f"too rare: {', '.join(map(str, rare))}" if len(rare) else "equally often"
    )
    _, often = np.unique(np.diff(first), return_counts=True)
    chance = (
        "in an order that repeats" if often.max() > 0.6 * len(first) else "by chance"
    )
    same_again = "same" if np.array_equal(first, again) else "others"
    same_other = "same" if np.array_equal(first, other) else "others"
    return (
        f"{len(first)} labels from {first.min()} to {first.max()}, "
        f"{how_often}, {chance}; "
        f"same seed: {same_again}, next seed: {same_other}"
    )


# 01.4 One example instead of an average


@functools.cache  # worked out once
def share_read_by_examples():
    images, labels = data.load_mnist("train")
    x = data.scale(images)
    examples = np.stack([x[labels == digit][0] for digit in range(10)])
    test_images, test_labels = data.load_mnist("test")
    test_x = data.scale(test_images).reshape(-1, 784)
    distances = [((test_x - one.ravel()) ** 2).sum(axis=1) for one in examples]
    return np.mean(np.argmin(distances, axis=0) == test_labels)


# 01.5 One pass over the data


def one_pass(images, labels, batch_size, seed):
    places = np.random.default_rng(seed).permutation(len(images))
    batches = len(images) // batch_size
    pieces = places[: batches * batch_size].reshape(batches, batch_size)
    return images[pieces], labels[pieces]


def _cut(images, labels, batch_size):
    """Batches of images and labels in the order they have."""
    batches = len(images) // batch_size
    pieces = np.arange(batches * batch_size).reshape(batches, batch_size)
    return images[pieces], labels[pieces]


def one_pass_apart(images, labels, batch_size, seed):
    random = np.random.default_rng(seed)
    images, labels = random.permutation(images), random.permutation(labels)
    return _cut(images, labels, batch_size)


def one_pass_with_replacement(images, labels, batch_size, seed):
    places = np.random.default_rng(seed).integers(len(images), size=len(images))
    return _cut(images[places], labels[places], batch_size)


def one_pass_not_shuffled(images, labels, batch_size, seed):
    return _cut(images, labels, batch_size)


def one_pass_rolled(images, labels, batch_size, seed):
    places = np.roll(np.arange(len(images)), 7 * seed + 3)
    return _cut(images[places], labels[places], batch_size)


def one_pass_fixed_seed(images, labels, batch_size, seed):
    return one_pass(images, labels, batch_size, 0)


def one_pass_without_seed(images, labels, batch_size, seed):
    return one_pass(images, labels, batch_size, None)


def one_pass_cut_first(images, labels, batch_size, seed):
    whole = len(images) // batch_size * batch_size
    return one_pass(images[:whole], labels[:whole], batch_size, seed)


def one_pass_order_of_batches(images, labels, batch_size, seed):
    images, labels = _cut(images, labels, batch_size)
    order = np.random.default_rng(seed).permutation(len(images))
    return images[order], labels[order]


def one_pass_turned(images, labels, batch_size, seed):
    images, labels = one_pass(images, labels, batch_size, seed)
    return np.swapaxes(images, 0, 1), np.swapaxes(labels, 0, 1)


def one_pass_labels_first(images, labels, batch_size, seed):
    return one_pass(images, labels, batch_size, seed)[::-1]


def one_pass_with_rest(images, labels, batch_size, seed):
    places = np.random.default_rng(seed).permutation(len(images))
    starts = range(0, len(places), batch_size)
    pieces = [places[start : start + batch_size] for start in starts]
    return [images[piece] for piece in pieces], [labels[piece] for piece in pieces]


def one_pass_flat(images, labels, batch_size, seed):
    images, labels = one_pass(images, labels, batch_size, seed)
    return images.reshape(-1, *images.shape[2:]), labels.ravel()


def one_pass_first_batch(images, labels, batch_size, seed):
    images, labels = one_pass(images, labels, batch_size, seed)
    return images[0], labels[0]


def one_pass_cases(random):
    return [
        (
            random.uniform(-1, 1, size=(count, height, 3, 1)).astype("float32"),
            random.integers(classes, size=count),
            batch_size,
            int(random.integers(100)),
        )
        for count, height, classes, batch_size in (
            (23, 2, 10, 4),
            (35, 3, 26, 8),
            (30, 2, 3, 5),
        )
    ]


def describe_pass(answer, images, labels, batch_size, seed):
    """In words: which batches, and over ten seeds whether pairs, order and rest are right."""
    known = images.reshape(len(images), -1).copy()
    known_labels = labels.copy()
    orders, together = [], True
    for chosen in (seed, *range(seed, seed + 10)):
        result = answer(images, labels, batch_size, chosen)
        if result is None:
            return None
        try:
            batch_images, batch_labels = result
        except (TypeError, ValueError):
            return "not two arrays"
        try:
            batch_images, batch_labels = (
                np.asarray(batch_images),
                np.asarray(batch_labels),
            )
        except ValueError:
            return "batches of different sizes"
        if batch_images.ndim != 5 or batch_labels.ndim != 2:
            return f"the shapes {batch_images.shape} and {batch_labels.shape}"
        if batch_images.shape[:2] != batch_labels.shape:
            return f"images {batch_images.shape[:2]}, labels {batch_labels.shape}"
        flat = batch_images.reshape(batch_labels.size, -1)
        if flat.shape[1] != known.shape[1]:
            return f"images of the shape {batch_images.shape[2:]}"
        near = np.isclose(flat[:, np.newaxis], known, atol=1e-5).all(axis=2)
        if not near.any(axis=1).all():
            return "images that are not among the given ones"
        order = near.argmax(axis=1)
        together &= np.array_equal(known_labels[order], batch_labels.ravel())
        orders.append(order)
    once = all(len(set(order)) == len(order) for order in orders)
    batches, size = batch_labels.shape
    contents = {
        frozenset(map(frozenset, order.reshape(batches, size))) for order in orders[1:]
    }
    rests = {frozenset(range(len(known))) - frozenset(order) for order in orders[1:]}
    mixture = "new batches" if len(contents) > 1 else "the old batches"
    followers = np.mean([np.mean(np.diff(order) == 1) for order in orders])
    if followers > 0.5:
        mixture = "neighbours stay neighbours"
    if all(np.array_equal(order, orders[0]) for order in orders):
        in_order = np.array_equal(orders[0], np.sort(orders[0]))
        mixture = "no shuffling" if in_order else "the same order"
    rest = "none" if not any(rests) else "always the same" if len(rests) == 1 else "any"
    return (
        f"{batches} x {size}, pairs {'together' if together else 'apart'}, "
        f"{'none' if once else 'some'} twice, "
        f"{mixture} with each seed, "
        f"left out: {rest}, "
        f"same seed: {'same' if np.array_equal(*orders[:2]) else 'other'}"
    )


EXERCISES = {
    "01.1": Exercise(
        title="How many epochs?",
        difficulty="warm-up",
        minutes=2,
        solution=count_epochs,
        tolerance=0.004,
        mistakes=(
            (6.4, "that is with batches of 32; these are four times as large."),
            (
                1.6,
                "larger batches show more images, so there are more epochs, not fewer.",
            ),
            (
                468.75,
                "that is how many batches an epoch has; how often do they fit into 12,000?",
            ),
            (0.0390625, "that is the inverse: turn the division round."),
            (1_536_000, "that is how many images are seen; how many are there?"),
            (93.75, "that is how many batches of 128 fit into 12,000 *images*."),
            (153.6, "there are 60,000 images to train on; you took 10,000."),
            (26, "an epoch need not be whole at the end: do not round to whole ones."),
            (25, "an epoch need not be whole at the end: do not cut the last one off."),
        ),
        hints=(
            "How many images does the network see in 12,000 batches of 128?",
            "An epoch is 60,000 of them.",
        ),
        follows="Count by iterations or by epochs, but name the batch size too.",
    ),
    "01.2": Exercise(
        title="Into any range",
        difficulty="core",
        minutes=6,
        solution=to_range,
        cases=to_range_cases,
        mistakes=(
            (
                to_range_of_tanh,
                "that is right for the range from -1 to 1 only; use `low` and `high`.",
            ),
            (to_range_from_zero, "the width is right, but the range begins at 0."),
            (
                to_range_times_high,
                "the range is as wide as the difference between `high` and `low`.",
            ),
            (
                to_range_one_wide,
                "black is right, but white is only 1 above it.",
            ),
            (to_range_minus_low, "a sign is wrong: black should become `low`."),
            (
                to_range_twice_as_wide,
                "white comes out far above `high`: 127.5 is for a range that is 2 wide.",
            ),
            (to_range_negative, "black and white have changed places."),
            (to_range_of_256, "white is 255, not 256, so `high` is never reached."),
            (
                to_range_own_ends,
                "black is 0 and white is 255, also in a picture that has neither.",
            ),
            (
                to_range_own_white,
                "white is 255, also in a picture that has no white pixel.",
            ),
            (
                to_range_whole_numbers,
                "`//` cuts off what is behind the point, so all greys turn black.",
            ),
            (
                to_range_wrapped,
                "uint8 cannot hold more than 255: make the pixels float before you multiply.",
            ),
        ),
        hints=(
            "First bring the pixels from 0 to 1. How wide is the range that they should fill?",
            "Then multiply by the width `high - low`. Where does black lie now?",
        ),
        follows="With -1 and 1 this is the notebook's formula: 255 / 2 = 127.5, and -1 is low.",
    ),
    "01.3": Exercise(
        title="Repair the labels",
        difficulty="core",
        minutes=5,
        solution=ask_labels,
        cases=ask_labels_cases,
        observe=describe_labels,
        planted=ask_labels_planted,
        mistakes=(
            (
                ask_labels_from_one,
                "labels begin at 0, and the last is num_classes - 1.",
            ),
            (
                ask_labels_one_too_many,
                "now there is a label too many: with ten classes, 10 is none.",
            ),
            (ask_labels_without_zero, "the last label comes now, but 0 is gone."),
            (
                ask_labels_rounded,
                "rounded like this, the first and the last label come half as often.",
            ),
            (ask_labels_not_rounded, "a label is a whole number, not a fraction."),
            (
                ask_labels_floats,
                "labels have to be of an integer type: 3, not 3.0.",
            ),
            (
                ask_labels_without_seed,
                "the labels are right, but the same seed should give the same ones again.",
            ),
            (
                ask_labels_fixed_seed,
                "the labels are right, but another seed should give other ones.",
            ),
            (
                ask_labels_in_a_row,
                "equally often, but not by chance: each label tells the next one.",
            ),
            (
                ask_labels_one_by_one,
                "all labels are the same: does each one start the generator anew?",
            ),
        ),
        hints=(
            "Count with `np.bincount(ask_labels(1000, 10, seed=0))`: how many counts are there?",
            "What does `random.integers(0, 2, size=20)` give, and what does it never give?",
        ),
        follows="A generator that is never asked for a 9 never practises it.",
    ),
    "01.4": Exercise(
        title="One example instead of an average",
        difficulty="core",
        minutes=5,
        solution=share_read_by_examples,
        tolerance=0.005,
        mistakes=(
            (0.8203, "that is what the averages read; take one image of each class."),
            (0.439, "that is with the last image of each class; take the first."),
            (
                0.0838,
                "`x[:10]` are ten images, but not one of each class in the order 0 to 9.",
            ),
            (0.4088, "that is with the second image of each class; the first is at 0."),
            (50.99, "that is in percent; give the share, between 0 and 1."),
            (0.4901, "that is the share read wrongly."),
            (0.1, "that is what guessing gives; measure it."),
            (
                0.3925,
                "these examples are test digits; take them from the training digits.",
            ),
            (5099, "that is how many; divide it by how many there are."),
        ),
        hints=(
            "Only the line of `averages` changes; the two cells stay as they are.",
            "`x[labels == digit]` are all images of a class, and `[0]` is its first.",
        ),
        follows="An average reads far better: it knows more than one way to write a digit.",
    ),
    "01.5": Exercise(
        title="One pass over the data",
        difficulty="stretch",
        minutes=15,
        solution=one_pass,
        cases=one_pass_cases,
        observe=describe_pass,
        mistakes=(
            (
                one_pass_apart,
                "images and labels have no longer the same order: pairs are separated.",
            ),
            (
                one_pass_with_replacement,
                "some pairs come twice: these places were drawn, not shuffled.",
            ),
            (one_pass_not_shuffled, "nothing is shuffled."),
            (
                one_pass_rolled,
                "pairs that stood side by side still do: that is no shuffling.",
            ),
            (
                one_pass_fixed_seed,
                "shuffled, but always in the same way: `seed` is not used.",
            ),
            (
                one_pass_without_seed,
                "the same seed should give the same batches again.",
            ),
            (
                one_pass_cut_first,
                "the last pairs are left out with each seed: shuffle first, then cut.",
            ),
            (
                one_pass_order_of_batches,
                "the same pairs always share a batch: shuffle before you cut.",
            ),
            (
                one_pass_turned,
                "the axes are swapped: first the number of batches, then batch_size.",
            ),
            (one_pass_labels_first, "the images come first, then the labels."),
            (one_pass_with_rest, "the last batch is not full; leave it out."),
            (one_pass_flat, "that is one long row of pairs; cut it into batches."),
            (one_pass_first_batch, "that is one batch; give them all."),
        ),
        hints=(
            "Shuffle places, as in the notebook, with `np.random.default_rng(seed)`.",
            "`len(images) // batch_size` batches are full. Cut the shuffled places to so many.",
            "Places of the shape (batches, batch_size) pick from both arrays at once.",
        ),
        follows="Over many passes each pair has its turn, also those that were left out once.",
    ),
}
