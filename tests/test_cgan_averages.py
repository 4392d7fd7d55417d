"""Averaged weights: what `generate` draws with, and what `fit` leaves in G."""

import numpy as np
from training_helpers import (
    Recorder,
    assert_same_bits,
    averages_by_hand,
    averaging,
    in_order,
    largest_change,
    values,
)


def test_generate_draws_with_the_averages_and_leaves_the_weights_as_they_are(
    build_plain, tiny_pairs
):
    model, twin = averaging(build_plain()), build_plain()
    steps = []
    for batch in in_order(tiny_pairs):
        model.train_step(batch)
        steps.append(values(model.generator))
    images = model.generate([0, 1, 2], seed=0)
    assert_same_bits(values(model.generator), steps[-1])

    twin.generator.set_weights(model.generator.get_weights())
    raw = twin.generate([0, 1, 2], seed=0)
    by_hand = averages_by_hand(steps, 0.7)
    for weight, average in zip(
        twin.generator.trainable_variables, by_hand, strict=True
    ):
        weight.assign(average)
    np.testing.assert_allclose(images, twin.generate([0, 1, 2], seed=0), atol=1e-5)
    assert np.abs(images - raw).max() > 1e-4


def test_before_the_first_iteration_generate_draws_with_the_first_weights(build_plain):
    plain, averaged = build_plain(), averaging(build_plain())
    drawn = averaged.generate([0, 1], seed=0)
    np.testing.assert_array_equal(drawn, plain.generate([0, 1], seed=0))


def test_fit_leaves_the_averages_in_the_generator(build_plain, tiny_pairs):
    model, recorder = averaging(build_plain()), Recorder()
    model.fit(in_order(tiny_pairs), epochs=2, callbacks=[recorder], verbose=0)
    assert len(recorder.steps) == 8
    by_hand = averages_by_hand(recorder.steps, 0.7)
    for weight, average in zip(values(model.generator), by_hand, strict=True):
        np.testing.assert_allclose(weight, average, atol=1e-5)
    assert largest_change(recorder.steps[-1], values(model.generator)) > 0.001
