"""Train the shipped networks again.

    python tests/make_assets.py book         12,000 iterations of the book's recipe
    python tests/make_assets.py classroom    the classroom recipe, and so fast and best
    python tests/make_assets.py judge        the classifier that reads digits
    python tests/make_assets.py table        measures the shipped networks; trains none of them

Writes into cgan_lib/assets NAME.keras, without optimisers, and for a recipe also NAME_run.npz,
the record of the run:
losses and accuracies every 100 iterations; pictures of the ten digits, and the obedience of 1,000
others, every 2 % of the run.
For best also the README's picture, notebooks/pictures/date.png. The table goes into
cgan_lib/assets/README.md.
"""

import argparse
import hashlib
import re
from pathlib import Path

from cgan_lib import assets, callbacks, cgan, data, evaluation, judge, plots, recipes
from cgan_lib.files import write_whole
from cgan_lib.plots.pictures import TEXT, mosaic
from cgan_lib.plots.style import Figure

import keras
import numpy as np
from keras import layers

ASKED = np.arange(1000) % 10  # for the obedience at each moment
TABLE = assets.FOLDER / "README.md"
MEASURED = {
    "obedience": "obedience: the judge reads what was asked for",
    "frechet_distance": "Fréchet distance to training digits",
    "precision": "precision, the share of good digits",
    "recall": "recall, the share of real handwriting that is covered",
    "classification_accuracy_score": (
        "classification accuracy score (`--cas`): learned from them, tested on real digits"
    ),
}
PICTURE = Path(__file__).parent.parent / "notebooks" / "pictures" / "date.png"


class Moments(callbacks.Snapshots):
    """Snapshots, and the obedience at each moment."""

    def __init__(self, labels, every):
        super().__init__(labels, every)
        self.reader, self.obedience = judge.load_judge(), []

    def _draw(self, iteration):
        super()._draw(iteration)
        read = judge.read(self.reader, self.model.generate(ASKED, seed=1))
        self.obedience.append(evaluation.obedience(ASKED, read))


def train(recipe: recipes.Recipe):
    """The trained model without optimisers, and the record of its run."""
    images, labels = data.load_mnist("train")
    model = recipes.build(recipe)
    every = recipe.iterations // 50 // 100 * 100 or 100
    moments = Moments(range(recipe.num_classes), every)
    watchers = [moments, callbacks.ProgressBar()]
    history = recipes.train(model, recipe, data.scale(images), labels, watchers).history
    slim = cgan.ConditionalGAN(
        model.generator,
        model.discriminator,
        model.num_classes,
        model.share_fakes,
        model.seed,
        model.adversarial_loss,
        model.r1,
        model.mismatch,
    )
    record = {name: np.array(values, "float32") for name, values in history.items()}
    record["iterations"] = recipes.STEPS_PER_EPOCH * np.arange(
        1, len(record["d_loss"]) + 1
    )
    record["picture_iterations"] = np.array(moments.iterations)
    record["obedience"] = np.array(moments.obedience, "float32")
    record["pictures"] = np.rint(np.stack(moments.images) * 255).astype("uint8")
    return slim, record


def draw_date(model: cgan.ConditionalGAN):
    """The picture at the head of the README: what is asked, and four answers."""
    labels, width, height = [2, 0, 2, 6, 1, 1, 2, 5], 660, 300
    lefts = [104 + 68 * i + 8 * (i > 3) + 8 * (i > 5) for i in range(8)]
    figure = Figure(width, height, facecolor="none", layout="none")

    def write(x, y, text, **options):
        where = {"ha": "center", "va": "center", "fontsize": 14.4}
        figure.text(x / width, 1 - y / height, text, **where | options)

    write(96, 15, "you ask", ha="right", color=TEXT)
    for x, label in zip(lefts, labels, strict=True):
        write(x + 30, 15, label, fontsize=20, weight="bold", color=plots.GREEN)
    for row in range(4):
        top = 34 + 66 * row
        write(96, top + 30, "again" if row else "G draws", ha="right", color=TEXT)
        images = model.generate(labels, seed=row)[..., 0]
        for x, image in zip(lefts, images, strict=True):
            tile = mosaic([image], 2, [plots.ORANGE])
            place = x / width, 1 - (top + 60) / height, 60 / width, 60 / height
            axis = figure.add_axes(place)
            axis.imshow(tile, aspect="auto")
            axis.axis("off")
    write_whole(PICTURE, lambda path: figure.savefig(path, dpi=100))


def make_recipe(name: str) -> list[str]:
    """Train the networks of a recipe; returns the names of the files written."""
    model, record = train(recipes.RECIPES[name])
    files = [f"{name}.keras", f"{name}_run.npz"]
    write_whole(assets.FOLDER / files[0], model.save)
    write_whole(
        assets.FOLDER / files[1], lambda path: np.savez_compressed(path, **record)
    )
    if name == "best":
        draw_date(model)
    return files


def make_judge() -> list[str]:
    """Train the judge, in about five minutes; returns the names of the files written."""
    write_whole(assets.FOLDER / "judge.keras", train_judge(4200).save)
    return ["judge.keras"]


def train_judge(iterations: int) -> keras.Model:
    """A judge without an optimiser; 469 iterations are one pass over the training digits.

    Every digit is shifted and turned a little, anew each time it comes. So the judge cannot learn
    the training digits by heart, and describes digits that it has never seen in the same way as
    those that it learned from.
    """
    images, labels = data.load_mnist("train")
    brightness = data.unscale(data.scale(images))
    trained = judge.train_classifier(brightness, labels, iterations, change=move)
    untrained = judge.build_judge()
    untrained.set_weights(trained.get_weights())
    return untrained


def move(pairs):
    """Shift each image by up to 2 pixels and turn it by up to 11 degrees, black where it was.

    The labels stay, and the moves are new in each pass.
    """
    black = {"fill_mode": "constant", "fill_value": -1.0}
    steps = keras.Sequential(
        [
            layers.RandomTranslation(0.07, 0.07, **black),
            layers.RandomRotation(0.03, **black),
        ]
    )
    return pairs.map(lambda x, y: (steps(x, training=True), y)).prefetch(4)


def measured_table(reports: dict) -> str:
    """The table of how good the networks are, in Markdown.

    Args:
        reports: what `evaluation.measure_all` says of each network.
    """
    columns = {name: report["model"] for name, report in reports.items()}
    columns["real test digits"] = next(iter(reports.values()))["real"]
    lines = [["", *columns, "good"], ["---"] * (len(columns) + 2)]
    for metric, text in MEASURED.items():
        _, form, good = evaluation.report._SHOWN[metric]
        cells = []
        for row in columns.values():
            both = (
                format(number, form) for number in (row[metric], row["bars"][metric])
            )
            cells.append(
                re.sub("% (.*)%", r" \1 %", " ± ".join(both)).replace("  ", " ")
            )
        lines.append([text, *cells, good])
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |") for line in lines)


def make_table() -> list[str]:
    """Measure the shipped networks, and write the table of what comes out."""
    reports = {}
    for name in recipes.SHIPPED:
        reports[name] = evaluation.measure_all(recipes.load_trained(name), cas=True)
    table, text = measured_table(reports), TABLE.read_text(encoding="utf-8")
    text = re.sub(r"^\| \| book .*?(?=\n\n)", table, text, count=1, flags=re.M | re.S)
    write_whole(TABLE, lambda path: path.write_text(text, encoding="utf-8"))
    return []


def list_checksums(files: list[str]):
    """Write the sums of these files into SHA256SUMS; the others stay."""
    sums = assets.checksums()
    for file in files:
        sums[file] = hashlib.sha256((assets.FOLDER / file).read_bytes()).hexdigest()
    lines = [f"{sums[file]}  {file}\n" for file in sorted(sums)]
    (assets.FOLDER / "SHA256SUMS").write_text("".join(lines), encoding="ascii")


OTHERS = {"judge": make_judge, "table": make_table}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="+", choices=[*recipes.SHIPPED, *OTHERS])
    for name in parser.parse_args().names:
        keras.backend.clear_session()
        list_checksums(OTHERS[name]() if name in OTHERS else make_recipe(name))


if __name__ == "__main__":
    main()
