"""Bad input gets a clear error, before anything is changed.

Each function returns its input in the form that the library computes with, or raises a ValueError
or TypeError that names the argument, what came and what was expected. For the library's own use:
`settings` holds single values and what a network can be built with, `arrays` labels, noise and
images, `models` networks, optimisers and logits, `training` what `fit` is given, `archives` files.
"""

from cgan_lib.checks.archives import archive
from cgan_lib.checks.arrays import (
    array,
    brightness,
    finite,
    images,
    in_tanh_range,
    labels,
    noise,
    pixels_or_images,
    same_length,
)
from cgan_lib.checks.models import (
    LostNumbersError,
    both_logits,
    every_layer,
    logits,
    model,
    networks,
    not_finite,
    optimizer,
    penalised,
    scaled,
    wrong_images,
)
from cgan_lib.checks.settings import (
    amount,
    channels_last,
    doublings,
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
from cgan_lib.checks.training import (
    Looked,
    augment,
    callbacks,
    compile_options,
    fit_options,
    known_steps,
    no_stream,
    say_if_bright,
)
