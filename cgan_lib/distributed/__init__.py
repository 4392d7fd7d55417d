"""The same recipe on several devices and several machines, with `tf.distribute`.

Taught by notebook 12_scaling_up. Synchronous data parallelism: each device has a copy of both
networks and its own part of each batch; the gradients are averaged, so all copies stay the same.
"""

from cgan_lib.distributed.workers import (
    STRATEGIES,
    build,
    own_index,
    strategy,
    train,
)

__all__ = [
    "STRATEGIES",
    "build",
    "own_index",
    "strategy",
    "train",
]
