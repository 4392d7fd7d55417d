"""The digit studio: ask for a number, take a new noise, walk between noises and labels."""

import re

from cgan_lib import cgan, checks, latent
from cgan_lib.language import phrase
from cgan_lib.plots.pictures import TEXT
from cgan_lib.plots.style import Figure, styled
from cgan_lib.widgets.parts import (
    WIDE,
    Movable,
    Picture,
    line,
    share_slider,
    spoken_names,
    strip,
)

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

    Returns:
        A widget. `figure()` is its static twin.
    """
    return _DigitStudio(model, digits, seed)


class _DigitStudio(Movable):
    name = "Digit studio"

    def __init__(self, model, digits, seed):
        super().__init__()
        if not isinstance(digits, str | int):
            told = phrase("digits must be text; got {0}", type(digits).__name__)
            raise TypeError(told)
        digits = str(digits)  # so that a plain 2026 is understood as well
        self.model = checks.instance(model, "model", cgan.ConditionalGAN)
        self.z_dim, self.num_classes = model.z_dim, model.num_classes
        try:
            self.labels = read_labels(digits, self.num_classes)
        except ValueError as error:
            told = phrase("digits must be labels: {0}", error)
            raise ValueError(told) from None
        self.random = np.random.default_rng(checks.seed(seed))
        first, second = (3, 8) if self.num_classes > 8 else (0, self.num_classes - 1)
        self.digits = ipywidgets.Text(
            digits, description="Digits to draw:", continuous_update=True, style=WIDE
        )
        new_noise = ipywidgets.Button(
            description="New noise", icon="refresh", tooltip="Draw from another noise"
        )
        self.message = ipywidgets.Label()
        self.walk = share_slider("From one noise to another:")
        self.first = self._label_choice("From label:", first)
        self.second = self._label_choice("to label:", second)
        self.mix = share_slider("Share of the second label:", 0.5)
        self.typed, self.every, self.mixed = Picture(), Picture(), Picture()
        one_noise = "One noise, every label: the noise of the first digit above"
        mixture = "Between two labels: the first, the mixture, the second"
        self.children = [
            line(self.digits, new_noise, self.message),
            self.walk,
            self.typed,
            ipywidgets.Label(one_noise),
            self.every,
            ipywidgets.Label(mixture),
            line(self.first, self.second, self.mix),
            self.mixed,
            spoken_names(),
        ]
        self._take_new_noise()
        self.digits.observe(self._read, "value")
        new_noise.on_click(self._take_new_noise)
        self.walk.observe(self._show, "value")
        for control in (self.first, self.second, self.mix):
            control.observe(lambda _: self.mixed.show(*self._mixed()), "value")

    @styled
    def figure(self):
        rows = (self._typed(), self._every(), self._mixed())
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
        return ipywidgets.Dropdown(
            options=[(str(one), one) for one in range(self.num_classes)],
            value=label,
            description=description,
            style=WIDE,
            layout={"width": "140px"},
        )

    def _read(self, _):
        try:
            self.labels = read_labels(self.digits.value, self.num_classes)
        except ValueError as error:
            self.message.value = f"⚠ {error}"
            return
        self.message.value = ""
        self.typed.show(*self._typed())

    def _take_new_noise(self, _=None):
        shape = (2, MOST_DIGITS, self.z_dim)
        self.noises = self.random.standard_normal(shape, dtype="float32")
        self._show()

    def _show(self, _=None):
        self.typed.show(*self._typed())
        self.every.show(*self._every())
        self.mixed.show(*self._mixed())

    def _typed(self):
        """The digits that are asked for as pixels, and in words; so do the next two."""
        words = f"asked for: {' '.join(map(str, self.labels))}"
        return self._draw(np.eye(self.num_classes)[self.labels], one_noise=False), words

    def _every(self):
        return self._draw(np.eye(self.num_classes)), "one noise, every label"

    def _mixed(self):
        first, second, share = self.first.value, self.second.value, self.mix.value
        ends = np.eye(self.num_classes)[[first, second]]
        shares = np.array([[1, 0], [1 - share, share], [0, 1]]) @ ends
        way = f"{share:.0%} of the way from {first} to {second}"
        return self._draw(shares), f"between two labels: {way}"

    def _draw(self, shares, one_noise=True):
        """A strip of what G draws for these shares of labels, with one noise or one for each."""
        count = 1 if one_noise else len(shares)
        z = latent.between_noises(*self.noises[:, :count], self.walk.value)
        z = np.resize(z, (len(shares), self.z_dim))
        return strip(latent.mix_labels(self.model, shares, z))


def read_labels(text: str, num_classes: int) -> list[int]:
    """The labels that a text asks for, or a ValueError that says what is wrong with it.

    Up to ten classes, each digit is a label, and spaces and hyphens are skipped, so that a date
    can be typed; beyond that, labels are numbers with spaces between them.
    """
    words = text.split() if num_classes > 10 else [*re.sub("[ -]", "", text)]
    labels = {str(label): label for label in range(num_classes)}
    wanted = phrase("labels are numbers from 0 to {0}", num_classes - 1)
    for word in words:
        if word not in labels:
            told = phrase("{0!r} is none of them", word)
            raise ValueError(f"{wanted}; {told}")
    if not 1 <= len(words) <= MOST_DIGITS:
        told = phrase("type 1 to {0}, here are {1}", MOST_DIGITS, len(words))
        raise ValueError(f"{wanted}; {told}")
    return [labels[word] for word in words]
