"""Labels: does G draw what it is asked for, and can a classifier learn them from its images?"""

from cgan_lib import checks, judge

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


def _pairs(asked, read, num_classes=None) -> tuple[np.ndarray, np.ndarray]:
    """Both as labels, int32 (N,), or an error."""
    asked = checks.labels(asked, num_classes, "asked")
    return asked, checks.labels(read, num_classes, "read", asked=asked)


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
