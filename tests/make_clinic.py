"""Record the patients of notebook 10's clinic: a healthy one, and one for each fault.

    python tests/make_clinic.py            writes cgan_lib/assets/clinic.npz

Three runs each, about half an hour on two cores. `clinic.load_patients` says what the file holds.
Runs that it holds already are not made again, so a stopped recording goes on; delete the file to
begin anew.
"""

import dataclasses

from cgan_lib import assets, callbacks, clinic, data, evaluation, faults, judge, recipes
from cgan_lib.callbacks import Doctor
from cgan_lib.callbacks.doctor import spread
from cgan_lib.files import write_whole

import keras
import make_assets
import numpy as np

SEEDS = (0, 1, 2)
MOMENTS = (0, 200, 500, 1000, 1500)
CURVES = ("d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake")
LABELS = np.tile(np.arange(10), 3)
ASKED = np.arange(2000) % 10
PATH = assets.FOLDER / "clinic.npz"


class Pictures(callbacks.Snapshots):
    """One noise with all ten labels at the moments, and two other noises at the end."""

    def __init__(self):
        super().__init__(LABELS, every=100)
        self.z = np.random.default_rng(0).standard_normal((3, 100), dtype="float32")
        self.spreads = []

    def _draw(self, iteration):
        if iteration:
            self.spreads.append(spread(self.model))
        if iteration in MOMENTS:
            self.iterations.append(iteration)
            z = np.repeat(self.z, 10, axis=0)
            shown = 30 if iteration == MOMENTS[-1] else 10
            self.images.extend(self.model.generate(LABELS, z=z)[:shown])


def record(plant, seed: int) -> tuple[dict[str, np.ndarray], Doctor]:
    """One run with a fault planted by `plant` (None: healthy), and what the Doctor found."""
    keras.backend.clear_session()
    images, labels = data.load_mnist("train")
    recipe = dataclasses.replace(faults.CLINIC, seed=seed)
    model = recipes.build(recipe)
    if plant is not None:
        plant(model)
    pictures, doctor = Pictures(), Doctor()
    watchers = [pictures, doctor]
    history = recipes.train(model, recipe, data.scale(images), labels, watchers).history
    read = judge.read(judge.load_judge(), model.generate(ASKED, seed=1))
    found = {name: np.array(history[name], "float32") for name in CURVES}
    found["table"] = evaluation.confusion(ASKED, read).astype("int16")
    found["spread"] = np.array(pictures.spreads, "float32")
    rows = np.stack(pictures.images).reshape(-1, 10, 28, 28, 1)
    return found | {"pictures": np.rint(rows * 255).astype("uint8")}, doctor


def main():
    arrays = {"moments": np.array(MOMENTS)}
    if PATH.exists():
        with np.load(PATH) as kept:
            arrays = dict(kept)
    for seed, letter in [
        (seed, letter) for seed in SEEDS for letter in clinic.PATIENTS
    ]:
        if len(arrays.get(f"{letter}/table", ())) > seed:
            continue
        name = clinic.PATIENTS[letter]
        found, doctor = record(faults.FAULTS.get(name), seed)
        pictures = found.pop("pictures")
        arrays.setdefault(f"{letter}/pictures", pictures)  # of the first run only
        for part, array in found.items():
            runs = arrays.get(
                f"{letter}/{part}", np.empty((0, *array.shape), array.dtype)
            )
            arrays[f"{letter}/{part}"] = np.concatenate([runs, array[np.newaxis]])
        write_whole(PATH, lambda path: np.savez_compressed(path, **arrays))
        make_assets.list_checksums([PATH.name])
        share = np.trace(found["table"]) / len(ASKED)
        print(
            f"{name} {seed}: obedience {share:.1%}, Doctor {doctor.findings}",
            flush=True,
        )


if __name__ == "__main__":
    main()
