"""One model on several devices: each keeps a copy, a replica, and all stay the same.

What `ConditionalGAN` needs for that. On one device nothing here changes anything. `distributed`,
taught by notebook 12_scaling_up, stands on it.

All replicas see the same random numbers, drawn for the whole batch, and each keeps the rows of its
own pairs. So a run does not depend on how its batch was split.
"""

import atexit
import contextlib
import os
import re
import sys

import keras
import tensorflow as tf

LOST = (  # what TensorFlow raises when a process of the run is gone
    tf.errors.UnavailableError,
    tf.errors.AbortedError,
    tf.errors.CancelledError,
    tf.errors.DeadlineExceededError,
    tf.errors.FailedPreconditionError,
)


def on_one_device(model) -> bool:
    """Whether a model was built outside the strategies that keep replicas."""
    many = tf.distribute.MirroredStrategy, tf.distribute.MultiWorkerMirroredStrategy
    return not isinstance(model.distribute_strategy, many)


def fit(model, pairs, callbacks, steps_per_epoch=None, epochs=1, initial_epoch=0, **_):
    """What `keras.Model.fit` does, for a model on several replicas.

    Keras 3.15's own `fit` fails on several workers (`test_canaries` waits for one that does not). A
    `tf.function` around `strategy.run` works; the callbacks are called at the same moments, with
    the metrics of all replicas at the end of an epoch.

    `pairs` is a dataset of what `own_part` makes of whole batches; each replica of this process
    trains on one of as many equal parts of each. Other options of Keras's do nothing here.
    """
    if not isinstance(pairs, tf.data.Dataset):
        kind = type(pairs).__name__
        raise TypeError(f"x must be a dataset on several replicas; got {kind}")
    if steps_per_epoch is None:
        raise ValueError("steps_per_epoch must be given on several replicas; got None")
    strategy = model.distribute_strategy
    with all_there(strategy, model):
        starts = _total(strategy, initial_epoch)
    if starts != initial_epoch * strategy.num_replicas_in_sync:
        wanted = "all workers must start at the same iteration"
        raise ValueError(f"{wanted}: do they see one checkpoint folder?")
    local = len(strategy.extended.worker_devices)
    parts = pairs.repeat().rebatch(pairs.element_spec[0].shape[0] // local, True)
    own = strategy.distribute_datasets_from_function(lambda context: parts)
    iteration = tf.function(lambda part: strategy.run(model.train_step, args=(part,)))
    watchers = keras.callbacks.CallbackList(
        callbacks, model=model, epochs=epochs, steps=steps_per_epoch
    )
    model.stop_training, logs = False, {}
    with all_there(strategy, model):
        parts = iter(own)
        watchers.on_train_begin()
        for epoch in range(initial_epoch, epochs):
            model.reset_metrics()
            watchers.on_epoch_begin(epoch)
            for step in range(steps_per_epoch):
                watchers.on_train_batch_begin(step)
                iteration(next(parts))
                watchers.on_train_batch_end(step)
            result = model.get_metrics_result()
            logs = {name: float(value) for name, value in result.items()}
            watchers.on_epoch_end(epoch, logs)
            if model.stop_training:
                break
        watchers.on_train_end(logs)


def own_part(model, batches: tf.data.Dataset) -> tf.data.Dataset:
    """Of each whole batch, the rows of this process's replicas, one after the other.

    No other rows of what `data.batches` made are read.
    """
    if on_one_device(model):
        return batches
    strategy, rows = model.distribute_strategy, batches.element_spec[0].shape[0]
    replicas = strategy.num_replicas_in_sync
    if rows is None or rows % replicas:
        wanted = f"divisible by {replicas}, the number of replicas"
        raise ValueError(f"batch_size must be {wanted}; got {rows}")
    count = rows * len(strategy.extended.worker_devices) // replicas
    own = slice(own_place(strategy) * count, (own_place(strategy) + 1) * count)

    def sliced(own):
        return batches.map(lambda *batch: tuple(part[own] for part in batch))

    return getattr(batches, "part", sliced)(own)


def wait_for_all(strategy: tf.distribute.Strategy):
    """Return when all processes of the strategy have come here."""
    _total(strategy, 0)  # a sum needs them all


def _total(strategy: tf.distribute.Strategy, number: int) -> int:
    """The sum of a number over all replicas; all wait for each other here."""
    run = tf.function(strategy.run, autograph=False)
    return int(strategy.reduce("SUM", run(lambda: tf.constant(number)), axis=None))


def _count() -> int:
    """How many replicas take this turn together; 1 on one device."""
    context = tf.distribute.get_replica_context()
    return context.num_replicas_in_sync if context else 1


def own_rows(draw, rows):
    """What `draw(count)` makes for the pairs of all replicas: the rows of this one."""
    replicas = _count()
    if replicas == 1:
        return draw(rows)
    place = tf.distribute.get_replica_context().replica_id_in_sync_group
    return draw(rows * replicas)[place * rows : (place + 1) * rows]


def gradient(tape: tf.GradientTape, loss, weights):
    """This replica's part of the mean gradient: Keras's optimisers add up what all replicas bring.

    Each replica's loss is one number, a mean over its own pairs. All have equally many, so the mean
    over the replicas is the mean over the whole batch.
    """
    share = tf.ones_like(loss) / _count()
    return tape.gradient(loss, weights, output_gradients=share)


@contextlib.contextmanager
def all_there(strategy: tf.distribute.Strategy, model=None):
    """In the `with` block, a ConnectionError says that another process of the run is gone."""
    try:
        yield
    except LOST as error:
        atexit.register(_leave)
        done = model.iterations if model else 0
        raise ConnectionError(lost(error, done, own_place(strategy))) from error


def own_place(strategy: tf.distribute.Strategy) -> int:
    """This process's place among the workers; 0 for the chief, or the only one."""
    return getattr(strategy.cluster_resolver, "task_id", None) or 0


def lost(error, done: int, own: int) -> str:
    """What to tell the user when another process is gone; `own` is this one's place."""
    named = re.findall(r"/job:worker/(?:replica:\d+/)?task:(\d+)", error.message or "")
    others = {int(place) for place in named} - {own}
    who = f"worker {others.pop()}" if len(others) == 1 else "another worker"
    return (
        f"lost {who} after {done} iterations, so this worker ends too. Start all workers again: "
        "with checkpoints the run goes on from the newest one"
    )


def _leave():
    """End this process at once: TensorFlow would wait for the lost one on its way out."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(2)
