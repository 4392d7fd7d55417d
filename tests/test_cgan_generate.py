"""`generate` and `noise`: what is drawn, and from what."""

from cgan_lib import cgan

import numpy as np
import pytest
from training_helpers import assert_same_bits


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
