"""Files that are damaged, renamed or made to harm are refused by their name, and nothing runs."""

import contextlib
import hashlib
import io
import json
import os
import re
import zipfile
from pathlib import Path

from cgan_lib import assets, cgan, data, judge, recipes
from cgan_lib.callbacks import checkpoints

import h5py
import keras
import long_run
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

READERS = {
    "mnist.npz": lambda: data.load_mnist("test"),
    "fast_run.npz": lambda: recipes.load_run("fast"),
    "judge.keras": judge.load_judge,
    "fast.keras": lambda: recipes.load_trained("fast"),
}


class Payload:
    """Unpickled, it makes a file: the proof that something ran."""

    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return os.mkdir, (self.path,)


@contextlib.contextmanager
def at_most(megabytes):
    """Inside the `with` block the process's memory grows by no more than this, at any time."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak is what is in use now
    before = peak_memory_mb()
    yield
    assert peak_memory_mb() - before < megabytes


def peak_memory_mb():
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


@pytest.fixture
def mark(tmp_path):
    """What a payload would make."""
    return tmp_path / "it_ran"


@pytest.fixture
def whole(build_plain, tmp_path):
    """A file that `cgan.load` reads."""
    path = tmp_path / "whole.keras"
    build_plain().save(path)
    return path


def rewritten(whole, path, members=None, **more):
    """A copy of an archive with some members replaced and some added."""
    members = members or {}
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, members.pop(name, old.read(name)))
        for name, content in {**members, **more}.items():
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return path


def assert_refused(path):
    with at_most(60), pytest.raises(ValueError, match=rf"\b{path.name}\b"):
        cgan.load(path)


def test_a_rewritten_archive_of_the_same_members_is_read(whole, tmp_path):
    cgan.load(rewritten(whole, tmp_path / "same.keras"))


@pytest.mark.parametrize("name", ["../outside.txt", "/outside.txt", "more.txt"])
def test_a_model_file_with_another_member_is_refused(whole, tmp_path, name):
    path = rewritten(whole, tmp_path / "more.keras", {name: "text"})
    assert_refused(path)
    assert not (tmp_path.parent / "outside.txt").exists()


def test_a_text_file_named_as_a_model_is_refused(tmp_path):
    path = tmp_path / "text.keras"
    path.write_text("no model")
    assert_refused(path)


@pytest.mark.parametrize("name", ["model.h5", "model.weights.h5", "model.zip", "model"])
def test_a_model_under_another_name_is_refused(whole, tmp_path, name):
    whole.rename(tmp_path / name)
    assert_refused(tmp_path / name)


@pytest.mark.parametrize("unsafe_elsewhere", [False, True])
def test_the_code_of_a_lambda_layer_does_not_run(tmp_path, mark, unsafe_elsewhere):
    path, place = tmp_path / "lambda.keras", str(mark)
    run = layers.Lambda(lambda x, place=place: (__import__("os").mkdir(place), x)[1])
    keras.Sequential([keras.Input((2,)), run]).save(path)
    assert mark.exists()  # it runs while the model is built here
    mark.rmdir()
    try:
        if unsafe_elsewhere:
            keras.config.enable_unsafe_deserialization()
        assert_refused(path)
    finally:
        keras.src.backend.common.global_state.set_global_attribute(
            "safe_mode_saving", None
        )
    assert not mark.exists()


def test_a_member_that_unfolds_to_gigabytes_is_refused(whole, tmp_path):
    path = tmp_path / "bomb.keras"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in ("metadata.json", "model.weights.h5"):
            new.writestr(name, old.read(name))
        with new.open(zipfile.ZipInfo("config.json"), "w", force_zip64=True) as member:
            member.write(b" ")
        new.infolist()[-1].compress_type = zipfile.ZIP_STORED
        new.getinfo("config.json").file_size = 2**42  # 4 TB, as it says of itself
    assert_refused(path)


def parts_of(whole) -> dict[str, bytes]:
    with zipfile.ZipFile(whole) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def deflated(path, parts):
    """An archive of these members, each compressed."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


BOMBS = [("ZIP_BZIP2", "config.json"), ("ZIP_LZMA", "config.json")] + [
    ("ZIP_DEFLATED", name)
    for name in ("config.json", "metadata.json", "model.weights.h5", "run.npz")
]


@pytest.mark.parametrize(("kind", "name"), BOMBS)
def test_a_small_file_that_unfolds_to_a_hundred_times_as_much_is_refused(
    whole, tmp_path, kind, name
):
    path = tmp_path / "bomb.keras"
    with zipfile.ZipFile(path, "w") as new:
        for other, content in parts_of(whole).items():
            if other != name:
                new.writestr(other, content)
        member = zipfile.ZipInfo(name)
        member.compress_type = getattr(zipfile, kind)
        with new.open(member, "w") as file:
            for _ in range(150):
                file.write(b" " * 2**20)
    assert path.stat().st_size < 2**21
    assert_refused(path)


@pytest.mark.parametrize("said", [1, 100, 2**20])
def test_a_member_that_is_larger_than_it_says_is_refused(whole, tmp_path, said):
    path = deflated(
        tmp_path / "lies.keras", parts_of(whole) | {"config.json": b" " * 150 * 2**20}
    )
    content = bytearray(path.read_bytes())
    declared = (150 * 2**20).to_bytes(4, "little")
    assert content.count(declared) == 2
    path.write_bytes(content.replace(declared, said.to_bytes(4, "little")))
    assert_refused(path)


def test_a_configuration_that_is_long_beyond_reason_is_refused(whole, tmp_path):
    parts = parts_of(whole)
    config = parts["config.json"] + b" " * 5_000_000
    assert_refused(rewritten(whole, tmp_path / "long.keras", {"config.json": config}))


def with_arrays(whole, path, make):
    """A copy of a model file in which `make(file, name)` has put each array anew."""
    weights, names = path.with_suffix(".h5"), []
    weights.write_bytes(parts_of(whole)["model.weights.h5"])
    with h5py.File(weights, "r+") as file:
        file.visititems(
            lambda name, item: (
                names.append(name)
                if isinstance(item, h5py.Dataset) and item.ndim
                else None
            )
        )
        for name in names:
            del file[name]
            make(file, name)
    return rewritten(whole, path, {"model.weights.h5": weights.read_bytes()})


def declare(numbers):
    def make(file, name):
        file.create_dataset(name, (numbers,), "float32", chunks=(1024,))

    return make


def repeat(file, name):
    """Each entry points to text of its own length, and all to one place."""
    kind = h5py.string_dtype()
    file.create_dataset(name, (50,), kind)[:] = "a" * 2**10


@pytest.mark.parametrize("make", [declare(2**40), declare(2**29), declare(2**24)])
def test_weights_that_declare_more_than_there_is_are_refused(whole, tmp_path, make):
    assert_refused(with_arrays(whole, tmp_path / "declared.keras", make))


def test_weights_that_are_no_numbers_are_refused(whole, tmp_path):
    path = with_arrays(whole, tmp_path / "text.keras", repeat)
    with pytest.raises(ValueError, match="holds no numbers"):
        cgan.load(path)


def test_a_configuration_of_another_class_is_refused(whole, tmp_path):
    config = {"module": "os", "class_name": "system", "config": {"command": "true"}}
    path = tmp_path / "config.keras"
    assert_refused(rewritten(whole, path, {"config.json": json.dumps(config)}))


HUGE = {
    "units": 10**9,
    "filters": 10**7,
    "input_dim": 10**9,
    "output_dim": 10**9,
    "kernel_size": [10**5, 10**5],
}


def with_each_changed(config, name, value):
    """The configuration, once for each layer in it that has this setting, with it changed there."""
    places, left = [], [config]
    while left:
        part = left.pop()
        if isinstance(part, dict) and name in part:
            places.append(part)
        parts = part.values() if isinstance(part, dict) else part
        left += [inner for inner in parts if isinstance(inner, dict | list)]
    for place in places:
        kept, place[name] = place[name], value
        yield json.dumps(config)
        place[name] = kept


@pytest.mark.parametrize("name", HUGE)
def test_a_configuration_that_asks_for_huge_layers_is_refused(tmp_path, name):
    whole = tmp_path / "whole.keras"
    recipes.build(long_run.SMALL).save(whole)
    with zipfile.ZipFile(whole) as archive:
        config = json.loads(archive.read("config.json"))
    changed = list(with_each_changed(config, name, HUGE[name]))
    for number, text in enumerate(changed):
        path = rewritten(whole, tmp_path / f"{number}.keras", {"config.json": text})
        assert_refused(path)
    assert changed


def test_layers_that_are_huge_together_are_refused_before_they_are_made(tmp_path):
    path, made = tmp_path / "many.keras", []
    network = keras.Sequential([keras.Input((64,)), layers.Dense(64)])
    network.save(path)
    with zipfile.ZipFile(path) as archive:
        config = json.loads(archive.read("config.json"))
    several = config["config"]["layers"]
    for number in range(50):  # each 16 MB
        more = json.loads(json.dumps(several[1]))
        del more["build_config"]  # for the 64 inputs of the first
        more["config"] |= {"name": f"more_{number}", "units": 2000}
        several.append(more)
    text = json.dumps(config)

    def watch(next_creator, **options):
        made.append(next_creator(**options))
        return made[-1]

    with tf.variable_creator_scope(watch):
        assert_refused(rewritten(path, tmp_path / "more.keras", {"config.json": text}))
    assert sum(variable.shape.num_elements() for variable in made) < 2**20


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A place for assets; `list_it` gives what lies in it the right checksums."""
    (tmp_path / "assets").mkdir()
    known = (assets.FOLDER / "SHA256SUMS").read_text()
    (tmp_path / "assets" / "SHA256SUMS").write_text(known)
    monkeypatch.setattr(assets, "FOLDER", tmp_path / "assets")
    return tmp_path / "assets"


def list_it(folder, name):
    digits = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "SHA256SUMS").write_text(f"{digits}  {name}\n")


def write_hostile(path, mark):
    if path.suffix == ".npz":
        parts = {"x_test": np.array([Payload(mark)], object), "y_test": np.zeros(1)}
        np.savez(path, **parts)
    else:
        keras.Sequential([keras.Input((2,)), layers.Lambda(lambda x: x)]).save(path)


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("name", READERS)
def test_an_asset_that_would_run_code_is_refused(folder, mark, name, listed):
    write_hostile(folder / name, mark)
    if listed:  # even if the checksum were that of the hostile file
        list_it(folder, name)
    with pytest.raises(ValueError, match=None if listed else name):
        READERS[name]()
    assert not mark.exists()


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("part", [0, 0.5, 0.99])
def test_an_asset_that_is_cut_short_is_refused(folder, name, part):
    content = (assets.Path(assets.__file__).parent / name).read_bytes()
    (folder / name).write_bytes(content[: int(len(content) * part)])
    with pytest.raises(ValueError, match=name):
        READERS[name]()


def test_the_payload_would_have_run(tmp_path, mark):
    write_hostile(tmp_path / "x.npz", mark)
    with np.load(tmp_path / "x.npz", allow_pickle=True) as archive:
        archive["x_test"]
    assert mark.exists()


# Checkpoints


def declaring(shape: str) -> bytes:
    """A record with an array that has this shape, by its own words, and four bytes."""
    words = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}"
    words = words.ljust(117).encode() + b"\n"
    array = b"\x93NUMPY\x01\x00" + len(words).to_bytes(2, "little") + words + bytes(4)
    record = io.BytesIO()
    np.savez(record, settings="{}")
    with zipfile.ZipFile(record, "a") as archive:
        archive.writestr("iteration.npy", array)
    return record.getvalue()


def folded() -> bytes:
    """A record with an array of 128 MB, compressed."""
    record = io.BytesIO()
    np.savez_compressed(record, settings="{}", iteration=np.zeros(2**24))
    return record.getvalue()


@pytest.mark.parametrize(
    "record",
    [declaring("(536870912,)"), declaring(f"({2**40},)"), folded()],
    ids=["2 GB", "4 TB", "compressed"],
)
def test_a_checkpoint_whose_record_is_larger_than_its_file_is_refused(
    whole, tmp_path, record
):
    path = rewritten(whole, tmp_path / "checkpoint-0000100.keras")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("run.npz", record)
    with at_most(60), pytest.raises(ValueError, match=path.name):
        checkpoints._read(path, {})
