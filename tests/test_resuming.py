"""Runs survive: whatever stops one, the same command ends with the same weights, to the bit."""

import contextlib
import dataclasses
import fcntl
import io
import json
import multiprocessing
import os
import random
import re
import resource
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time
import zipfile
from pathlib import Path

from cgan_lib import callbacks, cgan, data, files, recipes, runs
from cgan_lib.callbacks import checkpoints

import keras
import long_run
import numpy as np
import pytest
import small_training

SMALL = dataclasses.replace(
    long_run.SMALL, name="classroom", iterations=400, share_fakes=False
)
RESULTS = ["history.csv", "model.keras", "recipe.json", "snapshots.png"]
EVERY_EPOCH = ("--checkpoint-seconds", "0")


def pairs(split="train"):
    images = np.random.default_rng(0).integers(0, 256, (70, 8, 8, 1), dtype="uint8")
    return images, np.arange(70, dtype="int32") % 10


# Processes of their own: one server imports TensorFlow once, and each of them is its fork.


def command(arguments, said, before=None):
    """What such a process does: run `train` on small data; its words go to the file `said`."""
    sys.stdout = sys.stderr = open(said, "w")  # noqa: SIM115
    if before is not None:
        before()
    status = small_training.train(SMALL, pairs, *arguments)
    sys.stdout.flush()
    sys.exit(status)


def few_bytes():
    """From here on no file may grow beyond 20,000 bytes, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def nobody():
    """From here on the process may write only where everyone may."""
    if os.getuid() == 0:
        os.setuid(65534)


@pytest.fixture(scope="module")
def start():
    """A function that starts `train` in a process of its own."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["cgan_lib.runs", "cgan_lib.__main__"])
    started = []

    def start(out, *arguments, said=os.devnull, before=None):
        arguments = ("--out", out, *EVERY_EPOCH, *arguments)
        process = context.Process(target=command, args=(arguments, said, before))
        process.start()
        started.append(process)
        return process

    yield start
    for process in started:
        if process.is_alive():
            process.kill()
        process.join()


def finish(process) -> int:
    process.join(120)
    return process.exitcode


@pytest.fixture(scope="module")
def twins(start, tmp_path_factory):
    """The folders of two runs that were never stopped, and the seconds that they took."""
    folders = [tmp_path_factory.mktemp(name) / "run" for name in ("whole", "again")]
    before = time.monotonic()
    processes = [start(folder) for folder in folders]
    assert [finish(process) for process in processes] == [0, 0]
    return *folders, time.monotonic() - before


@pytest.fixture(scope="module")
def whole(twins):
    return twins[0]


def variables(model) -> dict[str, np.ndarray]:
    """Every number of a model: networks, optimisers, averages, the state of the noise."""
    parts = {
        "model": model,
        "generator_optimizer": model.generator_optimizer,
        "discriminator_optimizer": model.discriminator_optimizer,
    }
    found = {
        f"{name} {i} {variable.path}": variable.numpy()
        for name, part in parts.items()
        for i, variable in enumerate(part.variables)
    }
    return found | {"noise": model.noise_seed.state.numpy()}


def assert_same(ours, theirs):
    ours, theirs = (list(variables(model).values()) for model in (ours, theirs))
    assert len(ours) == len(theirs) > 30
    for our, their in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(our, their, strict=True)


def assert_same_run(out, whole):
    assert sorted(path.name for path in out.iterdir()) == RESULTS
    assert_same_results(out, whole)


def assert_same_results(out, whole):
    assert_same(cgan.load(out / "model.keras"), cgan.load(whole / "model.keras"))
    for name in ("history.csv", "recipe.json", "snapshots.png"):
        assert (out / name).read_bytes() == (whole / name).read_bytes(), name


def being_written(folder) -> bool:
    return any((folder / "checkpoints").glob(f"{files.UNFINISHED}*"))


def test_a_fresh_process_with_the_same_recipe_and_seed_ends_with_the_same_weights(
    twins,
):
    assert_same_run(twins[1], twins[0])


def test_a_run_that_is_killed_ten_times_ends_as_if_it_had_never_been(
    start, twins, tmp_path
):
    whole, _, seconds = twins
    seed = random.SystemRandom().randrange(10**6)
    print(f"the moments come from the seed {seed}")
    chance = random.Random(seed)
    kills, while_writing, runs = 0, 0, 0
    while kills < 10:
        out = tmp_path / str(runs)
        process = start(out)
        if kills % 2:  # any moment; the next, when a checkpoint is being written
            process.join(chance.uniform(0, seconds))
        else:
            wait = chance.uniform(0, 0.02)
            while process.is_alive() and not being_written(out):
                time.sleep(0.001)
            time.sleep(wait)
        process.kill()
        status = finish(process)
        assert status in (0, -signal.SIGKILL)
        if status == 0:
            assert_same_run(out, whole)
            runs += 1
        else:
            kills += 1
            while_writing += being_written(out)
    assert while_writing >= 3
    if (tmp_path / str(runs)).exists():
        assert finish(start(tmp_path / str(runs))) == 0
        assert_same_run(tmp_path / str(runs), whole)


def wait_for(process, happens):
    """Wait until something holds; the process must not end before."""
    while not happens():
        assert process.is_alive()
        time.sleep(0.002)


@pytest.fixture(scope="module")
def stopped(start, tmp_path_factory):
    """A run that was killed after 200 iterations, and what became of two others in its folder."""
    out, said = (tmp_path_factory.mktemp("killed") / name for name in ("run", "said"))
    process, refused = start(out), []
    wait_for(process, (out / "checkpoints" / "checkpoint-0000200.keras").exists)
    os.kill(process.pid, signal.SIGSTOP)  # so that only the others could change a file
    for more in ((), ("--overwrite",)):
        kept = contents(out)
        status = finish(start(out, *more, said=said))
        refused.append((status, said.read_text(), contents(out) == kept))
    process.kill()
    assert finish(process) == -signal.SIGKILL
    return out, refused


@pytest.fixture(scope="module")
def killed(stopped):
    """A function that makes a folder with a run that was killed after 200 iterations or more."""
    return lambda place: Path(shutil.copytree(stopped[0], place))


def test_a_second_process_in_the_folder_of_a_run_is_refused_and_changes_nothing(
    stopped,
):
    out, refused = stopped
    for status, said, is_unchanged in refused:
        assert status == 2
        assert is_unchanged
        assert said.startswith("python -m cgan_lib: another process")
        assert str(out) in said
        assert said.count("\n") == 1


# What systems, editors and programs that copy folders drop into any folder
LITTER = [
    *("desktop.ini", "Thumbs.db", "ehthumbs_vista.db", ".DS_Store", "._model.keras"),
    *(".ipynb_checkpoints", "~$history.csv", ".~lock.history.csv#", "#history.csv#"),
    *("history.csv~", ".history.csv.swp", ".nfs000001", ".fuse_hidden01", "@eaDir"),
    *(
        ".Spotlight-V100",
        ".dropbox",
        ".writing-notes.txt",
        "Icon\r",
        "lost+found",
        "$RECYCLE.BIN",
    ),
]
# What others leave in the folder of their run on purpose
NOTES = [
    *("notes.txt", "model (conflicted copy).keras", "train.log", "old", "checkpoint"),
    *("checkpoints/checkpoint-0000300 (1).keras", "checkpoints/notes.txt"),
]


def drop(folder, names):
    """Put a file into a folder under each of these names, or a folder with a file in it."""
    for name in names:
        path = folder / name
        if name[0] in ".@$" and "." not in name[1:]:
            path.mkdir()
            path /= "file"
        path.write_text(name)


@pytest.fixture(scope="module")
def gone_on(killed, tmp_path_factory):
    """What became of a killed run that goes on, in a folder with what is not its own."""
    out = killed(tmp_path_factory.mktemp("gone_on") / "run")
    strange = [*LITTER, *(f"checkpoints/{name}" for name in LITTER), *NOTES]
    was_locked = (out / runs.LOCK).exists()
    before = contents(out)
    drop(out, strange)
    dropped = {path: all for path, all in contents(out).items() if path not in before}
    with pytest.MonkeyPatch.context() as patch, io.StringIO() as said:
        # It holds for a whole process, so for the other tests, too.
        patch.setattr("tensorflow.config.experimental.enable_op_determinism", lambda: 0)
        with contextlib.redirect_stdout(said):
            status = small_training.train(SMALL, pairs, "--out", out, *EVERY_EPOCH)
        return out, was_locked, dropped, status, said.getvalue()


def test_files_of_others_neither_stop_a_run_that_goes_on_nor_are_touched(
    gone_on, whole
):
    out, _, dropped, status, said = gone_on
    assert status == 0
    assert "Going on from iteration 200" in said
    kept = contents(out)
    assert {path: kept.pop(path) for path in dropped} == dropped
    assert sorted(path.name for path in kept) == RESULTS
    assert_same_results(out, whole)


def test_a_finished_run_stays_finished_beside_litter_among_its_checkpoints(
    gone_on, train
):
    kept = contents(gone_on[0])
    assert_refused(train(gone_on[0]), "--out")
    assert contents(gone_on[0]) == kept


def test_a_process_that_is_killed_frees_the_folder_of_its_run(gone_on):
    out, was_locked, *_ = gone_on
    assert was_locked
    assert not (out / runs.LOCK).exists()


@pytest.mark.parametrize("overwrite", [(), ("--overwrite",)])
@pytest.mark.parametrize("name", LITTER)
def test_a_folder_with_nothing_but_litter_may_be_that_of_a_new_run(
    name, overwrite, tmp_path
):
    drop(tmp_path, [name])
    runs.check(tmp_path, {"seed": 0}, bool(overwrite))


@pytest.mark.parametrize("overwrite", [(), ("--overwrite",)])
@pytest.mark.parametrize("name", ["notes.txt", "model.keras", "checkpoints", "desktop"])
def test_a_folder_with_a_file_of_its_owner_is_not_that_of_a_new_run(
    train, name, overwrite, tmp_path
):
    drop(tmp_path, [*LITTER, name])
    kept = contents(tmp_path)
    told = "must not hold the file" if name == "checkpoints" else "holds"
    assert_refused(train(tmp_path, *overwrite), "--out", told, name)
    assert contents(tmp_path) == kept


def test_a_run_that_ends_between_look_and_claim_is_not_touched(
    train, finished, monkeypatch
):
    kept, check = contents(finished), runs.check
    looks = iter([lambda *arguments: None, check])  # the first look was too early
    monkeypatch.setattr(runs, "check", lambda *arguments: next(looks)(*arguments))
    assert_refused(train(finished), "finished")
    assert contents(finished) == kept


def contents(folder) -> dict:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_full_disk_ends_a_run_with_one_line_and_keeps_what_is_there(
    start, killed, tmp_path
):
    out, said = killed(tmp_path / "run"), tmp_path / "said"
    (out / runs.LOCK).unlink()

    def lasting():  # without what a killed writer left, and the picture, renewed on the way
        kept = contents(out).items()
        return {p: all for p, all in kept if not re.search("writing|snapshots", str(p))}

    kept = lasting()
    assert finish(start(out, said=said, before=few_bytes)) == 2
    last = said.read_text().splitlines()[-1]
    assert last.startswith("python -m cgan_lib: ")
    assert "File too large" in last
    assert "Traceback" not in said.read_text()
    assert lasting() == kept  # so that it goes on from there


def test_a_folder_that_may_not_be_written_ends_a_run_with_one_line(start, killed):
    with tempfile.TemporaryDirectory() as folder:  # pytest's own are closed to others
        out, said = killed(f"{folder}/run"), Path(folder, "said")
        said.touch()
        said.chmod(0o666)
        for path in (Path(folder), out, out / "checkpoints"):
            path.chmod(0o555)
        kept = contents(out)
        try:
            assert finish(start(out, said=said, before=nobody)) == 2
            new = Path(folder, "new")
            assert finish(start(new, said=os.devnull, before=nobody)) == 2
            assert not new.exists()
        finally:
            for path in (Path(folder), out, out / "checkpoints"):
                path.chmod(0o755)
        assert said.read_text().startswith("python -m cgan_lib: ")
        assert said.read_text().count("\n") == 1
        assert "Permission denied" in said.read_text()
        assert contents(out) == kept


# The command, in this process


@pytest.fixture
def train(train_small):
    """A function that runs `train` on the small data."""

    def run(out, *arguments):
        return train_small(SMALL, pairs, "--out", out, *EVERY_EPOCH, *arguments)

    return run


def assert_refused(answer, *words):
    status, out, err = answer
    assert (status, out) == (2, "")
    assert err.startswith("python -m cgan_lib: ")
    assert err.count("\n") == 1
    for word in words:
        assert word in err


@pytest.fixture
def finished(whole, tmp_path):
    return Path(shutil.copytree(whole, tmp_path / "finished"))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ((), ("finished", "--overwrite")),
        (
            ("--seed", 3),
            ("--seed was 0, now 3; choose another folder, or replace that run",),
        ),
        (("--iterations", 900), ("--iterations was 400, now 900", "--overwrite")),
    ],
)
def test_a_finished_run_is_not_touched(train, finished, more, words):
    kept = contents(finished)
    assert_refused(train(finished, *more), *words)
    assert contents(finished) == kept


@pytest.mark.parametrize("more", [("--seed", 3), ("--iterations", 900)])
def test_an_unfinished_run_of_another_recipe_is_not_touched(
    train, killed, tmp_path, more
):
    out = killed(tmp_path / "run")
    kept = contents(out)
    assert_refused(train(out, *more), f"{more[0]} was", f"now {more[1]}; choose")
    assert contents(out) == kept


@pytest.mark.parametrize("overwrite", [(), ("--overwrite",)])
def test_a_folder_that_holds_something_else_too_is_not_touched(
    train, finished, overwrite
):
    (finished / "mine.txt").write_text("mine")
    kept = contents(finished)
    assert_refused(train(finished, *overwrite), "--out", "mine.txt")
    assert contents(finished) == kept


@pytest.mark.parametrize("name", ["checkpoints", *RESULTS])
@pytest.mark.parametrize("is_finished", [False, True])
def test_a_folder_in_the_place_of_a_file_is_refused_before_anything_is_deleted(
    tmp_path, name, is_finished
):
    for other in RESULTS:
        (tmp_path / other).write_text("{}")
    (tmp_path / name).unlink(missing_ok=True)
    if name == "checkpoints":
        (tmp_path / name).write_text("mine")
    else:
        (tmp_path / name).mkdir()
        if not is_finished:
            (tmp_path / "checkpoints").mkdir()
            (tmp_path / "checkpoints" / "unfinished").touch()
    kept = contents(tmp_path)
    with pytest.raises(ValueError, match=rf"{name}; move it away"):
        runs.check(tmp_path, {}, True)
    assert contents(tmp_path) == kept


def test_results_without_a_recipe_are_not_touched(train, finished):
    (finished / "recipe.json").unlink()
    kept = contents(finished)
    assert_refused(train(finished, "--overwrite"), "--out", "model.keras")
    assert contents(finished) == kept


def test_a_damaged_recipe_is_an_error(train, finished):
    (finished / "recipe.json").write_text("{")
    assert_refused(train(finished), "recipe.json", "--overwrite")


def test_overwrite_replaces_an_unfinished_run_of_another_seed(train, killed, tmp_path):
    out = killed(tmp_path / "run")
    status, said, _ = train(out, "--overwrite", "--seed", 1, "--iterations", 100)
    assert status == 0
    assert "Going on" not in said
    assert sorted(path.name for path in out.iterdir()) == RESULTS
    assert json.loads((out / "recipe.json").read_text())["seed"] == 1


class Impatient(callbacks.ProgressBar):
    """Presses Ctrl-C at some moments."""

    moments = ()

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.press("begin")

    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        self.press(self.bar.n)

    def press(self, moment):
        if moment in self.moments:
            raise KeyboardInterrupt


@pytest.fixture
def press(monkeypatch):
    """A function that lets Ctrl-C be pressed at these moments from now on."""
    monkeypatch.setattr(callbacks, "ProgressBar", Impatient)
    return lambda *moments: monkeypatch.setattr(Impatient, "moments", moments)


def test_overwrite_lets_an_unfinished_run_go_on(train, killed, press, tmp_path):
    out = killed(tmp_path / "run")
    kept = contents(out / "checkpoints")
    press("begin")
    status, said, _ = train(out, "--overwrite")
    assert status == 130
    assert "Going on from iteration 200" in said
    assert said.endswith("The same command goes on from iteration 200\n")
    assert {path: kept[path] for path in contents(out / "checkpoints")} == kept


def test_a_run_that_was_ended_by_ctrl_c_keeps_a_model_and_goes_on(
    train, whole, press, tmp_path
):
    press(250)
    status, said, _ = train(tmp_path / "run")
    assert status == 130
    assert "Stopped after 250 iterations" in said
    assert "holds model.keras, history.csv, snapshots.png and recipe.json" in said
    assert "The same command goes on from iteration 200" in said
    early = cgan.load(tmp_path / "run" / "model.keras")
    assert int(early.generator_optimizer.iterations) == 250
    rows = (tmp_path / "run" / "history.csv").read_text().splitlines()
    assert len(rows) == 3  # a heading, and what the newest checkpoint counts on
    press()
    status, said, _ = train(tmp_path / "run")
    assert status == 0
    assert "Going on from iteration 200" in said
    assert_same_run(tmp_path / "run", whole)


@pytest.mark.parametrize("kept", [0, 2])
def test_ctrl_c_again_while_results_are_written_says_what_is_not_there(
    train, killed, press, tmp_path, monkeypatch, kept
):
    out, write_whole, wrote = killed(tmp_path / "run"), files.write_whole, []
    names = ["model.keras", "history.csv", "snapshots.png"]

    def impatient(path, write, *more):
        if path.parent == out and path.name in names:
            if len(wrote) == kept:
                raise KeyboardInterrupt
            wrote.append(path.name)
        write_whole(path, write, *more)

    monkeypatch.setattr(files, "write_whole", impatient)
    press(201)
    status, said, err = train(out)
    assert (status, err) == (130, "")
    *_, truth, further = said.splitlines()
    assert truth == f"Not written: {', '.join(names[kept:])}"
    assert further == "The same command goes on from iteration 200"
    assert "holds" not in said
    assert [name for name in names[:2] if (out / name).exists()] == names[:kept]


def test_ctrl_c_before_the_first_iteration_leaves_no_blank_model(
    train, press, tmp_path
):
    press("begin")
    status, said, err = train(tmp_path / "run")
    assert (status, err) == (130, "")
    assert "Not written: model.keras, history.csv, snapshots.png" in said
    assert said.endswith("The same command goes on from iteration 0\n")
    assert not (tmp_path / "run" / "model.keras").exists()
    runs.check(tmp_path / "run", as_json(SMALL), overwrite=False)  # may go on


def test_a_run_stopped_before_its_first_checkpoint_keeps_a_model_and_may_go_on(
    train, press, tmp_path
):
    press(1)
    out = tmp_path / "run"
    status, said, _ = train(out, "--checkpoint-seconds", 1000)
    assert status == 130
    assert said.endswith("The same command goes on from iteration 0\n")
    assert int(cgan.load(out / "model.keras").generator_optimizer.iterations) == 1
    runs.check(out, as_json(SMALL), overwrite=False)
    drop(out / "checkpoints", LITTER)
    runs.check(out, as_json(SMALL), overwrite=False)


def as_json(recipe) -> dict:
    return checkpoints.as_json(dataclasses.asdict(recipe))


# Checkpoints in a notebook


class Power(keras.callbacks.Callback):
    """Fails after some iterations."""

    def __init__(self, until):
        super().__init__()
        self.until = until

    def on_epoch_end(self, epoch, logs=None):
        if (epoch + 1) * self.params["steps"] == self.until:
            raise SystemError("no power")


def run(folder, until=None, recipe=SMALL, images=None, **keeping):
    """Train in this process; returns the model, the history and the watchers."""
    model = recipes.build(recipe)
    keeper = callbacks.Checkpoints(folder, **{"seconds": 0, **keeping})
    live, snapshots = callbacks.LivePicture(), callbacks.Snapshots([3, 1], every=100)
    watchers = [keeper, live, snapshots, Power(until)]
    x, labels = pairs()
    x = data.scale(x if images is None else images)
    return model, recipes.train(model, recipe, x, labels, watchers), live, snapshots


@pytest.fixture(scope="module")
def straight(tmp_path_factory):
    """A run that was never stopped, and its folder with the last checkpoints."""
    folder = tmp_path_factory.mktemp("straight") / "checkpoints"
    return *run(folder), folder


@pytest.fixture(scope="module")
def half(tmp_path_factory):
    """A function that makes a folder with checkpoints at 200 and 300 iterations of 400."""
    folder = tmp_path_factory.mktemp("half") / "checkpoints"
    with pytest.raises(SystemError):
        run(folder, until=400)

    def copy(place):
        return Path(shutil.copytree(folder, place / "checkpoints"))

    return copy


@pytest.fixture(scope="module")
def resumed(half, tmp_path_factory):
    """A run that went on, in a folder with what a killed writer left, and a file of its owner."""
    folder = half(tmp_path_factory.mktemp("resumed"))
    left = folder / f"{files.UNFINISHED}abc"
    left.mkdir()
    (left / "checkpoint-0000400.keras").write_bytes(b"P")
    (folder / "mine.txt").write_text("mine")
    with contextlib.redirect_stdout(io.StringIO()) as said:
        return *run(folder), folder, said.getvalue()


def test_everything_goes_on_where_it_was(straight, resumed):
    model, history, live, snapshots, _, said = resumed
    assert "Going on from iteration 300" in said
    whole_model, whole_history, whole_live, whole_snapshots, _ = straight
    assert_same(model, whole_model)
    assert history.history == whole_history.history
    assert [len(row) for row in history.history.values()] == [4] * 4
    assert history.epoch == whole_history.epoch == list(range(4))
    assert (live.history, live.iterations) == (
        whole_live.history,
        whole_live.iterations,
    )
    assert (
        snapshots.iterations == whole_snapshots.iterations == list(range(0, 401, 100))
    )
    np.testing.assert_array_equal(snapshots.images, whole_snapshots.images)


def test_what_a_killed_writer_left_is_cleared_away(resumed):
    assert not list(resumed[4].glob(f"{files.UNFINISHED}*"))


def test_checkpoints_leave_other_files_in_their_folder_alone(resumed):
    folder = resumed[4]
    callbacks.Checkpoints(folder).delete_all()
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    (folder / "mine.txt").unlink()
    callbacks.Checkpoints(folder).delete_all()
    assert not folder.exists()


def test_the_last_two_checkpoints_are_kept_and_hold_raw_weights_and_averages(
    half, tmp_path
):
    folder = half(tmp_path)
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["checkpoint-0000200.keras", "checkpoint-0000300.keras"]
    model = cgan.load(folder / names[-1])
    raw = [weight.numpy() for weight in model.generator.trainable_variables]
    averages = [average.numpy() for _, average in model.averages()]
    differing = [(a != b).any() for a, b in zip(raw, averages, strict=True)]
    assert all(differing)


def test_checkpoints_do_not_change_the_run(straight):
    model = recipes.build(SMALL)
    x, labels = pairs()
    recipes.train(model, SMALL, data.scale(x), labels)
    assert_same(model, straight[0])


def test_after_the_end_of_a_run_nothing_is_left_to_do(straight, tmp_path):
    folder = shutil.copytree(straight[4], tmp_path / "checkpoints")
    model, history, *_ = run(folder)
    assert_same(model, straight[0])
    assert history.history == straight[1].history
    keeper, (x, labels) = callbacks.Checkpoints(folder, seconds=0), pairs()
    recipes.train(recipes.build(SMALL), SMALL, data.scale(x), labels, [keeper])
    assert keeper.complete


@contextlib.contextmanager
def untouched(folder):
    kept = contents(folder)
    yield
    assert contents(folder) == kept


def test_a_checkpoint_of_another_recipe_is_refused(half, tmp_path):
    folder = half(tmp_path)
    other = dataclasses.replace(SMALL, learning_rate=0.1, seed=4)
    wanted = "learning_rate is 0.001 there and 0.1 here, seed is 0 there and 4 here"
    with untouched(folder), pytest.raises(ValueError, match=wanted):
        run(folder, recipe=other)


def test_a_checkpoint_of_other_images_is_refused(half, tmp_path):
    folder = half(tmp_path)
    words = "run: the images or labels are not those of the run; choose another folder"
    with untouched(folder), pytest.raises(ValueError, match=words):
        run(folder, images=pairs()[0][::-1])


def test_a_checkpoint_whose_optimisers_do_not_fit_is_refused(half, tmp_path):
    folder = half(tmp_path)
    path = folder / "checkpoint-0000300.keras"
    record = {"steps_of_optimisers": np.array([300, 299])}
    with untouched(folder), pytest.raises(ValueError, match="fit the model's optim"):
        checkpoints._load_weights(recipes.build(SMALL), path, record)


def test_a_keras_file_that_is_no_checkpoint_is_refused(tmp_path):
    recipes.build(SMALL).save(tmp_path / "checkpoint-0000100.keras")
    with untouched(tmp_path), pytest.raises(ValueError, match="not of this library"):
        run(tmp_path)


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x05\x06" + bytes(18)])
def test_a_foreign_file_is_refused(half, tmp_path, content):
    folder = half(tmp_path)
    (folder / "checkpoint-0000400.keras").write_bytes(content)
    with untouched(folder), pytest.raises(ValueError, match=r"0000400.*no checkpoint"):
        run(folder)
    (folder / "checkpoint-0000400.keras").unlink()


def test_a_damaged_checkpoint_is_refused_or_its_damage_is_harmless(half, tmp_path):
    newest = half(tmp_path) / "checkpoint-0000300.keras"
    content = newest.read_bytes()
    settings = settings_of(newest)
    sound = checkpoints._read(newest, settings)
    chance, refused = random.Random(0), []
    for _ in range(60):
        place = chance.randrange(len(content))
        wrong = bytes([content[place] ^ (1 << chance.randrange(8))])
        newest.write_bytes(content[:place] + wrong + content[place + 1 :])
        try:
            record = checkpoints._read(newest, settings)
            assert record.keys() == sound.keys()
        except ValueError as error:
            refused.append(str(error))
    assert len(refused) > 50
    assert all(newest.name in text for text in refused)
    newest.write_bytes(content[: len(content) // 2])
    with pytest.raises(ValueError, match="damaged"):
        checkpoints._read(newest, settings)


def settings_of(path) -> dict:
    with zipfile.ZipFile(path) as archive, archive.open("run.npz") as file:
        return json.loads(str(np.load(file)["settings"]))


# A power cut: what counts is the order in which things reach the disk.


@pytest.fixture
def on_disk(monkeypatch):
    """A list that grows: ("flush", path) and ("replace", path), as they happen."""
    happened, fsync, replace = [], os.fsync, os.replace

    def watch_fsync(number):
        fsync(number)
        happened.append(("flush", Path(os.readlink(f"/proc/self/fd/{number}"))))

    def watch_replace(old, new):
        replace(old, new)
        happened.append(("replace", Path(new)))

    monkeypatch.setattr(os, "fsync", watch_fsync)
    monkeypatch.setattr(os, "replace", watch_replace)
    return happened


def assert_flushed_before_and_after(happened, place, path):
    """The content before the file takes its place, and the new name after it."""
    assert happened[place] == ("replace", path)
    kind, part = happened[place - 1]
    assert (kind, part.name) == ("flush", path.name)
    assert part.parent.name.startswith(files.UNFINISHED)
    assert happened[place + 1] == ("flush", path.parent)


def test_a_file_is_on_the_disk_before_it_takes_the_place_of_another(on_disk, tmp_path):
    files.write_whole(tmp_path / "a", lambda part: part.write_text("new"))
    assert len(on_disk) == 3
    assert_flushed_before_and_after(on_disk, 1, tmp_path / "a")


def test_the_names_of_new_folders_are_on_the_disk(on_disk, tmp_path):
    files.make_folder(tmp_path / "a" / "b")
    assert set(on_disk) == {("flush", tmp_path), ("flush", tmp_path / "a")}


@pytest.fixture
def replaced(train, finished, on_disk, monkeypatch):
    """A finished run that was replaced; what was said, and what happened on the disk."""
    unlink, before = Path.unlink, (finished / "model.keras").stat().st_mtime_ns

    def watch(path, **options):
        unlink(path, **options)
        on_disk.append(("delete", path))

    monkeypatch.setattr(Path, "unlink", watch)
    status, said, _ = train(finished, "--overwrite")
    assert status == 0
    assert (finished / "model.keras").stat().st_mtime_ns > before
    return finished, said, on_disk


def test_overwrite_replaces_a_finished_run_in_an_order_that_survives_a_power_cut(
    replaced, whole
):
    out, said, on_disk = replaced
    assert "Going on" not in said
    assert_same_run(out, whole)
    inside = out / "checkpoints"
    recipe = on_disk.index(("replace", out / "recipe.json"))
    assert_flushed_before_and_after(on_disk, recipe, out / "recipe.json")
    # The old results are gone, and the run is known to be unfinished, before its recipe is there.
    for name in ("model.keras", "history.csv", "snapshots.png"):
        assert on_disk.index(("delete", out / name)) < on_disk.index(("flush", out))
    assert on_disk.index(("flush", inside)) < recipe
    # The third checkpoint is there before the first goes.
    third = inside / "checkpoint-0000300.keras"
    place = on_disk.index(("replace", third))
    assert_flushed_before_and_after(on_disk, place, third)
    assert on_disk[place + 2] == ("delete", third.with_stem("checkpoint-0000100"))
    # All results are there before the run counts as finished, and then the checkpoints go.
    ended = on_disk.index(("delete", inside / "unfinished"))
    for name in ("model.keras", "history.csv", "snapshots.png"):
        last = on_disk.index(("replace", out / name))
        assert_flushed_before_and_after(on_disk, last, out / name)
        assert last < ended
    assert on_disk.index(("delete", third)) > ended


def test_a_time_between_checkpoints_is_kept(tmp_path):
    with pytest.raises(SystemError):
        run(tmp_path, until=100, seconds=1000)
    assert list(tmp_path.iterdir()) == []


def test_checkpoints_outside_recipes_train_say_so(tmp_path):
    model = recipes.build(SMALL)
    x, labels = pairs()
    batches = data.batches(data.scale(x), labels, 6, seed=0)
    with pytest.raises(ValueError, match=r"recipes\.train"):
        model.fit(
            batches, steps_per_epoch=1, callbacks=[callbacks.Checkpoints(tmp_path)]
        )


def test_two_checkpoints_in_one_run_are_refused(tmp_path):
    both = [callbacks.Checkpoints(tmp_path), callbacks.Checkpoints(tmp_path)]
    with pytest.raises(ValueError, match="one Checkpoints; got 2"):
        recipes.train(
            recipes.build(SMALL), SMALL, data.scale(pairs()[0]), pairs()[1], both
        )


# Memory


def test_memory_does_not_grow_with_the_iterations():
    memory = long_run.Memory(every=500, show=lambda text, flush: None)
    long_run.run(1500, memory)
    assert memory.sizes[1500] < 1.05 * memory.sizes[500]


# The bar


def test_the_bar_of_a_run_that_goes_on_starts_at_its_place(capsys):
    bar = callbacks.ProgressBar()
    bar.set_params({"epochs": 4, "steps": 10})
    bar.on_train_begin()
    bar.on_epoch_begin(2)
    assert (bar.bar.n, bar.bar.initial) == (20, 20)
    bar.on_train_batch_end(0)
    assert bar.bar.n == 21
    bar.on_train_end()


def everything(number) -> str:
    """What can be read from a terminal until it is silent."""
    sys.stdout.flush()
    pieces = []
    while select.select([number], [], [], 0.3)[0]:
        pieces.append(os.read(number, 10**6))
    return b"".join(pieces).decode()


@pytest.fixture
def terminal(monkeypatch):
    """A function that makes a terminal of so many columns, and returns what comes out there."""
    ends = []

    def make(columns):
        ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 24, columns, 0, 0))
        ends.extend((open(ours, "rb", 0), open(theirs, "w", newline="")))  # noqa: SIM115
        for name in ("stdout", "__stdout__"):
            monkeypatch.setattr(sys, name, ends[-1])
        return lambda: everything(ours)

    monkeypatch.delenv("COLUMNS", raising=False)
    yield make
    monkeypatch.undo()
    for end in ends:
        end.close()


def run_bar():
    bar = callbacks.ProgressBar()
    bar.set_params({"epochs": 180, "steps": 100})
    bar.on_train_begin()
    for epoch in range(3):
        bar.on_epoch_begin(epoch)
        bar.on_train_batch_end(99)
        bar.on_epoch_end(epoch, {"d_loss": 123.456, "g_loss": 0.5})
        bar.bar.refresh()
    bar.on_train_end()


@pytest.mark.parametrize("columns", [1, 20, 40, 80, 88, 89, 200])
def test_the_bar_stays_in_one_line_of_its_terminal(terminal, columns):
    shown = terminal(columns)
    run_bar()
    line = shown().replace("\r\n", "\n")
    assert line.count("\n") == 1
    assert line.endswith("\n")
    states = line.removesuffix("\n").split("\r")
    assert len(states) > 4
    # A sign in the last column would begin a new line in some terminals.
    assert max(map(len, states)) < max(columns, 2)
    if columns >= 80:
        assert all("/18000 [" in state for state in states if state.strip())
        assert "D loss 123.46, G loss 0.50" in states[-1]


def test_a_terminal_that_becomes_narrower_is_followed(terminal, monkeypatch):
    shown = terminal(80)
    bar = callbacks.ProgressBar()
    bar.set_params({"epochs": 9, "steps": 10})
    bar.on_train_begin()
    monkeypatch.setenv("COLUMNS", "40")
    before = shown()
    bar.on_epoch_begin(0)
    bar.bar.refresh()
    assert max(map(len, before.split("\r"))) > 60
    assert max(len(state.rstrip()) for state in shown().split("\r")) < 40
    bar.on_train_end()


def test_in_a_file_the_bar_is_as_wide_as_a_page_and_plain_text(tmp_path, monkeypatch):
    for encoding in ("ascii", "cp437", "utf-8", "utf-16"):
        path = tmp_path / f"{encoding}.log"
        with path.open("w", encoding=encoding, newline="") as file:
            for name in ("stdout", "__stdout__"):
                monkeypatch.setattr(sys, name, file)
            monkeypatch.delenv("COLUMNS", raising=False)
            run_bar()
            monkeypatch.undo()
        text = path.read_bytes().decode(encoding)
        assert text.count("\n") == 1
        assert "\x1b" not in text
        assert "D loss 123.46, G loss 0.50" in text.splitlines()[-1]
        assert max(map(len, text.splitlines())) <= 88
