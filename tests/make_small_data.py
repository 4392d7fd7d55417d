"""Train on 20, 50 and 200 letters of each class and write `cgan_lib/assets/small_data.csv`.

    python tests/make_small_data.py

Notebook 11 shows the table. Each number of letters trains three times without `augment` and three
times with it, with the seeds 0, 1 and 2 (other letters each time) and equally many iterations. D is
asked about letters that it learns from and about unseen ones. What G draws is read by a judge that
learned from the same few letters, the folder's own, and by one that learned from 200 others of each
class, who stands for the truth and is never there in practice. Runs that the file holds already are
not trained again. Takes about 25 minutes on two cores.
"""

import csv
import dataclasses

from cgan_lib import assets, evaluation, glyphs, judge, recipes
from cgan_lib.files import write_whole

import keras
import make_assets
import numpy as np

TABLE = assets.FOLDER / "small_data.csv"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COUNTS, SEEDS = (20, 50, 200), (0, 1, 2)
RECIPE = dataclasses.replace(
    recipes.FAST,
    name="letters",
    num_classes=26,
    iterations=1400,
    generator_filters=(64, 24),
    learning_rate=0.004,
)  # that of notebook 11
COLUMNS = (
    *("per_class", "augment", "seed", "seen", "unseen", "fakes"),
    *("own_judge", "truth_of_own_judge", "obedience", "copies"),
    *("precision", "recall", "density", "coverage"),
)


def augment():
    """Shifts of up to 2 pixels, and turns of up to 10 degrees, on a black background."""
    black = {"fill_mode": "constant", "fill_value": -1.0}
    return keras.Sequential(
        [
            keras.layers.RandomTranslation(2 / 28, 2 / 28, **black),
            keras.layers.RandomRotation(10 / 360, **black),
        ]
    )


def draw(per_class, seed):
    """Letters in the twelve fonts of notebook 11, brightness from 0 to 1, and their labels."""
    fonts = [font for font in glyphs.fonts_with("A") if "STIX" not in font.name]
    drawn = glyphs.draw(LETTERS, per_class=per_class, seed=seed, fonts=fonts)
    return drawn.images / np.float32(255), drawn.labels


def run(per_class: int, changed: bool, seed: int, truth, unseen) -> dict:
    """One row of the table."""
    images, labels = draw(per_class, 100 + seed)
    keras.utils.set_random_seed(seed)
    recipe = dataclasses.replace(RECIPE, seed=seed)
    model = recipes.build(recipe, augment=augment() if changed else None)
    recipes.train(model, recipe, images * 2 - 1, labels)

    def called_real(x, y):
        pairs = [x[:2000] * 2 - 1, y[:2000, np.newaxis]]
        return np.mean(model.discriminator.predict(pairs, verbose=0) > 0)

    asked = np.repeat(np.arange(26), 80)
    drawn = model.generate(asked, seed=0)
    order = np.random.default_rng(seed).permutation(len(images))
    own = judge.train_classifier(images, labels, 200, seed, 26, (16, 32, 32))
    real, fake = judge.features(truth, unseen[0]), judge.features(truth, drawn)
    _, usual = evaluation.nearest_training_digits(unseen[0][:1000], images)
    _, near = evaluation.nearest_training_digits(drawn[:1000], images)
    precision, recall = evaluation.precision_recall(fake, real)
    density, coverage = evaluation.density_coverage(fake, real)
    return {
        "seen": called_real(images[order], labels[order]),
        "unseen": called_real(*unseen),
        "fakes": called_real(drawn, asked),
        "own_judge": evaluation.obedience(asked, judge.read(own, drawn)),
        "truth_of_own_judge": np.mean(judge.read(own, unseen[0]) == unseen[1]),
        "obedience": evaluation.obedience(asked, judge.read(truth, drawn)),
        "copies": np.mean(near < np.quantile(usual, 0.01)),
        "precision": precision,
        "recall": recall,
        "density": density,
        "coverage": coverage,
    }


def main():
    truth = judge.train_classifier(*draw(200, 10), 400, 9, 26, (16, 32, 64))
    images, labels = draw(80, 11)
    order = np.random.default_rng(0).permutation(len(images))
    unseen = images[order], labels[order]
    print("truth reads", np.mean(judge.read(truth, unseen[0]) == unseen[1]))
    rows = []
    if TABLE.exists():
        with TABLE.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    done = {tuple(map(int, list(row.values())[:3])) for row in rows}
    for seed in SEEDS:
        for count in COUNTS:
            for changed in (0, 1):
                if (count, changed, seed) in done:
                    continue
                row = {"per_class": count, "augment": changed, "seed": seed}
                found = run(count, changed, seed, truth, unseen)
                rows.append(row | {k: f"{v:.4f}" for k, v in found.items()})
                print(rows[-1], flush=True)
                write_csv(rows)


def write_csv(rows: list[dict]):
    """The rows in order, and the file's checksum."""

    def write(path):
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(
                sorted(rows, key=lambda row: tuple(map(int, list(row.values())[:3])))
            )

    write_whole(TABLE, write)
    make_assets.list_checksums([TABLE.name])


if __name__ == "__main__":
    main()
