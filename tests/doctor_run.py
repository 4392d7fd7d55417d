"""Train a whole healthy recipe under the Doctor and print what it found; it should be nothing.

python tests/doctor_run.py RECIPE SEED
"""

import dataclasses
import sys

from cgan_lib import callbacks, data, recipes

if __name__ == "__main__":
    name, seed = sys.argv[1:]
    recipe = dataclasses.replace(recipes.RECIPES[name], seed=int(seed))
    images, labels = data.load_mnist()
    model, doctor = recipes.build(recipe), callbacks.Doctor()
    watchers = [callbacks.ProgressBar(), doctor]
    recipes.train(model, recipe, data.scale(images), labels, watchers)
    print(f"{name}, seed {seed}: found {doctor.findings or 'nothing'}")
