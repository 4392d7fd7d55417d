"""Runs survive: whatever stops one, the same command ends with the same weights, to the bit."""

import contextlib
import dataclasses
import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from cgan_lib import callbacks, cgan, checkpoints, data, files, recipes, runs

import keras
import long_run
import numpy as np
import pytest
import small_training

SMALL = dataclasses.replace(
    long_run.SMALL, name="classroom", iterations=400, share_fakes=False
)
RESULTS = ["history.csv", "model.keras", "recipe.json", "snapshots.png"]
AT_EVERY_EPOCH = ("--checkpoint-seconds", 0)


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
    context.set_forkserver_preload(["cgan_lib.__main__"])
    started = []

    def start(out, *arguments, said=os.devnull, before=None):
        arguments = ("--out", out, *AT_EVERY_EPOCH, *arguments)
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
def whole(start, tmp_path_factory):
    """The folder of a run that was never stopped, and the seconds that it took."""
    out = tmp_path_factory.mktemp("whole") / "run"
    before = time.monotonic()
    assert finish(start(out)) == 0
    return out, time.monotonic() - before


def variables(model) -> dict[str, np.ndarray]:
    """Every number of a model: networks, optimisers, averages, the state of the noise."""
    parts = {
        "model": model,
        "generator_optimizer": model.generator_optimizer,
        "discriminator_optimizer": model.discriminator_optimizer,
    }
    found = {
        f"{name} {i} {variable.path}": np.array(variable)
        for name, part in parts.items()
        for i, variable in enumerate(part.variables)
    }
    return found | {"noise": np.array(model.noise_seed.state)}


def assert_same(ours, theirs):
    ours, theirs = (list(variables(model).values()) for model in (ours, theirs))
    assert len(ours) == len(theirs) > 30
    for our, their in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(our, their, strict=True)


def assert_same_run(out, whole):
    assert sorted(path.name for path in out.iterdir()) == RESULTS
    assert_same(cgan.load(out / "model.keras"), cgan.load(whole / "model.keras"))
    for name in ("history.csv", "recipe.json", "snapshots.png"):
        assert (out / name).read_bytes() == (whole / name).read_bytes(), name


def being_written(folder) -> bool:
    return any((folder / "checkpoints").glob(f"{files.UNFINISHED}*"))


def test_a_fresh_process_with_the_same_recipe_and_seed_ends_with_the_same_weights(
    start, whole, tmp_path
):
    assert finish(start(tmp_path / "again")) == 0
    assert_same_run(tmp_path / "again", whole[0])


def test_a_run_that_is_killed_ten_times_ends_as_if_it_had_never_been(
    start, whole, tmp_path
):
    whole, seconds = whole
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


def kill_when(process, happens):
    """SIGKILL as soon as something holds; the process must not end before."""
    wait_for(process, happens)
    process.kill()
    assert finish(process) == -signal.SIGKILL


@pytest.fixture(scope="module")
def killed(start, tmp_path_factory):
    """A function that makes a folder with a run that was killed after 200 iterations or more."""
    out = tmp_path_factory.mktemp("killed") / "run"
    second = out / "checkpoints" / "checkpoint-0000200.keras"
    kill_when(start(out), second.exists)

    def copy(place):
        return Path(shutil.copytree(out, place))

    return copy


def test_a_second_process_in_the_folder_of_a_run_is_refused_and_changes_nothing(
    start, whole, tmp_path
):
    out, said = tmp_path / "run", tmp_path / "said"
    first = start(out)
    wait_for(first, (out / "checkpoints" / "checkpoint-0000100.keras").exists)
    os.kill(first.pid, signal.SIGSTOP)  # so that only the second could change a file
    try:
        for more in ((), ("--overwrite",)):
            kept = contents(out)
            assert finish(start(out, *more, said=said)) == 2
            assert contents(out) == kept
            assert said.read_text().startswith("python -m cgan_lib: another process")
            assert str(out) in said.read_text()
            assert said.read_text().count("\n") == 1
    finally:
        os.kill(first.pid, signal.SIGCONT)
    assert finish(first) == 0
    assert_same_run(out, whole[0])  # with no lock left behind


def test_a_process_that_is_killed_frees_the_folder_of_its_run(killed, train, tmp_path):
    out = killed(tmp_path / "run")
    assert (out / runs.folder.LOCK).exists()
    assert train(out)[0] == 0
    assert not (out / runs.folder.LOCK).exists()


def test_a_run_that_ends_between_look_and_claim_is_not_touched(
    train, finished, monkeypatch
):
    kept, check = contents(finished), runs.folder.check
    looks = iter([lambda *arguments: None, check])  # the first look was too early
    monkeypatch.setattr(
        runs.folder, "check", lambda *arguments: next(looks)(*arguments)
    )
    assert_refused(train(finished), "finished")
    assert contents(finished) == kept


def contents(folder) -> dict:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_full_disk_ends_a_run_with_one_line_and_keeps_what_is_there(
    start, whole, killed, tmp_path
):
    out, said = killed(tmp_path / "run"), tmp_path / "said"
    kept = contents(out / "checkpoints")
    kept = {path: all for path, all in kept.items() if path.suffix == ".keras"}
    kept = {path: all for path, all in kept.items() if "writing" not in str(path)}
    assert finish(start(out, said=said, before=few_bytes)) == 2
    last = said.read_text().splitlines()[-1]
    assert last.startswith("python -m cgan_lib: ")
    assert "File too large" in last
    assert "Traceback" not in said.read_text()
    assert contents(out / "checkpoints") == kept
    assert finish(start(out)) == 0
    assert_same_run(out, whole[0])


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
        return train_small(SMALL, pairs, "--out", out, *AT_EVERY_EPOCH, *arguments)

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
    return Path(shutil.copytree(whole[0], tmp_path / "finished"))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ((), ("finished", "--overwrite")),
        (
            ("--seed", 3),
            ("seed is 0 there and 3 here; choose another folder, or delete",),
        ),
        (("--iterations", 900), ("iterations is 400 there and 900 here",)),
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
    assert_refused(train(out, *more), more[0].strip("-"), "here")
    assert contents(out) == kept


@pytest.mark.parametrize("overwrite", [(), ("--overwrite",)])
def test_a_folder_that_holds_something_else_too_is_not_touched(
    train, finished, overwrite
):
    (finished / "mine.txt").write_text("mine")
    kept = contents(finished)
    assert_refused(train(finished, *overwrite), "--out", "mine.txt")
    assert contents(finished) == kept


def test_results_without_a_recipe_are_not_touched(train, finished):
    (finished / "recipe.json").unlink()
    kept = contents(finished)
    assert_refused(train(finished, "--overwrite"), "--out", "model.keras")
    assert contents(finished) == kept


def test_a_damaged_recipe_is_an_error(train, finished):
    (finished / "recipe.json").write_text("{")
    assert_refused(train(finished), "recipe.json")


def test_overwrite_replaces_a_finished_run(train, finished, whole):
    before = (finished / "model.keras").stat().st_mtime_ns
    status, said, _ = train(finished, "--overwrite")
    assert status == 0
    assert "Going on" not in said
    assert (finished / "model.keras").stat().st_mtime_ns > before
    assert_same_run(finished, whole[0])


def test_overwrite_replaces_an_unfinished_run_of_another_seed(train, killed, tmp_path):
    out = killed(tmp_path / "run")
    status, said, _ = train(out, "--overwrite", "--seed", 1, "--iterations", 100)
    assert status == 0
    assert "Going on" not in said
    assert sorted(path.name for path in out.iterdir()) == RESULTS
    assert json.loads((out / "recipe.json").read_text())["seed"] == 1


def test_overwrite_lets_an_unfinished_run_go_on(train, killed, whole, tmp_path):
    out = killed(tmp_path / "run")
    assert "Going on from iteration 200" in train(out, "--overwrite")[1]
    assert_same_run(out, whole[0])


def test_a_run_that_was_ended_by_ctrl_c_keeps_a_model_and_goes_on(
    train, whole, tmp_path, monkeypatch
):
    class Impatient(callbacks.ProgressBar):
        def on_train_batch_end(self, batch, logs=None):
            super().on_train_batch_end(batch, logs)
            if self.bar.n == 250:
                raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(callbacks, "ProgressBar", Impatient)
        status, said, _ = train(tmp_path / "run")
    assert status == 0
    assert "Stopped after 250 iterations" in said
    assert "The same command goes on from iteration 200" in said
    early = cgan.load(tmp_path / "run" / "model.keras")
    assert int(early.generator_optimizer.iterations) == 250
    status, said, _ = train(tmp_path / "run")
    assert status == 0
    assert "Going on from iteration 200" in said
    assert_same_run(tmp_path / "run", whole[0])


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
    keeper = callbacks.Checkpoints(folder, **{"every": 100, **keeping})
    live, snapshots = callbacks.LivePicture(), callbacks.Snapshots([3, 1], every=100)
    watchers = [keeper, live, snapshots, Power(until)]
    x, labels = pairs()
    x = data.scale(x if images is None else images)
    return model, recipes.train(model, recipe, x, labels, watchers), live, snapshots


@pytest.fixture(scope="module")
def straight(tmp_path_factory):
    return run(tmp_path_factory.mktemp("straight") / "checkpoints")


@pytest.fixture(scope="module")
def half(tmp_path_factory):
    """A function that makes a folder with checkpoints at 200 and 300 iterations of 400."""
    folder = tmp_path_factory.mktemp("half") / "checkpoints"
    with pytest.raises(SystemError):
        run(folder, until=400)

    def copy(place):
        return Path(shutil.copytree(folder, place / "checkpoints"))

    return copy


def test_everything_goes_on_where_it_was(straight, half, tmp_path, capsys):
    folder = half(tmp_path)
    model, history, live, snapshots = run(folder)
    assert "Going on from iteration 300" in capsys.readouterr().out
    whole_model, whole_history, whole_live, whole_snapshots = straight
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
    run(tmp_path)
    model, history, *_ = run(tmp_path)
    assert_same(model, straight[0])
    assert history.history == straight[1].history
    keeper, (x, labels) = callbacks.Checkpoints(tmp_path, every=100), pairs()
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


def test_what_a_killed_writer_left_is_cleared_away(half, straight, tmp_path):
    folder = half(tmp_path)
    (folder / f"{files.UNFINISHED}abc").mkdir()
    (folder / f"{files.UNFINISHED}abc" / "checkpoint-0000400.keras").write_bytes(b"P")
    assert_same(run(folder)[0], straight[0])
    assert not list(folder.glob(f"{files.UNFINISHED}*"))


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


def test_curves_and_checkpoints_are_on_the_disk_before_an_old_checkpoint_goes(
    train, on_disk, tmp_path, monkeypatch
):
    unlink, out = Path.unlink, tmp_path / "run"

    def watch(path, **options):
        unlink(path, **options)
        on_disk.append(("delete", path))

    monkeypatch.setattr(Path, "unlink", watch)
    assert train(out)[0] == 0
    third = out / "checkpoints" / "checkpoint-0000300.keras"
    place = on_disk.index(("replace", third))
    assert_flushed_before_and_after(on_disk, place, third)
    assert on_disk[place - 2] == ("flush", out / "history.csv")
    assert on_disk[place + 2] == ("delete", third.with_stem("checkpoint-0000100"))
    last = on_disk.index(("replace", out / "model.keras"))
    assert_flushed_before_and_after(on_disk, last, out / "model.keras")
    assert ("delete", third) in on_disk[last:]


def test_checkpoints_leave_other_files_in_their_folder_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    run(tmp_path, recipe=dataclasses.replace(SMALL, iterations=100))
    callbacks.Checkpoints(tmp_path).delete_all()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_time_between_checkpoints_is_kept(tmp_path):
    with pytest.raises(SystemError):
        run(tmp_path, until=300, every=None, seconds=1000)
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
