"""What shows how far a run is: a bar, a live picture, and pictures that are kept."""

import contextlib
import shutil
import sys
import time

from cgan_lib import checks, plots

import keras
import numpy as np
from IPython.display import display
from tqdm import tqdm


class ProgressBar(keras.callbacks.Callback):
    """One line: the iteration, both losses, the time that has passed and the time that is left."""

    bar = None

    def on_train_begin(self, logs=None):
        checks.known_steps(self)
        total = self.params["epochs"] * self.params["steps"]
        look = {"unit": "it", "mininterval": 0.5, "ncols": width()}
        self.bar = tqdm(total=total, file=sys.stdout, **look)

    def on_epoch_begin(self, epoch, logs=None):
        self.bar.ncols = width()
        self.before = epoch * self.params["steps"]
        if self.bar.n < self.before:  # the run goes on from a checkpoint
            self.bar.initial = self.bar.n = self.before

    def on_train_batch_end(self, batch, logs=None):
        done = min(batch + 1, self.params["steps"])  # `steps_per_execution` may be more
        self.bar.update(self.before + done - self.bar.n)

    def on_epoch_end(self, epoch, logs=None):
        if logs:  # an epoch may have no batch
            form = "D loss {d_loss:.2f}, G loss {g_loss:.2f}"
            self.bar.postfix = form.format(**logs)

    def on_train_end(self, logs=None):
        if self.bar is not None:  # an interrupt may come before the first iteration
            self.bar.close()


def width() -> int:
    """Columns for the bar: one less than the terminal has, where the line would end, at most 88."""
    return max(1, min(88, shutil.get_terminal_size((89, 24)).columns - 1))


class LivePicture(keras.callbacks.Callback):
    """Shows digits and curves in the notebook while `fit` runs, in one place.

    Args:
        labels: what to draw each time, (N,); None draws the classes, the first ten at most.
        seed: of the noise.
        seconds: the least time between two pictures, 0.5 or more. It grows to 30 times as long as
            drawing took, so that pictures cost less than 5% of a run of two minutes.
        class_names: printed above the pictures, one for each class; None prints the labels.
    """

    def __init__(
        self, labels=None, seed: int = 0, seconds: float = 4.0, class_names=None
    ):
        super().__init__()
        self.labels = None if labels is None else checks.labels(labels)
        self.seed = checks.fixed_seed(seed)
        self.seconds = checks.number(seconds, "seconds", low=0.5)
        self.class_names = class_names
        # Names that fit no model are refused now, the others when the model is known.
        self._titles(range(1) if labels is None else self.labels)

    def on_train_begin(self, logs=None):
        checks.known_steps(self)
        self.history, self.iterations = {}, []
        first = range(min(10, self.model.num_classes))
        self.shown = first if self.labels is None else self.labels
        self.titles = self._titles(self.shown)
        self.handle = display(self._picture(), display_id=True)
        self.shown_at, self.pause = time.monotonic(), self.seconds

    def on_epoch_end(self, epoch, logs=None):
        self.iterations.append((epoch + 1) * self.params["steps"])
        for name, value in logs.items():
            self.history.setdefault(name, []).append(value)
        if time.monotonic() - self.shown_at >= self.pause:
            self._show()

    def on_train_end(self, logs=None):
        if self.iterations:
            self._show()

    def record(self) -> dict:
        """What a checkpoint keeps."""
        return {"iterations": self.iterations, **self.history}

    def restore(self, recorded: dict):
        """Go on with what a checkpoint kept."""
        self.history = {name: row.tolist() for name, row in recorded.items()}
        self.iterations = self.history.pop("iterations")

    def _show(self):
        if self.handle is None:  # outside a notebook
            return
        begun = time.monotonic()
        with contextlib.suppress(checks.LostNumbersError):  # the last picture stays
            self.handle.update(self._picture())
        self.shown_at = time.monotonic()
        self.pause = max(self.seconds, 30 * (self.shown_at - begun))

    def _titles(self, labels):
        """The names of these labels, or a ValueError."""
        if self.class_names is None:
            return labels
        try:
            return [self.class_names[label] for label in labels]
        except Exception:  # what is no table of names raises many kinds
            raise ValueError(
                "class_names must be one for each class, so one more than the highest label; "
                f"got {self.class_names!r}"
            ) from None

    def _picture(self):
        images = self.model.generate(self.shown, self.seed)
        return plots.training(images, self.titles, self.history, self.iterations)


class Snapshots(keras.callbacks.Callback):
    """Keeps pictures of the same noise and labels while G learns, anew in each run.

    Args:
        labels: what to draw each time, (N,).
        every: iterations between two pictures; each is drawn at the end of a Keras epoch. The last
            iteration of a whole run has a picture in any case, unless G's weights are no numbers
            any more.
        seed: of the noise.

    Attributes:
        iterations: the model's iterations when the pictures were drawn, the first at the start.
        images: a list of float32 (N, height, width, channels) in [0, 1].
    """

    def __init__(self, labels, every: int = 1000, seed: int = 0):
        super().__init__()
        self.labels = checks.labels(labels)
        self.every = checks.whole_number(every, "every", low=1)
        self.seed = checks.fixed_seed(seed)
        self.iterations, self.images = [], []

    def on_train_begin(self, logs=None):
        checks.known_steps(self)
        self.iterations, self.images = [], []
        self.before = self.model.iterations
        self._draw(self.before)

    def on_epoch_end(self, epoch, logs=None):
        iteration = self.model.iterations
        is_last = epoch + 1 == self.params["epochs"]
        if iteration // self.every > self.before // self.every or is_last:
            self._draw(iteration)
        self.before = iteration

    def record(self) -> dict:
        """What a checkpoint keeps."""
        kept = {"iterations": self.iterations, "images": np.array(self.images)}
        return kept | {"asked": self._asked()}

    def restore(self, recorded: dict):
        """Go on with what a checkpoint kept; a ValueError if other pictures were asked for."""
        if [*recorded.get("asked", self._asked())] != self._asked():
            raise ValueError(
                "Snapshots must have the labels, the seed and the `every` of the run; several of "
                "them must come in its order"
            )
        self.iterations = recorded["iterations"].tolist()
        self.images = list(recorded["images"])

    def _asked(self) -> list[int]:
        return [*map(int, self.labels), self.seed, self.every]

    def _draw(self, iteration):
        try:
            images = self.model.generate(self.labels, self.seed)
        except checks.LostNumbersError as error:
            print(f"Snapshots, iteration {iteration}: no picture, since {error}")
            return
        self.iterations.append(iteration)
        self.images.append(images)
