"""Letters and coloured shapes, drawn from the fonts that Matplotlib ships."""

from cgan_lib import data, glyphs

import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.colors import to_rgb


def test_each_letter_is_a_class_under_its_own_name():
    pictures = glyphs.draw(per_class=3)
    assert pictures.images.shape == (78, 28, 28, 1)
    assert pictures.images.dtype == "uint8"
    assert pictures.class_names == tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert pictures.labels.tolist() == [n // 3 for n in range(78)]


def test_the_same_seed_draws_the_same_pictures_and_another_seed_others():
    first, again = (glyphs.draw("AB", 4, seed=5).images for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, glyphs.draw("AB", 4, seed=6).images)


def test_no_two_pictures_of_a_letter_are_alike():
    images = glyphs.draw("A", 60).images
    assert len({image.tobytes() for image in images}) == 60


def test_letters_come_from_the_fonts_that_are_named():
    fonts = glyphs.fonts_with("A")
    thin, bold = (
        [f for f in fonts if f.stem == n] for n in ("DejaVuSans", "DejaVuSans-Bold")
    )
    light, heavy = (glyphs.draw("AH", 20, fonts=f).images.mean() for f in (thin, bold))
    assert heavy > 1.2 * light
    np.testing.assert_array_equal(
        glyphs.draw("AB", 4, fonts=fonts).images, glyphs.draw("AB", 4).images
    )
    with pytest.raises(ValueError, match="fonts must be a list"):
        glyphs.draw("A", 2, fonts=["no.ttf"])


@pytest.mark.parametrize("size", [16, 28, 40])
def test_a_letter_stands_whole_and_white_on_black(size):
    images = glyphs.draw(per_class=20, size=size).images[..., 0]
    edge = np.concatenate(
        [images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]]
    )
    assert edge.max() == 0
    assert (images.max(axis=(1, 2)) > 100).all()
    rows, columns = np.indices((size, size))
    for places in (rows, columns):
        mean = (images * places).sum(axis=(1, 2)) / images.sum(axis=(1, 2))
        assert np.abs(mean - size / 2).max() < 0.2 * size


def test_a_letter_is_upright_and_not_mirrored():
    """By eye: an L has its foot below, to the right; a T its bar above."""
    foot = glyphs.draw("L", 50).images[..., 0].mean(axis=0)
    assert foot[18:].sum() > 1.3 * foot[:10].sum()
    assert foot[18:, 16:].sum() > 2 * foot[:10, 16:].sum()
    assert foot[:, :12].sum() > 1.3 * foot[:, 16:].sum()
    bar = glyphs.draw("T", 50).images[..., 0].mean(axis=0)
    assert bar[:10].sum() > 1.3 * bar[18:].sum()


def test_letters_can_be_told_apart_by_the_nearest_average():
    train, test = glyphs.draw("AHLOTX", 60), glyphs.draw("AHLOTX", 30, seed=1)
    x, unknown = (
        data.scale(p.images).reshape(len(p.images), -1) for p in (train, test)
    )
    averages = np.stack([x[train.labels == n].mean(axis=0) for n in range(6)])
    distances = ((unknown[:, np.newaxis] - averages) ** 2).sum(axis=2)
    assert np.mean(distances.argmin(axis=1) == test.labels) > 0.85


def test_only_fonts_that_have_the_character_are_used():
    fonts = glyphs.fonts_with("A")
    assert len(fonts) >= 12
    stars = glyphs.fonts_with("★")
    assert 0 < len(stars) < len(fonts)
    assert set(stars) < set(fonts)
    for path in fonts:
        assert (path in stars) == (0x2605 in font_manager.get_font(path).get_charmap())


def test_any_script_and_sign_that_a_font_has_can_be_drawn():
    pictures = glyphs.draw("αЖ♠?", 2)
    assert pictures.class_names == ("α", "Ж", "♠", "?")
    assert (pictures.images.max(axis=(1, 2, 3)) > 0).all()


def test_a_coloured_label_says_colour_and_shape():
    pictures = glyphs.draw_coloured(per_class=10)
    assert pictures.images.shape == (90, 28, 28, 3)
    assert pictures.class_names[1] == "orange star"
    assert pictures.class_names[3] == "blue heart"
    inks = np.array([to_rgb(colour) for colour in glyphs.COLOURS.values()])
    for image, label in zip(pictures.images / 255, pictures.labels, strict=True):
        middle = image[12:18, 12:18].reshape(-1, 3)
        middle = middle[middle.max(axis=1) > 0.4].mean(axis=0)
        nearest = ((inks - middle) ** 2).sum(axis=1).argmin()
        assert pictures.class_names[label].split()[0] == list(glyphs.COLOURS)[nearest]


def test_the_shape_does_not_depend_on_the_colour():
    """A heart is widest above its middle, a triangle below."""
    pictures = glyphs.draw_coloured(per_class=20)
    bright = pictures.images.max(axis=3) > 100
    lower = bright[:, 14:].sum(axis=(1, 2)) / bright.sum(axis=(1, 2))
    shapes = np.array([name.split()[1] for name in pictures.class_names])[
        pictures.labels
    ]
    assert lower[shapes == "triangle"].min() > lower[shapes == "heart"].max()


def test_own_shapes_and_colours_are_taken():
    pictures = glyphs.draw_coloured({"spade": "♠"}, {"white": "white"}, 2)
    assert pictures.class_names == ("white spade",)
    assert pictures.images.max() > 230


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: glyphs.draw(""), "one or more, each once"),
        (lambda: glyphs.draw("ABA"), "one or more, each once"),
        (lambda: glyphs.draw("A B"), "single, visible ones"),
        (lambda: glyphs.draw(["AB"]), "single, visible ones"),
        (lambda: glyphs.draw("A猫"), "'猫' is in none"),
        (lambda: glyphs.draw("A", 0), "per_class must be from 1"),
        (lambda: glyphs.draw("A", size=30), "divisible by 4"),
        (lambda: glyphs.draw("A", seed=-1), "seed must be from 0"),
        (lambda: glyphs.draw_coloured({}), "one or more"),
        (lambda: glyphs.draw_coloured(colours={"x": "no"}), "no"),
    ],
)
def test_what_cannot_be_drawn_is_refused(call, message):
    with pytest.raises((ValueError, TypeError), match=message):
        call()
