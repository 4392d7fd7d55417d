"""How fast training is: the tables in cgan_lib/assets/README.md, run by `make bench`; no test.

Times depend on the machine and on what else it does, so compare only numbers of one run.
"""

import argparse
import dataclasses
import json
import os
import platform
import resource
import subprocess
import sys
import time

from cgan_lib import classic, data, judge, recipes

import keras
import numpy as np
import tensorflow as tf

ROUNDS, ITERATIONS = 3, 50  # each kind of loop: the best of 3 rounds of 50 iterations


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--part", choices=PARTS, help="one part only, as JSON: for the parts of a run"
    )
    parser.add_argument(
        "--recipes", nargs="*", default=["classroom", "fast", "best"], help="to train"
    )
    options = parser.parse_args()
    if options.part:
        print(json.dumps(PARTS[options.part]()))
        return
    print(f"{processor()}, {os.cpu_count()} cores, TensorFlow {tf.__version__}\n")
    compare_loops()
    print()
    seconds_to_obedience(options.recipes)


def processor() -> str:
    """The processor's name, where the system tells it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [
                line.split(":")[1].strip() for line in file if "model name" in line
            ]
        return names[0]
    except (OSError, IndexError):
        return platform.processor() or platform.machine()


# The book's networks, in three loops


def compare_loops():
    """Print time, memory and speed of one iteration, each loop in a process of its own."""
    parts = {}
    for part in PARTS:
        command = [sys.executable, __file__, "--part", part]
        output = subprocess.run(command, check=True, capture_output=True, text=True)
        parts[part] = json.loads(output.stdout.splitlines()[-1])
    print(
        "| the book's networks, batch 32 | ms an iteration | ratio | peak memory, MB |"
    )
    print("| --- | ---: | ---: | ---: |")
    reference = parts["classic"]["ms"]
    for part, measured in parts.items():
        if part != "matrix":
            print(
                f"| {LOOPS[part]} | {measured['ms']:.0f} | {measured['ms'] / reference:.2f} "
                f"| {measured['memory']:.0f} |"
            )
    speed, peak = parts["fit"]["speed"], parts["matrix"]["speed"]
    print(
        f"\n`fit`, a pass of G for each turn: {speed:.0f} GFLOP/s, {speed / peak:.0%} of the "
        f"{peak:.0f} GFLOP/s that large matrix products reach here."
    )


LOOPS = {
    "classic": "the classic loop of three models",
    "fit": "`ConditionalGAN.fit`, a pass of G for each turn",
    "shared": "`ConditionalGAN.fit`, one pass of G for both turns",
    "xla": "the same, compiled by XLA (`jit_compile=True`)",
    "bfloat16": 'the same, without XLA, in 16 bits (`policy="mixed_bfloat16"`)',
}


def time_classic() -> dict:
    models = classic.compile_classic(recipes.BOOK)
    x, labels = digits()

    def run(iterations):
        classic.train(models, x, labels, iterations, 32)

    return measure(run)


def time_fit(share_fakes=False, **options) -> dict:
    recipe = dataclasses.replace(recipes.BOOK, share_fakes=share_fakes)
    model = recipes.build(recipe, **options)
    batches = data.batches(*digits(), 32, seed=0)

    def run(iterations):
        model.fit(batches, steps_per_epoch=iterations, verbose=0)

    measured = measure(run)
    operations = count_operations(model, 32)
    return {**measured, "speed": operations / measured["ms"] / 1e6}


def measure(run) -> dict:
    """The best round in ms an iteration, and the process's peak memory in MB."""
    run(10)  # tracing and warming up
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run(ITERATIONS)
        best = min(best, time.perf_counter() - start)
    unit = 1024 if sys.platform == "linux" else 1024**2  # macOS counts in bytes
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return {"ms": 1000 * best / ITERATIONS, "memory": memory}


def count_operations(model, batch_size: int) -> int:
    """Floating-point operations of one iteration, as TensorFlow's profiler counts them."""
    batch = (
        tf.TensorSpec((batch_size, *model.img_shape), "float32"),
        tf.TensorSpec((batch_size,), "int32"),
    )
    graph = tf.function(model.train_step).get_concrete_function(batch).graph
    options = tf.compat.v1.profiler.ProfileOptionBuilder.float_operation()
    options["output"] = "none"
    return tf.compat.v1.profiler.profile(graph, options=options).total_float_ops


def time_matrix_products() -> dict:
    """GFLOP/s of products of large matrices: what this machine can do at best."""
    size = 2048
    a = tf.random.normal((size, size))
    best = float("inf")
    for _ in range(20):
        start = time.perf_counter()
        (a @ a).numpy()
        best = min(best, time.perf_counter() - start)
    return {"speed": 2 * size**3 / best / 1e9}


PARTS = {
    "classic": time_classic,
    "fit": time_fit,
    "shared": lambda: time_fit(share_fakes=True),
    "xla": lambda: time_fit(share_fakes=True, jit_compile=True),
    "bfloat16": lambda: time_fit(share_fakes=True, policy="mixed_bfloat16"),
    "matrix": time_matrix_products,
}


def digits():
    images, labels = data.load_mnist()
    return data.scale(images), labels


# Seconds to obedience


class Obedience(keras.callbacks.Callback):
    """Notes after how many seconds of training the judge reads these shares as asked for.

    The clock stands still while the judge reads, and training ends at the last share.
    """

    def __init__(self, shares):
        super().__init__()
        self.shares, self.reached, self.seconds = shares, {}, 0.0
        self.reader = judge.load_judge()
        self.asked = np.tile(np.arange(10), 200)

    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds += time.perf_counter() - self.start
        read = judge.read(self.reader, self.model.generate(self.asked, seed=epoch))
        obedience = np.mean(read == self.asked)
        for share in self.shares:
            if obedience >= share:
                self.reached.setdefault(share, self.seconds)
        self.model.stop_training = len(self.reached) == len(self.shares)


def seconds_to_obedience(names, shares=(0.90, 0.95, 0.99)):
    """Train each recipe until it has reached the last share, and print when it had each."""
    titles = " | ".join(f"s to {share:.0%}" for share in shares)
    print(
        f"| recipe | {titles} | its whole run, s |\n| --- |{' ---: |' * (len(shares) + 1)}"
    )
    for name in names:
        recipe = recipes.RECIPES[name]
        watcher = Obedience(shares)
        recipes.train(recipes.build(recipe), recipe, *digits(), [watcher])
        done = [
            f"{watcher.reached[share]:.0f}"
            if share in watcher.reached
            else "not reached"
            for share in shares
        ]
        epochs = len(watcher.model.history.epoch)
        whole = watcher.seconds * recipe.iterations / (epochs * recipes.STEPS_PER_EPOCH)
        print(f"| `{name.upper()}` | {' | '.join(done)} | {whole:.0f} |", flush=True)


if __name__ == "__main__":
    main()
