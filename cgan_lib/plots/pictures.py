"""Images in rows, in a table, and as layers see them: sheets of whole pixels, clear between them.

A sheet is transparent, so that it looks at home on a light and on a dark page, and 830 or 420
pixels wide. Each image is enlarged a whole number of times: no pixel is dropped or blurred.
"""

import re

from cgan_lib import checks
from cgan_lib.plots.style import INK, NARROW, WIDE, Figure, styled

import numpy as np
from matplotlib.colors import is_color_like, to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

FRAME, GAP, LINE = 2, 6, 20  # pixels: round an image, between two, for a line of text
TEXT = "#7A7A7A"  # about as far from white as from a dark page
MOST = 500  # pictures in a figure: more take minutes, and nobody can see them


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
    images = _pictures(images)
    titles = _texts(titles, len(images), "titles", "image")
    columns = min(checks.whole_number(columns, "columns", low=1), len(images))
    checks.whole_number(room, "room", 0, 2000)
    parts = images, titles, _colours(frame, len(images), "image")
    rows, above, frames = (
        [part[start : start + columns] for start in range(0, len(images), columns)]
        for part in parts
    )
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
        wanted = "(rows, columns, height, width)"
        raise ValueError(f"images must be {wanted}; got {images.shape}")
    rows, columns = images.shape[:2]
    left = _texts(row_titles, rows, "row_titles", "row")
    above = _texts(column_titles, columns, "column_titles", "column")
    pictures = _pictures(images.reshape(rows * columns, *images.shape[2:]))
    frames = [[colour] * columns for colour in _colours(frame, rows, "row")]
    return sheet(np.split(pictures, rows), scale, [above], left, heading, frames)


def channels(maps, titles, shown: int = 8, heading=None) -> Figure:
    """What layers make of one input: a row for each layer, with some of its channels.

    Each picture has its own grey scale, from its smallest number (black) to its largest (white).

    Args:
        maps: a list of arrays (height, width, channels), one for each layer.
        titles: printed left of each row.
        shown: how many channels of a layer are shown at most.
        heading: a line above all of them.
    """
    maps = _maps(maps)
    shown = checks.whole_number(shown, "shown", 1, MOST // len(maps))
    titles = _texts(titles, len(maps), "titles", "map")
    rows = []
    for layer in maps:
        pictures = np.moveaxis(layer[..., :shown], -1, 0).astype(float)
        low, span = pictures.min((1, 2)), np.ptp(pictures, (1, 2))
        span[span == 0] = 1
        rows.append((pictures - low[:, None, None]) / span[:, None, None])
    return sheet(rows, None, [[""]], titles, heading)


def mosaic(images, scale: int, frames) -> np.ndarray:
    """Images in a row as uint8 RGBA, each in a frame of its colour; clear between them.

    They are (height, width) or (height, width, 1 or 3), from 0 to 1, and `scale` times enlarged.
    """
    tiles = []
    for image, colour in zip(images, frames, strict=True):
        large = np.asarray(image).reshape(*image.shape[:2], -1)
        large = np.round(255 * large.repeat(scale, 0).repeat(scale, 1))
        height, width, _ = large.shape
        tile = np.full((height + 2 * FRAME, width + 2 * FRAME, 4), 255, "uint8")
        tile[..., :3] = np.round(255 * np.array(to_rgb(colour)))
        tile[FRAME:-FRAME, FRAME:-FRAME, :3] = large
        tile = np.pad(tile, ((0, 0), (0, GAP), (0, 0)))
        tiles.append(tile)
    return np.hstack(tiles)[:, :-GAP]


@styled
def sheet(rows, scale, above, left=(), heading=None, frames=None, room=0) -> Figure:
    """A sheet of images: `digits`, `grid` and `channels` are its forms.

    Args:
        rows: lists of images, as `mosaic` takes them.
        scale: of each pixel; None: 112 pixels an image up to five in a row, 84 up to nine, 56 for
            more, and less where the sheet would be wider than the page.
        above: texts for the images of each row, or of the first one only; "" is none.
        left: texts for the rows.
        frames: as in `mosaic`.
        heading, room: as in `digits`.
    """
    count = len(rows)
    margin = max((_width(text) + 4 for text in left if text), default=-GAP) + GAP
    if scale is None:
        wanted = _side(count, max(map(len, rows)), margin)
        scales = [max(1, round(wanted / row[0].shape[1])) for row in rows]
    else:
        scales = [checks.whole_number(scale, "scale", 1, 100)] * count
    frames = frames or [[TEXT] * len(row) for row in rows]
    strips = [*map(mosaic, rows, scales, frames)]
    above = [*above, *[[""]] * (count - len(above))]
    heads = [LINE * max(t.count("\n") + (t > "") for t in texts) for texts in above]
    need = margin + max(strip.shape[1] for strip in strips)
    width = NARROW if need <= NARROW and not room else max(WIDE, need)
    y = 28 * (heading is not None)
    height = y + sum(heads) + sum(len(strip) + GAP for strip in strips) + room
    ground, ink = ("white", INK) if room else ("none", TEXT)
    size = width / 100, height / 100
    figure = Figure(figsize=size, facecolor=ground, layout="none")

    def write(x, y, text, **options):
        look = {"color": ink, "parse_math": False} | options  # a class may be named $
        if text:
            text = re.sub(r"(?<!\w)-(?=\d)", "−", str(text))
            figure.text(x / width, 1 - y / height, text, **look)

    write(2, 2, heading, fontsize=12, weight="bold", va="top")
    for row, strip, head, texts, name in zip(
        rows, strips, heads, above, left or [""] * count, strict=True
    ):
        y, (high, wide, _) = y + head, strip.shape
        place = margin / width, 1 - (y + high) / height, wide / width, high / height
        axis = figure.add_axes(place)
        axis.imshow(strip, aspect="auto")
        axis.axis("off")
        step = (wide + GAP) / len(row)
        for column, text in enumerate(texts):
            x = margin + column * step + (step - GAP) / 2
            write(x, y - 4, text, ha="center", va="bottom")
        write(margin - GAP, y + high / 2, name, ha="right", va="center")
        y += high + GAP
    return figure


def _pictures(images) -> np.ndarray:
    """(N, height, width) or (N, height, width, 3) in [0, 1], or an error."""
    images = checks.array(images, "images")
    shape = images.shape
    if images.dtype.kind not in "biuf":
        raise TypeError(f"images must hold numbers; got {images.dtype}")
    if images.ndim == 3 and shape[-1] in (1, 3):
        raise ValueError(f"images must be several; got one, {shape}: write [image]")
    if images.ndim == 4 and shape[-1] == 1:
        images = images[..., 0]
    if not images.size or not (images.ndim == 3 or images.shape[3:] == (3,)):
        wanted = "(N, height, width) or (N, height, width, 1 or 3)"
        raise ValueError(f"images must be {wanted}; got {shape}")
    if len(images) > MOST:
        raise ValueError(f"images must be at most {MOST}; got {len(images)}")
    if images.dtype == np.uint8:
        return images / 255
    low, high = images.min(), images.max()
    if not (low >= 0 and high <= 1):  # written so that NaN is refused too
        hint = "cgan_lib.data.unscale turns [-1, 1] into [0, 1]"
        raise ValueError(f"images must be from 0 to 1; got {low} to {high} ({hint})")
    return images


def _maps(maps) -> list[np.ndarray]:
    """One to MOST arrays of numbers, (height, width, channels), or an error."""
    try:
        arrays = [checks.array(one, "each of maps") for one in maps[: MOST + 1]]
    except (TypeError, LookupError):
        raise TypeError(f"maps must be a list of arrays; got {maps!r}") from None
    if not 1 <= len(arrays) <= MOST:
        raise ValueError(f"maps must be 1 to {MOST}; got {len(maps)}")
    for one in arrays:
        if one.ndim != 3 or not one.size or one.dtype.kind not in "biuf":
            wanted = "maps must be numbers, (height, width, channels)"
            raise ValueError(f"{wanted}; got {one.dtype}, {one.shape}")
    return arrays


def _texts(titles, count: int, name: str, of: str) -> list[str]:
    """A text for each of `count` pictures, all "" if titles are None, or an error."""
    titles = [""] * count if titles is None else _each(titles, count, name, of)
    return ["" if title is None else str(title) for title in titles]


def _colours(frame, count: int, of: str) -> list:
    """A colour for each of `count`, from one or from as many, or an error."""
    one = is_color_like(frame)
    colours = [frame] * count if one else _each(frame, count, "frame", of)
    for colour in colours:
        if not is_color_like(colour):
            wanted = "frame must be a colour or a list of them"
            raise ValueError(f"{wanted}; got {colour!r}")
    return colours


def _each(values, count: int, name: str, of: str) -> list:
    """A list of one thing for each of `count`, or an error."""
    try:
        found = len(values)
    except Exception:
        raise TypeError(f"{name} must be a list; got {values!r}") from None
    if found != count:
        raise ValueError(f"{name} must be one for each {of}; got {found} for {count}")
    return list(values)


def _side(rows: int, columns: int, margin: float) -> int:
    """How many pixels wide an image is wanted: the largest with which the sheet fits a page."""
    most = 112 if columns <= 5 else 84 if columns <= 9 else 56
    for side in (112, 84, 56):
        wide = margin + columns * (side + 2 * FRAME + GAP) - GAP
        if side <= most and rows * side <= 500 and wide <= WIDE:
            return side
    return 28


def _width(text: str) -> float:
    """The pixels that a text of ours is wide."""
    font = FontProperties(size=10)
    measure = text_to_path.get_text_width_height_descent
    return max(measure(line, font, False)[0] for line in text.split("\n")) * 100 / 72
