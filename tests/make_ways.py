"""Train every pair of ways to ask of notebook 13 and write `cgan_lib/assets/ways.csv`.

    python tests/make_ways.py                  three runs of each pair, seeds 0, 1 and 2
    python tests/make_ways.py --seeds 3 4      more of them, of the rows named after --rows
    python tests/make_ways.py --rows "multiply projection" --seeds 3

The networks and AC-GAN are those of the notebook: its cells with the tag 'ways' are run here. Every
row has the same processor time (summed over the cores): the time of an iteration was measured, and
all runs of a row get as many iterations. Seven rows more change the loss of one pair, or let D read
real images only. A second judge, which no choice was made by, reads the digits too: other layers,
another seed, trained here.

Ten threes of each pair's first run go to `ways.npz`, under the pair's name. Runs that the file
holds already are not trained again. Takes about 70 minutes on two cores.
"""

import argparse
import csv
import gc
import json
import pathlib
import time

from cgan_lib import assets, cgan, data, embeddings, evaluation, judge
from cgan_lib.files import write_whole

import keras
import make_assets
import numpy as np
import tensorflow as tf

NOTEBOOK = pathlib.Path(__file__).parents[1] / "notebooks" / "13_ways_to_ask.ipynb"
SECONDS = 48  # of processor time, as in the ladder
COUNT = 5_000  # digits for all metrics but CAS
TABLE, SHEET = assets.FOLDER / "ways.csv", assets.FOLDER / "ways.npz"
METRICS = (
    *("obedience", "frechet_distance", "kernel_distance", "precision", "recall"),
    *("density", "coverage", "second_obedience", "second_frechet_distance"),
    *("second_recall", "classification_accuracy_score"),
)
COLUMNS = ("row", "seed", "iterations", "processor_seconds", *METRICS)


def notebook_ways() -> dict:
    """What the cells of notebook 13 with the tag 'ways' define."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    found = {}
    for cell in cells:
        if "ways" in cell["metadata"].get("tags", ()):
            exec("".join(cell["source"]), found)
    return found


WAYS = notebook_ways()
PAIRS = [f"{g} {d}" for g in WAYS["GENERATORS"] for d in WAYS["DISCRIMINATORS"]]


class ReadsReal(WAYS["ACGAN"]):
    """An AC-GAN whose D learns to read real images only."""

    reads_fakes = False


class WassersteinGAN(cgan.ConditionalGAN):
    """D five times for each turn of G, and a penalty between real and fake (Gulrajani, 2017)."""

    def train_step(self, batch):
        images, labels = batch
        labels = tf.cast(tf.reshape(labels, (-1, 1)), "int32")
        parts = zip(tf.split(images, 5), tf.split(labels, 5), strict=True)
        for x, y in parts:
            tape, fakes = self.draw(y)
            self.discriminator_turn(x, fakes, y)
        self.generator_turn(tape, fakes, y)
        return self.get_metrics_result()

    def discriminator_turn(self, images, fakes, labels):
        share = tf.random.uniform((tf.shape(images)[0], 1, 1, 1))
        between = share * images + (1 - share) * fakes
        with tf.GradientTape() as tape:
            with tf.GradientTape() as slope:
                slope.watch(between)
                logits = self.discriminator([between, labels])
            slopes = slope.gradient(logits, between)
            steep = tf.sqrt(tf.reduce_sum(slopes**2, axis=(1, 2, 3)) + 1e-12)
            real, fake = (self.discriminator([x, labels]) for x in (images, fakes))
            loss = tf.reduce_mean(fake) - tf.reduce_mean(real)
            total = loss + 10 * tf.reduce_mean((steep - 1) ** 2)
        weights = self.discriminator.trainable_variables
        self.discriminator_optimizer.apply(tape.gradient(total, weights), weights)
        self.metrics[0].update_state(loss)


def spectral_discriminator():
    """The projection D, each layer divided by its greatest stretch (Miyato et al., 2018)."""

    def wrapped(layer):
        if isinstance(layer, (keras.layers.Conv2D, keras.layers.Dense)):
            return keras.layers.SpectralNormalization(
                type(layer).from_config(layer.get_config())
            )
        return layer

    image, label = WAYS["inputs"]((28, 28, 1), "image")
    h = image
    for layer in WAYS["look"](128).layers:
        h = wrapped(layer)(h)
    real = wrapped(keras.layers.Dense(1))(h)
    row = embeddings.label_as_vector(label, 10, 128)  # not wrapped: it would not learn
    match = keras.layers.Dot(axes=1)([h, row])
    return keras.Model([image, label], real + match, name="discriminator")


def rows() -> dict:
    """Each row's name: a function of (iterations, seed) to a compiled model, and its batch."""

    def row(g, d, **options):
        return lambda iterations, seed: WAYS["build"](g, d, iterations, seed, **options)

    found = {name: (row(*name.split()), 64) for name in PAIRS}
    WAYS["DISCRIMINATORS"]["spectral"] = spectral_discriminator
    pair = ("multiply", "projection")
    found["hinge"] = row(*pair, adversarial_loss="hinge"), 64
    found["hinge spectral"] = row("multiply", "spectral", adversarial_loss="hinge"), 64
    options = {"adversarial_loss": "hinge", "kind": WassersteinGAN}
    found["wasserstein"] = row(*pair, **options), 5 * 64
    found["mismatch"] = row(*pair, mismatch=0.5), 64
    for g in WAYS["GENERATORS"]:
        found[f"{g} reads real"] = row(g, "read", kind=ReadsReal), 64
    return found


def processor_milliseconds(names, pairs) -> dict[str, float]:
    """Of one iteration of each row: the best of ten rounds, in which all rows have their turn.

    Other work on the machine makes a round slower, also in processor time, so take the best.
    """
    batches = {n: data.batches(*pairs, rows()[n][1], seed=0) for n in names}
    models = {name: rows()[name][0](1000, 0) for name in names}
    best = dict.fromkeys(names, float("inf"))
    for steps in (5, *[25] * 10):
        for name, model in models.items():
            start = time.process_time()
            model.fit(batches[name], steps_per_epoch=steps, verbose=0)
            best[name] = min(best[name], (time.process_time() - start) / steps)
    return {name: 1000 * seconds for name, seconds in best.items()}


def measure(model, real, asked, readers, tests) -> dict:
    """The metrics of one run, all of `METRICS`."""
    images, found = model.generate(asked, seed=0), {}
    for before, reader, features in zip(("", "second_"), readers, real, strict=True):
        drawn = judge.features(reader, images)
        read = judge.read(reader, images)
        found[f"{before}obedience"] = evaluation.obedience(asked, read)
        distance = evaluation.frechet_distance(features, drawn)
        found[f"{before}frechet_distance"] = distance
        precision, recall = evaluation.precision_recall(drawn, features)
        found |= {f"{before}precision": precision, f"{before}recall": recall}
        density, coverage = evaluation.density_coverage(drawn, features)
        found |= {f"{before}density": density, f"{before}coverage": coverage}
        distance = evaluation.kernel_distance(features, drawn)
        found[f"{before}kernel_distance"] = distance
    labels = np.arange(10_000) % 10
    found["classification_accuracy_score"] = evaluation.classification_accuracy_score(
        model.generate(labels, seed=1), labels, *tests, iterations=400
    )
    return {name: round(found[name], 4) for name in METRICS}


class Real:
    """Training digits in the place of a model's: for each label the next one of its class."""

    def __init__(self, images, labels):
        self.images = images / np.float32(255)
        self.places = [np.flatnonzero(labels == digit) for digit in range(10)]

    def generate(self, labels, seed):
        found = np.zeros(len(labels), int)
        for digit, places in enumerate(self.places):
            found[labels == digit] = places[: np.sum(labels == digit)]
        return self.images[found]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2])
    parser.add_argument("--rows", nargs="+", choices=rows(), default=list(rows()))
    wanted = parser.parse_args()
    images, labels = data.load_mnist()
    pairs = data.scale(images), labels
    test_images, test_labels = data.load_mnist("test")
    tests = test_images / np.float32(255), test_labels
    readers = judge.load_judge(), second_judge(images, labels)
    print("second judge", np.mean(judge.read(readers[1], tests[0]) == tests[1]))
    real = [judge.features(one, images[-COUNT:] / np.float32(255)) for one in readers]
    rest = real, labels[:COUNT], readers, tests
    lines = read_csv()
    if not lines:
        found = measure(Real(images, labels), *rest)
        lines.append({"row": "real", "seed": 0} | found)
    done = {(line["row"], int(line["seed"])) for line in lines}
    runs = [(name, seed) for seed in wanted.seeds for name in wanted.rows]
    runs = [run for run in runs if run not in done]
    counts = {line["row"]: int(line["iterations"] or 0) for line in lines}
    new = dict.fromkeys(name for name, _ in runs if name not in counts)
    for name, time_of_one in processor_milliseconds(new, pairs).items():
        counts[name] = 100 * round(10 * SECONDS / time_of_one)
    print(counts, flush=True)
    for name, seed in runs:
        build, batch_size = rows()[name]
        iterations = counts[name]
        model = build(iterations, seed)
        batches = data.batches(*pairs, batch_size, seed)
        start = time.process_time()
        model.fit(batches, steps_per_epoch=iterations, verbose=0)
        spent = {"processor_seconds": round(time.process_time() - start, 1)}
        line = {"row": name, "seed": seed, "iterations": iterations} | spent
        lines.append(line | measure(model, *rest))
        write_csv(lines)
        if seed == 0 and name in PAIRS:
            keep_threes(name, model)
        print(lines[-1], flush=True)
        del model, batches
        keras.backend.clear_session()
        gc.collect()


def second_judge(images, labels):
    """A judge of other layers, from another seed, on all training digits."""
    pictures = images / np.float32(255)
    filters = (16, 32, 64)
    return judge.train_classifier(pictures, labels, 1500, seed=5, filters=filters)


def read_csv() -> list[dict]:
    if not TABLE.exists():
        return []
    with TABLE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_csv(lines: list[dict]):
    """The lines in the order of the rows and seeds, and the file's checksum."""
    names = ["real", *rows()]

    def write(path):
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(sorted(lines, key=place))

    def place(line):
        return names.index(line["row"]), int(line["seed"])

    write_whole(TABLE, write)
    make_assets.list_checksums([TABLE.name])


def keep_threes(name: str, model):
    """Ten threes, uint8 (10, 28, 28), beside those that the file holds already."""
    kept = dict(np.load(SHEET)) if SHEET.exists() else {}
    threes = model.generate([3] * 10, seed=0)[..., 0]
    kept[name] = np.round(255 * threes).astype("uint8")

    def write(path):
        with path.open("wb") as file:
            np.savez_compressed(file, **kept)

    write_whole(SHEET, write)
    make_assets.list_checksums([SHEET.name])


if __name__ == "__main__":
    main()
