"""The two losses of the game, on logits. Taught by notebook 05_two_player_game.

At the end stand what notebook 08_better_and_faster tries instead: hinge losses and a penalty.

D answers with a logit a, any real number; the probability that it means is p = sigmoid(a). Working
with logits avoids log(0) when D is very sure. Binary cross-entropy as in Goodfellow et al., 2014,
with their non-saturating loss for G.

Each function raises a TypeError for what are no float numbers, a ValueError for another shape.
"""

from cgan_lib import checks

import keras
import tensorflow as tf


def discriminator_loss(real_logits, fake_logits):
    """What D pays: real pairs should be called real, and fake pairs fake.

    Formula: (mean(-log p(real)) + mean(-log(1 - p(fake)))) / 2

    Takes D's answers for real and for fake pairs, (batch, 1); returns one number, log 2 = 0.693 if
    D answers 'fifty-fifty' each time.
    """
    real_logits, fake_logits = checks.both_logits(real_logits, fake_logits)
    on_real = binary_cross_entropy(1.0, real_logits)
    return (on_real + binary_cross_entropy(0.0, fake_logits)) / 2


def generator_loss(fake_logits):
    """What G pays: its fakes should be called real (the non-saturating loss).

    Formula: mean(-log p(fake))

    Takes D's answers for fake pairs, (batch, 1); returns one number, log 2 = 0.693 if D answers
    'fifty-fifty' each time.
    """
    return binary_cross_entropy(1.0, checks.logits(fake_logits, "fake_logits"))


def binary_cross_entropy(target: float, logits):
    """How far D's answers are from a target: the mean of -log p for 1, of -log(1 - p) for 0.

    The target, 1 (real) or 0 (fake), is the same for the whole batch; logits are D's answers,
    (batch, 1). Returns one number, from 0 up.
    """
    target = checks.number(target, "target", 0, 1)
    logits = checks.logits(logits, "logits")
    targets = keras.ops.full_like(logits, target)
    prices = keras.losses.binary_crossentropy(targets, logits, from_logits=True)
    return keras.ops.mean(prices)


def hinge_discriminator_loss(real_logits, fake_logits):
    """What D pays under the hinge loss (Lim and Ye, 2017): nothing once it is sure enough.

    Formula: (mean(max(0, 1 - a(real))) + mean(max(0, 1 + a(fake)))) / 2

    Takes what `discriminator_loss` takes; returns one number, 1 if D answers 0, 'fifty-fifty', each
    time.
    """
    real_logits, fake_logits = checks.both_logits(real_logits, fake_logits)
    real, fake = keras.ops.relu(1 - real_logits), keras.ops.relu(1 + fake_logits)
    return (keras.ops.mean(real) + keras.ops.mean(fake)) / 2


def hinge_generator_loss(fake_logits):
    """What G pays under the hinge loss: the lower, the more real its fakes look to D.

    Formula: -mean(a(fake))

    Takes D's answers for fake pairs, (batch, 1); returns one number, of any size and sign.
    """
    return -keras.ops.mean(checks.logits(fake_logits, "fake_logits"))


LOSSES = {
    "cross_entropy": (discriminator_loss, generator_loss),
    "hinge": (hinge_discriminator_loss, hinge_generator_loss),
}


def gradient_penalty(discriminator, images, labels):
    """How steep D is at the real images: the R1 penalty (Mescheder et al., 2018).

    Formula: mean over the batch of the squared length of D's gradient for the image

    Takes a D from [image, label] to one logit, real images, (batch, height, width, channels), and
    their labels, (batch, 1); returns one number, from 0 up. With BatchNormalization in D an image's
    gradient depends on its batch, and TensorFlow, which takes the batch's mean for a constant when
    it looks for the variance, gives a gradient of this number that is a few percent wrong.
    """
    images, labels = checks.penalised(discriminator, images, labels)
    with tf.GradientTape() as tape:
        tape.watch(images)
        logits = discriminator([images, labels], training=True)
    slopes = tape.gradient(logits, images)
    return keras.ops.mean(keras.ops.sum(slopes**2, axis=(1, 2, 3)))
