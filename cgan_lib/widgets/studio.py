"""The digit studio: ask for a number, take a new noise, walk between noises and labels."""

from cgan_lib import cgan, latent
from cgan_lib.plots.style import Figure, styled
from cgan_lib.widgets.parts import (
    WRAP,
    Movable,
    Picture,
    caption,
    random_generator,
    share_slider,
    spoken_names,
    strip,
)
from cgan_lib.widgets.typed import MOST_DIGITS, read_labels

import ipywidgets
import numpy as np


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

    Raises:
        ValueError, TypeError: no such model, or digits that are no labels of it.
    """
    return _DigitStudio(model, digits, seed)


class _DigitStudio(Movable):
    name = "Digit studio"

    def __init__(self, model, digits, seed):
        super().__init__()
        if not isinstance(digits, str | int):
            raise TypeError(f"digits must be text; got {type(digits).__name__}")
        digits = str(digits)  # so that a plain 2026 is understood as well
        self.paint = latent.painter(model)
        self.z_dim, self.num_classes = model.z_dim, model.num_classes
        try:
            self.labels = read_labels(digits, self.num_classes)
        except ValueError as error:
            raise ValueError(f"digits must be labels: {error}") from None
        self.random = random_generator(seed)
        pair = (3, 8) if self.num_classes > 8 else (0, self.num_classes - 1)
        names = [(str(label), label) for label in range(self.num_classes)]
        wide = {"style": {"description_width": "initial"}}
        self.digits = ipywidgets.Text(
            digits, description="Digits to draw:", continuous_update=True, **wide
        )
        self.new_noise = ipywidgets.Button(
            description="New noise", icon="refresh", tooltip="Draw from another noise"
        )
        self.message = ipywidgets.Label()
        self.walk = share_slider("From one noise to another:")
        self.first = ipywidgets.Dropdown(
            options=names, value=pair[0], description="From label:", **wide
        )
        self.second = ipywidgets.Dropdown(
            options=names, value=pair[1], description="to label:", **wide
        )
        for choice in (self.first, self.second):
            choice.layout.width = "140px"
        self.mix = share_slider("Share of the second label:", 0.5)
        self.typed = Picture()
        self.every = Picture()
        self.mixed = Picture()
        self.children = [
            ipywidgets.HBox([self.digits, self.new_noise, self.message], layout=WRAP),
            self.walk,
            self.typed,
            caption("One noise, every label: the noise of the first digit above"),
            self.every,
            caption("Between two labels: the first, the mixture, the second"),
            ipywidgets.HBox([self.first, self.second, self.mix], layout=WRAP),
            self.mixed,
            spoken_names(),
        ]
        self._take_new_noise()
        self.digits.observe(self._read, "value")
        self.new_noise.on_click(self._take_new_noise)
        self.walk.observe(self._show, "value")
        for control in (self.first, self.second, self.mix):
            control.observe(self._show_mixture, "value")

    @styled
    def figure(self):
        strips, titles = zip(self._typed(), self._every(), self._mixed(), strict=True)
        figure = Figure(figsize=(8, 3.9))
        axes = figure.subplots(3, 1)
        for axis, row, title in zip(axes, strips, titles, strict=True):
            axis.imshow(row, interpolation="nearest")
            axis.set_title(title, fontsize=11, loc="left")
            axis.set(anchor="W", xlim=(0, max(s.shape[1] for s in strips)))
            axis.axis("off")
        return figure

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
        self._show_mixture()

    def _show_mixture(self, _=None):
        self.mixed.show(*self._mixed())

    def _noise(self, count):
        first, second = self.noises[:, :count]
        return latent.between_noises(first, second, self.walk.value)

    def _typed(self):
        """The digits that are asked for as pixels, and in words; so do the next two."""
        shares = np.eye(self.num_classes)[self.labels]
        words = f"asked for: {' '.join(map(str, self.labels))}"
        return strip(self.paint(shares, self._noise(len(shares)))), words

    def _every(self):
        return self._with_one_noise(np.eye(self.num_classes)), "one noise, every label"

    def _mixed(self):
        whole, share = np.eye(self.num_classes), self.mix.value
        first, second = whole[self.first.value], whole[self.second.value]
        mixture = (1 - share) * first + share * second
        way = f"{share:.0%} of the way from {self.first.value} to {self.second.value}"
        pixels = self._with_one_noise(np.stack([first, mixture, second]))
        return pixels, f"between two labels: {way}"

    def _with_one_noise(self, shares):
        return strip(self.paint(shares, np.repeat(self._noise(1), len(shares), axis=0)))
