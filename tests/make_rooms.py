"""Train on a folder of 2,000 rooms by the command line; writes `cgan_lib/assets/rooms.csv`.

    python tests/make_rooms.py FOLDER

Rooms with solids (`tests/rooms.py`), 64 x 64 in colour, six classes, as PNG, JPEG, BMP and WebP in
FOLDER/pictures; FAST and PICTURES learn from them with `python -m cgan_lib train`, into FOLDER/fast
and FOLDER/pictures_run, where they go on if they were stopped. Two judges read what they draw: one
that learned from the same folder, as `evaluate` has it, and one that learned from 15,000 other
rooms. Two of each class, real and drawn, go to `notebooks/pictures/rooms.png`. Takes half an
hour on two cores.
"""

import csv
import subprocess
import sys
import time
from pathlib import Path

from cgan_lib import assets, cgan, data, evaluation, judge, plots, runs
from cgan_lib.files import write_whole
from cgan_lib.plots.pictures import TEXT, mosaic
from cgan_lib.plots.style import Figure

import keras
import make_assets
import numpy as np
import rooms
from PIL import Image

PICTURE = make_assets.PICTURE.with_name("rooms.png")
FORMATS = ("png", "jpg", "bmp", "webp")
METRICS = ("own_judge", "second_judge", "precision", "recall", "copies")


def make_folder(folder: Path):
    """2,004 pictures, each class in a folder of its name."""
    drawn, _ = rooms.draw_rooms(334, 64, seed=0)
    for number, (image, label) in enumerate(
        zip(drawn.images, drawn.labels, strict=True)
    ):
        place = folder / drawn.class_names[label]
        place.mkdir(parents=True, exist_ok=True)
        file = place / f"{number:04}.{FORMATS[number % 4]}"
        Image.fromarray(image).save(file, quality=95)


def brightness(images):
    return data.unscale(data.scale(images))


def second_judge(folder: Path) -> keras.Model:
    """A judge that learned from 15,000 rooms that no network has seen."""
    file = folder / "judge.keras"
    if not file.exists():
        others, _ = rooms.draw_rooms(2500, 64, seed=77)
        pairs = brightness(others.images), others.labels
        judge.train_classifier(*pairs, 1500, seed=3, num_classes=6).save(file)
    return keras.saving.load_model(file, compile=False)


def draw_sheet(sheets: dict, kinds: tuple):
    """The picture of notebook 11: two rooms of each kind, real ones, by FAST and by PICTURES."""
    width, height = 548, 480
    figure = Figure(width, height, facecolor="none", layout="none")

    def write(x, y, text, **options):
        look = {"fontsize": 12, "color": TEXT, "va": "center"} | options
        figure.text(x / width, 1 - y / height, text, **look)

    for column, kind in enumerate(kinds):
        write(142 + 74 * column, 10, kind, ha="center")
    frames = plots.INK, plots.ORANGE, plots.ORANGE
    for group, (name, sheet) in enumerate(sheets.items()):
        rows = sheet.reshape(6, 2, 64, 64, 3).swapaxes(0, 1)
        top = 22 + 158 * group
        write(98, top + 71, name if group == 0 else name.upper(), ha="right")
        for row, images in enumerate(rows):
            strip = mosaic(images / 255, 1, [frames[group]] * 6)
            place = 108 / width, 1 - (top + 74 * row + 68) / height
            axis = figure.add_axes([*place, 438 / width, 68 / height])
            axis.imshow(strip, aspect="auto")
            axis.axis("off")
    write_whole(PICTURE, lambda path: figure.savefig(path, dpi=100))


def main():
    folder = Path(sys.argv[1])
    if not (folder / "pictures").exists():
        make_folder(folder / "pictures")
    learned = data.load_images(folder / "pictures", 64, 3, seed=0)
    new, _ = rooms.draw_rooms(300, 64, seed=9)
    second = second_judge(folder)
    seen, known = brightness(new.images), brightness(runs.parts(learned)[0][0])
    _, usual = evaluation.nearest_training_digits(seen[::6], known)
    described = judge.features(second, seen)
    some = [learned.images[learned.labels == label][:2] for label in range(6)]
    lines, sheets = [], {"real": np.concatenate(some)}

    def measure(name, images, own, seconds="", d_loss=""):
        read = judge.read(second, images)
        found = {"recipe": name, "seconds": seconds, "d_loss": d_loss, "own_judge": own}
        found["second_judge"] = evaluation.obedience(new.labels, read)
        both = evaluation.precision_recall(judge.features(second, images), described)
        found["precision"], found["recall"] = both
        _, near = evaluation.nearest_training_digits(images[::6], known)
        found["copies"] = np.mean(near < np.quantile(usual, 0.01))
        lines.append({k: round(v, 4) if k in METRICS else v for k, v in found.items()})
        print(lines[-1], flush=True)

    for name in ("fast", "pictures"):
        out, start = folder / f"{name}_run", time.time()
        words = "--data", folder / "pictures", "--size", 64, "--channels", 3
        words = ["train", *words, "--recipe", name, "--out", out]
        command = [sys.executable, "-m", "cgan_lib", *map(str, words)]
        if not (out / "model.keras").exists():
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        seconds = round(time.time() - start)
        model = cgan.load(out / "model.keras")
        rows = runs.measure(model, learned, seed=0)
        if not lines:
            again, _ = rooms.draw_rooms(300, 64, seed=10)
            own = rows["real"]["obedience"]
            measure("real", brightness(again.images), own)
        with (out / "history.csv").open(encoding="utf-8", newline="") as file:
            d_losses = [float(row["d_loss"]) for row in csv.DictReader(file)]
        images = model.generate(new.labels, seed=1)
        own, d_loss = rows["model"]["obedience"], round(np.mean(d_losses[-10:]), 3)
        measure(name, images, own, seconds, d_loss)
        drawn = model.generate(np.repeat(np.arange(6), 2), seed=3)
        sheets[name] = np.rint(255 * drawn).astype("uint8")

    def write(path):
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, lines[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(lines)

    write_whole(assets.FOLDER / "rooms.csv", write)
    make_assets.list_checksums(["rooms.csv"])
    draw_sheet(sheets, learned.class_names)


if __name__ == "__main__":
    main()
