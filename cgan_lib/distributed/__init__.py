"""The same recipe on several devices and several machines, with `tf.distribute`.

Taught by notebook 12_scaling_up. Synchronous data parallelism: each device has a copy of both
networks and its own part of each batch; the gradients are averaged, so all copies stay the same.
When another process of a run is lost, `train` raises a ConnectionError within about 10 seconds.
"""

import dataclasses
import json
import os

from cgan_lib import checks, recipes, replicas
from cgan_lib.callbacks import Checkpoints
from cgan_lib.cgan import ConditionalGAN
from cgan_lib.distributed import rendezvous
from cgan_lib.recipes import Recipe

import keras
import tensorflow as tf

STRATEGIES = ("one", "mirrored", "multi-worker")


def strategy(name: str) -> tf.distribute.Strategy:
    """How the work is shared out.

    Args:
        name: "one" (one device), "mirrored" (all graphics cards of this machine; without any, its
            processors), or "multi-worker" (several processes, named in the environment variable
            TF_CONFIG; to be called before anything else is computed, and a ConnectionError if one
            of them did not come within `rendezvous.SECONDS`).
    """
    checks.one_of(name, "strategy", STRATEGIES)
    if name == "one":
        return tf.distribute.get_strategy()
    if name == "mirrored":
        devices = tf.config.list_logical_devices("GPU")
        devices = devices or tf.config.list_logical_devices("CPU")
        return tf.distribute.MirroredStrategy([device.name for device in devices])
    rendezvous.meet(*_tf_config())
    return tf.distribute.MultiWorkerMirroredStrategy()


def own_index(name: str) -> int:
    """This process's place among those of `strategy(name)`, which need not be made yet."""
    is_several = checks.one_of(name, "strategy", STRATEGIES) == "multi-worker"
    return _tf_config()[1] if is_several else 0


def _tf_config() -> tuple[list[str], int]:
    """The addresses of all workers and this one's place, from the JSON text in TF_CONFIG."""
    text = os.environ.get("TF_CONFIG")
    try:
        config = json.loads(text)
        workers, task = list(config["cluster"]["worker"]), config["task"]
        for worker in workers:
            rendezvous.address(worker)
        places = range(len(workers) if task["type"] == "worker" else 0)
        return workers, places.index(task["index"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(
            'TF_CONFIG must be JSON such as {"cluster": {"worker": ["host0:2222", "host1:2222"]}, '
            f'"task": {{"type": "worker", "index": 0}}}}, with workers only; got {text!r}'
        ) from error


def build(recipe: Recipe, strategy: tf.distribute.Strategy) -> ConditionalGAN:
    """The recipe's networks and optimisers, one copy on each of the strategy's devices.

    BatchNormalization counts the whole batch on several devices (Keras's `synchronized`), not each
    device's part of it: else the result would depend on how the batch was split. The strategy is
    what `strategy(name)` returned, or one of `tf.distribute`'s.
    """
    if not isinstance(strategy, tf.distribute.Strategy):
        raise TypeError(f"strategy must be one of tf.distribute's; got {strategy!r}")
    with replicas.all_there(strategy), strategy.scope():
        model = recipes.build(recipe)
    if not replicas.on_one_device(model):
        for layer in checks.every_layer(model, "model"):
            if isinstance(layer, keras.layers.BatchNormalization):
                layer.synchronized = True
    return model


def train(model: ConditionalGAN, recipe: Recipe, x, labels, callbacks=None):
    """Train a model that `build` made; each device takes `recipe.batch_size` pairs at a time.

    So R devices train on batches of R x `batch_size`. On one device this is `recipes.train`, whose
    arguments and History it has, too; each process gets the same recipe, x and labels.

    A callback that writes files belongs to the chief alone, but `Checkpoints` to each process: all
    read its folder, so all need to see the same one, and only the chief writes. One that ends the
    run must do so in all at once.
    """
    strategy = checks.instance(model, "model", ConditionalGAN).distribute_strategy
    checks.instance(recipe, "recipe", Recipe)
    batch_size = recipe.batch_size * strategy.num_replicas_in_sync
    whole = dataclasses.replace(recipe, batch_size=batch_size)
    callbacks = checks.callbacks(callbacks)
    with replicas.all_there(strategy, model):
        replicas.wait_for_all(strategy)  # the chief has made its folder ready
    for callback in callbacks:
        if isinstance(callback, Checkpoints):
            callback.writes = not replicas.own_place(strategy)  # the chief alone
    return recipes.train(model, whole, x, labels, callbacks)
