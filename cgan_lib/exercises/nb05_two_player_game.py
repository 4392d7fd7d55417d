"""Exercises of notebook 05_two_player_game."""

import warnings

from cgan_lib import losses
from cgan_lib.exercises.exercise import Exercise

import keras
import numpy as np

# 05.1 The price of not looking


def price_of_not_looking():
    p = 0.8
    return (-np.log(p) - np.log(1 - p)) / 2


# 05.2 D's loss, never infinite


def price_of_fake(logits):
    """-log(1 - p) = log(1 + e^a), in the form that no logit is too large for."""
    return np.maximum(logits, 0) + np.log(1 + np.exp(-np.abs(logits)))


def discriminator_loss(real_logits, fake_logits):
    on_real = price_of_fake(-real_logits)  # -log p(a) is what a fake costs at -a
    on_fake = price_of_fake(fake_logits)
    return (on_real.mean() + on_fake.mean()) / 2


def discriminator_loss_with_hole(real_logits, fake_logits):
    with np.errstate(all="ignore"):
        on_real = -np.log(1 / (1 + np.exp(-real_logits)))
        on_fake = -np.log(1 - 1 / (1 + np.exp(-fake_logits)))
        return (on_real.mean() + on_fake.mean()) / 2


def discriminator_loss_clipped(real_logits, fake_logits):
    with np.errstate(all="ignore"):
        real = np.clip(1 / (1 + np.exp(-real_logits)), 1e-7, 1 - 1e-7)
        fake = np.clip(1 / (1 + np.exp(-fake_logits)), 1e-7, 1 - 1e-7)
        return (-np.log(real).mean() - np.log(1 - fake).mean()) / 2


def discriminator_loss_sign_of_real(real_logits, fake_logits):
    return discriminator_loss(-real_logits, fake_logits)


def discriminator_loss_sign_of_fake(real_logits, fake_logits):
    return discriminator_loss(real_logits, -fake_logits)


def discriminator_loss_reversed(real_logits, fake_logits):
    return discriminator_loss(-real_logits, -fake_logits)


def discriminator_loss_not_halved(real_logits, fake_logits):
    return 2 * discriminator_loss(real_logits, fake_logits)


def discriminator_loss_over_all_pairs(real_logits, fake_logits):
    prices = [price_of_fake(-real_logits), price_of_fake(fake_logits)]
    return np.concatenate(prices).mean()


def discriminator_loss_summed(real_logits, fake_logits):
    return price_of_fake(-real_logits).sum() + price_of_fake(fake_logits).sum()


def discriminator_loss_half_of_sums(real_logits, fake_logits):
    return discriminator_loss_summed(real_logits, fake_logits) / 2


def discriminator_loss_cases(random):
    cases = []
    for real, fake, spread in ((4, 2, 2), (3, 5, 1), (2, 6, 80)):
        real_logits = random.normal(0, spread, size=(real, 1)).astype("float32")
        fake_logits = random.normal(0, spread, size=(fake, 1)).astype("float32")
        if spread == 80:  # very sure, and wrong
            real_logits[0], fake_logits[-1] = -200, 150
        cases.append((real_logits, fake_logits))
    return cases


# 05.3 Repair G's loss


def generator_loss(fake_logits):
    return losses.binary_cross_entropy(1.0, fake_logits)


def generator_loss_planted(fake_logits):
    p = 1 / (1 + keras.ops.exp(-fake_logits))
    return losses.binary_cross_entropy(1.0, p)


def generator_loss_of_discriminator(fake_logits):
    return losses.binary_cross_entropy(0.0, fake_logits)


def generator_loss_target_only(fake_logits):
    return losses.binary_cross_entropy(0.0, 1 / (1 + keras.ops.exp(-fake_logits)))


def generator_loss_minimax(fake_logits):
    return -losses.binary_cross_entropy(0.0, fake_logits)


def generator_loss_no_minus(fake_logits):
    return -losses.binary_cross_entropy(1.0, fake_logits)


def generator_loss_summed(fake_logits):
    return keras.ops.sum(price_of_fake(-fake_logits))


def generator_loss_of_each(fake_logits):
    return price_of_fake(-fake_logits)


def generator_loss_mean_first(fake_logits):
    return -np.log(np.mean(1 / (1 + np.exp(-fake_logits))))


def generator_loss_logits_as_p(fake_logits):
    targets = np.ones_like(fake_logits)
    return keras.ops.mean(keras.losses.binary_crossentropy(targets, fake_logits))


def take_warnings_seriously(loss, fake_logits):
    """Keras warns of a sigmoid of its own before logits, and then leaves it out."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        return loss(fake_logits)


def generator_loss_cases(random):
    return [
        (random.normal(centre, 3, size=(count, 1)).astype("float32"),)
        for centre, count in ((-2, 3), (1, 8), (-1, 32))
    ]


# 05.4 Steps until D is fooled


def count_steps():
    counts = []
    for push in (lambda p: p, lambda p: 1 - p):  # minimax, non-saturating
        logit, steps = -6.0, 0
        while logit <= 0:
            logit += push(1 / (1 + np.exp(-logit)))
            steps += 1
        counts.append(steps)
    return tuple(counts)


# 05.5 How well can D do?


def best_d(p_data, p_g):
    best = p_data / (p_data + p_g)
    on_real = np.sum(p_data * -np.log(best))
    on_fake = np.sum(p_g * -np.log(1 - best))
    return best, (on_real + on_fake) / 2


def _best_d_with_loss(loss):
    """Right answers of D, but another loss: a function of p_data, p_g and these answers."""

    def answer(p_data, p_g):
        best = p_data / (p_data + p_g)
        return best, loss(p_data, p_g, best)

    return answer


def best_d_for_fake(p_data, p_g):
    best = p_g / (p_data + p_g)
    return best, -np.sum(p_data * np.log(best) + p_g * np.log(1 - best)) / 2


def best_d_for_fake_only(p_data, p_g):
    return p_g / (p_data + p_g), best_d(p_data, p_g)[1]


def best_d_data_only(p_data, p_g):
    return p_data, -np.sum(p_data * np.log(p_data) + p_g * np.log(1 - p_data)) / 2


def best_d_at_the_balance(p_data, p_g):
    return np.full(len(p_data), 0.5), np.log(2)


best_d_loss_of_the_balance = _best_d_with_loss(lambda p_data, p_g, p: np.log(2))
best_d_not_halved = _best_d_with_loss(
    lambda p_data, p_g, p: -np.sum(p_data * np.log(p) + p_g * np.log(1 - p))
)
best_d_unweighted = _best_d_with_loss(
    lambda p_data, p_g, p: -(np.log(p).mean() + np.log(1 - p).mean()) / 2
)
best_d_mean_of_weighted = _best_d_with_loss(
    lambda p_data, p_g, p: (
        -(np.mean(p_data * np.log(p)) + np.mean(p_g * np.log(1 - p))) / 2
    )
)
best_d_real_half = _best_d_with_loss(lambda p_data, p_g, p: -np.sum(p_data * np.log(p)))
best_d_data_in_both_halves = _best_d_with_loss(
    lambda p_data, p_g, p: -np.sum(p_data * (np.log(p) + np.log(1 - p))) / 2
)
best_d_loss_of_g = _best_d_with_loss(lambda p_data, p_g, p: -np.sum(p_g * np.log(p)))
best_d_without_minus = _best_d_with_loss(
    lambda p_data, p_g, p: np.sum(p_data * np.log(p) + p_g * np.log(1 - p)) / 2
)
best_d_of_each_image = _best_d_with_loss(
    lambda p_data, p_g, p: -(p_data * np.log(p) + p_g * np.log(1 - p)) / 2
)


def best_d_cases(random):
    cases = []
    for count in (2, 3, 7):
        p_data, p_g = random.uniform(0.1, 1, size=(2, count))
        cases.append((p_data / p_data.sum(), p_g / p_g.sum()))
    return cases


EXERCISES = {
    "05.1": Exercise(
        title="The price of not looking",
        difficulty="warm-up",
        minutes=3,
        solution=price_of_not_looking,
        tolerance=0.01,
        mistakes=(
            (0.223, "that is what D pays for a real pair; the fakes cost too."),
            (1.609, "that is what D pays for a fake; the real pairs cost too."),
            (1.833, "that is the sum of both halves; D's loss is their average."),
            (0.693, "that is log 2, the price of p = 0.5; this D says 0.8."),
            (-0.916, "a price is not negative: there is a minus before the logarithm."),
            (0.398, "that is with the logarithm to base 10; take the natural one."),
            (1.322, "that is with the logarithm to base 2; take the natural one."),
            (0.5, "that is in how many pairs D is right; the loss is a price."),
        ),
        hints=(
            "Work out two prices: the one for a real pair, the one for a fake.",
            "-log p for a real pair, -log(1 - p) for a fake, then the average of the two.",
        ),
        follows="More than log 2 = 0.69: a D that sees no difference does best with one half.",
    ),
    "05.2": Exercise(
        title="D's loss, never infinite",
        difficulty="core",
        minutes=10,
        solution=discriminator_loss,
        cases=discriminator_loss_cases,
        mistakes=(
            (
                discriminator_loss_with_hole,
                "right for small logits, infinite for large ones: the hole is still there.",
            ),
            (
                discriminator_loss_clipped,
                "cutting p off hides the hole: every very wrong answer now costs the same.",
            ),
            (
                discriminator_loss_sign_of_real,
                "the real pairs pay as if they were fakes.",
            ),
            (
                discriminator_loss_sign_of_fake,
                "the fakes pay as if they were real: that is G's wish.",
            ),
            (
                discriminator_loss_reversed,
                "real and fake are exchanged: D pays for each right answer.",
            ),
            (
                discriminator_loss_not_halved,
                "that is the sum of the two halves; D's loss is their average.",
            ),
            (
                discriminator_loss_over_all_pairs,
                "that is the mean over all pairs; each half has its own mean first.",
            ),
            (
                discriminator_loss_summed,
                "these are sums over the pairs; each half is a mean.",
            ),
            (
                discriminator_loss_half_of_sums,
                "halved, but each half is still a sum over its pairs, not a mean.",
            ),
        ),
        hints=(
            "The notebook gives the price of a fake: max(a, 0) + log(1 + e^-|a|).",
            "A real pair: 1 - sigmoid(a) = sigmoid(-a). So what does it cost at logit a?",
            "A real pair costs at a what a fake costs at -a.",
        ),
        follows="A very wrong answer at logit a costs about |a|: no infinity, and a slope of 1.",
    ),
    "05.3": Exercise(
        title="Repair G's loss",
        difficulty="core",
        minutes=5,
        solution=generator_loss,
        cases=generator_loss_cases,
        observe=take_warnings_seriously,
        planted=generator_loss_planted,
        mistakes=(
            (
                generator_loss_of_discriminator,
                "that is what D pays for fakes; G wants them called real.",
            ),
            (
                generator_loss_target_only,
                "the target was right before; look at what is compared with it.",
            ),
            (
                generator_loss_minimax,
                "that is the minimax loss, log(1 - p); the other one is asked for.",
            ),
            (
                generator_loss_no_minus,
                "a sign is wrong: this is lowest when D is not fooled at all.",
            ),
            (generator_loss_summed, "that is a sum; the loss is a mean."),
            (
                generator_loss_of_each,
                "that is one price for each fake; the loss is their mean.",
            ),
            (
                generator_loss_mean_first,
                "the mean was taken of p; take it of the prices.",
            ),
            (
                generator_loss_logits_as_p,
                "Keras takes these logits for probabilities: say `from_logits=True`.",
            ),
        ),
        hints=(
            "Call it with one logit of 100. D is fooled completely: what should G pay?",
            "Does `losses.binary_cross_entropy` expect probabilities, or logits?",
            "The library's function takes the sigmoid itself, so here it is taken twice.",
        ),
        follows="With two sigmoids G could never pay less than 0.31, and its pushes were weak.",
    ),
    "05.4": Exercise(
        title="Steps until D is fooled",
        difficulty="core",
        minutes=8,
        solution=count_steps,
        mistakes=(
            ((7, 412), "the two are exchanged: minimax comes first."),
            (
                (2427, 7),
                "you took the first push for all steps; work it out anew at each logit.",
            ),
            (
                (2426.57, 6.01),
                "steps are whole, and the push changes from step to step: write a loop.",
            ),
            (
                (2426, 6),
                "you divided 6 by the first push; the push changes from step to step.",
            ),
            ((411, 6), "one step too few: the last one, to above 0, counts too."),
            ((413, 8), "one step too many: count the steps, not the places."),
            ((7, 7), "both times the non-saturating push; minimax pushes with p."),
            ((412, 412), "both times the minimax push; non-saturating is 1 - p."),
        ),
        hints=(
            "A `while` loop: as long as the logit is not above 0, move it and count.",
            "Minimax pushes with p = sigmoid(logit), the other one with 1 - p.",
            "Work p out inside the loop, and start again at -6 for the second loss.",
        ),
        follows="From logit -12 it would be more than 160,000 steps against 13.",
    ),
    "05.5": Exercise(
        title="How well can D do?",
        difficulty="stretch",
        minutes=12,
        solution=best_d,
        cases=best_d_cases,
        mistakes=(
            (
                best_d_for_fake,
                "these are probabilities of 'fake'; D answers with that of 'real'.",
            ),
            (
                best_d_for_fake_only,
                "the loss is right, but D's answers are those for 'fake'.",
            ),
            (
                best_d_data_only,
                "D answers p_data here; how often G draws the image matters too.",
            ),
            (
                best_d_at_the_balance,
                "that is the balance; here p_g differs from p_data.",
            ),
            (
                best_d_loss_of_the_balance,
                "D's answers are right, but this loss, log 2, is the one at the balance.",
            ),
            (
                best_d_not_halved,
                "D's answers are right; the loss is the average of the halves, not the sum.",
            ),
            (
                best_d_unweighted,
                "D's answers are right; in the loss, frequent images count more than rare ones.",
            ),
            (
                best_d_mean_of_weighted,
                "D's answers are right; p_data and p_g already make a mean: sum, do not divide.",
            ),
            (
                best_d_real_half,
                "D's answers are right; the loss lacks what D pays for fakes.",
            ),
            (
                best_d_data_in_both_halves,
                "D's answers are right; the fakes come as often as p_g says, not p_data.",
            ),
            (
                best_d_loss_of_g,
                "D's answers are right, but this is G's loss.",
            ),
            (
                best_d_without_minus,
                "D's answers are right; the loss has the wrong sign.",
            ),
            (
                best_d_of_each_image,
                "D's answers are right; add the prices of all images to one number.",
            ),
        ),
        hints=(
            "D's best answers stand in the notebook, for four images.",
            "The mean price of real pairs: each image's -log p, times how often it comes.",
            "`np.sum(p_data * ...)` for the real half, `np.sum(p_g * ...)` for the fakes.",
        ),
        follows="It is never above log 2, and reaches it only if p_g is p_data: the balance.",
    ),
}
