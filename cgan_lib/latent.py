"""Walks through what G listens to: from one noise to another, and from one label to another.

The straight line needs no function of its own: `np.linspace(z0, z1, steps)` is one. Taught by
notebook 09_exploring_the_latent_space.
"""

import math

from cgan_lib import cgan, checks, embeddings
from cgan_lib.cgan import drawing

import keras
import numpy as np


def interpolate_on_sphere(z0, z1, steps: int) -> np.ndarray:
    """Noises on the arc from one noise to another, by the same angle: float32, (steps, z_dim).

    With a the angle between z0 and z1, and u0 and u1 these at length 1, the direction at t from 0
    to 1 is (sin((1 - t) a) u0 + sin(t a) u1) / sin(a) (Shoemake, 1985; for latent spaces White,
    2016). The length goes evenly from that of z0 to that of z1: the middle is as long as noise is.
    Both are float, (z_dim,), neither of length 0, nor of opposite directions; they are the first
    and the last of the steps, 2 or more.
    """
    steps = checks.whole_number(steps, "steps", low=2)
    z0, z1 = _check_two(z0, z1, (1,), "(z_dim,)")
    checks.amount(steps, z0.size, "steps and z0")
    if np.pi - _angle(z0, z1) < 1e-6:
        raise ValueError("z0 and z1 must not be opposite: all ways round are as long")
    return np.stack([between_noises(z0, z1, t) for t in np.linspace(0, 1, steps)])


def between_noises(z0, z1, share: float) -> np.ndarray:
    """A point on the way from one noise to another, as in `interpolate_on_sphere`.

    Takes noises (N, z_dim) or (z_dim,), and a share from 0, the first of them, to 1, the second;
    returns float32, the same shape.
    """
    share = checks.number(share, "share", 0, 1)
    z0, z1 = _check_two(z0, z1, (1, 2), "(z_dim,) or (N, z_dim)")
    lengths = [np.linalg.norm(z, axis=-1, keepdims=True) for z in (z0, z1)]
    angle = _angle(z0, z1)
    same = angle < 1e-6  # the arc is too short to differ from a straight line
    sine = np.where(same, 1, np.sin(angle))
    near = np.where(same, 1 - share, np.sin((1 - share) * angle) / sine)
    far = np.where(same, share, np.sin(share * angle) / sine)
    direction = near * z0 / lengths[0] + far * z1 / lengths[1]
    length = (1 - share) * lengths[0] + share * lengths[1]
    return (length * direction).astype("float32")


def _check_two(z0, z1, ranks: tuple[int, ...], shape: str) -> list[np.ndarray]:
    """Two noises of one shape, rounded to float32, as float64, or an error."""
    both = [checks.finite(z, name) for z, name in ((z0, "z0"), (z1, "z1"))]
    if both[0].ndim not in ranks or both[0].shape != both[1].shape:
        found = f"{both[0].shape} and {both[1].shape}"
        raise ValueError(f"z0 and z1 must have the same shape {shape}; got {found}")
    if not all(z.any(axis=-1).all() for z in both):
        raise ValueError("z0 and z1 must not be all 0, since 0 has no direction")
    return [z.astype("float64") for z in both]


def _angle(z0, z1):
    """The angle between them; arccos would round those near 0 and near half a turn away."""
    u0, u1 = (z / np.linalg.norm(z, axis=-1, keepdims=True) for z in (z0, z1))
    sides = (np.linalg.norm(u, axis=-1, keepdims=True) for u in (u0 - u1, u0 + u1))
    return 2 * np.arctan2(*sides)


def mix_labels(generator, shares, z) -> np.ndarray:
    """Draw with mixed labels: G gets shares of several rows of its label table.

    A one-hot row of `shares` gives the same image as the label itself; 0.5 at label 3 and 0.5 at
    label 8 gives half a 3 and half an 8. Returns images as `generate` does.

    Args:
        generator: a G with a label table, an Embedding, which draws with the weights that it has;
            or a ConditionalGAN with such a G, which draws with its averages, as in `generate`.
        shares: numbers, (N, num_classes): how much of each label; they usually add up to 1.
        z: the noise, (N, z_dim), or (z_dim,) for the same noise in every image.
    """
    averages, num_classes = (), None
    if isinstance(generator, cgan.ConditionalGAN):
        averages, num_classes = generator.averages(), generator.num_classes
        generator = generator.generator
    table = embeddings.only_table(generator)
    shares = _check_shares(shares, num_classes or table.input_dim)
    checks.amount(len(shares), math.prod(generator.output_shape[1:]), "shares")
    z = checks.noise(z, len(shares), generator.input_shape[0][-1])
    used = [average for weight, average in averages if weight is table.embeddings]
    rows = keras.ops.cast(used[0] if used else table.embeddings, "float32").numpy()
    # The mixtures stand in the rows of G's own table, as many at a time as it has rows.
    mixtures, drawn = shares @ rows[: shares.shape[1]], []
    for start in range(0, len(z), len(rows)):
        piece = mixtures[start : start + len(rows)]
        places = np.arange(len(piece))[:, np.newaxis]
        weights = [*averages, (table.embeddings, np.resize(piece, rows.shape))]
        noise = z[start : start + len(rows)]
        drawn.append(drawing.draw(generator, noise, places, weights))
    return drawing.brightness(np.concatenate(drawn), generator, averages)


def _check_shares(shares, num_classes: int) -> np.ndarray:
    """Shares as float32 (N, num_classes), or an error."""
    shares = checks.array(shares, "shares")
    if shares.dtype.kind not in "fiu":  # float, integer, unsigned integer
        raise TypeError(f"shares must hold numbers; got {shares.dtype}")
    if shares.ndim != 2 or shares.shape[1] != num_classes or not len(shares):
        wanted = f"(N, {num_classes})"
        raise ValueError(f"shares must have the shape {wanted}; got {shares.shape}")
    if not (np.abs(shares) <= 1e6).all():  # NaN is refused too
        wanted = "finite numbers, usually from 0 to 1"
        raise ValueError(f"shares must be {wanted}; got NaN, infinity or above 1e6")
    return shares.astype("float32")
