"""Names of folders become names of classes: in order, one line each, the same on every system."""

import os
import subprocess
import sys
import unicodedata

from cgan_lib import data
from cgan_lib.data import folder

import numpy as np
import pytest
from PIL import Image

SIDE = 8


def with_folders(tmp_path, names):
    for grey, name in enumerate(names):
        (tmp_path / name).mkdir()
        Image.new("L", (SIDE, SIDE), grey).save(tmp_path / name / f"{grey}.png")
    return data.load_images(tmp_path, size=SIDE)


def test_folders_that_are_numbers_are_in_the_order_of_the_numbers(tmp_path):
    names = [str(number) for number in range(12)]
    (tmp_path / "__MACOSX").mkdir()  # no class, so it changes nothing
    pictures = with_folders(tmp_path, names)
    assert pictures.class_names == tuple(names)
    np.testing.assert_array_equal(pictures.images[:, 0, 0, 0], pictures.labels)


def test_other_names_are_in_the_order_of_the_alphabet(tmp_path):
    pictures = with_folders(tmp_path, ["cat2", "cat10", "Zebra", "007", "7", "ant"])
    assert pictures.class_names == ("007", "7", "Zebra", "ant", "cat10", "cat2")


def test_one_name_typed_on_a_mac_and_on_linux_is_one_class(tmp_path):
    one, other = (unicodedata.normalize(form, "Äpfel") for form in ("NFC", "NFD"))
    pictures = with_folders(tmp_path, [one, other, "Birnen"])
    assert pictures.class_names == ("Birnen", one)
    assert pictures.labels.tolist() == [0, 1, 1]
    assert pictures.changed == {folder.ONE_NAME: [r"A\u0308pfel/", r"\xc4pfel/"]}
    assert folder.ONE_NAME in pictures.report


def test_the_order_of_the_classes_is_the_same_on_every_system(tmp_path):
    orders = []
    for form in ("NFC", "NFD"):
        (tmp_path / form).mkdir()
        names = [unicodedata.normalize(form, name) for name in ("Äpfel", "Birnen")]
        orders.append(with_folders(tmp_path / form, names).class_names)
    assert orders[0] == orders[1]


BREAKS = [chr(n) for n in range(1, 0x3000) if len(f"a{chr(n)}b".splitlines()) > 1]


@pytest.mark.parametrize("letter", [*BREAKS, "\t", "\x1b", "\x7f"], ids=ascii)
def test_a_name_of_a_class_is_one_line_that_can_be_printed(tmp_path, letter):
    name = f"a{letter}b"
    try:
        (tmp_path / name).mkdir()
    except OSError:
        pytest.skip("this system has no such names")
    Image.new("L", (SIDE, SIDE)).save(tmp_path / name / f"{name}.png")
    (tmp_path / name / f"{name}.txt").write_text("no picture")
    pictures = data.load_images(tmp_path, size=SIDE)
    (shown,) = pictures.class_names
    assert shown == f"a{ascii(letter)[1:-1]}b"
    assert "\n".join([shown, "next"]).splitlines() == [shown, "next"]
    assert letter not in pictures.report.replace("\n", "")
    assert len(pictures.report.splitlines()) == 5


def test_names_of_folders_are_read_alike_in_every_locale(tmp_path):
    with_folders(tmp_path, ["Äpfel 犬"])
    code = (
        f"from cgan_lib import data; print(ascii(data.load_images({str(tmp_path)!r}, 8)"
    )
    settings = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0"}
    settings |= {"PYTHONCOERCECLOCALE": "0"}  # else Python takes UTF-8 all the same
    run = [sys.executable, "-c", f"{code}.class_names))"]
    done = subprocess.run(run, env=settings, capture_output=True, text=True)
    assert done.stdout.strip() == ascii(("Äpfel 犬",)), done.stderr


def test_letters_that_differ_in_case_alone_are_two_classes(tmp_path):
    try:
        pictures = with_folders(tmp_path, ["A", "a"])
    except FileExistsError:
        pytest.skip("this system has one name for both")
    assert pictures.class_names == ("A", "a")
    assert "  A: 1, a: 1" in pictures.report
