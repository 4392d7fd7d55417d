"""Numbers that are no float32: every dtype policy draws, trains, saves, loads and is watched."""

from cgan_lib import callbacks, cgan, data, latent, losses, recipes

import keras
import numpy as np
import pytest
import tensorflow as tf

POLICIES = (
    "mixed_bfloat16",
    "mixed_float16",
    "bfloat16",
    "float16",
    "float32",
    "float64",
)
OURS = {  # each callback of the library; Checkpoints works in `recipes.train` alone
    "Checkpoints": lambda folder: callbacks.Checkpoints(folder, seconds=0),
    "Doctor": lambda folder: callbacks.Doctor(),
    "LivePicture": lambda folder: callbacks.LivePicture(),
    "ProgressBar": lambda folder: callbacks.ProgressBar(),
    "Snapshots": lambda folder: callbacks.Snapshots([0, 1, 2], every=1),
}


@pytest.fixture(params=POLICIES)
def policy(request):
    keras.mixed_precision.set_global_policy(request.param)
    yield request.param
    keras.mixed_precision.set_global_policy("float32")


@pytest.fixture
def pairs(tiny_pairs):
    return tf.data.Dataset.from_tensor_slices(tiny_pairs).batch(12)


def test_each_callback_of_the_library_is_in_the_list():
    assert set(callbacks.__all__) == set(OURS)


def test_every_policy_draws_trains_saves_and_loads_under_every_callback(
    policy, build_plain, pairs, tmp_path
):
    model = build_plain()
    adams = keras.optimizers.Adam(0.01, use_ema=True), keras.optimizers.Adam(0.01)
    model.compile(*adams)
    first = model.generate([0, 1, 2], seed=0)
    assert first.dtype == np.float32
    watchers = [make(tmp_path) for name, make in OURS.items() if name != "Checkpoints"]
    history = model.fit(pairs, epochs=2, callbacks=watchers, verbose=0).history
    assert np.isfinite(history["d_loss"] + history["g_loss"]).all()
    drawn = model.generate([0, 1, 2], seed=0)
    assert np.abs(drawn - first).max() > 0
    images = next(w for w in watchers if hasattr(w, "images")).images
    np.testing.assert_array_equal(images[-1], drawn)

    model.save(tmp_path / "model.keras")
    keras.mixed_precision.set_global_policy("float32")
    loaded = cgan.load(tmp_path / "model.keras")
    np.testing.assert_array_equal(loaded.generate([0, 1, 2], seed=0), drawn)
    loaded.fit(pairs, verbose=0)
    z = cgan.noise(3, 5, seed=0)
    painted = latent.mix_labels(model, np.eye(3), z)
    np.testing.assert_allclose(painted, drawn, atol=0.02)


TINY = recipes.Recipe(
    "tiny",
    iterations=100,
    batch_size=8,
    img_shape=(8, 8, 1),
    num_classes=3,
    z_dim=5,
    generator_filters=(2, 2),
    discriminator_filters=(2, 2),
    average=0.9,
    share_fakes=True,
    r1=0.1,
    mismatch=0.5,
)


def test_a_recipe_goes_on_from_a_checkpoint_under_every_policy(
    policy, tiny_pairs, tmp_path
):
    model = recipes.build(TINY)
    keeper = callbacks.Checkpoints(tmp_path, seconds=0)
    recipes.train(model, TINY, *tiny_pairs, keeper)
    assert keeper.complete
    again = recipes.build(TINY)
    recipes.train(again, TINY, *tiny_pairs, callbacks.Checkpoints(tmp_path, seconds=0))
    drawn = model.generate([0, 1, 2], seed=0)
    np.testing.assert_array_equal(again.generate([0, 1, 2], seed=0), drawn)


@pytest.mark.parametrize("dtype", [tf.bfloat16, tf.float16, tf.float64])
def test_what_a_generator_draws_by_itself_is_unscaled(dtype):
    x = tf.constant([-1.0, 0.0, 1.0], dtype)
    assert data.unscale(x).tolist() == [0.0, 0.5, 1.0]


@pytest.mark.parametrize("dtype", [tf.bfloat16, tf.float16])
def test_losses_of_16_bits_are_computed_in_32(dtype):
    real, fake = (
        tf.constant([[3.1], [-2.3]], dtype),
        tf.constant([[0.7], [-9.0]], dtype),
    )
    exact = losses.discriminator_loss(
        tf.cast(real, "float64"), tf.cast(fake, "float64")
    )
    found = losses.discriminator_loss(real, fake)
    assert found.dtype == tf.float32
    assert float(found) == pytest.approx(float(exact), rel=1e-5)


# Scaled losses


def moved(build_plain, pairs, optimizers, **options):
    model = build_plain()
    model.compile(*optimizers, **options)
    before = model.get_weights()
    model.fit(pairs.repeat(), steps_per_epoch=5, verbose=0)
    return [new - old for new, old in zip(model.get_weights(), before, strict=True)]


def test_a_scaled_loss_makes_the_same_step(build_plain, pairs):
    sgd, scale = keras.optimizers.SGD, keras.optimizers.LossScaleOptimizer
    plain = moved(build_plain, pairs, (sgd(0.1), sgd(0.1)))
    steps = moved(build_plain, pairs, (scale(sgd(0.1)), scale(sgd(0.1))))
    for one, two in zip(plain, steps, strict=True):
        np.testing.assert_allclose(two, one, rtol=1e-4, atol=1e-6)
    assert max(np.abs(one).max() for one in plain) > 0.01


def test_a_fixed_scale_is_refused_for_keras_cannot_undo_it_in_a_label_table(
    build_plain,
):
    adam = keras.optimizers.Adam(loss_scale_factor=8.0)
    with pytest.raises(
        ValueError, match="discriminator_optimizer must have no loss_sc"
    ):
        build_plain().compile("adam", adam)


def test_mixed_float16_scales_its_losses_as_keras_does_and_others_do_not(
    policy, build_plain
):
    model = build_plain()
    model.compile("adam", "adam")
    kept = keras.optimizers.LossScaleOptimizer
    wrapped = [isinstance(one, kept) for one in model.optimizer.optimizers]
    assert wrapped == [policy == "mixed_float16"] * 2
    model.compile("adam", "adam", auto_scale_loss=False)
    assert not any(isinstance(one, kept) for one in model.optimizer.optimizers)


def test_averages_inside_a_scaled_optimiser_are_drawn_with(build_plain, pairs):
    averaging = keras.optimizers.SGD(0.5, use_ema=True, ema_momentum=0.9)
    model = build_plain()
    model.compile(keras.optimizers.LossScaleOptimizer(averaging), "sgd")
    for batch in pairs.repeat(4):
        model.train_step(batch)
    raw = [w.numpy() for w in model.generator.trainable_variables]
    drawn = model.generate([0, 1, 2], seed=0)
    model.put_averages_in()
    differing = [
        (w.numpy() != old).any()
        for w, old in zip(model.generator.trainable_variables, raw, strict=True)
    ]
    assert all(differing)
    np.testing.assert_array_equal(model.generate([0, 1, 2], seed=0), drawn)


@pytest.mark.parametrize("name", POLICIES)
def test_build_takes_a_policy_for_both_networks_and_leaves_that_of_keras(name):
    model = recipes.build(TINY, policy=name)
    for network in (model.generator, model.discriminator):
        assert network.layers[-1].dtype_policy.name == name
    assert keras.config.dtype_policy().name == "float32"
    with pytest.raises(ValueError, match="Policy"):
        recipes.build(TINY, policy="float1")
    assert keras.config.dtype_policy().name == "float32"
