"""What becomes of a recipe: a model, a run of it, and what was trained before and comes along."""

import dataclasses

from cgan_lib import assets, cgan, checks, data
from cgan_lib.callbacks import Checkpoints
from cgan_lib.callbacks.checkpoints import checksum, differing
from cgan_lib.discriminator import (
    build_cgan_discriminator,
    build_projection_discriminator,
)
from cgan_lib.generator import build_cgan_generator
from cgan_lib.recipes.recipe import STEPS_PER_EPOCH, Recipe

import keras
import numpy as np

SHIPPED = ("book", "classroom", "fast", "best")  # what `assets` holds


def build(
    recipe: Recipe, policy: str | None = None, **compile_options
) -> cgan.ConditionalGAN:
    """The recipe's networks and optimisers, compiled, before the first iteration.

    Sets the random seeds of Python, NumPy and TensorFlow to the recipe's seed, so that the first
    weights are the same each time. The model keeps the recipe as `model.recipe`, though not in a
    file, so that `train` can tell another one.

    Args:
        recipe: one of the named ones, such as BOOK, or one of your own.
        policy: in which numbers both networks compute, a name of Keras's, such as
            "mixed_bfloat16"; None for the one that is set.
        **compile_options: as for `ConditionalGAN.compile`; an `augment` takes the place of what
            the recipe's `shift` asks for.
    """
    checks.instance(recipe, "recipe", Recipe)
    keras.utils.set_random_seed(int(recipe.seed))
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy or before)
    try:
        generator, discriminator = build_networks(recipe)
    finally:
        keras.config.set_dtype_policy(before)
    game = ("num_classes", "share_fakes", "seed", "adversarial_loss", "r1", "mismatch")
    options = {name: getattr(recipe, name) for name in game}
    model = cgan.ConditionalGAN(generator, discriminator, **options)
    if recipe.shift:
        moved = float(recipe.shift), float(recipe.shift), "nearest"
        layer = keras.layers.RandomTranslation(*moved, seed=int(recipe.seed))
        compile_options.setdefault("augment", layer)
    keeps = recipe.average is not None
    averaging = adam(recipe, use_ema=keeps, ema_momentum=recipe.average or 0.99)
    model.compile(averaging, adam(recipe), **compile_options)
    model.recipe = recipe
    return model


def build_networks(recipe: Recipe, activation: str | None = None):
    """The recipe's generator and discriminator, before the first iteration.

    `activation` is that of D's answer: None for a logit, "sigmoid" for a probability.
    """
    checks.instance(recipe, "recipe", Recipe)
    both = ("img_shape", "num_classes", "kernel_size", "slope")
    common = {name: getattr(recipe, name) for name in both}
    generator = build_cgan_generator(
        recipe.z_dim,
        filters=recipe.generator_filters,
        embedding_start=recipe.embedding_start,
        label_join=recipe.label_join,
        norm_after_dense=recipe.norm_after_dense,
        **common,
    )
    if recipe.label_in_discriminator == "picture":
        build_discriminator = build_cgan_discriminator
        common["embedding_start"] = recipe.embedding_start
    else:
        build_discriminator = build_projection_discriminator
    discriminator = build_discriminator(
        filters=recipe.discriminator_filters,
        activation=activation,
        batch_norm=recipe.batch_norm_in_discriminator,
        hidden=recipe.hidden,
        **common,
    )
    return generator, discriminator


def adam(recipe: Recipe, **options) -> keras.optimizers.Adam:
    """The recipe's optimiser for one of the two networks; `options` are Adam's own."""
    rate = float(checks.instance(recipe, "recipe", Recipe).learning_rate)
    if recipe.falling_rate:
        rate = keras.optimizers.schedules.PolynomialDecay(rate, recipe.iterations, 0.0)
    return keras.optimizers.Adam(rate, beta_1=recipe.beta_1, **options)


def train(model: cgan.ConditionalGAN, recipe: Recipe, x, labels, callbacks=None):
    """Train a model that `build` made, for as long as the recipe says.

    Returns Keras's History, one entry for each 100 iterations of the whole run.

    Args:
        model: what `build(recipe)` returned.
        recipe: the one that the model was built from. `batch_size` may differ, and `iterations`
            where the rate does not fall, for `train` reads them; the rest is in the model.
        x: images as for `data.batches`, uint8 from 0 to 255 or floats from -1 to 1.
        labels: integers (N,).
        callbacks: a Keras callback, or a list of them. With one `Checkpoints` among them, a run
            that was stopped goes on from its newest checkpoint, and ends as if it had never been
            stopped.

    Raises:
        ValueError: a recipe that the model was not built from, x and labels that do not fit it, a
            checkpoint of another run, or a model that was trained before, if its rate falls or
            the run keeps checkpoints and this is not its own model.
    """
    checks.instance(model, "model", cgan.ConditionalGAN)
    check_built_from(model, checks.instance(recipe, "recipe", Recipe))
    x = checks.pixels_or_images(x)
    wanted, found = tuple(map(int, recipe.img_shape)), x.shape[1:]
    if found != wanted:
        checks.img_shape(found, "the shape of each of x")
        raise ValueError(
            f"x holds images of {found}, but recipe.img_shape is {wanted}: "
            f"use dataclasses.replace(recipe, img_shape={found})"
        )
    labels = checks.labels(labels, recipe.num_classes)
    if len(x) < recipe.batch_size:
        raise ValueError(
            f"x holds {len(x)} images, fewer than recipe.batch_size, {recipe.batch_size}: "
            f"use dataclasses.replace(recipe, batch_size={max(1, len(x) // 2)})"
        )
    if model.compiled and STEPS_PER_EPOCH % model.steps_per_execution:
        found = model.steps_per_execution
        raise ValueError(f"steps_per_execution must divide 100; got {found}")
    callbacks = checks.callbacks(callbacks)
    keepers = [one for one in callbacks if isinstance(one, Checkpoints)]
    if len(keepers) > 1:
        raise ValueError(f"callbacks must hold one Checkpoints; got {len(keepers)}")
    others = [one for one in callbacks if one not in keepers]
    start, done = 0, model.iterations
    newest = max((keeper.newest() for keeper in keepers), default=0)
    if (recipe.falling_rate or keepers) and done > (newest and recipe.iterations):
        raise ValueError(
            f"model has been trained for {done} iterations already, so this run would be "
            "another one: build a new model"
        )
    for keeper in keepers:
        settings = dataclasses.asdict(recipe) | {"data": checksum(x, labels)}
        start = keeper.restore(model, settings | _built(model), others)
    history = model.fit(
        data.batches(x, labels, recipe.batch_size, recipe.seed, start),
        initial_epoch=start // STEPS_PER_EPOCH,
        epochs=recipe.iterations // STEPS_PER_EPOCH,
        steps_per_epoch=STEPS_PER_EPOCH,
        callbacks=others + keepers,  # a checkpoint holds what the others have recorded
        verbose=0,
    )
    for keeper in keepers:
        history.history = keeper.history
        history.epoch = list(range(len(keeper.history.get("d_loss", []))))
    return history


def _built(model) -> dict:
    """What tells a model from others of its recipe, as a checkpoint keeps it."""
    networks = model.generator, model.discriminator
    game = "share_fakes", "adversarial_loss", "r1", "mismatch", "num_classes"
    return {name: getattr(model, name) for name in game} | {
        "model": type(model).__name__,
        "augment": _nameless(keras.saving.serialize_keras_object(model.augment)),
        "policies": [network.dtype_policy.name for network in networks],
    }


def _nameless(config):
    """A Keras configuration without what each new layer has of its own."""
    own = "name", "seed", "build_config"
    if isinstance(config, dict):
        return {key: _nameless(config[key]) for key in config if key not in own}
    return [*map(_nameless, config)] if isinstance(config, list | tuple) else config


def check_built_from(model: cgan.ConditionalGAN, recipe: Recipe):
    """An error that names each setting in which a model was built from another recipe.

    A model that `build` did not make, or that comes from a file, has no recipe and passes.
    """
    built = model.recipe
    if built is None:
        return
    read_here = {"name": "", "batch_size": 0}
    if not (built.falling_rate or recipe.falling_rate):
        read_here["iterations"] = 0
    theirs, ours = (dataclasses.asdict(one) | read_here for one in (built, recipe))
    if found := differing(theirs, ours):
        raise ValueError(
            f"model was built from another recipe: {found}; build a new one from this recipe"
        )


def load_trained(name: str) -> cgan.ConditionalGAN:
    """The shipped networks of a recipe, "book", "classroom", "fast" or "best", trained to the end.

    Raises:
        ValueError, FileNotFoundError: another name, or a file that is damaged or missing.
    """
    checks.one_of(name, "name", SHIPPED)
    return cgan.load(assets.path(f"{name}.keras"))


def load_run(name: str) -> dict[str, np.ndarray]:
    """The record of the run that trained the networks of `load_trained`.

    Returns:
        iterations: (N,), and for each of them d_loss, g_loss, d_accuracy_real, d_accuracy_fake:
            averages over the 100 iterations before.
        picture_iterations: (M,), and for each of them
        pictures: uint8, (M, 10, 28, 28, 1), the ten digits, always from the same noise;
        obedience: the share that the judge reads as asked for, from 0 to 1, (M,).
    """
    checks.one_of(name, "name", SHIPPED)
    return assets.arrays(f"{name}_run.npz")
