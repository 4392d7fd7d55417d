"""Pixels compared: copies, variety, and likelihood as the first papers gave it."""

from cgan_lib import checks

import numpy as np
import tensorflow as tf

SIGMAS = np.geomspace(0.1, 1, 10)  # the grid of Goodfellow et al., 2014


def parzen_log_likelihood(samples, test, sigma: float) -> tuple[float, float]:
    """How likely real test images are if each sample is the centre of a Gaussian of width sigma.

    log p(x) = log of the mean over samples s of exp(-|x - s|^2 / (2 sigma^2)), minus
    (d / 2) log(2 pi sigma^2), d the number of pixels, in nats (Goodfellow et al., 2014; Mirza and
    Osindero, 2014, who report 132 for a CGAN). Any number, higher is better. It cannot see labels,
    nor copies of the training images, and it ranks blurred digits above real ones: it is here to
    compare with old papers (Theis et al., 2016, advise against it). Returns the mean over the test
    images, and its standard error.

    Args:
        samples: generated, (N, height, width, channels), from 0 to 1; 1,000 or more;
            10,000 are usual. Fewer leave most of the test images without a sample nearby.
        test: real, the same with M images; 100 or more, so that their mean is worth giving.
        sigma: the width, above 0; see `choose_sigma`.
    """
    sigma = checks.number(sigma, "sigma", 1e-6, 1e6)  # its square would overflow
    (likelihoods,) = _likelihoods(samples, test, "test", [sigma])
    error = likelihoods.std(ddof=1) / np.sqrt(len(likelihoods))
    return float(likelihoods.mean()), float(error)


def choose_sigma(samples, validation) -> float:
    """Of ten widths from 0.1 to 1 the one that makes a validation set most likely.

    `samples` are as in `parzen_log_likelihood`, and `validation` as its `test`: real images that
    are neither in the test set nor among the samples.
    """
    fits = _likelihoods(samples, validation, "validation", SIGMAS).mean(axis=1)
    return float(SIGMAS[fits.argmax()])


def nearest_training_digits(images, train_images) -> tuple[np.ndarray, np.ndarray]:
    """The training image that is most like each image, and how far away it is.

    A distance of 0 is a copy, and one below nearly all of those of new real digits is a warning:
    count such images, since a mean hides a few of them. The distance is Euclidean, over pixels; it
    cannot see a copy that was shifted by a pixel, among frames of a film that are nearly alike it
    may take another than the nearest, and large distances may be good new digits or
    bad ones. Returns for N images two arrays, (N,): places in train_images, int, and distances,
    float, from 0 up.
    """
    images = checks.brightness(images)
    train_images = checks.brightness(train_images, images.shape[1:], "train_images")
    rows, train_rows = (x.reshape(len(x), -1) for x in (images, train_images))
    nearest = by_distance(rows, train_rows, lambda squared: squared.argmin(axis=1))
    # Rounding hides which of many that are nearly alike is the same.
    same = {hash(row.tobytes()): place for place, row in enumerate(train_rows)}
    found = (hash(row.tobytes()) for row in rows)
    indices = np.array([same.get(*pair) for pair in zip(found, nearest, strict=True)])
    # Computed again for the nearest alone, without rounding: a copy is at exactly 0.
    return indices, np.linalg.norm(rows - train_rows[indices], axis=1)


def variety(images, labels, num_classes: int | None = None) -> np.ndarray:
    """How different the images of one label are: their mean distance, two by two, for each class.

    Float (num_classes,), from 0 up; good is what real digits have. The distance is Euclidean, over
    pixels. It cannot see quality: noise varies more than digits, and so do wrong labels. There must
    be 10 images of each class or more, which are 45 pairs; `num_classes` is as in `confusion`.
    """
    rows = _as_rows(checks.brightness(images))
    labels = checks.labels(labels, num_classes, images=rows)
    num_classes = checks.class_count(num_classes, labels)
    counts = np.bincount(labels, minlength=num_classes)
    name = f"images of each class (num_classes is {num_classes})"
    checks.enough(counts.min(), 10, name, "which are 45 pairs")
    clouds = (rows[labels == label] for label in range(num_classes))
    totals = [sum(by_distance(c, c, lambda d: [np.sqrt(d).sum()])) for c in clouds]
    return np.array(totals) / (counts * (counts - 1))


def _likelihoods(samples, test, name: str, sigmas) -> np.ndarray:
    """The log-likelihood of each test image for each sigma, (sigmas, M)."""
    samples = checks.brightness(samples, name="samples")
    test = checks.brightness(test, samples.shape[1:], name)
    checks.enough(len(samples), 1000, "samples", "to have some near a test image")
    checks.enough(len(test), 100, f"{name} images", "so that their mean is sure enough")
    samples, test = _as_rows(samples), _as_rows(test)
    widths = np.reshape(sigmas, (-1, 1))

    def log_sums(squared):
        return [tf.reduce_logsumexp(-squared / (2 * s**2), axis=1) for s in sigmas]

    likelihoods = by_distance(test, samples, log_sums) - np.log(len(samples))
    return likelihoods - test.shape[1] / 2 * np.log(2 * np.pi * widths**2)


def _as_rows(images) -> np.ndarray:
    """Each image as one row of float64."""
    return images.reshape(len(images), -1).astype("float64")


def by_distance(a, b, measure) -> np.ndarray:
    """What `measure` makes of the squared distances of `a` to all of `b`, (rows of a, rows of b).

    It gets 200 rows at a time, to bound the memory; its arrays are joined along their last axis.
    """
    centre = b.mean(axis=0)  # far from 0 their squares would have no digits left
    a, b = a - centre, b - centre
    lengths, made = (b**2).sum(axis=1), []
    for start in range(0, len(a), 200):
        some = a[start : start + 200]
        squared = (some**2).sum(axis=1)[:, np.newaxis] + lengths - 2 * some @ b.T
        made.append(np.array(measure(np.maximum(squared, 0))))  # a view would keep all
    return np.concatenate(made, axis=-1)
