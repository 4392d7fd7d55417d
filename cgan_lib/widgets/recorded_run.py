"""The time machine: a slider over the moments of a recorded run."""

from cgan_lib import checks, plots
from cgan_lib.plots.inputs import CURVES
from cgan_lib.widgets.chart import chart
from cgan_lib.widgets.parts import (
    WRAP,
    Movable,
    Picture,
    caption,
    spoken_names,
    strip,
)

import ipywidgets
import numpy as np


def time_machine(run: dict):
    """A slider over the moments of a recorded run: its digits, and the moment on its curves.

    Args:
        run: what `recipes.load_run` returns. If it holds `obedience` as well, one number from 0 to
            1 for each of picture_iterations, this gets a curve of its own.

    Returns:
        A widget. Its static twin, `figure()`, shows up to seven moments, as `plots.grid` does;
        the curves are in `plots.curves`.

    Raises:
        ValueError, TypeError: a record that lacks something, or whose lengths do not fit.
    """
    return _TimeMachine(run)


class _TimeMachine(Movable):
    name = "Time machine"

    def __init__(self, run):
        super().__init__()
        self.run = run = check_run(run)
        moments = [int(moment) for moment in run["picture_iterations"]]
        last = len(run["pictures"][0]) - 1
        self.slider = ipywidgets.SelectionSlider(
            options=[(f"{moment:,}", place) for place, moment in enumerate(moments)],
            value=0,
            description="Iteration:",
            continuous_update=True,
            layout={"width": "min(100%, 560px)"},
        )
        self.play = ipywidgets.Play(
            min=0, max=len(moments) - 1, interval=300, show_repeat=False
        )
        ipywidgets.link((self.play, "value"), (self.slider, "value"))
        self.numbers = ipywidgets.HTML()
        self.digits = Picture()
        self.curves = Picture()
        self.children = [
            ipywidgets.HBox(
                [caption("Play and stop:"), self.play, self.slider], layout=WRAP
            ),
            caption(f"Labels 0 to {last}, from the same noise at every iteration"),
            self.digits,
            self.numbers,
            self.curves,
            spoken_names(),
        ]
        self.chart, self.columns = chart(run, moments)
        self._show()
        self.slider.observe(self._show, "value")

    def figure(self):
        last = len(self.run["pictures"]) - 1
        steps = (
            np.linspace(0, 1, 7) ** 2
        )  # early moments lie closer: more happens there
        places = np.unique(np.round(steps * last).astype(int))
        pictures = self.run["pictures"][places]
        moments = self.run["picture_iterations"][places]
        titles = [f"iteration {moment:,}" for moment in moments]
        return plots.grid(pictures, titles, range(pictures.shape[1]))

    def _show(self, _=None):
        moment = f"iteration {self.slider.label}"
        pixels = strip(self.run["pictures"][self.slider.value] / 255)
        self.digits.show(pixels, f"What G drew for each label at {moment}")
        self.numbers.value = self._words()
        marked = self.chart.copy()
        for top, bottom, columns in self.columns:
            column = columns[self.slider.value]
            marked[top:bottom, column - 1 : column + 1] = (0, 0, 0, 255)
        self.curves.show(marked, f"The curves of the run, with a line at {moment}")

    def _curve_place(self):
        """The last entry of the curves at or before the moment; -1 before the first."""
        moment = self.run["picture_iterations"][self.slider.value]
        return int(np.searchsorted(self.run["iterations"], moment, side="right")) - 1

    def _words(self):
        place = self._curve_place()
        words = ["before training"]
        if place >= 0:
            d_loss, g_loss, real, fake = (self.run[name][place] for name in CURVES)
            words = [
                f"D's loss <b>{d_loss:.2f}</b>, G's loss <b>{g_loss:.2f}</b>",
                f"D is right on <b>{real:.0%}</b> of real and <b>{fake:.0%}</b> of fake pairs",
            ]
        if "obedience" in self.run:
            obedience = self.run["obedience"][self.slider.value]
            words.append(f"obedience <b>{obedience:.0%}</b>")
        return " · ".join(words)


def check_run(run: dict) -> dict:
    """The record of a run, if it is one, or an error that names what is wrong with it."""
    if not isinstance(run, dict):
        raise TypeError(
            "run must be a record, as recipes.load_run('book') returns it; "
            f"got {type(run).__name__}"
        )
    needed = ("iterations", *CURVES, "picture_iterations", "pictures")
    missing = [name for name in needed if name not in run]
    if missing:
        raise ValueError(f"run must hold {', '.join(needed)}; it lacks {missing[0]}")
    parts = {*needed, *({"obedience"} & set(run))}
    run = run | {name: checks.array(run[name], f"run's {name}") for name in parts}
    for name in parts:
        if run[name].dtype.kind not in "iuf":
            raise TypeError(f"run's {name} must hold numbers; got {run[name].dtype}")
        wanted = 5 if name == "pictures" else 1
        if run[name].ndim != wanted:
            raise ValueError(
                f"run's {name} must have {wanted} axes; got the shape {run[name].shape}"
            )
    for names, of in (
        (CURVES, "iterations"),
        (("pictures", "obedience"), "picture_iterations"),
    ):
        for name in names:
            if name in run and len(run[name]) != len(run[of]):
                raise ValueError(
                    f"run's {name} must be as long as its {of}, {len(run[of])}; "
                    f"got {len(run[name])}"
                )
    if not len(run["pictures"]):
        raise ValueError("run must hold at least one moment; its pictures are empty")
    if run["pictures"].dtype != np.uint8:
        raise TypeError(f"run's pictures must be uint8; got {run['pictures'].dtype}")
    return run
