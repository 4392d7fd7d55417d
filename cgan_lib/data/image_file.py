"""One picture file, whatever it is, becomes one array of a chosen size, or a reason why not.

`load_images` reads each file with it. Taught by notebook 11_your_own_data.
"""

import math
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP")
READABLE = "PNG, JPEG, BMP, GIF or WebP"
SIXTEEN_BIT = "16 bits a channel, now 8"
TRANSPARENT = "transparent, laid on the background"
CMYK = "CMYK, the colours of print, now RGB"
COLOUR = "colour, now grey"
TURNED = "turned upright, as its EXIF note says"
LOCKED = "may not be read, its permissions forbid it"
FIRST_FRAME = "several frames, the first one taken"
LEADS_NOWHERE = "a link that leads to nothing"


class UnreadableError(Exception):
    """Why a file gives no picture."""


def read(path: Path, img_shape, ground: int = 0) -> tuple[np.ndarray, list[str]]:
    """A picture file as uint8 (height, width, channels), and what had to be done to it.

    `img_shape` and `ground` are those of `load_images`. The picture is shrunk or enlarged until it
    fits, keeps its proportions, and stands in the middle of a background of one grey. An
    UnreadableError says why the file, whatever its ending, gives no picture.
    """
    height, width, channels = img_shape
    mode = "L" if channels == 1 else "RGB"
    try:
        with Image.open(path, formats=FORMATS) as image:
            if math.prod(image.size) > (Image.MAX_IMAGE_PIXELS or math.inf):
                raise Image.DecompressionBombError
            # Some decoders can shrink while they read, which is faster for a photograph.
            image.draft(None, (4 * max(height, width),) * 2)
            done = [FIRST_FRAME] if getattr(image, "n_frames", 1) > 1 else []
            image.seek(0)
            bits = image.tile[0].args if image.format == "PNG" else ""
            image.load()
            _in_8_bits(image, bits, done)
            flat = _flatten(_upright(image, done), mode, ground, done)
    except Image.DecompressionBombError:
        reason = f"too large, above {Image.MAX_IMAGE_PIXELS // 10**6} million pixels"
    except UnidentifiedImageError:
        is_empty = path.stat().st_size == 0
        reason = "empty, 0 bytes" if is_empty else f"not a picture, or not {READABLE}"
    except PermissionError:
        reason = LOCKED
    except Exception:  # Pillow raises many kinds for bytes that make no sense
        reason = "damaged or cut off" if path.exists() else LEADS_NOWHERE
    else:
        array = np.asarray(_fit(flat, width, height, ground, done), dtype="uint8")
        return array.reshape(height, width, channels), done
    raise UnreadableError(reason)


def _in_8_bits(image, bits, done):
    """Name what Pillow cuts, and give a PNG's transparent colour the bits that its pixels have."""
    colour = image.info.get("transparency")
    if bits.endswith("16B"):
        done.append(SIXTEEN_BIT)
    if colour is not None and bits == "RGB;16B":
        image.info["transparency"] = tuple(part >> 8 for part in colour)
    elif colour is not None and bits in ("L;2", "L;4"):
        image.info["transparency"] = colour * {"L;2": 85, "L;4": 17}[bits]


def _upright(image, done):
    """The picture as the camera was held."""
    try:
        orientation = image.getexif().get(0x0112, 1)
    except Exception:  # damaged notes in a picture that is whole
        return image
    if orientation not in range(2, 9):
        return image
    done.append(TURNED)
    return ImageOps.exif_transpose(image)


def _flatten(image, mode, ground, done):
    """8 bits a channel, no palette, no transparency."""
    if image.mode.startswith("I"):  # PNG's grey with 16 bits, which Pillow would clip
        values = np.asarray(image)
        solid = values != image.info.get("transparency", -1)
        grey = np.stack([(values / 257).round(), 255 * solid], axis=-1)
        image = Image.fromarray(grey.astype("uint8"))
    if image.mode == "CMYK":
        done.append(CMYK)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        if image.getextrema()[3][0] < 255:
            done.append(TRANSPARENT)
        below = Image.new("RGBA", image.size, (ground, ground, ground, 255))
        image = Image.alpha_composite(below, image)
    if image.mode == mode:
        return image
    image = image.convert("RGB")
    made = image.convert(mode)
    if ImageChops.difference(image, made.convert("RGB")).getbbox():
        done.append(COLOUR)
    return made


def _fit(image, width, height, ground, done):
    """The picture in the middle of a background, as large as fits."""
    scale = min(width / image.width, height / image.height)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    if size != image.size:
        way = "enlarged" if scale > 1 else "shrunk"
        done.append(f"{way} to {height} x {width}")
        image = image.resize(size, Image.Resampling.BICUBIC)
    if size != (width, height):
        done.append(f"of other proportions: bars of grey {ground} on two sides")
    whole = Image.new(image.mode, (width, height), (ground,) * len(image.getbands()))
    whole.paste(image, ((width - size[0]) // 2, (height - size[1]) // 2))
    return whole
