"""Named settings, and the networks that were trained with them."""

import dataclasses
import re

from cgan_lib import assets, cgan, distributed, recipes
from cgan_lib.callbacks import Checkpoints

import keras
import numpy as np
import pytest
from keras import layers
from training_helpers import assert_same_bits

SMALL = recipes.Recipe(
    "small",
    iterations=200,
    batch_size=6,
    generator_filters=(4, 3, 2),
    discriminator_filters=(2, 3, 4),
    img_shape=(8, 8, 1),
    num_classes=3,
    z_dim=5,
)


def shipped(file):
    """A test of a file in the assets, from the day on that it is listed there."""
    missing = file not in assets.checksums()
    return pytest.mark.skipif(missing, reason=f"{file} is not in SHA256SUMS yet")


def names_with(ending):
    return [
        pytest.param(name, marks=shipped(name + ending)) for name in recipes.SHIPPED
    ]


every_network = pytest.mark.parametrize("name", names_with(".keras"))
every_run = pytest.mark.parametrize("name", names_with("_run.npz"))


# The settings


def test_book_has_the_settings_of_the_book():
    assert dataclasses.asdict(recipes.BOOK) == {
        "name": "book",
        "iterations": 12_000,
        "batch_size": 32,
        "generator_filters": (256, 128, 64),
        "discriminator_filters": (64, 64, 128),
        "kernel_size": 3,
        "slope": 0.01,
        "embedding_start": "uniform",
        "label_join": "multiply",
        "norm_after_dense": False,
        "label_in_discriminator": "picture",
        "batch_norm_in_discriminator": True,
        "hidden": 0,
        "share_fakes": False,
        "adversarial_loss": "cross_entropy",
        "r1": 0.0,
        "mismatch": 0.0,
        "shift": 0.0,
        "learning_rate": 0.001,
        "beta_1": 0.9,
        "falling_rate": False,
        "average": None,
        "img_shape": (28, 28, 1),
        "num_classes": 10,
        "z_dim": 100,
        "seed": 0,
    }


def test_book_has_one_adam_for_each_network_with_keras_defaults():
    model = recipes.build(recipes.BOOK)
    both = [model.generator_optimizer, model.discriminator_optimizer]
    assert both[0] is not both[1]
    for optimizer in both:
        assert type(optimizer) is keras.optimizers.Adam
        ours, theirs = optimizer.get_config(), keras.optimizers.Adam().get_config()
        assert float(ours.pop("learning_rate")) == pytest.approx(0.001)
        assert float(theirs.pop("learning_rate")) == pytest.approx(0.001)
        assert ours | {"name": ""} == theirs | {"name": ""}
    assert not model.share_fakes


def test_classroom_has_the_structure_of_book_with_fewer_filters():
    book, classroom = recipes.BOOK, recipes.CLASSROOM
    for name in ("img_shape", "num_classes", "z_dim", "batch_size"):
        assert getattr(classroom, name) == getattr(book, name), name
    models = recipes.build(book), recipes.build(classroom)
    for network in ("generator", "discriminator"):
        ours, theirs = (structure(getattr(model, network)) for model in models)
        assert ours == theirs
        sizes = [getattr(model, network).count_params() for model in models]
        assert sizes[1] < sizes[0] / 2


def structure(network) -> list:
    """All layers with what they are set to, but not how wide they are."""
    parts = [part for n in network.layers for part in getattr(n, "layers", [n])]
    names = ("kernel_size", "strides", "padding", "negative_slope", "activation")
    return [
        (type(part), [getattr(part, name, None) for name in names])
        for part in parts
        if not isinstance(part, layers.InputLayer)
    ]


def test_build_hands_every_setting_on():
    recipe = dataclasses.replace(
        SMALL,
        embedding_start="normal",
        share_fakes=True,
        learning_rate=0.02,
        beta_1=0.3,
        average=0.8,
        seed=5,
    )
    model = recipes.build(recipe, steps_per_execution=4)
    assert (model.num_classes, model.z_dim, model.img_shape) == (3, 5, (8, 8, 1))
    assert (model.share_fakes, model.seed) == (True, 5)
    assert model.steps_per_execution == 4
    g, d = model.generator_optimizer, model.discriminator_optimizer
    for optimizer in (g, d):
        assert float(optimizer.learning_rate) == pytest.approx(0.02)
        assert optimizer.beta_1 == 0.3
    assert (g.use_ema, g.ema_momentum, d.use_ema) == (True, 0.8, False)
    widths = [
        n.filters for n in model.generator.layers[-1].layers if hasattr(n, "filters")
    ]
    assert widths == [3, 2, 1]
    widths = [
        n.filters
        for n in model.discriminator.layers[-1].layers
        if hasattr(n, "filters")
    ]
    assert widths == [2, 3, 4]
    for network, name in (
        (model.generator, "label_as_vector"),
        (model.discriminator, "label_as_picture"),
    ):
        assert np.abs(network.get_layer(name).get_weights()[0]).max() > 0.5


def test_build_hands_the_options_of_the_better_networks_on():
    recipe = dataclasses.replace(
        SMALL,
        kernel_size=4,
        slope=0.2,
        label_join="concatenate",
        norm_after_dense=True,
        label_in_discriminator="projection",
        batch_norm_in_discriminator=False,
        hidden=7,
        adversarial_loss="hinge",
        r1=0.3,
        mismatch=0.4,
    )
    model = recipes.build(recipe)
    assert (model.adversarial_loss, model.r1) == ("hinge", 0.3)
    assert model.mismatch == 0.4
    g, d = model.generator.layers[-1], model.discriminator.get_layer("features")
    assert g.input_shape == (None, 2 * SMALL.z_dim)
    assert isinstance(g.layers[1], layers.BatchNormalization)
    for network in (g, d):
        slopes = [
            n.negative_slope for n in network.layers if hasattr(n, "negative_slope")
        ]
        assert slopes == [pytest.approx(0.2)] * len(slopes)
        assert {n.kernel_size for n in network.layers if hasattr(n, "strides")} <= {
            (4, 4),
            (3, 3),
        }
    assert not any(isinstance(n, layers.BatchNormalization) for n in d.layers)
    assert d.output_shape == (None, 7)


def test_a_falling_rate_starts_at_the_learning_rate_and_ends_at_0():
    optimizer = recipes.adam(dataclasses.replace(SMALL, falling_rate=True))
    optimizer.build([keras.Variable(0.0)])
    for done, rate in ((0, 0.001), (100, 0.0005), (200, 0.0)):
        optimizer.iterations.assign(done)
        assert float(optimizer.learning_rate) == pytest.approx(rate, abs=1e-9)


def test_an_unknown_place_for_the_label_is_refused():
    with pytest.raises(
        ValueError, match="label_in_discriminator must be one of picture"
    ):
        dataclasses.replace(SMALL, label_in_discriminator="input")


def test_build_makes_the_same_first_weights_each_time():
    first, again = recipes.build(SMALL), recipes.build(SMALL)
    other = recipes.build(dataclasses.replace(SMALL, seed=1))
    assert_same_bits(first.get_weights(), again.get_weights())
    kernels = [m.generator.layers[-1].layers[0].kernel.numpy() for m in (first, other)]
    assert not np.array_equal(*kernels)


@pytest.mark.parametrize(
    ("iterations", "error", "message"),
    [
        (150, ValueError, "iterations must be a multiple of 100; got 150"),
        (0, ValueError, "iterations must be from 100 to 2147483647; got 0"),
        (200.0, TypeError, "iterations must be a whole number; got 200.0"),
    ],
)
def test_iterations_that_cannot_be_are_refused(iterations, error, message):
    with pytest.raises(error, match=message):
        dataclasses.replace(recipes.BOOK, iterations=iterations)


def test_a_recipe_with_a_shift_builds_the_augment_that_moves_what_d_sees():
    recipe = dataclasses.replace(SMALL, shift=0.25, seed=5)
    moves = recipes.build(recipe).augment
    picture = np.zeros((200, *SMALL.img_shape), "float32")
    picture[:, SMALL.img_shape[0] // 2, SMALL.img_shape[1] // 2] = 1
    places = np.argwhere(moves(picture, training=True)[..., 0].numpy() > 0.5)[:, 1:]
    reach = places.max(axis=0) - places.min(axis=0)
    assert (reach >= 2).all()
    assert (reach <= np.ceil(0.5 * np.array(SMALL.img_shape[:2]))).all()
    assert moves.fill_mode == "nearest"
    assert recipes.build(recipe, augment=None).augment is None
    assert recipes.build(SMALL).augment is None


def test_pictures_is_larger_than_best_and_remembers_less():
    pictures, best = recipes.PICTURES, recipes.BEST
    assert pictures.img_shape == (64, 64, 3)
    assert pictures.r1 > best.r1
    assert pictures.shift > best.shift == 0


def test_a_recipe_cannot_be_changed_by_accident():
    with pytest.raises(dataclasses.FrozenInstanceError):
        recipes.BOOK.batch_size = 64


def test_recipes_are_found_under_their_name():
    assert all(recipe.name == name for name, recipe in recipes.RECIPES.items())
    assert list(recipes.RECIPES) == [*recipes.SHIPPED, "pictures"]
    assert recipes.RECIPES["best"] is recipes.BEST


def test_fast_is_the_shorter_run_of_the_narrower_generator():
    fast, best = recipes.FAST, recipes.BEST
    assert fast.iterations < best.iterations / 2
    sizes = [recipes.build(r).generator.count_params() for r in (fast, best)]
    assert sizes[0] < sizes[1]


# Training


def test_an_epoch_of_keras_is_100_iterations_long():
    assert recipes.STEPS_PER_EPOCH == 100


@pytest.fixture
def short_epochs(monkeypatch):
    """SMALL for four iterations, in epochs of two."""
    for part in ("recipe", "models"):
        monkeypatch.setattr(f"cgan_lib.recipes.{part}.STEPS_PER_EPOCH", 2)
    return dataclasses.replace(SMALL, iterations=4)


def test_train_runs_for_as_long_as_the_recipe_says_and_repeats_itself(
    tiny_pairs, short_epochs
):
    recipe, weights = short_epochs, []
    for _ in range(2):
        model = recipes.build(recipe, run_eagerly=True)
        history = recipes.train(model, recipe, *tiny_pairs).history
        weights.append(model.get_weights())
    assert {name: len(entries) for name, entries in history.items()} == dict.fromkeys(
        ("d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake"), 2
    )
    assert int(model.generator_optimizer.iterations) == 4
    assert int(model.discriminator_optimizer.iterations) == 4
    assert_same_bits(*weights)


class Counter(keras.callbacks.Callback):
    """Counts the iterations that it sees."""

    seen = 0

    def on_train_batch_end(self, batch, logs=None):
        self.seen += 1


def test_train_refuses_a_recipe_that_the_model_was_not_built_from(tiny_pairs):
    model = recipes.build(SMALL)
    other = dataclasses.replace(SMALL, r1=0.5, z_dim=9, generator_filters=(4, 3))
    words = (
        "generator_filters is [4, 3, 2] there and [4, 3] here, "
        "r1 is 0.0 there and 0.5 here, z_dim is 5 there and 9 here; build a new one"
    )
    with pytest.raises(ValueError, match=re.escape(words)):
        recipes.train(model, other, *tiny_pairs)
    assert int(model.generator_optimizer.iterations) == 0


def test_a_rate_that_falls_belongs_to_a_number_of_iterations(tiny_pairs):
    falling = dataclasses.replace(SMALL, falling_rate=True)
    longer = dataclasses.replace(falling, iterations=400)
    with pytest.raises(ValueError, match="iterations is 200 there and 400 here"):
        recipes.train(recipes.build(falling), longer, *tiny_pairs)


def test_what_train_itself_reads_may_differ(tiny_pairs, short_epochs):
    model = recipes.build(SMALL, run_eagerly=True)
    changes = {"name": "other", "batch_size": 4, "img_shape": [8, 8, 1]}
    recipes.train(model, dataclasses.replace(short_epochs, **changes), *tiny_pairs)
    assert int(model.generator_optimizer.iterations) == short_epochs.iterations


def test_a_model_from_a_file_has_no_recipe(tiny_pairs, short_epochs, tmp_path):
    recipes.build(SMALL).save(tmp_path / "model.keras")
    model = cgan.load(tmp_path / "model.keras")
    assert model.recipe is None
    recipes.train(model, dataclasses.replace(short_epochs, r1=0.5), *tiny_pairs)


def test_a_model_whose_rate_has_fallen_is_not_trained_again(tiny_pairs, short_epochs):
    falling = dataclasses.replace(short_epochs, falling_rate=True)
    model = recipes.build(falling, run_eagerly=True)
    recipes.train(model, falling, *tiny_pairs)
    words = "trained for 4 iterations already, .* build a new model"
    with pytest.raises(ValueError, match=words):
        recipes.train(model, falling, *tiny_pairs)
    assert int(model.generator_optimizer.iterations) == 4


def test_a_model_whose_rate_falls_goes_on_from_a_checkpoint(
    tiny_pairs, short_epochs, tmp_path
):
    falling = dataclasses.replace(short_epochs, falling_rate=True)
    model = recipes.build(falling, run_eagerly=True)
    for _ in range(2):
        keeper = Checkpoints(tmp_path, seconds=0)
        recipes.train(model, falling, *tiny_pairs, keeper)
        assert keeper.complete
    assert int(model.generator_optimizer.iterations) == 4


def test_a_model_whose_rate_stays_may_be_trained_again(tiny_pairs, short_epochs):
    model = recipes.build(short_epochs, run_eagerly=True)
    for done in (4, 8):
        recipes.train(model, short_epochs, *tiny_pairs)
        assert int(model.generator_optimizer.iterations) == done


@pytest.mark.parametrize("train", [recipes.train, distributed.train])
def test_train_takes_callbacks_as_fit_does(train, tiny_pairs, short_epochs):
    counter = Counter()
    for callbacks in (counter, None):
        model = recipes.build(short_epochs, run_eagerly=True)
        train(model, short_epochs, *tiny_pairs, callbacks)
    assert counter.seen == 4


@pytest.mark.parametrize("train", [recipes.train, distributed.train])
@pytest.mark.parametrize("callbacks", [3, "no", [3], Counter])
def test_train_refuses_what_is_no_callback(train, tiny_pairs, callbacks):
    model = recipes.build(SMALL)
    with pytest.raises(TypeError, match="callbacks must be Keras callbacks, or one"):
        train(model, SMALL, *tiny_pairs, callbacks)
    assert int(model.generator_optimizer.iterations) == 0


def test_train_refuses_pairs_of_another_kind_before_the_first_step(tiny_pairs):
    model = recipes.build(SMALL)
    words = (
        "x holds images of (12, 8, 3), but recipe.img_shape is (8, 8, 1): "
        "use dataclasses.replace(recipe, img_shape=(12, 8, 3))"
    )
    with pytest.raises(ValueError, match=re.escape(words)):
        recipes.train(model, SMALL, np.zeros((24, 12, 8, 3)), tiny_pairs[1])
    with pytest.raises(ValueError, match=r"x must have the shape \(N, height"):
        recipes.train(model, SMALL, tiny_pairs[0][0], tiny_pairs[1])
    with pytest.raises(ValueError, match="from 0 to 2; got 3 at position 1"):
        recipes.train(model, SMALL, tiny_pairs[0][:2], [0, 3])
    assert int(model.discriminator_optimizer.iterations) == 0


# What is shipped


@every_network
def test_shipped_networks_are_those_of_their_recipe(name):
    model, fresh = recipes.load_trained(name), recipes.build(recipes.RECIPES[name])
    assert isinstance(model, cgan.ConditionalGAN)
    for network in ("generator", "discriminator"):
        ours, theirs = getattr(model, network), getattr(fresh, network)
        assert structure(ours) == structure(theirs)
        assert [w.shape for w in ours.weights] == [w.shape for w in theirs.weights]
    for attribute in ("num_classes", "share_fakes", "z_dim", "img_shape"):
        assert getattr(model, attribute) == getattr(fresh, attribute), attribute


@every_network
def test_shipped_networks_draw_ten_different_digits_the_same_each_time(name):
    model = recipes.load_trained(name)
    z = np.random.default_rng(0).standard_normal(100)
    digits = model.generate(range(10), z=z)
    assert (digits.shape, digits.dtype) == ((10, 28, 28, 1), np.float32)
    assert digits.min() >= 0
    assert digits.max() <= 1
    for a in range(10):
        for b in range(a):
            assert np.abs(digits[a] - digits[b]).max() > 0.5, (a, b)
    drawn = model.generate(range(10), seed=1)
    again = recipes.load_trained(name).generate(range(10), seed=1)
    np.testing.assert_array_equal(drawn, again)


@every_network
def test_shipped_networks_draw_what_they_are_asked_for(name, mnist):
    """The mean of 20 drawn sevens is nearer to MNIST's mean seven than to any other digit's."""
    images, labels = mnist["test"]
    means = np.stack([images[labels == digit].mean(axis=0) for digit in range(10)])
    drawn = recipes.load_trained(name).generate(np.arange(10).repeat(20), seed=0)
    drawn = drawn.reshape(10, 20, 28, 28, 1).mean(axis=1)
    distances = ((drawn[:, None] - means / 255) ** 2).sum(axis=(2, 3, 4))
    np.testing.assert_array_equal(distances.argmin(axis=1), np.arange(10))


@every_run
def test_the_record_of_a_run_has_what_the_docstring_promises(name):
    run = recipes.load_run(name)
    recipe = recipes.RECIPES[name]
    every_100 = np.arange(100, recipe.iterations + 1, 100)
    np.testing.assert_array_equal(run["iterations"], every_100)
    for curve in ("d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake"):
        assert run[curve].shape == every_100.shape, curve
        assert np.isfinite(run[curve]).all(), curve
    moments, pictures = run["picture_iterations"], run["pictures"]
    assert (moments[0], moments[-1]) == (0, recipe.iterations)
    assert (pictures.shape[1:], pictures.dtype) == ((10, 28, 28, 1), np.uint8)
    assert len(pictures) == len(moments)


@every_run
def test_the_last_picture_of_a_run_is_drawn_by_the_shipped_networks(name):
    last = recipes.load_run(name)["pictures"][-1].astype(int)
    drawn = np.rint(recipes.load_trained(name).generate(range(10), seed=0) * 255)
    assert np.abs(drawn - last).max() <= 1  # rounding, on another machine


@pytest.mark.parametrize("load", [recipes.load_trained, recipes.load_run])
def test_an_unknown_recipe_is_told_the_known_ones(load):
    with pytest.raises(ValueError, match=r"one of book, classroom.*; got 'x'"):
        load("x")


@pytest.fixture
def listed(monkeypatch, tmp_path):
    """A folder of assets where all files are listed and none is there."""
    files = [f"{n}{end}" for n in recipes.SHIPPED for end in (".keras", "_run.npz")]
    lines = [f"{'0' * 64}  {file}\n" for file in files]
    (tmp_path / "SHA256SUMS").write_text("".join(lines), encoding="ascii")
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", recipes.SHIPPED)
def test_missing_networks_are_named_with_what_to_do(listed, name):
    with pytest.raises(FileNotFoundError, match=rf"{name}\.keras is missing: restore"):
        recipes.load_trained(name)
    with pytest.raises(
        FileNotFoundError, match=rf"{name}_run\.npz is missing: restore"
    ):
        recipes.load_run(name)


@pytest.mark.parametrize("name", recipes.SHIPPED)
def test_damaged_networks_are_named_with_what_to_do(listed, name):
    for file in (f"{name}.keras", f"{name}_run.npz"):
        (listed / file).write_bytes(b"damaged")
    with pytest.raises(ValueError, match=rf"{name}\.keras is damaged .*restore it"):
        recipes.load_trained(name)
    with pytest.raises(ValueError, match=rf"{name}_run\.npz is damaged .*restore it"):
        recipes.load_run(name)


# Settings that a reader with few pictures never wrote


@pytest.mark.parametrize("count", [1, 27])
def test_too_few_images_for_a_recipe_say_how_to_change_it(count):
    model, x = recipes.build(SMALL), np.zeros((count, 8, 8, 1), "float32")
    recipe = dataclasses.replace(SMALL, batch_size=64)
    message = f"x holds {count} images, fewer than recipe.batch_size, 64: use (.*)$"
    with pytest.raises(ValueError, match=message) as caught:
        recipes.train(model, recipe, x, np.zeros(count, int))
    change = re.search(message, str(caught.value))[1]
    names = {"dataclasses": dataclasses, "recipe": recipe}
    assert 1 <= eval(change, names).batch_size <= count
    assert model.generator_optimizer.iterations == 0


def test_one_class_says_how_to_change_the_recipe():
    with pytest.raises(ValueError, match="with num_classes 1 there is none") as caught:
        dataclasses.replace(recipes.FAST, num_classes=1)
    change = str(caught.value).partition("use ")[2]
    names = {"dataclasses": dataclasses, "recipe": recipes.FAST}
    assert eval(change, names).num_classes == 1
