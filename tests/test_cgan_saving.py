"""A model saved, loaded, exported, and trained on."""

import zipfile

from cgan_lib import callbacks, cgan, recipes

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers
from training_helpers import assert_same_bits, averaging, in_order


def everything(model) -> dict[str, np.ndarray]:
    """Every number that a run depends on."""
    found = {f"weight {i}": w for i, w in enumerate(model.get_weights())}
    for name in ("generator_optimizer", "discriminator_optimizer"):
        for i, variable in enumerate(getattr(model, name).variables):
            found[f"{name} {i}"] = variable.numpy()
    return found | {"noise": model.noise_seed.state.numpy()}


class SaveAfterFirstEpoch(keras.callbacks.Callback):
    def __init__(self, path):
        super().__init__()
        self.path = path

    def on_epoch_end(self, epoch, logs=None):
        if epoch == 0:
            self.model.save(self.path)
            self.saved = everything(self.model)
            self.drawn = self.model.generate([2, 0, 1], seed=3)


@pytest.fixture(scope="module", params=[True, False], ids=["shared", "fresh"])
def saved_and_gone_on(request, build_plain, tiny_pairs, tmp_path_factory):
    """A run of two epochs that was saved after the first, and never stopped."""
    path = tmp_path_factory.mktemp("run") / "model.keras"
    model = averaging(build_plain(share_fakes=request.param))
    saver = SaveAfterFirstEpoch(path)
    model.fit(in_order(tiny_pairs), epochs=2, callbacks=[saver], verbose=0)
    return model, saver


def test_a_loaded_model_is_the_one_that_was_saved(saved_and_gone_on):
    model, saver = saved_and_gone_on
    loaded = cgan.load(saver.path)
    assert_same_bits(everything(loaded).values(), saver.saved.values())
    np.testing.assert_array_equal(loaded.generate([2, 0, 1], seed=3), saver.drawn)
    for name in ("num_classes", "share_fakes", "seed", "z_dim", "img_shape"):
        assert getattr(loaded, name) == getattr(model, name), name
    for name in ("generator_optimizer", "discriminator_optimizer"):
        ours, theirs = getattr(loaded, name), getattr(model, name)
        assert type(ours) is type(theirs)
        assert ours.get_config() == theirs.get_config()


def test_training_after_loading_goes_on_as_if_never_interrupted(
    saved_and_gone_on, tiny_pairs
):
    model, saver = saved_and_gone_on
    loaded = cgan.load(str(saver.path))
    loaded.fit(in_order(tiny_pairs), verbose=0)
    gone_on, uninterrupted = everything(loaded), everything(model)
    for name, value in uninterrupted.items():
        np.testing.assert_array_equal(gone_on[name], value, err_msg=name)
    assert not np.array_equal(uninterrupted["noise"], saver.saved["noise"])


def test_a_model_that_was_never_compiled_comes_back_and_draws(build_plain, tmp_path):
    model = build_plain()
    model.save(tmp_path / "model.keras")
    loaded = cgan.load(tmp_path / "model.keras")
    drawn = model.generate([0, 1, 2], 0)
    np.testing.assert_array_equal(loaded.generate([0, 1, 2], 0), drawn)
    assert_same_bits(loaded.get_weights(), model.get_weights())


@pytest.fixture
def whole_file(build_plain, tmp_path):
    path = tmp_path / "whole.keras"
    build_plain().save(path)
    return path


@pytest.mark.parametrize("problem", [OSError("disk full"), KeyboardInterrupt()])
def test_a_file_that_is_there_stays_when_the_new_one_cannot_be_written(
    build_plain, tmp_path, monkeypatch, problem
):
    model, path = build_plain(), tmp_path / "model.keras"
    model.save(path)
    before = path.read_bytes()

    def fail(*_, **__):
        raise problem

    monkeypatch.setattr(zipfile.ZipFile, "writestr", fail)
    with pytest.raises(type(problem)):
        model.save(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_not_replaced_unasked_where_overwrite_is_false(
    build_plain, tmp_path, monkeypatch
):
    path = tmp_path / "model.keras"
    build_plain().save(path)
    before = path.read_bytes()
    monkeypatch.setattr("builtins.input", lambda *_: "n")
    build_plain(seed=1).save(path, overwrite=False)
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", [".keras", "ä b\n.keras", "~.keras"])
def test_a_file_of_any_name_that_save_takes_is_loaded(build_plain, tmp_path, name):
    build_plain().save(tmp_path / name)
    assert cgan.load(tmp_path / name).num_classes == 3


def test_load_says_that_a_file_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no file .*none\.keras"):
        cgan.load(tmp_path / "none.keras")


@pytest.mark.parametrize("part", [0, 0.1, 0.5, 0.99])
def test_load_says_that_a_file_is_cut_short(whole_file, part):
    content = whole_file.read_bytes()
    whole_file.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(ValueError, match=r"whole\.keras cannot be read"):
        cgan.load(whole_file)


def test_load_says_that_a_byte_is_wrong(whole_file):
    content = bytearray(whole_file.read_bytes())
    content[len(content) // 2] ^= 255
    whole_file.write_bytes(content)
    with pytest.raises(ValueError, match=r"whole\.keras cannot be read"):
        cgan.load(whole_file)


def test_load_says_what_a_foreign_file_holds(tmp_path):
    path = tmp_path / "foreign.keras"
    keras.Sequential([keras.Input((2,)), layers.Dense(1)]).save(path)
    with pytest.raises(ValueError, match=r"foreign\.keras holds a Sequential instead"):
        cgan.load(path)


def test_the_generator_is_exported_by_itself(plain, tmp_path):
    plain.generator.export(tmp_path / "exported", verbose=False)
    exported = tf.saved_model.load(tmp_path / "exported")
    z, labels = np.ones((2, 5), "float32"), np.array([[0], [2]], "int32")
    drawn = exported.serve([tf.constant(z), tf.constant(labels)])
    ours = plain.generate(labels[:, 0], z=z) * 2 - 1
    np.testing.assert_allclose(drawn, ours, atol=1e-5)


# Names of classes

NAMES = ["black cat, small", "7", "\u00c4pfel \U0001f34e"]
NFD = "A\u0308pfel \U0001f34e"  # as a Mac may write the third


@pytest.fixture
def named(build_plain):
    model = build_plain()
    model.class_names = NAMES
    return model


def test_class_names_travel_in_the_file(named, tmp_path):
    named.save(tmp_path / "named.keras")
    loaded = cgan.load(tmp_path / "named.keras")
    assert loaded.class_names == named.class_names == tuple(NAMES)
    asked = [NAMES[2], "7", NFD, NAMES[0]]
    drawn = named.generate([2, 1, 2, 0], seed=3)
    for form in (asked, tuple(asked), np.array(asked)):
        np.testing.assert_array_equal(loaded.generate(form, seed=3), drawn)


def test_checkpoints_keep_the_class_names(build_plain, tiny_pairs, tmp_path):
    small = recipes.Recipe(
        "small", 100, 4, (2, 2), (2, 2), img_shape=(8, 8, 1), num_classes=3, z_dim=4
    )
    model = recipes.build(small)
    model.class_names = NAMES
    keeper = callbacks.Checkpoints(tmp_path)
    recipes.train(model, small, *tiny_pairs, [keeper])
    assert cgan.load(keeper.paths()[-1]).class_names == tuple(NAMES)


def test_a_file_without_names_says_nothing_of_them(whole_file):
    with zipfile.ZipFile(whole_file) as archive:
        assert b"class_names" not in archive.read("config.json")
    assert cgan.load(whole_file).class_names is None


@pytest.mark.parametrize(
    "names",
    [
        ["cat", "dog"],
        ["cat", "dog", "cat"],
        [NAMES[2], "cat", NFD],
        ["cat", "", "dog"],
        [7, 8, 9],
        [None] * 3,
        "cat",
        3,
        {"cat": 1},
    ],
)
def test_names_that_are_no_three_words_are_refused(named, names):
    with pytest.raises(ValueError, match="class_names must be 3 different words"):
        named.class_names = names
    assert named.class_names == tuple(NAMES)
    named.class_names = None
    assert named.class_names is None


def test_a_number_stays_a_label_beside_a_name_of_digits(named):
    by_label = named.generate([2, 1], seed=1)
    np.testing.assert_array_equal(named.generate([NAMES[2], "7"], seed=1), by_label)
    with pytest.raises(ValueError, match="from 0 to 2; got 7 at position 0"):
        named.generate([7])
    with pytest.raises(ValueError, match=r"'7'.*; got '2' at position 0"):
        named.generate(["2"])


@pytest.mark.parametrize(
    "asked", [["7", "8"], ["7", 8], [["7", "7"]], "7", ["7", None]]
)
def test_a_word_that_is_no_name_is_refused(named, asked):
    with pytest.raises((ValueError, TypeError), match=r"^labels must be integers"):
        named.generate(asked)


def test_a_name_that_is_unknown_is_answered_with_the_nearest(named, build_tiny):
    with pytest.raises(ValueError, match=r"'black cat, small', .*'7'.* position 1"):
        named.generate(["7", "cat"])
    many = build_tiny(num_classes=51)
    many.class_names = [f"kind {number}" for number in range(50)] + ["Siamese cat"]
    with pytest.raises(ValueError, match=r"such as \['Siamese cat', ") as answer:
        many.generate(["siamese kat"])
    assert str(answer.value).count("'") == 22


def test_without_names_a_word_is_no_label(build_plain):
    with pytest.raises(
        TypeError, match="labels must be integers from 0 to 2; got text"
    ):
        build_plain().generate(["7"])
