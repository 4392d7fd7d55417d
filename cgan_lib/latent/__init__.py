"""Walks through what G listens to: from one noise to another, and from one label to another.

The straight line needs no function of its own: `np.linspace(z0, z1, steps)` is one. Taught by
notebook 09_exploring_the_latent_space.
"""

from cgan_lib.latent.labels import mix_labels, painter
from cgan_lib.latent.noises import between_noises, interpolate_on_sphere

__all__ = ["between_noises", "interpolate_on_sphere", "mix_labels", "painter"]
