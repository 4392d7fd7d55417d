"""Through a judge's eyes: the labels that it reads, and clouds of its features."""

from cgan_lib import checks, judge
from cgan_lib.evaluation.pixels import by_distance

import numpy as np


def confusion(asked, read, num_classes: int | None = None) -> np.ndarray:
    """How often each label was asked for (row) and read (column): int (num_classes, num_classes).

    A perfect generator has all its counts on the diagonal.

    Args:
        asked: the labels that the generator was given, (N,).
        read: the labels that the judge read in the images, (N,).
        num_classes: how many classes there are; None: one more than the highest label.
    """
    asked, read = _pairs(asked, read, num_classes)
    num_classes = checks.class_count(num_classes, asked, read, most=2**13)
    counts = np.bincount(asked * num_classes + read, minlength=num_classes**2)
    return counts.reshape(num_classes, num_classes)


def obedience(asked, read) -> float:
    """The share of images in which the judge reads the label that was asked for.

    From 0 to 1, higher is better, up to what the judge reads in real digits; guessing among ten
    classes reaches 0.1. The standard error of a share p of N images is sqrt(p (1 - p) / N). It
    cannot see whether the images vary, nor whether they look real: one good picture of each digit,
    drawn again and again, reaches 1. Arguments: as in `confusion`, in any order.
    """
    asked, read = _pairs(asked, read)
    return float(np.mean(asked == read))


def classification_accuracy_score(
    images, labels, test_images, test_labels, seed: int = 0, iterations: int = 1500
) -> float:
    """How well a classifier reads real images that learned from generated ones alone.

    From 0 to 1, higher is better (Ravuri and Vinyals, 2019). It falls when images are wrong, when
    they are unlike real ones and when they vary too little, without saying which; it cannot see
    that the training images were copied. Sets the random seeds of Python, NumPy and TensorFlow.

    Args:
        images: generated, (N, height, width, channels), from 0 to 1, 8 x 8 or larger; N as large
            as you can, since the score grows with N. From fewer than 100 of a class chance decides
            more than quality does.
        labels: what was asked for, (N,).
        test_images, test_labels: real, the same with M, which the generator has not seen; 1,000 or
            more, which measures the score to 1.6 points or better.
        seed: of the classifier's first weights and of the order of the images.
        iterations: of training, with batches of 128.
    """
    images = checks.brightness(images)
    labels = checks.labels(labels, images=images)
    tests = checks.brightness(test_images, images.shape[1:], "test_images")
    test_labels = checks.labels(test_labels, None, "test_labels", test_images=tests)
    checks.enough(len(test_labels), 1000, "test_images", "to measure within 2 %")
    num_classes = checks.class_count(None, labels, test_labels)
    fewest = np.bincount(labels, minlength=num_classes).min()
    checks.enough(fewest, 100, "images of each class", "so that chance matters little")
    classifier = judge.train_classifier(
        images, labels, iterations, seed, num_classes, filters=(16, 32, 32)
    )
    return float(np.mean(judge.read(classifier, tests) == test_labels))


def frechet_distance(features_a, features_b) -> float:
    """How far apart two clouds of features are, each seen as a Gaussian (Heusel et al., 2017).

    The squared distance of the means, plus what the covariances A and B differ by:
    |mean_a - mean_b|^2 + trace(A + B - 2 (A B)^(1/2)). From 0 up, lower is better; the order does
    not matter. Its unit is the judge's own, so only distances by the same judge compare, and of as
    many images: fewer images make it larger. It cannot see labels, nor a generator that copies the
    training images, nor anything beyond means and covariances. Features are (N, d) and (M, d), both
    N and M above d, since fewer samples leave the covariance of d features undetermined.
    """
    a, b = _clouds(features_a, features_b)
    shift = a.mean(axis=0) - b.mean(axis=0)
    root_a, root_b = _root_of_covariance(a), _root_of_covariance(b)
    # trace((A B)^(1/2)) is the sum of the singular values of root_a root_b^T. Unlike a matrix
    # square root this never turns complex or negative by rounding.
    shared = np.linalg.svd(root_a @ root_b.T, compute_uv=False).sum()
    apart = shift @ shift + (root_a**2).sum() + (root_b**2).sum() - 2 * shared
    return max(float(apart), 0.0)


def frechet_per_class(
    features_a, labels_a, features_b, labels_b, num_classes: int | None = None
) -> np.ndarray:
    """The Fréchet distance within each class, float (num_classes,).

    As `frechet_distance`, but it does see labels, (N,) and (M,): it compares the images asked to
    be sevens with the real sevens, and needs more samples than features in every class.
    `num_classes` is as in `confusion`.
    """
    a, b = _clouds(features_a, features_b)
    labels_a = checks.labels(labels_a, num_classes, "labels_a", features_a=a)
    labels_b = checks.labels(labels_b, num_classes, "labels_b", features_b=b)
    num_classes = checks.class_count(num_classes, labels_a, labels_b)
    reason = f"one more than features, in every class (num_classes is {num_classes})"
    for name, labels in (("features_a", labels_a), ("features_b", labels_b)):
        fewest = np.bincount(labels, minlength=num_classes).min()
        checks.enough(fewest, a.shape[1] + 1, f"samples in {name}", reason)
    pairs = ((a[labels_a == c], b[labels_b == c]) for c in range(num_classes))
    return np.array([frechet_distance(*pair) for pair in pairs])


def kernel_distance(features_a, features_b) -> float:
    """How far apart two clouds of features are, by a kernel (Bińkowski et al., 2018).

    The squared maximum mean discrepancy, mean k(a, a') + mean k(b, b') - 2 mean k(a, b), of pairs
    of different samples, with k(a, b) = (a . b / d + 1)^3. Lower is better. It has no bias: of two
    clouds from one source it is 0 on average, for any number of samples, and so it may fall a
    little below 0. It cannot see labels, nor copies of the training images, nor whether quality or
    variety is what is missing. Unit, order and arguments: as in `frechet_distance`; two samples of
    each are enough.
    """
    a, b = _clouds(features_a, features_b, 2, "since pairs are compared")

    def total(one, other):
        return ((one @ other.T / one.shape[1] + 1) ** 3).sum()

    def own(cloud):
        itself = ((np.sum(cloud**2, axis=1) / cloud.shape[1] + 1) ** 3).sum()
        return (total(cloud, cloud) - itself) / (len(cloud) * (len(cloud) - 1))

    return float(own(a) + own(b) - 2 * total(a, b) / (len(a) * len(b)))


def precision_recall(fake_features, real_features, k: int = 3) -> tuple[float, float]:
    """The share of fakes among the reals, and of reals among the fakes, in this order.

    Around each sample lies a ball that reaches to its k-th nearest neighbour of its own kind.
    Precision, the quality, is the share of fakes inside a ball of a real sample; recall, the
    variety, the share of reals inside a ball of a fake (Kynkäänniemi et al., 2019). Both from 0 to
    1, higher is better, up to what real against real reaches, which is not 1. More samples make
    smaller balls, so the recall of a generator that misses something falls with their number:
    compare equally many. They cannot see labels, nor copies of the training images, nor how densely
    the samples lie inside the balls; one outlier makes a large ball, and scattered fakes, whose
    balls are all large, raise recall.

    Features are (N, d) and (M, d), best N = M; 100 or more of each, since a few balls do not show
    what lies between them. The pictures that G learned from will do as real ones, if there are few
    others.
    """
    fake, real, k = _fake_and_real(fake_features, real_features, k)
    return _share_inside(fake, real, k), _share_inside(real, fake, k)


def density_coverage(fake_features, real_features, k: int = 5) -> tuple[float, float]:
    """How deep the fakes lie among the reals, and how many reals have a fake near.

    Both use balls around real samples only, so that scattered fakes gain nothing by their own large
    balls (Naeem et al., 2020). Density is the mean number of balls that a fake lies in, divided by
    k: from 0 up, about 1 for more real samples, and above 1 for fakes that keep to where the reals
    are densest. Coverage is the share of balls with a fake in them, from 0 to 1, higher is better,
    up to what real against real reaches; it grows with the number of fakes. Neither sees labels,
    nor copies of the training images, nor whether fakes of one ball are all the same. Arguments:
    as in `precision_recall`.
    """
    fake, real, k = _fake_and_real(fake_features, real_features, k)
    radii = _radii(real, k)
    inside = by_distance(fake, real, lambda squared: (squared <= radii).T)
    return float(inside.sum(axis=0).mean() / k), float(inside.any(axis=1).mean())


def _pairs(asked, read, num_classes=None) -> tuple[np.ndarray, np.ndarray]:
    """Both as labels, int32 (N,), or an error."""
    asked = checks.labels(asked, num_classes, "asked")
    return asked, checks.labels(read, num_classes, "read", asked=asked)


def _root_of_covariance(cloud) -> np.ndarray:
    """A matrix R with R^T R = the covariance of the cloud's columns."""
    return np.linalg.qr(cloud - cloud.mean(axis=0), mode="r") / np.sqrt(len(cloud) - 1)


def _share_inside(points, centres, k: int) -> float:
    """The share of points in the ball of at least one centre; see `precision_recall`."""
    radii = _radii(centres, k)
    inside = by_distance(points, centres, lambda d: (d <= radii).any(axis=1))
    return float(inside.mean())


def _radii(centres, k: int) -> np.ndarray:
    """The squared distance of each centre to its k-th neighbour; itself is at place 0."""
    return by_distance(centres, centres, lambda d: np.partition(d, k)[:, k])


def _fake_and_real(fake_features, real_features, k: int):
    """Both clouds and k, or an error."""
    names = ("fake_features", "real_features")
    reason = "to cover a cloud: draw more, or as real ones take those G learned from"
    fake, real = _clouds(fake_features, real_features, 100, reason, names)
    k = checks.whole_number(k, "k", low=1, high=min(len(real), len(fake)) - 1)
    return fake, real, k


def _clouds(a, b, needed=0, reason=None, names=("features_a", "features_b")):
    """Two clouds of features as float64, (N, d) and (M, d), or an error.

    Each must hold as many samples as are needed, for its reason; 0 stands for more than d.
    """
    clouds = [checks.array(x, name) for x, name in zip((a, b), names, strict=True)]
    for name, cloud in zip(names, clouds, strict=True):
        if cloud.dtype.kind not in "fiu":  # float, integer, unsigned integer
            raise TypeError(f"{name} must hold numbers; got {cloud.dtype}")
        if cloud.ndim != 2 or cloud.shape[1:] != clouds[0].shape[-1:] or not cloud.size:
            wanted = f"{names[0]} and {names[1]} must have the shapes (N, d) and (M, d)"
            found = f"{clouds[0].shape} and {clouds[1].shape}"
            raise ValueError(f"{wanted}; got {found}")
        with np.errstate(over="ignore"):  # a wider float becomes infinite
            inside = np.abs(cloud.astype("float64")) <= 1e30
        if not inside.all():  # beyond, products of six overflow
            raise ValueError(f"{name} must hold finite numbers, below 1e30")
        width = cloud.shape[1]
        why = reason or f"one more than the {width} features of a sample"
        checks.enough(len(cloud), needed or width + 1, f"samples in {name}", why)
    return [cloud.astype("float64") for cloud in clouds]
