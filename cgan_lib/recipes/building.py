"""From a recipe to a model: networks, optimisers, seeds."""

from cgan_lib import cgan
from cgan_lib.discriminator import (
    build_cgan_discriminator,
    build_projection_discriminator,
)
from cgan_lib.generator import build_cgan_generator
from cgan_lib.recipes.recipe import Recipe, check_recipe

import keras


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
    check_recipe(recipe)
    keras.utils.set_random_seed(recipe.seed)
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy or before)
    try:
        generator, discriminator = build_networks(recipe)
    finally:
        keras.config.set_dtype_policy(before)
    game = ("num_classes", "share_fakes", "seed", "adversarial_loss", "r1", "mismatch")
    options = {name: getattr(recipe, name) for name in game}
    model = cgan.ConditionalGAN(generator, discriminator, **options)
    keeps = recipe.average is not None
    if recipe.shift:
        moved = recipe.shift, recipe.shift, "nearest"
        layer = keras.layers.RandomTranslation(*moved, seed=recipe.seed)
        compile_options.setdefault("augment", layer)
    averaging = adam(recipe, use_ema=keeps, ema_momentum=recipe.average or 0.99)
    model.compile(averaging, adam(recipe), **compile_options)
    model.recipe = recipe
    return model


def build_networks(recipe: Recipe, activation: str | None = None):
    """The recipe's generator and discriminator, before the first iteration.

    Args:
        recipe: one of the named ones, such as BOOK, or one of your own.
        activation: of D's answer: None for a logit, "sigmoid" for a probability.
    """
    check_recipe(recipe)
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
    """The recipe's optimiser for one of the two networks."""
    rate = check_recipe(recipe).learning_rate
    if recipe.falling_rate:
        rate = keras.optimizers.schedules.PolynomialDecay(rate, recipe.iterations, 0.0)
    return keras.optimizers.Adam(rate, beta_1=recipe.beta_1, **options)
