"""More pictures than fit into memory: pixels until the batch, and a file that is read from."""

import dataclasses
import functools
import json
import math
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import threading
from multiprocessing.pool import ThreadPool
from pathlib import Path
from types import SimpleNamespace

from cgan_lib import __main__ as command_line
from cgan_lib import callbacks, cgan, data, judge, recipes, runs
from cgan_lib.checks import settings
from cgan_lib.data import cached, image_file

import long_run
import numpy as np
import pytest
from PIL import Image

RECIPE = dataclasses.replace(
    long_run.SMALL, num_classes=3, iterations=200, img_shape=(12, 12, 1)
)


@pytest.fixture
def folder(tmp_path):
    """Three classes of 20 pictures, each of its own texture, and one file that is none."""
    random = np.random.default_rng(0)
    for name in ("a", "b", "c"):
        (tmp_path / "pictures" / name).mkdir(parents=True)
        for count in range(20):
            pixels = random.integers(0, 256, (16, 12), "uint8")
            path = tmp_path / "pictures" / name / f"{count:02}.png"
            Image.fromarray(pixels).save(path)
    (tmp_path / "pictures" / "b" / "07.png").write_bytes(b"no picture")
    return tmp_path / "pictures"


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "pixels.npy"


def load(folder, cache=None, **options):
    return data.load_images(folder, **{"size": 12, "cache": cache, **options})


def same(one, other):
    """Whether two `Pictures` hold the same, from the first pixel to the report."""
    arrays = zip(one, other, strict=True)
    return all(np.array_equal(*two) for two in arrays) and (
        (one.class_names, one.changed, one.left_out, one.report)
        == (other.class_names, other.changed, other.left_out, other.report)
    )


@pytest.fixture
def no_decoder(monkeypatch):
    """From here on a picture file that is opened is an error."""

    def fail(*arguments):
        raise RuntimeError("a picture was read again")

    return lambda: monkeypatch.setattr(image_file, "read", fail)


# Pixels until the batch


def test_pixels_give_the_batches_of_the_scaled_images_to_the_bit():
    x = np.arange(24 * 4 * 4 * 3).astype("uint8").reshape(24, 4, 4, 3)
    assert len(np.unique(x)) == 256
    both = [data.batches(given, range(24), 5, seed=2) for given in (x, data.scale(x))]
    assert both[0].element_spec == both[1].element_spec
    for pixels, scaled in zip(*(one.take(10) for one in both), strict=True):
        np.testing.assert_array_equal(pixels[0], scaled[0])
        np.testing.assert_array_equal(pixels[1], scaled[1])


@pytest.mark.parametrize("part", [np.s_[:], np.s_[5:], np.s_[3:40], np.s_[::2]])
def test_any_part_of_cached_pictures_gives_its_own_pixels(folder, cache, part):
    x = load(folder, cache).images[part]
    [(drawn, rows)] = data.batches(x, range(len(x)), len(x), seed=0).take(1)
    np.testing.assert_array_equal(drawn, data.scale(x[rows]))


def test_a_slice_of_cached_pictures_is_not_copied(folder, cache):
    x = load(folder, cache).images[5:]
    batches = data.batches(x, range(len(x)), len(x), seed=0)
    x[0, 0, 0, 0] ^= 255
    [(drawn, rows)] = batches.take(1)
    np.testing.assert_array_equal(drawn, data.scale(x[rows]))


@pytest.mark.parametrize("part", [np.s_[:], np.s_[1:], np.s_[::-1], np.s_[:, ::2]])
@pytest.mark.parametrize("offset", [0, 1, 16, 64])
def test_pixels_may_lie_anywhere_in_memory(part, offset):
    random = np.random.default_rng(0)
    pixels = random.integers(0, 256, offset + 9 * 8 * 8, "uint8")
    x = pixels[offset:].reshape(9, 8, 8, 1)[part]
    for given in (x, np.broadcast_to(x[:1], x.shape), x.view(np.memmap)):
        [(drawn, rows)] = data.batches(given, range(len(x)), len(x), seed=0).take(1)
        np.testing.assert_array_equal(drawn, data.scale(given[rows]))


def test_pixels_that_cannot_be_are_refused():
    pixels = np.zeros((4, 8, 8, 1), "uint8")
    for wrong, message in ((pixels[:0], "at least one"), (pixels[0], "the shape")):
        with pytest.raises(ValueError, match=message):
            data.batches(wrong, range(len(wrong)), 1)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count otherwise")
def test_memory_does_not_grow_with_the_pictures(tmp_path):
    shape = (6000, 128, 128, 3)
    np.lib.format.open_memmap(tmp_path / "x.npy", "w+", "uint8", shape)
    x = np.load(tmp_path / "x.npy", mmap_mode="c")[1:]

    def own_megabytes():  # what is in a file counts as its, and can be dropped
        lines = Path("/proc/self/status").read_text().splitlines()
        return int(next(n for n in lines if "RssAnon" in n).split()[1]) / 1000

    before = own_megabytes()
    for _ in data.batches(x, np.zeros(len(x), int), 16, seed=0).take(3):
        pass
    assert own_megabytes() - before < math.prod(shape) / 1e6 / 3


def test_training_on_pixels_ends_with_the_weights_of_the_scaled_images(folder):
    pictures = load(folder)
    weights = []
    for x in (pictures.images, data.scale(pictures.images)):
        model = recipes.build(RECIPE)
        recipes.train(model, RECIPE, x, pictures.labels)
        weights.append(model.get_weights())
    assert all(np.array_equal(*pair) for pair in zip(*weights, strict=True))


# A cache


@pytest.mark.parametrize("seed", [None, 3])
def test_a_cache_holds_what_the_folder_holds(folder, cache, no_decoder, seed):
    in_memory, first = load(folder, seed=seed), load(folder, cache, seed=seed)
    assert same(first, in_memory)
    assert "not a picture" in first.report
    no_decoder()
    assert same(load(folder, cache, seed=seed), first)
    np.testing.assert_array_equal(np.load(cache), first.images)
    assert {path.name for path in cache.parent.iterdir()} == {"pictures", "pixels.npy"}


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: Image.new("L", (12, 12)).save(folder / "a" / "new.png"),
        lambda folder: Image.new("L", (90, 90), 7).save(folder / "a" / "03.png"),
        lambda folder: (folder / "a" / "03.png").unlink(),
        lambda folder: (folder / "a").rename(folder / "d"),
        lambda folder: (folder / "a0").mkdir(),
    ],
    ids=["added", "changed", "deleted", "renamed", "a new class"],
)
def test_pictures_are_read_again_when_the_folder_has_changed(folder, cache, change):
    before = load(folder, cache)
    change(folder)
    after = load(folder, cache)
    assert not same(after, before)
    assert same(after, load(folder))


@pytest.mark.parametrize(
    "options", [{"ground": 9}, {"seed": 1}, {"channels": 3}, {"size": 16}]
)
def test_pictures_are_read_again_for_other_settings(folder, cache, options):
    load(folder, cache)
    assert same(load(folder, cache, **options), load(folder, **options))


def test_pictures_are_read_again_where_an_older_library_kept_them_otherwise(
    folder, cache, monkeypatch
):
    with monkeypatch.context() as older:
        older.setattr(cached, "FORM", cached.FORM - 1)
        older.setattr(image_file, "read", lambda *how: (bytes(144), []))
        load(folder, cache)
    assert same(load(folder, cache), load(folder))


def test_a_report_from_a_cache_names_what_came_into_the_folder_since(
    folder, cache, no_decoder
):
    load(folder, cache)
    (folder / "notes.txt").touch()
    no_decoder()
    assert "notes.txt" in load(folder, cache).report


def test_a_cache_that_was_not_finished_leaves_no_file(folder, cache, no_decoder):
    no_decoder()
    with pytest.raises(RuntimeError):
        load(folder, cache)
    assert [path.name for path in cache.parent.iterdir()] == ["pictures"]


def test_a_folder_without_a_picture_leaves_no_cache(tmp_path, cache):
    (tmp_path / "pictures" / "a").mkdir(parents=True)
    with pytest.raises(ValueError, match="found no picture in"):
        load(tmp_path / "pictures", cache)
    assert not cache.exists()


@pytest.mark.parametrize("kind", ["text", "empty", "npy", "npz", "cut", "half", "json"])
def test_a_file_that_is_no_cache_is_refused_and_stays(folder, cache, kind):
    load(folder, cache)
    whole = cache.read_bytes()
    with cache.open("wb") as file:
        if kind == "npy":
            np.save(file, np.zeros(3))
        elif kind == "npz":
            np.savez(file, x=np.zeros(3))
        elif kind == "json":
            np.save(file, np.zeros(3))
            file.write(json.dumps(["no", "record"]).encode())
        else:
            cut = {"cut": whole[:-99], "half": whole[: len(whole) // 2]}
            file.write({"text": b"my letter", "empty": b"", **cut}[kind])
    before = cache.read_bytes()
    with pytest.raises(ValueError, match="cache must be a new file"):
        load(folder, cache)
    assert cache.read_bytes() == before


def test_a_cache_needs_a_folder_to_be_in_before_a_picture_is_read(
    folder, tmp_path, no_decoder
):
    no_decoder()
    with pytest.raises(FileNotFoundError, match="no folder"):
        load(folder, tmp_path / "nowhere" / "pixels.npy")


def test_a_cache_with_a_damaged_head_is_refused_or_holds_the_same(folder, cache):
    pixels, whole = load(folder, cache).images, cache.read_bytes()
    key = json.loads(whole[128 + pixels.nbytes :])["key"]
    refused = 0
    for place in range(128):
        for sign in b"\x00 -9(":
            cache.write_bytes(whole[:place] + bytes([sign]) + whole[place + 1 :])
            try:
                found, _ = cached.read(cache, key)
                assert found.tobytes() == pixels.tobytes()
            except ValueError as error:
                assert "cache must be" in str(error)  # noqa: PT017
                refused += 1
    assert refused > 200


# Several processes, a full disk, a folder of others


def forked(work) -> multiprocessing.Process:
    """A process that does `work`; it ends with 0, or 1 after an error."""
    process = multiprocessing.get_context("fork").Process(target=work, daemon=True)
    process.start()
    return process


def test_of_two_that_make_a_cache_at_once_one_reads_the_pictures_and_the_other_waits(
    folder, cache, monkeypatch
):
    both_look, looks, opened = threading.Barrier(2), set(), []
    look, read = cached.read, image_file.read

    def first_look_together(*arguments):
        found, who = look(*arguments), threading.get_ident()
        if who not in looks:
            looks.add(who)
            both_look.wait(60)
        return found

    def counted(path, *how):
        opened.append(path.name)
        return read(path, *how)

    monkeypatch.setattr(cached, "read", first_look_together)
    monkeypatch.setattr(image_file, "read", counted)
    with ThreadPool(2) as pool:
        first, second = pool.map(lambda _: load(folder, cache), range(2))
    assert len(opened) == 60
    assert same(first, second)
    assert {path.name for path in cache.parent.iterdir()} == {"pictures", "pixels.npy"}


def test_when_the_process_that_makes_a_cache_is_killed_the_next_one_makes_it(
    folder, cache, monkeypatch
):
    context = multiprocessing.get_context("fork")
    has_begun, read = context.Event(), image_file.read

    def slow(path, *how):
        if path.parent.name == "c":
            has_begun.set()
            signal.pause()
        return read(path, *how)

    with monkeypatch.context() as patch:
        patch.setattr(image_file, "read", slow)
        process = forked(lambda: load(folder, cache))
        assert has_begun.wait(60)
    assert not cache.exists()
    with ThreadPool(1) as pool:
        waiting = pool.apply_async(load, (folder, cache))
        process.kill()
        assert same(waiting.get(60), load(folder))


def in_few_bytes(limit):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


@pytest.mark.parametrize("older", [True, False])
def test_on_a_full_disk_a_cache_is_one_clear_error_and_the_older_file_stays(
    folder, cache, tmp_path, older
):
    if older:
        load(folder, cache, seed=1)
    before, said = contents(tmp_path), multiprocessing.SimpleQueue()

    def work():
        in_few_bytes(4000)
        try:
            load(folder, cache)
        except OSError as error:
            said.put(str(error))

    forked(work).join(60)
    assert said.get() == f"cache {cache} cannot be written: [Errno 27] File too large"
    assert contents(tmp_path) == before


def contents(folder) -> dict:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_cache_in_a_folder_of_others_is_read_and_not_written(folder):
    with tempfile.TemporaryDirectory() as place:  # pytest's own are closed to others
        cache, said = Path(place, "pixels.npy"), multiprocessing.SimpleQueue()
        mine = Path(place, "pictures")
        mine.parent.chmod(0o755)
        folder.rename(mine)
        load(mine, cache)
        mine.parent.chmod(0o555)

        def work():
            if os.getuid() == 0:
                os.setuid(65534)
            said.put(len(load(mine, cache).images))
            try:
                load(mine, cache, seed=1)
            except OSError as error:
                said.put(str(error))

        before = contents(Path(place))
        forked(work).join(60)
        assert said.get() == 59
        assert "cannot be written: [Errno 13] Permission denied" in said.get()
        assert contents(Path(place)) == before
        mine.parent.chmod(0o755)


def test_a_cache_may_hold_more_than_memory(folder, cache, monkeypatch):
    monkeypatch.setattr(settings, "MOST_NUMBERS", 50 * 12 * 12)
    monkeypatch.setattr("cgan_lib.checks.arrays.MOST_NUMBERS", 50 * 12 * 12)
    with pytest.raises(ValueError, match="without a cache, folder and size"):
        load(folder)
    pictures = load(folder, cache)
    assert len(pictures.images) == 59
    model = recipes.build(RECIPE)
    recipes.train(model, RECIPE, *pictures)
    assert model.iterations == 200


def test_a_run_on_cached_pictures_goes_on_to_the_same_weights(folder, cache, tmp_path):
    def run(iterations):
        pictures = load(folder, cache, seed=0)
        recipe = dataclasses.replace(RECIPE, iterations=iterations)
        model = recipes.build(recipe)
        keeper = callbacks.Checkpoints(tmp_path / f"of {iterations}", seconds=0)
        return recipe, model, keeper, (pictures.images[6:], pictures.labels[6:])

    recipe, model, keeper, seen = run(200)
    recipes.train(model, recipe, *seen, [keeper])
    whole = model.get_weights()
    newest = tmp_path / "of 200" / "checkpoint-0000200.keras"
    newest.unlink()  # as after a stop between the two
    recipe, model, keeper, seen = run(200)
    recipes.train(model, recipe, *seen, [keeper])
    assert all(map(np.array_equal, whole, model.get_weights()))


# The command line keeps the pixels of a run in its folder


@pytest.fixture
def run(folder, tmp_path, train_small):
    """A function that trains on the folder by the command, into tmp_path/run."""
    settings = {"name": "classroom", "img_shape": (8, 8, 1)}
    recipe = dataclasses.replace(RECIPE, **settings)
    own = "--recipe", "classroom", "--checkpoint-seconds", 0, "--size", 12
    own += "--iterations", 200, "--data", folder, "--out", tmp_path / "run"
    return functools.partial(train_small, recipe, None, *own)


@pytest.fixture
def stopped(run, monkeypatch):
    """The folder of a run that was stopped by Ctrl-C."""

    class Impatient(callbacks.ProgressBar):
        def on_epoch_end(self, epoch, logs=None):
            if epoch == 1:
                raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(callbacks, "ProgressBar", Impatient)
        assert run()[0] == 130
    return run.args[-1]


def test_a_run_that_goes_on_and_evaluate_read_no_picture_again(
    run, stopped, no_decoder, capsys
):
    pixels = (stopped / "pictures.npy").read_bytes()
    no_decoder()
    status, said, _ = run()
    assert status == 0
    assert f"kept as pixels in {stopped / 'pictures.npy'}" in said
    assert "Going on from iteration" in said
    assert (stopped / "pictures.npy").read_bytes() == pixels
    words = ["evaluate", "--data", str(run.args[-3])]
    words += ["--model", str(stopped / "model.keras")]
    assert command_line.main(words) == 2
    assert "must hold 143 pictures" in capsys.readouterr().err  # so it has read them


def test_a_run_learns_the_same_from_a_cache_as_from_memory(run, folder):
    assert run()[0] == 0
    pictures = load(folder, seed=0)
    x, labels = pictures.images[5:], pictures.labels[5:]
    recipe = dataclasses.replace(RECIPE, batch_size=6, seed=0)
    model = recipes.build(recipe)
    recipes.train(model, recipe, x, labels)
    learned = cgan.load(run.args[-1] / "model.keras")
    assert all(map(np.array_equal, model.get_weights(), learned.get_weights()))


@pytest.mark.parametrize("wrong", [("--size", 8), ("--channels", 3), ("--seed", 4)])
def test_other_settings_do_not_touch_the_cache_of_a_run(
    run, stopped, no_decoder, wrong
):
    before = contents(stopped)
    no_decoder()
    status, _, error = run(*wrong)
    assert status == 2
    assert error.count("\n") == 1
    assert contents(stopped) == before


def test_a_run_on_pictures_that_have_changed_is_refused_until_it_is_replaced(
    run, stopped, folder
):
    Image.new("L", (12, 12), 9).save(folder / "a" / "new.png")
    status, _, error = run()
    assert (status, "pictures" in error or "images" in error) == (2, True)
    status, said, _ = run("--overwrite")
    assert status == 0
    assert said.startswith("60 pictures in 3 classes")
    assert len(np.load(stopped / "pictures.npy")) == 60


def test_a_file_of_that_name_which_is_no_cache_is_refused_and_stays(run):
    kept = run.args[-1] / "pictures.npy"
    kept.parent.mkdir()
    np.save(kept, np.zeros(3))
    before = contents(kept.parent)
    status, _, error = run()
    assert (status, error.count("\n")) == (2, 1)
    assert str(kept) in error
    assert contents(kept.parent) == before


def test_a_folder_larger_than_may_be_in_memory_trains_by_the_command(run, monkeypatch):
    monkeypatch.setattr(settings, "MOST_NUMBERS", 50 * 12 * 12)
    monkeypatch.setattr("cgan_lib.checks.arrays.MOST_NUMBERS", 50 * 12 * 12)
    assert run()[0] == 0


def test_a_full_disk_ends_the_command_before_it_trains(run, tmp_path):
    said = tmp_path / "said"

    def work():
        sys.stdout = sys.stderr = said.open("w")
        in_few_bytes(4000)
        command_line.main(["train", *map(str, run.args[2:])])
        sys.stdout.close()

    forked(work).join(60)
    text = said.read_text()
    assert f"{run.args[-1]}/pictures.npy cannot be written: [Errno 27]" in text
    assert text.count("\n") == 1
    assert not run.args[-1].exists()


def test_evaluate_looks_at_no_more_pictures_than_fit_into_memory(monkeypatch):
    pixels = np.random.default_rng(0).integers(0, 256, (300, 8, 8, 1), "uint8")
    pictures = data.Pictures(pixels, np.arange(300) % 2, ("a", "b"))
    model, given = (
        SimpleNamespace(class_names=None, num_classes=2, img_shape=(8, 8, 1)),
        [],
    )

    def learn(x, labels, *more, change):
        given.extend([x, labels])
        raise InterruptedError

    monkeypatch.setattr(judge, "train_classifier", learn)
    monkeypatch.setattr(runs, "MOST_NUMBERS", 100 * 8 * 8)
    with pytest.raises(InterruptedError):
        runs.measure(model, pictures, 0)
    np.testing.assert_allclose(given[0], pixels[30:130] / 255, atol=1e-6)
    np.testing.assert_array_equal(given[1], pictures.labels[30:130])


# An order by chance


def test_a_seed_shuffles_pictures_with_their_labels(folder):
    straight, shuffled, again = load(folder), load(folder, seed=4), load(folder, seed=4)
    assert same(shuffled, again)
    assert shuffled.class_names == straight.class_names
    labels = {image.tobytes(): label for image, label in zip(*straight, strict=True)}
    assert len(labels) == 59
    assert {
        image.tobytes(): label for image, label in zip(*shuffled, strict=True)
    } == labels
    assert len(set(shuffled.labels[:10])) == 3  # of one class in the straight order
    assert not np.array_equal(shuffled.labels, load(folder, seed=5).labels)
