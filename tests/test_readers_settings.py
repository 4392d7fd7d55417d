"""What we draw is the same whatever the reader's Matplotlib and Keras are set to."""

import importlib
import io
import os
import subprocess
import sys
import warnings

from cgan_lib import _quiet, clinic, glyphs, plots, widgets
from cgan_lib.widgets.parts import Picture
from cgan_lib.widgets.recorded_run import chart

import keras
import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib import style
from PIL import Image

HISTORY = {
    "d_loss": [0.7, 0.6],
    "g_loss": [0.8, 0.9],
    "d_accuracy_real": [0.5, 0.75],
    "d_accuracy_fake": [0.4, 0.65],
}
IMAGES = np.random.default_rng(0).uniform(0, 1, (2, 8, 8, 1))


def pixels_of(figure) -> np.ndarray:
    file = io.BytesIO()
    figure.savefig(file)
    return np.asarray(Image.open(file))


def everything(tiny) -> dict[str, np.ndarray]:
    """Each thing that the library draws, as pixels."""
    images, moments = IMAGES, [0, 100]
    run = {**HISTORY, "iterations": [100, 200], "obedience": [0.1, 0.9]}
    run["picture_iterations"] = np.array(moments)
    run["pictures"] = (255 * images[np.newaxis]).astype("uint8").repeat(2, axis=0)
    run = {name: np.array(values) for name, values in run.items()}
    live = Picture()
    live.show(np.arange(24, dtype="uint8").reshape(2, 3, 4), "")
    return {
        "digits": pixels_of(plots.digits(images, [-1, 2], heading="two")),
        "grid": pixels_of(plots.grid(images[np.newaxis], ["a"], [1, 2])),
        "channels": pixels_of(plots.channels([images[0]], ["a"])),
        "training": pixels_of(plots.training(images, [1, 2], HISTORY, [-100, 200])),
        "map": pixels_of(plots.cgan_map(3)),
        "clinic": np.asarray(clinic.chart(clinic.load_patients()["A"], "A")),
        "chart": pixels_of(chart(run, moments)),
        "time machine": pixels_of(widgets.time_machine(run).figure()),
        "studio": pixels_of(widgets.digit_studio(tiny, "01").figure()),
        "live picture": np.asarray(Image.open(io.BytesIO(live.value))),
        "glyphs": glyphs.draw("A", 2).images,
        "signs": glyphs.draw_coloured(per_class=1).images,
    }


@pytest.fixture(scope="module")
def tiny(build_tiny):
    return build_tiny()


@pytest.fixture(scope="module")
def by_default(tiny):
    with style.context("default"):
        return everything(tiny)


def assert_same(found, wanted):
    different = [n for n in wanted if not np.array_equal(found[n], wanted[n])]
    assert different == []


OTHERS = (3.7, 7, "red", "tight", "lower", "serif", "xx-large", "bold", "--", "both")
OTHERS += ("jet", "bicubic", "in", "left", "round", "a.b", [3, 3], "x", "^", "log")
LEFT = ("backend", "interactive", "toolbar", "webagg.", "keymap.", "animation.", "tk.")


def another(name, value):
    """Another value that this setting of Matplotlib can have, or None."""
    for other in (not value if isinstance(value, bool) else None, *OTHERS):
        try:
            matplotlib.rcParams[name] = other
        except Exception:
            continue
        if other is not None and matplotlib.rcParams[name] != value:
            return other
    return None


@pytest.fixture(scope="module")
def all_other():
    """Another value for (nearly) every one of Matplotlib's settings."""
    with warnings.catch_warnings(), matplotlib.rc_context():
        warnings.simplefilter("ignore")  # some settings are on their way out
        names = [n for n in matplotlib.rcParamsDefault if not n.startswith(LEFT)]
        others = {n: another(n, matplotlib.rcParamsDefault[n]) for n in names}
    return {name: other for name, other in others.items() if other is not None}


def test_nearly_every_setting_is_tried(all_other):
    assert len(all_other) > 270
    named = ("figure.dpi", "figure.figsize", "font.family", "savefig.transparent")
    assert {*named, "savefig.bbox", "image.origin", "image.cmap", "text.usetex"} < {
        *all_other
    }


def test_no_setting_of_matplotlib_changes_what_is_drawn(tiny, all_other, by_default):
    with warnings.catch_warnings(), matplotlib.rc_context(all_other):
        warnings.simplefilter("ignore")
        assert_same(everything(tiny), by_default)
        assert matplotlib.rcParams["figure.dpi"] == all_other["figure.dpi"]  # theirs


def test_a_figure_that_was_made_before_the_settings_changed_is_drawn_as_before(
    all_other, by_default
):
    figure = plots.training(IMAGES, [1, 2], HISTORY, [-100, 200])
    with warnings.catch_warnings(), matplotlib.rc_context(all_other):
        warnings.simplefilter("ignore")
        figure.canvas.draw()
        drawn = np.array(figure.canvas.buffer_rgba())
    np.testing.assert_array_equal(drawn, by_default["training"])


def test_one_line_changes_every_picture_of_the_course(monkeypatch):
    monkeypatch.setitem(plots.STYLE, "figure.dpi", 50)
    monkeypatch.setitem(plots.STYLE, "font.family", ["DejaVu Serif"])
    figure, axis = plots.subplots()
    assert figure.dpi == 50
    assert axis.title.get_fontfamily() == ["DejaVu Serif"]


def test_lines_on_axes_of_a_dark_figure_keep_the_words_of_that_figure():
    with style.context("dark_background"):
        axes = plt.figure().subplots(1, 2)
        plots.draw_curves(axes, HISTORY, [100, 200])
        plt.close()
    words = axes[0].xaxis.label.get_color()
    assert matplotlib.colors.to_rgb(words) == (1, 1, 1)


def test_a_figure_is_a_png_in_a_notebook_before_pyplot_was_used():
    figure, _ = plots.subplots(1, 2)
    assert figure._repr_png_().startswith(b"\x89PNG")
    assert repr(figure) == "<Figure size 830x260 with 2 Axes>"


def test_a_backend_with_windows_and_a_matplotlibrc_are_not_looked_at(tmp_path):
    rc = tmp_path / "matplotlibrc"
    rc.write_text("backend: TkAgg\nfigure.dpi: 150\nimage.cmap: jet\n", "ascii")
    code = (
        "import sys\nfrom cgan_lib import plots\n"
        "print(plots.digits([[[0, 1]]]), 'tkinter' in sys.modules)"
    )
    settings = {k: v for k, v in os.environ.items() if k != "MPLBACKEND"}
    settings |= {"MATPLOTLIBRC": str(rc), "DISPLAY": ""}
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, env=settings, capture_output=True, text=True)
    assert done.stdout == "Figure(420x66) False\n", done.stderr


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("floatx", "float64"),
        ("image_data_format", "channels_first"),
        ("epsilon", 0.001),
    ],
)
def test_another_setting_of_keras_is_refused_in_one_line(name, other):
    usual = getattr(keras.config, name)()
    getattr(keras.config, f"set_{name}")(other)
    try:
        with pytest.raises(ImportError, match=rf"{name}, .* sets {other!r}: remove it"):
            importlib.reload(_quiet)
    finally:
        getattr(keras.config, f"set_{name}")(usual)
    importlib.reload(_quiet)
