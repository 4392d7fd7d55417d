"""The metrics: what can be measured of a generator, and what each number cannot see.

Each is a function of arrays. Images are float (N, height, width, channels) from 0 to 1, as
`ConditionalGAN.generate` returns them; features are what `judge.features` says of images. No
number means much alone: `report` puts each beside the same number for real digits. Samples that
are too small to mean anything are refused with a ValueError. Taught by notebook 07_evaluation.
"""

from cgan_lib import checks, judge

import numpy as np
from scipy.special import logsumexp

SIGMAS = tuple(np.geomspace(0.1, 1, 10))

# Obedience: does it draw what it is asked for?


def confusion(asked, read, num_classes: int = 10) -> np.ndarray:
    """How often each label was asked for, and what was read then.

    Args:
        asked: the labels that the generator was given, (N,).
        read: the labels that the judge read in the images, (N,).
        num_classes: how many labels there are.

    Returns:
        Counts, int (num_classes, num_classes): a row for each label asked for, a column for each
        label read. A perfect generator has all its counts on the diagonal.
    """
    asked = checks.labels(asked, num_classes, "asked")
    read = checks.labels(read, num_classes, "read")
    checks.same_length(asked, read, "asked", "read")
    num_classes = checks.whole_number(num_classes, "num_classes", 1, 2**13)
    counts = np.bincount(asked * num_classes + read, minlength=num_classes**2)
    return counts.reshape(num_classes, num_classes)


def obedience(asked, read) -> float:
    """The share of images in which the judge reads the label that was asked for.

    From 0 to 1, higher is better; guessing reaches 0.1. A share p of N images is uncertain by
    sqrt(p (1 - p) / N). It cannot see whether the images vary, nor whether they look real: one
    good picture of each digit, drawn again and again, reaches 1.

    Args:
        asked: the labels that the generator was given, (N,).
        read: the labels that the judge read in the images, (N,).
    """
    asked, read = (
        checks.labels(asked, name="asked"),
        checks.labels(read, name="read"),
    )
    checks.same_length(asked, read, "asked", "read")
    return float(np.mean(asked == read))


# Quality and variety together


def frechet_distance(features_a, features_b) -> float:
    """How far apart two clouds of features are, each seen as a Gaussian (Heusel et al., 2017).

    The squared distance of the means, plus what the covariances A and B differ by:
    |mean_a - mean_b|^2 + trace(A + B - 2 (A B)^(1/2)). From 0 up, lower is better. Its unit is the
    judge's own, so only distances by the same judge compare, and of as many images: fewer images
    make it larger. It cannot see labels, nor a generator that copies the training images, nor
    anything beyond means and covariances.

    Args:
        features_a, features_b: (N, d) and (M, d); both N and M above d, since fewer samples
            than that leave the covariance of d features undetermined.

    Raises:
        ValueError: too few samples, or arrays that are no features.
    """
    a, b = _check_features(features_a, features_b, ("features_a", "features_b"))
    for name, cloud in (("features_a", a), ("features_b", b)):
        needed, width = cloud.shape[1] + 1, cloud.shape[1]
        reason = f"one more than the {width} features of a sample"
        _check_enough(len(cloud), needed, f"samples in {name}", reason)
    shift = a.mean(axis=0) - b.mean(axis=0)
    root_a, root_b = _root_of_covariance(a), _root_of_covariance(b)
    # trace((A B)^(1/2)) is the sum of the singular values of root_a root_b^T. Unlike a matrix
    # square root this never turns complex or negative by rounding.
    shared = np.linalg.svd(root_a @ root_b.T, compute_uv=False).sum()
    apart = shift @ shift + (root_a**2).sum() + (root_b**2).sum() - 2 * shared
    return max(float(apart), 0.0)


def frechet_per_class(
    features_a, labels_a, features_b, labels_b, num_classes: int = 10
) -> np.ndarray:
    """The Fréchet distance within each class, float (num_classes,).

    As `frechet_distance`, but it does see labels: it compares the images asked to be sevens with
    the real sevens. It needs more samples than features in every class.

    Args:
        features_a, features_b: (N, d) and (M, d).
        labels_a, labels_b: the class of each sample, (N,) and (M,).
        num_classes: how many classes there are.

    Raises:
        ValueError: too few samples of a class, or arrays of another kind.
    """
    a, b = _check_features(features_a, features_b, ("features_a", "features_b"))
    labels_a = checks.labels(labels_a, num_classes, "labels_a")
    labels_b = checks.labels(labels_b, num_classes, "labels_b")
    checks.same_length(a, labels_a, "features_a", "labels_a")
    checks.same_length(b, labels_b, "features_b", "labels_b")
    num_classes = checks.whole_number(num_classes, "num_classes", 1, 2**20)
    reason = "one more than the features of a sample, in every class"
    for name, labels in (("features_a", labels_a), ("features_b", labels_b)):
        fewest = np.bincount(labels, minlength=num_classes).min()
        _check_enough(fewest, a.shape[1] + 1, f"samples in {name}", reason)
    return np.array(
        [
            frechet_distance(a[labels_a == label], b[labels_b == label])
            for label in range(num_classes)
        ]
    )


def classification_accuracy_score(
    images, labels, test_images, test_labels, seed: int = 0, iterations: int = 1500
) -> float:
    """How well a classifier reads real digits that learned from generated ones alone.

    From 0 to 1, higher is better (Ravuri and Vinyals, 2019). It falls when digits are wrong, when
    they are unlike real ones and when they vary too little, without saying which; it cannot see
    that the training images were copied. Sets the random seeds of Python, NumPy and TensorFlow.

    Args:
        images: generated, (N, 28, 28, 1), from 0 to 1; N as large as you can, since the score
            grows with N. From fewer than 100 of a class chance decides more than quality does.
        labels: what was asked for, (N,).
        test_images, test_labels: real, (M, 28, 28, 1) and (M,), which the generator has not seen;
            1,000 or more, which measures the score to 1.6 points or better.
        seed: of the classifier's first weights and of the order of the images.
        iterations: of training, with batches of 128.

    Raises:
        ValueError, TypeError: too few images, or arrays of another kind.
    """
    iterations = checks.whole_number(iterations, "iterations", 1, 2**31 - 1)
    seed = checks.whole_number(seed, "seed", 0, 2**32 - 2)
    labels = checks.labels(labels, judge.NUM_CLASSES)
    test_labels = checks.labels(test_labels, judge.NUM_CLASSES, "test_labels")
    images = checks.brightness(images, img_shape=(28, 28, 1))
    test_images = checks.brightness(test_images, "test_images", (28, 28, 1))
    checks.same_length(images, labels, "images", "labels")
    checks.same_length(test_images, test_labels, "test_images", "test_labels")
    _check_enough(len(test_labels), 1000, "test_images", "to measure within 2 %")
    fewest = np.bincount(labels, minlength=judge.NUM_CLASSES).min()
    _check_enough(fewest, 100, "images of each class", "so that chance matters little")
    classifier = judge.train_classifier(images, labels, iterations, seed, (16, 32, 32))
    return float(np.mean(judge.read(classifier, test_images) == test_labels))


# Quality and variety apart


def precision_recall(real_features, fake_features, k: int = 3) -> tuple[float, float]:
    """The share of fakes among the reals, and of reals among the fakes.

    Around each sample lies a ball that reaches to its k-th nearest neighbour of its own kind.
    Precision, the quality, is the share of fakes inside a ball of a real sample; recall, the
    variety, the share of reals inside a ball of a fake (Kynkäänniemi et al., 2019). Both from 0 to
    1, higher is better; both grow with the number of samples, and real against real does not
    reach 1. They cannot see labels, nor copies of the training images, nor how densely the
    samples lie inside the balls; one outlier makes a large ball.

    Args:
        real_features, fake_features: (N, d) and (M, d), best N = M; 100 or more of each, since a
            few balls do not show what lies between them.
        k: which neighbour a ball reaches to.

    Raises:
        ValueError, TypeError: too few samples, or arrays of another kind.
    """
    names = ("real_features", "fake_features")
    real, fake = _check_features(real_features, fake_features, names)
    for name, cloud in zip(names, (real, fake), strict=True):
        _check_enough(len(cloud), 100, f"samples in {name}", "to cover a cloud")
    k = checks.whole_number(k, "k", low=1, high=min(len(real), len(fake)) - 1)
    return _share_inside(fake, real, k), _share_inside(real, fake, k)


def variety(images, labels, num_classes: int = 10) -> np.ndarray:
    """How different the images of one label are: their mean distance, two by two.

    From 0 up, for each class; good is what real digits have. The distance is Euclidean, over
    pixels. It cannot see quality: noise varies more than digits, and so do wrong labels.

    Args:
        images: (N, height, width, channels), from 0 to 1; 10 or more of each class, which are 45
            pairs.
        labels: the class of each image, (N,).
        num_classes: how many classes there are.

    Returns:
        float, (num_classes,).

    Raises:
        ValueError, TypeError: too few images, or arrays of another kind.
    """
    rows = _rows(checks.brightness(images))
    labels = checks.labels(labels, num_classes)
    checks.same_length(rows, labels, "images", "labels")
    num_classes = checks.whole_number(num_classes, "num_classes", 1, 2**20)
    counts = np.bincount(labels, minlength=num_classes)
    _check_enough(counts.min(), 10, "images of each class", "which are 45 pairs")
    totals = [
        sum(np.sqrt(block).sum() for block in _squared_distances(one, one))
        for one in (rows[labels == label] for label in range(num_classes))
    ]
    return np.array(totals) / (counts * (counts - 1))


# Memory: does it copy?


def nearest_training_digits(images, train_images) -> tuple[np.ndarray, np.ndarray]:
    """The training image that is most like each image, and how far away it is.

    A distance of 0 is a copy, and far smaller distances than those of new real digits are a
    warning. The distance is Euclidean, over pixels; it cannot see a copy that was shifted by a
    pixel, and large distances may be good new digits or bad ones.

    Args:
        images: (N, height, width, channels), from 0 to 1.
        train_images: the same with M images.

    Returns:
        indices: int (N,), places in train_images.
        distances: float (N,), from 0 up.

    Raises:
        ValueError, TypeError: arrays that are no images, or not of the same size.
    """
    images = checks.brightness(images)
    train_images = checks.brightness(train_images, "train_images", images.shape[1:])
    rows, train_rows = (x.reshape(len(x), -1) for x in (images, train_images))
    blocks = _squared_distances(rows, train_rows)
    indices = np.concatenate([block.argmin(axis=1) for block in blocks])
    # Computed again for the nearest alone, without rounding: a copy is at exactly 0.
    return indices, np.linalg.norm(rows - train_rows[indices], axis=1)


# Likelihood, as the first papers gave it


def parzen_log_likelihood(samples, test, sigma: float) -> tuple[float, float]:
    """How likely real test images are if each sample is the centre of a Gaussian of width sigma.

    log p(x) = log of the mean over samples s of exp(-|x - s|^2 / (2 sigma^2)), minus
    (d / 2) log(2 pi sigma^2), d the number of pixels, in nats (Goodfellow et al., 2014; Mirza and
    Osindero, 2014, who report 132 for a CGAN). Any number, higher is better. It cannot see labels,
    nor copies of the training images, and it ranks blurred digits above real ones: it is here to
    compare with old papers (Theis et al., 2016, advise against it).

    Args:
        samples: generated, (N, height, width, channels), from 0 to 1; 1,000 or more;
            10,000 are usual. Fewer leave most of the test images without a sample nearby.
        test: real, the same with M images; 100 or more, so that their mean is worth giving.
        sigma: the width, above 0; see `choose_sigma`.

    Returns:
        The mean over the test images, and its standard error.

    Raises:
        ValueError, TypeError: too few images, arrays of another kind, or a width of 0.
    """
    samples = checks.brightness(samples, "samples")
    test = checks.brightness(test, "test", samples.shape[1:])
    _check_enough(len(samples), 1000, "samples", "to have some near a test image")
    _check_enough(len(test), 100, "test images", "so that their mean is sure enough")
    sigma = checks.number(sigma, "sigma")
    if not 1e-6 <= sigma <= 1e6:  # beyond, its square over- or underflows
        raise ValueError(f"sigma must be above 0, from 1e-6 to 1e6; got {sigma}")
    samples, test = _rows(samples), _rows(test)
    likelihoods = np.concatenate(
        [
            logsumexp(-block / (2 * sigma**2), axis=1)
            for block in _squared_distances(test, samples)
        ]
    )
    likelihoods -= np.log(len(samples))
    likelihoods -= test.shape[1] / 2 * np.log(2 * np.pi * sigma**2)
    error = likelihoods.std(ddof=1) / np.sqrt(len(test))
    return float(likelihoods.mean()), float(error)


def choose_sigma(samples, validation, sigmas=SIGMAS) -> float:
    """The width that makes a validation set most likely, for `parzen_log_likelihood`.

    Args:
        samples: generated, as there.
        validation: real images that are neither in the test set nor among the samples.
        sigmas: the widths to try; the default is the grid of Goodfellow et al., 2014.
    """
    sigmas = checks.array(sigmas, "sigmas")
    if sigmas.dtype.kind not in "fiu" or sigmas.ndim != 1 or not sigmas.size:
        raise ValueError(f"sigmas must be numbers in one row; got {sigmas!r}")
    if not ((sigmas >= 1e-6) & (sigmas <= 1e6)).all():
        raise ValueError(f"sigmas must be from 1e-6 to 1e6; got {sigmas}")
    samples = checks.brightness(samples, "samples")
    validation = checks.brightness(validation, "validation", samples.shape[1:])
    _check_enough(
        len(validation), 100, "validation", "so that their mean is sure enough"
    )
    fits = [parzen_log_likelihood(samples, validation, sigma)[0] for sigma in sigmas]
    return float(sigmas[int(np.argmax(fits))])


# Helpers


def _squared_distances(a, b):
    """For each 200 rows of `a`, to bound the memory, their squared distances to all of `b`."""
    lengths = (b**2).sum(axis=1)
    for start in range(0, len(a), 200):
        some = a[start : start + 200]
        squared = (some**2).sum(axis=1)[:, np.newaxis] + lengths - 2 * some @ b.T
        yield np.maximum(squared, 0)


def _share_inside(points, centres, k: int) -> float:
    """The share of points in the ball of at least one centre; see `precision_recall`."""
    # Among its own kind a centre is at place 0, so its k-th neighbour is at place k.
    radii = [np.partition(d, k)[:, k] for d in _squared_distances(centres, centres)]
    radii = np.concatenate(radii)
    inside = [(d <= radii).any(axis=1) for d in _squared_distances(points, centres)]
    return float(np.concatenate(inside).mean())


def _root_of_covariance(cloud) -> np.ndarray:
    """A matrix R with R^T R = the covariance of the cloud's columns."""
    return np.linalg.qr(cloud - cloud.mean(axis=0), mode="r") / np.sqrt(len(cloud) - 1)


def _rows(images) -> np.ndarray:
    """Each image as one row of float64."""
    return images.reshape(len(images), -1).astype("float64")


def _check_enough(count: int, needed: int, name: str, reason: str):
    """A ValueError if a sample is too small to mean anything."""
    if count < needed:
        raise ValueError(f"{name} must be at least {needed}, {reason}; got {count}")


def _check_features(a, b, names: tuple[str, str]) -> list[np.ndarray]:
    """Two clouds of features as float64, (N, d) and (M, d), or a ValueError."""
    clouds = [checks.array(x, name) for x, name in zip((a, b), names, strict=True)]
    for name, cloud in zip(names, clouds, strict=True):
        if cloud.dtype.kind not in "fiu":  # float, integer, unsigned integer
            raise TypeError(f"{name} must hold numbers; got {cloud.dtype}")
        if cloud.ndim != 2 or cloud.shape[1:] != clouds[0].shape[-1:] or not cloud.size:
            raise ValueError(
                f"{names[0]} and {names[1]} must have the shapes (N, d) and (M, d); "
                f"got {clouds[0].shape} and {clouds[1].shape}"
            )
        with np.errstate(over="ignore"):  # a wider float becomes infinite
            inside = np.abs(cloud.astype("float64")) <= 1e100
        if not inside.all():  # beyond, the squares overflow
            raise ValueError(
                f"{name} must hold finite numbers, below 1e100; got NaN or infinity"
            )
    return [cloud.astype("float64") for cloud in clouds]
