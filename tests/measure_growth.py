"""What a run costs as pictures grow larger and more: `cgan_lib/assets/growth.csv`.

    python tests/measure_growth.py

Each row is measured in a process of its own: milliseconds of an iteration (the best of five
rounds), and the memory at its end that no file could give back. All pictures are noise in colour,
of the size that the row names: time and memory do not depend on what they show. Takes about five
minutes on two cores that do nothing else. Linux only.
"""

import csv
import dataclasses
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

from cgan_lib import assets, checks, data, recipes
from cgan_lib.files import write_whole

import make_assets
import numpy as np

TABLE = assets.FOLDER / "growth.csv"
ONE = {"recipe": "fast", "side": 64, "classes": 10, "pictures": 1000}
SERIES = {
    "pixels": [{"side": side} for side in (28, 32, 64, 128)],
    "pixels of best": [{"side": s, "recipe": "best"} for s in (28, 32, 64, 128)],
    "two doublings": [{"side": side, "doublings": 2} for side in (32, 64, 128)],
    "classes": [{"classes": count} for count in (10, 100, 1000, 10_000)],
    "pictures": [{"pictures": count} for count in (1000, 10_000, 100_000)],
    "cache": [{"pictures": c, "cache": 1} for c in (1000, 10_000, 100_000)],
}
FOUND = ("weights", "milliseconds", "megabytes")
COLUMNS = (
    "series",
    "recipe",
    "side",
    "classes",
    "pictures",
    "doublings",
    "cache",
    *FOUND,
)


def measure(recipe, side, classes, pictures, doublings=None, cache=0) -> dict:
    """One row; `doublings` in place of what follows from the side."""
    shape = side, side, 3
    recipe = dataclasses.replace(
        recipes.RECIPES[recipe], img_shape=shape, num_classes=classes
    )
    doublings = doublings or checks.doublings(side, side)
    with mock.patch.object(checks, "doublings", return_value=doublings):
        model = recipes.build(recipe)
    with tempfile.TemporaryDirectory() as folder:
        images = np.lib.format.open_memmap(
            Path(folder) / "noise.npy", "w+", "uint8", (pictures, *shape)
        )
        random = np.random.default_rng(0)
        for start in range(0, pictures, 1000):
            images[start : start + 1000] = random.integers(
                256, size=(min(1000, pictures), *shape), dtype="uint8"
            )
        if not cache:
            images = np.array(images)
        labels = np.arange(pictures, dtype="int32") % classes
        batches = data.batches(images, labels, recipe.batch_size, seed=0)
        rounds = []
        for steps in (5, *[20] * 5):
            start = time.perf_counter()
            model.fit(batches, steps_per_epoch=steps, verbose=0)
            rounds.append((time.perf_counter() - start) / steps)
        found = {
            "doublings": doublings,
            "cache": cache,
            "weights": sum(int(np.prod(w.shape)) for w in model.trainable_weights),
            "milliseconds": round(1000 * min(rounds), 1),
            "megabytes": round(memory()),
        }
    return found


def memory() -> float:
    """Of this process, in MB (10⁶ bytes), without what is read from files."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return sum(int(x.split()[1]) * 1.024e-3 for x in lines if x.startswith("RssAnon"))


def main():
    if sys.argv[1:]:
        print(json.dumps(measure(**json.loads(sys.argv[1]))))
        return
    lines = []
    rows = [(name, ONE | change) for name in SERIES for change in SERIES[name]]
    for series, row in rows:
        command = [sys.executable, __file__, json.dumps(row)]
        printed = subprocess.run(command, check=True, capture_output=True, text=True)
        lines.append(
            {"series": series} | row | json.loads(printed.stdout.splitlines()[-1])
        )
        print(lines[-1], flush=True)

    def write(path):
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(lines)

    write_whole(TABLE, write)
    make_assets.list_checksums([TABLE.name])


if __name__ == "__main__":
    main()
