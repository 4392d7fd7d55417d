"""04.2 Repair the mean."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def mean_probability(logits):
    return np.mean(1 / (1 + np.exp(-logits)))


def mean_probability_planted(logits):
    return 1 / (1 + np.exp(-np.mean(logits)))


def mean_probability_of_fake(logits):
    """that is the probability of 'fake': a sign is wrong."""
    return np.mean(1 / (1 + np.exp(logits)))


def mean_probability_twice(logits):
    """the sigmoid is there twice; a probability needs no other."""
    return np.mean(1 / (1 + np.exp(-1 / (1 + np.exp(-logits)))))


def mean_probability_twice_of_mean(logits):
    """that is the mean p, but then a sigmoid once more on it."""
    return 1 / (1 + np.exp(-mean_probability(logits)))


def each_probability(logits):
    """that is one p for each pair; the function gives their mean."""
    return 1 / (1 + np.exp(-logits))


def share_above_half(logits):
    """that is the share of logits above 0, not the mean p."""
    return np.mean(logits > 0)


def mean_logit(logits):
    """that is the mean logit; each logit goes through the sigmoid first."""
    return np.mean(logits)


def mean_probability_mean_inside(logits):
    """the mean still stands inside the sigmoid; it comes last."""
    return 1 / (1 + np.mean(np.exp(-logits)))


def mean_probability_planted_of_fake(logits):
    """the mean still comes first, and a sign has changed."""
    return 1 / (1 + np.exp(np.mean(logits)))


def mean_probability_cases(random):
    return [
        (random.normal(centre, 4, size=(count, 1)),)
        for centre, count in ((-2, 7), (3, 4), (1, 100))
    ]


EXERCISE = Exercise(
    title="Repair the mean",
    difficulty="core",
    minutes=4,
    solution=mean_probability,
    cases=mean_probability_cases,
    planted=mean_probability_planted,
    mistakes=(
        mean_probability_of_fake,
        mean_probability_twice,
        mean_probability_twice_of_mean,
        each_probability,
        share_above_half,
        mean_logit,
        mean_probability_mean_inside,
        mean_probability_planted_of_fake,
    ),
    hints=(
        "Try it with the logits -6 and 2, and work the mean p out by hand.",
        "In `four_cases`, what comes first: the mean or the sigmoid?",
    ),
    follows="Now a few pairs of which D is very sure cannot outvote all the others.",
)
