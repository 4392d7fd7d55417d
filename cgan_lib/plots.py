"""Pictures and charts of the course. They know arrays, not models.

Each function returns a closed Matplotlib figure: as the last line of a cell it is shown, and
`figure.savefig("name.png")` keeps it. Colours are from the palette of Okabe and Ito (2008), which
people with colour-blindness can tell apart.
"""

from cgan_lib import checks

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, GREY, PALE = "#0072B2", "#D55E00", "#009E73", "#555555", "#BBBBBB"
MOST = 500  # pictures in a figure: more take minutes, and nobody can see them
GREYS = {"cmap": "gray", "vmin": 0, "vmax": 1, "interpolation": "nearest"}


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
    images = _check_pictures(images)
    titles = _check_titles(titles, len(images), "titles", "image")
    size = checks.number(size, "size", 0.1, 20)
    columns = min(checks.whole_number(columns, "columns", low=1), len(images))
    rows = -(-len(images) // columns)
    row_height = size * (1.0 if titles[0] is None else 1.25)
    figure, axes = plt.subplots(
        rows, columns, figsize=(columns * size, rows * row_height), squeeze=False
    )
    for axis in axes.flat:
        axis.axis("off")
    for axis, image, title in zip(axes.flat, images, titles, strict=False):
        axis.imshow(image, **GREYS)
        if title is not None:
            axis.set_title(title, fontsize=11, parse_math=False)
    return _finish(figure, heading)


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
    row_titles = _check_titles(row_titles, rows, "row_titles", "row")
    column_titles = _check_titles(column_titles, columns, "column_titles", "column")
    size = checks.number(size, "size", 0.1, 20)
    pictures = _check_pictures(images.reshape(rows * columns, *images.shape[2:]))
    figure, axes = plt.subplots(
        rows, columns, figsize=(columns * size + 1.3, rows * size), squeeze=False
    )
    for axis, picture in zip(axes.flat, pictures, strict=True):
        axis.imshow(picture, **GREYS)
        axis.set(xticks=[], yticks=[])
    for axis, title in zip(axes[:, 0], row_titles, strict=True):
        _name_row(axis, title, fontsize=11)
    for axis, title in zip(axes[0], column_titles, strict=True):
        if title is not None:
            axis.set_title(title, fontsize=11, parse_math=False)
    return _finish(figure, heading)


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
    maps = _check_maps(maps)
    shown = checks.whole_number(shown, "shown", 1, MOST // len(maps))
    titles = _check_titles(titles, len(maps), "titles", "map")
    size = checks.number(size, "size", 0.1, 20)
    figure, axes = plt.subplots(
        len(maps), shown, figsize=(shown * size + 2.4, len(maps) * size), squeeze=False
    )
    for row, layer, title in zip(axes, maps, titles, strict=True):
        for place, axis in enumerate(row):
            axis.set(xticks=[], yticks=[], frame_on=False)
            if place < layer.shape[-1]:
                axis.imshow(layer[..., place], cmap="gray", interpolation="nearest")
        _name_row(row[0], title, fontsize=10)
    return _finish(figure, heading)


def curves(history: dict, iterations) -> Figure:
    """Both losses, and D's accuracy, over the iterations of a run.

    Args:
        history: lists named d_loss, g_loss, d_accuracy_real and d_accuracy_fake.
        iterations: where each entry of the lists was measured.
    """
    history, iterations = _check_history(history, iterations)
    figure, axes = plt.subplots(1, 2, figsize=(9, 2.6))
    draw_curves(axes, history, iterations)
    return _finish(figure)


def draw_curves(axes, history, iterations):
    """Draw what `curves` shows on two axes of your own; the same arguments."""
    history, iterations = _check_history(history, iterations)
    lines = (
        (axes[0], "d_loss", "D's loss", BLUE, "-"),
        (axes[0], "g_loss", "G's loss", ORANGE, "--"),
        (axes[1], "d_accuracy_real", "on real pairs", BLUE, "-"),
        (axes[1], "d_accuracy_fake", "on fake pairs", ORANGE, "--"),
    )
    for axis, name, label, colour, style in lines:
        values = history.get(name, [])
        mark = "." if len(values) == 1 else None
        x, line = iterations[: len(values)], {"color": colour, "label": label}
        axis.plot(x, values, style, marker=mark, **line)
    axes[0].set(title="losses", xlabel="iteration", ylim=(0, None))
    axes[1].set(title="D is right, share of pairs", xlabel="iteration", ylim=(0, 1.03))
    for axis in axes:
        axis.spines[["top", "right"]].set_visible(False)
        axis.legend(frameon=False, fontsize=9)


def training(images, labels, history: dict, iterations) -> Figure:
    """The digits of the moment above the curves until now.

    Args:
        images: (N, height, width, 1 or 3), from 0 to 1.
        labels: what each image should show, as it is printed above it.
        history, iterations: as in `curves`; may be empty.
    """
    images = _check_pictures(images)
    labels = _check_titles(labels, len(images), "labels", "image")
    history, iterations = _check_history(history, iterations)
    figure = plt.figure(figsize=(9, 3.8))
    places = figure.add_gridspec(2, len(images), height_ratios=(1, 2.2))
    for place, (image, label) in enumerate(zip(images, labels, strict=True)):
        axis = figure.add_subplot(places[0, place])
        axis.imshow(image, **GREYS)
        axis.set_title(label, fontsize=11, parse_math=False)
        axis.axis("off")
    below = places[1, :].subgridspec(1, 2)
    draw_curves(
        [figure.add_subplot(below[0]), figure.add_subplot(below[1])],
        history,
        iterations,
    )
    last = iterations[-1] if len(iterations) else 0
    return _finish(figure, f"iteration {last}")


def cgan_map(*lit: str) -> Figure:
    """The map of the whole system, with some of its parts lit.

    Args:
        *lit: of "noise", "label", "vector", "generator", "fake", "real", "picture",
            "discriminator", "answer", "learning"; none lights all.

    Raises:
        ValueError: another name.
    """
    boxes = {  # name: (x, y, width, text, colour)
        "noise": (0.0, 3.0, 1.3, "noise z", GREY),
        "label": (0.0, 1.5, 1.3, "label y", GREEN),
        "real": (4.75, 0.0, 1.5, "real image x", GREY),
        "vector": (2.0, 1.5, 1.75, "embedding:\nlabel → vector", GREEN),
        "generator": (2.55, 3.0, 1.6, "Generator G", ORANGE),
        "fake": (4.75, 3.0, 1.5, "fake image x*", ORANGE),
        "picture": (4.6, 1.5, 1.8, "embedding:\nlabel → picture", GREEN),
        "discriminator": (7.0, 1.5, 1.75, "Discriminator D", BLUE),
        "answer": (9.3, 1.5, 1.6, "p: real and\nmatching?", BLUE),
    }
    for name in lit:
        checks.one_of(name, "lit", (*boxes, "learning"))
    lit = lit or (*boxes, "learning")
    figure, axis = plt.subplots(figsize=(9.5, 3.6))
    axis.set(xlim=(-0.1, 11.0), ylim=(-0.75, 4.75))
    axis.axis("off")
    for name, (x, y, width, text, colour) in boxes.items():
        on = name in lit
        axis.add_patch(
            plt.Rectangle(
                (x, y),
                width,
                0.9,
                fc=colour if on else "white",
                ec=colour if on else PALE,
            )
        )
        axis.text(
            x + width / 2, y + 0.45, text, ha="center", va="center", fontsize=10,
            color="white" if on else GREY, weight="bold" if on else "normal",
        )  # fmt: skip

    def arrow(*points, colour=GREY, style="-", width=1.2):
        line = {"color": colour, "linestyle": style, "lw": width}
        axis.plot(*zip(*points[:-1], strict=True), **line)
        axis.annotate(
            "", points[-1], points[-2], arrowprops={"arrowstyle": "-|>", **line}
        )

    arrow((1.3, 3.45), (2.55, 3.45))
    arrow((1.3, 1.95), (2.0, 1.95))
    arrow((2.875, 2.4), (2.875, 3.0))
    axis.text(2.98, 2.68, "multiplied with z", fontsize=9, color=GREY, va="center")
    arrow((4.15, 3.45), (4.75, 3.45))
    arrow((0.65, 1.5), (0.65, 1.2), (5.5, 1.2), (5.5, 1.5))
    arrow((6.4, 1.95), (7.0, 1.95))
    arrow((6.25, 3.45), (7.5, 3.45), (7.5, 2.4))
    arrow((6.25, 0.45), (7.5, 0.45), (7.5, 1.5))
    arrow((8.75, 1.95), (9.3, 1.95))
    axis.text(6.9, 2.68, "either", fontsize=9, color=GREY, va="center")
    axis.text(6.9, 1.2, "or", fontsize=9, color=GREY, va="center")
    on = "learning" in lit
    back = {"style": "--" if on else ":", "width": 1.8 if on else 1.2}
    colour = BLUE if on else PALE
    arrow((9.7, 1.5), (9.7, 0.9), (8.2, 0.9), (8.2, 1.5), colour=colour, **back)
    axis.text(8.95, 0.5, "D learns", ha="center", fontsize=10, color=colour)
    colour = ORANGE if on else PALE
    arrow((10.1, 2.4), (10.1, 4.3), (3.35, 4.3), (3.35, 3.9), colour=colour, **back)
    axis.text(6.7, 4.42, "G learns", ha="center", fontsize=10, color=colour)
    return _finish(figure)


def _name_row(axis, title, fontsize):
    """Print a title left of the first picture of a row."""
    text = {"rotation": 0, "ha": "right", "va": "center", "parse_math": False}
    if title is not None:
        axis.set_ylabel(title, fontsize=fontsize, **text)


def _check_titles(titles, count: int, name: str, of: str) -> list:
    """A title for each of `count` pictures, all None if there are none, or an error."""
    if titles is None:
        return [None] * count
    try:
        found = len(titles)
    except Exception:
        raise TypeError(f"{name} must be a list; got {titles!r}") from None
    if found != count:
        raise ValueError(f"{name} must be one for each {of}; got {found} for {count}")
    return list(titles)


def _check_maps(maps) -> list[np.ndarray]:
    """One to MOST arrays of finite numbers, (height, width, channels), or an error."""
    try:
        fits = 1 <= len(maps) <= MOST
        arrays = [checks.array(one, "each of maps") for one in maps] if fits else []
    except TypeError:
        raise TypeError(f"maps must be a list of arrays; got {maps!r}") from None
    for one in arrays:
        if one.ndim != 3 or not one.size or one.dtype.kind not in "biuf":
            raise ValueError(
                "maps must be numbers, (height, width, channels); "
                f"got {one.dtype}, {one.shape}"
            )
    if not fits:
        raise ValueError(f"maps must be 1 to {MOST}; got {len(maps)}")
    return arrays


def _check_history(history, iterations):
    """Lists of numbers, and as many iterations (of a longer record its last), or an error."""
    if not isinstance(history, dict):
        raise TypeError(f"history must be a dict of lists; got {history!r}")
    iterations = checks.array(iterations, "iterations")
    if iterations.ndim != 1 or (iterations.size and iterations.dtype.kind not in "iuf"):
        raise ValueError(f"iterations must be numbers in a row; got {iterations!r}")
    if not np.isfinite(iterations.astype(float)).all():
        raise ValueError("iterations must be finite numbers; got NaN or infinity")
    for name, values in history.items():
        values = checks.array(values, f"history's {name}")
        if name not in ("d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake"):
            continue
        if values.ndim != 1 or (values.size and values.dtype.kind not in "iuf"):
            raise ValueError(
                f"history's {name} must be numbers in a row; got {values!r}"
            )
        if len(values) not in (0, len(iterations)):
            raise ValueError(
                f"history's {name} must be as long as iterations; got {len(values)} "
                f"and {len(iterations)}"
            )
    return history, iterations


def _check_pictures(images) -> np.ndarray:
    """(N, height, width) or (N, height, width, 3) in [0, 1], or a ValueError."""
    images = checks.array(images, "images")
    if images.dtype.kind not in "biuf":
        raise TypeError(f"images must hold numbers; got {images.dtype}")
    if images.ndim == 3 and images.shape[-1] in (1, 3):
        raise ValueError(
            f"images must be several; got one, {images.shape}: write [image]"
        )
    if images.ndim == 4 and images.shape[-1] == 1:
        images = images[..., 0]
    if (
        not (images.ndim == 3 or (images.ndim == 4 and images.shape[-1] == 3))
        or not images.size
    ):
        raise ValueError(
            f"images must be (N, height, width) or (N, height, width, 1 or 3); got {images.shape}"
        )
    if len(images) > MOST:
        raise ValueError(f"images must be at most {MOST}; got {len(images)}")
    if images.dtype == np.uint8:
        return images / 255
    if not (
        images.min() >= 0 and images.max() <= 1
    ):  # written so that NaN is refused too
        raise ValueError(
            f"images must be from 0 to 1; got {images.min()} to {images.max()} "
            "(cgan_lib.data.unscale turns [-1, 1] into [0, 1])"
        )
    return images


def _finish(figure: Figure, heading=None) -> Figure:
    if heading is not None:
        figure.suptitle(heading, fontsize=12, parse_math=False)
    figure.tight_layout()
    plt.close(figure)
    return figure
