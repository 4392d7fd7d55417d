"""The game: the reader judges pairs of image and label, and so does D."""

import html

from cgan_lib import cgan, checks, data, plots
from cgan_lib.widgets.parts import (
    WRAP,
    Movable,
    picture,
    png,
    random_generator,
    strip,
    wide_button,
)

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

    Returns:
        A widget. Its static twin, `figure()`, shows the pairs of the game without the answers.

    Raises:
        ValueError, TypeError: models, images and labels that do not fit together.
    """
    return _Game(models, images, labels, rounds, seed)


class _Game(Movable):
    name = "You are the discriminator"

    def __init__(self, models, images, labels, rounds, seed):
        super().__init__()
        self.models = check_stages(models)
        self.images = checks.array(images, "images")
        if self.images.dtype != np.uint8:
            raise TypeError(f"images must be uint8; got {self.images.dtype}")
        self.labels = checks.labels(labels)
        for name, model in models.items():
            if self.images.shape[1:] != model.img_shape:
                raise ValueError(
                    f"images must have the shape (N, {', '.join(map(str, model.img_shape))})"
                    f" for the stage {name!r}; got {self.images.shape}"
                )
            checks.labels(self.labels, model.num_classes)
        checks.same_length(self.images, self.labels, "images", "labels")
        self.rounds = checks.whole_number(
            rounds, "rounds", low=1, high=len(self.images)
        )
        self.random = random_generator(seed)
        wide = {"style": {"description_width": "initial"}}
        self.stage = ipywidgets.Dropdown(
            options=list(models), description="Stage of training:", **wide
        )
        self.again = ipywidgets.Button(description="New game", icon="refresh")
        self.round = ipywidgets.HTML()
        self.picture = picture()
        self.yes = wide_button("Real and matching", "check")
        self.no = wide_button("Fake or wrong label", "times")
        self.said = ipywidgets.HTML()
        self.children = [
            ipywidgets.HBox([self.stage, self.again], layout=WRAP),
            self.round,
            self.picture,
            ipywidgets.HBox([self.yes, self.no], layout=WRAP),
            self.said,
        ]
        self._start()
        self.stage.observe(self._start, "value")
        self.again.on_click(self._start)
        self.yes.on_click(lambda _: self._answer(True))
        self.no.on_click(lambda _: self._answer(False))

    def figure(self):
        titles = [f"label {label}" for label in self.claims]
        return plots.digits(data.unscale(self.x), titles)

    def _start(self, _=None):
        model = self.models[self.stage.value]
        self.kinds = self._draw_kinds(model.num_classes)
        chosen = self.random.choice(len(self.images), self.rounds, replace=False)
        self.x = data.scale(self.images[chosen])
        self.truth = self.labels[chosen]
        steps = self.random.integers(1, max(model.num_classes, 2), self.rounds)
        wrong = (self.truth + steps) % model.num_classes
        self.claims = np.where(self.kinds == KINDS[1], wrong, self.truth)
        fakes = self.kinds == KINDS[2]
        if fakes.any():
            z = self.random.standard_normal((fakes.sum(), model.z_dim), "float32")
            self.x[fakes] = model.generate(self.claims[fakes], z=z) * 2 - 1
        pairs = [self.x, self.claims[:, np.newaxis]]
        logits = model.discriminator(pairs, training=False)
        self.p = keras.ops.sigmoid(logits).numpy()[:, 0]
        self.answers = []
        self.said.value = ""
        self._ask()

    def _draw_kinds(self, num_classes):
        """A kind for each round: half real with the right label, the others in equal parts."""
        others = KINDS[1:] if num_classes > 1 else KINDS[2:]
        half = self.rounds // 2
        kinds = [KINDS[0]] * (self.rounds - half)
        kinds += [others[place % len(others)] for place in range(half)]
        return self.random.permutation(kinds)

    def _ask(self):
        place = len(self.answers)
        over = place == self.rounds
        self.yes.disabled = self.no.disabled = over
        if over:
            self.round.value = "<b>The game is over.</b>"
            self.said.value += self._scores()
            return
        self.round.value = (
            f"Round {place + 1} of {self.rounds}. Is this a real image of "
            f"<span style='font-size: 1.6em'><b>{self.claims[place]}</b></span>?"
        )
        self.picture.value = png(strip(data.unscale(self.x[[place]]), 140))

    def _answer(self, answer):
        place = len(self.answers)
        self.answers.append(answer)
        kind, claim, truth = self.kinds[place], self.claims[place], self.truth[place]
        was = {
            KINDS[0]: f"real, and a {claim}",
            KINDS[1]: f"real, but its label is {truth}, not {claim}",
            KINDS[2]: "a fake",
        }[kind]
        mine, theirs = (
            "✓ right" if said == (kind == KINDS[0]) else "✗ wrong"
            for said in (answer, self.p[place] > 0.5)
        )
        self.said.value = (
            f"Round {place + 1} was <b>{was}</b>. You: {mine}. "
            f"D: {theirs}, with p = {self.p[place]:.2f}."
        )
        self._ask()

    def _scores(self):
        yes = self.kinds == KINDS[0]
        players = (np.array(self.answers) == yes, (self.p > 0.5) == yes)
        lines = [(kind, self.kinds == kind) for kind in KINDS if kind in self.kinds]
        lines.append(("all", np.full(self.rounds, True)))
        cells = "".join(
            f"<tr><th style='text-align: left'>{html.escape(name)}</th>"
            + "".join(
                f"<td style='padding-left: 2em'>{right[of].sum()} of {of.sum()}</td>"
                for right in players
            )
            + "</tr>"
            for name, of in lines
        )
        head = "".join(
            f"<th style='padding-left: 2em'>{who}</th>" for who in ("you", "D")
        )
        return f"<table><tr><th>right answers</th>{head}</tr>{cells}</table>"


def check_stages(models: dict) -> dict:
    """Stages of training, {name: ConditionalGAN}, or an error."""
    if not isinstance(models, dict) or not models:
        raise TypeError(
            "models must be a dict from a stage's name to a ConditionalGAN, with one or more; "
            f"got {models!r}"
        )
    for name, model in models.items():
        if not isinstance(name, str):
            raise TypeError(f"models must have names that are text; got {name!r}")
        if not isinstance(model, cgan.ConditionalGAN):
            raise TypeError(
                f"models[{name!r}] must be a ConditionalGAN; got {type(model).__name__}"
            )
    return models
