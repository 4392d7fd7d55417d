"""What a folder of many photos costs: memory, time to load, and what an iteration waits for it.

    python tests/measure_folder.py 20000 128

makes so many photos of mixed formats in a folder for the time being, loads them with `FAST` in mind
at so many pixels, trains 20 iterations, and says what that took. A word after the two numbers says
where the pictures are: `cache` (in a file, the default), `memory` (as bytes) or `float32` (scaled
before they train). Each is measured in a process of its own. The word `command` measures
`python -m cgan_lib train --data`, which is stopped after a minute of training.
"""

import dataclasses
import io
import json
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from PIL import Image

FORMATS = ("JPEG",) * 12 + ("PNG",) * 4 + ("BMP", "GIF", "WEBP", "JPEG")
DIFFERENT, ITERATIONS, SEED = 420, 20, 0
TRAINS = 60  # seconds until the command is stopped by Ctrl-C


def make_photos(folder: Path, count: int, classes: int = 10):
    """Blurred colours, three by two or upright, some of which lie on their side by their EXIF.

    The first few hundred differ; the others are their copies, which take as long to read.
    """
    random = np.random.default_rng(SEED)
    for label in range(classes):
        (folder / f"{label}").mkdir()
    made = []
    for number in range(min(count, DIFFERENT)):
        colours = random.integers(0, 256, (9, 9, 3), "uint8")
        size = (240, 160) if number % 3 else (160, 240)
        photo = Image.fromarray(colours).resize(size, Image.Resampling.BICUBIC)
        kind = FORMATS[number % len(FORMATS)]
        exif = Image.Exif()
        exif[0x0112] = 6 if number % 7 == 0 else 1
        options = {"exif": exif} if kind == "JPEG" else {}
        file = io.BytesIO()
        photo.save(file, kind, **options)
        made.append((file.getvalue(), kind.lower()))
    for number in range(count):
        photo, kind = made[number % len(made)]
        path = folder / f"{number % classes}" / f"{number:06}.{kind}"
        path.write_bytes(photo)


class Clock:
    """Seconds on the wall and of the processors since the last look."""

    def __init__(self):
        self.look()

    def look(self):
        now = np.array([time.perf_counter(), time.process_time()])
        passed, self.last = now - getattr(self, "last", now), now
        return [round(float(seconds), 2) for seconds in passed]


def own_memory(process="self") -> int:
    """Bytes that a process alone has now, without what a file could give back (Linux)."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    found = [line.split()[1] for line in lines if "RssAnon" in line]
    return int(found[0]) * 1000 if found else 0  # none once it has ended


def measure_command(folder: Path, out: Path, size: int) -> dict:
    """Train on the folder as a user does, and say what that took."""
    words = ["-m", "cgan_lib", "train", "--data", folder, "--size", size]
    words += ["--channels", 3, "--out", out]
    began, trains, peaks = time.perf_counter(), None, []
    process = subprocess.Popen([sys.executable, *map(str, words)], stdout=sys.stderr)
    while process.poll() is None:
        peaks.append(own_memory(process.pid))
        time.sleep(0.05)
        if trains is None and (out / "recipe.json").exists():
            trains = time.perf_counter()
        if trains and time.perf_counter() - trains > TRAINS:
            process.send_signal(signal.SIGINT)
            process.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "status": process.returncode,
        "the command": [time.perf_counter() - began, used.ru_utime + used.ru_stime],
        "GB at the peak": used.ru_maxrss / 1e6,
        "GB of its own at the peak": max(peaks) / 1e9,
        "GB of pixels": (out / "pictures.npy").stat().st_size / 1e9,
    }


def measure(folder: Path, cache: Path, size: int, where: str) -> dict:
    """Load the folder twice, train a little, and say what that took."""
    from cgan_lib import data, recipes

    import tensorflow as tf

    peaks, done = [own_memory()], threading.Event()

    def watch():
        while not done.wait(0.05):
            peaks.append(own_memory())

    threading.Thread(target=watch, daemon=True).start()
    start, clock, said = own_memory(), Clock(), {}
    options = {"cache": cache if where == "cache" else None, "seed": SEED}
    for name in ("load", "load again")[: 1 + (where == "cache")]:
        images, labels = data.load_images(folder, size, 3, **options)
        said[name] = clock.look()
    if where == "float32":
        images = data.scale(images)
    recipe = dataclasses.replace(
        recipes.FAST, img_shape=images.shape[1:], num_classes=int(labels.max()) + 1
    )
    model = recipes.build(recipe)
    batches = iter(data.batches(images, labels, recipe.batch_size, SEED))
    iteration = tf.function(model.train_step)
    iteration(next(batches))
    clock.look()
    waits = []
    for _ in range(ITERATIONS):
        began = time.perf_counter()
        batch = next(batches)
        waits.append(time.perf_counter() - began)
        iteration(batch)["d_loss"].numpy()
    wall, processors = clock.look()
    done.set()
    return said | {
        "an iteration": [wall / ITERATIONS, processors / ITERATIONS],
        "share of waiting": sum(waits) / wall,
        "GB at the peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        "GB of its own at the peak": max(peaks) / 1e9,
        "GB of its own at the start": start / 1e9,
        "GB of pixels": images.nbytes / 1e9,
    }


def main(count: str, size: str, *places: str):
    with tempfile.TemporaryDirectory() as folder:
        photos, cache, clock = Path(folder) / "photos", Path(folder) / "x.npy", Clock()
        photos.mkdir()
        make_photos(photos, int(count))
        print(f"{count} photos made in (wall, processors) {clock.look()} s", flush=True)
        for where in places or ("cache",):
            parts = [sys.executable, __file__, "--one", photos, cache, size, where]
            done = subprocess.run(
                [*map(str, parts)], stdout=subprocess.PIPE, check=True
            )
            print(f"{where}, {size} x {size}; seconds as (wall, processors):")
            for name, value in json.loads(done.stdout.splitlines()[-1]).items():
                numbers = value if isinstance(value, list) else [value]
                print(f"  {name}: {', '.join(f'{n:.3f}' for n in numbers)}", flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        folder, cache, size, where = sys.argv[2:]
        paths = Path(folder), Path(cache)
        if where == "command":
            said = measure_command(paths[0], paths[1].with_name("run"), int(size))
        else:
            said = measure(*paths, int(size), where)
        print(json.dumps(said))
    else:
        main(*sys.argv[1:])
