"""The game: the reader judges pairs of image and label, and so does D."""

import dataclasses

from cgan_lib import cgan, checks, data, plots
from cgan_lib.language import phrase
from cgan_lib.plots.pictures import TEXT
from cgan_lib.widgets.parts import WIDE, Movable, Picture, line, strip

import ipywidgets
import keras
import numpy as np

KINDS = ("real, right label", "real, wrong label", "fake")


def you_are_the_discriminator(
    models: dict, images, labels, rounds: int = 20, seed: int | None = None
):
    """The reader judges pairs of image and label; at the end stands their score beside D's.

    Half of the pairs are real with the right label. The others are, as equally as can be, real
    with a wrong label, and fakes of the label that is shown. D answers 'real and matching' if its
    logit is above 0.

    Args:
        models: the stages of training to choose from: {name: ConditionalGAN}.
        images: uint8, (N, height, width, channels), real ones.
        labels: integers, (N,), theirs.
        rounds: pairs in a game.
        seed: the same seed gives the same games; None gives new ones.
    """
    return _Game(models, images, labels, rounds, seed)


class _Game(Movable):
    name = "You are the discriminator"

    def __init__(self, models, images, labels, rounds, seed):
        super().__init__()
        self.models = models
        self.images, self.labels = check_game(models, images, labels)
        self.rounds = checks.whole_number(rounds, "rounds", 1, len(self.images))
        self.random = np.random.default_rng(checks.seed(seed))
        self.stage = ipywidgets.Dropdown(
            options=list(models), description=phrase("Stage of training:"), style=WIDE
        )
        again = ipywidgets.Button(description=phrase("New game"), icon="refresh")
        self.round, self.said = ipywidgets.HTML(), ipywidgets.HTML()
        self.picture = Picture()
        self.yes = self._button(phrase("Real and matching"), "check", True)
        self.no = self._button(phrase("Fake or wrong label"), "times", False)
        answers = line(self.yes, self.no), self.said
        self.children = line(self.stage, again), self.round, self.picture, *answers
        self._start()
        self.stage.observe(self._start, "value")
        again.on_click(self._start)

    def figure(self):
        titles = [f"label {label}" for label in self.pairs.claims]
        return plots.digits(data.unscale(self.pairs.x), titles)

    def _button(self, description, icon, answer):
        look = {"description": description, "icon": icon, "layout": {"width": "200px"}}
        button = ipywidgets.Button(**look)
        button.on_click(lambda _: self._answer(answer))
        return button

    def _start(self, _=None):
        model, given = self.models[self.stage.value], (self.images, self.labels)
        self.pairs = draw_pairs(model, *given, self.rounds, self.random)
        self.answers = []
        self.said.value = ""
        self._ask()

    def _ask(self):
        place = len(self.answers)
        over = place == self.rounds
        self.yes.disabled = self.no.disabled = over
        if over:
            self.round.value = phrase("<b>The game is over.</b>")
            self.said.value += score_table(self.pairs, self.answers)
            return
        claim = self.pairs.claims[place]
        large = f"<span style='font-size: 1.6em'><b>{claim}</b></span>"
        asked = phrase("Round {0} of {1}. Is this a real image of {2}?")
        self.round.value = asked.format(place + 1, self.rounds, large)
        pixels = strip(data.unscale(self.pairs.x[[place]]), 140, TEXT)  # tells nothing
        self.picture.show(pixels, phrase("An image with the label {0}", claim))

    def _answer(self, answer):
        place, pairs = len(self.answers), self.pairs
        if place == self.rounds:
            return  # a second click may come before its button is off
        self.answers.append(answer)
        is_real = pairs.kinds[place] == KINDS[0]
        marks = {True: phrase("✓ right"), False: phrase("✗ wrong")}
        mine, theirs = (marks[a == is_real] for a in (answer, pairs.p[place] > 0.5))
        self.said.value = phrase(
            "Round {0} was <b>{1}</b>. You: {2}. D: {3}, with p = {4:.2f}.",
            *(place + 1, pairs.words(place), mine, theirs, pairs.p[place]),
        )
        self._ask()


def check_game(models: dict, images, labels):
    """Images and their labels as arrays, if each stage of training can judge them, or an error."""
    if not isinstance(models, dict) or not models:
        wanted = "a dict from a stage's name to a ConditionalGAN, with one or more"
        raise TypeError(f"models must be {wanted}; got {models!r}")
    images, labels = checks.array(images, "images"), checks.labels(labels)
    if images.dtype != np.uint8:
        raise TypeError(f"images must be uint8; got {images.dtype}")
    for name, model in models.items():
        checks.instance(model, f"models[{name!r}]", cgan.ConditionalGAN)
        checks.shaped(images, f"images for the stage {name!r}", model.img_shape)
        checks.labels(labels, model.num_classes, images=images)
    return images, labels


@dataclasses.dataclass(frozen=True, eq=False)
class Pairs:
    """The pairs of one game, one in each round."""

    x: np.ndarray  # images in [-1, 1], (rounds, height, width, channels)
    claims: np.ndarray  # the labels that are shown with them
    truth: np.ndarray  # the labels of the real images in their places
    kinds: np.ndarray  # one of KINDS for each
    p: np.ndarray  # D's answers, from 0 to 1

    def words(self, place: int) -> str:
        """What the pair in this place was."""
        claim, truth = self.claims[place], self.truth[place]
        return {
            KINDS[0]: phrase("real, and a {0}", claim),
            KINDS[1]: phrase("real, but its label is {0}, not {1}", truth, claim),
            KINDS[2]: phrase("a fake"),
        }[self.kinds[place]]


def draw_pairs(model, images, labels, rounds: int, random) -> Pairs:
    """The pairs of a game: half real and matching, the others in equal parts."""
    others = KINDS[1:] if model.num_classes > 1 else KINDS[2:]
    wrong = np.resize(others, rounds // 2).tolist()
    kinds = random.permutation([KINDS[0]] * (rounds - len(wrong)) + wrong)
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
    p = keras.ops.sigmoid(logits).numpy()[:, 0]
    if np.isnan(p).any():
        raise checks.LostNumbersError("D answers NaN: its weights are no numbers")
    return Pairs(x, claims, truth, kinds, p)


def score_table(pairs: Pairs, answers) -> str:
    """How many of each kind the reader and D judged right, as an HTML table."""
    yes = pairs.kinds == KINDS[0]
    players = (np.array(answers) == yes, (pairs.p > 0.5) == yes)
    real, wrong = phrase("real, right label"), phrase("real, wrong label")
    names = real, wrong, phrase("fake"), phrase("all")
    rows = phrase("<tr><th>right answers<th>you<th>D")
    for kind, name in zip((*KINDS, "all"), names, strict=True):
        of = (pairs.kinds == kind) | (kind == "all")
        if of.any():
            counts = ((right[of].sum(), of.sum()) for right in players)
            cells = ("<td>" + phrase("{0} of {1}", *two) for two in counts)
            rows += f"<tr><th>{name}{''.join(cells)}"
    return f"<table style='border-spacing: 1em 0; text-align: left'>{rows}</table>"
