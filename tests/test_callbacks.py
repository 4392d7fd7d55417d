"""What watches a run: the bar reaches its end, snapshots are complete, the picture updates."""

import math
import types

from cgan_lib import callbacks, data

import keras
import numpy as np
import pytest
from matplotlib import pyplot as plt

LOGS = {
    "d_loss": 0.691,
    "g_loss": 0.702,
    "d_accuracy_real": 0.5,
    "d_accuracy_fake": 0.6,
}


class Painter:
    """Stands for a model: its images are as bright as the count of calls, in hundredths."""

    def __init__(self, num_classes=10):
        self.num_classes, self.calls, self.iterations = num_classes, [], 0

    def generate(self, labels, seed):
        self.calls.append((list(labels), seed))
        return np.full((len(labels), 8, 8, 1), len(self.calls) / 100, "float32")


def run(callback, epochs, steps, model=None, together=1):
    """Call a callback as Keras's `fit` does."""
    callback.set_params({"epochs": epochs, "steps": steps})
    callback.set_model(model)
    callback.on_train_begin()
    for epoch in range(epochs):
        callback.on_epoch_begin(epoch)
        for batch in range(0, steps, together):
            callback.on_train_batch_begin(batch)
            callback.on_train_batch_end(min(batch + together, steps) - 1, LOGS)
        if isinstance(model, Painter):
            model.iterations += steps
        callback.on_epoch_end(epoch, LOGS)
    callback.on_train_end(LOGS)


# ProgressBar


@pytest.mark.parametrize("together", [1, 3, 4])
def test_the_bar_reaches_its_total_on_stdout_and_says_nothing_on_stderr(
    capsys, together
):
    bar = callbacks.ProgressBar()
    run(bar, epochs=3, steps=4, together=together)
    printed = capsys.readouterr()
    last = printed.out.rstrip("\n").split("\r")[-1]
    assert "12/12" in last
    assert "100%" in last
    assert "D loss 0.69, G loss 0.70" in last
    assert printed.out.endswith("\n")
    assert printed.err == ""
    assert (bar.bar.n, bar.bar.total, bar.bar.disable) == (12, 12, True)


def test_the_bar_ends_at_its_total_where_keras_counts_further():
    bar = callbacks.ProgressBar()
    bar.set_params({"epochs": 1, "steps": 4})
    bar.on_train_begin()
    bar.on_epoch_begin(0)
    bar.on_train_batch_end(99)  # `steps_per_execution` is 100
    bar.on_train_end()
    assert bar.bar.n == 4


def test_the_bar_fits_a_notebook_cell(capsys):
    run(callbacks.ProgressBar(), epochs=1, steps=2)
    lines = capsys.readouterr().out.replace("\n", "\r").split("\r")
    assert max(map(len, lines)) <= 88


# Snapshots


def test_snapshots_keep_the_start_and_every_multiple():
    snapshots, painter = callbacks.Snapshots([2, 0], every=20, seed=5), Painter()
    run(snapshots, epochs=4, steps=10, model=painter)
    assert snapshots.iterations == [0, 20, 40]
    assert painter.calls == [([2, 0], 5)] * 3
    assert [image.shape for image in snapshots.images] == [(2, 8, 8, 1)] * 3
    brightness = [float(image[0, 0, 0, 0]) for image in snapshots.images]
    assert brightness == pytest.approx([0.01, 0.02, 0.03])


@pytest.mark.parametrize(
    ("every", "kept"),
    [(20, [0, 20, 30]), (25, [0, 30]), (15, [0, 20, 30]), (1000, [0, 30])],
)
def test_snapshots_keep_the_end_of_a_run_too(every, kept):
    snapshots = callbacks.Snapshots([2, 0], every)
    run(snapshots, epochs=3, steps=10, model=Painter())
    assert snapshots.iterations == kept
    assert len(snapshots.images) == len(kept)


def test_snapshots_may_be_taken_after_every_epoch():
    snapshots = callbacks.Snapshots(range(3), every=4)
    run(snapshots, epochs=3, steps=4, model=Painter())
    assert snapshots.iterations == [0, 4, 8, 12]


# LivePicture


class Screen:
    """Stands for the notebook: keeps what is displayed and what it is updated to."""

    def __init__(self):
        self.shown, self.updates = [], []

    def display(self, figure, display_id):
        assert display_id is True
        self.shown.append(figure)
        return types.SimpleNamespace(update=self.updates.append)


def heading(figure) -> str:
    return figure.texts[0].get_text()


@pytest.fixture
def screen(monkeypatch):
    screen = Screen()
    monkeypatch.setattr(callbacks.watching, "display", screen.display)
    return screen


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves."""
    clock = types.SimpleNamespace(now=1000.0)
    time = types.SimpleNamespace(monotonic=lambda: clock.now)
    monkeypatch.setattr(callbacks.watching, "time", time)
    return clock


def live_run(live, clock, seconds_of_epochs, num_classes=10):
    live.set_params({"epochs": len(seconds_of_epochs), "steps": 10})
    live.set_model(Painter(num_classes))
    live.on_train_begin()
    for epoch, seconds in enumerate(seconds_of_epochs):
        clock.now += seconds
        live.on_epoch_end(epoch, LOGS)
    live.on_train_end()


def test_the_live_picture_is_displayed_once_and_then_updated_in_place(screen, clock):
    live_run(callbacks.LivePicture([0, 1, 2], seconds=2.0), clock, [3.0, 3.0])
    assert [heading(figure) for figure in screen.shown] == ["iteration 0"]
    assert [heading(figure) for figure in screen.updates] == [
        "iteration 10",
        "iteration 20",
        "iteration 20",  # once more when the run ends
    ]
    assert plt.get_fignums() == []


def test_the_live_picture_is_not_updated_more_often_than_it_was_told(screen, clock):
    live = callbacks.LivePicture([0, 1], seconds=2.0)
    live_run(live, clock, [1.0, 0.9, 0.1, 1.9, 0.1, 0.1])
    assert [heading(figure) for figure in screen.updates] == [
        "iteration 30",  # 2.0 seconds after the first picture
        "iteration 50",  # 2.0 seconds later
        "iteration 60",  # the end of the run
    ]


def test_a_picture_that_takes_long_comes_seldom_enough_to_cost_under_5_percent(
    screen, clock, monkeypatch
):
    def slow_picture(live):
        clock.now += 1.0
        return plt.figure()

    monkeypatch.setattr(callbacks.LivePicture, "_picture", slow_picture)
    live_run(callbacks.LivePicture([0, 1], seconds=2.0), clock, [2.5] + 20 * [2.0])
    plt.close("all")
    assert len(screen.updates) == 3  # after 2.5 s, after 30 s more, and at the end


def test_the_live_picture_shows_all_curves_until_now(screen, clock):
    live_run(callbacks.LivePicture([2, 1]), clock, [0.0, 0.0, 0.0])
    figure = screen.updates[-1]
    titles = [text.get_text() for text in figure.texts[1:]]
    assert titles == ["2", "1"]
    lines = [line for axis in figure.axes for line in axis.get_lines()]
    assert len(lines) == 4
    for line in lines:
        np.testing.assert_array_equal(line.get_xdata(), [10, 20, 30])
    drawn = [line.get_ydata()[-1] for line in lines]
    assert drawn == [LOGS[name] for name in LOGS]


def test_the_live_picture_shows_the_names_of_the_classes(screen, clock):
    names = ("pear", "apple", "fig")
    live_run(callbacks.LivePicture([2, 0], class_names=names), clock, [0.0])
    titles = [text.get_text() for text in screen.updates[-1].texts[1:]]
    assert titles == ["fig", "pear"]


@pytest.mark.parametrize(("num_classes", "drawn"), [(3, 3), (10, 10), (26, 10)])
def test_the_live_picture_draws_the_first_ten_classes_at_most(
    screen, clock, num_classes, drawn
):
    names = [f"class {label}" for label in range(num_classes)]
    live = callbacks.LivePicture(class_names=names)
    live_run(live, clock, [0.0], num_classes)
    assert [list(labels) for labels, _ in live.model.calls] == [list(range(drawn))] * 2
    titles = [text.get_text() for text in screen.updates[-1].texts[1:]]
    assert titles == names[:drawn]


def test_the_live_picture_refuses_too_few_names_before_training(screen, clock):
    words = "class_names must be one for each class, .*; got 'ab'"
    with pytest.raises(ValueError, match=words):
        callbacks.LivePicture([0, 2], class_names="ab")
    with pytest.raises(ValueError, match=words):
        live_run(callbacks.LivePicture(class_names="ab"), clock, [], num_classes=3)
    assert screen.shown == []


def test_the_live_picture_draws_the_same_noise_each_time(screen, clock):
    live = callbacks.LivePicture([0, 2], seed=7, seconds=2.0)
    live_run(live, clock, [3.0, 3.0])
    assert live.model.calls == [([0, 2], 7)] * 4


def test_a_run_that_ends_before_its_first_epoch_leaves_the_first_picture(screen, clock):
    live_run(callbacks.LivePicture([0, 1]), clock, [])
    assert len(screen.shown) == 1
    assert screen.updates == []


def test_the_live_picture_works_outside_a_notebook(clock, capsys):
    live_run(callbacks.LivePicture([0, 1]), clock, [3.0])
    assert plt.get_fignums() == []


# Checkpoints


def test_settings_of_numpys_numbers_are_those_of_plain_ones():
    settings = {"z_dim": np.int64(3), "a": (np.int32(8), 8), "b": np.array([8, 8, 1])}
    kept = callbacks.checkpoints.as_json(settings)
    assert kept == {"z_dim": 3, "a": [8, 8], "b": [8, 8, 1]}


def test_what_other_callbacks_log_may_be_an_array_or_nothing(tmp_path):
    keeper = callbacks.Checkpoints(tmp_path)
    keeper.set_params({"epochs": 3, "steps": 1})
    optimizer = types.SimpleNamespace(variables=[])
    keeper.set_model(types.SimpleNamespace(weights=[], optimizer=optimizer))
    keeper.saved_at = math.inf  # none is due
    for value in (np.arange(3), np.float32(0.5), None):
        keeper.on_epoch_end(0, {"note": value})
    rows = keeper.history["note"]
    assert rows[:2] == [[0.0, 1.0, 2.0], 0.5]
    assert math.isnan(rows[2])


def test_snapshots_without_a_picture_can_be_kept():
    snapshots = callbacks.Snapshots([0])
    record = snapshots.record()
    assert len(record["iterations"]) == len(record["images"]) == 0


# All of them in a real run


def test_fit_calls_all_of_them(build_plain, tiny_pairs, screen, capsys):
    model = build_plain()
    averaging = keras.optimizers.Adam(0.01, use_ema=True, ema_momentum=0.9)
    model.compile(averaging, "adam")
    snapshots = callbacks.Snapshots(range(3), every=6)
    watchers = [callbacks.ProgressBar(), snapshots, callbacks.LivePicture(range(3))]
    model.fit(
        data.batches(*tiny_pairs, 6, seed=0),
        epochs=4,
        steps_per_epoch=3,
        callbacks=watchers,
        verbose=0,
    )
    assert "12/12" in capsys.readouterr().out
    assert snapshots.iterations == [0, 6, 12]
    drawn = model.generate(range(3), seed=0)
    np.testing.assert_allclose(snapshots.images[-1], drawn, atol=1e-6)
    assert np.abs(snapshots.images[0] - drawn).max() > 1e-3
    assert heading(screen.updates[-1]) == "iteration 12"
    assert plt.get_fignums() == []
