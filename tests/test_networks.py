"""Both networks, layer for layer and weight for weight, against the book's table."""

import dataclasses

from cgan_lib import checks, discriminator, generator, recipes

import keras
import numpy as np
import pytest
from keras import layers

CORE_GENERATOR = [  # type, what it is set to, output shape
    (layers.Dense, {"units": 7 * 7 * 256}, (None, 7 * 7 * 256)),
    (layers.Reshape, {}, (None, 7, 7, 256)),
    (layers.Conv2DTranspose, {"filters": 128, "strides": (2, 2)}, (None, 14, 14, 128)),
    (layers.BatchNormalization, {}, (None, 14, 14, 128)),
    (layers.LeakyReLU, {"negative_slope": 0.01}, (None, 14, 14, 128)),
    (layers.Conv2DTranspose, {"filters": 64, "strides": (1, 1)}, (None, 14, 14, 64)),
    (layers.BatchNormalization, {}, (None, 14, 14, 64)),
    (layers.LeakyReLU, {"negative_slope": 0.01}, (None, 14, 14, 64)),
    (layers.Conv2DTranspose, {"filters": 1, "strides": (2, 2)}, (None, 28, 28, 1)),
    (layers.Activation, {"activation": keras.activations.tanh}, (None, 28, 28, 1)),
]
CORE_DISCRIMINATOR = [
    (layers.Conv2D, {"filters": 64, "strides": (2, 2)}, (None, 14, 14, 64)),
    (layers.LeakyReLU, {"negative_slope": 0.01}, (None, 14, 14, 64)),
    (layers.Conv2D, {"filters": 64, "strides": (2, 2)}, (None, 7, 7, 64)),
    (layers.BatchNormalization, {}, (None, 7, 7, 64)),
    (layers.LeakyReLU, {"negative_slope": 0.01}, (None, 7, 7, 64)),
    (layers.Conv2D, {"filters": 128, "strides": (2, 2)}, (None, 4, 4, 128)),
    (layers.BatchNormalization, {}, (None, 4, 4, 128)),
    (layers.LeakyReLU, {"negative_slope": 0.01}, (None, 4, 4, 128)),
    (layers.Flatten, {}, (None, 4 * 4 * 128)),
    (layers.Dense, {"units": 1}, (None, 1)),
]
GENERATOR_WEIGHTS = [
    100 * 7 * 7 * 256 + 7 * 7 * 256,
    0,
    3 * 3 * 256 * 128 + 128,
    4 * 128,
    0,
    3 * 3 * 128 * 64 + 64,
    4 * 64,
    0,
    3 * 3 * 64 * 1 + 1,
    0,
]
DISCRIMINATOR_WEIGHTS = [
    3 * 3 * 2 * 64 + 64,
    0,
    3 * 3 * 64 * 64 + 64,
    4 * 64,
    0,
    3 * 3 * 64 * 128 + 128,
    4 * 128,
    0,
    0,
    4 * 4 * 128 * 1 + 1,
]
GENERATOR_TABLE = 10 * 100
DISCRIMINATOR_TABLE = 10 * 28 * 28


@pytest.fixture(scope="module")
def book_generator():
    return generator.build_cgan_generator()


@pytest.fixture(scope="module")
def book_discriminator():
    return discriminator.build_cgan_discriminator()


def core(network) -> keras.Sequential:
    (found,) = (n for n in network.layers if isinstance(n, keras.Sequential))
    return found


def assert_is_built_as_in(table, network):
    assert [type(layer) for layer in network.layers] == [row[0] for row in table]
    for layer, (_, settings, shape) in zip(network.layers, table, strict=True):
        for name, value in settings.items():
            assert getattr(layer, name) == value, (layer, name)
        assert layer.output.shape == shape, layer
        if isinstance(layer, (layers.Conv2D, layers.Conv2DTranspose)):
            assert (layer.kernel_size, layer.padding) == ((3, 3), "same")
            assert layer.use_bias
            assert layer.activation is keras.activations.linear
    dense = [layer for layer in network.layers if isinstance(layer, layers.Dense)]
    assert all(layer.activation is keras.activations.linear for layer in dense)


# The book's table


def test_generator_core_is_that_of_the_book(book_generator):
    assert_is_built_as_in(CORE_GENERATOR, core(book_generator))


def test_discriminator_core_is_that_of_the_book(book_discriminator):
    assert_is_built_as_in(CORE_DISCRIMINATOR, core(book_discriminator))


def test_generator_has_the_weights_worked_out_by_hand(book_generator):
    counts = [layer.count_params() for layer in core(book_generator).layers]
    assert counts == GENERATOR_WEIGHTS
    assert book_generator.get_layer("label_as_vector").count_params() == GENERATOR_TABLE
    assert book_generator.count_params() == sum(GENERATOR_WEIGHTS) + GENERATOR_TABLE


def test_discriminator_has_the_weights_worked_out_by_hand(book_discriminator):
    counts = [layer.count_params() for layer in core(book_discriminator).layers]
    assert counts == DISCRIMINATOR_WEIGHTS
    table = book_discriminator.get_layer("label_as_picture")
    assert table.count_params() == DISCRIMINATOR_TABLE
    total = sum(DISCRIMINATOR_WEIGHTS) + DISCRIMINATOR_TABLE
    assert book_discriminator.count_params() == total


def test_generator_goes_from_noise_and_label_to_an_image(book_generator):
    assert book_generator.input_shape == [(None, 100), (None, 1)]
    assert book_generator.output_shape == (None, 28, 28, 1)


def test_discriminator_goes_from_image_and_label_to_one_number(book_discriminator):
    assert book_discriminator.input_shape == [(None, 28, 28, 1), (None, 1)]
    assert book_discriminator.output_shape == (None, 1)


# How the label enters


def test_the_label_multiplies_the_noise(book_generator):
    z = np.random.default_rng(0).standard_normal((2, 100), dtype="float32")
    labels = np.array([[7], [0]])
    (table,) = book_generator.get_layer("label_as_vector").get_weights()
    by_hand = core(book_generator)(z * table[labels[:, 0]])
    np.testing.assert_allclose(book_generator([z, labels]), by_hand, atol=1e-6)


def test_the_label_lies_over_the_image_as_its_last_channel(book_discriminator):
    images = np.random.default_rng(0).uniform(-1, 1, (2, 28, 28, 1)).astype("float32")
    labels = np.array([[7], [0]])
    (table,) = book_discriminator.get_layer("label_as_picture").get_weights()
    pictures = table[labels[:, 0]].reshape(2, 28, 28, 1)
    by_hand = core(book_discriminator)(np.concatenate([images, pictures], axis=-1))
    np.testing.assert_allclose(book_discriminator([images, labels]), by_hand, atol=1e-6)


@pytest.mark.parametrize(("start", "largest"), [("uniform", 0.05), ("normal", 10.0)])
def test_both_networks_pass_the_start_on_to_their_table(start, largest):
    small = {"img_shape": (8, 8, 1), "filters": (1, 1, 1), "embedding_start": start}
    vector = generator.build_cgan_generator(z_dim=50, **small)
    picture = discriminator.build_cgan_discriminator(**small)
    for network, name in ((vector, "label_as_vector"), (picture, "label_as_picture")):
        (table,) = network.get_layer(name).get_weights()
        assert largest / 10 < np.abs(table).max() <= largest


# Other sizes


@pytest.mark.parametrize(
    ("img_shape", "num_classes", "z_dim"),
    [((4, 4, 1), 1, 1), ((8, 12, 3), 2, 3), ((32, 32, 3), 7, 16), ((28, 28, 1), 26, 5)],
)
def test_any_size_divisible_by_4_any_colour_and_any_number_of_classes_run(
    img_shape, num_classes, z_dim
):
    g = generator.build_cgan_generator(z_dim, img_shape, num_classes, (3, 2, 2))
    d = discriminator.build_cgan_discriminator(img_shape, num_classes, (2, 2, 3))
    labels = np.array([[0], [num_classes - 1]])
    z = np.random.default_rng(0).standard_normal((2, z_dim), dtype="float32") * 100
    images = g([z, labels]).numpy()
    assert images.shape == (2, *img_shape)
    assert images.min() >= -1
    assert images.max() <= 1
    assert d([images, labels]).shape == (2, 1)
    assert g.get_layer("label_as_vector").input_dim == num_classes
    assert d.get_layer("label_as_picture").input_dim == num_classes
    assert core(d).input_shape == (None, *img_shape[:2], img_shape[2] + 1)


@pytest.mark.parametrize(
    ("size", "times"),
    [
        ((4, 4), 2),
        ((28, 28), 2),
        ((32, 32), 2),
        ((36, 36), 2),  # 9 cannot be halved
        ((100, 100), 2),  # nor can 25
        ((64, 48), 3),
        ((64, 64), 3),
        ((128, 16), 2),
        ((128, 128), 4),
        ((192, 256), 5),
    ],
)
def test_larger_pictures_are_doubled_until_the_smallest_sheet_is_4_to_8_wide(
    size, times
):
    assert checks.doublings(*size) == times


@pytest.mark.parametrize(
    ("name", "of_g", "of_d"),
    [
        ("book", 2_027_115, 126_209),
        ("classroom", 438_411, 40_577),
        ("fast", 225_083, 272_689),
        ("best", 469_467, 611_785),
    ],
)
def test_networks_of_32_pixels_are_those_of_two_doublings(name, of_g, of_d):
    recipe = dataclasses.replace(recipes.RECIPES[name], img_shape=(32, 32, 3))
    networks = recipes.build_networks(recipe)
    assert [network.count_params() for network in networks] == [of_g, of_d]


@pytest.mark.parametrize(
    ("size", "filters", "g_steps", "d_steps"),
    [
        (28, (8, 4, 2), [(14, 4), (14, 2)], [(14, 8), (7, 4), (4, 2)]),
        (64, (8, 4, 2), [(16, 4), (32, 2)], [(32, 8), (16, 8), (8, 4), (4, 2)]),
        (64, (8, 4), [(16, 4), (32, 4)], [(32, 8), (16, 8), (8, 4)]),
        (
            128,
            (8, 4),
            [(16, 4), (32, 4), (64, 4)],
            [(64, 8), (32, 8), (16, 8), (8, 4)],
        ),
    ],
)
def test_larger_pictures_take_more_steps(size, filters, g_steps, d_steps):
    g = core(generator.build_cgan_generator(5, (size, size, 3), 3, filters))
    grown = [n.output for n in g.layers if isinstance(n, layers.Conv2DTranspose)]
    start = 7 if size == 28 else 8
    assert g.layers[1].output.shape == (None, start, start, filters[0])
    steps = [(sheet.shape[1], sheet.shape[3]) for sheet in grown]
    assert steps == [*g_steps, (size, 3)]
    d = core(discriminator.build_cgan_discriminator((size, size, 3), 3, filters))
    shrunk = [n.output for n in d.layers if isinstance(n, layers.Conv2D)]
    assert [(sheet.shape[1], sheet.shape[3]) for sheet in shrunk] == d_steps


def test_filters_set_the_channels_of_every_step():
    g = core(generator.build_cgan_generator(5, (8, 8, 3), 3, (4, 3, 2)))
    widths = [layer.filters for layer in g.layers if hasattr(layer, "filters")]
    assert (g.layers[1].output.shape, widths) == ((None, 2, 2, 4), [3, 2, 3])
    d = core(discriminator.build_cgan_discriminator((8, 8, 3), 3, (4, 3, 2)))
    widths = [layer.filters for layer in d.layers if hasattr(layer, "filters")]
    assert widths == [4, 3, 2]


def test_a_sigmoid_turns_the_logit_into_a_probability():
    keras.utils.set_random_seed(0)
    plain = discriminator.build_discriminator((8, 8, 2), (2, 2, 2))
    probable = discriminator.build_discriminator((8, 8, 2), (2, 2, 2), "sigmoid")
    probable.set_weights(plain.get_weights())
    x = np.random.default_rng(0).uniform(-9, 9, (5, 8, 8, 2)).astype("float32")
    by_hand = 1 / (1 + np.exp(-plain(x).numpy()))
    np.testing.assert_allclose(probable(x), by_hand, atol=1e-6)


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        (
            {"img_shape": (30, 28, 1)},
            ValueError,
            "height must be divisible by 4; got 30",
        ),
        ({"img_shape": (28, 28, 2)}, ValueError, "channels must be 1 .* got 2"),
        ({"img_shape": (28, 28)}, ValueError, r"\(height, width, channels\)"),
        ({"num_classes": 0}, ValueError, "num_classes must be from 1 up; got 0"),
        ({"filters": (4,)}, ValueError, r"filters must be two or three .* got \(4,\)"),
        (
            {"filters": (4, 3, 0)},
            ValueError,
            "each of filters must be from 1 to 4096; got 0",
        ),
        ({"filters": (4, 3, 2.5)}, TypeError, "each of filters must be a whole number"),
        ({"filters": 64}, ValueError, "filters must be two or three .* got 64"),
        ({"kernel_size": 0}, ValueError, "kernel_size must be from 1 to 64; got 0"),
        (
            {"embedding_start": "big"},
            ValueError,
            "start must be one of uniform, normal",
        ),
    ],
)
def test_sizes_that_cannot_be_built_are_named(wrong, error, message):
    for build in (
        generator.build_cgan_generator,
        discriminator.build_cgan_discriminator,
    ):
        with pytest.raises(error, match=message):
            build(**wrong)


def test_noise_without_length_is_refused():
    with pytest.raises(ValueError, match="z_dim must be from 1 up; got 0"):
        generator.build_cgan_generator(z_dim=0)


def test_another_activation_is_refused():
    with pytest.raises(ValueError, match="activation must be one of None, sigmoid"):
        discriminator.build_cgan_discriminator(activation="tanh")


# The options of notebook 08


def test_two_filters_leave_out_a_step_and_keep_the_sizes():
    g = core(generator.build_cgan_generator(5, (8, 8, 1), 3, (4, 3)))
    grown = [n for n in g.layers if isinstance(n, layers.Conv2DTranspose)]
    assert [(n.filters, n.strides) for n in grown] == [(3, (2, 2)), (1, (2, 2))]
    assert g.output_shape == (None, 8, 8, 1)
    d = core(discriminator.build_cgan_discriminator((8, 8, 1), 3, (4, 3)))
    shrunk = [n for n in d.layers if isinstance(n, layers.Conv2D)]
    assert [n.output.shape for n in shrunk] == [(None, 4, 4, 4), (None, 2, 2, 3)]


def test_kernel_size_is_that_of_every_step_that_changes_the_size():
    g = core(generator.build_cgan_generator(5, (8, 8, 1), 3, (4, 3, 2), kernel_size=4))
    grown = [n for n in g.layers if isinstance(n, layers.Conv2DTranspose)]
    assert [n.kernel_size[0] for n in grown] == [4, 3, 4]
    d = core(
        discriminator.build_cgan_discriminator((8, 8, 1), 3, (4, 3, 2), kernel_size=4)
    )
    shrunk = [n for n in d.layers if isinstance(n, layers.Conv2D)]
    assert [n.kernel_size[0] for n in shrunk] == [4, 4, 4]


def test_norm_after_dense_and_slope_reach_the_generator():
    g = core(
        generator.build_cgan_generator(
            5, (8, 8, 1), 3, (4, 3), slope=0.2, norm_after_dense=True
        )
    )
    kinds = [type(layer) for layer in g.layers[:4]]
    expected = [layers.Dense, layers.BatchNormalization, layers.LeakyReLU]
    assert kinds == [*expected, layers.Reshape]
    slopes = [n.negative_slope for n in g.layers if isinstance(n, layers.LeakyReLU)]
    assert slopes == [pytest.approx(0.2)] * 2


def test_the_label_stands_beside_the_noise_if_concatenated():
    g = generator.build_cgan_generator(
        5, (8, 8, 1), 3, (4, 3, 2), label_join="concatenate"
    )
    z = np.random.default_rng(0).standard_normal((2, 5), dtype="float32")
    labels = np.array([[2], [0]])
    (table,) = g.get_layer("label_as_vector").get_weights()
    by_hand = core(g)(np.concatenate([z, table[labels[:, 0]]], axis=1))
    np.testing.assert_allclose(g([z, labels]), by_hand, atol=1e-6)


def test_batch_norm_can_be_left_out_of_the_discriminator():
    d = core(discriminator.build_cgan_discriminator(batch_norm=False, hidden=6))
    assert not any(isinstance(n, layers.BatchNormalization) for n in d.layers)
    dense = [n.units for n in d.layers if isinstance(n, layers.Dense)]
    assert dense == [6, 1]


@pytest.mark.parametrize("hidden", [0, 6])
def test_projection_adds_the_features_times_the_labels_row(hidden):
    d = discriminator.build_projection_discriminator(
        (8, 8, 1), 3, (4, 3), hidden=hidden
    )
    images = np.random.default_rng(0).uniform(-1, 1, (2, 8, 8, 1)).astype("float32")
    labels = np.array([[2], [0]])
    described = core(d)(images).numpy()
    assert described.shape == (2, hidden or 2 * 2 * 3)
    (rows,) = d.get_layer("label_as_vector").get_weights()
    [dense] = [n for n in d.layers if isinstance(n, layers.Dense)]
    kernel, bias = dense.get_weights()
    by_hand = described @ kernel + bias
    by_hand += np.sum(described * rows[labels[:, 0]], axis=1, keepdims=True)
    np.testing.assert_allclose(d([images, labels]), by_hand, atol=1e-6)


def test_projection_can_answer_with_a_probability():
    keras.utils.set_random_seed(0)
    build, size = discriminator.build_projection_discriminator, ((8, 8, 1), 3, (2, 2))
    plain, probable = build(*size), build(*size, activation="sigmoid")
    probable.set_weights(plain.get_weights())
    pair = [np.ones((1, 8, 8, 1), "float32"), np.array([[1]])]
    by_hand = 1 / (1 + np.exp(-plain(pair).numpy()))
    np.testing.assert_allclose(probable(pair), by_hand, atol=1e-6)
    with pytest.raises(ValueError, match="activation must be one of None, sigmoid"):
        build(*size, activation="tanh")


def test_another_way_to_join_is_refused():
    with pytest.raises(ValueError, match="label_join must be one of multiply, conc"):
        generator.build_cgan_generator(label_join="add")
