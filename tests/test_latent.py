"""Walks between noises and between labels, against formulas by hand and against `generate`."""

from cgan_lib import cgan, data, latent
from cgan_lib.generator import build_cgan_generator

import keras
import numpy as np
import pytest
from scipy.spatial.transform import Rotation, Slerp


@pytest.fixture(params=["multiply", "concatenate"])
def generator(request):
    keras.utils.set_random_seed(0)
    size = {"z_dim": 5, "img_shape": (8, 8, 1), "num_classes": 3, "filters": (4, 3, 2)}
    network = build_cgan_generator(
        **size, embedding_start="normal", label_join=request.param
    )
    # Louder than at the start, so that images of different labels really differ.
    network.set_weights([3 * weights for weights in network.get_weights()])
    return network


def angle(a, b):
    return np.arccos(np.dot(a, b) / np.linalg.norm(a) / np.linalg.norm(b))


# On the sphere


def test_arc_begins_and_ends_at_the_two_noises():
    z0, z1 = cgan.noise(2, 100, seed=0)
    arc = latent.interpolate_on_sphere(z0, z1, steps=7)
    assert arc.shape == (7, 100)
    assert arc.dtype == np.float32
    np.testing.assert_allclose(arc[[0, -1]], [z0, z1], atol=1e-5)


def test_every_step_of_the_arc_is_the_same_angle():
    z0, z1 = cgan.noise(2, 100, seed=1)
    arc = latent.interpolate_on_sphere(z0, z1, steps=6).astype("float64")
    steps = [angle(arc[i], arc[i + 1]) for i in range(5)]
    np.testing.assert_allclose(steps, angle(z0, z1) / 5, rtol=1e-4)


def test_length_goes_evenly_from_the_first_to_the_last():
    z0, z1 = cgan.noise(2, 100, seed=2)
    arc = latent.interpolate_on_sphere(z0, 3 * z1, steps=5)
    ends = np.linalg.norm(z0), np.linalg.norm(3 * z1)
    np.testing.assert_allclose(
        np.linalg.norm(arc, axis=1), np.linspace(*ends, 5), rtol=1e-5
    )


def test_arc_is_that_of_scipy_between_two_turns():
    turns = Rotation.from_quat([[0, 0, 0, 1], [0.5, 0.5, 0.5, 0.5]])
    times = np.linspace(0, 1, 4)
    by_scipy = Slerp([0, 1], turns)(times).as_quat()
    arc = latent.interpolate_on_sphere(*turns.as_quat(), steps=4)
    np.testing.assert_allclose(arc, by_scipy, atol=1e-6)


def test_a_noise_and_itself_give_that_noise_again_and_again():
    z = cgan.noise(1, 100, seed=3)[0]
    np.testing.assert_allclose(
        latent.interpolate_on_sphere(z, z, 3), [z, z, z], atol=1e-5
    )


@pytest.mark.parametrize(
    ("z0", "z1", "steps", "error", "message"),
    [
        ([1.0, 0.0], [-2.0, 0.0], 5, ValueError, "opposite"),
        ([0.0, 0.0], [1.0, 0.0], 5, ValueError, "all 0"),
        ([1.0, 0.0], [1.0], 5, ValueError, r"same shape .* \(2,\) and \(1,\)"),
        ([[1.0, 0.0]], [[0.0, 1.0]], 5, ValueError, r"\(z_dim,\); got \(1, 2\)"),
        ([1.0, 0.0], [np.nan, 1.0], 5, ValueError, "finite"),
        ([1, 0], [0, 1], 5, TypeError, "float numbers; got int64"),
        ([1.0, 0.0], [0.0, 1.0], 1, ValueError, "steps must be from 2 up; got 1"),
        ([1.0, 0.0], [0.0, 1.0], 2.5, TypeError, "steps must be a whole number"),
    ],
)
def test_noises_without_an_arc_are_refused(z0, z1, steps, error, message):
    with pytest.raises(error, match=message):
        latent.interpolate_on_sphere(z0, z1, steps)


# Mixed labels


def test_one_hot_shares_draw_the_label_itself(generator):
    labels = np.array([2, 0, 1, 2])
    z = cgan.noise(4, 5, seed=0)
    asked = data.unscale(generator([z, labels[:, np.newaxis]]).numpy())
    mixed = latent.mix_labels(generator, np.eye(3)[labels], z)
    assert mixed.shape == (4, 8, 8, 1)
    np.testing.assert_allclose(mixed, asked, atol=1e-6)
    assert np.abs(asked[0] - asked[3]).max() > 0.1


def test_shares_mix_the_rows_of_the_table(generator):
    (table,) = generator.get_layer("label_as_vector").get_weights()
    shares = np.array([[0.5, 0.5, 0], [0.2, 0, 0.8]])
    z = cgan.noise(2, 5, seed=0)
    mixed = latent.mix_labels(generator, shares, z)
    row = 0.2 * table[0] + 0.8 * table[2]
    network = keras.models.clone_model(generator)
    weights = [*generator.get_weights()]
    [place] = [i for i, w in enumerate(weights) if w.shape == table.shape]
    weights[place] = np.stack([row, row, row])
    network.set_weights(weights)
    by_table = data.unscale(network([z[1:], np.array([[1]])]).numpy())
    np.testing.assert_allclose(mixed[1:], by_table, atol=1e-6)


def test_one_noise_serves_every_image(generator):
    z = cgan.noise(1, 5, seed=0)
    once = latent.mix_labels(generator, np.eye(3), z[0])
    again = latent.mix_labels(generator, np.eye(3), z.repeat(3, axis=0))
    np.testing.assert_array_equal(once, again)


def test_a_large_order_is_drawn_whole(generator):
    z = cgan.noise(501, 5, seed=0)
    shares = np.eye(3)[np.arange(501) % 3]
    drawn = latent.mix_labels(generator, shares, z)
    assert len(drawn) == 501
    last = latent.mix_labels(generator, shares[500:], z[500:])
    np.testing.assert_allclose(drawn[500:], last, atol=1e-6)


@pytest.mark.parametrize(
    ("shares", "z", "error", "message"),
    [
        (np.eye(4), np.zeros(5), ValueError, r"shape \(N, 3\); got \(4, 4\)"),
        (np.ones(3), np.zeros(5), ValueError, r"shape \(N, 3\); got \(3,\)"),
        (np.ones((0, 3)), np.zeros(5), ValueError, r"got \(0, 3\)"),
        (np.eye(3) * np.nan, np.zeros(5), ValueError, "finite numbers"),
        ([["3", "8", "1"]], np.zeros(5), TypeError, "shares must hold numbers"),
        (np.eye(3), np.zeros(4), ValueError, r"z must have the shape \(3, 5\)"),
    ],
)
def test_shares_or_noise_that_do_not_fit_are_refused(shares, z, error, message):
    size = {"z_dim": 5, "img_shape": (8, 8, 1), "num_classes": 3, "filters": (1, 1)}
    with pytest.raises(error, match=message):
        latent.mix_labels(build_cgan_generator(**size), shares, z)


def test_a_generator_without_a_label_table_is_refused():
    z = keras.Input((5,))
    image = keras.layers.Reshape((2, 2, 1))(keras.layers.Dense(4)(z))
    with pytest.raises(ValueError, match="one label table, an Embedding; got 0"):
        latent.mix_labels(keras.Model(z, image), np.eye(3), np.zeros(5))
