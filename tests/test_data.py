"""Digits in, digits out: MNIST is whole, scaling loses nothing, and pairs stay pairs."""

import hashlib
import re
import struct

from cgan_lib import assets, data

import numpy as np
import pytest
import tensorflow as tf


def idx_bytes(array) -> bytes:
    """An array of uint8 as a file of MNIST's original publication."""
    sizes = struct.pack(f">{array.ndim}I", *array.shape)
    return bytes([0, 0, 8, array.ndim]) + sizes + array.astype("uint8").tobytes()


def published_sums() -> dict[str, str]:
    text = (assets.FOLDER / "README.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| (\S+-ubyte) \| ([0-9a-f]{32}) \|$", text, re.M))


def labels_in(pairs, count) -> np.ndarray:
    return np.concatenate([y for _, y in pairs.take(count).as_numpy_iterator()])


@pytest.fixture
def numbered():
    """12 images that hold their own label, divided by 12."""
    labels = np.arange(12)
    x = np.ones((12, 4, 4, 1), "float32") * labels[:, None, None, None] / 12
    return x.astype("float32"), labels


# MNIST


def test_mnist_has_the_md5_sums_of_its_publication(mnist):
    arrays = {
        "train-images-idx3-ubyte": mnist["train"].images[..., 0],
        "train-labels-idx1-ubyte": mnist["train"].labels,
        "t10k-images-idx3-ubyte": mnist["test"].images[..., 0],
        "t10k-labels-idx1-ubyte": mnist["test"].labels,
    }
    sums = {n: hashlib.md5(idx_bytes(array)).hexdigest() for n, array in arrays.items()}
    assert sums == published_sums()


@pytest.mark.parametrize(("split", "count"), [("train", 60_000), ("test", 10_000)])
def test_mnist_comes_in_the_shapes_and_types_that_the_docstring_promises(
    mnist, split, count
):
    images, labels = mnist[split]
    assert (images.shape, images.dtype) == ((count, 28, 28, 1), np.uint8)
    assert (labels.shape, labels.dtype) == ((count,), np.int32)
    assert sorted(set(labels)) == list(range(10))


def test_load_mnist_refuses_another_split():
    with pytest.raises(ValueError, match="split must be one of train, test; got 'all'"):
        data.load_mnist("all")


def test_missing_mnist_names_the_file_and_what_to_do(monkeypatch, tmp_path):
    sums = (assets.FOLDER / "SHA256SUMS").read_bytes()
    (tmp_path / "SHA256SUMS").write_bytes(sums)
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"mnist\.npz.*git checkout"):
        data.load_mnist()


def test_damaged_mnist_names_the_file_and_what_to_do(monkeypatch, tmp_path):
    whole = (assets.FOLDER / "mnist.npz").read_bytes()
    sums = (assets.FOLDER / "SHA256SUMS").read_bytes()
    (tmp_path / "SHA256SUMS").write_bytes(sums)
    one_bit_off = whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:]
    (tmp_path / "mnist.npz").write_bytes(one_bit_off)
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"mnist\.npz is damaged.*git checkout"):
        data.load_mnist()


# scale and unscale


def test_scale_and_unscale_give_all_256_values_back():
    pixels = np.arange(256, dtype="uint8")
    brightness = data.unscale(data.scale(pixels))
    np.testing.assert_array_equal(np.rint(brightness * 255).astype("uint8"), pixels)
    np.testing.assert_allclose(brightness, pixels / 255, atol=1e-7)


def test_scale_puts_black_at_minus_one_and_white_at_one():
    x = data.scale(np.array([[0, 51, 255]], "uint8"))
    assert (x.dtype, x.shape) == (np.float32, (1, 3))
    np.testing.assert_allclose(x, [[-1, -0.6, 1]], atol=1e-7)
    assert (x[0, 0], x[0, 2]) == (-1, 1)


@pytest.mark.parametrize(
    "images", [np.zeros((2, 2)), np.zeros((2, 2), "int32"), [0, 1]]
)
def test_scale_refuses_images_that_are_not_uint8(images):
    with pytest.raises(TypeError, match="images must be uint8"):
        data.scale(images)


def test_one_number_is_scaled_and_unscaled_to_an_array():
    for changed in (data.unscale(1.0), data.scale(np.uint8(255))):
        assert isinstance(changed, np.ndarray)
        assert (changed.shape, changed.dtype, changed) == ((), np.float32, 1)


@pytest.mark.parametrize("wrong", [[1.1], [-1.1], [np.nan], [np.inf], []])
def test_unscale_refuses_numbers_outside_its_range(wrong):
    with pytest.raises(ValueError, match="x must"):
        data.unscale(wrong)


def test_unscale_refuses_pixels():
    with pytest.raises(TypeError, match="scale first"):
        data.unscale(np.zeros(3, "uint8"))


@pytest.mark.parametrize("wrong", [["a"], [True], [1j]])
def test_unscale_refuses_what_is_no_real_number(wrong):
    with pytest.raises(TypeError, match="x must hold numbers"):
        data.unscale(wrong)


# batches


def test_batches_have_the_shapes_and_types_that_the_docstring_promises(numbered):
    x, labels = next(iter(data.batches(*numbered, batch_size=5)))
    assert (x.shape, x.dtype) == ((5, 4, 4, 1), "float32")
    assert (labels.shape, labels.dtype) == ((5,), "int32")


def test_every_image_stays_with_its_label(numbered):
    for x, labels in data.batches(*numbered, batch_size=5, seed=0).take(10):
        expected = np.ones((5, 4, 4, 1)) * labels.numpy()[:, None, None, None] / 12
        np.testing.assert_allclose(x, expected, atol=1e-6)


@pytest.mark.parametrize("batch_size", [1, 4, 12])
def test_each_pass_holds_every_image_once_and_in_a_new_order(numbered, batch_size):
    passes = labels_in(
        data.batches(*numbered, batch_size, seed=0), 36 // batch_size
    ).reshape(3, 12)
    for order in passes:
        assert sorted(order) == list(range(12))
    assert len({tuple(order) for order in passes}) == 3


def test_no_image_is_dropped_when_the_batch_size_does_not_divide_the_pass(numbered):
    drawn = labels_in(data.batches(*numbered, batch_size=8, seed=0), 3)
    assert sorted(drawn[:12]) == sorted(drawn[12:]) == list(range(12))


def test_the_same_seed_gives_the_same_batches(numbered):
    first = labels_in(data.batches(*numbered, 4, seed=3), 9)
    again = labels_in(data.batches(*numbered, 4, seed=3), 9)
    other = labels_in(data.batches(*numbered, 4, seed=4), 9)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_same_seed_gives_the_same_batches_whatever_was_seeded_before(numbered):
    drawn = []
    for elsewhere in (1, 2):
        tf.random.set_seed(elsewhere)
        drawn.append(labels_in(data.batches(*numbered, 4, seed=3), 9))
    np.testing.assert_array_equal(*drawn)


def test_without_a_seed_batches_are_new_each_time(numbered):
    first, second = (labels_in(data.batches(*numbered, 12), 1) for _ in range(2))
    assert not np.array_equal(first, second)


@pytest.mark.parametrize(
    ("x", "labels", "batch_size", "error", "message"),
    [
        (
            np.zeros((3, 4, 4, 1)),
            [0, 1],
            1,
            ValueError,
            "x and labels must be pairs; got 3 and 2",
        ),
        (np.zeros((3, 4, 4)), [0, 1, 2], 1, ValueError, "x must have the shape"),
        (np.zeros((0, 4, 4, 1)), [], 1, ValueError, "x must hold at least one"),
        (np.full((1, 4, 4, 1), 2.0), [0], 1, ValueError, "x must be from -1 to 1"),
        (np.full((1, 4, 4, 1), np.nan), [0], 1, ValueError, "x must be from -1 to 1"),
        (np.zeros((1, 4, 4), "uint8"), [0], 1, ValueError, "x must have the shape"),
        (np.zeros((2, 4, 4, 1)), [0, -1], 1, ValueError, "got -1 at position 1"),
        (np.zeros((2, 4, 4, 1)), [0, 1.5], 1, TypeError, "labels must be integers"),
        (np.zeros((2, 4, 4, 1)), [[0], [1]], 1, ValueError, r"got the shape \(2, 1\)"),
        (
            np.zeros((2, 4, 4, 1)),
            [0, 1],
            3,
            ValueError,
            "batch_size must be from 1 to 2",
        ),
        (
            np.zeros((2, 4, 4, 1)),
            [0, 1],
            0,
            ValueError,
            "batch_size must be from 1 to 2",
        ),
        (np.zeros((2, 4, 4, 1)), [0, 1], 1.0, TypeError, "batch_size must be a whole"),
        (np.zeros((2, 4, 4, 1)), [0, 1], True, TypeError, "batch_size must be a whole"),
    ],
)
def test_batches_says_what_is_wrong(x, labels, batch_size, error, message):
    with pytest.raises(error, match=message):
        data.batches(x, labels, batch_size)


@pytest.mark.parametrize("start", [0, 1, 4, 5, 9, 40])
def test_batches_may_begin_at_any_place_of_the_same_row(numbered, start):
    whole = labels_in(data.batches(*numbered, 8, seed=3), start + 12)
    rest = labels_in(data.batches(*numbered, 8, seed=3, start=start), 12)
    np.testing.assert_array_equal(rest, whole[-len(rest) :])


def test_batches_begin_late_only_in_an_order_that_comes_again(numbered):
    with pytest.raises(ValueError, match="start needs a seed"):
        data.batches(*numbered, 8, start=3)
    with pytest.raises(ValueError, match="start must be from 0 up; got -1"):
        data.batches(*numbered, 8, seed=0, start=-1)
