"""Every kind of picture file: it comes out as it is, or the report names what was changed."""

import io
import itertools
import struct
import zlib

from cgan_lib import data
from cgan_lib.data import image_file

import numpy as np
import pytest
from PIL import Image

SIDE = 8
GREY, COLOUR, PALETTE, GREY_ALPHA, COLOUR_ALPHA = 0, 2, 3, 4, 6  # as PNG numbers them
CHANNELS = {GREY: 1, COLOUR: 3, PALETTE: 1, GREY_ALPHA: 2, COLOUR_ALPHA: 4}
DEPTHS = {  # every kind of PNG that there is
    GREY: (1, 2, 4, 8, 16),
    COLOUR: (8, 16),
    PALETTE: (1, 2, 4, 8),
    GREY_ALPHA: (8, 16),
    COLOUR_ALPHA: (8, 16),
}
PNGS = [(kind, depth) for kind, depths in DEPTHS.items() for depth in depths]


def chunk(kind: bytes, body: bytes) -> bytes:
    return (
        struct.pack(">I", len(body))
        + kind
        + body
        + struct.pack(">I", zlib.crc32(kind + body))
    )


def packed(values, depth: int) -> bytes:
    """Rows of PNG samples, each row with its filter byte."""
    rows = values.reshape(SIDE, -1)
    bits = (rows[..., np.newaxis] >> np.arange(depth)[::-1]) & 1
    packed_rows = np.packbits(bits.reshape(SIDE, -1).astype("uint8"), axis=1)
    return b"".join(b"\0" + row.tobytes() for row in packed_rows)


def by_hand(kind: int, depth: int, see_through: bool):
    """A PNG without Pillow, and what it shows: colour (SIDE, SIDE, 3) and opacity, from 0 to 1."""
    random = np.random.default_rng(100 * kind + depth)
    most = 2**depth - 1
    values = random.integers(0, most + 1, (SIDE, SIDE, CHANNELS[kind]))
    extra = b""
    opacity = np.ones((SIDE, SIDE))
    if kind == PALETTE:
        table = random.integers(0, 256, (most + 1, 3), "uint8")
        extra += chunk(b"PLTE", table.tobytes())
        shown = table[values[..., 0]] / 255
    elif kind in (GREY, GREY_ALPHA):
        shown = (values[..., :1] / most).repeat(3, axis=-1)
    else:
        shown = values[..., :3] / most
    if kind in (GREY_ALPHA, COLOUR_ALPHA):
        values[..., -1] = values[..., -1] if see_through else most
        opacity = values[..., -1] / most
    elif see_through:
        chosen = values[2, 3]
        opacity[(values == chosen).all(axis=-1)] = 0
        if kind == PALETTE:
            solid = np.arange(most + 1) != chosen[0]
            extra += chunk(b"tRNS", (255 * solid).astype("uint8").tobytes())
        else:
            extra += chunk(b"tRNS", chosen.astype(">u2").tobytes())
    header = struct.pack(">2I5B", SIDE, SIDE, depth, kind, 0, 0, 0)
    body = chunk(b"IHDR", header) + extra
    body += chunk(b"IDAT", zlib.compress(packed(values, depth)))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b""), shown, opacity


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("see_through", [False, True])
@pytest.mark.parametrize(("kind", "depth"), PNGS)
def test_every_kind_of_png_shows_what_is_in_it_and_what_was_changed_is_named(
    tmp_path, kind, depth, see_through, channels
):
    file, ground = tmp_path / "any.png", 200
    body, shown, opacity = by_hand(kind, depth, see_through)
    file.write_bytes(body)
    array, done = image_file.read(file, (SIDE, SIDE, channels), ground)
    laid = 255 * shown * opacity[..., np.newaxis] + ground * (
        1 - opacity[..., np.newaxis]
    )
    wanted = laid if channels == 3 else laid @ [[0.299], [0.587], [0.114]]
    assert np.abs(array - wanted).max() <= 2
    coloured = kind in (COLOUR, PALETTE, COLOUR_ALPHA)
    named = {
        image_file.SIXTEEN_BIT: depth == 16,
        image_file.TRANSPARENT: see_through,
        image_file.COLOUR: coloured and channels == 1,
    }
    assert sorted(done) == sorted(change for change, there in named.items() if there)


MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16", "CMYK")


def files():
    """(name, bytes): every mode that Pillow writes to a format, plain and with what it may hold."""
    random = np.random.default_rng(0)
    noise = Image.fromarray(random.integers(0, 256, (SIDE, SIDE, 4), "uint8"), "RGBA")
    turned = Image.Exif()
    turned[0x0112] = 6
    extras = {"plain": {}, "turned": {"exif": turned}, "two frames": {"save_all": True}}
    for mode, kind, extra in itertools.product(MODES, image_file.FORMATS, extras):
        options = dict(extras[extra])
        grey = random.integers(0, 2**16, (SIDE, SIDE), "uint16")
        image = Image.fromarray(grey) if mode == "I;16" else noise.convert("RGB")
        image = noise if mode in ("RGBA", "LA", "PA") else image
        image = image if mode == "I;16" else image.convert(mode)
        if extra == "two frames":
            options["append_images"] = [image.rotate(90)]
        body = io.BytesIO()
        try:
            image.save(body, kind, **options)
        except (OSError, ValueError, KeyError):
            continue  # a format that has no such mode
        yield f"{mode} {kind} {extra}", body.getvalue()


FILES = dict(files())


def test_the_files_cover_every_format():
    assert {name.split()[1] for name in FILES} == set(image_file.FORMATS)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("name", FILES)
def test_what_the_report_does_not_name_is_what_pillow_reads(tmp_path, name, channels):
    file = tmp_path / "any"
    file.write_bytes(FILES[name])
    array, done = image_file.read(file, (SIDE, SIDE, channels))
    with Image.open(file) as image:
        plain = np.asarray(image.convert("L" if channels == 1 else "RGB"))
        frames, mode = getattr(image, "n_frames", 1), image.mode
        orientation, clear = image.getexif().get(0x0112, 1), image.has_transparency_data
    if not done:
        np.testing.assert_array_equal(array.reshape(plain.shape), plain)
    assert (image_file.FIRST_FRAME in done) == (frames > 1)
    assert (image_file.TURNED in done) == (orientation != 1)
    assert (image_file.CMYK in done) == (mode == "CMYK")
    assert (image_file.SIXTEEN_BIT in done) == mode.startswith("I")
    assert clear or image_file.TRANSPARENT not in done


@pytest.mark.parametrize(
    "notes", [b"no notes at all", b"II*\0", b"II*\0\xff\xff\xff\x7f"]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_with_damaged_notes_is_read(tmp_path, kind, notes):
    (tmp_path / "a").mkdir()
    file = tmp_path / "a" / "any"
    Image.new("L", (SIDE, SIDE), 9).save(file, kind, exif=b"Exif\0\0" + notes)
    pictures = data.load_images(tmp_path, SIDE)
    assert (pictures.images == 9).all()
    assert not pictures.changed


def test_a_link_to_itself_leads_to_nothing(tmp_path):
    (tmp_path / "loop.png").symlink_to(tmp_path / "loop.png")
    with pytest.raises(image_file.UnreadableError, match="leads to nothing"):
        image_file.read(tmp_path / "loop.png", (SIDE, SIDE, 1))
