"""The digit studio: ask for a number, take a new noise, walk between noises and labels."""

import re

from cgan_lib import cgan, checks, latent
from cgan_lib.language import phrase
from cgan_lib.plots.pictures import TEXT
from cgan_lib.plots.style import Figure, styled
from cgan_lib.widgets.parts import WIDE, Movable, Picture, line, spoken_names, strip

import ipywidgets
import numpy as np

MOST_DIGITS = 12  # in the row of what is typed


def digit_studio(
    model: cgan.ConditionalGAN, digits: str = "2026", seed: int | None = 0
):
    """Ask for any number, take a new noise, and walk between two noises or two labels.

    Args:
        model: a ConditionalGAN whose G has a label table.
        digits: what stands in the text field at the start; with more than ten classes, numbers
            with spaces between them.
        seed: of the first noise; None takes a new one.
    """
    return _DigitStudio(model, digits, seed)


class _DigitStudio(Movable):
    name = "Digit studio"

    def __init__(self, model, digits, seed):
        super().__init__()
        digits = str(digits)  # so that a plain 2026 is understood as well
        self.model = checks.instance(model, "model", cgan.ConditionalGAN)
        self.z_dim, self.num_classes = model.z_dim, model.num_classes
        try:
            self.labels = read_labels(digits, self.num_classes)
        except ValueError as error:
            raise ValueError(phrase("digits must be labels: {0}", error)) from None
        self.random = np.random.default_rng(checks.seed(seed))
        first, second = (3, 8) if self.num_classes > 8 else (0, self.num_classes - 1)
        self.digits = ipywidgets.Text(
            digits, description=phrase("Digits to draw:"), style=WIDE
        )
        name, what = phrase("New noise"), phrase("Draw from another noise")
        look = {"description": name, "icon": "refresh", "tooltip": what}
        new_noise = ipywidgets.Button(**look)
        self.message = ipywidgets.Label()
        self.walk = self._slider(phrase("From one noise to another:"), 0)
        self.first = self._label_choice(phrase("From label:"), first)
        self.second = self._label_choice(phrase("to label:"), second)
        self.mix = self._slider(phrase("Share of the second label:"), 0.5)
        self.pictures = typed, every, mixed = Picture(), Picture(), Picture()
        one_noise = phrase("One noise, every label: the noise of the first digit above")
        mixture = phrase("Between two labels: the first, the mixture, the second")
        above = line(self.digits, new_noise, self.message), self.walk, typed
        middle = ipywidgets.Label(one_noise), every, ipywidgets.Label(mixture)
        below = line(self.first, self.second, self.mix), mixed, spoken_names()
        self.children = above + middle + below
        self._take_new_noise()
        self.digits.observe(self._read, "value")
        new_noise.on_click(self._take_new_noise)
        for control in (self.walk, self.first, self.second, self.mix):
            control.observe(self._show, "value")

    @styled
    def figure(self):
        rows = self._rows()
        height = sum(32 + len(pixels) for pixels, _ in rows)
        figure = Figure(830, height, facecolor="none", layout="none")
        bottom = height
        for pixels, title in rows:
            high, wide, _ = pixels.shape
            figure.text(0.003, (bottom - 16) / height, title, color=TEXT)
            bottom -= 32 + high
            place = 0, (bottom + 8) / height, wide / 830, high / height
            axis = figure.add_axes(place, frame_on=False, xticks=[], yticks=[])
            axis.imshow(pixels, aspect="auto")
        return figure

    def _label_choice(self, description, label):
        look = {"style": WIDE, "layout": {"width": "140px"}, "description": description}
        labels = range(self.num_classes)
        return ipywidgets.Dropdown(options=labels, value=label, **look)

    def _slider(self, description, value):
        look = {"style": WIDE, "layout": {"width": "min(100%, 440px)"}}
        look |= {"description": description, "readout_format": ".0%"}
        return ipywidgets.FloatSlider(value, max=1, step=0.05, **look)

    def _read(self, _):
        try:
            self.labels = read_labels(self.digits.value, self.num_classes)
        except ValueError as error:
            self.message.value = f"⚠ {error}"
            return
        self.message.value = ""
        self._show()

    def _take_new_noise(self, _=None):
        shape = (2, MOST_DIGITS, self.z_dim)
        self.noises = self.random.standard_normal(shape, dtype="float32")
        self._show()

    def _show(self, _=None):
        for picture, row in zip(self.pictures, self._rows(), strict=True):
            picture.show(*row)

    def _rows(self):
        """The three pictures, each as pixels and in words."""
        every, share = np.eye(self.num_classes), self.mix.value
        first, second = self.first.value, self.second.value
        mixed = [[1, 0], [1 - share, share], [0, 1]] @ every[[first, second]]
        noises = latent.between_noises(*self.noises, self.walk.value)
        one, each = noises[:1], noises[: len(self.labels)]
        asked = " ".join(map(str, self.labels))
        way = f"{share:.0%} of the way from {first} to {second}"
        return (
            (self._draw(every[self.labels], each), f"asked for: {asked}"),
            (self._draw(every, one), "one noise, every label"),
            (self._draw(mixed, one), f"between two labels: {way}"),
        )

    def _draw(self, shares, noises):
        """What G draws for these shares of labels, from as many noises or from one."""
        z = np.broadcast_to(noises, (len(shares), self.z_dim))
        return strip(latent.mix_labels(self.model, shares, z))


def read_labels(text: str, num_classes: int) -> list[int]:
    """The labels that a text asks for, or a ValueError that says what is wrong with it.

    Up to ten classes, each digit is a label, and spaces and hyphens are skipped, so that a date
    can be typed; beyond that, labels are numbers with spaces between them. Wide digits, as in a
    Japanese keyboard, count as digits.
    """
    text = text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    words = text.split() if num_classes > 10 else [*re.sub("[ -]", "", text)]
    labels = {str(label): label for label in range(num_classes)}
    wanted = phrase("labels are numbers from 0 to {0}", num_classes - 1)
    for word in words:
        if word not in labels:
            raise ValueError(f"{wanted}; {phrase('{0!r} is none of them', word)}")
    if not 1 <= len(words) <= MOST_DIGITS:
        told = phrase("type 1 to {0}, here are {1}", MOST_DIGITS, len(words))
        raise ValueError(f"{wanted}; {told}")
    return [labels[word] for word in words]
