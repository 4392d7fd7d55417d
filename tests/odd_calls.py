"""The table of calls for `test_bad_input`: each public function, its arguments, what it promises.

Good input and other input for the arguments come from `odd_input`.
"""

import contextlib
import io
from pathlib import Path

from cgan_lib import (
    __main__,
    assets,
    callbacks,
    cgan,
    classic,
    clinic,
    data,
    embeddings,
    faults,
    glyphs,
    judge,
    losses,
    plots,
    recipes,
)
from cgan_lib.discriminator import build_cgan_discriminator
from cgan_lib.exercises import check, hint, progress, solution
from cgan_lib.generator import build_cgan_generator

import keras
import numpy as np
import odd_input as odd
import tensorflow as tf
from hypothesis import strategies as st
from matplotlib.figure import Figure
from odd_input import Call
from PIL.Image import Image

# Models, built once


def build_model():
    keras.utils.set_random_seed(0)
    generator = build_cgan_generator(5, (8, 8, 1), 3, (4, 3, 2), "normal")
    discriminator = build_cgan_discriminator((8, 8, 1), 3, (2, 3, 4), "normal")
    model = cgan.ConditionalGAN(generator, discriminator, 3, seed=0)
    model.compile("sgd", "sgd")
    return model


MODEL, READER = build_model(), judge.build_judge(filters=(2, 3, 4))
GENERATOR, DISCRIMINATOR = MODEL.generator, MODEL.discriminator
DENSE = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
NETWORKS = (MODEL, GENERATOR, DISCRIMINATOR, READER, DENSE)
RUN = recipes.load_run("classroom")
FONTS = glyphs.fonts_with("a")
PATIENT = clinic.load_patients()["F"]
CLUSTER = (
    '{"cluster": {"worker": ["a:1", "b:2"]}, "task": {"type": "worker", "index": 0}}'
)
PAIRS = data.batches(np.zeros((6, 8, 8, 1)), [0, 1, 2, 0, 1, 2], 2, 0)
SMALL = recipes.Recipe(
    "small",
    iterations=100,
    batch_size=2,
    generator_filters=(4, 3, 2),
    discriminator_filters=(2, 3, 4),
    img_shape=(8, 8, 1),
    num_classes=3,
    z_dim=5,
)


def fresh_classic():
    return classic.compile_classic(SMALL)


# What functions promise of their results


def numbers(shape, low=-np.inf, high=np.inf, kind="float32"):
    """A promise: an array of this shape and kind, without NaN, from low to high."""

    def keeps(result, given):
        wanted = shape(given) if callable(shape) else shape
        assert isinstance(result, np.ndarray)
        assert (result.shape, result.dtype) == (wanted, np.dtype(kind))
        assert low <= result.min() <= result.max() <= high

    return keeps


def one_number(low, high=np.inf):
    def keeps(result, given):
        values = [float(part) for part in np.atleast_1d(result)]
        assert all(low <= value <= high for value in values)

    return keeps


def gives_nothing(result, given):
    assert result is None


def becomes(answer):
    """A promise: a Keras tensor of this shape for each label."""

    def keeps(result, given):
        assert result.shape == (None, *answer(given))

    return keeps


def has_two_optimisers(model, given):
    assert model.compiled
    both = model.generator_optimizer, model.discriminator_optimizer
    assert all(isinstance(one, keras.optimizers.Optimizer) for one in both)


def a_kind(kind):
    def keeps(result, given):
        assert isinstance(result, kind)

    return keeps


def takes_and_gives(answer):
    """A promise: a network that really computes, from its inputs to this shape."""

    def keeps(result, given):
        parts = [np.zeros((2, *i.shape[1:]), i.dtype) for i in result.inputs]
        made = result(parts if len(parts) > 1 else parts[0], training=False)
        assert made.shape == (2, *answer(given))
        assert np.isfinite(made.numpy()).all()

    return keeps


def finite_logits_cost_a_finite_number(result, given):
    parts = [np.asarray(x, "float64") for name, x in given.items() if "logits" in name]
    assert result.shape == ()
    if all((np.abs(part) < 1e30).all() for part in parts):
        assert np.isfinite(float(result))


def is_a_batch(result, given):
    images, labels = next(result.as_numpy_iterator())
    assert len(images) == len(labels) == given["batch_size"]
    assert -1 <= images.min() <= images.max() <= 1


def shapes_of(name, *rest):
    return lambda given: (len(given[name]), *rest)


# Every public function

LABELS, IMAGES = odd.labels(), odd.images()
EMPTY = odd.thing("/nowhere", "/nowhere/deeper", "a\0b")
ONE_DEVICE = odd.thing(tf.distribute.get_strategy(), "one", tf.distribute.Strategy)
BRIGHT, DIGITS = odd.images(low=0), odd.images((6, 28, 28, 1), low=0)
MANY_LABELS = odd.labels(40, 2)
CLOUD, MANY = odd.floats((40, 4)), odd.floats((120, 4))
NOISE = odd.floats((6, 5))
SHAPES = odd.img_shape((8, 8, 1), [4, 8, 3], np.array([8, 12, 1]))
FILTERS = odd.filters((2, 3, 4), [2, 3], np.array([4, 2]))
CLASSES = odd.count(3)
STARTS = odd.word("uniform", "normal")
ACTIVATION = odd.word(None, "sigmoid")
HEADING = {"heading": odd.text()}
FRAME, SCALE = odd.thing("#D55E00"), odd.count(2)
TITLES = odd.thing(
    st.sampled_from([None, list("abcdef"), range(6)]), range(5), list("$$$$$$")
)
BUILT = {
    "img_shape": SHAPES,
    "num_classes": CLASSES,
    "filters": FILTERS,
}
CORE = {
    "kernel_size": odd.count(3, 4),
    "slope": odd.number(0.2),
}
D_CORE = CORE | {"batch_norm": odd.flag(), "hidden": odd.count(0, 4)}
HISTORY = {
    n: [1.0, 0.5] for n in ("d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake")
}
A_HISTORY = odd.thing(
    st.sampled_from([HISTORY, {}]), {"d_loss": [1]}, {"d_loss": "ab"}, {"d_loss": 3}
)
WHEN = odd.thing([100, 200], [1], [], [[1, 2]], ["a", "b"], [np.nan, 1])
ROWS = {row: {"obedience": 0.9, "variety": np.ones(10)} for row in ("model", "real")}


def image_shape(given):
    return tuple(int(n) for n in given["img_shape"])


def in_fresh_run(function):
    """Training changes models: take new ones, and keep them out of the comparison."""

    def call(models, **given):
        return function(fresh_classic() if models is SMALL else models, **given)

    return call


def fit(x, y, epochs, batch_size):
    model = keras.models.clone_model(MODEL)
    model.compile("sgd", "sgd")
    before = model.get_weights()
    try:
        return model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    except (ValueError, TypeError):
        for weight, kept in zip(model.get_weights(), before, strict=True):
            np.testing.assert_array_equal(weight, kept)
        raise


def run_main(digits, seed, model):
    words = ["draw", str(digits), f"--seed={seed}", f"--model={model}"]
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        try:
            status = __main__.main([*words, "--out=/nowhere/digits.png"])
        except SystemExit as left:
            status = left.code
    assert status == 2  # since there is no such folder
    if "/nowhere" not in said.getvalue():
        raise ValueError(said.getvalue())


def penalty_of_a_copy(discriminator, images, labels):
    """A pass in training moves what BatchNormalization remembers, as it should."""
    if discriminator is DISCRIMINATOR:
        discriminator = keras.models.clone_model(DISCRIMINATOR)
    return losses.gradient_penalty(discriminator, images, labels)


def planting(fault):
    """The fault, planted into a new model where it would change the one that all tests share."""

    def plant(model):
        model = recipes.build(SMALL) if model is MODEL else model
        fault(model)
        return model

    return plant


def compiled(**optimizers):
    model = keras.models.clone_model(MODEL)
    model.compile(**optimizers)
    return model


def draw_runs(patient, names):
    figure = Figure()
    clinic.draw_runs(figure.subplots(2), patient, names)
    return figure


def draw_curves(history, iterations, names):
    figure = Figure()
    plots.draw_curves(figure.subplots(1, 2), history, iterations, names)
    return figure


def says_something(function):
    """`check` and its like never raise: they print what is wrong."""

    def call(**given):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            function(*given.values())
        assert said.getvalue()

    return call


def is_a_pair_of_batches(result, given):
    images, labels = next(result.as_numpy_iterator())
    assert (images.shape, labels.shape) == ((2, 8, 8, 1), (2,))


def broken(record):
    """Records that lack a part, or have another one in its place."""
    yield {}
    for name, part in record.items():
        yield {n: v for n, v in record.items() if n != name}
        for other in (part[:-1], part.astype("U3"), list(part), None, 3):
            yield record | {name: other}


def has_pictures(channels):
    def keeps(result, given):
        size, count = given["size"], len(result.class_names) * given["per_class"]
        assert result.images.shape == (count, size, size, channels)
        assert result.images.dtype == np.uint8
        assert result.labels.tolist() == sorted(result.labels)

    return keeps


loss = {"real_logits": odd.floats((4, 1)), "fake_logits": odd.floats((4, 1))}
fake = {"fake_logits": odd.floats((4, 1))}
pair = {"asked": LABELS, "read": LABELS}
recipe = {"recipe": odd.thing(SMALL, recipes.Recipe, "classroom")}
core = {"z_dim": odd.count(5, np.int64(6)), "img_shape": SHAPES, "filters": FILTERS}
exercise = {"name": odd.thing("00.1", "0", "00.9")}
judged = {"judge": odd.thing(READER, DENSE, GENERATOR), "images": DIGITS}
stage = {"a": MODEL}
real = odd.images(kind="uint8")
RECIPE_FIELDS = {
    "name": odd.thing("small"),
    "iterations": odd.count(100),
    "batch_size": odd.count(2),
    "generator_filters": odd.filters((2, 3, 4)),
    "discriminator_filters": odd.filters((2, 3, 4)),
    "kernel_size": odd.count(3, 4),
    "slope": odd.number(0.2),
    "embedding_start": STARTS,
    "label_join": odd.word("multiply", "concatenate"),
    "norm_after_dense": odd.flag(),
    "label_in_discriminator": odd.word("picture", "projection"),
    "batch_norm_in_discriminator": odd.flag(),
    "hidden": odd.count(0, 4),
    "share_fakes": odd.flag(),
    "adversarial_loss": odd.word("cross_entropy", "hinge"),
    "r1": odd.number(0.1),
    "mismatch": odd.number(0.5),
    "shift": odd.number(0.1),
    "learning_rate": odd.number(0.001),
    "beta_1": odd.number(0.5),
    "falling_rate": odd.flag(),
    "average": odd.number(None, 0.9),
    "img_shape": odd.img_shape((8, 8, 1)),
    "num_classes": CLASSES,
    "z_dim": odd.count(5),
    "seed": odd.count(0),
}


ENTRIES = {
    "callbacks.ProgressBar": Call({}, a_kind(callbacks.ProgressBar)),
    "callbacks.Snapshots": Call(
        {"labels": LABELS, "every": odd.count(100), "seed": odd.seed(0)},
        a_kind(callbacks.Snapshots),
    ),
    "callbacks.LivePicture": Call(
        {
            "labels": LABELS,
            "seed": odd.seed(0),
            "seconds": odd.number(4.0),
            "class_names": odd.thing(st.sampled_from([None, "abc"]), "ab", {0: "a"}, 3),
        },
        a_kind(callbacks.LivePicture),
    ),
    "cgan.ConditionalGAN": Call(
        {
            "generator": odd.thing(GENERATOR, DISCRIMINATOR, DENSE),
            "discriminator": odd.thing(DISCRIMINATOR, GENERATOR, READER),
            "num_classes": CLASSES,
            "share_fakes": odd.flag(),
            "seed": odd.seed(),
            "adversarial_loss": odd.word("cross_entropy", "hinge"),
            "r1": odd.number(0.1),
            "mismatch": odd.number(0.5),
        },
        lambda made, given: numbers((2, 8, 8, 1), 0, 1)(made.generate([0, 0]), {}),
    ),
    "cgan.ConditionalGAN.generate": Call(
        {
            "labels": LABELS,
            "seed": odd.seed(),
            "z": odd.thing(None, *map(np.zeros, (5, (6, 5), (5, 6)))),
        },
        numbers(shapes_of("labels", 8, 8, 1), 0, 1),
        MODEL.generate,
    ),
    "cgan.ConditionalGAN.compile": Call(
        {
            "generator_optimizer": odd.thing("adam", keras.optimizers.Adam, "no"),
            "discriminator_optimizer": odd.thing("sgd", keras.losses.Loss()),
        },
        has_two_optimisers,
        compiled,
        0.3,
    ),
    "cgan.ConditionalGAN.fit": Call(
        {
            "x": odd.thing(
                np.zeros((6, 8, 8, 1)),
                np.zeros((6, 8, 8)),
                np.ones((5, 8, 8, 1)) * 3,
                np.zeros((4, 8, 8, 1)),
            ),
            "y": LABELS,
            "epochs": odd.count(1),
            "batch_size": odd.count(3),
        },
        a_kind(keras.callbacks.History),
        fit,
        0.2,
    ),
    "cgan.noise": Call(
        {"count": odd.count(2), "z_dim": odd.count(3), "seed": odd.seed()},
        numbers(lambda given: (given["count"], given["z_dim"])),
    ),
    "cgan.load": Call(
        {
            "path": odd.thing(
                assets.path("fast.keras"),
                ".",
                "/",
                "no.keras",
                assets.path("fast_run.npz"),
                assets.path("judge.keras"),
            )
        },
        a_kind(cgan.ConditionalGAN),
        None,
        0.5,
    ),
    "data.load_mnist": Call({"split": odd.word("test")}, a_kind(data.Pictures)),
    "data.scale": Call(
        {"images": odd.images((6, 8, 8, 1), kind="uint8")},
        lambda r, g: numbers(np.shape(g["images"]), -1, 1)(r, g) if r.size else None,
    ),
    "data.unscale": Call(
        {"x": IMAGES}, lambda r, g: numbers(np.shape(g["x"]), 0, 1)(r, g)
    ),
    "data.batches": Call(
        {
            "x": IMAGES,
            "labels": LABELS,
            "batch_size": odd.count(2),
            "seed": odd.seed(0),
            "start": odd.count(0, 2),
        },
        is_a_batch,
    ),
    "discriminator.build_discriminator": Call(
        {
            "input_shape": odd.img_shape((8, 8, 2)),
            "filters": FILTERS,
            "activation": ACTIVATION,
        }
        | D_CORE,
        takes_and_gives(lambda g: (1,)),
    ),
    "discriminator.build_features": Call(
        {"input_shape": odd.img_shape((8, 8, 2)), "filters": FILTERS} | D_CORE,
        a_kind(keras.Model),
    ),
    "discriminator.build_cgan_discriminator": Call(
        BUILT | {"embedding_start": STARTS, "activation": ACTIVATION} | D_CORE,
        takes_and_gives(lambda g: (1,)),
    ),
    "discriminator.build_projection_discriminator": Call(
        BUILT | {"activation": ACTIVATION} | D_CORE, takes_and_gives(lambda g: (1,))
    ),
    "embeddings.label_tables": Call(
        {"network": odd.thing(*NETWORKS)},
        lambda r, g: [a_kind(keras.layers.Embedding)(table, g) for table in r],
    ),
    "embeddings.only_table": Call(
        {"generator": odd.thing(GENERATOR, DENSE)}, a_kind(keras.layers.Embedding)
    ),
    "embeddings.check_rows": Call(
        {"network": odd.thing(*NETWORKS)},
        gives_nothing,
        lambda network: embeddings.check_rows(network, 3),
    ),
    "embeddings.label_as_vector": Call(
        {
            "label": odd.thing(st.builds(lambda: keras.Input((1,), dtype="int32"))),
            "num_classes": CLASSES,
            "z_dim": odd.count(4),
            "embedding_start": STARTS,
        },
        becomes(lambda g: (g["z_dim"],)),
    ),
    "embeddings.label_as_picture": Call(
        {
            "label": odd.thing(st.builds(lambda: keras.Input((1,), dtype="int32"))),
            "num_classes": CLASSES,
            "img_shape": SHAPES,
            "embedding_start": STARTS,
        },
        becomes(lambda g: (*image_shape(g)[:2], 1)),
    ),
    "evaluation.confusion": Call(
        pair | {"num_classes": CLASSES},
        lambda r, g: numbers((g["num_classes"],) * 2, 0, kind="int64")(r, g),
    ),
    "evaluation.obedience": Call(pair, one_number(0, 1)),
    "evaluation.frechet_distance": Call(
        {"features_a": CLOUD, "features_b": CLOUD}, one_number(0)
    ),
    "evaluation.frechet_per_class": Call(
        {
            "features_a": CLOUD,
            "labels_a": MANY_LABELS,
            "features_b": CLOUD,
            "labels_b": MANY_LABELS,
            "num_classes": odd.count(2),
        },
        one_number(0),
    ),
    "evaluation.classification_accuracy_score": Call(
        {
            "images": DIGITS,
            "labels": LABELS,
            "test_images": DIGITS,
            "test_labels": LABELS,
            "seed": odd.seed(0),
            "iterations": odd.count(1),
        },
        one_number(0, 1),
    ),
    "evaluation.precision_recall": Call(
        {"real_features": MANY, "fake_features": MANY, "k": odd.count(3)},
        one_number(0, 1),
    ),
    "evaluation.density_coverage": Call(
        {"real_features": MANY, "fake_features": MANY, "k": odd.count(3)},
        one_number(0),
    ),
    "evaluation.kernel_distance": Call(
        {"features_a": CLOUD, "features_b": CLOUD}, one_number(-np.inf)
    ),
    "evaluation.variety": Call(
        {
            "images": odd.images((40, 8, 8, 1), low=0),
            "labels": MANY_LABELS,
            "num_classes": odd.count(2),
        },
        one_number(0),
    ),
    "evaluation.nearest_training_digits": Call(
        {"images": BRIGHT, "train_images": BRIGHT},
        lambda r, g: numbers((len(g["images"]),), 0, np.inf, "float32")(r[1], g),
    ),
    "evaluation.parzen_log_likelihood": Call(
        {
            "samples": odd.images((1000, 2, 2, 1), low=0),
            "test": odd.images((100, 2, 2, 1), low=0),
            "sigma": odd.number(0.3),
        },
        one_number(-np.inf),
    ),
    "evaluation.choose_sigma": Call(
        {
            "samples": odd.images((1000, 2, 2, 1), low=0),
            "validation": odd.images((100, 2, 2, 1), low=0),
        },
        one_number(0),
    ),
    "callbacks.Checkpoints": Call(
        {
            "folder": EMPTY,
            "seconds": odd.number(0, 30.0),
        },
        a_kind(callbacks.Checkpoints),
    ),
    "clinic.load_patients": Call({}, a_kind(dict)),
    "clinic.chart": Call(
        {"patient": odd.thing(PATIENT, *broken(PATIENT)), "heading": odd.text()},
        a_kind(Image),
        None,
        0.5,
    ),
    "clinic.draw_runs": Call(
        {"patient": odd.thing(PATIENT, *broken(PATIENT)), "names": odd.flag()},
        a_kind(Figure),
        draw_runs,
        0.5,
    ),
    "clinic.few_colours": Call(
        {"figure": odd.thing(plots.subplots()[0], None, MODEL)}, a_kind(Image)
    ),
    "callbacks.Doctor": Call({}, a_kind(callbacks.Doctor)),
    "distributed.strategy": Call(
        {"name": odd.word("one")}, a_kind(tf.distribute.Strategy)
    ),
    "distributed.own_index": Call({"name": odd.word("one")}, one_number(0, 0)),
    "distributed.build": Call(
        recipe | {"strategy": ONE_DEVICE}, a_kind(cgan.ConditionalGAN), None, 0.5
    ),
    "distributed.train": Call(
        {
            "model": odd.thing(MODEL, GENERATOR),
            "recipe": odd.thing(0),
            "x": IMAGES,
            "labels": LABELS,
            "callbacks": odd.thing(None, 3, "no"),
        },
        a_kind(keras.callbacks.History),
    ),
    "data.load_fashion_mnist": Call(
        {"split": odd.thing("other", "Train")}, a_kind(data.Pictures)
    ),
    "data.load_images": Call(
        {
            "folder": EMPTY,
            "size": odd.thing(st.sampled_from([8, (8, 12)]), 9, (8, 8, 8), "88"),
            "channels": odd.count(1, 3),
            "ground": odd.count(0, 255),
            "cache": odd.thing(None, 3, "a\0b"),
            "seed": odd.seed(0),
            "replace_cache": odd.flag(),
        },
        a_kind(data.Pictures),
    ),
    "glyphs.draw": Call(
        {
            "characters": odd.thing("ab", "aa", "ab c", ["ab"], "\ue000"),
            "per_class": odd.count(2),
            "size": odd.count(8),
            "seed": odd.seed(0),
            "fonts": odd.thing(
                st.sampled_from([None, FONTS[:1]]), FONTS[0], ["no.ttf"], 3
            ),
        },
        has_pictures(1),
    ),
    "glyphs.draw_coloured": Call(
        {
            "shapes": odd.thing({"star": "★"}, {"a": "ab"}, {"a": 1}),
            "colours": odd.thing({"red": "red"}, {"red": "rot"}, {"a": None}),
            "per_class": odd.count(2),
            "size": odd.count(8),
            "seed": odd.seed(0),
        },
        has_pictures(3),
    ),
    "glyphs.fonts_with": Call({"character": odd.thing("a", "ab", " ")}, a_kind(list)),
    "generator.build_generator": Call(
        core | CORE | {"norm_after_dense": odd.flag()}, takes_and_gives(image_shape)
    ),
    "generator.build_cgan_generator": Call(
        core
        | CORE
        | {
            "num_classes": CLASSES,
            "embedding_start": STARTS,
            "label_join": odd.word("multiply", "concatenate"),
        },
        takes_and_gives(image_shape),
    ),
    "judge.load_judge": Call({}, a_kind(keras.Model)),
    "judge.read": Call(judged, numbers(shapes_of("images"), 0, 9, "int32")),
    "judge.features": Call(judged, numbers(shapes_of("images", 64), 0)),
    "judge.build_judge": Call(
        {
            "filters": odd.filters((2, 3, 4)),
            "img_shape": odd.img_shape((8, 8, 1), [12, 8, 3]),
            "num_classes": CLASSES,
        },
        takes_and_gives(lambda g: (g["num_classes"],)),
    ),
    "judge.train_classifier": Call(
        {
            "images": DIGITS,
            "labels": LABELS,
            "iterations": odd.count(1),
            "seed": odd.seed(0),
            "filters": odd.filters((2, 3, 4)),
            "num_classes": CLASSES,
        },
        a_kind(keras.Model),
    ),
    "latent.interpolate_on_sphere": Call(
        {"z0": odd.floats((5,)), "z1": odd.floats((5,)), "steps": odd.count(3)},
        numbers(lambda g: (g["steps"], len(g["z0"]))),
    ),
    "latent.between_noises": Call(
        {"z0": NOISE, "z1": NOISE, "share": odd.number(0.5)},
        numbers(lambda g: np.broadcast_shapes(np.shape(g["z0"]), np.shape(g["z1"]))),
    ),
    "latent.mix_labels": Call(
        {
            "generator": odd.thing(
                st.sampled_from([GENERATOR, MODEL]), DENSE, DISCRIMINATOR
            ),
            "shares": odd.floats((6, 3)),
            "z": NOISE,
        },
        numbers(shapes_of("shares", 8, 8, 1), 0, 1),
    ),
    "losses.discriminator_loss": Call(loss, finite_logits_cost_a_finite_number),
    "losses.generator_loss": Call(fake, finite_logits_cost_a_finite_number),
    "losses.hinge_discriminator_loss": Call(loss, finite_logits_cost_a_finite_number),
    "losses.hinge_generator_loss": Call(fake, finite_logits_cost_a_finite_number),
    "losses.binary_cross_entropy": Call(
        {"target": odd.number(0.0, 1.0), "logits": odd.floats((4, 1))},
        finite_logits_cost_a_finite_number,
    ),
    "losses.gradient_penalty": Call(
        {
            "discriminator": odd.thing(DISCRIMINATOR, DENSE),
            "images": odd.thing(
                tf.zeros((3, 8, 8, 1)), tf.zeros((3, 8, 8)), np.zeros((3, 8, 8, 1))
            ),
            "labels": odd.thing(tf.zeros((3, 1), "int32"), np.zeros((2, 1), int)),
        },
        one_number(0),
        penalty_of_a_copy,
    ),
    "classic.build_cgan": Call(
        {
            "generator": odd.thing(GENERATOR, DENSE),
            "discriminator": odd.thing(DISCRIMINATOR, DENSE),
        },
        takes_and_gives(lambda g: (1,)),
    ),
    "classic.compile_classic": Call(
        recipe | {"freeze": odd.word("each turn", "once")},
        a_kind(classic.ClassicCGAN),
        None,
        0.5,
    ),
    "classic.train": Call(
        {
            "models": odd.thing(SMALL, GENERATOR),
            "x": IMAGES,
            "labels": LABELS,
            "iterations": odd.count(1),
            "batch_size": odd.count(2),
            "seed": odd.seed(0),
        },
        a_kind(dict),
        in_fresh_run(classic.train),
        0.1,
    ),
    "classic.sample_images": Call(
        {
            "generator": odd.thing(GENERATOR, DENSE),
            "seed": odd.seed(),
        },
        a_kind(Figure),
        None,
        0.5,
    ),
    "plots.digits": Call(
        {
            "images": BRIGHT,
            "titles": TITLES,
            "columns": odd.count(3),
            "frame": FRAME,
            "scale": SCALE,
            "room": odd.count(100),
        }
        | HEADING,
        a_kind(Figure),
    ),
    "plots.grid": Call(
        {
            "images": odd.thing(
                np.zeros((2, 3, 8, 8)),
                np.zeros((2, 3)),
                np.zeros((0, 3, 8, 8)),
                np.zeros((2, 0, 8, 8)),
                np.broadcast_to(np.float32(0), (10**4, 10**4, 8, 8)),
            ),
            "row_titles": odd.thing(["a", "b"], "ab", "$$"),
            "column_titles": odd.thing(st.sampled_from([None, [1, 2, 3]]), "$$$"),
            "frame": FRAME,
            "scale": SCALE,
        }
        | HEADING,
        a_kind(Figure),
    ),
    "plots.channels": Call(
        {
            "maps": odd.thing(
                [np.zeros((4, 4, 2)), np.ones((2, 2, 9))],
                np.zeros((2, 3, 3, 1)),
                [np.zeros((4, 4))] * 2,
                [np.full((4, 4, 2), np.nan)] * 2,
            ),
            "titles": odd.thing(["a", "b"]),
        }
        | HEADING,
        a_kind(Figure),
    ),
    "plots.draw_curves": Call(
        {"history": A_HISTORY, "iterations": WHEN, "names": odd.flag()},
        a_kind(Figure),
        draw_curves,
    ),
    "plots.training": Call(
        {
            "images": BRIGHT,
            "titles": odd.thing(range(6), "$$$$$$", range(5)),
            "history": A_HISTORY,
            "iterations": WHEN,
        },
        a_kind(Figure),
    ),
    "plots.cgan_map": Call(
        {"notebook": odd.count(0, 5, 13)},
        a_kind(Figure),
    ),
    "recipes.Recipe": Call(RECIPE_FIELDS, lambda r, g: recipes.build(r)),
    "recipes.build": Call(
        recipe | {"policy": odd.word("float32", None)},
        a_kind(cgan.ConditionalGAN),
        None,
        0.5,
    ),
    "recipes.build_networks": Call(
        recipe | {"activation": ACTIVATION}, a_kind(tuple), None, 0.5
    ),
    "recipes.adam": Call(recipe, a_kind(keras.optimizers.Adam)),
    "recipes.train": Call(
        {
            "model": odd.thing(MODEL, GENERATOR),
            "recipe": odd.thing(0),
            "x": IMAGES,
            "labels": LABELS,
            "callbacks": odd.thing(None, 3, "no"),
        },
        a_kind(keras.callbacks.History),
    ),
    "recipes.load_trained": Call(
        {"name": odd.word("fast")}, a_kind(cgan.ConditionalGAN), None, 0.5
    ),
    "recipes.load_run": Call({"name": odd.word("fast")}, a_kind(dict)),
    "evaluation.measure_all": Call(
        {
            "model": odd.thing(MODEL, GENERATOR),
            "count": odd.count(2000),
            "seed": odd.seed(0),
            "cas": odd.flag(),
        },
        a_kind(dict),
    ),
    "evaluation.as_text": Call(
        {
            "rows": odd.thing(
                ROWS, {"model": {}}, {"model": {"obedience": "x"}, "real": {}}
            )
        },
        a_kind(str),
    ),
    "assets.checksums": Call({}, a_kind(dict)),
    "assets.arrays": Call({"name": odd.word("fast_run.npz")}, a_kind(dict)),
    "assets.path": Call(
        {"name": odd.thing("mnist.npz", "../mnist.npz", "SHA256SUMS", "/etc/passwd")},
        a_kind(Path),
    ),
    "__main__.main": Call(
        {
            "digits": odd.thing("2026"),
            "seed": odd.seed(0),
            "model": odd.thing("fast", "no.keras", "/", "."),
        },
        gives_nothing,
        run_main,
        0.5,
    ),
    "exercises.check": Call(
        exercise | {"answer": odd.thing(...)}, gives_nothing, says_something(check)
    ),
    "exercises.hint": Call(exercise, gives_nothing, says_something(hint)),
    "exercises.solution": Call(exercise, gives_nothing, says_something(solution)),
    "exercises.progress": Call({}, gives_nothing, says_something(progress)),
    "widgets.you_are_the_discriminator": Call(
        {
            "models": odd.thing(stage, {}, {"a": GENERATOR}, {1: MODEL}),
            "images": real,
            "labels": LABELS,
            "rounds": odd.count(2),
            "seed": odd.seed(),
        },
        lambda r, g: a_kind(Figure)(r.figure(), g),
        None,
        0.5,
    ),
    "widgets.time_machine": Call(
        {"run": odd.thing(RUN, *broken(RUN))},
        lambda r, g: a_kind(Figure)(r.figure(), g),
        None,
        0.5,
    ),
    "widgets.draw_and_ask": Call({}, lambda r, g: a_kind(Figure)(r.figure(), g)),
    "widgets.digit_studio": Call(
        {
            "model": odd.thing(MODEL, GENERATOR),
            "digits": odd.thing("012", 12, "9", "0" * 13),
            "seed": odd.seed(),
        },
        lambda r, g: a_kind(Figure)(r.figure(), g),
        None,
        0.5,
    ),
}


ENTRIES |= {
    f"faults.{name}": Call(
        {"model": odd.thing(MODEL, GENERATOR, DENSE)},
        a_kind(cgan.ConditionalGAN),
        planting(fault),
        0.3,
    )
    for name, fault in faults.FAULTS.items()
}
for name, argument in {
    "evaluation.classification_accuracy_score": "test_images",
    "data.load_fashion_mnist": "split",
    "data.load_images": "folder",
    "evaluation.measure_all": "model",
    "judge.train_classifier": "images labels",
    "recipes.train": "recipe",
    "distributed.train": "recipe",
    "distributed.strategy": "strategy",  # in words of the command line
    "distributed.own_index": "strategy",
    "glyphs.fonts_with": "characters",
    "glyphs.draw_coloured": "characters",
    "clinic.chart": "history",
}.items():
    ENTRIES[name].refused = argument
