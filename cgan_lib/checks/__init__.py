"""Bad input gets a clear error, before anything is changed.

Each function returns its input in the form that the library computes with, or raises a ValueError
or TypeError that names the argument, what came and what was expected. For the library's own use:
`settings` holds single values and what a network can be built with, `arrays` labels, noise and
images, `models` networks, optimisers, logits and files, `training` what `fit` is given.
"""

from cgan_lib.checks.arrays import *
from cgan_lib.checks.models import *
from cgan_lib.checks.settings import *
from cgan_lib.checks.training import *
