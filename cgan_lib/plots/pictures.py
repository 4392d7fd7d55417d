"""Images in rows, in a table, and as layers see them: sheets of whole pixels, clear between them.

A sheet is transparent, so that it looks at home on a light and on a dark page, and 830 or 420
pixels wide. Each image is enlarged a whole number of times: no pixel is dropped or blurred.
"""

import re
import textwrap

from cgan_lib import checks
from cgan_lib.plots.style import INK, NARROW, PALE, WIDE, Figure, styled

import numpy as np
from matplotlib.colors import to_rgba, to_rgba_array
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

FRAME, GAP, LINE = 2, 6, 20  # pixels: round an image, between two, for a line of text
TEXT = "#7A7A7A"  # about as far from white as from a dark page
MOST = 500  # pictures in a figure: more take minutes, and nobody can see them
SHOWN = 8  # channels of a layer


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
    """
    images = _pictures(images)
    titles = _texts(titles, len(images), "titles", "image")
    columns = min(checks.whole_number(columns, "columns", low=1), len(images))
    checks.whole_number(room, "room", 0, 2000)
    parts = images, titles, _colours(frame, len(images), "image")
    cuts = range(columns, len(images), columns)
    rows, above, frames = (np.split(part, cuts) for part in parts)
    return _sheet(rows, scale, above, [""] * len(rows), heading, frames, room)


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
    heads = [above, *[[""]] * (rows - 1)]
    return _sheet(np.split(pictures, rows), scale, heads, left, heading, frames)


def channels(maps, titles, heading=None) -> Figure:
    """What layers make of one input: a row for each layer, with its first eight channels.

    Each picture has its own grey scale, from its smallest number (black) to its largest (white).
    `maps` is a list of arrays (height, width, channels), one for each layer, and `titles` are
    printed left of the rows; `heading` is as in `digits`.
    """
    maps = _maps(maps)
    titles = _texts(titles, len(maps), "titles", "map")
    rows = []
    for layer in maps:
        pictures = np.moveaxis(layer[..., :SHOWN], -1, 0).astype(float)
        low, high = (f(pictures, (1, 2), keepdims=True) for f in (np.min, np.max))
        rows.append((pictures - low) / np.where(high > low, high - low, 1))
    frames = [[TEXT] * len(row) for row in rows]
    return _sheet(rows, None, [[""]] * len(rows), titles, heading, frames)


def mosaic(images, scale: int, frames) -> np.ndarray:
    """Images in a row as uint8 RGBA, each in a frame of its colour; clear between them.

    A frame of ink is two lines, dark outside and pale inside, so that it is seen on every page.
    Images are (N, height, width) or with 1 or 3 channels, from 0 to 1, and `scale` times enlarged.
    """
    images = np.asarray(images)
    images = images.reshape(*images.shape[:3], -1)
    large = np.round(255 * images.repeat(scale, 1).repeat(scale, 2))
    count, height, width, _ = large.shape
    tiles = np.zeros((count, height + 2 * FRAME, width + 2 * FRAME + GAP, 4), "uint8")
    lines = to_rgba_array(frames, 1)
    tiles[:, :, :-GAP] = np.round(255 * lines)[:, None, None]
    lines[lines[:, :3].max(axis=1) < 0.3] = to_rgba(PALE)  # for eyes on a dark page
    tiles[:, 1:-1, 1 : -GAP - 1] = np.round(255 * lines)[:, None, None]
    tiles[:, FRAME:-FRAME, FRAME : FRAME + width, :3] = large
    return np.hstack(tiles)[:, :-GAP]


@styled
def _sheet(rows, scale, above, left, heading, frames, room=0) -> Figure:
    """Rows of images, each in its frame; texts stand above each and left of each row, or are ""."""
    margin = max((_width(text) + 4 for text in left if text), default=-GAP) + GAP
    wanted = _side(len(rows), max(map(len, rows)), margin)
    scales = [max(1, round(wanted / row[0].shape[1])) for row in rows]
    if scale is not None:
        scales = [checks.whole_number(scale, "scale", 1, 100)] * len(rows)
    strips = [*map(mosaic, rows, scales, frames)]
    steps = [(s.shape[1] + GAP) / len(r) for s, r in zip(strips, rows, strict=True)]
    pairs = zip(above, steps, strict=True)
    above = [[_lines(t, step) for t in texts] for texts, step in pairs]
    heads = [LINE * max(t.count("\n") + (t > "") for t in texts) for texts in above]
    need = margin + max(strip.shape[1] for strip in strips)
    width = NARROW if need <= NARROW and not room else max(WIDE, need)
    y = 28 * (heading is not None)
    height = y + sum(heads) + sum(len(strip) + GAP for strip in strips) + room
    ground, ink = ("white", INK) if room else ("none", TEXT)
    figure = Figure(width, height, facecolor=ground, layout="none")

    def write(x, y, text, **options):
        look = {"color": ink, "parse_math": False} | options  # a class may be named $
        if text:
            text = re.sub(r"(?<!\w)-(?=\d)", "−", str(text))
            figure.text(x / width, 1 - y / height, text, **look)

    write(2, 2, heading, fontsize=12, weight="bold", va="top")
    parts = zip(strips, steps, heads, above, left, strict=True)
    for strip, step, head, texts, name in parts:
        y, (high, wide, _) = y + head, strip.shape
        place = margin / width, 1 - (y + high) / height, wide / width, high / height
        axis = figure.add_axes(place)
        axis.imshow(strip, aspect="auto")
        axis.axis("off")
        for column, text in enumerate(texts):
            x = margin + column * step + (step - GAP) / 2
            write(x, y - 4, text, ha="center", va="bottom")
        write(margin - GAP, y + high / 2, name, ha="right", va="center")
        y += high + GAP
    return figure


def _lines(text: str, room: float) -> str:
    """The text, in up to three lines if it is wider than so many pixels."""
    lines = [text]
    while "\n" not in text and max(map(_width, lines)) > room and len(lines[0]) > 1:
        most = max(map(len, lines)) - 1
        lines = textwrap.wrap(text, most, max_lines=3, placeholder="…") or [""]
    return "\n".join(lines)


def _pictures(images) -> np.ndarray:
    """(N, height, width, 1 or 3) in [0, 1], or an error."""
    images = checks.array(images, "images")
    shape = images.shape
    if images.dtype.kind not in "biuf":
        raise TypeError(f"images must hold numbers; got {images.dtype}")
    if images.ndim == 3 and shape[-1] in (1, 3):
        raise ValueError(f"images must be several; got one, {shape}: write [image]")
    images = images if images.ndim == 4 else images[..., np.newaxis]
    if not images.size or images.ndim != 4 or images.shape[-1] not in (1, 3):
        wanted = "(N, height, width) or (N, height, width, 1 or 3)"
        raise ValueError(f"images must be {wanted}; got {shape}")
    if len(images) > MOST:
        raise ValueError(f"images must be at most {MOST}; got {len(images)}")
    return checks.brightness(images / (255 if images.dtype == np.uint8 else 1))


def _maps(maps) -> list[np.ndarray]:
    """Arrays of numbers, (height, width, channels), for MOST pictures or fewer, or an error."""
    most = MOST // SHOWN
    try:
        arrays = [checks.array(one, "each of maps") for one in maps[: most + 1]]
    except Exception:
        raise TypeError(f"maps must be a list of arrays; got {maps!r}") from None
    if not 1 <= len(arrays) <= most:
        raise ValueError(f"maps must be 1 to {most}; got {len(maps)}")
    for one in arrays:
        if one.ndim != 3 or not one.size or one.dtype.kind not in "biuf":
            wanted = "maps must be numbers, (height, width, channels)"
            raise ValueError(f"{wanted}; got {one.dtype}, {one.shape}")
    return arrays


def _texts(titles, count: int, name: str, of: str) -> list[str]:
    """A text for each of `count`, all "" if titles are None, or an error."""
    if titles is None:
        return [""] * count
    try:
        found = len(None if isinstance(titles, set | frozenset) else titles)
    except Exception:
        raise TypeError(f"{name} must be a list; got {titles!r}") from None
    if found != count:
        raise ValueError(f"{name} must be one for each {of}; got {found} for {count}")
    return ["" if title is None else str(title) for title in titles]


def _colours(frame, count: int, of: str) -> np.ndarray:
    """A colour for each of `count`, (count, 4), from one or from as many, or an error."""
    try:
        return np.broadcast_to(to_rgba_array(frame), (count, 4))
    except Exception:
        wanted = f"frame must be a colour, or one for each {of}, {count}"
        raise ValueError(f"{wanted}; got {frame!r}") from None


def _side(rows: int, columns: int, margin: float) -> int:
    """How many pixels wide an image is wanted: the largest with which the sheet fits a page."""
    for side in (112, 84, 56)[(columns > 5) + (columns > 9) :]:
        wide = margin + columns * (side + 2 * FRAME + GAP) - GAP
        if rows * side <= 500 and wide <= WIDE:
            return side
    return 28


def _width(text: str) -> float:
    """The pixels that a text of ours is wide."""
    font, measure = FontProperties(size=10), text_to_path.get_text_width_height_descent
    return max(measure(line, font, False)[0] for line in text.split("\n")) * 100 / 72
