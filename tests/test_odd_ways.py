"""Odd ways to keep, load and train, which must not lead to silently other pictures."""

import dataclasses
import itertools
import os
import stat
import subprocess
import sys

from cgan_lib import __main__ as command_line
from cgan_lib import (
    callbacks,
    cgan,
    checks,
    data,
    evaluation,
    faults,
    files,
    latent,
    plots,
    recipes,
    runs,
    widgets,
)
from cgan_lib.callbacks import Checkpoints
from cgan_lib.exercises import check, commands
from cgan_lib.exercises.comparison import wrong_form

import keras
import numpy as np
import pytest
from PIL import Image

SMALL = recipes.Recipe(
    "small",
    iterations=200,
    batch_size=4,
    generator_filters=(4, 2),
    discriminator_filters=(2, 2),
    average=0.9,
    img_shape=(8, 8, 1),
    num_classes=3,
    z_dim=5,
)
RANDOM = np.random.default_rng(0)
X = RANDOM.uniform(-1, 1, (24, 8, 8, 1)).astype("float32")
Y = np.arange(24) % 3


def trained(recipe=SMALL, iterations=20, **options):
    model = recipes.build(recipe, **options)
    model.fit(data.batches(X, Y, 4, seed=0), steps_per_epoch=iterations, verbose=0)
    return model


def freeze_one_layer(model):
    next(one for one in model.generator.layers if one.weights).trainable = False


@pytest.mark.parametrize(
    ("options", "change"),
    [
        ({}, freeze_one_layer),
        ({"policy": "mixed_float16", "auto_scale_loss": False}, lambda model: None),
    ],
    ids=["a frozen layer", "no scaled loss"],
)
@pytest.mark.filterwarnings("ignore:Skipping variable loading")
def test_a_file_whose_optimiser_does_not_fit_draws_the_same(tmp_path, options, change):
    model = trained(**options)
    change(model)
    model.save(tmp_path / "model.keras")
    loaded = cgan.load(tmp_path / "model.keras")
    drawn = loaded.generate([0, 1, 2], seed=0)
    np.testing.assert_allclose(drawn, model.generate([0, 1, 2], seed=0), atol=1e-3)
    before = [weight.numpy() for weight in loaded.generator.weights]
    loaded.begin_averages()
    for old, new in zip(before, loaded.generator.weights, strict=True):
        np.testing.assert_array_equal(old, new)


@pytest.mark.filterwarnings("ignore:Skipping variable loading")
def test_weights_of_a_run_without_averages_count_in_one_that_is_as_long(tmp_path):
    plain = trained(recipes.Recipe(**vars(SMALL) | {"average": None, "seed": 1}))
    plain.save(tmp_path / "plain.keras")
    model = trained()
    model.load_weights(tmp_path / "plain.keras")
    drawn = model.generate([0, 1, 2], seed=0)
    np.testing.assert_allclose(drawn, plain.generate([0, 1, 2], seed=0), atol=1e-6)


@pytest.mark.parametrize(
    "layer",
    [keras.layers.RandomContrast(0.2), keras.layers.RandomBrightness(0.2)],
    ids=lambda layer: layer.name,
)
def test_augment_for_pixels_of_another_range_is_refused(layer):
    with pytest.raises(ValueError, match="value_range"):
        recipes.build(SMALL, augment=layer)


def test_augment_with_the_range_of_images_is_taken():
    layer = keras.layers.RandomBrightness(0.2, value_range=(-1, 1))
    assert trained(augment=layer, iterations=2).iterations == 2


def test_a_copy_among_images_that_are_nearly_alike_is_found():
    images = np.ones((40, 64, 64, 3), "float32")
    images[:, 10:40, 10:40] = 0.2
    for place in range(40):
        images[place, 50, place, 0] = 1 - 1 / 255
    indices, distances = evaluation.nearest_training_digits(images, images)
    np.testing.assert_array_equal(indices, np.arange(40))
    assert distances.max() == 0


def test_steps_at_once_that_do_not_fit_a_run_are_refused():
    model = recipes.build(SMALL, steps_per_execution=7)
    with pytest.raises(ValueError, match="steps_per_execution must divide 100; got 7"):
        recipes.train(model, SMALL, X, Y)


class NotedBest(keras.callbacks.Callback):
    def record(self):
        return {"best": None}

    def restore(self, recorded):
        pass


def test_a_record_that_no_checkpoint_could_give_back_is_an_error(tmp_path):
    several = [NotedBest(), Checkpoints(tmp_path, seconds=0)]
    with pytest.raises(TypeError, match="best is None"):
        recipes.train(recipes.build(SMALL), SMALL, X, Y, several)
    assert not list(tmp_path.glob("*.keras"))


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path):
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.touch()
    link.symlink_to(target)
    files.write_whole(link, lambda path: path.write_text("new"))
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_file_that_must_not_be_written_is_not_replaced(tmp_path, monkeypatch):
    path = tmp_path / "kept.txt"
    path.write_text("old")
    path.chmod(stat.S_IRUSR)
    monkeypatch.setattr(os, "access", lambda *_: False)  # as for who is not root
    with pytest.raises(PermissionError, match="must not be written"):
        files.write_whole(path, lambda part: part.write_text("new"))
    assert path.read_text() == "old"


@pytest.mark.parametrize(
    "settings",
    [
        {"seed": np.int64(3), "shift": np.float32(0.1)},
        {"learning_rate": 1, "falling_rate": False},
        {"learning_rate": np.float32(0.01)},
    ],
)
def test_a_recipe_of_numpys_numbers_can_be_built(settings):
    recipes.build(recipes.Recipe(**vars(SMALL) | settings))


def test_names_as_objects_are_names():
    model = recipes.build(SMALL)
    model.class_names = ["a", "b", "c"]
    names = np.array(["c", "a"], dtype=object)
    drawn = model.generate(names, seed=0)
    np.testing.assert_array_equal(drawn, model.generate([2, 0], seed=0))


def test_labels_of_unequal_length_are_named():
    with pytest.raises(TypeError, match="y must be an array"):
        checks.pairs(X, [[1], [1, 2]] * 12, (8, 8, 1), 3)


def test_pixels_that_begin_within_a_picture_of_others_stay_as_they_are():
    made = [RANDOM.integers(0, 256, (24, 8, 8, 1), "uint8") for _ in range(64)]
    whole = next(one for one in made if one.ctypes.data % 64 == 0)  # can be shared
    x = whole.reshape(-1)[32 : 32 + 8 * 64].reshape(8, 8, 8, 1)
    assert x.base is whole
    tensor, first = data.pairs.shared(x)
    np.testing.assert_array_equal(tensor[first : first + 8], x)


def test_a_hidden_folder_of_others_is_not_taken_for_an_unfinished_file(tmp_path):
    (tmp_path / ".writing-thesis").mkdir()
    (tmp_path / f"{files.UNFINISHED}abcd1234").mkdir()
    files.remove_unfinished(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".writing-thesis"]


def test_a_checkpoint_is_written_where_its_folder_was_removed_meanwhile(tmp_path):
    keeper = Checkpoints(tmp_path / "kept", seconds=0)
    remove = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda *_: keeper.delete_all() or None
    )
    recipes.train(recipes.build(SMALL), SMALL, X, Y, [remove, keeper])
    assert keeper.newest() == 200


def test_a_class_of_which_all_pictures_are_kept_apart_is_named(tmp_path):
    labels = np.array([1, *[0] * 10, *[2] * 9])
    pictures = data.Pictures(np.zeros((20, 8, 8, 1), "uint8"), labels, ("a", "b", "c"))
    how = tmp_path / "run", 30, False, "one"
    with pytest.raises(ValueError, match="more pictures of each class; all of b"):
        runs.train(SMALL, *how, lambda path: pictures)


def test_a_second_click_after_the_last_round_is_no_answer():
    model, images = recipes.build(SMALL), np.zeros((24, 8, 8, 1), "uint8")
    game = widgets.you_are_the_discriminator({"m": model}, images, Y, rounds=2, seed=0)
    for _ in range(4):
        game._answer(True)
    assert len(game.answers) == 2


def test_a_discriminator_without_numbers_plays_no_game():
    model, images = recipes.build(SMALL), np.zeros((24, 8, 8, 1), "uint8")
    for weight in model.discriminator.weights:
        weight.assign(np.nan * weight)
    with pytest.raises(checks.LostNumbersError, match="D answers NaN"):
        widgets.you_are_the_discriminator({"m": model}, images, Y, rounds=2, seed=0)


def test_a_cache_tells_two_folders_of_the_same_names_sizes_and_times_apart(tmp_path):
    for name, grey in (("first", 0), ("second", 255)):
        file = tmp_path / name / "cat" / "0.bmp"
        file.parent.mkdir(parents=True)
        Image.new("L", (8, 8), grey).save(file)
        os.utime(file, (1, 1))
    for name, grey in (("first", 0), ("second", 255)):
        found = data.load_images(tmp_path / name, 8, cache=tmp_path / "cache.npy")
        assert (found.images == grey).all(), name


@pytest.mark.filterwarnings("ignore:.*does not have a `quantize`")
def test_a_label_table_that_is_no_plain_one_is_not_mixed():
    model = recipes.build(SMALL)
    model.generator.quantize("int8")
    with pytest.raises(ValueError, match="must not be quantized"):
        latent.mix_labels(model, [[0, 0, 1]], np.zeros((1, 5), "float32"))


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_in_a_loop_are_no_folder_of_pictures(tmp_path, capsys):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    words = ["train", "--data", str(loop), "--size", "8", "--out", str(tmp_path / "r")]
    with pytest.raises(SystemExit) as ended:
        raise SystemExit(command_line.main(words))
    assert ended.value.code == 2
    assert "--data" in capsys.readouterr().err


def test_two_runs_do_not_share_a_folder_of_checkpoints(tmp_path):
    class Other(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 1:  # as a second process would
                (tmp_path / "checkpoint-0000200.keras").touch()

    keeper = Checkpoints(tmp_path, 0)
    model = recipes.build(SMALL)
    with pytest.raises(ValueError, match="another run keeps its checkpoints"):
        recipes.train(model, SMALL, X, Y, [Other(), keeper])
    assert keeper.iteration == 100
    assert (tmp_path / "checkpoint-0000200.keras").stat().st_size == 0


def test_checkpoints_refuse_what_they_could_not_give_back(tmp_path):
    model = recipes.build(SMALL)
    layers = model.discriminator._flatten_layers()
    next(one for one in layers if isinstance(one, keras.layers.Dense)).enable_lora(2)
    model.compile(recipes.adam(SMALL), recipes.adam(SMALL))
    with pytest.raises(ValueError, match="LoRA"):
        recipes.train(model, SMALL, X, Y, [Checkpoints(tmp_path / "kept")])
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize(
    "metric", [evaluation.precision_recall, evaluation.density_coverage]
)
def test_where_features_lie_does_not_matter(metric):
    fake, real = RANDOM.normal(size=(150, 4)), RANDOM.normal(size=(150, 4)) + 1
    np.testing.assert_allclose(metric(fake + 1e8, real + 1e8), metric(fake, real))


def test_features_whose_products_overflow_are_refused():
    large = 1e60 * RANDOM.normal(size=(150, 4))
    with pytest.raises(ValueError, match="below 1e30"):
        evaluation.kernel_distance(large, large[::-1])


def folder_of_pictures(folder, names=("a", "b"), count=80, seed=0):
    random = np.random.default_rng(seed)
    for name in names:
        (folder / name).mkdir(parents=True)
        for place in range(count):
            pixels = random.integers(0, 256, (8, 8), dtype="uint8")
            Image.fromarray(pixels).save(folder / name / f"{place}.png")
    return folder


def test_a_measure_leaves_the_pictures_of_the_run_as_they_are(tmp_path, capsys):
    own = folder_of_pictures(tmp_path / "own")
    other = folder_of_pictures(tmp_path / "other", seed=1)
    out = tmp_path / "out"
    shape = 8, 8, 1
    command_line.load_pictures(own, shape, (out.mkdir() or out) / runs.PIXELS)
    before = (out / runs.PIXELS).read_bytes()
    pictures = command_line.load_pictures(other, shape, out / runs.PIXELS, False)
    assert len(pictures.labels) == 160
    assert (out / runs.PIXELS).read_bytes() == before
    again = command_line.load_pictures(own, shape, out / runs.PIXELS, False)
    assert isinstance(again.images.base, np.memmap)


@pytest.mark.parametrize(
    ("part", "value", "word"),
    [
        ("picture_iterations", [100, 0], "rise"),
        ("iterations", [100.0, np.nan], "rise"),
        ("iterations", [100.0, np.inf], "rise"),
        ("pictures", np.zeros((2, 3, 8, 8, 2), "uint8"), "channels"),
    ],
)
def test_a_record_that_shows_no_run_is_refused(part, value, word):
    curves = "d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake"
    run = dict.fromkeys(curves, np.ones(2)) | {"obedience": np.ones(2)}
    run |= {"iterations": [100, 200], "picture_iterations": [0, 200]}
    run |= {"pictures": np.zeros((2, 3, 8, 8, 1), "uint8")}
    assert widgets.time_machine(run)
    with pytest.raises((ValueError, TypeError), match=word):
        widgets.time_machine(run | {part: np.asarray(value)})


def test_a_class_whose_name_begins_with_a_blank_can_be_drawn():
    model = recipes.build(SMALL)
    model.class_names = [" cat", "cat", "dog"]
    assert command_line.asked(" cat,cat, dog", model) == [0, 1, 2]


class Raises(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        raise OSError("the disk is gone")


def weights_of(model):
    return [weight.numpy() for weight in model.generator.weights]


def same(some, others):
    return all(np.array_equal(*both) for both in zip(some, others, strict=True))


def test_a_single_batch_begins_with_the_weights_that_count():
    model, other = trained(), recipes.build(dataclasses.replace(SMALL, seed=5))
    model.generator.set_weights(weights_of(other))
    for optimizer in (model.generator_optimizer, model.discriminator_optimizer):
        optimizer.learning_rate = 0.0
    model.train_on_batch(X[:4], Y[:4])
    drawn, wanted = (one.generate([0, 1, 2], seed=0) for one in (model, other))
    np.testing.assert_allclose(drawn, wanted, atol=1e-4)


def test_after_an_error_in_a_run_its_averages_are_in_the_generator():
    model = recipes.build(SMALL)
    with pytest.raises(OSError, match="disk"):
        model.fit(X, Y, batch_size=4, callbacks=[Raises()], verbose=0)
    assert not model.averages()
    other = recipes.build(dataclasses.replace(SMALL, seed=5))
    model.generator.set_weights(weights_of(other))
    drawn, wanted = (one.generate([0, 1, 2], seed=0) for one in (model, other))
    np.testing.assert_array_equal(drawn, wanted)


class Fails(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        raise OSError("the disk is gone")


def test_an_error_before_the_first_iteration_leaves_the_weights(tmp_path):
    class Keep(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.save(tmp_path / "within.keras")

    recipes.build(SMALL).fit(X, Y, batch_size=4, callbacks=[Keep()], verbose=0)
    model = cgan.load(tmp_path / "within.keras")
    before = weights_of(model)
    with pytest.raises(OSError, match="disk"):
        model.fit(X, Y, batch_size=4, callbacks=[Fails()], verbose=0)
    assert same(before, weights_of(model))
    assert model.averages()


def test_a_model_that_has_learned_begins_no_run_with_checkpoints(tmp_path):
    model = trained()
    with pytest.raises(ValueError, match="20 iterations already"):
        recipes.train(model, SMALL, X, Y, Checkpoints(tmp_path))
    assert model.iterations == 20
    model = recipes.build(SMALL)
    recipes.train(model, SMALL, X, Y, Checkpoints(tmp_path, 0))
    model.fit(data.batches(X, Y, 4, seed=0), steps_per_epoch=5, verbose=0)
    before = weights_of(model)
    with pytest.raises(ValueError, match="205 iterations already"):
        recipes.train(model, SMALL, X, Y, Checkpoints(tmp_path))
    assert same(before, weights_of(model))


class Another(cgan.ConditionalGAN):
    pass


def test_a_checkpoint_tells_models_of_one_recipe_apart(tmp_path):
    moves = keras.layers.RandomTranslation(0.1, 0.1)
    recipes.train(recipes.build(SMALL), SMALL, X, Y, Checkpoints(tmp_path, 0))
    another = recipes.build(SMALL)
    another.__class__ = Another
    for model, word in (
        (recipes.build(SMALL, augment=moves), "augment"),
        (recipes.build(SMALL, "mixed_bfloat16"), "policies"),
        (another, "model"),
    ):
        with pytest.raises(ValueError, match=f"of another run: {word}"):
            recipes.train(model, SMALL, X, Y, Checkpoints(tmp_path))
        assert model.iterations == 0


def test_pictures_that_are_nearly_black_are_named(capsys):
    masks = (X > 0).astype("uint8")
    recipes.build(SMALL).fit(data.scale(masks), Y, batch_size=4, verbose=0)
    recipes.build(SMALL).fit(data.batches(masks, Y, 4), steps_per_epoch=2, verbose=0)
    assert capsys.readouterr().out.count("nearly black") == 2


@pytest.mark.parametrize(
    "other",
    [
        callbacks.Snapshots([2, 1, 0], 100),
        callbacks.Snapshots([0, 1, 2], 100, 7),
        callbacks.Snapshots([0, 1, 2], 200),
    ],
)
def test_pictures_of_a_run_go_on_with_the_same_labels_and_noise(tmp_path, other):
    first = callbacks.Snapshots([0, 1, 2], 100)
    keeper = Checkpoints(tmp_path, 0)
    recipes.train(recipes.build(SMALL), SMALL, X, Y, [first, keeper])
    with pytest.raises(ValueError, match="labels, the seed and"):
        recipes.train(recipes.build(SMALL), SMALL, X, Y, [other, Checkpoints(tmp_path)])


def test_pictures_of_two_runs_are_not_mixed():
    kept = callbacks.Snapshots([0, 1, 2], 100)
    for _ in range(2):
        recipes.train(recipes.build(SMALL), SMALL, X, Y, kept)
        assert kept.iterations == [0, 100, 200]
        assert len(kept.images) == 3


def test_pictures_that_begin_late_say_so(tmp_path):
    recipes.train(recipes.build(SMALL), SMALL, X, Y, Checkpoints(tmp_path, 0))
    (tmp_path / "checkpoint-0000200.keras").unlink()
    late = callbacks.Snapshots([0, 1, 2], 100)
    recipes.train(recipes.build(SMALL), SMALL, X, Y, [late, Checkpoints(tmp_path)])
    assert late.iterations == [100, 200]


def test_a_callback_with_a_record_of_its_own_is_no_part_of_a_checkpoint(tmp_path):
    mine = keras.callbacks.Callback()
    mine.record = []
    recipes.train(recipes.build(SMALL), SMALL, X, Y, [mine, Checkpoints(tmp_path, 0)])


@pytest.mark.parametrize("shape", [(1, 8, 8), (8, 8, 4), (30, 30, 1)])
def test_images_that_no_recipe_takes_are_refused_without_wrong_advice(shape):
    x = np.zeros((24, *shape), "float32")
    with pytest.raises(ValueError, match="must be") as error:
        recipes.train(recipes.build(SMALL), SMALL, x, Y)
    assert "dataclasses.replace" not in str(error.value)


@keras.saving.register_keras_serializable("tests")
class Passing(cgan.ConditionalGAN):
    def __init__(self, *args, note="", **kwargs):
        super().__init__(*args, **kwargs)
        self.note = note


def test_a_subclass_that_passes_its_arguments_on_is_kept(tmp_path):
    networks = recipes.build_networks(SMALL)
    Passing(*networks, 3, r1=0.5, note="mine").save(tmp_path / "model.keras")
    loaded = cgan.load(tmp_path / "model.keras")
    assert (loaded.r1, loaded.num_classes, loaded.note) == (0.5, 3, "mine")


def test_a_file_of_an_unknown_class_gets_a_short_error(tmp_path):
    Another(*recipes.build_networks(SMALL), 3).save(tmp_path / "model.keras")
    with pytest.raises(ValueError, match="cannot be read") as error:
        cgan.load(tmp_path / "model.keras")
    assert len(str(error.value)) < 600


def test_a_home_folder_is_a_home_folder_wherever_a_path_is_given(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    recipes.build(SMALL).save("~/model.keras")
    assert cgan.load("~/model.keras").num_classes == 3
    assert Checkpoints("~/run").folder == tmp_path / "run"


def test_a_run_keeps_its_folder_where_the_program_goes_elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    keeper = Checkpoints("run")
    monkeypatch.chdir("/")
    assert keeper.folder == tmp_path / "run"


def test_where_classes_have_numbers_for_names_no_other_number_draws_one():
    model = recipes.build(SMALL)
    model.class_names = ["1", "2", "3"]
    assert command_line.asked("1,3", model) == [0, 2]
    with pytest.raises(ValueError, match="'0'"):
        command_line.asked("1,0", model)


@pytest.mark.parametrize("option", ["--data", "--out"])
def test_a_path_from_a_variable_that_is_not_set_is_refused(option, capsys):
    paths = {"--data": "pictures", "--out": "run"} | {option: ""}
    arguments = [word for pair in paths.items() for word in pair]
    assert command_line.main(["train", *arguments]) == 2
    assert "must be a path" in capsys.readouterr().err


def test_long_titles_stand_beside_each_other_not_over_each_other():
    names = ["airplane", "automobile", "n01440764 tench, Tinca tinca, a fish"] * 3
    figure = plots.digits(np.zeros((9, 28, 28)), names, columns=9)
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in figure.texts]
    assert len(boxes) == 9
    for one, following in itertools.pairwise(boxes):
        assert one.x1 <= following.x0 + 1
    assert max(box.y1 for box in boxes) <= figure.bbox.y1


@pytest.mark.parametrize("title", [" " * 200, "a" * 300, "…" * 90, "Äß" * 60, ""])
def test_any_title_can_stand_above_a_picture(title):
    figure = plots.digits(np.zeros((2, 8, 8)), [title, "b"], columns=2)
    figure.canvas.draw()
    for text in figure.texts:
        assert text.get_window_extent().width < figure.bbox.width / 2


def test_titles_without_an_order_are_refused():
    with pytest.raises(TypeError, match="must be a list"):
        plots.digits(np.zeros((3, 8, 8)), {"a", "b", "c"})


@pytest.mark.parametrize(
    "answer", [keras.Input((3,)), 10**400], ids=["a symbol", "beyond floats"]
)
def test_an_answer_of_an_odd_kind_gets_its_verdict(answer):
    assert wrong_form(answer, (1, 2, 3))
    assert wrong_form(answer, np.ones(2))


@pytest.mark.skipif(sys.platform != "linux", reason="answers are tried in a copy there")
def test_what_an_answer_starts_prints_nothing(capfd):
    def answer(*given):
        os.system("echo from a program")
        return commands.all_exercises()["01.2"].solution(*given)

    check("01.2", answer)
    printed = capfd.readouterr()
    assert "from a program" not in printed.out + printed.err
    assert "correct" in printed.out


@pytest.mark.parametrize(
    "call", ["hint('02.5')", "check('10.2', ('a\u201c', 'b', '\u00fc'))"]
)
def test_the_exercises_speak_in_a_terminal_of_few_signs(call):
    code = f"from cgan_lib.exercises import check, hint\nfor _ in range(9): {call}"
    few = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-c", code], env=few, capture_output=True)
    assert done.returncode == 0
    assert b"\\u" in done.stdout or b"\\x" in done.stdout


# Readers and runs, once more


def test_files_of_others_are_no_checkpoints(tmp_path):
    model = recipes.build(SMALL)
    model.save(tmp_path / "checkpoint-1.keras")
    others = keras.callbacks.ModelCheckpoint(tmp_path / "checkpoint-{epoch}.keras")
    keeper = Checkpoints(tmp_path, 0)
    recipes.train(model, SMALL, X, Y, [others, keeper])
    keeper.delete_all()
    found = {path.name for path in tmp_path.iterdir()}
    assert found == {"checkpoint-1.keras", "checkpoint-2.keras"}


def test_words_in_the_logs_are_no_curve(tmp_path):
    class Note(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            logs["note"] = "fine"

    keeper = Checkpoints(tmp_path, 0)
    recipes.train(recipes.build(SMALL), SMALL, X, Y, [Note(), keeper])
    assert len(keeper.history["d_loss"]) == 2


def test_snapshots_of_a_second_run_say_the_iterations_of_the_model():
    model, kept = recipes.build(SMALL), callbacks.Snapshots([0, 1], 100)
    for expected in ([0, 100, 200], [200, 300, 400]):
        recipes.train(model, SMALL, X, Y, kept)
        assert kept.iterations == expected


def test_doctor_examines_each_run_anew(capsys):
    doctor = callbacks.Doctor()
    for _ in range(2):
        model = recipes.build(SMALL)
        model.discriminator.trainable = False
        model.compile("adam", "adam")
        batches = data.batches(X, Y, 4, 0)
        model.fit(batches, epochs=6, steps_per_epoch=2, callbacks=doctor, verbose=0)
        assert doctor.findings["D stands still"] == 10
        assert "D's weights do not move" in capsys.readouterr().out


@pytest.mark.parametrize(
    "watcher",
    [
        callbacks.Snapshots([0]),
        callbacks.LivePicture(),
        callbacks.Doctor(),
        callbacks.ProgressBar(),
    ],
    ids=lambda one: type(one).__name__,
)
def test_iterations_together_must_divide_an_epoch(watcher):
    model = recipes.build(SMALL)
    model.compile("adam", "adam", steps_per_execution=10)
    with pytest.raises(ValueError, match="steps_per_execution must divide"):
        model.fit(
            data.batches(X, Y, 4), steps_per_epoch=25, callbacks=watcher, verbose=0
        )


@pytest.mark.parametrize(
    "changer",
    [
        keras.callbacks.ReduceLROnPlateau("g_loss", mode="min"),
        keras.callbacks.LearningRateScheduler(lambda epoch: 0.1),
    ],
    ids=lambda one: type(one).__name__,
)
def test_who_sets_a_rate_that_falls_already_is_refused(changer):
    recipe = dataclasses.replace(SMALL, falling_rate=True)
    model = recipes.build(recipe)
    with pytest.raises(ValueError, match="falling_rate=False"):
        recipes.train(model, recipe, X, Y, changer)
    assert model.iterations == 0
    recipes.train(recipes.build(SMALL), SMALL, X, Y, changer)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (
            lambda: keras.layers.RandomTranslation(0.1, 0.1),
            lambda: keras.layers.RandomTranslation(0.4, 0.4),
        ),
        (
            lambda: keras.Sequential([keras.layers.RandomTranslation(0.1, 0.1)]),
            lambda: keras.Sequential([keras.layers.RandomFlip()]),
        ),
    ],
)
def test_a_run_goes_on_with_the_changes_it_began_with(tmp_path, first, then):
    def go_on(augment):
        model = recipes.build(SMALL, augment=augment())
        recipes.train(model, SMALL, X, Y, Checkpoints(tmp_path, 0))

    go_on(first)
    go_on(first)
    with pytest.raises(ValueError, match="augment"):
        go_on(then)


def test_a_run_goes_on_with_the_game_it_began_with(tmp_path):
    def go_on(**game):
        model = cgan.ConditionalGAN(*recipes.build_networks(SMALL), 3, **game)
        model.compile("adam", "adam")
        recipes.train(model, SMALL, X, Y, Checkpoints(tmp_path, 0))

    go_on()
    with pytest.raises(ValueError, match="adversarial_loss"):
        go_on(adversarial_loss="hinge")


def test_iterations_count_while_g_is_frozen():
    model = recipes.build(SMALL)
    model.generator.trainable = False
    model.compile("adam", "adam")
    model.fit(X, Y, batch_size=4, verbose=0)
    assert model.iterations == 6


def test_the_penalty_and_batch_normalization_are_named(capsys):
    recipes.build(dataclasses.replace(SMALL, r1=1.0))
    assert "r1 with BatchNormalization" in capsys.readouterr().out
    recipes.build(dataclasses.replace(SMALL, r1=1.0, batch_norm_in_discriminator=False))
    assert capsys.readouterr().out == ""


def test_a_negative_loss_is_seen_in_the_curves():
    history = {"d_loss": [1.0, 0.5], "g_loss": [0.2, -1.2]}
    _, axes = plots.subplots(1, 2)
    plots.draw_curves(axes, history, [100, 200])
    assert axes[0].get_ylim()[0] < -1.2
    names = [text.xy[1] for text in axes[0].texts]
    assert min(names) >= 0


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("discriminator_far_too_strong", "falling_rate"),
        ("class_never_asked_for", "share_fakes"),
    ],
)
def test_a_fault_that_a_recipe_cannot_have_is_refused(name, setting):
    model = recipes.build(dataclasses.replace(SMALL, **{setting: True}))
    with pytest.raises(ValueError, match=f"{setting}=False"):
        faults.FAULTS[name](model)


def test_mode_collapse_leaves_what_d_sees():
    model = recipes.build(dataclasses.replace(SMALL, shift=0.1))
    augment = model.augment
    faults.mode_collapse(model)
    assert model.augment is augment
