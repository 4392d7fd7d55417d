"""04.3 Who is called real?"""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def teaching_set(real, fake, right, wrong):
    images = np.concatenate([real, fake, real])
    labels = np.concatenate([right, right, wrong])
    targets = np.repeat([1.0, 0.0, 0.0], len(real))
    return images, labels[:, np.newaxis], targets[:, np.newaxis]


def teaching_set_image_only(real, fake, right, wrong):
    """a real image under a wrong label got the target 1; D's question has two halves."""
    images, labels, targets = teaching_set(real, fake, right, wrong)
    targets[2 * len(real) :] = 1
    return images, labels, targets


def teaching_set_label_only(real, fake, right, wrong):
    """the fakes got the target 1: what G wants, not what D is taught."""
    images, labels, targets = teaching_set(real, fake, right, wrong)
    targets[len(real) : 2 * len(real)] = 1
    return images, labels, targets


def teaching_set_targets_reversed(real, fake, right, wrong):
    """0 and 1 have changed places: 1 means real."""
    images, labels, targets = teaching_set(real, fake, right, wrong)
    return images, labels, 1 - targets


def teaching_set_all_real(real, fake, right, wrong):
    """every pair has the target 1, so D has nothing to tell apart."""
    images, labels, targets = teaching_set(real, fake, right, wrong)
    return images, labels, np.ones_like(targets)


def teaching_set_other_order(real, fake, right, wrong):
    """the order differs: the fakes come second, the wrong labels last."""
    images = np.concatenate([real, real, fake])
    labels = np.concatenate([right, wrong, right])
    targets = np.repeat([1.0, 0.0, 0.0], len(real))
    return images, labels[:, np.newaxis], targets[:, np.newaxis]


def teaching_set_fakes_mislabelled(real, fake, right, wrong):
    """the fakes go in with the labels that they were made for."""
    images, _, targets = teaching_set(real, fake, right, wrong)
    labels = np.concatenate([right, wrong, wrong])
    return images, labels[:, np.newaxis], targets


def teaching_set_fakes_twice(real, fake, right, wrong):
    """in the last third the images are real, only their labels are wrong."""
    _, labels, targets = teaching_set(real, fake, right, wrong)
    return np.concatenate([real, fake, fake]), labels, targets


def teaching_set_alternating(real, fake, right, wrong):
    """the targets do not stand beside their pairs: tile or repeat?"""
    images, labels, _ = teaching_set(real, fake, right, wrong)
    return images, labels, np.tile([1.0, 0.0, 0.0], len(real))[:, np.newaxis]


def teaching_set_wrong_first(real, fake, right, wrong):
    """the wrong labels stand in front; they belong to the last third."""
    images, _, targets = teaching_set(real, fake, right, wrong)
    return images, np.concatenate([wrong, right, right])[:, np.newaxis], targets


def teaching_set_images_exchanged(real, fake, right, wrong):
    """labels and targets are right, but the fakes come second, not last."""
    _, labels, targets = teaching_set(real, fake, right, wrong)
    return np.concatenate([real, real, fake]), labels, targets


def teaching_set_cases(random):
    cases = []
    for count, height, width, classes in ((3, 2, 4, 10), (5, 4, 3, 4), (2, 2, 2, 26)):
        real, fake = random.uniform(-1, 1, size=(2, count, height, width, 1))
        right = random.integers(classes, size=count)
        wrong = (right + random.integers(1, classes, size=count)) % classes
        cases.append((real, fake, right, wrong))
    return cases


EXERCISE = Exercise(
    title="Who is called real?",
    difficulty="core",
    minutes=8,
    solution=teaching_set,
    cases=teaching_set_cases,
    mistakes=(
        teaching_set_image_only,
        teaching_set_label_only,
        teaching_set_targets_reversed,
        teaching_set_all_real,
        teaching_set_other_order,
        teaching_set_fakes_mislabelled,
        teaching_set_fakes_twice,
        teaching_set_alternating,
        teaching_set_wrong_first,
        teaching_set_images_exchanged,
    ),
    hints=(
        "Only one of the three kinds is what D is asked for: real, and matching.",
        "`np.concatenate` joins along the first axis, images as well as labels.",
        "`[:, np.newaxis]` makes (3 N, 1) of (3 N,).",
    ),
    follows="Two of three pairs are called fake here, each for one half of D's question.",
)
