"""The time machine: a slider over the moments of a recorded run."""

from cgan_lib import checks, plots
from cgan_lib.language import phrase
from cgan_lib.plots.run import LINES
from cgan_lib.plots.style import styled
from cgan_lib.widgets.parts import Movable, Picture, line, spoken_names, strip

import ipywidgets
import numpy as np


def time_machine(run: dict):
    """A slider over the moments of a recorded run: its digits, and the moment on its curves.

    `run` is what `recipes.load_run` returns. Its `figure()` shows up to seven moments, as
    `plots.grid` does; `plots.draw_curves` draws the curves.
    """
    return _TimeMachine(run)


class _TimeMachine(Movable):
    name = "Time machine"

    def __init__(self, run):
        super().__init__()
        self.run = run = check_run(run)
        moments = [int(moment) for moment in run["picture_iterations"]]
        self.slider = ipywidgets.SelectionSlider(
            options=[(f"{moment:,}", place) for place, moment in enumerate(moments)],
            description=phrase("Iteration:"),
            layout={"width": "min(100%, 560px)"},
        )
        play = ipywidgets.Play(max=len(moments) - 1, interval=300, show_repeat=False)
        ipywidgets.link((play, "value"), (self.slider, "value"))
        self.numbers = ipywidgets.HTML()
        self.digits, self.curves = Picture(), Picture()
        last = len(run["pictures"][0]) - 1
        same = phrase("Labels 0 to {0}, from the same noise at every iteration", last)
        controls = line(ipywidgets.Label(phrase("Play and stop:")), play, self.slider)
        pictures = self.digits, self.numbers, self.curves
        self.children = controls, ipywidgets.Label(same), *pictures, spoken_names()
        self.chart = chart(run, moments)
        self.without_lines = self.chart.canvas.copy_from_bbox(self.chart.bbox)
        self._show()
        self.slider.observe(self._show, "value")

    def figure(self):
        last = len(self.run["pictures"]) - 1
        steps = np.linspace(0, 1, 7) ** 2  # early moments lie closer: more happens
        places = np.unique(np.round(steps * last).astype(int))
        pictures = self.run["pictures"][places]
        moments = self.run["picture_iterations"][places]
        titles = [f"iteration {moment:,}" for moment in moments]
        labels = range(pictures.shape[1])
        return plots.grid(pictures, titles, labels, frame=plots.ORANGE)

    @styled
    def _show(self, _=None):
        moment = f"iteration {self.slider.label}"
        pixels = strip(self.run["pictures"][self.slider.value] / 255)
        self.digits.show(pixels, f"What G drew for each label at {moment}")
        self.numbers.value = self._words()
        # To draw all takes Matplotlib too long for a slider, so it draws the lines alone.
        self.chart.canvas.restore_region(self.without_lines)
        place = self.run["picture_iterations"][self.slider.value]
        for axis in self.chart.axes:
            mark = axis.axvline(place, color="black")
            axis.draw_artist(mark)
            mark.remove()
        marked = np.array(self.chart.canvas.buffer_rgba())
        self.curves.show(marked, f"The curves of the run, with a line at {moment}")

    def _words(self):
        run, moment = self.run, self.slider.value
        iteration = run["picture_iterations"][moment]
        # The last entry of the curves at or before the moment.
        place = np.searchsorted(run["iterations"], iteration, side="right") - 1
        words = phrase("before training")
        if place >= 0:
            d_loss, g_loss, real, fake = (run[name][place] for name in LINES)
            words = phrase(
                "D's loss <b>{0:.2f}</b>, G's loss <b>{1:.2f}</b> · D is right on "
                "<b>{2:.0%}</b> of real and <b>{3:.0%}</b> of fake pairs",
                *(d_loss, g_loss, real, fake),
            )
        share = run["obedience"][moment]
        return phrase("{0} · obedience <b>{1:.0%}</b>", words, share)


@styled
def chart(run, moments):
    """The curves of a run, drawn, with room for a line at each moment."""
    figure, axes = plots.subplots(1, 3)
    plots.draw_curves(axes, run, run["iterations"])
    axes[2].plot(moments, run["obedience"], color=plots.GREEN)
    axes[2].set(title="obedience", xlabel="iteration", ylim=(0, 1.03))
    for axis in figure.axes:
        low, high = axis.get_xlim()
        axis.set_xlim(min(low, *moments), max(high, *moments))  # room for every line
        axis.locator_params(axis="x", nbins=5)  # their numbers do not touch
    figure.canvas.draw()
    return figure


def check_run(run: dict) -> dict:
    """The record of a run, if it is one, or an error that names what is wrong with it."""
    lengths = dict.fromkeys(LINES, "iterations")
    lengths |= dict.fromkeys(("pictures", "obedience"), "picture_iterations")
    axes = dict.fromkeys((*lengths.values(), *lengths), 1)
    run = checks.record(run, "run", axes | {"pictures": 5})
    for name, of in lengths.items():
        if len(run[name]) != len(run[of]):
            wanted = f"as long as its {of}, {len(run[of])}"
            raise ValueError(f"run's {name} must be {wanted}; got {len(run[name])}")
    for name in dict.fromkeys(lengths.values()):
        moments = np.array([-1, *run[name], np.inf])
        if not (moments[:-1] < moments[1:]).all():  # NaN is refused too
            raise ValueError(f"run's {name} must be numbers from 0 that rise")
    kind, channels = run["pictures"].dtype, run["pictures"].shape[-1]
    if kind != np.uint8 or channels not in (1, 3):
        wanted = "uint8, of 1 or 3 channels"
        raise TypeError(f"run's pictures must be {wanted}; got {kind}, {channels}")
    return run
