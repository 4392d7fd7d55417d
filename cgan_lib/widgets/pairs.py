"""What the game asks: pairs of image and label, D's answers to them, and the score."""

import dataclasses

from cgan_lib import data

import keras
import numpy as np

KINDS = ("real, right label", "real, wrong label", "fake")


@dataclasses.dataclass(frozen=True, eq=False)
class Pairs:
    """The pairs of one game.

    Attributes:
        x: images in [-1, 1], (rounds, height, width, channels).
        claims: the labels that are shown with them, (rounds,).
        truth: the labels of the real images in their places, (rounds,).
        kinds: one of KINDS for each, (rounds,).
        p: D's answers, from 0 to 1, (rounds,).
    """

    x: np.ndarray
    claims: np.ndarray
    truth: np.ndarray
    kinds: np.ndarray
    p: np.ndarray

    def words(self, place: int) -> str:
        """What the pair in this place was."""
        claim = self.claims[place]
        return {
            KINDS[0]: f"real, and a {claim}",
            KINDS[1]: f"real, but its label is {self.truth[place]}, not {claim}",
            KINDS[2]: "a fake",
        }[self.kinds[place]]


def draw_pairs(model, images, labels, rounds: int, random) -> Pairs:
    """The pairs of a game against one stage of training.

    Args:
        model: a ConditionalGAN.
        images, labels: real ones, uint8 and integers.
        rounds: how many pairs.
        random: a NumPy generator.
    """
    kinds = draw_kinds(rounds, model.num_classes, random)
    chosen = random.choice(len(images), rounds, replace=False)
    x, truth = data.scale(images[chosen]), labels[chosen]
    steps = random.integers(1, max(model.num_classes, 2), rounds)
    wrong = (truth + steps) % model.num_classes
    claims = np.where(kinds == KINDS[1], wrong, truth)
    fakes = kinds == KINDS[2]
    if fakes.any():
        z = random.standard_normal((fakes.sum(), model.z_dim), "float32")
        x[fakes] = model.generate(claims[fakes], z=z) * 2 - 1
    logits = model.discriminator([x, claims[:, np.newaxis]], training=False)
    return Pairs(x, claims, truth, kinds, keras.ops.sigmoid(logits).numpy()[:, 0])


def draw_kinds(rounds: int, num_classes: int, random) -> np.ndarray:
    """A kind for each round: half real with the right label, the others in equal parts."""
    others = KINDS[1:] if num_classes > 1 else KINDS[2:]
    half = rounds // 2
    kinds = [KINDS[0]] * (rounds - half)
    kinds += [others[place % len(others)] for place in range(half)]
    return random.permutation(kinds)


def score_table(pairs: Pairs, answers) -> str:
    """How many of each kind the reader and D judged right, as an HTML table."""
    yes = pairs.kinds == KINDS[0]
    players = (np.array(answers) == yes, (pairs.p > 0.5) == yes)
    rows = "<tr><th>right answers<th>you<th>D"
    for kind in (*KINDS, "all"):
        of = (pairs.kinds == kind) | (kind == "all")
        if of.any():
            cells = (f"<td>{right[of].sum()} of {of.sum()}" for right in players)
            rows += f"<tr><th>{kind}{''.join(cells)}"
    return f"<table style='border-spacing: 1em 0; text-align: left'>{rows}</table>"
