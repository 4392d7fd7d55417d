"""Images in rows, in a table, and as layers see them: sheets of whole pixels, clear between them.

A sheet is transparent, so that it looks at home on a light and on a dark page, and 830 or 420
pixels wide. Each image is enlarged a whole number of times: no pixel is dropped or blurred.
"""

from cgan_lib import checks
from cgan_lib.plots.inputs import MOST, check_maps, check_pictures, check_titles
from cgan_lib.plots.style import NARROW, WIDE, Figure, styled

import numpy as np
from matplotlib.colors import is_color_like, to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

GAP, LINE = 8, 20  # pixels: between two images, and for a line of text
TEXT = "#7A7A7A"  # about as far from white as from a dark page


def digits(
    images, titles=None, columns=10, scale=None, heading=None, frame=TEXT, room=0
) -> Figure:
    """Small images side by side, each under its title.

    Args:
        images: (N, height, width), with or without a last axis of 1 or 3 channels, from 0 to 1.
        titles: N things to print above them, for instance the labels; None prints nothing.
        columns: images in a row.
        scale: how many pixels wide each pixel is drawn; None chooses it by the columns.
        heading: a line above all of them.
        frame: the colour of their frames, for instance ORANGE for fakes; or N colours.
        room: pixels to leave below them, for axes of your own; the sheet is a white card then.

    Raises:
        ValueError: arrays that are no images, or another number of titles than of images.
    """
    images = check_pictures(images)
    titles = check_titles(titles, len(images), "titles", "image")
    columns = min(checks.whole_number(columns, "columns", low=1), len(images))
    checks.whole_number(room, "room", 0, 2000)
    starts = range(0, len(images), columns)
    above = [titles[start : start + columns] for start in starts]
    rows = [list(images[start : start + columns]) for start in starts]
    frames = _colours(frame, len(images), "image")
    frames = [frames[start : start + columns] for start in starts]
    return sheet(rows, scale, above, (), heading, frames, room)


def grid(
    images, row_titles, column_titles=None, scale=None, heading=None, frame=TEXT
) -> Figure:
    """A table of images, for instance one row for each moment and one column for each label.

    Args:
        images: (rows, columns, height, width), with or without channels, from 0 to 1.
        row_titles: printed left of each row.
        column_titles: printed above each column; None prints nothing.
        scale, heading: as in `digits`.
        frame: the colour of the frames, or one for each row.

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
    above = check_titles(column_titles, columns, "column_titles", "column")
    pictures = check_pictures(images.reshape(rows * columns, *images.shape[2:]))
    pictures = pictures.reshape(rows, columns, *pictures.shape[1:])
    frames = [[colour] * columns for colour in _colours(frame, rows, "row")]
    return sheet(list(pictures), scale, [above], row_titles, heading, frames)


def channels(maps, titles, shown: int = 8, heading=None) -> Figure:
    """What layers make of one input: a row for each layer, with some of its channels.

    Each picture has its own grey scale, from its smallest number (black) to its largest (white).

    Args:
        maps: a list of arrays (height, width, channels), one for each layer.
        titles: printed left of each row.
        shown: how many channels of a layer are shown at most.
        heading: a line above all of them.
    """
    maps = check_maps(maps)
    shown = checks.whole_number(shown, "shown", 1, MOST // len(maps))
    titles = check_titles(titles, len(maps), "titles", "map")
    rows = []
    for layer in maps:
        pictures = np.moveaxis(layer[..., :shown], -1, 0).astype(float)
        low, span = pictures.min((1, 2)), np.ptp(pictures, (1, 2))
        span[span == 0] = 1
        rows.append(list((pictures - low[:, None, None]) / span[:, None, None]))
    return sheet(rows, None, [[None]], titles, heading)


def mosaic(images, scale: int, frames) -> np.ndarray:
    """Images in a row with frames and gaps, as uint8 RGBA: clear where no image is.

    Args:
        images: arrays (height, width) or (height, width, 1 or 3), from 0 to 1.
        scale: how many pixels wide each pixel of an image is drawn.
        frames: a colour for each image.
    """
    tiles = []
    for image, colour in zip(images, frames, strict=True):
        large = np.asarray(image).reshape(*image.shape[:2], -1)
        large = np.round(255 * large.repeat(scale, 0).repeat(scale, 1))
        height, width, _ = large.shape
        tile = np.full((height + 2, width + 2 + GAP, 4), 255, "uint8")
        tile[..., :3] = np.round(255 * np.array(to_rgb(colour)))
        tile[1:-1, 1 : width + 1, :3] = large
        tile[:, width + 2 :] = 0
        tiles.append(tile)
    return np.hstack(tiles)[:, :-GAP]


@styled
def sheet(rows, scale, above, left=(), heading=None, frames=None, room=0) -> Figure:
    """A sheet of images: `digits`, `grid` and `channels` are its forms.

    Args:
        rows: lists of images, as `mosaic` takes them.
        scale: of each pixel; None: 112 pixels an image up to five in a row, 84 up to nine, 56 for
            more, and less where the sheet would be wider than the page.
        above: titles for the images of each row, or of the first one only.
        left: titles of the rows.
        heading: a line above all.
        frames: as in `mosaic`.
        room: as in `digits`.
    """
    names = [str(title) for title in left if title is not None]
    margin = max((_width(name) + 4 for name in names), default=-GAP) + GAP
    if scale is None:
        wanted = _side(len(rows), max(map(len, rows)), margin)
        scales = [max(1, round(wanted / row[0].shape[1])) for row in rows]
    else:
        scales = [checks.whole_number(scale, "scale", 1, 100)] * len(rows)
    frames = frames or [[TEXT] * len(row) for row in rows]
    pictures = [
        mosaic(row, *how) for row, *how in zip(rows, scales, frames, strict=True)
    ]
    above = [*above, *[()] * (len(rows) - len(above))]
    left = [*left, *[None] * (len(rows) - len(left))]
    lines = sum(max(map(_lines, titles), default=0) for titles in above)
    need = margin + max(picture.shape[1] for picture in pictures)
    width = NARROW if need <= NARROW and not room else max(WIDE, need)
    top = 28 * (heading is not None)
    height = top + sum(len(p) + GAP for p in pictures) + LINE * lines + room
    figure = Figure(
        figsize=(width / 100, height / 100),
        facecolor="white" if room else "none",
        layout="none",
    )

    def write(x, y, text, **options):
        look = {"color": TEXT, "parse_math": False} | options  # a class may be named $
        figure.text(x / width, 1 - y / height, text, **look)

    if heading is not None:
        write(2, 2, heading, fontsize=12, weight="bold", va="top")
    y = top
    for row, picture, titles, name in zip(rows, pictures, above, left, strict=True):
        y += LINE * max(map(_lines, titles), default=0)
        shape = margin / width, 1 - (y + len(picture)) / height
        shape += picture.shape[1] / width, len(picture) / height
        axis = figure.add_axes(shape)
        axis.imshow(picture, aspect="auto")
        axis.axis("off")
        step = (picture.shape[1] + GAP) / len(row)
        for column, title in enumerate(titles):
            if title is not None:
                x = margin + column * step + (step - GAP) / 2
                write(x, y - 4, title, ha="center", va="bottom")
        if name is not None:
            middle = y + len(picture) / 2
            write(margin - GAP, middle, name, ha="right", va="center")
        y += len(picture) + GAP
    return figure


def _colours(frame, count: int, of: str) -> list:
    """A colour for each of `count`, from one or from as many, or an error."""
    if is_color_like(frame):
        return [frame] * count
    colours = check_titles(frame, count, "frame", of)
    for colour in colours:
        if not is_color_like(colour):
            raise ValueError(
                f"frame must be a colour or a list of them; got {colour!r}"
            )
    return colours


def _side(rows: int, columns: int, margin: float) -> int:
    """How many pixels wide an image is wanted: the largest with which the sheet fits a page."""
    most = 112 if columns <= 5 else 84 if columns <= 9 else 56
    for side in (112, 84, 56):
        wide = margin + columns * (side + 2 + GAP) - GAP
        if side <= most and rows * side <= 500 and wide <= WIDE:
            return side
    return 28


def _width(text: str) -> float:
    """The pixels that a text of ours is wide."""
    font = FontProperties(size=10)
    measure = text_to_path.get_text_width_height_descent
    return max(measure(line, font, False)[0] for line in text.split("\n")) * 100 / 72


def _lines(title) -> int:
    return 0 if title is None else str(title).count("\n") + 1
