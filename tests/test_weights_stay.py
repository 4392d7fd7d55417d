"""Averaged weights: nobody's weights are lost to them, and drawing writes none."""

import threading

from cgan_lib import cgan, latent

import keras
import numpy as np
import pytest
import tensorflow as tf


def values(network) -> list[np.ndarray]:
    return [weight.numpy() for weight in network.weights]


def assert_same_bits(first, second):
    for one, two in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, two)


def differ(first, second) -> bool:
    return any((a != b).any() for a, b in zip(first, second, strict=True))


@pytest.fixture
def averaging(build_plain):
    """A function that builds a model with averages, ready to train."""

    def build(**options):
        model = build_plain()
        adam = keras.optimizers.Adam(0.05, use_ema=True, ema_momentum=0.9)
        model.compile(adam, keras.optimizers.Adam(0.05), **options)
        return model

    return build


@pytest.fixture
def pairs(tiny_pairs):
    return tf.data.Dataset.from_tensor_slices(tiny_pairs).batch(6)


class At(keras.callbacks.Callback):
    """Does something in one of a callback's methods."""

    def __init__(self, method, act):
        super().__init__()
        setattr(self, method, lambda *_, **__: act(self.model))


def interrupt(model):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "moment",
    ["set_model", "on_train_begin", "on_epoch_begin", "on_train_batch_begin"],
)
def test_an_interrupt_before_the_first_iteration_leaves_the_generator_as_it_was(
    averaging, pairs, moment, capsys
):
    model = averaging()
    before, drawn = model.get_weights(), model.generate([0, 1, 2], seed=0)
    callbacks = [keras.callbacks.CSVLogger("/dev/null"), At(moment, interrupt)]
    history = model.fit(pairs, callbacks=callbacks, verbose=0)
    assert history.history == {}
    assert "Stopped before iteration 1: this run has" in capsys.readouterr().out
    assert_same_bits(model.get_weights(), before)
    np.testing.assert_array_equal(model.generate([0, 1, 2], seed=0), drawn)
    model.fit(pairs, verbose=0)
    assert all(np.abs(w).max() > 0 for w in values(model.generator))


@pytest.mark.filterwarnings("ignore:Your input ran out of data")
@pytest.mark.parametrize("options", [{}, {"epochs": 3, "initial_epoch": 3}])
def test_a_run_without_an_iteration_leaves_the_generator_as_it_was(
    averaging, pairs, options
):
    model = averaging()
    before = model.get_weights()
    model.fit(pairs if options else pairs.take(0), verbose=0, **options)
    assert_same_bits(model.get_weights(), before)


def test_the_weights_that_early_stopping_restores_stay(averaging, pairs, tmp_path):
    model, best = averaging(), {}
    stopping = keras.callbacks.EarlyStopping(
        "g_loss", patience=1, mode="min", restore_best_weights=True, baseline=-1
    )

    def keep(model):
        best.setdefault("first", model.get_weights())

    model.fit(
        pairs, epochs=6, callbacks=[stopping, At("on_epoch_end", keep)], verbose=0
    )
    assert stopping.best_epoch == 0
    assert_same_bits(model.get_weights(), best["first"])
    drawn = model.generate([0, 1, 2], seed=0)
    z = cgan.noise(3, 5, seed=0)
    by_hand = model.generator([z, np.arange(3)[:, np.newaxis]], training=False)
    np.testing.assert_allclose(drawn, (by_hand + 1) / 2, atol=1e-6)
    np.testing.assert_allclose(latent.mix_labels(model, np.eye(3), z), drawn, atol=1e-6)
    model.save(tmp_path / "model.keras")
    loaded = cgan.load(tmp_path / "model.keras")
    np.testing.assert_array_equal(loaded.generate([0, 1, 2], seed=0), drawn)


def of_generator(model):
    model.generator.set_weights([np.full_like(w, 0.5) for w in values(model.generator)])


def of_both(model):
    model.set_weights([np.full_like(w, 0.5) for w in model.get_weights()])


def by_hand(model):
    for weight in model.generator.weights:
        weight.assign(np.full_like(weight.numpy(), 0.5))


def stop(model):
    model.stop_training = True


@pytest.mark.parametrize("end", [interrupt, stop])
def test_what_set_weights_writes_in_the_middle_of_an_epoch_stays(averaging, pairs, end):
    model = averaging()
    callbacks = [At("on_train_batch_end", act) for act in (of_both, end)]
    model.fit(pairs, callbacks=callbacks, verbose=0)
    assert all((weight == 0.5).all() for weight in values(model.generator))


@pytest.mark.parametrize("write", [of_generator, of_both, by_hand])
@pytest.mark.parametrize("moment", ["on_epoch_end", "on_train_end"])
def test_what_a_callback_writes_into_the_generator_stays(
    averaging, pairs, write, moment
):
    model = averaging(run_eagerly=True)
    model.fit(pairs.take(2), callbacks=At(moment, write), verbose=0)
    assert all((weight == 0.5).all() for weight in values(model.generator))
    image = model.generate([0], z=np.ones(5))
    np.testing.assert_allclose(image, np.full_like(image, image[0, 0, 0, 0]))


@pytest.mark.parametrize("write", [of_generator, of_both, by_hand])
def test_after_a_run_generate_draws_with_what_is_written_into_the_generator(
    averaging, pairs, write
):
    model = averaging(run_eagerly=True)
    model.fit(pairs.take(2), verbose=0)
    write(model)
    image = model.generate([0], z=np.ones(5))
    np.testing.assert_allclose(image, np.full_like(image, image[0, 0, 0, 0]))


def test_weights_that_are_written_do_not_come_back_in_the_next_run(averaging, pairs):
    model = averaging(run_eagerly=True)
    model.fit(pairs, verbose=0)
    of_both(model)
    at_start = [w.numpy() for w in model.generator.trainable_variables]
    model.fit(pairs.take(1), verbose=0)
    moved = [
        np.abs(w.numpy() - old).max()
        for w, old in zip(model.generator.trainable_variables, at_start, strict=True)
    ]
    assert max(moved) < 0.1  # one step of Adam at 0.05


def test_a_checkpoint_of_keras_that_is_loaded_later_draws_as_it_did(
    averaging, pairs, tmp_path
):
    model, drawn = averaging(), []
    path = str(tmp_path / "{epoch}.weights.h5")
    saver = keras.callbacks.ModelCheckpoint(path, save_weights_only=True)
    look = At("on_epoch_end", lambda model: drawn.append(model.generate([0], 0)))
    model.fit(pairs, epochs=2, callbacks=[saver, look], verbose=0)
    model.load_weights(tmp_path / "1.weights.h5")
    np.testing.assert_array_equal(model.generate([0], 0), drawn[0])
    twin = averaging()
    twin.load_weights(tmp_path / "2.weights.h5")
    np.testing.assert_array_equal(twin.generate([0], 0), drawn[1])


@pytest.mark.filterwarnings("ignore:Skipping variable loading for optimizer")
@pytest.mark.parametrize("trained", [0, 3])
@pytest.mark.parametrize("kind", ["sgd", None])
def test_weights_of_a_file_without_averages_are_drawn_with(
    averaging, build_plain, pairs, tmp_path, trained, kind
):
    source = build_plain(seed=1)
    if kind:
        source.compile(kind, kind, run_eagerly=True)
        source.fit(pairs, verbose=0)
    source.save_weights(tmp_path / "source.weights.h5")
    model = averaging(run_eagerly=True)
    if trained:
        model.fit(pairs.take(trained), verbose=0)
    model.load_weights(tmp_path / "source.weights.h5")
    drawn = source.generate([0, 1, 2], seed=0)
    np.testing.assert_array_equal(model.generate([0, 1, 2], seed=0), drawn)
    model.fit(pairs.take(1), verbose=0)
    now = [w.numpy() for w in model.generator.trainable_variables]
    then = [w.numpy() for w in source.generator.trainable_variables]
    moved = [np.abs(a - b).max() for a, b in zip(now, then, strict=True)]
    assert max(moved) < 0.1  # one step of Adam at 0.05


def test_a_state_that_a_callback_loads_at_the_end_draws_as_it_did(
    averaging, pairs, tmp_path
):
    model, drawn = averaging(run_eagerly=True), []
    path = str(tmp_path / "{epoch}.weights.h5")
    saver = keras.callbacks.ModelCheckpoint(path, save_weights_only=True)

    def go_back(model):
        drawn.append(model.generate([0], 0))
        if drawn[1:]:
            model.load_weights(tmp_path / "1.weights.h5")

    watchers = [saver, At("on_epoch_end", go_back)]
    model.fit(pairs.take(2), epochs=2, callbacks=watchers, verbose=0)
    np.testing.assert_array_equal(model.generate([0], 0), drawn[0])


def test_a_new_compile_draws_with_the_generators_weights(averaging, pairs):
    model = averaging(run_eagerly=True)
    model.fit(pairs.take(2), verbose=0)
    drawn = model.generate([0, 1], seed=0)
    model.compile(model.generator_optimizer, model.discriminator_optimizer)
    np.testing.assert_array_equal(model.generate([0, 1], seed=0), drawn)
    model.compile(keras.optimizers.Adam(use_ema=True), "adam")
    np.testing.assert_array_equal(model.generate([0, 1], seed=0), drawn)


def test_a_layer_that_is_frozen_after_compile_is_no_error_at_the_end(averaging, pairs):
    model = averaging(run_eagerly=True)
    model.generator.layers[-2].trainable = False
    frozen = model.generator.layers[-2].get_weights()
    model.fit(pairs.take(2), verbose=0)
    for now, then in zip(model.generator.layers[-2].get_weights(), frozen, strict=True):
        np.testing.assert_allclose(now, then, atol=1e-6)


# Drawing beside a run


@pytest.fixture
def undisturbed(averaging, tiny_pairs):
    model = averaging()
    model.fit(*tiny_pairs, batch_size=6, shuffle=False, epochs=15, verbose=0)
    return model.get_weights()


def test_drawing_beside_a_run_does_not_change_it(averaging, tiny_pairs, undisturbed):
    model = averaging()
    drawn, stop = [], threading.Event()
    z = cgan.noise(3, 5, seed=0)

    def draw():
        while not stop.is_set() or len(drawn) < 200:
            drawn.append(model.generate([0, 1, 2], z=z))
            drawn.append(latent.mix_labels(model, np.eye(3), z))

    thread = threading.Thread(target=draw)
    thread.start()
    model.fit(*tiny_pairs, batch_size=6, shuffle=False, epochs=15, verbose=0)
    stop.set()
    thread.join()
    assert len(drawn) >= 200
    assert_same_bits(model.get_weights(), undisturbed)
    assert differ(drawn[:1], drawn[-1:])


def test_what_was_drawn_from_can_be_saved(build_plain, tmp_path):
    model = build_plain()
    latent.mix_labels(model, np.eye(3), cgan.noise(3, 5))
    model.save(tmp_path / "model.keras")
    drawn = cgan.load(tmp_path / "model.keras").generate([0], 0)
    np.testing.assert_array_equal(drawn, model.generate([0], 0))


def test_twelve_threads_draw_the_same_as_one(averaging, pairs):
    model = averaging()
    for batch in pairs:
        model.train_step(batch)
    z = cgan.noise(3, 5, seed=0)
    alone, raw = model.generate([0, 1, 2], z=z), model.get_weights()
    found = []

    def draw():
        for _ in range(10):
            found.append(model.generate([0, 1, 2], z=z))
            found.append(latent.mix_labels(model, np.eye(3), z))

    threads = [threading.Thread(target=draw) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 240
    for one in found:
        np.testing.assert_allclose(one, alone, atol=1e-6)
    assert_same_bits(model.get_weights(), raw)
