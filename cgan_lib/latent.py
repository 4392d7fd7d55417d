"""Walks through what G listens to: from one noise to another, and from one label to another.

The straight line needs no function of its own: `np.linspace(z0, z1, steps)` is one. Taught by
notebook 09_exploring_the_latent_space.
"""

from cgan_lib import checks, data
from cgan_lib.generator import LABEL_JOINS

import keras
import numpy as np


def interpolate_on_sphere(z0, z1, steps: int) -> np.ndarray:
    """Noises on the arc from one noise to another, in steps of the same angle (Shoemake, 1985).

    With a the angle between z0 and z1, the direction at t from 0 to 1 is
    (sin((1 - t) a) u0 + sin(t a) u1) / sin(a), where u0 and u1 are z0 and z1 at length 1. The
    length goes evenly from that of z0 to that of z1, so the middle is as long as noise is.

    Args:
        z0, z1: float, (z_dim,), neither of length 0, nor of opposite directions.
        steps: how many noises, with z0 as the first and z1 as the last; 2 or more.

    Returns:
        float32, (steps, z_dim).

    Raises:
        ValueError, TypeError: noises between which there is no arc, or fewer than 2 steps.
    """
    steps = checks.whole_number(steps, "steps", low=2)
    z0, z1 = np.asarray(z0), np.asarray(z1)
    if z0.ndim != 1 or z0.shape != z1.shape:
        raise ValueError(
            f"z0 and z1 must have the same shape (z_dim,); got {z0.shape} and {z1.shape}"
        )
    z0, z1 = (checks.noise(z, 1, z.size)[0].astype("float64") for z in (z0, z1))
    lengths = np.linalg.norm(z0), np.linalg.norm(z1)
    if min(lengths) == 0:
        raise ValueError("z0 and z1 must not be all 0, since 0 has no direction")
    u0, u1 = z0 / lengths[0], z1 / lengths[1]
    # arccos would round the angles near 0 and near half a turn away.
    angle = 2 * np.arctan2(np.linalg.norm(u0 - u1), np.linalg.norm(u0 + u1))
    if np.pi - angle < 1e-6:
        raise ValueError(
            "z0 and z1 must not be opposite: every way round is as long as any other"
        )
    t = np.linspace(0, 1, steps)[:, np.newaxis]
    if angle < 1e-6:  # the arc is too short to differ from a straight line
        directions = (1 - t) * u0 + t * u1
    else:
        directions = np.sin((1 - t) * angle) * u0 + np.sin(t * angle) * u1
        directions /= np.sin(angle)
    return (np.linspace(*lengths, steps)[:, np.newaxis] * directions).astype("float32")


def mix_labels(generator: keras.Model, shares, z) -> np.ndarray:
    """Draw with mixed labels: G gets shares of several rows of its label table.

    A one-hot row of `shares` gives the same image as the label itself; 0.5 at label 3 and 0.5 at
    label 8 gives half a 3 and half an 8. It works for both ways to join label and noise.

    Args:
        generator: from `generator.build_cgan_generator`.
        shares: numbers, (N, num_classes): how much of each label; they usually add up to 1.
        z: the noise, (N, z_dim), or (z_dim,) for the same noise in every image.

    Returns:
        float32, (N, height, width, channels), from 0 (black) to 1 (white).

    Raises:
        ValueError, TypeError: another network, or shares or noise of another shape.
    """
    joins = [n for n in generator.layers if isinstance(n, tuple(LABEL_JOINS.values()))]
    names = [layer.name for layer in generator.layers]
    if len(joins) != 1 or not {"label_as_vector", "generator_core"} <= set(names):
        raise ValueError(
            "generator must be built by build_cgan_generator; "
            f"got {generator.name} with the layers {', '.join(names)}"
        )
    table = generator.get_layer("label_as_vector").embeddings.numpy()
    shares = np.asarray(shares)
    if shares.dtype.kind not in "fiu":  # float, integer, unsigned integer
        raise TypeError(f"shares must hold numbers; got {shares.dtype}")
    if shares.ndim != 2 or shares.shape[1] != len(table) or not len(shares):
        raise ValueError(
            f"shares must have the shape (N, {len(table)}); got {shares.shape}"
        )
    if not np.isfinite(shares).all():
        raise ValueError("shares must hold finite numbers; got NaN or infinity")
    z = checks.noise(z, len(shares), generator.input_shape[0][-1])
    rows = shares.astype("float32") @ table
    core, drawn = generator.get_layer("generator_core"), []
    for i in range(0, len(rows), 500):  # bounds the memory of a large order
        joined = joins[0]([z[i : i + 500], rows[i : i + 500]])
        drawn.append(core(joined, training=False).numpy())
    return data.unscale(np.concatenate(drawn))
