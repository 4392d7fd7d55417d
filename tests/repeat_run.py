"""Train a recipe in fresh processes, with and without op determinism; print weights and cost.

    python tests/repeat_run.py [RECIPE] [ITERATIONS] [TIMES]

Each line: whether TensorFlow's op determinism was on, a checksum of every number in the networks
and optimisers, and the process's seconds of computing.
"""

import dataclasses
import subprocess
import sys
import time
import zlib

from cgan_lib import data, recipes

import numpy as np
import tensorflow as tf


def run(name: str, iterations: int, is_on: bool):
    """Train, and print one line."""
    if is_on:
        tf.config.experimental.enable_op_determinism()
    recipe = dataclasses.replace(recipes.RECIPES[name], iterations=iterations)
    images, labels = data.load_mnist()
    x, model = data.scale(images), recipes.build(recipe)
    before = time.process_time()
    recipes.train(model, recipe, x, labels)
    seconds = time.process_time() - before
    total = 0
    for part in (model, model.generator_optimizer, model.discriminator_optimizer):
        for variable in part.variables:
            total = zlib.crc32(np.ascontiguousarray(variable), total)
    print(f"{'on' if is_on else 'off':3}  {total:08x}  {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    given = sys.argv[1:] + ["classroom", "200", "3"][len(sys.argv) - 1 :]
    if len(given) == 4:  # one of the processes below
        run(given[0], int(given[1]), given[3] == "on")
    else:
        for state in ["off", "on"] * int(given[2]):
            subprocess.run([sys.executable, __file__, *given, state], check=True)
