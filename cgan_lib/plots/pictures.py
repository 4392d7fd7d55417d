"""Images in rows, in a table, and as layers see them."""

from cgan_lib import checks
from cgan_lib.plots.inputs import MOST, check_maps, check_pictures, check_titles
from cgan_lib.plots.style import GREYS, Figure, finish, styled


@styled
def digits(
    images, titles=None, columns: int = 10, size: float = 0.9, heading=None
) -> Figure:
    """Small images side by side, each under its title.

    Args:
        images: (N, height, width), with or without a last axis of 1 or 3 channels, from 0 to 1.
        titles: N things to print above them, for instance the labels; None prints nothing.
        columns: images in a row.
        size: width of one image in inches.
        heading: a line above all of them.

    Raises:
        ValueError: arrays that are no images, or another number of titles than of images.
    """
    images = check_pictures(images)
    titles = check_titles(titles, len(images), "titles", "image")
    size = checks.number(size, "size", 0.1, 20)
    columns = min(checks.whole_number(columns, "columns", low=1), len(images))
    rows = -(-len(images) // columns)
    row_height = size * (1.0 if titles[0] is None else 1.25)
    figure = Figure(figsize=(columns * size, rows * row_height))
    axes = figure.subplots(rows, columns, squeeze=False)
    for axis in axes.flat:
        axis.axis("off")
    for axis, image, title in zip(axes.flat, images, titles, strict=False):
        axis.imshow(image, **GREYS)
        if title is not None:
            axis.set_title(title, fontsize=11, parse_math=False)
    return finish(figure, heading)


@styled
def grid(
    images, row_titles, column_titles=None, size: float = 0.8, heading=None
) -> Figure:
    """A table of images, for instance one row for each moment and one column for each label.

    Args:
        images: (rows, columns, height, width), with or without channels, from 0 to 1.
        row_titles: printed left of each row.
        column_titles: printed above each column; None prints nothing.
        size: width of one image in inches.
        heading: a line above all of them.

    Raises:
        ValueError: arrays that are no images, or titles that do not fit.
    """
    images = checks.array(images, "images")
    if images.ndim < 4 or not images.size:
        raise ValueError(
            f"images must be (rows, columns, height, width); got {images.shape}"
        )
    rows, columns = images.shape[:2]
    row_titles = check_titles(row_titles, rows, "row_titles", "row")
    column_titles = check_titles(column_titles, columns, "column_titles", "column")
    size = checks.number(size, "size", 0.1, 20)
    pictures = check_pictures(images.reshape(rows * columns, *images.shape[2:]))
    above = 0.35 * (column_titles[0] is not None) + 0.35 * (heading is not None)
    figure = Figure(figsize=(columns * size + 1.3, rows * size + above))
    axes = figure.subplots(rows, columns, squeeze=False)
    for axis, picture in zip(axes.flat, pictures, strict=True):
        axis.imshow(picture, **GREYS)
        axis.set(xticks=[], yticks=[])
    for axis, title in zip(axes[:, 0], row_titles, strict=True):
        _name_row(axis, title, fontsize=11)
    for axis, title in zip(axes[0], column_titles, strict=True):
        if title is not None:
            axis.set_title(title, fontsize=11, parse_math=False)
    return finish(figure, heading)


@styled
def channels(maps, titles, shown: int = 8, size: float = 0.9, heading=None) -> Figure:
    """What layers make of one input: a row for each layer, with some of its channels.

    Each picture has its own grey scale, from its smallest number (black) to its largest (white).

    Args:
        maps: a list of arrays (height, width, channels), one for each layer.
        titles: printed left of each row.
        shown: how many channels of a layer are shown at most.
        size: width of one picture in inches.
        heading: a line above all of them.
    """
    maps = check_maps(maps)
    shown = checks.whole_number(shown, "shown", 1, MOST // len(maps))
    titles = check_titles(titles, len(maps), "titles", "map")
    size = checks.number(size, "size", 0.1, 20)
    figure = Figure(figsize=(shown * size + 2.4, len(maps) * size))
    axes = figure.subplots(len(maps), shown, squeeze=False)
    for row, layer, title in zip(axes, maps, titles, strict=True):
        for place, axis in enumerate(row):
            axis.set(xticks=[], yticks=[], frame_on=False)
            if place < layer.shape[-1]:
                axis.imshow(layer[..., place], cmap="gray", interpolation="nearest")
        _name_row(row[0], title, fontsize=10)
    return finish(figure, heading)


def _name_row(axis, title, fontsize):
    """Print a title left of the first picture of a row."""
    text = {"rotation": 0, "ha": "right", "va": "center", "parse_math": False}
    if title is not None:
        axis.set_ylabel(title, fontsize=fontsize, **text)
