"""What people who know Keras type: it works, or one error before anything ran says what to use."""

import inspect

from cgan_lib import cgan, checks, recipes
from cgan_lib.discriminator import build_cgan_discriminator
from cgan_lib.generator import build_cgan_generator

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers


@pytest.fixture
def plain(build_plain):
    model = build_plain()
    model.compile("adam", "sgd", run_eagerly=True)
    return model


class Watch(keras.callbacks.Callback):
    """Knows whether a run has begun."""

    has_begun = False

    def on_train_begin(self, logs=None):
        self.has_begun = True


def refused(plain, message, *data, **options):
    """That `fit` raises this before anything ran."""
    watch, before = Watch(), plain.get_weights()
    callbacks = [watch, *options.pop("callbacks", [])]
    with pytest.raises(ValueError, match=message):
        plain.fit(*data, callbacks=callbacks, verbose=0, **options)
    assert not watch.has_begun
    for now, then in zip(plain.get_weights(), before, strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("validation_data", None, "cgan_lib.evaluation"),
        ("validation_split", 0.5, "cgan_lib.evaluation"),
        ("validation_steps", 2, "cgan_lib.evaluation"),
        ("validation_batch_size", 2, "cgan_lib.evaluation"),
        ("sample_weight", np.ones(24), "be in x more often"),
        ("class_weight", {0: 2.0}, "be in x more often"),
        ("steps_per_epoch", 0, "from 1"),
        ("epochs", 0, "from 1"),
        ("initial_epoch", -1, "from 0"),
    ],
)
def test_an_option_that_a_cgan_cannot_use_is_refused_by_its_name(
    plain, tiny_pairs, name, value, words
):
    value = tiny_pairs if name == "validation_data" else value
    refused(plain, f"{name} must be .*{words}", *tiny_pairs, **{name: value})


@pytest.mark.parametrize("name", ["epochs", "initial_epoch"])
def test_an_epoch_that_is_none_is_named(plain, tiny_pairs, name):
    with pytest.raises(TypeError, match=f"{name} must be a whole number; got None"):
        plain.fit(*tiny_pairs, verbose=0, **{name: None})


def test_a_third_part_of_a_dataset_is_refused(plain, tiny_pairs):
    weighed = tf.data.Dataset.from_tensor_slices((*tiny_pairs, np.ones(24))).batch(6)
    refused(plain, r"batches \(float images \(batch, 8, 8, 1\) from -1 to 1, ", weighed)


class Sequence(keras.utils.PyDataset):
    def __len__(self):
        return 1

    def __getitem__(self, place):
        return np.zeros((2, 8, 8, 1)), np.zeros(2, int)


@pytest.mark.parametrize("stream", [iter([]), Sequence()])
def test_what_hands_on_batches_by_itself_is_refused_with_what_to_use(plain, stream):
    with pytest.raises(
        TypeError, match=r"or a tf\.data\.Dataset; got .*from_generator"
    ):
        plain.fit(stream, verbose=0)


@pytest.mark.parametrize(
    "name", ["loss", "metrics", "loss_weights", "weighted_metrics"]
)
def test_compile_refuses_what_it_would_not_use(build_plain, name):
    with pytest.raises(ValueError, match=f"{name} must be left out"):
        build_plain().compile("adam", "adam", **{name: ["mse"]})


def test_train_on_batch_takes_one_step(build_plain, tiny_pairs):
    model, twin = build_plain(), build_plain()
    images, labels = tiny_pairs
    for one in (model, twin):
        one.compile("sgd", "sgd")
    history = twin.fit(images, labels, batch_size=24, shuffle=False, verbose=0).history
    logs = model.train_on_batch(
        images, labels.astype("int64")[:, np.newaxis], return_dict=True
    )
    for name, value in logs.items():
        assert value == pytest.approx(history[name][0], abs=1e-5)
    for ours, theirs in zip(model.get_weights(), twin.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-6)
    assert len(model.train_on_batch(images, labels)) == 4
    with pytest.raises(ValueError, match="sample_weight must be left out"):
        model.train_on_batch(images, labels, sample_weight=np.ones(24))
    with pytest.raises(ValueError, match="x must be from -1 to 1"):
        model.train_on_batch(images * 255, labels)


@pytest.mark.parametrize(
    "use",
    [
        lambda model, x, y: model.test_on_batch(x, y),
        lambda model, x, y: model.evaluate(x, y, verbose=0),
        lambda model, x, y: model.predict(y, verbose=0),
        lambda model, x, y: model.predict_on_batch(y),
    ],
)
def test_what_needs_one_output_says_what_to_use(plain, tiny_pairs, use):
    with pytest.raises(NotImplementedError, match=r"draw with generate\(labels\)"):
        use(plain, *tiny_pairs)


# Every callback of Keras

MADE = {
    "BackupAndRestore": lambda new, folder: new(folder / "backup"),
    "CSVLogger": lambda new, folder: new(folder / "log.csv"),
    "Callback": lambda new, folder: new(),
    "EarlyStopping": lambda new, folder: new("d_loss", mode="min"),
    "History": lambda new, folder: new(),
    "LambdaCallback": lambda new, folder: new(on_epoch_end=lambda epoch, logs: None),
    "LearningRateScheduler": lambda new, folder: new(lambda epoch, rate: rate / 2),
    "ModelCheckpoint": lambda new, folder: new(folder / "{epoch}.keras"),
    "ProgbarLogger": lambda new, folder: new(),
    "ReduceLROnPlateau": lambda new, folder: new(
        "d_loss", mode="max", factor=0.5, patience=1, min_delta=1e9
    ),
    "TensorBoard": lambda new, folder: new(folder / "board", histogram_freq=1),
    "TerminateOnNaN": lambda new, folder: new(),
}
NOT_TRIED = {
    "CallbackList": "no callback, but what Keras makes of a list of them",
    "OrbaxCheckpoint": "wants a package that we do not install",
    "RemoteMonitor": "sends to a server",
    "SwapEMAWeights": "refused, below",
}


def kinds():
    return dict(inspect.getmembers(keras.callbacks, inspect.isclass))


def test_each_callback_of_keras_is_tried():
    assert kinds().keys() == MADE.keys() | NOT_TRIED.keys()


@pytest.mark.parametrize("name", MADE)
def test_every_callback_of_keras_works(build_plain, tiny_pairs, tmp_path, name):
    model = build_plain()
    averaging = keras.optimizers.Adam(0.01, use_ema=True)
    model.compile(averaging, "sgd", run_eagerly=True)
    if name == "TensorBoard":
        pytest.importorskip("tensorboard")
    callback = MADE[name](kinds()[name], tmp_path)
    verbose = 1 if name == "ProgbarLogger" else 0
    options = {"epochs": 3, "batch_size": 12, "verbose": verbose}
    history = model.fit(*tiny_pairs, callbacks=callback, **options)
    assert len(history.history["d_loss"]) in (2, 3)
    assert history is model.history
    assert np.ptp(model.generate([0, 1, 2])) > 0


def rates(model):
    return [float(one.learning_rate) for one in model.optimizer.optimizers]


def test_the_learning_rates_of_both_players_follow_a_schedule(plain, tiny_pairs):
    before = rates(plain)
    halve = keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate / 2)
    plain.fit(*tiny_pairs, epochs=2, callbacks=halve, verbose=0)
    assert rates(plain) == pytest.approx([rate / 4 for rate in before])


def test_a_plateau_reduces_the_learning_rates_of_both_players(plain, tiny_pairs):
    before = rates(plain)
    reduce = MADE["ReduceLROnPlateau"](keras.callbacks.ReduceLROnPlateau, None)
    plain.fit(*tiny_pairs, epochs=2, callbacks=reduce, verbose=0)
    assert rates(plain) == pytest.approx([rate / 2 for rate in before])


@pytest.mark.parametrize(
    ("callback", "words"),
    [
        (keras.callbacks.SwapEMAWeights(), "generate draws with the averages anyway"),
        (keras.callbacks.EarlyStopping(), "monitor must be one of d_loss, g_loss, "),
        (
            keras.callbacks.EarlyStopping("loss"),
            "monitor must be one of d_loss, g_loss",
        ),
        (keras.callbacks.EarlyStopping("val_g_loss"), "got 'val_g_loss'"),
        (keras.callbacks.EarlyStopping("g_loss"), "mode must be 'min' or 'max'"),
        (
            keras.callbacks.ReduceLROnPlateau(),
            "ReduceLROnPlateau's monitor must be one",
        ),
        (
            keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True),
            "ModelCheckpoint's monitor must be one of d_loss",
        ),
    ],
)
def test_a_callback_that_would_do_nothing_is_refused(
    plain, tiny_pairs, callback, words
):
    refused(plain, words, *tiny_pairs, callbacks=[callback])


def test_tensorboard_that_is_not_installed_is_named(plain, tiny_pairs, monkeypatch):
    monkeypatch.setattr(checks.training, "find_spec", lambda name: None)
    board = keras.callbacks.TensorBoard()
    refused(plain, "pip install tensorboard", *tiny_pairs, callbacks=[board])


def test_a_number_that_a_callback_logs_may_be_monitored(plain, tiny_pairs):
    class Measure(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            logs["obedience"] = -epoch

    stop = keras.callbacks.EarlyStopping("obedience", mode="max", patience=1)
    callbacks = [Measure(), stop]
    history = plain.fit(*tiny_pairs, epochs=9, callbacks=callbacks, verbose=0).history
    assert history["obedience"] == [0, -1]


def test_optimizer_says_that_there_are_two(plain):
    with pytest.raises(AttributeError, match=r"use generator_optimizer\.learning_rate"):
        print(plain.optimizer.learning_rate)
    assert not hasattr(plain.optimizer, "inner_optimizer")


def test_a_summary_is_printed(plain, capsys):
    plain.summary()
    assert "conditional_gan" in capsys.readouterr().out


# Files


@pytest.mark.parametrize("name", ["a.h5", "a.hdf5", "a", "a.weights.h5", "a.zip"])
def test_save_takes_a_keras_file_alone_and_writes_nothing_else(plain, tmp_path, name):
    with pytest.raises(ValueError, match=r"filepath must end in \.keras"):
        plain.save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_rate_cannot_be_set_for_both_optimizers_in_silence(plain):
    with pytest.raises(AttributeError, match=r"generator_optimizer\.learning_rate"):
        plain.optimizer.learning_rate = 0.5
    with pytest.raises(AttributeError, match=r"generator_optimizer\.learning_rate"):
        plain.optimizer.learning_rate.assign(0.5)


@pytest.mark.parametrize("run_eagerly", [False, True])
def test_a_batch_of_arrays_trains_step_by_step_too(
    build_plain, tiny_pairs, run_eagerly
):
    plain = build_plain()
    plain.compile("sgd", "sgd", run_eagerly=run_eagerly)
    images, labels = tiny_pairs
    logs = plain.train_on_batch(images[:6], labels[:6], return_dict=True)
    assert np.isfinite(logs["d_loss"])


@pytest.mark.parametrize("save", [keras.saving.save_model, keras.models.save_model])
def test_saving_as_keras_does_takes_a_keras_file_alone(plain, tmp_path, save):
    with pytest.raises(ValueError, match=r"filepath must end in \.keras"):
        save(plain, tmp_path / "a.h5")
    save(plain, tmp_path / "a.keras")
    assert isinstance(cgan.load(tmp_path / "a.keras"), cgan.ConditionalGAN)


def test_weights_that_are_saved_come_back(build_plain, tiny_pairs, tmp_path):
    model, twin = build_plain(), build_plain(seed=1)
    for one in (model, twin):
        one.compile(keras.optimizers.Adam(use_ema=True), "adam", run_eagerly=True)
    model.fit(*tiny_pairs, verbose=0)
    model.save_weights(tmp_path / "a.weights.h5")
    twin.load_weights(tmp_path / "a.weights.h5")
    drawn = model.generate([0, 1, 2], seed=0)
    np.testing.assert_array_equal(twin.generate([0, 1, 2], seed=0), drawn)


def test_load_says_what_another_files_name_must_be(tmp_path):
    (tmp_path / "a.h5").write_bytes(b"")
    with pytest.raises(
        ValueError, match=r"path must be a \.keras file, by its name too"
    ):
        cgan.load(tmp_path / "a.h5")


# Networks


class Written(keras.Model):
    def call(self, x):
        return x


@pytest.mark.parametrize("network", [Written(), keras.Sequential([layers.Dense(1)])])
def test_a_network_without_known_inputs_is_refused_by_its_name(build_plain, network):
    model = build_plain()
    words = r"must be made by keras.Model\(inputs, outputs\)"
    with pytest.raises(ValueError, match=f"generator {words}"):
        cgan.ConditionalGAN(network, model.discriminator, 3)
    with pytest.raises(ValueError, match=f"discriminator {words}"):
        cgan.ConditionalGAN(model.generator, network, 3)


@pytest.mark.parametrize("shape", [(1, 5), (None,)])
def test_noise_of_another_shape_than_z_is_refused_with_the_networks(build_plain, shape):
    model = build_plain()
    z, label = keras.Input(shape), keras.Input((1,), dtype="int32")
    image = model.generator([layers.Reshape((5,))(z), label])
    with pytest.raises(ValueError, match=r"generator must go from \[z \(batch, z_dim"):
        cgan.ConditionalGAN(keras.Model([z, label], image), model.discriminator, 3)


def test_a_layer_in_both_networks_is_refused_for_no_file_could_give_it_back(
    build_plain,
):
    model, table = build_plain(), layers.Embedding(3, 64)
    z, label = keras.Input((5,)), keras.Input((1,), dtype="int32")
    image = layers.Reshape((8, 8, 1))(layers.Activation("tanh")(table(label)))
    image = layers.Add()([image, model.generator([z, label])])
    g = keras.Model([z, label], image)
    image, label = keras.Input((8, 8, 1)), keras.Input((1,), dtype="int32")
    picture = layers.Reshape((8, 8, 1))(table(label))
    logit = model.discriminator([layers.Add()([image, picture]), label])
    d = keras.Model([image, label], logit)
    with pytest.raises(ValueError, match=r"must have no layer in common, .*embeddings"):
        cgan.ConditionalGAN(g, d, 3)


def test_optimisers_of_another_model_are_refused_before_anything_is_changed(
    build_plain,
):
    first, second = build_plain(), build_plain(seed=1)
    adams = keras.optimizers.Adam(use_ema=True), keras.optimizers.Adam()
    first.compile(*adams)
    with pytest.raises(
        ValueError, match="generator_optimizer was built for another network"
    ):
        second.compile(*adams)
    assert not second.compiled


def test_a_layer_that_learns_again_asks_for_a_new_compile(build_plain, tiny_pairs):
    model = build_plain()
    model.discriminator.layers[-1].trainable = False
    model.compile("sgd", "sgd")
    model.discriminator.layers[-1].trainable = True
    refused(model, "discriminator_optimizer was built .* frozen: compile", *tiny_pairs)
    model.compile("sgd", "sgd", run_eagerly=True)
    model.fit(*tiny_pairs, verbose=0)


def g_that_ends_in(end):
    z, label = keras.Input((5,)), keras.Input((1,), dtype="int32")
    vector = layers.Flatten()(layers.Embedding(3, 5)(label))
    image = end(layers.Dense(64)(layers.Multiply()([z, vector])))
    return keras.Model([z, label], layers.Reshape((8, 8, 1))(image))


FIT = {"hard_tanh", "linear", "softsign", "tanh"}
NO_ACTIVATIONS = {"deserialize", "get", "serialize"}
NO_ACTIVATIONS |= {"glu", "threshold"}  # which need another width, or more numbers


@pytest.mark.parametrize(
    "name",
    sorted(
        name
        for name, _ in inspect.getmembers(keras.activations, inspect.isfunction)
        if name not in NO_ACTIVATIONS
    ),
)
@pytest.mark.parametrize("nested", [False, True])
def test_a_generator_must_end_in_what_goes_from_black_to_white(
    build_plain, name, nested
):
    d = build_plain().discriminator
    g = g_that_ends_in(layers.Activation(name))
    if nested:
        z, label = keras.Input((5,)), keras.Input((1,), dtype="int32")
        g = keras.Model([z, label], g([z, label]))
    if name in FIT:
        cgan.ConditionalGAN(g, d, 3)
    else:
        with pytest.raises(
            ValueError, match="generator must end in tanh, for images go"
        ):
            cgan.ConditionalGAN(g, d, 3)


@pytest.mark.parametrize(
    "end",
    [
        layers.ReLU(),
        layers.LeakyReLU(),
        layers.Softmax(),
        layers.ELU(),
        keras.ops.sigmoid,
        layers.Dense(64, activation="sigmoid"),
        layers.Dense(64, activation="relu"),
    ],
)
def test_another_end_is_refused_in_a_layer_of_its_own_too(build_plain, end):
    with pytest.raises(ValueError, match="generator must end in tanh"):
        cgan.ConditionalGAN(g_that_ends_in(end), build_plain().discriminator, 3)


@pytest.mark.parametrize(
    "end",
    [keras.ops.tanh, lambda x: layers.Rescaling(2.0, -1.0)(keras.ops.sigmoid(x))],
)
def test_an_end_that_goes_from_black_to_white_is_taken(build_plain, end):
    cgan.ConditionalGAN(g_that_ends_in(end), build_plain().discriminator, 3)


@pytest.fixture
def channels_first():
    keras.config.set_image_data_format("channels_first")
    yield
    keras.config.set_image_data_format("channels_last")


@pytest.mark.parametrize(
    "build",
    [
        lambda: build_cgan_generator(img_shape=(8, 8, 3)),
        lambda: build_cgan_discriminator(img_shape=(8, 8, 3)),
        lambda: recipes.build(recipes.FAST),
    ],
)
def test_channels_first_is_refused_by_its_name(channels_first, build):
    with pytest.raises(ValueError, match="image_data_format must be channels_last"):
        build()


def test_a_file_is_loaded_under_channels_first(plain, tmp_path, channels_first):
    plain.save(tmp_path / "a.keras")
    drawn = cgan.load(tmp_path / "a.keras").generate([0], 0)
    np.testing.assert_array_equal(drawn, plain.generate([0], 0))
