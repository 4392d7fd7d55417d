"""The files that make the course work without a network, and their checksums.

Whoever reads one gets a FileNotFoundError if it is missing, and a ValueError if it is damaged.
"""

import hashlib
from pathlib import Path

from cgan_lib import checks

import numpy as np

FOLDER = Path(__file__).parent


def checksums() -> dict[str, str]:
    """The SHA-256 sum of every asset, from the file SHA256SUMS: name -> hexadecimal digits."""
    lines = (FOLDER / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    return {name: digits for digits, name in (line.split() for line in lines)}


def path(name: str) -> Path:
    """The path of an asset, such as "mnist.npz", after checking that the file is whole."""
    known = checksums()
    checks.one_of(name, "name", sorted(known))
    file = FOLDER / name
    mend = f"restore it with `git checkout -- cgan_lib/assets/{name}`, or clone the project again"
    if not file.is_file():
        raise FileNotFoundError(f"{file} is missing: {mend}")
    with file.open("rb") as content:
        digits = hashlib.file_digest(content, "sha256").hexdigest()
    if digits != known[name]:
        raise ValueError(f"{file} is damaged (its SHA-256 sum is wrong): {mend}")
    return file


def arrays(name: str, wanted=None) -> dict[str, np.ndarray]:
    """The arrays of an .npz asset, all or those `wanted`; nothing is ever unpickled."""
    with np.load(path(name), allow_pickle=False) as archive:
        return {part: archive[part] for part in wanted or archive.files}
