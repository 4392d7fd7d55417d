"""Pictures and charts: the right images under the right titles, in a closed figure."""

import itertools

from cgan_lib import plots

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

HISTORY = {
    "d_loss": [0.7, 0.6],
    "g_loss": [0.8, 0.9],
    "d_accuracy_real": [0.5, 0.75],
    "d_accuracy_fake": [0.4, 0.65],
}


@pytest.fixture(autouse=True)
def _no_figure_stays_open():
    plt.close("all")
    yield
    still_open = plt.get_fignums()
    plt.close("all")
    assert still_open == []


def pictures(*shape) -> np.ndarray:
    return np.random.default_rng(0).uniform(0, 1, shape).astype("float32")


def images_of(figure) -> list[np.ndarray]:
    return [np.asarray(i.get_array()) for axis in figure.axes for i in axis.images]


def titles_of(figure) -> list[str]:
    return [axis.get_title() for axis in figure.axes if axis.get_title()]


def rows_of(figure) -> int:
    return figure.axes[0].get_subplotspec().get_gridspec().nrows


def assert_black_is_0_and_white_is_1(figure):
    for axis in figure.axes:
        for image in axis.images:
            assert image.get_clim() == (0, 1)
            assert image.get_cmap().name == "gray"


# digits


def test_digits_shows_every_image_under_its_title():
    images = pictures(7, 8, 8, 1)
    figure = plots.digits(images, titles=range(7), columns=3, heading="seven")
    assert isinstance(figure, Figure)
    assert (len(figure.axes), rows_of(figure)) == (9, 3)
    np.testing.assert_array_equal(images_of(figure), images[..., 0])
    assert titles_of(figure) == [str(label) for label in range(7)]
    assert figure.get_suptitle() == "seven"
    assert_black_is_0_and_white_is_1(figure)


def test_digits_takes_images_without_channels_and_in_colour():
    grey, colour = pictures(2, 8, 8), pictures(3, 8, 8, 3)
    np.testing.assert_array_equal(images_of(plots.digits(grey)), grey)
    np.testing.assert_array_equal(images_of(plots.digits(colour)), colour)


def test_digits_shows_uint8_as_shares_of_255():
    images = np.array([[[0, 51], [204, 255]]], "uint8")
    drawn = images_of(plots.digits(images))
    np.testing.assert_allclose(drawn, [[[0, 0.2], [0.8, 1]]])


def test_a_name_with_dollar_signs_is_printed_and_not_taken_for_a_formula():
    name, odd = "5 $ and 6 $", r"$\no$"
    figures = (
        plots.digits(pictures(2, 8, 8), [name, odd]),
        plots.grid(pictures(1, 2, 8, 8), [odd], [name, odd]),
        plots.training(pictures(2, 8, 8), [name, odd], {}, []),
    )
    for figure in figures:
        figure.canvas.draw()  # a formula with a fault would raise here
        assert titles_of(figure)[:2] == [name, odd]


def test_digits_without_titles_prints_none():
    assert titles_of(plots.digits(pictures(3, 8, 8))) == []


def test_one_row_is_no_wider_than_its_images():
    assert len(plots.digits(pictures(3, 8, 8), columns=10).axes) == 3


@pytest.mark.parametrize(
    ("images", "message"),
    [
        (np.zeros((8, 8)), r"images must be \(N, height, width\).*got \(8, 8\)"),
        (np.zeros((1, 8, 8, 2)), r"got \(1, 8, 8, 2\)"),
        (np.zeros((0, 8, 8)), r"got \(0, 8, 8\)"),
        (np.full((1, 8, 8), -0.5), "images must be from 0 to 1; got -0.5"),
        (np.full((1, 8, 8), 1.5), "images must be from 0 to 1; got 1.5"),
        (np.full((1, 8, 8), np.nan), "images must be from 0 to 1; got nan"),
    ],
)
def test_what_is_no_image_is_refused(images, message):
    with pytest.raises(ValueError, match=message):
        plots.digits(images)
    with pytest.raises(ValueError, match="images must be"):
        plots.training(images, range(len(images)), {}, [])
    with pytest.raises(ValueError, match="images must be"):
        plots.grid(images[np.newaxis], ["row"])


def test_titles_that_do_not_fit_the_images_are_refused():
    with pytest.raises(ValueError, match="one for each image; got 2 for 3"):
        plots.digits(pictures(3, 8, 8), titles=[1, 2])


# grid


@pytest.mark.parametrize("kind", [list, np.array])
def test_grid_is_a_table_with_titles_on_the_left_and_on_top(kind):
    images = pictures(2, 3, 8, 8, 1)
    figure = plots.grid(images, kind(["a", "b"]), kind([7, 8, 9]), heading="table")
    assert (len(figure.axes), rows_of(figure)) == (6, 2)
    np.testing.assert_array_equal(images_of(figure), images.reshape(6, 8, 8))
    assert titles_of(figure) == ["7", "8", "9"]
    assert [axis.get_ylabel() for axis in figure.axes] == ["a", "", "", "b", "", ""]
    assert figure.get_suptitle() == "table"
    assert_black_is_0_and_white_is_1(figure)


def test_grid_shows_colour_and_needs_no_column_titles():
    images = pictures(2, 3, 8, 8, 3)
    figure = plots.grid(images, ["a", "b"])
    np.testing.assert_array_equal(images_of(figure), images.reshape(6, 8, 8, 3))
    assert titles_of(figure) == []


@pytest.mark.parametrize(
    ("rows", "columns"), [(["a"], None), (["a", "b"], [1, 2]), (["a", "b"], [])]
)
def test_grid_refuses_titles_that_do_not_fit(rows, columns):
    with pytest.raises(ValueError, match=r"(row|column)_titles must be one for each"):
        plots.grid(pictures(2, 3, 8, 8), rows, columns)


# channels


def test_channels_gives_each_layer_a_row_with_its_first_channels():
    maps = [pictures(4, 4, 5) * 9 - 4, pictures(2, 2, 1)]
    figure = plots.channels(maps, ["wide", "narrow"], shown=3, heading="layers")
    assert (len(figure.axes), rows_of(figure)) == (6, 2)
    drawn = images_of(figure)
    assert len(drawn) == 3 + 1
    for place in range(3):
        np.testing.assert_array_equal(drawn[place], maps[0][..., place])
    np.testing.assert_array_equal(drawn[3], maps[1][..., 0])
    assert [axis.get_ylabel() for axis in figure.axes[::3]] == ["wide", "narrow"]
    assert figure.get_suptitle() == "layers"


def test_each_channel_has_a_grey_scale_of_its_own():
    maps = [pictures(4, 4, 2) * np.array([1, 50])]
    for axis, place in zip(
        plots.channels(maps, ["a"], shown=2).axes, (0, 1), strict=True
    ):
        channel = maps[0][..., place]
        limits = axis.images[0].get_clim()
        assert limits == pytest.approx((channel.min(), channel.max()))


def test_channels_refuses_another_number_of_titles_and_leaves_no_figure_open():
    with pytest.raises(ValueError, match=r"titles|argument"):
        plots.channels([pictures(4, 4, 2)], ["a", "b"])


# curves and training


def assert_shows_the_curves(axes, history, iterations):
    lines = [line for axis in axes for line in axis.get_lines()]
    assert len(lines) == 4
    for line, name in zip(lines, history, strict=True):
        np.testing.assert_array_equal(line.get_xdata(), iterations)
        np.testing.assert_array_equal(line.get_ydata(), history[name])
    assert [len(axis.get_lines()) for axis in axes] == [2, 2]
    assert all(axis.get_xlabel() == "iteration" for axis in axes)
    for axis in axes:
        colours = {line.get_color() for line in axis.get_lines()}
        styles = {line.get_linestyle() for line in axis.get_lines()}
        assert len(colours) == len(styles) == 2
        assert len(axis.get_legend().get_texts()) == 2


def test_curves_shows_both_losses_and_both_accuracies():
    figure = plots.curves(HISTORY, [100, 200])
    assert_shows_the_curves(figure.axes, HISTORY, [100, 200])
    assert figure.axes[1].get_ylim() == (-0.03, 1.03)  # a line at 0 can be seen
    assert figure.axes[0].get_ylim()[0] == 0


def test_training_shows_the_digits_above_the_curves():
    images = pictures(3, 8, 8, 1)
    figure = plots.training(images, [2, 0, 1], HISTORY, [100, 200])
    np.testing.assert_array_equal(images_of(figure), images[..., 0])
    assert [axis.get_title() for axis in figure.axes[:3]] == ["2", "0", "1"]
    assert_shows_the_curves(figure.axes[3:], HISTORY, [100, 200])
    above = min(axis.get_position().y0 for axis in figure.axes[:3])
    below = max(axis.get_position().y1 for axis in figure.axes[3:])
    assert above > below
    assert figure.get_suptitle() == "iteration 200"
    assert_black_is_0_and_white_is_1(figure)


def test_training_needs_no_history_before_the_first_iteration():
    figure = plots.training(pictures(2, 8, 8, 3), [0, 1], {}, [])
    assert len(images_of(figure)) == 2
    assert figure.get_suptitle() == "iteration 0"


def test_training_refuses_another_number_of_titles_and_leaves_no_figure_open():
    with pytest.raises(ValueError, match="titles must be one for each image"):
        plots.training(pictures(2, 8, 8), [0], {}, [])


# cgan_map

PARTS = (
    "noise",
    "label",
    "real",
    "vector",
    "generator",
    "fake",
    "picture",
    "discriminator",
    "answer",
)


def lit_boxes(figure) -> list[bool]:
    (axis,) = figure.axes
    return [patch.get_facecolor()[:3] != (1, 1, 1) for patch in axis.patches[:9]]


def test_the_map_names_every_part():
    figure = plots.cgan_map()
    words = " ".join(text.get_text() for text in figure.axes[0].texts)
    for word in ("noise z", "label y", "real image x", "fake image x*", "Generator G"):
        assert word in words
    for word in ("Discriminator D", "label → vector", "label → picture", "matching?"):
        assert word in words
    for word in ("D learns", "G learns", "multiplied with z"):
        assert word in words


def test_the_map_lights_everything_when_nothing_is_named():
    assert lit_boxes(plots.cgan_map()) == [True] * 9


@pytest.mark.parametrize("lit", [PARTS[:1], PARTS[3:5], PARTS[-1:]])
def test_the_map_lights_the_parts_that_are_named(lit):
    assert lit_boxes(plots.cgan_map(*lit)) == [name in lit for name in PARTS]


def test_the_map_can_light_the_learning_alone():
    assert lit_boxes(plots.cgan_map("learning")) == [False] * 9
    dashes = [
        {line.get_linestyle() for line in plots.cgan_map(name).axes[0].get_lines()}
        for name in ("learning", "noise")
    ]
    assert "--" in dashes[0]
    assert "--" not in dashes[1]


def test_the_map_refuses_a_part_that_does_not_exist():
    with pytest.raises(ValueError, match=r"lit must be one of noise, .*; got 'critic'"):
        plots.cgan_map("noise", "critic")


# Colours that everybody can tell apart

LINES = {name: getattr(plots, name) for name in ("BLUE", "ORANGE", "GREEN", "GREY")}
COLOUR_BLINDNESS = {  # of linear red, green and blue, whole loss: Machado et al., 2009
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}


def linear(colour) -> np.ndarray:
    """Linear red, green and blue of an sRGB colour."""
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


@pytest.mark.parametrize("name", LINES)
def test_lines_stand_out_from_white_as_the_web_guidelines_ask(name):
    luminance = linear(LINES[name]) @ [0.2126, 0.7152, 0.0722]
    assert 1.05 / (luminance + 0.05) >= 3  # WCAG 2.1, graphical objects


@pytest.mark.parametrize("kind", COLOUR_BLINDNESS)
def test_lines_differ_for_colour_blind_eyes(kind):
    seen = {
        name: np.clip(COLOUR_BLINDNESS[kind] @ linear(colour), 0, 1) ** (1 / 2.2)
        for name, colour in LINES.items()
    }
    for one, other in itertools.combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 0.1, (one, other)
