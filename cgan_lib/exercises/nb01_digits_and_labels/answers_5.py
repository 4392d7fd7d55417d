"""Answers to 01.5, right and wrong: One pass over the data."""

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
