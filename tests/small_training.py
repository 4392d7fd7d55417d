"""`python -m cgan_lib train`, with a small recipe as `classroom` and other data as MNIST."""

from unittest import mock

from cgan_lib import __main__ as command_line
from cgan_lib import data, recipes


def train(recipe, load, *arguments) -> int:
    """The command's status; `load` takes the place of `load_mnist`."""
    with (
        mock.patch.dict(recipes.RECIPES, classroom=recipe),
        mock.patch.object(data, "load_mnist", load),
    ):
        return command_line.main(["train", *map(str, arguments)])
