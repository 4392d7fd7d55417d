"""01.5 One pass over the data."""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.exercises.nb01_digits_and_labels import answers_5 as answers

import numpy as np


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


EXERCISE = Exercise(
    title="One pass over the data",
    difficulty="stretch",
    minutes=15,
    solution=answers.one_pass,
    cases=one_pass_cases,
    observe=describe_pass,
    mistakes=(
        (
            answers.one_pass_apart,
            "images and labels have no longer the same order: pairs are separated.",
        ),
        (
            answers.one_pass_with_replacement,
            "some pairs come twice: these places were drawn, not shuffled.",
        ),
        (answers.one_pass_not_shuffled, "nothing is shuffled."),
        (
            answers.one_pass_rolled,
            "pairs that stood side by side still do: that is no shuffling.",
        ),
        (
            answers.one_pass_fixed_seed,
            "shuffled, but always in the same way: `seed` is not used.",
        ),
        (
            answers.one_pass_without_seed,
            "the same seed should give the same batches again.",
        ),
        (
            answers.one_pass_cut_first,
            "the last pairs are left out with each seed: shuffle first, then cut.",
        ),
        (
            answers.one_pass_order_of_batches,
            "the same pairs always share a batch: shuffle before you cut.",
        ),
        (
            answers.one_pass_turned,
            "the axes are swapped: first the number of batches, then batch_size.",
        ),
        (answers.one_pass_labels_first, "the images come first, then the labels."),
        (answers.one_pass_with_rest, "the last batch is not full; leave it out."),
        (answers.one_pass_flat, "that is one long row of pairs; cut it into batches."),
        (answers.one_pass_first_batch, "that is one batch; give them all."),
    ),
    hints=(
        "Shuffle places, as in the notebook, with `np.random.default_rng(seed)`.",
        "`len(images) // batch_size` batches are full. Cut the shuffled places to so many.",
        "Places of the shape (batches, batch_size) pick from both arrays at once.",
    ),
    follows="Over many passes each pair has its turn, also those that were left out once.",
)
