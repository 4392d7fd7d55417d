"""`ConditionalGAN`: who moves in whose turn, one step by hand, averages, saving, going on."""

from cgan_lib import cgan, data, losses
from cgan_lib.discriminator import build_cgan_discriminator
from cgan_lib.generator import build_cgan_generator

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

METRICS = {"d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake"}


def adams(**options):
    return keras.optimizers.Adam(0.01, **options), keras.optimizers.Adam(0.02)


def descents():
    return keras.optimizers.SGD(0.05), keras.optimizers.SGD(0.1)


def values(network) -> list[np.ndarray]:
    """The weights that training moves."""
    return [weight.numpy() for weight in network.trainable_variables]


def largest_change(before, after) -> float:
    changes = [np.abs(a - b).max() for a, b in zip(after, before, strict=True)]
    return float(max(changes))


def assert_same_bits(first, second):
    for a, b in zip(first, second, strict=True):
        np.testing.assert_array_equal(a, b)


def in_order(pairs, batch_size=6) -> tf.data.Dataset:
    """The pairs in batches that are the same in each pass."""
    return tf.data.Dataset.from_tensor_slices(pairs).batch(batch_size)


@pytest.fixture
def model(build_tiny):
    model = build_tiny()
    model.compile(*adams())
    return model


@pytest.fixture
def plain(build_plain):
    model = build_plain()
    model.compile(*adams(), run_eagerly=True)
    return model


@pytest.fixture
def batch(tiny_pairs):
    return tuple(tf.constant(part) for part in tiny_pairs)


# Whose turn it is


def test_drawing_fakes_moves_nobody(model, batch):
    before = values(model)
    model.draw(tf.reshape(batch[1], (-1, 1)))
    assert largest_change(before, values(model)) == 0


def test_generator_does_not_move_in_the_discriminators_turn(model, batch):
    images, labels = batch
    labels = tf.reshape(labels, (-1, 1))
    _, fakes = model.draw(labels)
    g, d = values(model.generator), values(model.discriminator)
    model.discriminator_turn(images, fakes, labels)
    assert largest_change(g, values(model.generator)) == 0
    assert largest_change(d, values(model.discriminator)) > 0.001
    assert int(model.discriminator_optimizer.iterations) == 1
    assert int(model.generator_optimizer.iterations) == 0


def test_discriminator_does_not_move_in_the_generators_turn(model, batch):
    labels = tf.reshape(batch[1], (-1, 1))
    tape, fakes = model.draw(labels)
    g, d = values(model.generator), values(model.discriminator)
    model.generator_turn(tape, fakes, labels)
    assert largest_change(d, values(model.discriminator)) == 0
    assert largest_change(g, values(model.generator)) > 0.001
    assert int(model.discriminator_optimizer.iterations) == 0
    assert int(model.generator_optimizer.iterations) == 1


def test_the_tables_of_both_labels_learn(model, batch):
    tables = [
        model.generator.get_layer("label_as_vector"),
        model.discriminator.get_layer("label_as_picture"),
    ]
    before = [table.get_weights()[0] for table in tables]
    model.train_step(batch)
    for table, old in zip(tables, before, strict=True):
        assert np.abs(table.get_weights()[0] - old).max(axis=1).min() > 0.001


# One step by hand


def cross_entropy(target, logits):
    targets = tf.fill(tf.shape(logits), target)
    each = tf.nn.sigmoid_cross_entropy_with_logits(labels=targets, logits=logits)
    return tf.reduce_mean(each)


def step_by_hand(g, d, images, labels, share_fakes, random):
    """The algorithm once more, with the two plain steps downhill of `descents`."""
    labels = tf.reshape(labels, (-1, 1))
    count = len(labels)

    def fakes_for(labels):
        z = keras.random.normal((count, g.input_shape[0][-1]), seed=random)
        with tf.GradientTape() as tape:
            fakes = g([z, labels], training=True)
        return tape, fakes

    g_tape, fakes = fakes_for(labels)
    with tf.GradientTape() as tape:
        real_logits = d([images, labels], training=True)
        fake_logits = d([fakes, labels], training=True)
        d_loss = (cross_entropy(1.0, real_logits) + cross_entropy(0.0, fake_logits)) / 2
    slopes = tape.gradient(d_loss, d.trainable_variables)
    for weight, slope in zip(d.trainable_variables, slopes, strict=True):
        weight.assign_sub(0.1 * tf.convert_to_tensor(slope))

    if not share_fakes:
        labels = keras.random.randint((count, 1), 0, 3, seed=random)
        g_tape, fakes = fakes_for(labels)
    with tf.GradientTape() as tape:  # how G's loss changes with the images alone
        tape.watch(fakes)
        g_loss = cross_entropy(1.0, d([fakes, labels], training=True))
    toward_images = tape.gradient(g_loss, fakes)
    slopes = g_tape.gradient(fakes, g.trainable_variables, toward_images)
    for weight, slope in zip(g.trainable_variables, slopes, strict=True):
        weight.assign_sub(0.05 * tf.convert_to_tensor(slope))
    return float(d_loss), float(g_loss)


@pytest.mark.parametrize("share_fakes", [True, False])
def test_three_steps_equal_three_steps_by_hand(build_tiny, tiny_pairs, share_fakes):
    model = build_tiny(share_fakes=share_fakes, seed=4)
    model.compile(*descents())
    twin = build_tiny(share_fakes=share_fakes, seed=4)
    start = model.get_weights()
    assert_same_bits(start, twin.get_weights())
    random = keras.random.SeedGenerator(4)
    for piece in np.split(np.arange(24), 3):
        images, labels = (tf.constant(part[piece]) for part in tiny_pairs)
        model.reset_metrics()
        logs = model.train_step((images, labels))
        by_hand = step_by_hand(
            twin.generator, twin.discriminator, images, labels, share_fakes, random
        )
        logged = [float(logs["d_loss"]), float(logs["g_loss"])]
        np.testing.assert_allclose(logged, by_hand, rtol=1e-5)
    assert largest_change(start, model.get_weights()) > 0.01
    for ours, theirs in zip(model.get_weights(), twin.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-6)


def recorded_turns(model, batch):
    """What `train_step` hands to each turn."""
    seen = {}
    d_turn, g_turn = model.discriminator_turn, model.generator_turn

    def watch_d(images, fakes, labels):
        seen["d"] = (fakes.numpy(), labels.numpy())
        d_turn(images, fakes, labels)

    def watch_g(tape, fakes, labels):
        seen["g"] = (fakes.numpy(), labels.numpy())
        g_turn(tape, fakes, labels)

    model.discriminator_turn, model.generator_turn = watch_d, watch_g
    model.train_step(batch)
    return seen


def many_pairs(count, label):
    return tf.zeros((count, 8, 8, 1)), tf.fill([count], label)


def test_with_shared_fakes_both_turns_see_the_same_images_and_labels(build_tiny, batch):
    model = build_tiny(share_fakes=True)
    model.compile(*adams())
    seen = recorded_turns(model, batch)
    assert_same_bits(seen["d"], seen["g"])
    np.testing.assert_array_equal(seen["d"][1][:, 0], batch[1])


def test_without_sharing_the_generators_labels_are_uniform_over_the_classes(plain):
    seen = recorded_turns(plain, many_pairs(3000, label=1))
    np.testing.assert_array_equal(seen["d"][1], np.ones((3000, 1)))
    counts = np.bincount(seen["g"][1][:, 0])
    assert len(counts) == 3
    np.testing.assert_allclose(counts, 1000, atol=5 * np.sqrt(3000 * 1 / 3 * 2 / 3))


def test_without_sharing_the_generators_noise_is_fresh(build_tiny):
    model = build_tiny(num_classes=1)
    model.compile(*adams())
    seen = recorded_turns(model, many_pairs(8, label=0))
    assert np.abs(seen["d"][0] - seen["g"][0]).max() > 1e-4


# fit and its metrics


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
        (None, None, ValueError, "x must have the shape"),
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


# generate


def test_generate_draws_what_the_generator_makes_of_the_seeds_noise(model):
    labels = [2, 0, 1, 1]
    z = np.random.default_rng(7).standard_normal((4, 5), dtype="float32")
    by_hand = model.generator([z, np.array(labels)[:, None]], training=False)
    images = model.generate(labels, seed=7)
    assert (images.shape, images.dtype) == ((4, 8, 8, 1), np.float32)
    np.testing.assert_allclose(images, (by_hand + 1) / 2, atol=1e-6)
    np.testing.assert_array_equal(model.generate(labels, z=z), images)


def test_generate_stays_between_black_and_white(build_tiny):
    model = build_tiny(seed=2)
    images = model.generate([0, 1, 2], z=np.full((3, 5), 1e6))
    assert images.min() >= 0
    assert images.max() <= 1
    assert np.ptp(images) > 0.9


def test_the_same_seed_draws_the_same_images(model):
    first, again = model.generate([0, 1, 2], 5), model.generate(range(3), 5)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, model.generate([0, 1, 2], 6))


def test_without_a_seed_generate_draws_new_images(model):
    assert not np.array_equal(model.generate([0]), model.generate([0]))


def test_one_noise_vector_is_used_for_every_label(model):
    z = np.random.default_rng(0).standard_normal(5)
    alone = [model.generate([label], z=z)[0] for label in range(3)]
    np.testing.assert_allclose(model.generate([0, 1, 2], z=z), alone, atol=1e-6)
    assert np.abs(alone[0] - alone[1]).max() > 1e-4


def test_a_large_order_is_drawn_whole_and_in_order(model):
    labels = np.arange(1203) % 3
    z = cgan.noise(1203, 5, seed=1)
    by_hand = (model.generator([z, labels[:, None]]).numpy() + 1) / 2
    np.testing.assert_allclose(model.generate(labels, z=z), by_hand, atol=1e-6)


def test_drawing_does_not_disturb_training(plain):
    before = plain.noise_seed.state.numpy(), plain.get_weights()
    plain.generate([0, 1, 2])
    np.testing.assert_array_equal(plain.noise_seed.state.numpy(), before[0])
    assert_same_bits(plain.get_weights(), before[1])


def test_noise_is_standard_normal_and_repeatable():
    z = cgan.noise(200, 100, seed=3)
    assert (z.shape, z.dtype) == ((200, 100), np.float32)
    assert z.mean() == pytest.approx(0, abs=0.03)
    assert z.std() == pytest.approx(1, abs=0.03)
    np.testing.assert_array_equal(z, cgan.noise(200, 100, seed=3))
    assert not np.array_equal(cgan.noise(2, 3), cgan.noise(2, 3))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"labels": [0, 3]}, ValueError, "from 0 to 2; got 3 at position 1"),
        ({"labels": [-1]}, ValueError, "from 0 to 2; got -1 at position 0"),
        ({"labels": [1.0]}, TypeError, "labels must be integers from 0 to 2"),
        ({"labels": []}, ValueError, "labels must be integers"),
        ({"labels": 2}, ValueError, "labels must be integers"),
        ({"labels": [0], "z": np.zeros((1, 4))}, ValueError, "z must have the shape"),
        ({"labels": [0], "z": np.zeros((2, 5))}, ValueError, "z must have the shape"),
        ({"labels": [0], "z": np.full(5, np.nan)}, ValueError, "z must hold finite"),
        ({"labels": [0], "z": np.zeros(5, int)}, TypeError, "z must hold float"),
    ],
)
def test_generate_refuses_what_it_cannot_draw_and_changes_nothing(
    plain, arguments, error, message
):
    before = plain.get_weights()
    with pytest.raises(error, match=message):
        plain.generate(**arguments)
    assert_same_bits(plain.get_weights(), before)


# Averaged weights


def averages_by_hand(steps, momentum):
    """The average starts as the first weights and then moves a little toward each new ones."""
    average = [weight.astype("float64") for weight in steps[0]]
    for weights in steps[1:]:
        average = [
            momentum * a + (1 - momentum) * w
            for a, w in zip(average, weights, strict=True)
        ]
    return average


class Recorder(keras.callbacks.Callback):
    """Keeps the generator's weights after every iteration."""

    def on_train_begin(self, logs=None):
        self.steps = []

    def on_train_batch_end(self, batch, logs=None):
        self.steps.append(values(self.model.generator))


def averaging(model, momentum=0.7, **options):
    model.compile(*adams(use_ema=True, ema_momentum=momentum), **options)
    return model


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


# Saving, loading, going on


def everything(model) -> dict[str, np.ndarray]:
    """Every number that a run depends on."""
    found = {f"weight {i}": w for i, w in enumerate(model.get_weights())}
    for name in ("generator_optimizer", "discriminator_optimizer"):
        for i, variable in enumerate(getattr(model, name).variables):
            found[f"{name} {i}"] = variable.numpy()
    return found | {"noise": model.noise_seed.state.numpy()}


class SaveAfterFirstEpoch(keras.callbacks.Callback):
    def __init__(self, path):
        super().__init__()
        self.path = path

    def on_epoch_end(self, epoch, logs=None):
        if epoch == 0:
            self.model.save(self.path)
            self.saved = everything(self.model)
            self.drawn = self.model.generate([2, 0, 1], seed=3)


@pytest.fixture(scope="module", params=[True, False], ids=["shared", "fresh"])
def saved_and_gone_on(request, build_plain, tiny_pairs, tmp_path_factory):
    """A run of two epochs that was saved after the first, and never stopped."""
    path = tmp_path_factory.mktemp("run") / "model.keras"
    model = averaging(build_plain(share_fakes=request.param))
    saver = SaveAfterFirstEpoch(path)
    model.fit(in_order(tiny_pairs), epochs=2, callbacks=[saver], verbose=0)
    return model, saver


def test_a_loaded_model_is_the_one_that_was_saved(saved_and_gone_on):
    model, saver = saved_and_gone_on
    loaded = cgan.load(saver.path)
    assert_same_bits(everything(loaded).values(), saver.saved.values())
    np.testing.assert_array_equal(loaded.generate([2, 0, 1], seed=3), saver.drawn)
    for name in ("num_classes", "share_fakes", "seed", "z_dim", "img_shape"):
        assert getattr(loaded, name) == getattr(model, name), name
    for name in ("generator_optimizer", "discriminator_optimizer"):
        ours, theirs = getattr(loaded, name), getattr(model, name)
        assert type(ours) is type(theirs)
        assert ours.get_config() == theirs.get_config()


def test_training_after_loading_goes_on_as_if_never_interrupted(
    saved_and_gone_on, tiny_pairs
):
    model, saver = saved_and_gone_on
    loaded = cgan.load(str(saver.path))
    loaded.fit(in_order(tiny_pairs), verbose=0)
    gone_on, uninterrupted = everything(loaded), everything(model)
    for name, value in uninterrupted.items():
        np.testing.assert_array_equal(gone_on[name], value, err_msg=name)
    assert not np.array_equal(uninterrupted["noise"], saver.saved["noise"])


def test_a_model_that_was_never_compiled_comes_back_and_draws(build_plain, tmp_path):
    model = build_plain()
    model.save(tmp_path / "model.keras")
    loaded = cgan.load(tmp_path / "model.keras")
    drawn = model.generate([0, 1, 2], 0)
    np.testing.assert_array_equal(loaded.generate([0, 1, 2], 0), drawn)
    assert_same_bits(loaded.get_weights(), model.get_weights())


@pytest.fixture
def whole_file(build_plain, tmp_path):
    path = tmp_path / "whole.keras"
    build_plain().save(path)
    return path


def test_load_says_that_a_file_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no file .*none\.keras"):
        cgan.load(tmp_path / "none.keras")


@pytest.mark.parametrize("part", [0, 0.1, 0.5, 0.99])
def test_load_says_that_a_file_is_cut_short(whole_file, part):
    content = whole_file.read_bytes()
    whole_file.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(ValueError, match=r"whole\.keras cannot be read"):
        cgan.load(whole_file)


def test_load_says_that_a_byte_is_wrong(whole_file):
    content = bytearray(whole_file.read_bytes())
    content[len(content) // 2] ^= 255
    whole_file.write_bytes(content)
    with pytest.raises(ValueError, match=r"whole\.keras cannot be read"):
        cgan.load(whole_file)


def test_load_says_what_a_foreign_file_holds(tmp_path):
    path = tmp_path / "foreign.keras"
    keras.Sequential([keras.Input((2,)), layers.Dense(1)]).save(path)
    with pytest.raises(ValueError, match=r"foreign\.keras holds a Sequential instead"):
        cgan.load(path)


# An interrupt


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


def test_fit_refuses_what_is_no_callback(plain, tiny_pairs):
    with pytest.raises(TypeError, match="callbacks must be a Keras callback"):
        plain.fit(in_order(tiny_pairs), callbacks=[3], verbose=0)


def test_an_error_in_a_callback_is_not_swallowed(plain, tiny_pairs):
    class Broken(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        plain.fit(in_order(tiny_pairs), callbacks=[Broken()], verbose=0)


@pytest.mark.parametrize(
    "use",
    [
        lambda model, folder: model(np.zeros((2, 5), "float32")),
        lambda model, folder: model.predict(np.zeros((2, 5)), verbose=0),
        lambda model, folder: model.evaluate(np.zeros((2, 5)), np.arange(2), verbose=0),
        lambda model, folder: model.export(folder / "exported"),
    ],
)
def test_what_two_networks_cannot_do_says_what_to_use(plain, tmp_path, use):
    words = r"generate\(labels\), measure with .* generator\.export\(folder\)"
    with pytest.raises(NotImplementedError, match=words):
        use(plain, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_generator_is_exported_by_itself(plain, tmp_path):
    plain.generator.export(tmp_path / "exported", verbose=False)
    exported = tf.saved_model.load(tmp_path / "exported")
    z, labels = np.ones((2, 5), "float32"), np.array([[0], [2]], "int32")
    drawn = exported.serve([tf.constant(z), tf.constant(labels)])
    ours = plain.generate(labels[:, 0], z=z) * 2 - 1
    np.testing.assert_allclose(drawn, ours, atol=1e-5)


# What is refused


def test_one_optimiser_for_both_networks_is_refused(build_plain):
    model, shared = build_plain(), keras.optimizers.Adam()
    with pytest.raises(ValueError, match="each network needs an optimiser of its own"):
        model.compile(shared, shared)
    assert not model.compiled
    assert model.generator_optimizer is model.discriminator_optimizer is None


def test_names_of_optimisers_are_taken(build_plain):
    model = build_plain()
    model.compile("adam", "sgd")
    assert isinstance(model.generator_optimizer, keras.optimizers.Adam)
    assert isinstance(model.discriminator_optimizer, keras.optimizers.SGD)


def test_training_before_compiling_is_refused(build_plain, tiny_pairs):
    with pytest.raises(ValueError, match="compile"):
        build_plain().fit(in_order(tiny_pairs))


def small_generator(z_dim=5, img_shape=(8, 8, 1)):
    return build_cgan_generator(z_dim, img_shape, 3, (1, 1, 1))


def small_discriminator(img_shape=(8, 8, 1), activation=None):
    return build_cgan_discriminator(img_shape, 3, (1, 1, 1), activation=activation)


def test_a_discriminator_with_a_sigmoid_is_refused():
    with pytest.raises(ValueError, match="has a sigmoid of its own"):
        cgan.ConditionalGAN(
            small_generator(), small_discriminator(activation="sigmoid")
        )


def test_a_sigmoid_in_a_layer_of_its_own_is_refused():
    core = small_discriminator()
    probability = layers.Activation("sigmoid")(core.output)
    with pytest.raises(ValueError, match="has a sigmoid of its own"):
        cgan.ConditionalGAN(small_generator(), keras.Model(core.inputs, probability))


def test_networks_of_different_image_sizes_are_refused():
    with pytest.raises(ValueError, match="discriminator must go from"):
        cgan.ConditionalGAN(small_generator(), small_discriminator((12, 8, 1)))
    with pytest.raises(ValueError, match="discriminator must go from"):
        cgan.ConditionalGAN(small_generator(), small_discriminator((8, 8, 3)))


def test_networks_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="generator must go from"):
        cgan.ConditionalGAN(small_discriminator(), small_generator())


def test_a_generator_without_labels_is_refused():
    plain = keras.Sequential(
        [keras.Input((5,)), layers.Dense(64), layers.Reshape((8, 8, 1))]
    )
    with pytest.raises(ValueError, match="generator must go from"):
        cgan.ConditionalGAN(plain, small_discriminator())


@pytest.mark.parametrize(
    ("num_classes", "error"), [(0, ValueError), (2.5, TypeError), ("3", TypeError)]
)
def test_a_number_of_classes_that_cannot_be_is_refused(num_classes, error):
    with pytest.raises(error, match="num_classes must be"):
        cgan.ConditionalGAN(small_generator(), small_discriminator(), num_classes)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"adversarial_loss": "wasserstein"}, "must be one of cross_entropy, hinge"),
        ({"r1": -0.1}, "r1 must be a number from 0 up"),
        ({"r1": float("nan")}, "r1 must be a number from 0 up"),
        ({"mismatch": -1}, "mismatch must be a number from 0 up"),
        ({"mismatch": 1, "num_classes": 1}, "mismatch needs a wrong label"),
    ],
)
def test_another_loss_or_penalty_is_refused(setting, message):
    networks = small_generator(), small_discriminator()
    with pytest.raises(ValueError, match=message):
        cgan.ConditionalGAN(*networks, **{"num_classes": 3, **setting})


def one_turn_each(model, batch):
    """How far each player's weights go in one turn of each, by plain steps of 1."""
    model.compile(keras.optimizers.SGD(1.0), keras.optimizers.SGD(1.0))
    networks = model.discriminator, model.generator
    before = [[w.numpy() for w in n.trainable_variables] for n in networks]
    labels = tf.reshape(batch[1], (-1, 1))
    tape, fakes = model.draw(labels)
    model.discriminator_turn(batch[0], fakes, labels)
    model.generator_turn(tape, fakes, labels)
    return [
        [old - w.numpy() for old, w in zip(olds, n.trainable_variables, strict=True)]
        for olds, n in zip(before, networks, strict=True)
    ]


def test_the_penalty_is_added_to_what_the_discriminator_goes_down(build_tiny, batch):
    plain, steep = build_tiny(), build_tiny()
    steep.r1 = 0.5
    labels = tf.reshape(batch[1], (-1, 1))
    with tf.GradientTape() as tape:
        penalty = losses.gradient_penalty(plain.discriminator, batch[0], labels)
    weights = plain.discriminator.trainable_variables
    slopes = [
        0.0 if slope is None else tf.convert_to_tensor(slope)
        for slope in tape.gradient(penalty, weights)
    ]
    (d, _), (with_penalty, _) = (one_turn_each(m, batch) for m in (plain, steep))
    for one, two, slope in zip(d, with_penalty, slopes, strict=True):
        np.testing.assert_allclose(two - one, 0.25 * slope, rtol=1e-3, atol=1e-5)
    assert max(np.abs(slope).max() for slope in slopes) > 1e-3


def test_wrong_labels_are_all_the_others_equally_often(build_tiny):
    model = build_tiny()
    labels = tf.constant(np.arange(3000, dtype="int32")[:, np.newaxis] % 3)
    wrong = model.wrong_labels(labels).numpy()
    assert wrong.shape == (3000, 1)
    table = np.zeros((3, 3))
    np.add.at(table, (labels.numpy()[:, 0], wrong[:, 0]), 1)
    assert (np.diag(table) == 0).all()
    assert table[table > 0].min() > 400  # 500 expected


def test_mismatch_adds_a_loss_for_real_images_with_wrong_labels(build_tiny, batch):
    plain, second, twin = build_tiny(), build_tiny(), build_tiny()
    second.mismatch = 0.5
    labels = tf.reshape(batch[1], (-1, 1))
    twin.draw(labels)  # the noise comes first, then the wrong labels
    wrong, d = twin.wrong_labels(labels), twin.discriminator
    with tf.GradientTape() as tape:
        loss = losses.discriminator_loss(
            d([batch[0], labels], training=True), d([batch[0], wrong], training=True)
        )
    slopes = tape.gradient(loss, d.trainable_variables)
    (without, _), (moves, _) = (one_turn_each(m, batch) for m in (plain, second))
    for one, two, slope in zip(without, moves, slopes, strict=True):
        slope = tf.convert_to_tensor(slope)
        np.testing.assert_allclose(two - one, 0.5 * slope, rtol=1e-3, atol=1e-5)


def test_the_hinge_loss_is_used_in_both_turns(build_tiny, batch):
    model, twin = build_tiny(), build_tiny()
    model.adversarial_loss = "hinge"
    labels = tf.reshape(batch[1], (-1, 1))
    d = twin.discriminator
    _, fakes = twin.draw(labels)
    with tf.GradientTape() as tape:
        real_logits = d([batch[0], labels], training=True)
        loss = losses.hinge_discriminator_loss(
            real_logits, d([fakes, labels], training=True)
        )
    slopes = tape.gradient(loss, d.trainable_variables)
    d_moves, _ = one_turn_each(model, batch)
    for move, slope in zip(d_moves, slopes, strict=True):
        np.testing.assert_allclose(move, tf.convert_to_tensor(slope), atol=1e-5)
    expected = losses.hinge_generator_loss(
        model.discriminator([fakes, labels], training=True)
    )
    assert float(model.trackers[1].result()) == pytest.approx(float(expected), rel=1e-3)


def test_losses_are_those_of_the_losses_module(model, batch):
    labels = tf.reshape(batch[1], (-1, 1))
    _, fakes = model.draw(labels)
    real_logits = model.discriminator([batch[0], labels], training=True)
    fake_logits = model.discriminator([fakes, labels], training=True)
    expected = losses.discriminator_loss(real_logits, fake_logits)
    model.discriminator_turn(batch[0], fakes, labels)
    assert float(model.trackers[0].result()) == pytest.approx(float(expected), rel=1e-5)
