"""Bad input gets a clear error, before anything is changed.

Each function returns its input in the form that the library computes with, or raises a ValueError
or TypeError that names the argument, what came and what was expected. For the library's own use:
`settings` holds single values and what a network can be built with, `arrays` labels, noise and
images, `models` networks, optimisers, data sets, callbacks and logits, `archives` files.
"""

from cgan_lib.checks.archives import archive
from cgan_lib.checks.arrays import (
    array,
    brightness,
    images,
    in_tanh_range,
    labels,
    noise,
    same_length,
)
from cgan_lib.checks.models import (
    both_logits,
    callbacks,
    every_layer,
    logits,
    model,
    networks,
    optimizer,
    pairs,
    penalised,
)
from cgan_lib.checks.settings import (
    amount,
    filters,
    fixed_seed,
    flag,
    img_shape,
    input_shape,
    number,
    one_of,
    path,
    seed,
    weight_count,
    whole_number,
)

__all__ = [
    "amount",
    "archive",
    "array",
    "both_logits",
    "brightness",
    "callbacks",
    "every_layer",
    "filters",
    "fixed_seed",
    "flag",
    "images",
    "img_shape",
    "in_tanh_range",
    "input_shape",
    "labels",
    "logits",
    "model",
    "networks",
    "noise",
    "number",
    "one_of",
    "optimizer",
    "pairs",
    "path",
    "penalised",
    "same_length",
    "seed",
    "weight_count",
    "whole_number",
]
