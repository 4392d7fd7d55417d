"""From one noise to another."""

from cgan_lib import checks

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
    z0, z1 = checks.array(z0, "z0"), checks.array(z1, "z1")
    if z0.ndim != 1 or z0.shape != z1.shape:
        raise ValueError(
            f"z0 and z1 must have the same shape (z_dim,); got {z0.shape} and {z1.shape}"
        )
    checks.fits_in_memory(steps, z0.size, "steps and z0")
    z0, z1 = _check_float(z0, "z0"), _check_float(z1, "z1")
    if not (z0.any() and z1.any()):
        raise ValueError("z0 and z1 must not be all 0, since 0 has no direction")
    if np.pi - _angle(z0, z1) < 1e-6:
        raise ValueError(
            "z0 and z1 must not be opposite: every way round is as long as any other"
        )
    return np.stack([between_noises(z0, z1, t) for t in np.linspace(0, 1, steps)])


def between_noises(z0, z1, share: float) -> np.ndarray:
    """A point on the way from one noise to another, as in `interpolate_on_sphere`.

    Args:
        z0, z1: float, (N, z_dim) or (z_dim,).
        share: from 0, the first noise, to 1, the second.

    Returns:
        float32, the same shape.
    """
    share = checks.number(share, "share", 0, 1)
    z0, z1 = _check_float(z0, "z0"), _check_float(z1, "z1")
    if z0.ndim not in (1, 2) or z0.shape != z1.shape:
        raise ValueError(
            "z0 and z1 must have the same shape (z_dim,) or (N, z_dim); "
            f"got {z0.shape} and {z1.shape}"
        )
    for name, z in (("z0", z0), ("z1", z1)):
        if not z.any(axis=-1).all():
            raise ValueError(f"{name} must not be all 0, since 0 has no direction")
    lengths = [np.linalg.norm(z, axis=-1, keepdims=True) for z in (z0, z1)]
    angle = _angle(z0, z1)
    same = angle < 1e-6  # the arc is too short to differ from a straight line
    sine = np.where(same, 1, np.sin(angle))
    near = np.where(same, 1 - share, np.sin((1 - share) * angle) / sine)
    far = np.where(same, share, np.sin(share * angle) / sine)
    direction = near * z0 / lengths[0] + far * z1 / lengths[1]
    length = (1 - share) * lengths[0] + share * lengths[1]
    return (length * direction).astype("float32")


def _check_float(z, name: str) -> np.ndarray:
    """Noise as float64, rounded to float32, of any shape but an empty one, or an error."""
    z = checks.array(z, name)
    if not np.issubdtype(z.dtype, np.floating):
        raise TypeError(f"{name} must hold float numbers; got {z.dtype}")
    if not z.size or not (np.abs(z) <= np.finfo("float32").max).all():
        raise ValueError(f"{name} must hold finite float32 numbers, one or more")
    return z.astype("float32").astype("float64")


def _angle(z0, z1):
    """The angle between them; arccos would round those near 0 and near half a turn away."""
    u0, u1 = (z / np.linalg.norm(z, axis=-1, keepdims=True) for z in (z0, z1))
    apart, together = (
        np.linalg.norm(u, axis=-1, keepdims=True) for u in (u0 - u1, u0 + u1)
    )
    return 2 * np.arctan2(apart, together)
