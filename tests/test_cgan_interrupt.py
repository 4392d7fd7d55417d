"""An interrupt ends a run and keeps what was learned."""

import keras
import numpy as np
from training_helpers import (
    Recorder,
    adams,
    assert_same_bits,
    averages_by_hand,
    averaging,
    in_order,
    largest_change,
    values,
)


class Interrupt(keras.callbacks.Callback):
    """What the stop button of a notebook does, in the given iteration."""

    def __init__(self, at):
        super().__init__()
        self.at, self.seen, self.ends = at, 0, 0

    def on_train_batch_end(self, batch, logs=None):
        self.seen += 1
        if self.seen == self.at:
            self.weights = self.model.get_weights()
            raise KeyboardInterrupt

    def on_train_end(self, logs=None):
        self.ends += 1


def test_an_interrupt_ends_the_run_and_keeps_what_was_learned(
    build_plain, tiny_pairs, capsys
):
    plain = build_plain()
    plain.compile(*adams())
    first, interrupt = plain.get_weights(), Interrupt(at=6)
    history = plain.fit(
        in_order(tiny_pairs), epochs=3, callbacks=[interrupt], verbose=0
    )
    assert interrupt.ends == 1
    assert_same_bits(plain.get_weights(), interrupt.weights)
    assert largest_change(first, plain.get_weights()) > 0.001
    assert len(history.history["d_loss"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ("Stopped after 6 iterations. What was learned is kept.\n")
    assert printed.err == ""

    history = plain.fit(in_order(tiny_pairs), verbose=0)
    assert int(plain.generator_optimizer.iterations) == 10
    assert len(history.history["d_loss"]) == 1


def test_an_interrupt_before_the_first_epoch_ends_still_gives_a_history(
    plain, tiny_pairs
):
    history = plain.fit(in_order(tiny_pairs), callbacks=[Interrupt(at=1)], verbose=0)
    assert history.history == {}


def test_an_interrupt_leaves_the_averages_in_the_generator(build_plain, tiny_pairs):
    model, recorder = averaging(build_plain(), run_eagerly=True), Recorder()
    callbacks = [recorder, Interrupt(at=3)]
    model.fit(in_order(tiny_pairs), callbacks=callbacks, verbose=0)
    assert len(recorder.steps) == 3
    by_hand = averages_by_hand(recorder.steps, 0.7)
    for weight, average in zip(values(model.generator), by_hand, strict=True):
        np.testing.assert_allclose(weight, average, atol=1e-5)


def test_an_interrupt_under_a_single_callback_is_no_error(plain, tiny_pairs):
    interrupt = Interrupt(at=1)
    plain.fit(in_order(tiny_pairs), callbacks=interrupt, verbose=0)
    assert interrupt.ends == 1
