"""What a classifier can learn from generated images."""

from cgan_lib import checks, judge
from cgan_lib.evaluation.samples import check_enough, class_count

import numpy as np


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
    check_enough(len(test_labels), 1000, "test_images", "to measure within 2 %")
    num_classes = class_count(None, labels, test_labels)
    fewest = np.bincount(labels, minlength=num_classes).min()
    check_enough(fewest, 100, "images of each class", "so that chance matters little")
    classifier = judge.train_classifier(
        images, labels, iterations, seed, num_classes, filters=(16, 32, 32)
    )
    return float(np.mean(judge.read(classifier, tests) == test_labels))
