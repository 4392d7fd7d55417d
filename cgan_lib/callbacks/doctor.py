"""`Doctor` watches a run and says in plain words what is wrong with it.

Taught by notebook 10_when_training_fails.
"""

import math
import sys

from cgan_lib import checks, embeddings

import keras
import numpy as np
from tqdm import tqdm

SAMPLES = 8  # of each class, to see whether they differ
ALIKE = 0.15  # `spread` is about 1.3 in real digits; collapsed, about 0.1
NO_LOSS = 0.01
IN_A_ROW = 5  # examinations: one bad moment is no illness
NEEDED = {
    "not a number": 1,  # that never heals
    "weights lost": 1,
    "D wins": 10,  # which a healthy run has for a while, such as the book's at its start
}

WORDS = {
    "not a number": "a loss is not a number (NaN). Are all images and labels numbers? Is the "
    "learning rate too high?",
    "weights lost": "the weights of {classes} are no numbers any more, or too large to draw with. "
    "Is the learning rate too high?",
    "D stands still": "D's weights do not move. Is D.trainable False, or D's turn left out?",
    "G stands still": "G's weights do not move. Is G.trainable False, or G's turn left out?",
    "one answer": "D gives nearly all pairs, real and fake, the same answer. Does D's last layer "
    "have a sigmoid although the loss applies one? Does G's turn change D's weights?",
    "D wins": "D's loss is about 0: it tells real from fake without a mistake, and G does not "
    "catch up. Have real images the range of the fakes, -1 to 1? Is G's learning rate too low?",
    "samples alike": "the samples of a class hardly differ: {classes}. Does the noise reach G? "
    "If it does, this is mode collapse.",
    "never asked for": "G was never asked for: {classes}. Is the upper bound of the random labels "
    "too low by one?",
}


class Doctor(keras.callbacks.Callback):
    """Warns of the faults that can be seen while a `ConditionalGAN` trains.

    At the end of each Keras epoch it looks at the losses, at D's accuracy, at how far the weights
    have moved, and at a few samples of each class. Each warning is printed once, and the run goes
    on (Keras's `TerminateOnNaN` stops one whose losses are not numbers any more). A run without a
    warning may still be ill: whether G draws what it is asked for, only a judge can see; and
    whether samples are alike is seen in comparison with other classes, so not in a model of one.

    Attributes:
        findings: a dictionary from the name of each finding to the iteration when it was made.
    """

    def __init__(self):
        super().__init__()
        self.findings, self._in_a_row = {}, dict.fromkeys(WORDS, 0)

    def on_train_begin(self, logs=None):
        checks.known_steps(self)
        self.findings, self._in_a_row = {}, dict.fromkeys(WORDS, 0)
        self._first_rows = label_rows(self.model.generator)
        self._before = {}
        for name, network in self._networks():
            self._before[name] = [one.numpy() for one in network.trainable_weights]

    def on_epoch_end(self, epoch, logs=None):
        self.examine((epoch + 1) * self.params["steps"], logs)

    def examine(self, iteration: int, logs: dict):
        """One examination, after so many iterations; logs as Keras hands them to a callback."""
        for name, seen in self._look(logs).items():
            self._in_a_row[name] = self._in_a_row[name] + 1 if seen else 0
            is_sure = self._in_a_row[name] == NEEDED.get(name, IN_A_ROW)
            if is_sure and name not in self.findings:
                self.findings[name] = iteration
                classes = ", ".join(map(str, seen)) if isinstance(seen, list) else ""
                words = WORDS[name].format(classes=classes)
                tqdm.write(f"Doctor, iteration {iteration}: {words}", file=sys.stdout)

    def _look(self, logs) -> dict:
        """For each finding whether it is there now, or the classes that have it."""
        if not logs:  # an epoch without a batch
            return {}
        no_number = not math.isfinite(logs["d_loss"] + logs["g_loss"])
        nets = self._networks()
        lost = [name for name, net in nets if checks.not_finite(net.weights)]
        alike = []
        try:
            if not lost:
                alike = np.flatnonzero(spread(self.model) < ALIKE).tolist()
        except checks.LostNumbersError:
            lost = ["G"]
        except ValueError:  # G draws beyond its range, as `generate` will say
            pass
        if lost:  # and the rest says nothing any more
            return {"not a number": True} if no_number else {"weights lost": lost}
        calls_real = logs["d_accuracy_real"], 1 - logs["d_accuracy_fake"]
        found = {
            "not a number": no_number,
            "one answer": min(calls_real) > 0.99 or max(calls_real) < 0.01,
            "D wins": logs["d_loss"] < NO_LOSS,
            "samples alike": alike,
            "never asked for": self._unasked(),
        }
        for name, network in nets:
            now = [one.numpy() for one in network.trainable_weights]
            same = map(np.array_equal, self._before[name], now)
            found[f"{name} stands still"] = all(same)
            self._before[name] = now
        if found["D stands still"]:  # which says more
            found["one answer"] = False
        return found

    def _networks(self):
        return ("D", self.model.discriminator), ("G", self.model.generator)

    def _unasked(self) -> list[int]:
        """The classes whose row in G's label table has never moved, while others have."""
        rows = label_rows(self.model.generator)
        if rows is None:
            return []
        still = (rows == self._first_rows).all(axis=1)
        return [] if still.all() else np.flatnonzero(still).tolist()


def spread(model) -> np.ndarray:
    """How much each class's samples differ, as a share of how much the classes do, (classes,)."""
    classes = model.num_classes
    images = model.generate(np.repeat(np.arange(classes), SAMPLES), seed=0)
    images = images.reshape(classes, SAMPLES, -1)
    between = images.mean(axis=1).std(axis=0).mean()
    return images.std(axis=1).mean(axis=1) / max(between, 1e-7)


def label_rows(generator) -> np.ndarray | None:
    """G's label table, (num_classes, width); None if it has none."""
    tables = embeddings.label_tables(generator)
    return tables[0].embeddings.numpy() if tables else None
