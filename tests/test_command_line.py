"""`python -m cgan_lib`: pictures that repeat, and one clear line when something is wrong."""

import csv
import functools
import json
import subprocess
import sys
from pathlib import Path

from cgan_lib import __main__ as command_line
from cgan_lib import cgan, recipes

import keras
import numpy as np
import pytest
from matplotlib import pyplot as plt

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


def test_draw_writes_digits_png_where_it_is_called(draw, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert draw("7")[0] == 0
    assert (tmp_path / "digits.png").read_bytes().startswith(PNG)


def test_draw_shows_the_digits_in_the_order_that_was_asked(draw, tmp_path, monkeypatch):
    asked = []
    generate = cgan.ConditionalGAN.generate

    def watch(self, labels, seed=None, z=None):
        asked.append((list(labels), seed))
        return generate(self, labels, seed, z)

    monkeypatch.setattr(cgan.ConditionalGAN, "generate", watch)
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


@pytest.mark.parametrize("digits", ["12a", "", "1 2", "-1", "3.5", "٣", "²"])
def test_draw_refuses_what_is_no_digit(draw, tmp_path, digits):
    if digits.startswith("-"):  # to argparse, this looks like an option
        digits = f" {digits}"
    answer = draw(digits, "--out", tmp_path / "a.png")
    assert_one_line_naming("digits", answer)
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

    monkeypatch.setattr("matplotlib.figure.Figure.savefig", half)
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


@pytest.mark.parametrize("arguments", [[], ["paint"], ["draw"], ["train"]])
def test_an_incomplete_command_ends_with_status_2_and_the_usage(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        command_line.main(arguments)
    assert ended.value.code == 2
    assert "usage: python -m cgan_lib" in capsys.readouterr().err


# train


@pytest.fixture
def train(train_small):
    """A function that runs `train` on 200 small images, with small networks."""
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (200, 8, 8, 1), dtype="uint8")
    labels = np.arange(200, dtype="int32") % 10
    return functools.partial(train_small, SMALL, lambda split: (images, labels))


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
