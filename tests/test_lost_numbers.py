"""A run whose numbers are lost is noticed at once, and what was good before is kept."""

import dataclasses

from cgan_lib import callbacks, cgan, latent, recipes

import keras
import numpy as np
import pytest
import tensorflow as tf

SMALL = recipes.Recipe(
    "small",
    iterations=600,
    batch_size=4,
    img_shape=(8, 8, 1),
    num_classes=3,
    z_dim=5,
    generator_filters=(2, 2),
    discriminator_filters=(2, 2),
    share_fakes=True,
    average=0.9,
)


class TooFast(keras.callbacks.Callback):
    """Sets both learning rates to 1e30 at an iteration."""

    def __init__(self, at):
        super().__init__()
        self.at = at

    def on_epoch_begin(self, epoch, logs=None):
        if epoch * self.params["steps"] == self.at:
            for optimizer in self.model.optimizer.optimizers:
                optimizer.learning_rate = 1e30


def lost_run(pairs, *watchers):
    model = recipes.build(SMALL)
    history = recipes.train(model, SMALL, *pairs, [TooFast(300), *watchers])
    return model, history.history


@pytest.fixture(scope="module")
def lost(tiny_pairs, tmp_path_factory):
    """A run of 600 iterations that loses its numbers after 300, with all that watches it."""
    folder = tmp_path_factory.mktemp("run")
    keeper = callbacks.Checkpoints(folder, seconds=0)
    snapshots, doctor = callbacks.Snapshots([0, 1, 2], every=100), callbacks.Doctor()
    watchers = [snapshots, callbacks.LivePicture(), callbacks.ProgressBar(), doctor]
    model, history = lost_run(tiny_pairs, *watchers, keeper)
    return model, history, keeper, snapshots, doctor


def test_the_run_is_lost(lost):
    _, history, *_ = lost
    assert np.isfinite(history["d_loss"][:3]).all()
    assert np.isnan(history["d_loss"][3:]).all()
    assert len(history["d_loss"]) == 6


def test_the_doctor_speaks_at_its_first_look_and_lives_on(lost):
    *_, doctor = lost
    assert doctor.findings == {"not a number": 400}


def test_the_last_finite_checkpoint_stays_and_draws(lost):
    _, _, keeper, *_ = lost
    assert [path.name for path in keeper.paths()] == [
        "checkpoint-0000200.keras",
        "checkpoint-0000300.keras",
    ]
    assert (keeper.iteration, keeper.complete) == (300, False)
    saved = cgan.load(keeper.paths()[-1])
    assert all(np.isfinite(weight.numpy()).all() for weight in saved.weights)
    assert np.ptp(saved.generate([0, 1, 2], seed=0)) > 0


def test_a_picture_that_cannot_be_drawn_is_left_out(lost):
    *_, snapshots, _ = lost
    assert snapshots.iterations == [0, 100, 200, 300]
    assert len(snapshots.images) == 4


@pytest.mark.parametrize(
    "draw",
    [
        lambda model: model.generate([0, 1]),
        lambda model: latent.mix_labels(model, np.eye(3), cgan.noise(3, 5)),
        lambda model: latent.mix_labels(model.generator, np.eye(3), cgan.noise(3, 5)),
    ],
)
def test_an_error_of_drawing_names_the_weights_that_are_no_numbers(lost, draw):
    model, *_ = lost
    words = (
        "its weights label_as_vector/embeddings, .* and .* more hold NaN or infinity"
    )
    with pytest.raises(ValueError, match=words):
        draw(model)


def test_an_averaged_weight_that_is_no_number_is_named(build_plain):
    model = build_plain()
    adam = keras.optimizers.Adam(use_ema=True)
    model.compile(adam, "adam")
    model.train_step((tf.zeros((3, 8, 8, 1)), tf.range(3)))
    weight, average = model.averages()[-1]
    average.assign(np.full(average.shape, np.nan))
    with pytest.raises(ValueError, match=f"its weights {weight.path} hold NaN"):
        model.generate([0])


def test_weights_too_large_to_draw_with_are_said_to_be_so(build_plain):
    model = build_plain()
    model.generator.set_weights(
        [np.full_like(w, 3e38) for w in model.generator.get_weights()]
    )
    with pytest.raises(ValueError, match="all its weights are finite, but so large"):
        model.generate([0], z=np.array([1.0, -1.0, 1.0, -1.0, 1.0]))


def test_a_generator_that_draws_beyond_its_range_is_told_to_end_in_tanh(build_plain):
    plain = build_plain()
    z, label = plain.generator.inputs
    doubled = keras.layers.Rescaling(2.0)(plain.generator.output)
    model = cgan.ConditionalGAN(
        keras.Model([z, label], doubled), plain.discriminator, 3
    )
    with pytest.raises(ValueError, match="generator must draw from -1 to 1; it drew"):
        model.generate([0, 1, 2], z=np.full(5, 100.0))


def test_the_doctor_sees_weights_that_are_lost_after_the_last_loss(
    build_plain, tiny_pairs, capsys
):
    class Spoil(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            weight = self.model.generator.weights[0]
            weight.assign(np.full(weight.shape, np.inf))

    model, doctor = build_plain(), callbacks.Doctor()
    model.compile("sgd", "sgd")
    model.fit(*tiny_pairs, callbacks=[Spoil(), doctor], verbose=0)
    assert doctor.findings == {"weights lost": 1}
    assert "the weights of G are no numbers any more" in capsys.readouterr().out


@pytest.mark.parametrize("others", [(), (callbacks.Doctor, callbacks.LivePicture)])
def test_terminate_on_nan_ends_a_run_that_is_lost(tiny_pairs, tmp_path, others):
    keeper = callbacks.Checkpoints(tmp_path, seconds=0)
    watchers = [keras.callbacks.TerminateOnNaN(), *(kind() for kind in others), keeper]
    model, history = lost_run(tiny_pairs, *watchers)
    assert len(history["d_loss"]) == 4
    assert set(history) == {"d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake"}
    assert 300 < int(model.optimizer.iterations) < 320
    assert (keeper.iteration, keeper.complete) == (300, False)


def test_terminate_on_nan_leaves_a_healthy_run_and_its_history_alone(
    build_plain, tiny_pairs
):
    histories = []
    for watchers in ([], [keras.callbacks.TerminateOnNaN()]):
        model = build_plain()
        model.compile("adam", "adam", run_eagerly=True)
        options = {"shuffle": False, "verbose": 0, "epochs": 2}
        histories.append(model.fit(*tiny_pairs, callbacks=watchers, **options).history)
    assert histories[0] == histories[1]


def test_a_run_that_is_lost_from_its_start_has_no_newest_checkpoint(
    tiny_pairs, tmp_path, capsys
):
    small = dataclasses.replace(SMALL, iterations=100)
    model = recipes.build(small)
    keeper = callbacks.Checkpoints(tmp_path, seconds=0)
    recipes.train(model, small, *tiny_pairs, [TooFast(0), keeper])
    assert keeper.paths() == []
    assert "the newest checkpoint is none" in capsys.readouterr().out
