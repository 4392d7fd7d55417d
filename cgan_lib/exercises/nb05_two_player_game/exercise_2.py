"""05.2 D's loss, never infinite."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def price_of_fake(logits):
    """-log(1 - p) = log(1 + e^a), in the form that no logit is too large for."""
    return np.maximum(logits, 0) + np.log(1 + np.exp(-np.abs(logits)))


def discriminator_loss(real_logits, fake_logits):
    on_real = price_of_fake(-real_logits)  # -log p(a) is what a fake costs at -a
    on_fake = price_of_fake(fake_logits)
    return (on_real.mean() + on_fake.mean()) / 2


def discriminator_loss_with_hole(real_logits, fake_logits):
    """right for small logits, infinite for large ones: the hole is still there."""
    with np.errstate(all="ignore"):
        on_real = -np.log(1 / (1 + np.exp(-real_logits)))
        on_fake = -np.log(1 - 1 / (1 + np.exp(-fake_logits)))
        return (on_real.mean() + on_fake.mean()) / 2


def discriminator_loss_clipped(real_logits, fake_logits):
    """cutting p off hides the hole: every very wrong answer now costs the same."""
    with np.errstate(all="ignore"):
        real = np.clip(1 / (1 + np.exp(-real_logits)), 1e-7, 1 - 1e-7)
        fake = np.clip(1 / (1 + np.exp(-fake_logits)), 1e-7, 1 - 1e-7)
        return (-np.log(real).mean() - np.log(1 - fake).mean()) / 2


def discriminator_loss_sign_of_real(real_logits, fake_logits):
    """the real pairs pay as if they were fakes."""
    return discriminator_loss(-real_logits, fake_logits)


def discriminator_loss_sign_of_fake(real_logits, fake_logits):
    """the fakes pay as if they were real: that is G's wish."""
    return discriminator_loss(real_logits, -fake_logits)


def discriminator_loss_reversed(real_logits, fake_logits):
    """real and fake are exchanged: D pays for each right answer."""
    return discriminator_loss(-real_logits, -fake_logits)


def discriminator_loss_over_all_pairs(real_logits, fake_logits):
    """that is the mean over all pairs; each half has its own mean first."""
    prices = [price_of_fake(-real_logits), price_of_fake(fake_logits)]
    return np.concatenate(prices).mean()


def discriminator_loss_summed(real_logits, fake_logits):
    """these are sums over the pairs; each half is a mean."""
    return price_of_fake(-real_logits).sum() + price_of_fake(fake_logits).sum()


def discriminator_loss_half_of_sums(real_logits, fake_logits):
    """halved, but each half is still a sum over its pairs, not a mean."""
    return discriminator_loss_summed(real_logits, fake_logits) / 2


def discriminator_loss_base_2(real_logits, fake_logits):
    """that is with the logarithm to base 2; take the natural one."""
    return discriminator_loss(real_logits, fake_logits) / np.log(2)


def discriminator_loss_without_log(real_logits, fake_logits):
    """the first part, max(a, 0), is there; log(1 + e^-|a|) is missing."""
    on_real, on_fake = np.maximum(-real_logits, 0), np.maximum(fake_logits, 0)
    return (on_real.mean() + on_fake.mean()) / 2


def discriminator_loss_mean_first(real_logits, fake_logits):
    """the mean was taken of the logits; take it of the prices."""
    on_real = price_of_fake(-np.mean(real_logits))
    return (on_real + price_of_fake(np.mean(fake_logits))) / 2


def discriminator_loss_cases(random):
    cases = []
    for real, fake, spread in ((4, 2, 2), (3, 5, 1), (2, 6, 80)):
        real_logits = random.normal(0, spread, size=(real, 1)).astype("float32")
        fake_logits = random.normal(0, spread, size=(fake, 1)).astype("float32")
        if spread == 80:  # very sure, and wrong
            real_logits[0], fake_logits[-1] = -200, 150
        cases.append((real_logits, fake_logits))
    return cases


EXERCISE = Exercise(
    title="D's loss, never infinite",
    difficulty="core",
    minutes=10,
    solution=discriminator_loss,
    cases=discriminator_loss_cases,
    mistakes=(
        discriminator_loss_with_hole,
        discriminator_loss_clipped,
        discriminator_loss_sign_of_real,
        discriminator_loss_sign_of_fake,
        discriminator_loss_reversed,
        discriminator_loss_over_all_pairs,
        discriminator_loss_summed,
        discriminator_loss_half_of_sums,
        discriminator_loss_base_2,
        discriminator_loss_without_log,
        discriminator_loss_mean_first,
    ),
    hints=(
        "The notebook gives the price of a fake: max(a, 0) + log(1 + e^-|a|).",
        "A real pair: 1 - sigmoid(a) = sigmoid(-a). So what does it cost at logit a?",
        "A real pair costs at a what a fake costs at -a.",
    ),
    follows="A very wrong answer at logit a costs about |a|: no infinity, and a slope of 1.",
)
