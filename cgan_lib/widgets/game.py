"""The game: the reader judges pairs of image and label, and so does D."""

from cgan_lib import cgan, checks, data, plots
from cgan_lib.plots.pictures import TEXT
from cgan_lib.widgets.pairs import KINDS, draw_pairs, score_table
from cgan_lib.widgets.parts import WIDE, Movable, Picture, line, strip

import ipywidgets
import numpy as np


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
        self.models = models
        self.images, self.labels = check_game(models, images, labels)
        self.rounds = checks.whole_number(
            rounds, "rounds", low=1, high=len(self.images)
        )
        self.random = np.random.default_rng(checks.seed(seed))
        self.stage = ipywidgets.Dropdown(
            options=list(models), description="Stage of training:", style=WIDE
        )
        again = ipywidgets.Button(description="New game", icon="refresh")
        self.round, self.picture = ipywidgets.HTML(), Picture()
        self.yes = self._button("Real and matching", "check", True)
        self.no = self._button("Fake or wrong label", "times", False)
        self.said = ipywidgets.HTML()
        self.children = [
            line(self.stage, again),
            self.round,
            self.picture,
            line(self.yes, self.no),
            self.said,
        ]
        self._start()
        self.stage.observe(self._start, "value")
        again.on_click(self._start)

    def figure(self):
        titles = [f"label {label}" for label in self.pairs.claims]
        return plots.digits(data.unscale(self.pairs.x), titles)

    def _button(self, description, icon, answer):
        button = ipywidgets.Button(
            description=description, icon=icon, layout={"width": "200px"}
        )
        button.on_click(lambda _: self._answer(answer))
        return button

    def _start(self, _=None):
        model = self.models[self.stage.value]
        self.pairs = draw_pairs(
            model, self.images, self.labels, self.rounds, self.random
        )
        self.answers = []
        self.said.value = ""
        self._ask()

    def _ask(self):
        place = len(self.answers)
        over = place == self.rounds
        self.yes.disabled = self.no.disabled = over
        if over:
            self.round.value = "<b>The game is over.</b>"
            self.said.value += score_table(self.pairs, self.answers)
            return
        claim = self.pairs.claims[place]
        self.round.value = (
            f"Round {place + 1} of {self.rounds}. Is this a real image of "
            f"<span style='font-size: 1.6em'><b>{claim}</b></span>?"
        )
        pixels = strip(data.unscale(self.pairs.x[[place]]), 140, TEXT)  # tells nothing
        self.picture.show(pixels, f"An image with the label {claim}")

    def _answer(self, answer):
        place, pairs = len(self.answers), self.pairs
        self.answers.append(answer)
        mine, theirs = (
            "✓ right" if said == (pairs.kinds[place] == KINDS[0]) else "✗ wrong"
            for said in (answer, pairs.p[place] > 0.5)
        )
        self.said.value = (
            f"Round {place + 1} was <b>{pairs.words(place)}</b>. You: {mine}. "
            f"D: {theirs}, with p = {pairs.p[place]:.2f}."
        )
        self._ask()


def check_game(models: dict, images, labels):
    """Images and their labels as arrays, if each stage of training can judge them, or an error."""
    if not isinstance(models, dict) or not models:
        raise TypeError(
            "models must be a dict from a stage's name to a ConditionalGAN, with one or more; "
            f"got {models!r}"
        )
    images, labels = checks.array(images, "images"), checks.labels(labels)
    if images.dtype != np.uint8:
        raise TypeError(f"images must be uint8; got {images.dtype}")
    for name, model in models.items():
        if not isinstance(name, str):
            raise TypeError(f"models must have names that are text; got {name!r}")
        checks.model(model, f"models[{name!r}]", cgan.ConditionalGAN)
        if images.shape[1:] != model.img_shape:
            raise ValueError(
                f"images must have the shape (N, {', '.join(map(str, model.img_shape))})"
                f" for the stage {name!r}; got {images.shape}"
            )
        checks.labels(labels, model.num_classes)
    checks.same_length(images, labels, "images", "labels")
    return images, labels
