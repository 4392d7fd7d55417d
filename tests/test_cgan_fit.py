"""`fit`: what it takes and refuses, its metrics, and the ways to run it."""

from cgan_lib import cgan, data

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers
from training_helpers import (
    METRICS,
    adams,
    assert_same_bits,
    descents,
    in_order,
    largest_change,
    values,
)


@pytest.mark.parametrize(
    "options", [{}, {"run_eagerly": True}, {"steps_per_execution": 2}]
)
def test_fit_does_the_same_however_it_is_run(build_plain, tiny_pairs, options):
    model, twin = build_plain(), build_plain()
    model.compile(*descents(), **options)
    history = model.fit(in_order(tiny_pairs), verbose=0).history
    assert set(history) == METRICS
    twin.compile(*descents())
    for batch in in_order(tiny_pairs):
        logs = twin.train_step(batch)
    for name in METRICS:
        assert history[name] == pytest.approx([float(logs[name])], abs=1e-4)
    for ours, theirs in zip(values(model), values(twin), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-5)


def test_fit_takes_images_and_labels_in_place_of_a_dataset(build_plain, tiny_pairs):
    model, twin = build_plain(), build_plain()
    for one in (model, twin):
        one.compile(*descents(), run_eagerly=True)
    history = model.fit(*tiny_pairs, batch_size=6, shuffle=False, verbose=0).history
    expected = twin.fit(in_order(tiny_pairs), verbose=0).history
    assert history == expected
    assert_same_bits(model.get_weights(), twin.get_weights())


@pytest.mark.parametrize(
    ("x", "y", "error", "message"),
    [
        (np.zeros((2, 8, 8, 1)), [0, 3], ValueError, "got 3 at position 1"),
        (np.zeros((2, 8, 8, 1)), [0.0, 1.0], TypeError, "y must be integers"),
        (np.zeros((2, 8, 8, 1)), None, TypeError, "y must be integers"),
        (np.zeros((2, 8, 8, 1)), [0, 1, 2], ValueError, "2|3"),
        (
            np.zeros((2, 9, 8, 1)),
            [0, 1],
            ValueError,
            r"x must have the shape \(N, 8, 8",
        ),
        (np.zeros((2, 8, 8, 1), "uint8"), [0, 1], TypeError, "scale first"),
        (np.full((2, 8, 8, 1), 255.0), [0, 1], ValueError, "x must be from -1 to 1"),
        (None, None, TypeError, "x must be an array or a tf.data.Dataset"),
    ],
)
def test_fit_refuses_pairs_that_do_not_fit_and_changes_nothing(
    plain, x, y, error, message
):
    before = plain.get_weights()
    with pytest.raises(error, match=message):
        plain.fit(x, y, verbose=0)
    assert_same_bits(plain.get_weights(), before)


def dataset(*arrays) -> tf.data.Dataset:
    return tf.data.Dataset.from_tensor_slices(arrays if arrays[1:] else arrays[0])


@pytest.mark.parametrize(
    "pairs",
    [
        pytest.param(
            dataset(np.zeros((2, 8, 8, 1), "float32"), [0, 1]), id="no batches"
        ),
        pytest.param(
            dataset(np.zeros((2, 9, 8, 1), "float32"), [0, 1]).batch(2), id="size"
        ),
        pytest.param(
            dataset(np.zeros((2, 8, 8, 3), "float32"), [0, 1]).batch(2), id="colour"
        ),
        pytest.param(dataset(np.zeros((2, 8, 8, 1), "float32")).batch(2), id="alone"),
        pytest.param(
            dataset(np.zeros((2, 8, 8, 1), "uint8"), [0, 1]).batch(2), id="pixels"
        ),
        pytest.param(
            dataset(np.zeros((2, 8, 8, 1), "float32"), [0.0, 1.0]).batch(2),
            id="labels that are no integers",
        ),
    ],
)
def test_fit_refuses_a_dataset_that_does_not_fit_and_changes_nothing(plain, pairs):
    before = plain.get_weights()
    with pytest.raises((ValueError, TypeError), match="x must be a dataset of batches"):
        plain.fit(pairs, verbose=0)
    assert_same_bits(plain.get_weights(), before)


def test_fit_runs_compiled_by_xla(build_plain, tiny_pairs):
    model = build_plain()
    model.compile(*adams(), jit_compile=True)
    before = values(model)
    history = model.fit(in_order(tiny_pairs), verbose=0).history
    assert set(history) == METRICS
    assert np.isfinite([history[name] for name in METRICS]).all()
    assert largest_change(before, values(model)) > 0.001


def networks_to_work_out_by_hand():
    """G paints -0.5 everywhere; D's logit is three times the mean brightness plus the label."""
    z, label = keras.Input((2,)), keras.Input((1,), dtype="int32")
    grey = layers.Dense(16, activation="tanh", kernel_initializer="zeros", name="grey")(
        z
    )
    nothing = layers.Embedding(3, 16, embeddings_initializer="zeros")(label)
    joined = layers.Add()([grey, layers.Flatten()(nothing)])
    g = keras.Model([z, label], layers.Reshape((4, 4, 1))(joined))
    kernel, bias = g.get_layer("grey").get_weights()
    g.get_layer("grey").set_weights([kernel, np.full_like(bias, np.arctanh(-0.5))])

    image, label = keras.Input((4, 4, 1)), keras.Input((1,), dtype="int32")
    mean = layers.GlobalAveragePooling2D()(image)
    table = layers.Embedding(3, 1, name="table")
    number = layers.Flatten()(table(label))
    kernel = keras.initializers.Constant(3.0)
    brightness = layers.Dense(1, use_bias=False, kernel_initializer=kernel)(mean)
    d = keras.Model([image, label], layers.Add()([brightness, number]))
    table.set_weights([np.array([[0.0], [1.0], [2.0]])])
    return g, d


def test_metrics_are_those_worked_out_by_hand():
    model = cgan.ConditionalGAN(
        *networks_to_work_out_by_hand(), num_classes=3, share_fakes=True
    )
    standing_still = keras.optimizers.SGD(0.0), keras.optimizers.SGD(0.0)
    model.compile(*standing_still, run_eagerly=True)
    means = np.array([0.5, -0.5, -0.9, 0.1, 0.1, 1.0, -1.0, -0.2])
    labels = np.array([0, 1, 2, 2, 0, 1, 2, 0])
    images = np.ones((8, 4, 4, 1)) * means[:, None, None, None]
    pairs = in_order((images.astype("float32"), labels), batch_size=4)
    history = model.fit(pairs, epochs=2, verbose=0).history

    real, fake = 3 * means + labels, 3 * -0.5 + labels
    p_real, p_fake = 1 / (1 + np.exp(-real)), 1 / (1 + np.exp(-fake))
    expected = {
        "d_loss": (-np.log(p_real).mean() - np.log(1 - p_fake).mean()) / 2,
        "g_loss": -np.log(p_fake).mean(),
        "d_accuracy_real": 4 / 8,
        "d_accuracy_fake": 5 / 8,
    }
    assert expected["d_accuracy_real"] == np.mean(real > 0)
    assert expected["d_accuracy_fake"] == np.mean(fake < 0)
    assert set(history) == METRICS
    for name, value in expected.items():
        assert history[name] == pytest.approx([value, value], rel=1e-5), name


def test_colour_images_of_seven_classes_train(build_tiny):
    model = build_tiny(num_classes=7, img_shape=(32, 32, 3))
    model.compile(*adams(), run_eagerly=True)
    x = np.random.default_rng(0).uniform(-1, 1, (14, 32, 32, 3))
    before = values(model)
    history = model.fit(
        data.batches(x, np.arange(14) % 7, 7), steps_per_epoch=1, verbose=0
    )
    assert np.isfinite([history.history[name][0] for name in METRICS]).all()
    assert largest_change(before, values(model)) > 0.001
    assert model.generate(range(7), seed=0).shape == (7, 32, 32, 3)


def test_the_same_seed_trains_the_same_network_twice(build_plain, tiny_pairs):
    trained = []
    for seed in (0, 0, 1):
        model = build_plain()
        model.noise_seed = keras.random.SeedGenerator(seed)
        model.compile(*adams(), run_eagerly=True)
        model.fit(data.batches(*tiny_pairs, 6, seed=0), steps_per_epoch=3, verbose=0)
        trained.append(model.get_weights())
    assert_same_bits(trained[0], trained[1])
    assert largest_change(trained[0], trained[2]) > 0.001


def test_fit_refuses_what_is_no_callback(plain, tiny_pairs):
    with pytest.raises(TypeError, match="callbacks must be Keras callbacks"):
        plain.fit(in_order(tiny_pairs), callbacks=[3], verbose=0)


def test_an_error_in_a_callback_is_not_swallowed(plain, tiny_pairs):
    class Broken(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        plain.fit(in_order(tiny_pairs), callbacks=[Broken()], verbose=0)
