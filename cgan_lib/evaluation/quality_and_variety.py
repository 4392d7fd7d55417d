"""Quality and variety apart: precision and recall, density and coverage, and variety."""

from cgan_lib import checks
from cgan_lib.evaluation.samples import (
    as_rows,
    check_enough,
    check_features,
    class_count,
    squared_distances,
)

import numpy as np


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

    Args:
        fake_features, real_features: (N, d) and (M, d), best N = M; 100 or more of each, since a
            few balls do not show what lies between them. The pictures that G learned from will do
            as real ones, if there are few others.
        k: which neighbour a ball reaches to.
    """
    fake, real, k = _clouds(fake_features, real_features, k)
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
    fake, real, k = _clouds(fake_features, real_features, k)
    radii = _radii(real, k)
    inside = [distances <= radii for distances in squared_distances(fake, real)]
    inside = np.concatenate(inside)
    return float(inside.sum(axis=1).mean() / k), float(inside.any(axis=0).mean())


def _clouds(fake_features, real_features, k: int):
    """Both clouds and k, or an error."""
    names = ("fake_features", "real_features")
    fake, real = check_features(fake_features, real_features, names)
    hints = (", so draw more", " (those that G learned from will do too)")
    for name, cloud, hint in zip(names, (fake, real), hints, strict=True):
        check_enough(len(cloud), 100, f"samples in {name}", "to cover a cloud" + hint)
    k = checks.whole_number(k, "k", low=1, high=min(len(real), len(fake)) - 1)
    return fake, real, k


def variety(images, labels, num_classes: int | None = None) -> np.ndarray:
    """How different the images of one label are: their mean distance, two by two, for each class.

    Float (num_classes,), from 0 up; good is what real digits have. The distance is Euclidean, over
    pixels. It cannot see quality: noise varies more than digits, and so do wrong labels.

    Args:
        images: (N, height, width, channels), from 0 to 1; 10 or more of each class, which are 45
            pairs.
        labels: the class of each image, (N,).
        num_classes: how many classes there are; None: one more than the highest label.
    """
    rows = as_rows(checks.brightness(images))
    labels = checks.labels(labels, num_classes, images=rows)
    num_classes = class_count(num_classes, labels)
    counts = np.bincount(labels, minlength=num_classes)
    name = f"images of each class (num_classes is {num_classes})"
    check_enough(counts.min(), 10, name, "which are 45 pairs")
    totals = [
        sum(np.sqrt(block).sum() for block in squared_distances(one, one))
        for one in (rows[labels == label] for label in range(num_classes))
    ]
    return np.array(totals) / (counts * (counts - 1))


def _share_inside(points, centres, k: int) -> float:
    """The share of points in the ball of at least one centre; see `precision_recall`."""
    radii = _radii(centres, k)
    inside = [(d <= radii).any(axis=1) for d in squared_distances(points, centres)]
    return float(np.concatenate(inside).mean())


def _radii(centres, k: int) -> np.ndarray:
    """The squared distance of each centre to its k-th neighbour; itself is at place 0."""
    near = [np.partition(d, k)[:, k] for d in squared_distances(centres, centres)]
    return np.concatenate(near)
