"""05.3 Repair G's loss."""

import warnings

from cgan_lib import losses
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.exercises.nb05_two_player_game.exercise_2 import price_of_fake

import keras
import numpy as np


def generator_loss(fake_logits):
    return losses.binary_cross_entropy(1.0, fake_logits)


def generator_loss_planted(fake_logits):
    p = 1 / (1 + keras.ops.exp(-fake_logits))
    return losses.binary_cross_entropy(1.0, p)


def generator_loss_of_discriminator(fake_logits):
    """that is what D pays for fakes; G wants them called real."""
    return losses.binary_cross_entropy(0.0, fake_logits)


def generator_loss_target_only(fake_logits):
    """the target was right before; look at what is compared with it."""
    return losses.binary_cross_entropy(0.0, 1 / (1 + keras.ops.exp(-fake_logits)))


def generator_loss_minimax(fake_logits):
    """that is the minimax loss, log(1 - p); the other one is asked for."""
    return -losses.binary_cross_entropy(0.0, fake_logits)


def generator_loss_no_minus(fake_logits):
    """a sign is wrong: this is lowest when D is not fooled at all."""
    return -losses.binary_cross_entropy(1.0, fake_logits)


def generator_loss_of_each(fake_logits):
    """that is one price for each fake; the loss is their mean."""
    return price_of_fake(-fake_logits)


def generator_loss_mean_first(fake_logits):
    """the mean was taken of p; take it of the prices."""
    return -np.log(np.mean(1 / (1 + np.exp(-fake_logits))))


def generator_loss_logits_as_p(fake_logits):
    """Keras takes these logits for probabilities: say `from_logits=True`."""
    targets = np.ones_like(fake_logits)
    return keras.ops.mean(keras.losses.binary_crossentropy(targets, fake_logits))


def generator_loss_two_sigmoids(fake_logits):
    """Keras saw a sigmoid in front of `from_logits=True`, and left one out: keep only one."""
    p = keras.ops.sigmoid(fake_logits)
    targets = np.ones_like(fake_logits)
    price = keras.losses.binary_crossentropy(targets, p, from_logits=True)
    return keras.ops.mean(price)


def generator_loss_without_log(fake_logits):
    """the logarithm is missing: that is the mean p, with a minus."""
    return -np.mean(1 / (1 + np.exp(-fake_logits)))


def generator_loss_of_logits(fake_logits):
    """that is the mean logit, with a minus: where is the probability?"""
    return -np.mean(fake_logits)


def take_warnings_seriously(loss, fake_logits):
    """Keras warns of a sigmoid of its own before logits, and then leaves it out."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        result = loss(fake_logits)
    if any("from_logits" in str(warning.message) for warning in seen):
        return "a sigmoid too many, which Keras left out"
    return result


def generator_loss_cases(random):
    return [
        (random.normal(centre, 3, size=(count, 1)).astype("float32"),)
        for centre, count in ((-2, 3), (1, 8), (-1, 32))
    ]


EXERCISE = Exercise(
    title="Repair G's loss",
    difficulty="core",
    minutes=5,
    solution=generator_loss,
    cases=generator_loss_cases,
    observe=take_warnings_seriously,
    planted=generator_loss_planted,
    mistakes=(
        generator_loss_of_discriminator,
        generator_loss_target_only,
        generator_loss_minimax,
        generator_loss_no_minus,
        generator_loss_of_each,
        generator_loss_mean_first,
        generator_loss_logits_as_p,
        generator_loss_two_sigmoids,
        generator_loss_without_log,
        generator_loss_of_logits,
        (
            lambda a: losses.binary_cross_entropy(1.0, 1 / (1 + keras.ops.exp(a))),
            "the fault is still in it, and a sign has changed.",
        ),
    ),
    hints=(
        "Call it with one logit of 100. D is fooled completely: what should G pay?",
        "Does `losses.binary_cross_entropy` expect probabilities, or logits?",
        "The library's function takes the sigmoid itself, so here it is taken twice.",
    ),
    follows="With two sigmoids G could never pay less than 0.31, and its pushes were weak.",
)
