"""A label's vector is a row of a table, and the same as one-hot times the table."""

from cgan_lib import embeddings

import keras
import numpy as np
import pytest

LABELS = np.array([[2], [0], [2]])


def vector_model(start="uniform"):
    label = keras.Input((1,), dtype="int32")
    return keras.Model(label, embeddings.label_as_vector(label, 3, 5, start))


def picture_model(start="uniform"):
    label = keras.Input((1,), dtype="int32")
    picture = embeddings.label_as_picture(label, 3, (4, 8, 1), start)
    return keras.Model(label, picture)


def test_the_vector_of_a_label_is_its_row_of_the_table():
    model = vector_model()
    (table,) = model.get_weights()
    assert table.shape == (3, 5)
    np.testing.assert_array_equal(model(LABELS), table[[2, 0, 2]])


def test_the_vector_of_a_label_equals_one_hot_times_the_table():
    model = vector_model()
    (table,) = model.get_weights()
    one_hot = np.array([[0, 0, 1], [1, 0, 0], [0, 0, 1]], "float32")
    np.testing.assert_allclose(model(LABELS), one_hot @ table, atol=1e-7)


def test_the_picture_of_a_label_is_its_row_folded_line_by_line():
    model = picture_model()
    (table,) = model.get_weights()
    assert table.shape == (3, 4 * 8)
    pictures = model(LABELS).numpy()
    assert pictures.shape == (3, 4, 8, 1)
    for picture, label in zip(pictures, LABELS[:, 0], strict=True):
        for line in range(4):
            row = table[label, 8 * line : 8 * line + 8]
            np.testing.assert_array_equal(picture[line, :, 0], row)


def label_table(*sizes):
    label = keras.Input((1,), dtype="int32")
    vector = embeddings.label_as_vector(label, *sizes)
    (table,) = embeddings.label_tables(keras.Model(label, vector))
    return table


def test_the_uniform_start_fills_plus_and_minus_a_twentieth():
    (table,) = label_table(100, 1000, "uniform").get_weights()
    assert -0.05 <= table.min() < -0.0499
    assert 0.0499 < table.max() <= 0.05
    assert table.std() == pytest.approx(0.1 / np.sqrt(12), rel=0.02)


def test_the_normal_start_is_as_large_as_the_noise():
    (table,) = label_table(100, 1000, "normal").get_weights()
    assert table.mean() == pytest.approx(0, abs=0.02)
    assert table.std() == pytest.approx(1, rel=0.02)
    assert np.mean(np.abs(table) < 1) == pytest.approx(0.6827, abs=0.01)


@pytest.mark.parametrize("model", [vector_model, picture_model])
def test_the_start_reaches_the_table_of_each_network(model):
    assert np.abs(model("uniform").get_weights()[0]).max() <= 0.05
    assert np.abs(model("normal").get_weights()[0]).max() > 0.5


def test_uniform_is_the_start_that_keras_itself_would_choose():
    ours = label_table(3, 5).embeddings_initializer.get_config()
    theirs = keras.layers.Embedding(3, 5).embeddings_initializer.get_config()
    assert (ours["minval"], ours["maxval"]) == (theirs["minval"], theirs["maxval"])


def test_the_product_of_a_shape_is_taken_as_a_row_length():
    assert label_table(3, np.prod((4, 8))).output_dim == 32


@pytest.mark.parametrize(
    ("sizes", "error", "message"),
    [
        ((0, 5), ValueError, "num_classes must be from 1 up; got 0"),
        ((3, 0), ValueError, "z_dim must be from 1 up; got 0"),
        ((3.0, 5), TypeError, "num_classes must be a whole number; got 3.0"),
        (
            (3, 5, "zeros"),
            ValueError,
            "start must be one of uniform, normal; got 'zeros'",
        ),
    ],
)
def test_a_label_table_that_cannot_be_says_what_is_wrong(sizes, error, message):
    with pytest.raises(error, match=message):
        label_table(*sizes)
