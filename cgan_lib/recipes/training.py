"""A whole run of a recipe, which goes on if it was stopped."""

import dataclasses

from cgan_lib import cgan, checks, data
from cgan_lib.callbacks import Checkpoints
from cgan_lib.callbacks.checkpoints import checksum, differing
from cgan_lib.recipes.recipe import STEPS_PER_EPOCH, Recipe, check_recipe


def train(model: cgan.ConditionalGAN, recipe: Recipe, x, labels, callbacks=None):
    """Train a model that `build` made, for as long as the recipe says.

    Args:
        model: what `build(recipe)` returned.
        recipe: the one that the model was built from. `batch_size` may differ, and `iterations`
            where the rate does not fall, for `train` reads them; the rest is in the model.
        x: images as for `data.batches`, uint8 from 0 to 255 or floats from -1 to 1.
        labels: integers (N,).
        callbacks: a Keras callback, or a list of them. With one `Checkpoints` among them, a run
            that was stopped goes on from its newest checkpoint, and ends as if it had never been
            stopped.

    Returns:
        Keras's History, one entry for each 100 iterations of the whole run.

    Raises:
        ValueError: a recipe that the model was not built from, x and labels that do not fit it, a
            checkpoint of another run, or a model that was trained before with a rate that falls.
        TypeError: an argument of another kind.
    """
    checks.model(model, "model", cgan.ConditionalGAN)
    check_built_from(model, check_recipe(recipe))
    x = checks.pixels_or_images(x)
    wanted, found = tuple(map(int, recipe.img_shape)), x.shape[1:]
    if found != wanted:
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
    callbacks = checks.callbacks(callbacks)
    keepers = [one for one in callbacks if isinstance(one, Checkpoints)]
    if len(keepers) > 1:
        raise ValueError(f"callbacks must hold one Checkpoints; got {len(keepers)}")
    others = [one for one in callbacks if one not in keepers]
    start, done = 0, model.iterations
    for keeper in keepers:
        settings = dataclasses.asdict(recipe) | {"data": checksum(x, labels)}
        start = keeper.restore(model, settings, others)
    if recipe.falling_rate and done and not start:
        raise ValueError(
            f"model has been trained for {done} iterations already, and its learning rate "
            "falls to 0: build a new one, or go on from Checkpoints"
        )
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
