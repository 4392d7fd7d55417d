"""Quality and variety together: the Fréchet distance, and the kernel distance."""

from cgan_lib import checks
from cgan_lib.evaluation.samples import check_enough, check_features, class_count

import numpy as np


def frechet_distance(features_a, features_b) -> float:
    """How far apart two clouds of features are, each seen as a Gaussian (Heusel et al., 2017).

    The squared distance of the means, plus what the covariances A and B differ by:
    |mean_a - mean_b|^2 + trace(A + B - 2 (A B)^(1/2)). From 0 up, lower is better; the order does
    not matter. Its unit is the judge's own, so only distances by the same judge compare, and of as
    many images: fewer images make it larger. It cannot see labels, nor a generator that copies the
    training images, nor anything beyond means and covariances.

    Args:
        features_a, features_b: (N, d) and (M, d); both N and M above d, since fewer samples
            than that leave the covariance of d features undetermined.
    """
    a, b = check_features(features_a, features_b, ("features_a", "features_b"))
    reason = f"one more than the {a.shape[1]} features of a sample"
    for name, cloud in (("features_a", a), ("features_b", b)):
        check_enough(len(cloud), a.shape[1] + 1, f"samples in {name}", reason)
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

    As `frechet_distance`, but it does see labels: it compares the images asked to be sevens with
    the real sevens.

    Args:
        features_a, features_b: (N, d) and (M, d), with more samples than features in every class.
        labels_a, labels_b: the class of each sample, (N,) and (M,).
        num_classes: how many classes there are; None: one more than the highest label.
    """
    a, b = check_features(features_a, features_b, ("features_a", "features_b"))
    labels_a = checks.labels(labels_a, num_classes, "labels_a", features_a=a)
    labels_b = checks.labels(labels_b, num_classes, "labels_b", features_b=b)
    num_classes = class_count(num_classes, labels_a, labels_b)
    reason = f"one more than features, in every class (num_classes is {num_classes})"
    for name, labels in (("features_a", labels_a), ("features_b", labels_b)):
        fewest = np.bincount(labels, minlength=num_classes).min()
        check_enough(fewest, a.shape[1] + 1, f"samples in {name}", reason)
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
    a, b = check_features(features_a, features_b, ("features_a", "features_b"))
    for name, cloud in (("features_a", a), ("features_b", b)):
        check_enough(len(cloud), 2, f"samples in {name}", "since pairs are compared")

    def total(one, other):
        return ((one @ other.T / one.shape[1] + 1) ** 3).sum()

    def own(cloud):
        itself = ((np.sum(cloud**2, axis=1) / cloud.shape[1] + 1) ** 3).sum()
        return (total(cloud, cloud) - itself) / (len(cloud) * (len(cloud) - 1))

    return float(own(a) + own(b) - 2 * total(a, b) / (len(a) * len(b)))


def _root_of_covariance(cloud) -> np.ndarray:
    """A matrix R with R^T R = the covariance of the cloud's columns."""
    return np.linalg.qr(cloud - cloud.mean(axis=0), mode="r") / np.sqrt(len(cloud) - 1)
