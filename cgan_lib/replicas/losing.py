"""What happens when another process of the run is gone."""

import atexit
import contextlib
import os
import re
import sys

import tensorflow as tf

LOST = (  # what TensorFlow raises when a process of the run is gone
    tf.errors.UnavailableError,
    tf.errors.AbortedError,
    tf.errors.CancelledError,
    tf.errors.DeadlineExceededError,
    tf.errors.FailedPreconditionError,
)


@contextlib.contextmanager
def all_there(strategy: tf.distribute.Strategy, model=None):
    """In the `with` block, a ConnectionError says that another process of the run is gone.

    Args:
        strategy: that of all processes.
        model: the one that is trained, if it is built.
    """
    try:
        yield
    except LOST as error:
        atexit.register(leave)
        optimizer = None if model is None else model.generator_optimizer
        done = 0 if optimizer is None else int(optimizer.iterations.numpy())
        resolver = strategy.cluster_resolver
        own = resolver.task_id if resolver else None
        raise ConnectionError(lost(error, done, own)) from error


def lost(error, done: int, own: int | None = None) -> str:
    """What to tell the user when another process is gone; `own` is this one's place."""
    named = re.findall(r"/job:worker/(?:replica:\d+/)?task:(\d+)", error.message or "")
    others = {int(place) for place in named} - {own}
    who = f"worker {others.pop()}" if len(others) == 1 else "another worker"
    return (
        f"lost {who} after {done} iterations, so this worker ends too. Start all workers again: "
        "with checkpoints the run goes on from the newest one"
    )


def leave():
    """End this process at once: TensorFlow would wait for the lost one on its way out."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(2)
