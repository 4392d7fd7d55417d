"""Rooms hold what they say they hold."""

import numpy as np
import pytest
import rooms
from matplotlib.colors import rgb_to_hsv


def test_rooms_hold_a_large_solid_of_the_class_and_two_small_ones():
    pictures, made = rooms.draw_rooms(per_class=4)
    assert pictures.images.shape == (24, 64, 64, 3)
    assert pictures.images.dtype == "uint8"
    assert pictures.class_names == tuple(rooms.SOLIDS)
    assert (
        pictures.labels.tolist()
        == made["kind"][2].tolist()
        == [n // 4 for n in range(24)]
    )
    assert (made["radius"][2] > made["radius"][:2]).all()
    again, others = (rooms.draw_rooms(4, seed=seed)[0].images for seed in (0, 1))
    np.testing.assert_array_equal(pictures.images, again)
    assert not np.array_equal(pictures.images, others)


@pytest.fixture(scope="module")
def drawn():
    return rooms.draw_rooms(per_class=30, size=32)


def test_the_middle_of_the_large_solid_has_its_hue(drawn):
    pictures, made = drawn
    rings = pictures.labels == list(rooms.SOLIDS).index("ring")  # with a hole there
    middles = np.stack([made["down"][2], made["across"][2]])
    rows, columns = np.clip(((middles + 1) * 16).astype(int), 0, 31)
    inks = pictures.images[np.arange(180), rows, columns] / 255
    hues = rgb_to_hsv(inks)[:, 0]
    turn = np.abs((hues - made["hue"][2] + 0.5) % 1 - 0.5)
    assert np.quantile(turn[~rings], 0.9) < 0.05
    assert np.mean(turn[rings] > 0.1) > 0.2


def test_a_ball_is_bright_where_the_light_comes_from(drawn):
    pictures, made = drawn
    balls = pictures.labels == 0
    sides = []
    for sign in (-1, 1):
        columns = (made["across"][2] + sign * 0.5 * made["radius"][2] + 1) * 16
        rows = (made["down"][2] + 1) * 16
        places = np.arange(180), rows.astype(int), columns.astype(int)
        sides.append(pictures.images[places].astype(int).sum(axis=1))
    brighter, strong = sides[1] - sides[0], np.abs(made["light"]) > 0.3
    assert (np.sign(brighter) == np.sign(made["light"]))[balls & strong].all()


def test_a_solid_is_as_large_as_it_says():
    """A ball of radius r covers (0.8 r / 2) ** 2 x pi of the picture."""
    pictures, made = rooms.draw_rooms(per_class=20, size=64)
    images = pictures.images[:20].astype(float)
    for image, hue, radius in zip(
        images, made["hue"][2], made["radius"][2], strict=False
    ):
        hues = rgb_to_hsv(image / 255)
        like = np.abs((hues[..., 0] - hue + 0.5) % 1 - 0.5) < 0.04
        covered = (like & (hues[..., 1] > 0.6)).mean()
        assert covered > 0.5 * (0.4 * radius) ** 2 * np.pi


@pytest.mark.parametrize(
    ("options", "message"),
    [({"per_class": 0}, "per_class must be from 1"), ({"size": 30}, "divisible by 4")],
)
def test_rooms_that_cannot_be_drawn_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        rooms.draw_rooms(**{"per_class": 1} | options)
