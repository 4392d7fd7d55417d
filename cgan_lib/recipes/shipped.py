"""What was trained before and comes with the library: networks, and the records of runs."""

from cgan_lib import assets, cgan, checks

import numpy as np

SHIPPED = ("book", "classroom", "fast", "best")  # what `assets` holds


def load_trained(name: str) -> cgan.ConditionalGAN:
    """The shipped networks of a recipe, "book", "classroom", "fast" or "best", trained to the end.

    Raises:
        ValueError, FileNotFoundError: another name, or a file that is damaged or missing.
    """
    checks.one_of(name, "name", SHIPPED)
    return cgan.load(assets.path(f"{name}.keras"))


def load_run(name: str) -> dict[str, np.ndarray]:
    """The record of the run that trained the networks of `load_trained`.

    Returns:
        iterations: (N,), and for each of them d_loss, g_loss, d_accuracy_real, d_accuracy_fake:
            averages over the 100 iterations before.
        picture_iterations: (M,), and for each of them
        pictures: uint8, (M, 10, 28, 28, 1), the ten digits, always from the same noise;
        obedience: the share that the judge reads as asked for, from 0 to 1, (M,).

    Raises:
        ValueError, FileNotFoundError: as in `load_trained`.
    """
    checks.one_of(name, "name", SHIPPED)
    return assets.arrays(f"{name}_run.npz")
