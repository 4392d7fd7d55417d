"""Files that are damaged, renamed or made to harm are refused by their name, and nothing runs."""

import hashlib
import json
import os
import resource
import zipfile

from cgan_lib import assets, cgan, data, judge, recipes

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


def peak_memory_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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
    before = peak_memory_mb()
    with pytest.raises(ValueError, match=rf"\b{path.name}\b"):
        cgan.load(path)
    assert peak_memory_mb() - before < 500


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


def test_weights_that_declare_terabytes_are_refused(whole, tmp_path):
    weights = tmp_path / "model.weights.h5"
    with zipfile.ZipFile(whole) as archive:
        archive.extract("model.weights.h5", tmp_path)
    with h5py.File(weights, "r+") as file:
        names = []
        file.visititems(
            lambda name, item: (
                names.append(name)
                if isinstance(item, h5py.Dataset) and item.ndim
                else None
            )
        )
        for name in names:
            del file[name]
            file.create_dataset(name, (2**40,), "float32", chunks=(1024,))
    path = tmp_path / "declared.keras"
    assert_refused(rewritten(whole, path, {"model.weights.h5": weights.read_bytes()}))


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
    with pytest.raises(ValueError, match=name):
        READERS[name]()
    assert not mark.exists()


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("part", [0, 0.5, 0.99])
def test_an_asset_that_is_cut_short_is_refused(folder, name, listed, part):
    content = (assets.Path(assets.__file__).parent / name).read_bytes()
    (folder / name).write_bytes(content[: int(len(content) * part)])
    if listed:
        list_it(folder, name)
    with pytest.raises(ValueError, match=name):
        READERS[name]()


def test_the_payload_would_have_run(tmp_path, mark):
    write_hostile(tmp_path / "x.npz", mark)
    with np.load(tmp_path / "x.npz", allow_pickle=True) as archive:
        archive["x_test"]
    assert mark.exists()
