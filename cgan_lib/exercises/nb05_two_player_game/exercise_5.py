"""05.5 How well can D do?"""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


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
    """these are probabilities of 'fake'; D answers with that of 'real'."""
    best = p_g / (p_data + p_g)
    return best, -np.sum(p_data * np.log(best) + p_g * np.log(1 - best)) / 2


def best_d_for_fake_only(p_data, p_g):
    """the loss is right, but D's answers are those for 'fake'."""
    return p_g / (p_data + p_g), best_d(p_data, p_g)[1]


def best_d_data_only(p_data, p_g):
    """D answers p_data here; how often G draws the image matters too."""
    return p_data, -np.sum(p_data * np.log(p_data) + p_g * np.log(1 - p_data)) / 2


def best_d_at_the_balance(p_data, p_g):
    """that is the balance; here p_g differs from p_data."""
    return np.full(len(p_data), 0.5), np.log(2)


def best_d_without_loss(p_data, p_g):
    """D's answers are right; the loss is missing: return both."""
    return p_data / (p_data + p_g)


def best_d_cases(random):
    cases = []
    for count in (2, 3, 7):
        p_data, p_g = random.uniform(0.1, 1, size=(2, count))
        cases.append((p_data / p_data.sum(), p_g / p_g.sum()))
    return cases


EXERCISE = Exercise(
    title="How well can D do?",
    difficulty="stretch",
    minutes=12,
    solution=best_d,
    cases=best_d_cases,
    mistakes=(
        best_d_for_fake,
        best_d_for_fake_only,
        best_d_data_only,
        best_d_at_the_balance,
        (
            _best_d_with_loss(lambda p_data, p_g, p: np.log(2)),
            "D's answers are right, but this loss, log 2, is the one at the balance.",
        ),
        (
            _best_d_with_loss(
                lambda p_data, p_g, p: -np.sum(p_data * np.log(p) + p_g * np.log(1 - p))
            ),
            "D's answers are right; the loss is the average of the halves, not the sum.",
        ),
        (
            _best_d_with_loss(
                lambda p_data, p_g, p: -(np.log(p).mean() + np.log(1 - p).mean()) / 2
            ),
            "D's answers are right; in the loss, frequent images count more than rare ones.",
        ),
        (
            _best_d_with_loss(
                lambda p_data, p_g, p: (
                    -(np.mean(p_data * np.log(p)) + np.mean(p_g * np.log(1 - p))) / 2
                )
            ),
            "D's answers are right; p_data and p_g already make a mean: sum, do not divide.",
        ),
        (
            _best_d_with_loss(lambda p_data, p_g, p: -np.sum(p_data * np.log(p))),
            "D's answers are right; the loss lacks what D pays for fakes.",
        ),
        (
            _best_d_with_loss(
                lambda p_data, p_g, p: -np.sum(p_data * (np.log(p) + np.log(1 - p))) / 2
            ),
            "D's answers are right; the fakes come as often as p_g says, not p_data.",
        ),
        (
            _best_d_with_loss(lambda p_data, p_g, p: -np.sum(p_g * np.log(p))),
            "D's answers are right, but this is G's loss.",
        ),
        (
            _best_d_with_loss(
                lambda p_data, p_g, p: (
                    np.sum(p_data * np.log(p) + p_g * np.log(1 - p)) / 2
                )
            ),
            "D's answers are right; the loss has the wrong sign.",
        ),
        (
            _best_d_with_loss(
                lambda p_data, p_g, p: -(p_data * np.log(p) + p_g * np.log(1 - p)) / 2
            ),
            "D's answers are right; add the prices of all images to one number.",
        ),
        best_d_without_loss,
        (
            _best_d_with_loss(
                lambda p_data, p_g, p: (
                    -np.sum(p_data * np.log2(p) + p_g * np.log2(1 - p)) / 2
                )
            ),
            "D's answers are right; take the natural logarithm, not that to base 2.",
        ),
        (
            _best_d_with_loss(
                lambda p_data, p_g, p: (
                    -np.sum(p_g * np.log(p) + p_data * np.log(1 - p)) / 2
                )
            ),
            "D's answers are right; p_data belongs to log p, p_g to log(1 - p).",
        ),
        (
            _best_d_with_loss(lambda p_data, p_g, p: -np.sum(p_data * np.log(p)) / 2),
            "D's answers are right; that is the half of the real pairs only.",
        ),
        (
            _best_d_with_loss(
                lambda p_data, p_g, p: -np.sum(np.log(p) + np.log(1 - p)) / 2
            ),
            "D's answers are right; in the loss each image counts as often as it comes.",
        ),
    ),
    hints=(
        "D's best answers stand in the notebook, for four images.",
        "The mean price of real pairs: each image's -log p, times how often it comes.",
        "`np.sum(p_data * ...)` for the real half, `np.sum(p_g * ...)` for the fakes.",
    ),
    follows="It is never above log 2, and reaches it only if p_g is p_data: the balance.",
)
