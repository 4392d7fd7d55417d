"""Pairs of image and label: load them, scale them, shuffle them into batches of (x, y).

Taught by notebook 01_digits_and_labels and, for pictures of your own, 11_your_own_data.
"""

from cgan_lib.data.folder import load_images
from cgan_lib.data.pairs import batches, load_fashion_mnist, load_mnist, scale, unscale
from cgan_lib.data.pictures import Pictures

__all__ = [
    "Pictures",
    "batches",
    "load_fashion_mnist",
    "load_images",
    "load_mnist",
    "scale",
    "unscale",
]
