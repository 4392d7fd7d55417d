"""Record the patients of notebook 10's clinic: one healthy run, and one run for each fault.

    python tests/make_clinic.py            writes cgan_lib/assets/clinic.npz

Takes about eight minutes on two cores. `clinic.load_patients` says what the file holds.
"""

import dataclasses

from cgan_lib import assets, callbacks, clinic, data, evaluation, faults, judge, recipes
from cgan_lib.callbacks import Doctor
from cgan_lib.files import write_whole

import keras
import make_assets
import numpy as np

MOMENTS = (0, 200, 500, 1000, 1500)
LABELS = np.tile(np.arange(10), 3)
ASKED = np.arange(2000) % 10


class Pictures(callbacks.Snapshots):
    """Three noises, each with all ten labels, at the moments."""

    def __init__(self):
        super().__init__(LABELS, every=100)
        self.z = np.random.default_rng(0).standard_normal((3, 100), dtype="float32")

    def _draw(self, iteration):
        if iteration in MOMENTS:
            self.iterations.append(iteration)
            z = np.repeat(self.z, 10, axis=0)
            self.images.append(self.model.generate(LABELS, z=z))


def record(plant, seed: int = 0) -> tuple[dict[str, np.ndarray], Doctor]:
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
    curves = {
        name: np.array(values, "float32")
        for name, values in history.items()
        if name in ("d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake")
    }
    shown = np.stack(pictures.images).reshape(len(MOMENTS), 3, 10, 28, 28, 1)
    found = curves | {
        "pictures": np.rint(shown * 255).astype("uint8"),
        "table": evaluation.confusion(ASKED, read).astype("int16"),
    }
    return found, doctor


def main():
    arrays = {"moments": np.array(MOMENTS)}
    for letter, name in clinic.PATIENTS.items():
        found, doctor = record(faults.FAULTS.get(name))
        arrays |= {f"{letter}/{part}": array for part, array in found.items()}
        share = np.trace(found["table"]) / len(ASKED)
        print(f"{name}: obedience {share:.1%}, Doctor {doctor.findings}", flush=True)
    path = assets.FOLDER / "clinic.npz"
    write_whole(path, lambda path: np.savez_compressed(path, **arrays))
    make_assets.list_checksums([path.name])


if __name__ == "__main__":
    main()
