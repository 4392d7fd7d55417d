"""Train every rung of notebook 08's ladder and write `cgan_lib/assets/ladder.csv`.

    python tests/make_ladder.py                   the ladder, rung upon rung
    python tests/make_ladder.py --leave-one-out   the whole ladder without one rung, for each

The second writes `cgan_lib/assets/leave_one_out.csv`, with the top of the ladder among its rows:
trained beside the others on one machine, for the same time and with the same seeds.

Each rung trains three times, with three seeds, for the same processor time (summed over the
cores, so that other work on the machine matters little): first the time of an iteration is measured
for each rung, then its runs get as many iterations as fit.
Rungs and seeds that the file holds already are not trained again. Takes about an hour on two cores.
"""

import argparse
import csv
import dataclasses
import time

from cgan_lib import assets, data, evaluation, judge, recipes
from cgan_lib.files import write_whole

import keras
import make_assets
import numpy as np

TOP = "top"  # the name of the whole ladder in leave_one_out.csv
SECONDS = 48  # of processor time: about half a minute on two free cores
SEEDS = (0, 1, 2)
PARTS = 3  # of a run; the metrics are taken after each
COUNT = 4_000  # digits for obedience and Fréchet distance
COLUMNS = (
    *("rung", "change", "seed", "iteration", "processor_seconds"),
    *("obedience", "frechet_distance", "classification_accuracy_score"),
)

UP = (
    ("the book's recipe", {}),
    ("one pass of G for both turns", {"share_fakes": True}),
    ("beta_1 from 0.9 to 0.5", {"beta_1": 0.5}),
    ("label tables start standard normal", {"embedding_start": "normal"}),
    (
        "fewer channels",
        {
            "generator_filters": (64, 32, 16),
            "discriminator_filters": (32, 32, 64),
        },
    ),
    ("averaged weights", {"average": 0.99}),
    ("batches of 64", {"batch_size": 64}),
    (
        "kernel 4, steeper LeakyReLU, norm after Dense",
        {"kernel_size": 4, "slope": 0.2, "norm_after_dense": True},
    ),
    ("no BatchNorm in D", {"batch_norm_in_discriminator": False}),
    (
        "D of two convolutions and a Dense layer",
        {"discriminator_filters": (16, 32), "hidden": 128},
    ),
    ("label in D by projection", {"label_in_discriminator": "projection"}),
    ("R1 penalty", {"r1": 0.1}),
    ("real images with wrong labels", {"mismatch": 0.1}),
    ("falling learning rate", {"falling_rate": True}),
)
ASIDE = (  # each one change from the top of the ladder
    ("label concatenated in G", {"label_join": "concatenate"}),
    ("hinge loss", {"adversarial_loss": "hinge"}),
)


def rungs() -> dict[str, tuple[str, recipes.Recipe]]:
    """Each rung's name: its change and its recipe."""
    found = {
        str(number): (change, climb(UP[: number + 1]))
        for number, (change, _) in enumerate(UP)
    }
    number, (_, recipe) = len(UP) - 1, found[str(len(UP) - 1)]
    for letter, (change, settings) in zip("abcdefgh", ASIDE, strict=False):
        found[f"{number}{letter}"] = change, dataclasses.replace(recipe, **settings)
    return found


def leave_one_out() -> dict[str, tuple[str, recipes.Recipe]]:
    """The top of the ladder, and the ladder without each rung, by the rung's number."""
    found = {TOP: ("nothing is left out", climb(UP))}
    for number, (change, _) in enumerate(UP[1:], start=1):
        found[str(number)] = change, climb(UP[:number] + UP[number + 1 :])
    return found


def climb(changes) -> recipes.Recipe:
    """The book's recipe with each of the changes, one after the other."""
    recipe = recipes.BOOK
    for _, settings in changes:
        recipe = dataclasses.replace(recipe, **settings)
    return recipe


def processor_milliseconds(recipe, pairs) -> float:
    """Of one iteration: the best of three rounds of 30."""
    model = recipes.build(recipe)
    batches = data.batches(*pairs, recipe.batch_size, seed=0)
    best = float("inf")
    for steps in (5, 30, 30, 30):
        start = time.process_time()
        model.fit(batches, steps_per_epoch=steps, verbose=0)
        best = min(best, (time.process_time() - start) / steps)
    return 1000 * best


class Metrics(keras.callbacks.Callback):
    """Takes obedience and Fréchet distance at the end of each part of a run."""

    def __init__(self, described, asked):
        super().__init__()
        self.described, self.asked = described, asked
        self.reader, self.rows = judge.load_judge(), []

    def on_epoch_end(self, epoch, logs=None):
        images = self.model.generate(self.asked, seed=0)
        read = judge.read(self.reader, images)
        described = judge.features(self.reader, images)
        distance = evaluation.frechet_distance(self.described, described)
        self.rows.append(
            {
                "iteration": (epoch + 1) * self.params["steps"],
                "obedience": round(evaluation.obedience(self.asked, read), 4),
                "frechet_distance": round(distance, 3),
            }
        )


def train(recipe, pairs, metrics):
    """Train a recipe in PARTS equal parts, with the metrics after each."""
    model = recipes.build(recipe)
    model.fit(
        data.batches(*pairs, recipe.batch_size, recipe.seed),
        epochs=PARTS,
        steps_per_epoch=recipe.iterations // PARTS,
        callbacks=[metrics],
        verbose=0,
    )
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--leave-one-out", action="store_true")
    if parser.parse_args().leave_one_out:
        fill(assets.FOLDER / "leave_one_out.csv", leave_one_out())
    else:
        fill(assets.FOLDER / "ladder.csv", rungs())


def fill(path, rungs):
    """Train what the file at `path` lacks of `rungs`, and write it after each run."""
    images, labels = data.load_mnist()
    pairs = data.scale(images), labels
    test_images, test_labels = data.load_mnist("test")
    tests = data.unscale(data.scale(test_images)), test_labels
    asked = labels[:COUNT]
    described = judge.features(judge.load_judge(), data.unscale(pairs[0][-COUNT:]))
    rows = read_csv(path)
    done = {(row["rung"], int(row["seed"])) for row in rows}
    wanted = {
        name: rung
        for name, rung in rungs.items()
        if any((name, seed) not in done for seed in SEEDS)
    }
    times = {
        name: processor_milliseconds(recipe, pairs)
        for name, (_, recipe) in wanted.items()
    }
    for seed in SEEDS:
        for name, (change, recipe) in wanted.items():
            if (name, seed) in done:
                continue
            iterations = round(1000 * SECONDS / times[name] / 100) * 100
            recipe = dataclasses.replace(recipe, iterations=iterations, seed=seed)
            metrics = Metrics(described, asked)
            model = train(recipe, pairs, metrics)
            drawn = np.arange(10_000) % 10
            score = evaluation.classification_accuracy_score(
                model.generate(drawn, seed=1), drawn, *tests, iterations=400
            )
            metrics.rows[-1]["classification_accuracy_score"] = round(score, 4)
            for row in metrics.rows:
                seconds = round(row["iteration"] * times[name] / 1000, 1)
                rows.append(
                    {
                        "rung": name,
                        "change": change,
                        "seed": seed,
                        "processor_seconds": seconds,
                    }
                    | row
                )
            write_csv(path, rows, list(rungs))
            print(name, change, seed, metrics.rows[-1], flush=True)


def read_csv(path) -> list[dict]:
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_csv(path, rows: list[dict], names: list[str]):
    """The rows in the ladder's order, and the file's checksum."""

    def write(path):
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(sorted(rows, key=place))

    def place(row):
        return names.index(row["rung"]), int(row["seed"]), int(row["iteration"])

    write_whole(path, write)
    make_assets.list_checksums([path.name])


if __name__ == "__main__":
    main()
