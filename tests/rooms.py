"""Rooms with lit solids: hard colour data of which every factor is known.

For trials with larger pictures: obedience, variety and copies can be measured exactly on them, and
no photograph is fetched. The kinds of solid are the classes.
"""

from cgan_lib import checks
from cgan_lib.data import Pictures

import numpy as np

SOLIDS = {  # how far a point is from one around (0, 0, 0), at least; y goes up
    "ball": lambda x, y, z: _root(x, y, z) - 0.8,
    "box": lambda x, y, z: _most(x, y, z) - 0.62,
    "cone": lambda x, y, z: np.maximum(0.9 * _root(x, z) + 0.43 * y - 0.38, -0.75 - y),
    "drum": lambda x, y, z: np.maximum(_root(x, z) - 0.6, abs(y) - 0.65),
    "pyramid": lambda x, y, z: np.maximum(0.9 * _most(x, z) + 0.4 * y - 0.4, -0.7 - y),
    "ring": lambda x, y, z: _root(_root(x, y) - 0.58, z) - 0.24,
}


def draw_rooms(per_class: int = 300, size: int = 64, seed: int = 0) -> tuple:
    """Solids in the light of a room: the large one is the class, two small ones stand about.

    Takes what `glyphs.draw` takes. Returns Pictures, uint8 (N, size, size, 3), with the classes of
    SOLIDS, and a dictionary of what was chosen by chance: light, floor and wall,
    (N,); and of the three solids, the large one last, (3, N), kind (a class), hue (0 to 1), turn
    (radians), radius, across and down (-1 to 1, as the picture).
    """
    checks.whole_number(per_class, "per_class", low=1)
    checks.img_shape((size, size, 3))
    labels = np.repeat(np.arange(len(SOLIDS), dtype="int32"), per_class)
    random, count = np.random.default_rng([checks.fixed_seed(seed), 2]), len(labels)
    made = {name: random.uniform(-1, 1, count) for name in ("light", "floor", "wall")}
    ranges = {"hue": (0, 1, 1), "turn": (0, 6.28, 1), "radius": (0.12, 0.24, 2.2)}
    ranges |= {"across": (-0.8, 0.8, 0.4), "down": (-0.1, 0.75, 0.4)}
    for name, (low, high, for_large) in ranges.items():
        made[name] = random.uniform(low, high, (3, count)) * [[1], [1], [for_large]]
    made["kind"] = np.vstack([random.integers(len(SOLIDS), size=(2, count)), labels])
    parts = np.split(np.arange(count), range(64, count, 64))  # as fit into a cache
    some = [_room({n: x[..., part] for n, x in made.items()}, size) for part in parts]
    return Pictures(np.concatenate(some), labels, tuple(SOLIDS)), made


def _room(made: dict, size: int) -> np.ndarray:
    """The pictures of some rooms, with all that `draw_rooms` has put into them."""
    edge = np.linspace(-1, 1, size, dtype="float32")
    v, u = np.meshgrid(edge, edge, indexing="ij")
    made = {
        name: x[..., np.newaxis, np.newaxis].astype("float32")
        for name, x in made.items()
    }
    grounds = _ink(made["floor"], 0.4, 0.62), _ink(made["wall"], 0.3, 0.8)
    images = np.where((v > -0.25)[..., np.newaxis], *grounds)
    images = images * (1 + 0.2 * u * made["light"] - 0.15 * abs(v))[..., np.newaxis]
    sun = np.stack([1.2 * made["light"], *2 * [np.ones_like(made["light"])]])
    sun /= _root(*sun)
    for layer, kinds in enumerate(made["kind"][..., 0, 0]):
        for kind, distance in enumerate(SOLIDS.values()):
            these = kinds == kind
            if these.any():
                one = {name: x[layer, these] for name, x in made.items() if x.ndim == 4}
                images[these] = _put(images[these], distance, one, u, v, sun[:, these])
    return (255 * np.clip(images, 0, 1)).astype("uint8")


def _put(images, distance, one: dict, u, v, sun):
    """The pictures with one more solid of one kind, and its shadow; seen a little from above."""
    u, v = (u - one["across"]) / one["radius"], (one["down"] - v) / one["radius"]
    cos, sin = np.cos(one["turn"]), np.sin(one["turn"])
    shadow = np.exp(-1.2 * ((u + 0.9 * sun[0]) ** 2 + (1.7 * v + 1.3) ** 2) ** 2)
    images = images * (1 - 0.6 * shadow)[..., np.newaxis]

    def far(depth, *aside):
        y, z = 0.9 * v + 0.43 * depth, 0.9 * depth - 0.43 * v
        point = [cos * u - sin * z, y, sin * u + cos * z]
        return distance(*(part + (i in aside) / 50 for i, part in enumerate(point)))

    depth = np.full_like(u, 1.6)
    for _ in range(16):  # each ray goes on as far as nothing can be in its way
        depth -= far(depth)
    rest = far(depth)
    x, y, z = (far(depth, axis) - rest for axis in range(3))  # where the surface looks
    lit = (cos * x + sin * z) * sun[0] + y * sun[1] + (cos * z - sin * x) * sun[2]
    lit = np.maximum(lit / (_root(x, y, z) + 1e-9), 0)[..., np.newaxis]
    solid = _ink(one["hue"], 0.8, 0.9) * (0.25 + 0.75 * lit) + 0.5 * lit**16
    return np.where((rest < 0.03)[..., np.newaxis], solid, images)


def _ink(hue, strength: float, value: float):
    """Colours of hues from 0 to 1, with a last axis for red, green and blue."""
    wave = np.cos(6.28 * (hue[..., np.newaxis] - np.arange(3, dtype="float32") / 3))
    return value * (1 - strength * (0.5 - 0.5 * wave))


def _root(*parts):
    return np.sqrt(sum(part * part for part in parts))


def _most(*parts):
    return np.max(np.abs(parts), axis=0)
