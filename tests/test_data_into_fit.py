"""Data that comes through tf.data is looked at before it trains, and kept in its order."""

from cgan_lib import checks, data, recipes

import keras
import numpy as np
import pytest
import tensorflow as tf

INTEGERS = ("uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64")
FROM_TENSORS = tf.data.Dataset.from_tensor_slices


def values(model):
    return [weight.numpy() for weight in model.weights]


def assert_same_bits(first, second):
    for one, two in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, two)


@pytest.fixture
def plain(build_plain):
    model = build_plain()
    model.compile("sgd", "sgd", run_eagerly=True)
    return model


@pytest.mark.parametrize("dtype", INTEGERS)
def test_labels_of_any_integers_and_any_shape_train_as_int32(
    build_plain, tiny_pairs, dtype
):
    images, labels = tiny_pairs
    column = labels.astype(dtype)[:, np.newaxis]
    given = (FROM_TENSORS(tiny_pairs).batch(12),), (images, column)
    ends = []
    for x in (*given, (FROM_TENSORS((images, column)).batch(12),)):
        model = build_plain()
        model.compile("sgd", "sgd", run_eagerly=True)
        options = {"batch_size": 12} if x[1:] else {}
        model.fit(*x, shuffle=False, verbose=0, **options)
        ends.append(values(model))
    for end in ends[1:]:
        assert_same_bits(end, ends[0])


@pytest.mark.parametrize("name", recipes.RECIPES)
def test_int64_labels_train_the_networks_of_every_recipe(name):
    model = recipes.build(recipes.RECIPES[name], run_eagerly=True)
    x = np.random.default_rng(0).uniform(-1, 1, (4, *model.img_shape)).astype("float32")
    history = model.fit(FROM_TENSORS((x, np.arange(4))).batch(2), verbose=0).history
    assert np.isfinite(history["d_loss"] + history["g_loss"]).all()


def pixels(images):
    return ((images + 1) * 127.5).astype("float32")


def with_nan(images):
    return np.where(np.arange(8) == 3, np.nan, images[..., 0])[..., np.newaxis]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda x, y: (pixels(x), y), "the first batch of x must be from -1 to 1; got"),
        (lambda x, y: (pixels(x), y), r"tf.cast\(images, 'float32'\) / 127.5 - 1"),
        (lambda x, y: (pixels(x).astype("uint8"), y), r"images of uint8 \(scale"),
        (lambda x, y: (with_nan(x), y), "got numbers from nan to nan"),
        (lambda x, y: (x, y + 1), "from 0 to 2; got 3 at position 2"),
        (lambda x, y: (x, y - 1), "from 0 to 2; got -1 at position 0"),
        (lambda x, y: (x, np.eye(3, dtype="int32")[y]), "integer labels"),
        (lambda x, y: (x, y, np.ones(24)), "x must be a dataset of batches"),
    ],
)
def test_a_first_batch_that_cannot_train_is_an_error_that_says_why(
    build_plain, tiny_pairs, change, message
):
    plain = build_plain()
    plain.compile("sgd", "sgd")
    before = plain.get_weights()
    dataset = FROM_TENSORS(change(*tiny_pairs)).batch(6)
    with pytest.raises((ValueError, TypeError), match=message):
        plain.fit(dataset, verbose=0)
    with pytest.raises((ValueError, TypeError), match=message):
        plain.fit(dataset.repeat(), steps_per_epoch=2, verbose=0)
    assert_same_bits(plain.get_weights(), before)


def test_data_batches_says_at_once_that_a_label_is_no_class(plain, tiny_pairs):
    images, labels = tiny_pairs
    wrong = np.full_like(labels, 3)
    with pytest.raises(ValueError, match="from 0 to 2; got 3"):
        plain.fit(data.batches(images, wrong, 6), steps_per_epoch=1, verbose=0)


@pytest.mark.parametrize("kind", ["dataset", "arrays", "batches"])
def test_images_from_0_to_1_train_with_a_word(plain, tiny_pairs, kind, capsys):
    images, labels = tiny_pairs
    for x, says in (((images + 1) / 2, True), (images, False)):
        given = {
            "arrays": (x, labels),
            "dataset": (FROM_TENSORS((x, labels)).batch(6),),
            "batches": (data.batches(x, labels, 6),),
        }[kind]
        plain.fit(*given, epochs=2, steps_per_epoch=2, verbose=0)
        assert capsys.readouterr().out.count("scale it first: x * 2 - 1") == says


def test_pictures_of_a_folder_as_keras_reads_them_are_refused_until_they_are_scaled(
    build_tiny, tmp_path
):
    for label in range(3):
        for number in range(2):
            path = tmp_path / str(label) / f"{number}.png"
            path.parent.mkdir(exist_ok=True)
            picture = np.random.default_rng(number).integers(0, 256, (8, 8, 3))
            keras.utils.save_img(path, picture, scale=False)
    dataset = keras.utils.image_dataset_from_directory(
        tmp_path, image_size=(8, 8), batch_size=3, verbose=False
    )
    model = build_tiny(img_shape=(8, 8, 3))
    model.compile("sgd", "sgd", run_eagerly=True)
    with pytest.raises(ValueError, match=r"scale pixels from 0 to 255 by x\.map"):
        model.fit(dataset, verbose=0)
    scaled = dataset.map(lambda images, labels: (images / 127.5 - 1, labels))
    assert len(model.fit(scaled, verbose=0).history["d_loss"]) == 1


# The order stays


def numbered(count):
    """Pairs whose label and brightness are their number."""
    return FROM_TENSORS(np.arange(count)).map(
        lambda i: (tf.fill((8, 8, 1), tf.cast(i, "float32") / 64 - 1), i % 3)
    )


def order_of(plain, dataset, **options):
    """The images in the order in which they trained."""
    seen = []
    plain.discriminator_turn = lambda images, fakes, labels: seen.append(
        images.numpy()[:, 0, 0, 0]
    )
    plain.generator_turn = lambda *_: None
    plain.fit(dataset, verbose=0, **options)
    return np.concatenate(seen)


def test_no_batch_is_drawn_only_to_be_looked_at(plain, monkeypatch):
    orders = []
    for look in (checks.Looked._look_at, lambda self, number, pair: pair):
        monkeypatch.setattr(checks.Looked, "_look_at", look)
        tf.random.set_seed(0)
        dataset = numbered(24).shuffle(24).batch(6)
        orders.append(order_of(plain, dataset, epochs=2))
    np.testing.assert_array_equal(*orders)
    assert (orders[0][:24] != orders[0][24:]).any()


def test_each_pair_of_a_generator_that_cannot_begin_again_trains_once(plain):
    once = iter(
        [(np.full((2, 8, 8, 1), i / 8 - 1, "float32"), [0, 1]) for i in range(6)]
    )
    specs = tf.TensorSpec((None, 8, 8, 1)), tf.TensorSpec((None,), "int32")
    dataset = tf.data.Dataset.from_generator(lambda: once, output_signature=specs)
    order = order_of(plain, dataset, steps_per_epoch=6)
    np.testing.assert_array_equal(order[::2], np.arange(6) / 8 - 1)


# Unknown shapes


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        (None, None),
        ((None, None, None, 1), (None, None)),
        ((None, None, None, None), None),
    ],
)
def test_a_dataset_of_unknown_shapes_trains(build_plain, tiny_pairs, images, labels):
    plain, twin = build_plain(), build_plain()
    known = FROM_TENSORS(tiny_pairs).batch(12)
    specs = tf.TensorSpec(images), tf.TensorSpec(labels, "int64")

    def pairs():
        for x, y in known.as_numpy_iterator():
            yield x, y if labels is None else y[:, np.newaxis]

    unknown = tf.data.Dataset.from_generator(pairs, output_signature=specs)
    for model, dataset in ((plain, unknown), (twin, known)):
        model.compile("sgd", "sgd")
        model.fit(dataset, steps_per_epoch=2, verbose=0)
    for one, two in zip(values(plain), values(twin), strict=True):
        np.testing.assert_allclose(one, two, atol=1e-6)


def test_an_unknown_shape_that_is_another_one_is_an_error(plain):
    def pairs():
        yield np.zeros((2, 9, 8, 1), "float32"), [0, 1]

    specs = tf.TensorSpec(None), tf.TensorSpec(None, "int32")
    unknown = tf.data.Dataset.from_generator(pairs, output_signature=specs)
    with pytest.raises(ValueError, match=r"must have the shape \(N, 8, 8, 1\); got"):
        plain.fit(unknown, steps_per_epoch=1, verbose=0)


def test_a_dataset_without_end_needs_the_number_of_steps(plain, tiny_pairs):
    for endless in (
        FROM_TENSORS(tiny_pairs).batch(6).repeat(),
        data.batches(*tiny_pairs, 6),
    ):
        with pytest.raises(
            ValueError, match="steps_per_epoch must be given, for x has"
        ):
            plain.fit(endless, verbose=0)


def test_a_later_batch_that_would_destroy_the_networks_is_refused(plain, tiny_pairs):
    images, labels = tiny_pairs
    lost = np.where(np.arange(24)[:, None, None, None] == 20, np.nan, images)
    before = int(plain.generator_optimizer.iterations.numpy())
    with pytest.raises(ValueError, match="batch 4 of x must be from -1 to 1; got num"):
        plain.fit(FROM_TENSORS((lost, labels)).batch(6), verbose=0)
    assert int(plain.generator_optimizer.iterations.numpy()) == before + 3

    def pairs():
        yield from [(images[:4], labels[:4]), (images[:4], labels[:3])]

    specs = tf.TensorSpec(None), tf.TensorSpec(None, "int32")
    dataset = tf.data.Dataset.from_generator(pairs, output_signature=specs)
    with pytest.raises(ValueError, match="batch 2 of x must be pairs; got 4 and 3"):
        plain.fit(dataset, verbose=0)


def test_a_first_batch_without_a_picture_is_refused(plain, tiny_pairs):
    images, labels = tiny_pairs
    nothing = (
        FROM_TENSORS((images[:1], labels[:1])).batch(1).map(lambda x, y: (x[:0], y[:0]))
    )
    with pytest.raises(ValueError, match="first batch of x must hold at least one"):
        plain.fit(nothing, verbose=0)


@pytest.mark.parametrize(
    ("wrong", "jit_compile"), [(3, False), (-1, False), (2**32, False), (3, True)]
)
def test_a_wrong_label_in_a_later_batch_never_trains_as_another(
    build_plain, tiny_pairs, wrong, jit_compile
):
    images, labels = tiny_pairs
    labels = np.where(np.arange(24) == 20, np.int64(wrong), labels)
    model, twin = build_plain(), build_plain()
    for one in (model, twin):
        one.compile("sgd", "sgd", jit_compile=jit_compile)
    words = f"the labels of batch 4 of x must be .* 2; got {wrong} at position 2"
    with pytest.raises(ValueError, match=words):
        model.fit(FROM_TENSORS((images, labels)).batch(6), verbose=0)
    twin.fit(FROM_TENSORS((images[:18], labels[:18])).batch(6), verbose=0)
    for one, two in zip(values(model), values(twin), strict=True):
        np.testing.assert_allclose(one, two, atol=1e-6)


@pytest.mark.parametrize("run_eagerly", [False, True])
def test_a_later_batch_without_a_pair_is_refused_and_destroys_nothing(
    build_plain, tiny_pairs, run_eagerly
):
    images, labels = tiny_pairs
    chosen = FROM_TENSORS((images, np.where(np.arange(24) < 6, 0, labels))).batch(6)
    chosen = chosen.map(lambda x, y: (x[y == 0], y[y == 0])).take(1)
    nothing = chosen.map(lambda x, y: (x[:0], y[:0]))
    model = build_plain()
    model.compile("sgd", "sgd", run_eagerly=run_eagerly)
    with pytest.raises(ValueError, match="batch 2 of x must hold at least one number"):
        model.fit(chosen.concatenate(nothing), verbose=0)
    assert all(np.isfinite(weight).all() for weight in values(model))


class Batches:
    """As a loader of other libraries: it hands on batches, and has a length."""

    def __len__(self):
        return 1

    def __iter__(self):
        yield np.zeros((2, 8, 8, 1)), np.zeros(2, int)


@pytest.mark.parametrize(
    "x", [None, "mnist", {"x": 1}, Batches(), iter(Batches()), tf.sparse.eye(3)]
)
def test_what_is_no_array_is_refused_by_its_kind(plain, x):
    words = f"x must be an array or a tf.data.Dataset; got {type(x).__name__} "
    with pytest.raises(TypeError, match=words):
        plain.fit(x, verbose=0)


def test_labels_that_were_forgotten_are_named(plain, tiny_pairs):
    with pytest.raises(TypeError, match="y must be integers from 0 to 2; got None"):
        plain.fit(tiny_pairs[0], verbose=0)


def test_a_batch_with_infinity_is_not_taken_for_pixels(plain, tiny_pairs):
    images, labels = tiny_pairs
    endless = np.where(images > 0.9, np.inf, images)
    with pytest.raises(ValueError, match=r"to inf$"):
        plain.fit(FROM_TENSORS((endless, labels)).batch(6), verbose=0)
