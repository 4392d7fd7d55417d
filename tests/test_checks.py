"""Bad input gets an error that names the argument, what came and what was expected."""

from cgan_lib import checks

import numpy as np
import pytest


def test_the_first_wrong_label_is_named_with_its_place():
    words = r"from 0 to 9; got 12 at position 3 \(num_classes is 10\)$"
    with pytest.raises(ValueError, match=words):
        checks.labels([0, 9, 3, 12, 99], num_classes=10)
    with pytest.raises(ValueError, match=r"from 0 to 9; got -1 at position 1$"):
        checks.labels([0, -1, 3, 12, 99], num_classes=10)


def test_labels_may_be_lists_or_any_kind_of_integer():
    for kind in ("uint8", "int64", "uint64"):
        checked = checks.labels(np.array([0, 9], kind), num_classes=10)
        assert checked.dtype == np.int32
        np.testing.assert_array_equal(checked, [0, 9])
    np.testing.assert_array_equal(checks.labels(range(3)), [0, 1, 2])


@pytest.mark.parametrize("wrong", [["7"], [True], [None]])
def test_labels_that_are_no_integers_are_refused(wrong):
    with pytest.raises(TypeError, match="labels must be integers from 0 to 9"):
        checks.labels(wrong, num_classes=10)


@pytest.mark.parametrize("wrong", [[], 7, [[7]]])
def test_labels_of_another_shape_are_refused(wrong):
    with pytest.raises(ValueError, match="in one row"):
        checks.labels(wrong, num_classes=10)


def test_a_very_large_number_never_becomes_another_label():
    with pytest.raises(ValueError, match="labels must be integers"):
        checks.labels([2**40])


def test_images_of_another_shape_are_told_the_right_one():
    with pytest.raises(ValueError, match=r"\(N, 28, 28, 1\); got \(2, 8, 8, 1\)"):
        checks.images(np.zeros((2, 8, 8, 1)), (28, 28, 1))
    assert checks.images(np.zeros((2, 8, 8, 1)), (8, 8, 1)).dtype == np.float32


@pytest.mark.parametrize(
    ("img_shape", "error", "message"),
    [
        (
            (28, 28),
            ValueError,
            "must be \\(height, width, channels\\); got \\(28, 28\\)",
        ),
        (28, ValueError, "must be \\(height, width, channels\\); got 28"),
        ((30, 28, 1), ValueError, "height must be divisible by 4; got 30"),
        ((28, 27, 1), ValueError, "width must be divisible by 4; got 27"),
        ((0, 28, 1), ValueError, "height must be from 4 up; got 0"),
        ((28.0, 28, 1), TypeError, "height must be a whole number; got 28.0"),
        ((28, 28, 2), ValueError, "must be 1 \\(grey\\) or 3 \\(colour\\); got 2"),
        ((28, 28, 4), ValueError, "must be 1 \\(grey\\) or 3 \\(colour\\); got 4"),
        ((28, 28, -1), ValueError, "must be 1 \\(grey\\) or 3 \\(colour\\); got -1"),
    ],
)
def test_the_size_that_cannot_be_is_named(img_shape, error, message):
    with pytest.raises(error, match=message):
        checks.img_shape(img_shape)


@pytest.mark.parametrize(("name", "kind"), [("folder", "folder"), ("path", "file")])
def test_what_is_no_path_is_told_what_it_should_lead_to(name, kind):
    with pytest.raises(TypeError, match=f"{name} must be the path of a {kind}; got i"):
        checks.path(3, name)
    with pytest.raises(ValueError, match=f"{name} must be the path of a {kind}; got "):
        checks.path("a\0b", name)


def test_sizes_may_be_numpy_integers():
    checked = checks.img_shape(np.array([28, 32, 3]))
    assert checked == (28, 32, 3)
    assert all(type(size) is int for size in checked)


def test_a_whole_number_comes_back_as_pythons_own():
    assert type(checks.whole_number(np.int64(3), "n", low=1)) is int


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (0, ValueError, "^n must be from 1 to 5; got 0$"),
        (6, ValueError, "^n must be from 1 to 5; got 6$"),
        (2.0, TypeError, "^n must be a whole number; got 2.0$"),
        ("2", TypeError, "^n must be a whole number; got '2'$"),
        (True, TypeError, "^n must be a whole number; got True$"),
    ],
)
def test_what_is_no_whole_number_in_range_is_refused(value, error, message):
    with pytest.raises(error, match=message):
        checks.whole_number(value, "n", low=1, high=5)


def test_one_noise_vector_stands_for_every_image():
    z = np.array([1.0, 2.0, 3.0])
    checked = checks.noise(z, count=2, z_dim=3)
    assert checked.dtype == np.float32
    np.testing.assert_array_equal(checked, [[1, 2, 3], [1, 2, 3]])


@pytest.mark.parametrize(
    ("z", "error", "message"),
    [
        (np.zeros((2, 4)), ValueError, r"shape \(2, 3\) or \(3,\); got \(2, 4\)"),
        (np.zeros((1, 3)), ValueError, r"got \(1, 3\)"),
        (np.full(3, np.nan), ValueError, "finite"),
        (np.full(3, np.inf), ValueError, "finite"),
        (np.zeros(3, int), TypeError, "float numbers; got int64"),
    ],
)
def test_noise_that_cannot_be_used_is_refused(z, error, message):
    with pytest.raises(error, match=f"z must .*{message}"):
        checks.noise(z, count=2, z_dim=3)
