"""Pictures of a run, shown while it goes."""

import contextlib
import time

from cgan_lib import checks, plots

import keras
from IPython.display import display


class LivePicture(keras.callbacks.Callback):
    """Shows digits and curves in the notebook while `fit` runs, in one place.

    Args:
        labels: what to draw each time, (N,); None draws the classes, the first ten at most.
        seed: of the noise.
        seconds: the least time between two pictures, 0.5 or more. It grows to 30 times as long as
            drawing took, so that pictures cost less than 5 % of a run of two minutes.
        class_names: printed above the pictures, one for each class; None prints the labels.

    Raises:
        ValueError, TypeError: an argument that cannot be; names that are too few for the classes
            of the model are found when the training begins.
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
