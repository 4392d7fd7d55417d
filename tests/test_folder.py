"""Folders of pictures: what is read, what is changed on the way, and what the report names."""

import io
import os
import struct
import sys
import zlib
from pathlib import Path

from cgan_lib import data
from cgan_lib.checks import settings
from cgan_lib.data import folder, image_file

import numpy as np
import pytest
from PIL import Image

FORMATS = ("png", "jpeg", "bmp", "gif", "webp")


@pytest.fixture
def root(tmp_path):
    """A folder with two classes; `a` holds one white picture."""
    for name in "ab":
        (tmp_path / name).mkdir()
    Image.new("L", (28, 28), 255).save(tmp_path / "a" / "white.png")
    return tmp_path


def load_one(image, root, name="b/new.png", **options):
    """The array that one more picture becomes, and the report."""
    image.save(root / name, **options.pop("save", {}))
    pictures = data.load_images(root, **options)
    assert len(pictures.images) == 2
    return pictures.images[1], pictures


def left_out(pictures) -> dict[str, str]:
    """file -> reason, the other way round."""
    return {f: why for why, files in pictures.left_out.items() for f in files}


# What is read


def test_class_names_and_labels_follow_the_order_of_the_names(tmp_path):
    for name, grey in (("pear", 50), ("apple", 200), ("fig", 90)):
        (tmp_path / name).mkdir()
        for count in range(3):
            Image.new("L", (28, 28), grey + count).save(
                tmp_path / name / f"{count}.png"
            )
    pictures = data.load_images(tmp_path)
    assert pictures.class_names == ("apple", "fig", "pear")
    assert pictures.labels.tolist() == [0] * 3 + [1] * 3 + [2] * 3
    assert pictures.labels.dtype == "int32"
    greys = pictures.images[:, 0, 0, 0].tolist()
    assert greys == [200, 201, 202, 90, 91, 92, 50, 51, 52]


def test_grey_pictures_of_the_wanted_size_come_back_pixel_by_pixel(root):
    pixels = np.random.default_rng(0).integers(0, 256, (28, 28), "uint8")
    image, pictures = load_one(Image.fromarray(pixels), root)
    np.testing.assert_array_equal(image[..., 0], pixels)
    assert pictures.images.dtype == "uint8"
    assert not pictures.changed
    assert not pictures.left_out


def test_colour_pictures_come_back_pixel_by_pixel(root):
    pixels = np.random.default_rng(0).integers(0, 256, (12, 20, 3), "uint8")
    options = {"size": (12, 20), "channels": 3}
    image, _ = load_one(Image.fromarray(pixels), root, **options)
    np.testing.assert_array_equal(image, pixels)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_every_common_format_is_read(root, kind, mode):
    image, _ = load_one(Image.new(mode, (40, 40), "#808080"), root, f"b/new.{kind}")
    assert np.abs(image.astype(int) - 128).max() <= 3


def test_a_wrong_ending_does_not_matter(root):
    image, _ = load_one(
        Image.new("L", (28, 28), 99), root, "b/new.txt", save={"format": "PNG"}
    )
    assert (image == 99).all()


def test_colour_becomes_grey_by_its_brightness(root):
    image, _ = load_one(Image.new("RGB", (28, 28), (200, 100, 50)), root)
    expected = 0.299 * 200 + 0.587 * 100 + 0.114 * 50
    assert np.abs(image - expected).max() <= 1


def test_grey_becomes_three_equal_channels(root):
    image, _ = load_one(Image.new("L", (28, 28), 77), root, channels=3)
    assert image.shape == (28, 28, 3)
    assert (image == 77).all()


@pytest.mark.parametrize(("width", "height"), [(56, 14), (200, 50), (8, 2)])
def test_a_wide_picture_keeps_its_proportions_in_the_middle(root, width, height):
    image, _ = load_one(Image.new("L", (width, height), 255), root, ground=40)
    rows = image[:, :, 0]
    assert (rows[:10] == 40).all()
    assert (rows[18:] == 40).all()
    assert (rows[11:17] == 255).all()


def test_a_very_thin_picture_keeps_at_least_one_pixel(root):
    image, _ = load_one(Image.new("L", (1000, 1), 255), root)
    assert image.max() == 255


def test_one_picture_is_enough(root):
    pictures = data.load_images(root)
    assert pictures.images.shape == (1, 28, 28, 1)
    assert pictures.class_names == ("a",)


def test_thousands_of_pictures_are_read_and_counted(tmp_path):
    (tmp_path / "many").mkdir()
    file = io.BytesIO()
    Image.new("L", (4, 4), 9).save(file, "PNG")
    for count in range(3000):
        (tmp_path / "many" / f"{count:04}.png").write_bytes(file.getvalue())
        (tmp_path / "many" / f"{count:04}.txt").write_bytes(b"x")
    pictures = data.load_images(tmp_path, size=4)
    assert len(pictures.images) == 3000
    assert "many: 3000" in pictures.report
    assert "and 2997 more" in pictures.report
    assert len(pictures.report) < 600


def test_more_pictures_than_fit_into_memory_are_refused_before_they_are_read(
    root, monkeypatch
):
    monkeypatch.setattr(settings, "MOST_NUMBERS", 28 * 28 - 1)
    with pytest.raises(ValueError, match=r"folder and size ask for \d+ times 784"):
        data.load_images(root)


def test_names_may_be_in_any_script(tmp_path):
    names = ["кошка", "猫", "كلب", "naïve café", "a$b$", "🐟"]
    for name in names:
        (tmp_path / name).mkdir()
        Image.new("L", (28, 28), 5).save(tmp_path / name / f"{name}.png")
    pictures = data.load_images(tmp_path)
    assert sorted(pictures.class_names) == sorted(names)
    assert all(f"{name}: 1" in pictures.report for name in names)


def test_what_comes_out_can_be_trained_on(root):
    for count in range(3):
        Image.new("L", (28, 28), count).save(root / "b" / f"{count}.png")
    pictures = data.load_images(root)
    pairs = data.batches(data.scale(pictures.images), pictures.labels, 4)
    x, y = next(iter(pairs))
    assert x.shape == (4, 28, 28, 1)
    assert sorted(y.numpy()) == [0, 1, 1, 1]


# What is changed on the way


@pytest.mark.parametrize("ground", [0, 255, 90])
@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparent_pixels_show_the_ground(root, ground, mode):
    image = Image.new("RGBA", (28, 28), (255, 255, 255, 255))
    image.paste((255, 255, 255, 0), (0, 0, 14, 28))
    array, pictures = load_one(image.convert(mode), root, ground=ground)
    assert (array[:, :14] == ground).all()
    assert (array[:, 14:] == 255).all()
    assert pictures.changed == {"transparent, laid on the background": ["b/new.png"]}


def test_half_transparent_pixels_are_mixed(root):
    array, _ = load_one(Image.new("LA", (28, 28), (200, 128)), root, ground=100)
    assert np.abs(array.astype(int) - 150).max() <= 2


def test_an_alpha_channel_without_transparency_is_no_change(root):
    array, pictures = load_one(Image.new("RGBA", (28, 28), (9, 9, 9, 255)), root)
    assert (array == 9).all()
    assert not pictures.changed


def test_a_palette_is_looked_up(root):
    image = Image.new("P", (28, 28), 1)
    image.putpalette([0, 0, 0, 10, 200, 30])
    array, _ = load_one(image, root, channels=3)
    assert (array == (10, 200, 30)).all()


@pytest.mark.parametrize("see_through", [1, b"\xff\x00"])
def test_a_transparent_colour_of_a_palette_shows_the_ground(root, see_through):
    image = Image.new("P", (28, 28), 1)
    image.putpalette([0, 0, 0, 10, 200, 30])
    save = {"transparency": see_through}
    array, pictures = load_one(image, root, channels=3, ground=50, save=save)
    assert (array == 50).all()
    assert image_file.TRANSPARENT in pictures.changed


def test_black_and_white_of_one_bit_is_read(root):
    array, _ = load_one(Image.new("1", (28, 28), 1), root)
    assert (array == 255).all()


def test_cmyk_becomes_the_same_colour(root):
    image = Image.new("CMYK", (28, 28), (0, 255, 255, 0))  # magenta and yellow: red
    save = {"quality": 100}
    array, pictures = load_one(image, root, "b/new.jpg", channels=3, save=save)
    assert np.abs(array - np.array([255.0, 0, 0])).max() <= 4
    assert pictures.changed == {image_file.CMYK: ["b/new.jpg"]}


def test_grey_of_16_bits_keeps_its_brightness(root):
    values = np.tile(np.linspace(0, 65535, 28).astype("uint16"), (28, 1))
    array, pictures = load_one(Image.fromarray(values), root)
    np.testing.assert_allclose(array[0, :, 0], values[0] / 257, atol=0.51)
    assert pictures.changed == {image_file.SIXTEEN_BIT: ["b/new.png"]}


def test_colour_of_16_bits_keeps_its_colour(root):
    """Pillow cannot write such a file, so it is made by hand."""

    def chunk(kind, body):
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    rows = (b"\0" + struct.pack(">3H", 65535, 32896, 257) * 28) * 28
    header = struct.pack(">2I5B", 28, 28, 16, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows))
    file = root / "b" / "deep.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b""))
    array = data.load_images(root, channels=3).images[1]
    assert (array == (255, 128, 1)).all()


def test_colour_that_becomes_grey_is_named(root):
    for name, colour in (("red", "#f00"), ("grey", "#777"), ("nearly", "#777778")):
        Image.new("RGB", (28, 28), colour).save(root / "b" / f"{name}.png")
    pictures = data.load_images(root)
    assert pictures.changed == {image_file.COLOUR: ["b/nearly.png", "b/red.png"]}
    assert not data.load_images(root, channels=3).changed


SHRUNK, ENLARGED = "shrunk to 28 x 28", "enlarged to 28 x 28"
BARS = "of other proportions: bars of grey 0 on two sides"


@pytest.mark.parametrize(
    ("shape", "changes"),
    [
        ((28, 28), []),
        ((64, 64), [SHRUNK]),
        ((8, 8), [ENLARGED]),
        ((8, 4), [ENLARGED, BARS]),
        ((56, 14), [SHRUNK, BARS]),
        ((28, 29), [SHRUNK, BARS]),
        ((28, 10), [BARS]),
    ],
)
def test_another_size_and_other_proportions_are_named(root, shape, changes):
    _, pictures = load_one(Image.new("L", shape, 9), root)
    assert pictures.changed == {change: ["b/new.png"] for change in changes}


def test_bars_are_named_in_the_grey_that_they_have(root):
    _, pictures = load_one(Image.new("L", (64, 48), 9), root, size=64, ground=255)
    assert any("bars of grey 255" in change for change in pictures.changed)


def test_colour_files_of_64_x_64_read_with_the_defaults_say_so_in_two_lines(tmp_path):
    (tmp_path / "a").mkdir()
    for name in "xyzw":
        Image.new("RGB", (64, 64), "#f80").save(tmp_path / "a" / f"{name}.jpg")
    report = data.load_images(tmp_path).report.splitlines()
    four = "4 (a/w.jpg, a/x.jpg, a/y.jpg and 1 more)"
    assert report[2:5] == [
        "changed:",
        f"  colour, now grey: {four}",
        f"  shrunk to 28 x 28: {four}",
    ]


# For each orientation of the EXIF standard, the corner where the picture's top left is stored.
LEFT, RIGHT = 0, -1
TOP, BOTTOM = 0, -1
CORNERS = {
    2: (TOP, RIGHT),
    3: (BOTTOM, RIGHT),
    4: (BOTTOM, LEFT),
    5: (TOP, LEFT),
    6: (BOTTOM, LEFT),
    7: (BOTTOM, RIGHT),
    8: (TOP, RIGHT),
}


@pytest.mark.parametrize("orientation", CORNERS)
def test_exif_rotation_turns_the_picture_upright(root, orientation):
    stored = np.zeros((28, 28), "uint8")
    ends = {0: slice(0, 10), -1: slice(-10, None)}
    row, column = (ends[end] for end in CORNERS[orientation])
    stored[row, column] = 255
    exif = Image.Exif()
    exif[0x0112] = orientation
    array, pictures = load_one(Image.fromarray(stored), root, save={"exif": exif})
    assert (array[:10, :10] == 255).all()
    assert array.sum() == 255 * 100
    assert pictures.changed == {image_file.TURNED: ["b/new.png"]}


def test_of_a_moving_gif_the_first_frame_is_taken(root):
    first, second = (Image.new("L", (28, 28), grey) for grey in (250, 10))
    save = {"save_all": True, "append_images": [second]}
    array, pictures = load_one(first, root, "b/new.gif", save=save)
    assert (array == 250).all()
    assert pictures.changed == {image_file.FIRST_FRAME: ["b/new.gif"]}


def test_of_a_camera_file_with_several_pictures_the_first_is_taken(root):
    first, second = (Image.new("RGB", (28, 28), grey) for grey in ("white", "black"))
    save = {"format": "MPO", "save_all": True, "append_images": [second]}
    array, pictures = load_one(first, root, "b/new.jpg", save=save)
    assert (array == 255).all()
    assert pictures.changed == {image_file.FIRST_FRAME: ["b/new.jpg"]}


def test_a_large_photograph_is_shrunk_to_the_same_picture(root):
    half = Image.new("RGB", (3000, 2000), "white")
    half.paste("black", (0, 0, 1500, 2000))
    array, _ = load_one(half, root, "b/photo.jpg", size=(20, 28))
    assert array[5:15, :13].max() <= 5
    assert array[5:15, 15:].min() >= 250


# What is left out


def test_nothing_is_left_out_silently(root):
    whole = (root / "a" / "white.png").read_bytes()
    (root / "a" / "zero.png").write_bytes(b"")
    (root / "a" / "notes.txt").write_text("no picture")
    (root / "a" / "liar.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    (root / "a" / "cut.png").write_bytes(whole[: len(whole) - 30])
    Image.new("L", (8, 8)).save(root / "a" / "other.tiff")
    (root / "a" / ".hidden.png").write_bytes(whole)
    (root / ".git").mkdir()
    (root / "a" / "nested").mkdir()
    (root / "a" / "nested" / "deep.png").write_bytes(whole)
    (root / "alone.png").write_bytes(whole)
    pictures = data.load_images(root)
    not_picture = f"not a picture, or not {image_file.READABLE}"
    found = left_out(pictures)
    assert found.pop("a/liar.jpg") in (not_picture, "damaged or cut off")
    assert found == {
        "a/zero.png": "empty, 0 bytes",
        "a/notes.txt": not_picture,
        "a/cut.png": "damaged or cut off",
        "a/other.tiff": not_picture,
        "a/.hidden.png": folder.HIDDEN,
        ".git/": folder.HIDDEN,
        "a/nested/": folder.NESTED,
        "alone.png": folder.NO_CLASS,
        "b/": folder.EMPTY_CLASS,
    }
    assert len(pictures.images) == 1
    for name, reason in found.items():
        line = next(x for x in pictures.report.splitlines() if f" {reason}: " in x)
        assert name in line


def test_a_class_without_a_readable_picture_takes_no_label(root):
    (root / "A_first").mkdir()
    (root / "A_first" / "zero.png").write_bytes(b"")
    pictures = data.load_images(root)
    assert pictures.class_names == ("a",)
    assert pictures.labels.tolist() == [0]
    assert pictures.left_out[folder.EMPTY_CLASS] == ["A_first/", "b/"]


def test_a_picture_of_too_many_pixels_is_named(root, monkeypatch):
    Image.new("L", (2000, 1000)).save(root / "b" / "bomb.png")
    for limit in (1_500_000, 900_000):  # a warning, and an error
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", limit)
        [reason] = {left_out(data.load_images(root))["b/bomb.png"]}
        assert reason.startswith("too large, above ")


def test_a_picture_whose_decoder_fails_is_named(root):
    whole = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (50, 50, 3), "uint8")
    Image.fromarray(noise).save(whole, "PNG")
    body = bytearray(whole.getvalue())
    body[100:140] = bytes(40)
    (root / "b" / "broken.png").write_bytes(body)
    assert left_out(data.load_images(root))["b/broken.png"] == "damaged or cut off"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files on Windows")
def test_links_to_nothing_and_pipes_are_named_and_not_waited_for(root):
    (root / "b" / "link.png").symlink_to(root / "gone.png")
    os.mkfifo(root / "b" / "pipe.png")
    found = left_out(data.load_images(root))
    assert found["b/link.png"] == "a link that leads to nothing"
    assert found["b/pipe.png"] == folder.NO_FILE


@pytest.mark.skipif(os.name == "nt", reason="links need special rights on Windows")
def test_a_link_to_a_class_is_no_second_class(root, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")  # on a larger disk, say
    Image.new("L", (28, 28), 9).save(elsewhere / "1.png")
    (root / "c").symlink_to(elsewhere)
    (root / "d").symlink_to(root / "c")
    (root / "Link").symlink_to(root / "a")  # before a in the order of names
    pictures = data.load_images(root)
    assert pictures.class_names == ("a", "c")
    assert pictures.left_out[folder.LINKED] == ["Link/", "d/"]


def test_report_says_nothing_where_there_is_nothing(root):
    (root / "b").rmdir()
    assert data.load_images(root).report.splitlines() == [
        "1 picture in 1 class, each 28 x 28 x 1",
        "  a: 1",
        "changed: nothing",
        "left out: nothing",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="such names exist on Linux only")
def test_names_that_are_no_utf_8_can_be_printed(root):
    odd = os.fsencode(root) + b"/caf\xe9"
    os.mkdir(odd)
    for name in (b"/caf\xe9.png", b"/caf\xe9.txt"):
        with open(odd + name, "wb") as file:
            file.write((root / "a" / "white.png").read_bytes()[: 2000 * (b"p" in name)])
    pictures = data.load_images(root)
    assert pictures.class_names == ("a", r"caf\udce9")
    assert r"caf\udce9/caf\udce9.txt" in pictures.report
    pictures.report.encode("utf-8")


def test_a_folder_or_a_file_that_may_not_be_read_is_named(root, monkeypatch):
    """The tests may run as a user who may read everything, so the refusal is staged."""
    Image.new("L", (28, 28)).save(root / "a" / "locked.png")
    iterdir, open_image = Path.iterdir, Image.open

    def refuse(path, method, name, *arguments, **options):
        if path.name == name:
            raise PermissionError
        return method(path, *arguments, **options)

    monkeypatch.setattr(Path, "iterdir", lambda path: refuse(path, iterdir, "b"))
    monkeypatch.setattr(
        Image,
        "open",
        lambda path, **options: refuse(path, open_image, "locked.png", **options),
    )
    found = left_out(data.load_images(root))
    assert found["b/"] == found["a/locked.png"] == image_file.LOCKED


# What cannot be


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is none at .*nowhere"):
        data.load_images(tmp_path / "nowhere")


def test_a_folder_without_a_picture_says_what_it_found_instead(root):
    (root / "a" / "white.png").unlink()
    (root / "a" / "cats").mkdir()
    with pytest.raises(ValueError, match=r"one sub-folder for each class") as caught:
        data.load_images(root)
    assert "a/cats/" in str(caught.value)
    assert f"if the classes lie deeper, give {root / 'a'}" in str(caught.value)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": 30}, "divisible by 4"),
        ({"size": (28, 28, 1)}, "size must be"),
        ({"size": "28"}, "size.s height must be a whole number; got .28."),
        ({"channels": 2}, "1 .grey. or 3 .colour."),
        ({"channels": 4}, "1 .grey. or 3 .colour.; got 4"),
        ({"ground": 256}, "ground must be from 0 to 255"),
        ({"ground": "white"}, "ground must be a whole number"),
    ],
)
def test_a_size_that_cannot_be_is_refused(root, options, message):
    with pytest.raises((ValueError, TypeError), match=message):
        data.load_images(root, **options)


# Fashion-MNIST


def test_fashion_mnist_comes_with_the_names_of_its_classes(monkeypatch):
    images, labels = np.zeros((5, 28, 28), "uint8"), np.arange(5, dtype="uint8")
    both = (images, labels), (images[:2], labels[:2])
    monkeypatch.setattr("keras.datasets.fashion_mnist.load_data", lambda: both)
    pictures = data.load_fashion_mnist("test")
    assert pictures.images.shape == (2, 28, 28, 1)
    names = [pictures.class_names[label] for label in pictures.labels]
    assert names == ["T-shirt", "trouser"]
    assert len(data.load_fashion_mnist().images) == 5


def test_without_a_network_fashion_mnist_says_the_way_on(monkeypatch):
    def no_network():
        raise Exception("URL fetch failure")

    monkeypatch.setattr("keras.datasets.fashion_mnist.load_data", no_network)
    with pytest.raises(ConnectionError, match=r"URL fetch failure.*glyphs\.draw"):
        data.load_fashion_mnist()
    with pytest.raises(ValueError, match="split must be"):
        data.load_fashion_mnist("all")
