"""`python -m cgan_lib`: pictures that repeat, and one clear line when something is wrong."""

import codecs
import csv
import dataclasses
import encodings.aliases
import functools
import io
import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

from cgan_lib import __main__ as command_line
from cgan_lib import (
    callbacks,
    cgan,
    data,
    distributed,
    evaluation,
    judge,
    recipes,
    runs,
)

import keras
import numpy as np
import pytest
from matplotlib import pyplot as plt
from PIL import Image

ROOT = Path(__file__).parent.parent
PNG = b"\x89PNG\r\n\x1a\n"
SMALL = recipes.Recipe(
    "classroom",
    iterations=1000,
    batch_size=8,
    generator_filters=(2, 2, 2),
    discriminator_filters=(2, 2, 2),
    img_shape=(8, 8, 1),
    z_dim=4,
    average=0.9,
)


@pytest.fixture(scope="module")
def model_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "small.keras"
    recipes.build(SMALL).save(path)
    return str(path)


@pytest.fixture
def draw(model_file, capsys):
    """A function that runs `draw` and returns the exit status, what came out and what was said."""

    def run(digits, *more, model=model_file):
        status = command_line.main(["draw", digits, "--model", model, *map(str, more)])
        assert plt.get_fignums() == []
        return status, *capsys.readouterr()

    return run


def assert_one_line_naming(argument, answer):
    status, out, err = answer
    assert status == 2
    assert out == ""
    assert err.startswith("python -m cgan_lib: ")
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert argument in err


# draw


def test_draw_writes_a_png(draw, tmp_path):
    out = tmp_path / "date.png"
    assert draw("20261125", "--out", out) == (0, f"{out} shows 20261125\n", "")
    assert out.read_bytes().startswith(PNG)
    height, width = plt.imread(out).shape[:2]
    assert width > 5 * height
    assert list(tmp_path.iterdir()) == [out]


def test_without_a_name_a_drawing_takes_the_place_of_no_file(
    draw, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    Path("drawn-2.png").write_bytes(b"mine")
    for place in (1, 3):
        new = tmp_path / f"drawn-{place}.png"
        assert draw("7") == (0, f"{new} shows 7\n", "")
        assert new.read_bytes().startswith(PNG)
    assert Path("drawn-2.png").read_bytes() == b"mine"


def test_without_a_name_nothing_is_left_of_a_drawing_that_fails(
    draw, tmp_path, monkeypatch
):
    def full(figure, path, **options):
        raise OSError("no space left")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cgan_lib.plots.style.Figure.savefig", full)
    assert_one_line_naming("--out: no space left", draw("1"))
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def asked(monkeypatch):
    """The labels and the seed of each drawing from now on."""
    asked = []
    generate = cgan.ConditionalGAN.generate

    def watch(self, labels, seed=None, z=None):
        asked.append((list(labels), seed))
        return generate(self, labels, seed, z)

    monkeypatch.setattr(cgan.ConditionalGAN, "generate", watch)
    return asked


def test_draw_shows_the_digits_in_the_order_that_was_asked(draw, tmp_path, asked):
    draw("0975", "--out", tmp_path / "a.png", "--seed", 4)
    assert asked == [([0, 9, 7, 5], 4)]


def test_the_same_seed_draws_the_same_picture(draw, tmp_path):
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        draw("42", "--out", tmp_path / f"{name}.png", "--seed", seed)
    a, b, c = ((tmp_path / f"{name}.png").read_bytes() for name in "abc")
    assert a == b
    assert a != c


def test_without_a_seed_every_picture_is_new(draw, tmp_path):
    for name in "ab":
        draw("42", "--out", tmp_path / f"{name}.png")
    a, b = ((tmp_path / f"{name}.png").read_bytes() for name in "ab")
    assert a != b


def test_draw_takes_the_place_of_an_older_picture(draw, tmp_path):
    out = tmp_path / "a.png"
    out.write_bytes(b"older")
    assert draw("1", "--out", out)[0] == 0
    assert out.read_bytes().startswith(PNG)


@pytest.mark.parametrize("digits", ["12a", "", "1 2", "-1", "3.5", "٣", "²", "a\nb"])
def test_draw_refuses_what_is_no_digit(draw, tmp_path, digits):
    if digits.startswith("-"):  # to argparse, this looks like an option
        digits = f" {digits}"
    answer = draw(digits, "--out", tmp_path / "a.png")
    assert_one_line_naming("classes", answer)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.jpg", "a", "a.png.txt"])
def test_draw_refuses_a_file_that_does_not_end_in_png(draw, tmp_path, name):
    assert_one_line_naming("--out", draw("1", "--out", tmp_path / name))
    assert list(tmp_path.iterdir()) == []


def test_draw_refuses_a_folder_that_does_not_exist(draw, tmp_path):
    answer = draw("1", "--out", tmp_path / "none" / "a.png")
    assert_one_line_naming("none", answer)
    assert list(tmp_path.iterdir()) == []


def test_draw_refuses_an_unknown_model(draw, tmp_path):
    answer = draw("1", "--out", tmp_path / "a.png", model="clasroom")
    assert_one_line_naming("--model", answer)
    assert "clasroom" in answer[2]
    assert list(tmp_path.iterdir()) == []


def test_draw_refuses_a_seed_below_zero(draw, tmp_path):
    assert_one_line_naming("seed", draw("1", "--out", tmp_path / "a.png", "--seed", -1))
    assert list(tmp_path.iterdir()) == []


def test_draw_says_in_one_line_that_a_model_is_damaged_or_foreign(
    draw, tmp_path, model_file
):
    cut, foreign = tmp_path / "cut.keras", tmp_path / "foreign.keras"
    cut.write_bytes(Path(model_file).read_bytes()[:9000])
    keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)]).save(foreign)
    for file in (cut, foreign):
        answer = draw("1", "--out", tmp_path / "a.png", model=str(file))
        assert_one_line_naming(file.name, answer)
    assert sorted(tmp_path.iterdir()) == [cut, foreign]


def test_draw_keeps_an_older_picture_when_drawing_fails(draw, tmp_path, monkeypatch):
    out = tmp_path / "a.png"
    out.write_bytes(b"older")
    assert draw("12x", "--out", out)[0] == 2

    def half(figure, path, **options):
        Path(path).write_bytes(PNG)
        raise OSError("no space left")

    monkeypatch.setattr("cgan_lib.plots.style.Figure.savefig", half)
    assert_one_line_naming("no space left", draw("1", "--out", out))
    assert out.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [out]


def test_draw_works_as_a_command(tmp_path, model_file):
    command = [sys.executable, "-m", "cgan_lib", "draw", "31", "--seed", "1"]
    command += ["--model", model_file, "--out", str(tmp_path / "a.png")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    out = f"{tmp_path / 'a.png'} shows 31\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, out, "")
    assert (tmp_path / "a.png").read_bytes().startswith(PNG)


@pytest.fixture(scope="module")
def letters(tmp_path_factory):
    """A model of 26 classes."""
    path = tmp_path_factory.mktemp("letters") / "letters.keras"
    recipes.build(dataclasses.replace(SMALL, num_classes=26)).save(path)
    return str(path)


@pytest.mark.parametrize(
    ("typed", "labels", "shown"),
    [
        ("10,3,25", [10, 3, 25], "10,3,25"),
        ("25,", [25], "25,"),
        ("2, 0, 2, 6", [2, 0, 2, 6], "2, 0, 2, 6"),
        ("7", [7], "7"),
    ],
)
def test_classes_beyond_9_are_drawn_with_commas(
    draw, letters, tmp_path, asked, typed, labels, shown
):
    out = tmp_path / "a.png"
    answer = draw(typed, "--out", out, "--seed", 4, model=letters)
    assert answer == (0, f"{out} shows {shown}\n", "")
    assert asked == [(labels, 4)]


@pytest.mark.parametrize("typed", ["2026", "25", "10"])
def test_digits_without_commas_are_not_taken_for_letters(
    draw, letters, tmp_path, typed
):
    answer = draw(typed, "--out", tmp_path / "a.png", model=letters)
    assert_one_line_naming("classes", answer)
    assert "commas" in answer[2]
    assert typed in answer[2]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("typed", ["10,3,26", "26,"])
def test_a_class_that_the_model_does_not_know_is_refused(
    draw, letters, tmp_path, typed
):
    answer = draw(typed, "--out", tmp_path / "a.png", model=letters)
    assert_one_line_naming("from 0 to 25", answer)


def test_a_model_of_digits_takes_commas_too(draw, tmp_path):
    out = tmp_path / "a.png"
    assert draw("2,0", "--out", out)[1] == f"{out} shows 2,0\n"
    assert_one_line_naming("from 0 to 9", draw("2,10", "--out", out))


def named(folder, *names):
    """The file of a model with these names of classes."""
    model = recipes.build(dataclasses.replace(SMALL, num_classes=len(names)))
    model.class_names = names
    model.save(folder / "named.keras")
    return str(folder / "named.keras")


NAMES = ("\u00c4pfel \U0001f34e", "cat", "cat, black", "7", "10")


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("cat,7", [1, 3]),
        ("cat, black", [2]),
        ("cat, cat, black,A\u0308pfel \U0001f34e", [1, 2, 0]),
        ("10,7", [4, 3]),  # where names are numbers, no other number is a label
        ("7", [3]),
        ("cat , 7", [1, 3]),
    ],
)
def test_classes_are_asked_for_by_name(draw, tmp_path, asked, typed, labels):
    out = tmp_path / "a.png"
    answer = draw(typed, "--out", out, "--seed", 4, model=named(tmp_path, *NAMES))
    shown = ", ".join(NAMES[label] for label in labels)
    boxes = "The picture has boxes for \U0001f34e: not in its font\n" * (0 in labels)
    assert answer == (0, f"{out} shows {shown}\n{boxes}", "")
    assert asked == [(labels, 4)]


def test_classes_of_one_sign_need_no_commas(draw, tmp_path, asked):
    model = named(tmp_path, *"ABCDEFGHIJKLMNO")
    draw("FACADE", "--out", tmp_path / "a.png", model=model)
    assert asked[0][0] == [5, 0, 2, 0, 3, 4]


def test_letters_that_are_boxes_in_a_picture_are_named(draw, tmp_path):
    model = named(tmp_path, "犬", "cat \U0001f408", "Äpfel")
    first, *more = draw("犬,Äpfel,犬", "--out", tmp_path / "a.png", model=model)[
        1
    ].splitlines()
    assert first.endswith("a.png shows 犬, Äpfel, 犬")
    assert more == ["The picture has boxes for 犬: not in its font"]
    assert draw("Äpfel", "--out", tmp_path / "a.png", model=model)[1].count("\n") == 1


@pytest.mark.parametrize(
    "typed", ["dog", "cat,dog", "cat,5", "CAT", ",", "catcat", "77"]
)
def test_a_name_that_the_model_does_not_know_is_refused(draw, tmp_path, typed):
    model = named(tmp_path, *NAMES)
    answer = draw(typed, "--out", tmp_path / "a.png", model=model)
    assert_one_line_naming(f"classes {typed!r}", answer)
    assert not (tmp_path / "a.png").exists()


@pytest.mark.parametrize(
    ("names", "typed", "said"),
    [
        ("cat dog", "2", "such as cat, dog, or numbers from 0 to 1; got '2'"),
        ("dog cat", "2", "such as dog, cat, or numbers from 0 to 1; got '2'"),
        ("cat dog", "0,dgo", "such as cat, dog, or numbers from 0 to 1; got 'dgo'"),
        ("cat 7", "0", "such as cat, 7; got '0'"),
    ],
)
def test_a_word_that_is_no_name_and_no_number_is_told_which_there_are(
    draw, tmp_path, names, typed, said
):
    model = named(tmp_path, *names.split())
    answer = draw(typed, "--out", tmp_path / "a.png", model=model)
    assert f"classes {typed!r} must be names of classes, {said}\n" in answer[2]


def test_of_many_names_the_nearest_are_told_in_order(draw, tmp_path):
    model = named(tmp_path, *(f"kind {n}" for n in range(25)), "Siamese cat")
    told = draw("siamese kat", "--out", tmp_path / "a.png", model=model)[2]
    assert ", Siamese cat, or numbers from 0 to 25; got 'siamese kat'" in told
    assert told.count("kind ") == 9


# Every command: help, errors, encodings, an early end


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [
        ([], "COMMAND"),
        (["paint"], "paint"),
        (["draw"], "classes"),
        (["train"], "--out"),
    ],
)
def test_an_incomplete_command_ends_with_one_line_and_where_to_look(
    arguments, missing, capsys
):
    answer = (command_line.main(arguments), *capsys.readouterr())
    assert_one_line_naming(missing, answer)
    assert answer[2].rstrip().endswith("--help")


def test_the_names_that_can_be_typed_are_those_of_the_library():
    assert command_line.SHIPPED == recipes.SHIPPED
    assert set(command_line.RECIPES) == set(recipes.RECIPES)
    assert command_line.STRATEGIES == distributed.STRATEGIES


WRONG = {
    "train --out run --data": ["none", "a.txt", ".", ""],
    "train --out run --size": ["28", "0", "30", "1.5", ""],
    "train --out run --channels": ["3", "2", "", "three"],
    "draw 1 --seed": ["-1", "1.5", "one", "2147483649", "9" * 5000, ""],
    "draw 1 --out": [
        "a.jpg",
        "no/a.png",
        "",
        ".",
        ".png/",
        "a.png\n",
        f"{'a' * 300}.png",
    ],
    "draw 1 --model": [
        "clasroom",
        "",
        ".",
        "a\nb.keras",
        "a.txt",
        f"{'a' * 300}.keras",
    ],
    "train --out": ["a.txt", "a.txt/run", ".", ""],
    "train --out run --recipe": ["Book", "", "book.keras"],
    "train --out run --iterations": ["0", "-100", "150", "1e3", "2147483700", ""],
    "train --out run --seed": ["-1", "1.5", "one", ""],
    "train --out run --checkpoint-seconds": ["-1", "nan", "inf", "soon", "-1e9", ""],
    "train --out run --strategy": ["two", ""],
    "evaluate --data": ["none", "a.txt", ".", ""],
    "evaluate --count": ["0", "1999", "10001", "1e4", "-1"],
    "evaluate --seed": ["-1", "x"],
    "evaluate --model": ["clasroom", "small.keras", "letters.keras"],
}


@pytest.mark.parametrize("command", WRONG)
def test_each_wrong_value_is_one_line_that_names_its_option(
    command, capsys, tmp_path, monkeypatch, model_file, letters
):
    monkeypatch.chdir(tmp_path)
    for name, file in (("small.keras", model_file), ("letters.keras", letters)):
        Path(name).write_bytes(Path(file).read_bytes())
    Path("a.txt").write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    for value in WRONG[command]:
        *words, option = command.split()
        status = command_line.main([*words, f"{option}={value}"])
        assert_one_line_naming(option, (status, *capsys.readouterr()))
        assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("draw 12a --model small.keras", "classes '12a' must be numbers from 0 to 9"),
        ("draw 1 --out no/a.png", "--out must be in a folder that exists"),
        ("draw 1 --model letters.txt", "--model must be a .keras file, by its name"),
        ("train --out run --data none", "--data must be a folder; there is none at"),
        ("train --out run --data ~nobody/x", "--data must be a folder; there is none"),
        ("train --out run --data my", "--data must hold one sub-folder for each class"),
        ("train --out my/run --data my", "--out must not be in --data"),
        ("evaluate --model letters.keras", "--model must draw images of (28, 28, 1)"),
        ("evaluate --data x --cas", "--count and --cas are for digits"),
    ],
)
def test_an_error_names_what_was_typed_not_an_argument_of_the_library(
    typed, said, capsys, tmp_path, monkeypatch, model_file, letters
):
    monkeypatch.chdir(tmp_path)
    shutil.copy(model_file, "small.keras")
    for name in ("letters.keras", "letters.txt"):
        shutil.copy(letters, name)
    Path("my/cat").mkdir(parents=True)
    assert command_line.main(typed.split()) == 2
    assert capsys.readouterr().err.startswith(f"python -m cgan_lib: {said}")
    assert not Path("my/run").exists()


def test_a_path_may_begin_with_the_home_folder_where_the_shell_leaves_the_sign(
    capsys, tmp_path, monkeypatch, model_file
):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    shutil.copy(model_file, tmp_path / "small.keras")
    words = ["draw", "1", "--model=~/small.keras", "--out=~/a.png"]
    assert command_line.main(words) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'a.png'} shows 1\n"


def text_encodings():
    """Every text encoding of Python that can be a terminal's, from ASCII to UTF-32."""
    names = sorted(set(encodings.aliases.aliases.values()) - {"mbcs"})
    return [name for name in names if codecs.lookup(name)._is_text_encoding]


@pytest.fixture
def measured(monkeypatch):
    """`evaluate` without its minutes of measuring."""
    numbers = dict.fromkeys(evaluation.report._SHOWN, 0.25)
    rows = {"model": numbers, "real": numbers}
    monkeypatch.setattr(recipes, "load_trained", lambda name: None)
    monkeypatch.setattr(evaluation, "measure_all", lambda *arguments: rows)
    return rows


def test_what_was_measured_is_shown_in_every_encoding(measured, monkeypatch):
    whole = evaluation.as_text(measured)
    assert len(text_encodings()) > 80
    for encoding in text_encodings():
        out = io.TextIOWrapper(io.BytesIO(), encoding, errors="strict")
        monkeypatch.setattr(sys, "stdout", out)
        assert command_line.main(["evaluate"]) == 0, encoding
        shown = out.buffer.getvalue().decode(encoding).splitlines()
        assert len(shown) == len(whole.splitlines())
        for line, full in zip(shown, whole.splitlines(), strict=True):
            signs = re.sub(
                r"\\x([0-9a-f]{2})", lambda code: chr(int(code[1], 16)), line
            )
            assert signs == full, encoding


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252", "utf-8", "utf-16"])
def test_names_of_files_are_shown_in_every_encoding(
    tmp_path, model_file, monkeypatch, encoding
):
    said, wrong = (
        io.TextIOWrapper(io.BytesIO(), encoding, newline="\n") for _ in range(2)
    )
    monkeypatch.setattr(sys, "stdout", said)
    monkeypatch.setattr(sys, "stderr", wrong)
    out = tmp_path / "\u00c4pfel \U0001f34e \udcff.png"
    words = ["draw", "1", "--model", model_file, "--out"]
    assert command_line.main([*words, str(out)]) == 0
    assert out.exists()
    assert command_line.main([*words, str(out / "a.png")]) == 2
    for stream in (said, wrong):
        stream.flush()
        shown = stream.buffer.getvalue().decode(encoding)
        assert "pfel" in shown
        assert shown.count("\n") == 1


def interrupt(*arguments):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "command", [["evaluate"], ["draw", "1"], ["train", "--out", "a"]]
)
def test_ctrl_c_ends_a_command_with_one_line_and_status_130(
    command, monkeypatch, capsys
):
    monkeypatch.setattr(command_line, command[0], interrupt)
    assert command_line.main(command) == 130
    assert capsys.readouterr() == ("", "python -m cgan_lib: stopped\n")


def test_warnings_of_others_end_no_command_whatever_the_reader_has_set(
    monkeypatch, capsys
):
    def warn(options):
        warnings.warn("of Keras", DeprecationWarning, stacklevel=2)

    monkeypatch.setattr(command_line, "draw", warn)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(DeprecationWarning):  # as the tests run
            command_line.main(["draw", "1"])
        monkeypatch.setattr(sys, "warnoptions", ["error"])
        assert command_line.main(["draw", "1"]) == 0
    assert capsys.readouterr() == ("", "")


def test_too_little_memory_is_one_line(measured, monkeypatch, capsys):
    def measure(*arguments):
        raise MemoryError("Unable to allocate 9 GB")

    monkeypatch.setattr(evaluation, "measure_all", measure)
    answer = (command_line.main(["evaluate"]), *capsys.readouterr())
    assert_one_line_naming("allocate 9 GB", answer)


def test_an_error_without_an_error_stream_is_not_taken_for_a_result(
    monkeypatch, capsys
):
    monkeypatch.setattr(sys, "stderr", None)
    assert command_line.main(["draw", "x"]) == 2
    monkeypatch.undo()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "name", ["two\nlines.keras", "\x1b[31mred.keras", "\u2028.keras"]
)
def test_whatever_is_in_a_name_an_error_is_one_plain_line(name, capsys):
    answer = (
        command_line.main(["draw", "1", "--model", name]),
        *capsys.readouterr(),
    )
    assert_one_line_naming("--model", answer)
    assert answer[2].strip().isprintable()


def python(*arguments, packages=None, **more):
    """`python -m cgan_lib`, which finds its packages in this folder first."""
    path = os.pathsep.join(filter(None, [packages and str(packages), str(ROOT)]))
    return subprocess.run(
        [sys.executable, "-m", "cgan_lib", *arguments],
        env={**os.environ, "PYTHONPATH": path},
        text=True,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more},
    )


def test_ctrl_c_while_tensorflow_is_imported_ends_with_one_line(tmp_path):
    press = (  # a shell starts jobs in the background with SIGINT ignored
        "import os, signal, time; signal.signal(signal.SIGINT, signal.default_int_handler)"
        "; os.kill(os.getpid(), signal.SIGINT); time.sleep(9)"
    )
    (tmp_path / "keras.py").write_text(press)
    done = python("draw", "1", packages=tmp_path)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "python -m cgan_lib: stopped\n"


@pytest.mark.parametrize("command", [[], ["draw"], ["train"], ["evaluate"]])
def test_help_does_not_wait_for_tensorflow_and_explains_every_option(tmp_path, command):
    for name in ("keras", "tensorflow", "matplotlib"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported')")
    done = python(*command, "--help", packages=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    for option in re.findall(r"--[a-z-]+", done.stdout):
        assert re.search(
            rf"^ +(-h, )?{option}( .*)?(  |\n {{10,}})\w", done.stdout, re.M
        )


def test_a_missing_package_is_one_line(tmp_path):
    (tmp_path / "keras.py").write_text("raise ImportError('no such package')")
    done = python("draw", "1", packages=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "python -m cgan_lib: no such package\n"


def closed_pipe():
    reads, writes = os.pipe()
    os.close(reads)
    return open(writes, "w")


def full_disk():
    return open("/dev/full", "w")


@pytest.mark.parametrize(
    ("out", "status", "said"),
    [(closed_pipe, 141, ""), (full_disk, 2, "python -m cgan_lib: [Errno 28] No space")],
)
def test_when_nobody_reads_what_is_printed_the_end_is_quiet(
    measured, monkeypatch, capfd, out, status, said
):
    with out() as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert command_line.main(["evaluate"]) == status
        monkeypatch.undo()
    error = capfd.readouterr().err
    assert error.startswith(said)
    assert error.count("\n") == bool(said)


def test_help_into_a_closed_pipe_is_quiet():
    with closed_pipe() as pipe:
        done = python("--help", stdout=pipe)
    assert done.stderr == ""


# train


@pytest.fixture
def train(train_small):
    """A function that runs `train` on 200 small images, with small networks."""
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (200, 8, 8, 1), dtype="uint8")
    labels = np.arange(200, dtype="int32") % 10
    return functools.partial(train_small, SMALL, lambda split: (images, labels))


def test_train_runs_with_no_stream_to_print_on(train, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    status, *_ = train("--out", str(tmp_path / "run"))
    sys.stdout.close()
    assert status == 0
    assert (tmp_path / "run" / "model.keras").exists()


def test_train_writes_the_model_the_curves_the_pictures_and_the_settings(
    train, tmp_path
):
    out = tmp_path / "new" / "run"
    status, said, err = train("--out", out, "--iterations", 100, "--seed", 7)
    assert (status, err) == (0, "")
    names = {"model.keras", "history.csv", "snapshots.png", "recipe.json"}
    assert {file.name for file in out.iterdir()} == names
    assert "100/100" in said
    last = said.splitlines()[-1]
    assert last.startswith(f"{out} holds ")
    assert all(name in last for name in names)

    settings = json.loads((out / "recipe.json").read_text(encoding="utf-8"))
    assert (settings["iterations"], settings["seed"]) == (100, 7)
    assert settings["generator_filters"] == [2, 2, 2]
    assert (out / "snapshots.png").read_bytes().startswith(PNG)
    with (out / "history.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 1
    names = {"d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake"}
    assert set(rows[0]) == {"epoch", *names}
    assert np.isfinite([float(number) for number in rows[0].values()]).all()
    model = cgan.load(out / "model.keras")
    assert int(model.generator_optimizer.iterations) == 100
    assert model.seed == 7


def test_train_refuses_a_folder_with_something_in_it_and_does_not_touch_it(
    train, tmp_path
):
    (tmp_path / "mine.txt").write_text("mine")
    assert_one_line_naming("--out", train("--out", tmp_path, "--iterations", 100))
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_train_refuses_a_file_in_place_of_a_folder(train, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    assert_one_line_naming("--out", train("--out", tmp_path / "mine.txt"))
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("iterations", [0, -100, 150])
def test_train_refuses_iterations_that_cannot_be_and_makes_no_folder(
    train, tmp_path, iterations
):
    answer = train("--out", tmp_path / "run", f"--iterations={iterations}")
    assert_one_line_naming("iterations", answer)
    assert list(tmp_path.iterdir()) == []


def test_train_refuses_a_seed_below_zero_and_makes_no_folder(train, tmp_path):
    answer = train("--out", tmp_path / "run", "--iterations", 100, "--seed", -1)
    assert_one_line_naming("seed", (answer[0], answer[1], answer[2].lower()))
    assert list(tmp_path.iterdir()) == []


def test_train_without_its_data_leaves_no_folder_that_blocks_the_next_try(
    train_small, tmp_path
):
    def missing(split):
        raise FileNotFoundError("mnist.npz is missing")

    out = tmp_path / "run"
    answer = train_small(SMALL, missing, "--out", out, "--iterations", 100)
    assert_one_line_naming("mnist.npz", answer)
    assert not out.exists() or not any(out.iterdir())


# Pictures of one's own


@pytest.fixture(scope="module")
def my_pictures(tmp_path_factory):
    """A folder of 150 pictures in two classes that differ in brightness."""
    folder = tmp_path_factory.mktemp("data") / "my_pictures"
    random = np.random.default_rng(0)
    for name, low in (("cat, black", 0), ("dog", 150)):
        (folder / name).mkdir(parents=True)
        for number in range(75):
            pixels = random.integers(low, low + 80, (8, 8, 3), dtype="uint8")
            Image.fromarray(pixels).save(folder / name / f"{number}.png")
    return folder


@pytest.fixture
def quick_judge(monkeypatch):
    """A judge that learns for a moment, which is enough to tell dark from bright."""
    learn = judge.train_classifier

    def learn_a_little(x, labels, _, *more, change):
        return learn(x, labels, 30, *more)

    monkeypatch.setattr(judge, "train_classifier", learn_a_little)


@pytest.fixture
def run_own(train_small, my_pictures):
    """A function that trains on that folder, as a user does."""
    mine = "--data", my_pictures, "--size", 8, "--channels", 3
    own = "--recipe", "classroom", "--iterations", 200, "--checkpoint-seconds", 0
    return functools.partial(train_small, SMALL, None, *mine, *own, "--out")


def test_own_pictures_go_from_a_folder_to_a_picture_by_three_commands(
    run_own, draw, quick_judge, capsys, my_pictures, tmp_path
):
    out = tmp_path / "run"
    status, said, err = run_own(out)
    assert (status, err) == (0, "")
    assert said.startswith("150 pictures in 2 classes, each 8 x 8 x 3")
    names = {"model.keras", "history.csv", "snapshots.png", "recipe.json"}
    assert {file.name for file in out.iterdir()} == names | {"pictures.npy"}
    model, drawn = out / "model.keras", tmp_path / "a.png"
    loaded = cgan.load(model)
    assert (loaded.class_names, loaded.img_shape) == (("cat, black", "dog"), (8, 8, 3))
    answer = draw("dog,cat, black", "--out", drawn, model=str(model))
    assert answer == (0, f"{drawn} shows dog, cat, black\n", "")
    words = ["evaluate", "--data", str(my_pictures), "--model", str(model)]
    assert command_line.main(words) == 0
    first, *table = capsys.readouterr().out.splitlines(keepends=True)
    assert first == "real: 15 pictures kept apart; precision and recall need 100\n"
    table = "".join(table)
    assert re.search(r"^obedience +\d+\.\d% ± \d\.\d% +100\.0%", table, re.M)
    assert "nearer than all but 1%" in table
    assert "other pictures" not in table
    more = shutil.copytree(my_pictures, tmp_path / "more")
    shutil.copy(more / "dog" / "0.png", more / "dog" / "new.png")
    words[2] = str(more)
    assert command_line.main(words) == 0
    assert "The network learned from other pictures" in capsys.readouterr().out


def test_a_run_on_own_pictures_goes_on_with_the_pictures_and_names_it_began_with(
    run_own, my_pictures, tmp_path, monkeypatch
):
    class Impatient(callbacks.ProgressBar):
        def on_epoch_end(self, epoch, logs=None):
            if epoch == 1:
                raise KeyboardInterrupt

    whole, again, other = (tmp_path / name for name in ("whole", "again", "other"))
    assert run_own(whole)[0] == 0
    with monkeypatch.context() as patch:
        patch.setattr(callbacks, "ProgressBar", Impatient)
        assert run_own(again)[0] == 130
        assert (again / "snapshots.png").read_bytes().startswith(PNG)
        (again / "model.keras").unlink()  # as if it had been killed
        patch.setattr(callbacks.ProgressBar, "on_epoch_begin", interrupt)
        assert run_own(again)[0] == 130
        assert cgan.load(again / "model.keras").iterations == 100
    shutil.copytree(my_pictures, other)
    (other / "dog").rename(other / "wolf")
    answer = run_own(again, "--data", other)
    assert answer[0] == 2
    assert "wolf" in answer[2]
    (other / "wolf" / "0.png").unlink()
    (other / "wolf").rename(other / "dog")
    assert "the pictures are others" in run_own(again, "--data", other)[2]
    status, said, _ = run_own(again)
    assert status == 0
    assert "Going on from iteration 100" in said
    first, second = (cgan.load(out / "model.keras") for out in (whole, again))
    for a, b in zip(first.get_weights(), second.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    assert_one_line_naming("finished", run_own(again, "--data", tmp_path / "none"))


def test_few_pictures_of_one_class_train_and_are_too_few_to_measure_with(
    train_small, capsys, tmp_path
):
    folder = tmp_path / "mine" / "cat"
    folder.mkdir(parents=True)
    for number in range(3):
        Image.new("L", (8, 8), 99 * number).save(folder / f"{number}.png")
    words = "--data", folder.parent, "--size", 8, "--iterations", 100
    settings = {"generator_filters": (2, 2), "discriminator_filters": (2, 2)}
    fast = dataclasses.replace(recipes.FAST, **settings, hidden=2, name="classroom")
    answer = train_small(
        fast, None, *words, "--out", tmp_path / "run", "--recipe", "classroom"
    )
    assert (answer[0], answer[2]) == (0, "")
    words = ["evaluate", "--data", str(folder.parent)]
    words += ["--model", str(tmp_path / "run" / "model.keras")]
    answer = (command_line.main(words), *capsys.readouterr())
    assert_one_line_naming("--data must hold 143 pictures", answer)


def test_a_picture_that_was_learned_from_is_no_measure(quick_judge, capsys):
    images = np.random.default_rng(0).integers(0, 256, (150, 8, 8, 1), "uint8")
    images[::2] //= 4  # dark ones
    images[1::30], images[::30] = images[5], images[4]  # some are there twice
    pictures = data.Pictures(images, np.arange(150) % 2, ("dark", "bright"))
    seen, apart = runs.parts(pictures)
    model = recipes.build(dataclasses.replace(SMALL, num_classes=2))
    rows = runs.measure(model, pictures, 0)
    new = [not (seen[0] == one).all((1, 2, 3)).any() for one in apart[0]]
    assert 0 < sum(new) < 15
    assert f"real: {sum(new)} pictures kept apart" in capsys.readouterr().out
    assert rows["real"]["near_copies"] == 1 / sum(new)  # of distance 0 there is none


def test_pictures_of_other_classes_are_no_measure(my_pictures, tmp_path, capsys):
    small = dataclasses.replace(SMALL, num_classes=2, img_shape=(8, 8, 3))
    model = recipes.build(small)
    model.class_names = ["cat", "dog"]
    model.save(tmp_path / "other.keras")
    words = ["evaluate", "--data", str(my_pictures)]
    words += ["--model", str(tmp_path / "other.keras")]
    answer = (command_line.main(words), *capsys.readouterr())
    assert_one_line_naming("--data must hold the classes of the network", answer)


@pytest.mark.parametrize(
    ("more", "name"),
    [((), "fast"), (("--size", "32"), "fast"), (("--size", "64"), "pictures")],
)
def test_larger_pictures_get_the_recipe_for_pictures(
    my_pictures, tmp_path, monkeypatch, more, name
):
    found = []
    monkeypatch.setattr(runs, "train", lambda *given: found.append(given[0]) or True)
    words = ["train", "--data", str(my_pictures), "--out", str(tmp_path / "run"), *more]
    assert command_line.main(words) == 0
    side = int(more[1]) if more else 28
    assert (found[0].name, found[0].img_shape) == (name, (side, side, 1))


@pytest.mark.parametrize("right", [0.5, 0.95])
def test_a_judge_that_cannot_read_real_pictures_is_not_trusted(
    my_pictures, tmp_path, monkeypatch, capsys, right
):
    small = dataclasses.replace(SMALL, num_classes=2, img_shape=(8, 8, 3))
    recipes.build(small).save(tmp_path / "model.keras")
    rows = {name: {"obedience": right} for name in ("real", "model")}
    monkeypatch.setattr(runs, "measure", lambda *given: rows)
    words = ["evaluate", "--data", str(my_pictures)]
    assert command_line.main([*words, "--model", str(tmp_path / "model.keras")]) == 0
    assert ("do not trust" in capsys.readouterr().out) == (right < 0.9)
