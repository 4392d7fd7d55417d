"""The two losses of the game, on logits. Taught by notebook 05_two_player_game.

D answers with a logit a, any real number; the probability that it means is p = sigmoid(a). Working
with logits avoids log(0) when D is very sure. Binary cross-entropy as in Goodfellow et al., 2014,
with their non-saturating loss for G.
"""

import keras


def discriminator_loss(real_logits, fake_logits):
    """What D pays: real pairs should be called real, and fake pairs fake.

    Formula: (mean(-log p(real)) + mean(-log(1 - p(fake)))) / 2

    Args:
        real_logits, fake_logits: D's answers for real and for fake pairs, (batch, 1).

    Returns:
        One number; log 2 = 0.693 if D answers 'fifty-fifty' each time.
    """
    return (
        binary_cross_entropy(1.0, real_logits) + binary_cross_entropy(0.0, fake_logits)
    ) / 2


def generator_loss(fake_logits):
    """What G pays: its fakes should be called real (the non-saturating loss).

    Formula: mean(-log p(fake))

    Args:
        fake_logits: D's answers for fake pairs, (batch, 1).

    Returns:
        One number; log 2 = 0.693 if D answers 'fifty-fifty' each time.
    """
    return binary_cross_entropy(1.0, fake_logits)


def binary_cross_entropy(target: float, logits):
    """Mean of -log p where the target is 1 (real), of -log(1 - p) where it is 0 (fake)."""
    targets = keras.ops.full_like(logits, target)
    return keras.ops.mean(
        keras.losses.binary_crossentropy(targets, logits, from_logits=True)
    )
