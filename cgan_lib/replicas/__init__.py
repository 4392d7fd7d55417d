"""One model on several devices: each keeps a copy, a replica, and all stay the same.

What `ConditionalGAN` needs for that. On one device nothing here changes anything. Taught by
notebook 12_scaling_up; `distributed` stands on it.

All replicas see the same random numbers, drawn for the whole batch, and each keeps the rows of its
own pairs. So a run does not depend on how its batch was split.
"""

from cgan_lib.replicas.losing import all_there, lost
from cgan_lib.replicas.training import fit, on_one_device, total
from cgan_lib.replicas.turns import count, gradient, own_rows

__all__ = [
    "all_there",
    "count",
    "fit",
    "gradient",
    "lost",
    "on_one_device",
    "own_rows",
    "total",
]
