"""Bad input gets a clear error, before anything is changed.

Each function returns its input in the form that the library computes with, or raises a ValueError
or TypeError that names the argument, what came and what was expected. For the library's own use:
`settings` holds single values, `sizes` what a network can be built with, `arrays` labels, images
and noise, `models` networks, data sets and callbacks.
"""

from cgan_lib.checks.arrays import (
    array,
    brightness,
    images,
    in_tanh_range,
    labels,
    noise,
    same_length,
)
from cgan_lib.checks.models import callbacks, model, networks, pairs
from cgan_lib.checks.settings import (
    fixed_seed,
    flag,
    number,
    one_of,
    path,
    seed,
    whole_number,
)
from cgan_lib.checks.sizes import filters, fits_in_memory, img_shape, weights

__all__ = [
    "array",
    "brightness",
    "callbacks",
    "filters",
    "fits_in_memory",
    "fixed_seed",
    "flag",
    "images",
    "img_shape",
    "in_tanh_range",
    "labels",
    "model",
    "networks",
    "noise",
    "number",
    "one_of",
    "pairs",
    "path",
    "same_length",
    "seed",
    "weights",
    "whole_number",
]
