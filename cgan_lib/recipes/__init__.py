"""Named, complete settings: everything that a run depends on, in one place.

`build` makes a recipe's model, `train` runs it, and `load_trained` and `load_run` give what came
out when the course's own recipes were run. Taught by notebooks 06_training and
08_better_and_faster.
"""

from cgan_lib.recipes.models import (
    SHIPPED,
    adam,
    build,
    build_networks,
    load_run,
    load_trained,
    train,
)
from cgan_lib.recipes.recipe import (
    BEST,
    BOOK,
    CLASSROOM,
    FAST,
    PICTURES,
    RECIPES,
    STEPS_PER_EPOCH,
    Recipe,
)

__all__ = [
    "BEST",
    "BOOK",
    "CLASSROOM",
    "FAST",
    "PICTURES",
    "RECIPES",
    "SHIPPED",
    "STEPS_PER_EPOCH",
    "Recipe",
    "adam",
    "build",
    "build_networks",
    "load_run",
    "load_trained",
    "train",
]
