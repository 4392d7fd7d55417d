"""01.5 One pass over the data."""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase

import numpy as np


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
    """images and labels have no longer the same order: pairs are separated."""
    random = np.random.default_rng(seed)
    images, labels = random.permutation(images), random.permutation(labels)
    return _cut(images, labels, batch_size)


def one_pass_with_replacement(images, labels, batch_size, seed):
    """some pairs come twice: these places were drawn, not shuffled."""
    places = np.random.default_rng(seed).integers(len(images), size=len(images))
    return _cut(images[places], labels[places], batch_size)


def one_pass_not_shuffled(images, labels, batch_size, seed):
    """nothing is shuffled."""
    return _cut(images, labels, batch_size)


def one_pass_rolled(images, labels, batch_size, seed):
    """pairs that stood side by side still do: that is no shuffling."""
    places = np.roll(np.arange(len(images)), 7 * seed + 3)
    return _cut(images[places], labels[places], batch_size)


def one_pass_fixed_seed(images, labels, batch_size, seed):
    """shuffled, but always in the same way: `seed` is not used."""
    return one_pass(images, labels, batch_size, 0)


def one_pass_without_seed(images, labels, batch_size, seed):
    """the same seed should give the same batches again."""
    return one_pass(images, labels, batch_size, None)


def one_pass_cut_first(images, labels, batch_size, seed):
    """the last pairs are left out with each seed: shuffle first, then cut."""
    whole = len(images) // batch_size * batch_size
    return one_pass(images[:whole], labels[:whole], batch_size, seed)


def one_pass_order_of_batches(images, labels, batch_size, seed):
    """the same pairs always share a batch: shuffle before you cut."""
    images, labels = _cut(images, labels, batch_size)
    order = np.random.default_rng(seed).permutation(len(images))
    return images[order], labels[order]


def one_pass_turned(images, labels, batch_size, seed):
    """the axes are swapped: first the number of batches, then batch_size."""
    images, labels = one_pass(images, labels, batch_size, seed)
    return np.swapaxes(images, 0, 1), np.swapaxes(labels, 0, 1)


def one_pass_labels_first(images, labels, batch_size, seed):
    """the images come first, then the labels."""
    return one_pass(images, labels, batch_size, seed)[::-1]


def one_pass_with_rest(images, labels, batch_size, seed):
    """the last batch is not full; leave it out."""
    places = np.random.default_rng(seed).permutation(len(images))
    starts = range(0, len(places), batch_size)
    pieces = [places[start : start + batch_size] for start in starts]
    return [images[piece] for piece in pieces], [labels[piece] for piece in pieces]


def one_pass_flat(images, labels, batch_size, seed):
    """that is one long row of pairs; cut it into batches."""
    images, labels = one_pass(images, labels, batch_size, seed)
    return images.reshape(-1, *images.shape[2:]), labels.ravel()


def one_pass_first_batch(images, labels, batch_size, seed):
    """that is one batch; give them all."""
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
            return phrase("not two arrays")
        try:
            batch_images, batch_labels = (
                np.asarray(batch_images),
                np.asarray(batch_labels),
            )
        except ValueError:
            return phrase("batches of different sizes")
        if batch_images.ndim != 5 or batch_labels.ndim != 2:
            return phrase(
                "the shapes {0} and {1}", batch_images.shape, batch_labels.shape
            )
        if batch_images.shape[:2] != batch_labels.shape:
            return phrase(
                "images {0}, labels {1}", batch_images.shape[:2], batch_labels.shape
            )
        flat = batch_images.reshape(batch_labels.size, -1)
        if flat.shape[1] != known.shape[1]:
            return phrase("images of the shape {0}", batch_images.shape[2:])
        near = np.isclose(flat[:, np.newaxis], known, atol=1e-5).all(axis=2)
        if not near.any(axis=1).all():
            return phrase("images that are not among the given ones")
        order = near.argmax(axis=1)
        together &= np.array_equal(known_labels[order], batch_labels.ravel())
        orders.append(order)
    once = all(len(set(order)) == len(order) for order in orders)
    batches, size = batch_labels.shape
    contents = {
        frozenset(map(frozenset, order.reshape(batches, size))) for order in orders[1:]
    }
    rests = {frozenset(range(len(known))) - frozenset(order) for order in orders[1:]}
    many = len(contents) > 1
    mixture = phrase("new batches") if many else phrase("the old batches")
    followers = np.mean([np.mean(np.diff(order) == 1) for order in orders])
    if followers > 0.5:
        mixture = phrase("neighbours stay neighbours")
    if all(np.array_equal(order, orders[0]) for order in orders):
        in_order = np.array_equal(orders[0], np.sort(orders[0]))
        mixture = phrase("no shuffling") if in_order else phrase("the same order")
    rest = "none" if not any(rests) else "always the same" if len(rests) == 1 else "any"
    return (
        f"{batches} x {size}, pairs {'together' if together else 'apart'}, "
        f"{'none' if once else 'some'} twice, "
        f"{mixture} with each seed, "
        f"left out: {rest}, "
        f"same seed: {'same' if np.array_equal(*orders[:2]) else 'other'}"
    )


EXERCISE = Exercise(
    title="One pass over the data",
    difficulty="stretch",
    minutes=15,
    solution=one_pass,
    cases=one_pass_cases,
    observe=describe_pass,
    mistakes=(
        one_pass_apart,
        one_pass_with_replacement,
        one_pass_not_shuffled,
        one_pass_rolled,
        one_pass_fixed_seed,
        one_pass_without_seed,
        one_pass_cut_first,
        one_pass_order_of_batches,
        one_pass_turned,
        one_pass_labels_first,
        one_pass_with_rest,
        one_pass_flat,
        one_pass_first_batch,
    ),
    hints=(
        "Shuffle places, as in the notebook, with `np.random.default_rng(seed)`.",
        "`len(images) // batch_size` batches are full. Cut the shuffled places to so many.",
        "Places of the shape (batches, batch_size) pick from both arrays at once.",
    ),
    follows="Over many passes each pair has its turn, also those that were left out once.",
)
