"""Bad input gets a clear error, before anything is changed.

Each function returns its input in the form that the library computes with, or raises a ValueError
or TypeError that names the argument, what came and what was expected. For the library's own use:
`settings` holds single values, `sizes` what a network can be built with, `arrays` labels and noise,
`ranges` images, `tensors` logits, `models` networks, optimisers, data sets and callbacks.
"""

from cgan_lib.checks.arrays import array, labels, noise, same_length
from cgan_lib.checks.models import (
    callbacks,
    every_layer,
    model,
    networks,
    optimizer,
    pairs,
)
from cgan_lib.checks.ranges import brightness, images, in_tanh_range
from cgan_lib.checks.settings import (
    fixed_seed,
    flag,
    number,
    one_of,
    path,
    seed,
    whole_number,
)
from cgan_lib.checks.sizes import (
    filters,
    fits_in_memory,
    img_shape,
    input_shape,
    weights,
)
from cgan_lib.checks.tensors import both_logits, logits, penalised

__all__ = [
    "array",
    "both_logits",
    "brightness",
    "callbacks",
    "every_layer",
    "filters",
    "fits_in_memory",
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
    "weights",
    "whole_number",
]
