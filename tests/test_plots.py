"""Pictures and charts: the right images under the right titles, in a closed figure."""

import io
import itertools

from cgan_lib import plots

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from PIL import Image

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


def pixels_of(figure) -> np.ndarray:
    """The figure as it is shown, RGBA bytes."""
    return np.asarray(Image.open(io.BytesIO(figure._repr_png_())).convert("RGBA"))


def words_of(figure) -> list[str]:
    """All words outside the axes, in the order in which they were written."""
    return [text.get_text() for text in figure.texts]


def tiles_of(figure, side: int, scale: int) -> list[np.ndarray]:
    """Every framed image of `side` x `side`, found in the pixels that are shown, from 0 to 1.

    The frames are red: see `RED`.
    """
    pixels = pixels_of(figure)
    is_red = (pixels == (255, 0, 0, 255)).all(axis=-1)
    wide = side * scale
    found = []
    for y, x in np.argwhere(is_red):
        frame = is_red[y : y + wide + 4, x : x + wide + 4]
        edges = (frame[:2], frame[-2:], frame[:, :2], frame[:, -2:])
        if frame.shape == (wide + 4,) * 2 and all(edge.all() for edge in edges):
            found.append(pixels[y + 2 : y + wide + 2, x + 2 : x + wide + 2, :3])
    return found


def enlarged(images, scale: int) -> np.ndarray:
    """What a tile should show of images (N, height, width) or with three channels."""
    images = np.round(255 * images.reshape(*images.shape[:3], -1))
    return images.repeat(scale, 1).repeat(scale, 2) + np.zeros(3)


RED = "#FF0000"


# digits


def test_digits_shows_every_pixel_of_every_image_under_its_title():
    images = pictures(7, 8, 8, 1)
    figure = plots.digits(images, range(7), 3, scale=2, heading="seven", frame=RED)
    assert isinstance(figure, Figure)
    np.testing.assert_array_equal(tiles_of(figure, 8, 2), enlarged(images, 2))
    assert words_of(figure) == ["seven", *map(str, range(7))]


def test_digits_takes_images_without_channels_and_in_colour():
    for images in (pictures(2, 8, 8), pictures(3, 8, 8, 3)):
        figure = plots.digits(images, scale=1, frame=RED)
        np.testing.assert_array_equal(tiles_of(figure, 8, 1), enlarged(images, 1))


def test_digits_shows_uint8_as_shares_of_255():
    images = np.array([[[0, 51], [204, 255]]], "uint8")
    (drawn,) = tiles_of(plots.digits(images, scale=1, frame=RED), 2, 1)
    np.testing.assert_array_equal(drawn[..., 0], images[0])


def test_a_name_with_dollar_signs_is_printed_and_not_taken_for_a_formula():
    name, odd = "5 $ and 6 $", r"$\no$"
    figures = (
        plots.digits(pictures(2, 8, 8), [name, odd]),
        plots.grid(pictures(1, 2, 8, 8), [odd], [name, odd]),
        plots.training(pictures(2, 8, 8), [name, odd], {}, []),
    )
    for figure in figures:
        figure.canvas.draw()  # a formula with a fault would raise here
        assert {name, odd} <= {*words_of(figure)}


def test_a_negative_number_has_a_true_minus_and_a_date_its_hyphens():
    figure = plots.digits(pictures(2, 8, 8), [-0.5, "[-1, 1]"], heading="2026-11-25")
    assert words_of(figure) == ["2026-11-25", "−0.5", "[−1, 1]"]


def test_digits_without_titles_prints_none():
    assert words_of(plots.digits(pictures(3, 8, 8))) == []


@pytest.mark.parametrize("count", [1, 3, 5, 6, 9, 10, 12])
def test_a_sheet_is_one_of_two_widths_and_enlarges_each_digit_a_whole_number_of_times(
    count,
):
    images = pictures(count, 28, 28)
    figure = plots.digits(images, columns=count, frame=RED)
    assert figure.get_figwidth() in (4.2, 8.3)
    scale = 4 if count <= 5 else 3 if count <= 8 else 2
    np.testing.assert_array_equal(tiles_of(figure, 28, scale), enlarged(images, scale))


def test_a_sheet_is_clear_where_no_image_is_and_a_chart_is_not():
    assert pixels_of(plots.digits(pictures(3, 8, 8)))[0, -1, 3] == 0
    assert pixels_of(plots.subplots()[0])[0, -1, 3] == 255


def test_a_frame_of_ink_has_a_pale_line_inside_that_a_dark_page_shows():
    shown = pixels_of(plots.digits(pictures(2, 8, 8), frame=[plots.INK, RED], scale=2))
    first, second = ([to_hex(p / 255) for p in shown[9, x : x + 2]] for x in (0, 26))
    assert [colour.upper() for colour in first] == [plots.INK, plots.PALE]
    assert [colour.upper() for colour in second] == [RED, RED]


@pytest.mark.parametrize(
    ("images", "message"),
    [
        (np.zeros((8, 8)), r"images must be \(N, height, width\).*got \(8, 8\)"),
        (np.zeros((1, 8, 8, 2)), r"got \(1, 8, 8, 2\)"),
        (np.zeros((0, 8, 8)), r"got \(0, 8, 8\)"),
        (np.full((1, 8, 8), -0.5), "images must be from 0 to 1; got numbers from -0.5"),
        (np.full((1, 8, 8), 1.5), "images must be from 0 to 1; got numbers from 1.5"),
        (
            np.full((1, 8, 8), np.nan),
            "images must be from 0 to 1; got numbers from nan",
        ),
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
    names = kind(["a", "b"]), kind([7, 8, 9])
    figure = plots.grid(images, *names, scale=3, heading="table", frame=RED)
    found = tiles_of(figure, 8, 3)
    np.testing.assert_array_equal(found, enlarged(images.reshape(6, 8, 8), 3))
    assert sorted(words_of(figure)) == ["7", "8", "9", "a", "b", "table"]
    places = {text.get_text(): text.get_position() for text in figure.texts}
    assert places["7"][0] < places["8"][0] < places["9"][0]
    assert places["a"][1] > places["b"][1]


def test_grid_shows_colour_and_needs_no_column_titles():
    images = pictures(2, 3, 8, 8, 3)
    figure = plots.grid(images, ["a", "b"], scale=1, frame=RED)
    found = tiles_of(figure, 8, 1)
    np.testing.assert_array_equal(found, enlarged(images.reshape(6, 8, 8, 3), 1))
    assert words_of(figure) == ["a", "b"]


@pytest.mark.parametrize(
    ("rows", "columns"), [(["a"], None), (["a", "b"], [1, 2]), (["a", "b"], [])]
)
def test_grid_refuses_titles_that_do_not_fit(rows, columns):
    with pytest.raises(ValueError, match=r"(row|column)_titles must be one for each"):
        plots.grid(pictures(2, 3, 8, 8), rows, columns)


# channels


def test_channels_gives_each_layer_a_row_with_its_first_channels_from_black_to_white():
    maps = [pictures(4, 4, 9) * np.arange(1, 10) - 4, pictures(2, 2, 1)]
    figure = plots.channels(maps, ["wide", "narrow"], heading="layers")
    assert words_of(figure) == ["layers", "wide", "narrow"]
    upper, lower = (np.asarray(axis.images[0].get_array()) for axis in figure.axes)
    assert (upper.shape[1], lower.shape[1]) == (8 * 88 + 7 * 6, 84 + 4)
    for place in range(8):
        tile = upper[2:86:21, 94 * place + 2 : 94 * place + 86 : 21, 0]
        low, high = maps[0][..., place].min(), maps[0][..., place].max()
        wanted = 255 * (maps[0][..., place] - low) / (high - low)
        np.testing.assert_allclose(tile, wanted, atol=0.51)


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
        names = {line.get_label(): line.get_color() for line in axis.get_lines()}
        assert {text.get_text(): text.get_color() for text in axis.texts} == names


def test_curves_are_both_losses_and_both_accuracies():
    _, axes = plots.subplots(1, 2)
    plots.draw_curves(axes, HISTORY, [100, 200])
    assert_shows_the_curves(axes, HISTORY, [100, 200])
    assert axes[1].get_ylim() == (-0.03, 1.03)  # a line at 0 can be seen
    assert axes[0].get_ylim()[0] == 0


def test_training_shows_the_digits_above_the_curves():
    images = pictures(3, 28, 28, 1)
    figure = plots.training(images, [2, 0, 1], HISTORY, [100, 200])
    assert words_of(figure) == ["iteration 200", "2", "0", "1"]
    assert_shows_the_curves(figure.axes[1:], HISTORY, [100, 200])
    above = figure.axes[0].get_position().y0
    assert above > max(axis.get_position().y1 for axis in figure.axes[1:])
    drawn = pixels_of(figure)[:, :, :3]
    orange = (drawn == np.round(255 * np.array(to_rgb(plots.ORANGE)))).all(axis=-1)
    y, x = np.argwhere(orange)[0]
    first = drawn[y + 2 : y + 114, x + 2 : x + 114]
    np.testing.assert_array_equal(first, enlarged(images, 4)[0])


def test_training_needs_no_history_before_the_first_iteration():
    figure = plots.training(pictures(2, 8, 8, 3), [0, 1], {}, [])
    assert words_of(figure) == ["iteration 0", "0", "1"]


def test_training_refuses_another_number_of_titles_and_leaves_no_figure_open():
    with pytest.raises(ValueError, match="titles must be one for each image"):
        plots.training(pictures(2, 8, 8), [0], {}, [])


# cgan_map


def words_of_the_map(number=0) -> dict[str, str]:
    """Each text of the map and its weight."""
    (axis,) = plots.cgan_map(number).axes
    return {
        text.get_text().replace("\n", " "): text.get_weight() for text in axis.texts
    }


def bold(number) -> str:
    words = words_of_the_map(number).items()
    return " ".join(text for text, weight in words if weight == "bold")


def test_the_map_names_every_part():
    words = bold(0)
    for word in ("noise z", "label y", "real image x", "fake image x*", "Generator G"):
        assert word in words
    for word in ("Discriminator D", "label → vector", "label → picture", "matching?"):
        assert word in words
    for word in ("D learns", "G learns", "×", "7"):
        assert word in words


def test_the_map_fills_everything_for_no_notebook_and_for_the_first():
    assert {w for t, w in words_of_the_map().items() if t} == {"bold"}
    assert (pixels_of(plots.cgan_map()) == pixels_of(plots.cgan_map(0))).all()


def test_the_map_prints_what_a_notebook_is_about_in_bold():
    assert bold(1) == "7 label y real image x"
    assert bold(3) == "Generator G fake image x*"
    assert bold(5) == "G learns D learns"


def test_the_map_shows_no_image_before_it_is_built_and_pale_ones_after():
    def shown(number):
        (axis,) = plots.cgan_map(number).axes
        return [image.get_alpha() for image in axis.images]

    assert shown(1) == [1]  # the real 7
    noise, fake, real, label = shown(3)
    assert fake == 1
    assert max(noise, real, label) < 0.6
    assert len(shown(5)) == 6


def test_no_two_notebooks_show_the_same_map():
    maps = [pixels_of(plots.cgan_map(number)).tobytes() for number in range(14)]
    assert len(set(maps)) == 14


def test_the_map_is_as_wide_as_a_page_and_large_enough_to_read():
    figure = plots.cgan_map(4)
    assert pixels_of(figure).shape == (320, 830, 4)
    assert min(text.get_size() for text in figure.axes[0].texts) >= 10
    width = figure.canvas.get_width_height()[0]
    for text in figure.axes[0].texts:
        box = text.get_window_extent()
        assert box.x0 >= 0
        assert box.x1 <= width, text.get_text()


@pytest.mark.parametrize("number", [-1, 14])
def test_the_map_refuses_a_notebook_that_does_not_exist(number):
    with pytest.raises(
        ValueError, match=f"notebook must be from 0 to 13; got {number}"
    ):
        plots.cgan_map(number)


def test_the_map_refuses_a_name():
    with pytest.raises(TypeError, match="notebook must be a whole number; got 'noise'"):
        plots.cgan_map("noise")


# Helpers for charts of one's own


def test_names_stand_at_the_ends_of_their_lines_and_apart():
    figure, axis = plots.subplots()
    for height, name in ((1.0, "low"), (1.01, "middle"), (5.0, "high")):
        axis.plot([0, 1], [0, height], label=name)
    axis.axhline(2)  # it has no name
    plots.name_lines(axis)
    figure.canvas.draw()
    boxes = {text.get_text(): text.get_window_extent() for text in axis.texts}
    assert list(boxes) == ["low", "middle", "high"]
    assert boxes["low"].y1 <= boxes["middle"].y0 + 1
    end = axis.transData.transform((1, 5))
    assert boxes["high"].x0 > end[0]
    assert boxes["high"].y0 < end[1] < boxes["high"].y1


def test_names_do_not_leave_the_axis_at_its_top():
    figure, axis = plots.subplots()
    for name in ("lower", "upper"):
        axis.plot([0, 1], [0, 1], label=name)
    axis.set_ylim(0, 1)
    plots.name_lines(axis)
    figure.canvas.draw()
    upper = axis.texts[-1].get_window_extent()
    assert (upper.y0 + upper.y1) / 2 <= axis.get_window_extent().y1 + 1
    assert axis.texts[0].get_window_extent().y1 <= upper.y0 + 1


def test_a_note_points_at_its_place():
    figure, axis = plots.subplots(width=420)
    axis.plot([0, 10], [0, 10])
    plots.note(axis, "here", at=(5, 5), to=(0.7, 0.1))
    (text,) = axis.texts
    assert (text.get_text(), text.xy) == ("here", (5, 5))
    assert pixels_of(figure).shape == (260, 420, 4)


# Colours that everybody can tell apart

LINES = {
    name: getattr(plots, name) for name in ("BLUE", "ORANGE", "GREEN", "INK", "GREY")
}
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
def test_words_in_a_lines_colour_stand_out_from_white_as_the_web_guidelines_ask(name):
    luminance = linear(LINES[name]) @ [0.2126, 0.7152, 0.0722]
    assert 1.05 / (luminance + 0.05) >= 4.5  # WCAG 2.1, text


@pytest.mark.parametrize("kind", COLOUR_BLINDNESS)
def test_lines_differ_for_colour_blind_eyes(kind):
    seen = {
        name: np.clip(COLOUR_BLINDNESS[kind] @ linear(colour), 0, 1) ** (1 / 2.2)
        for name, colour in {**LINES, "PALE": plots.PALE}.items()
    }
    for one, other in itertools.combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 0.1, (one, other)
