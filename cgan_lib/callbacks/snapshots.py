"""Pictures of a run, kept."""

from cgan_lib import checks

import keras
import numpy as np


class Snapshots(keras.callbacks.Callback):
    """Keeps pictures of the same noise and labels while G learns.

    Args:
        labels: what to draw each time, (N,).
        every: iterations between two pictures; each is drawn at the end of a Keras epoch. The last
            iteration of a whole run has a picture in any case, unless G's weights are no numbers
            any more.
        seed: of the noise.

    Attributes:
        iterations: a list of when the pictures were drawn; the first is 0, before training.
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
        self._draw(0)

    def on_epoch_end(self, epoch, logs=None):
        iteration = (epoch + 1) * self.params["steps"]
        is_last = epoch + 1 == self.params["epochs"]
        before = epoch * self.params["steps"]
        if iteration // self.every > before // self.every or is_last:
            self._draw(iteration)

    def record(self) -> dict:
        """What a checkpoint keeps."""
        return {"iterations": self.iterations, "images": np.stack(self.images)}

    def restore(self, recorded: dict):
        """Go on with what a checkpoint kept."""
        self.iterations = recorded["iterations"].tolist()
        self.images = list(recorded["images"])

    def _draw(self, iteration):
        try:
            images = self.model.generate(self.labels, self.seed)
        except checks.LostNumbersError as error:
            print(f"Snapshots, iteration {iteration}: no picture, since {error}")
            return
        self.iterations.append(iteration)
        self.images.append(images)
