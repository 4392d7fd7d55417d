"""One process of a distributed run, on small networks and made-up images; for the tests.

python distributed_run.py fit STRATEGY FILE         ten iterations; the weights go to FILE,
                                                    and the rows that each batch has read
python distributed_run.py keras STRATEGY FILE       the same by Keras's own fit
python distributed_run.py train ARGUMENTS...        `python -m cgan_lib train ARGUMENTS...`
"""

import dataclasses
import os
import re
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = ""  # so that a graphics card changes nothing

from cgan_lib import data, distributed, recipes, replicas
from cgan_lib.data import image_file
from cgan_lib.distributed import rendezvous

import numpy as np
import small_training
import tensorflow as tf

rendezvous.SECONDS = float(os.environ.get("WAIT_SECONDS", rendezvous.SECONDS))
SMALL = dataclasses.replace(  # no BatchNormalization but one, and every kind of loss
    recipes.FAST,
    name="classroom",
    iterations=200,
    batch_size=4,
    generator_filters=(3, 2),
    discriminator_filters=(2, 3),
    hidden=4,
    norm_after_dense=False,
    share_fakes=False,
    img_shape=(8, 8, 1),
    num_classes=10,
    z_dim=5,
    r1=0.1,
    shift=0.125,
)


def digits(split="train"):
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (48, 8, 8, 1), dtype="uint8")
    return images, random.integers(0, 10, 48).astype("int32")


def fit(model, batch_size: int):
    """Ten iterations in two epochs, on whole batches of this size; returns Keras's History."""
    images, labels = digits()
    batches = data.batches(data.scale(images), labels, batch_size, seed=1)
    return model.fit(batches, epochs=2, steps_per_epoch=5, verbose=0)


def note_rows(read: list):
    """From here on each gathering of images adds its rows to the list."""
    gather = tf.gather

    def noted(images, rows, **options):
        if len(images.shape) == 4:
            tf.py_function(lambda rows: read.append(rows.numpy()), [rows], [])
        return gather(images, rows, **options)

    tf.gather = noted


def weights(model) -> dict[str, np.ndarray]:
    """All weights by place and name, without what Keras adds to names, or loses in a file."""
    found = {}
    for network in (model.generator, model.discriminator):
        for place, weight in enumerate(network.weights):
            path = re.sub(r"_\d+(?=/)", "", "/".join(weight.path.split("/")[-2:]))
            found[f"{network.name}-{place}-{path}"] = weight.numpy()
    return found


def main(kind, *arguments):
    if kind == "train":
        opened, read = [], image_file.read
        image_file.read = lambda path, *how: opened.append(path) or read(path, *how)
        status = small_training.train(SMALL, digits, *arguments)
        print(f"opened {len(opened)} picture files")
        return status
    if kind == "keras":
        replicas.on_one_device = lambda model: True
    name, file = arguments
    if name == "mirrored":
        processor = tf.config.list_physical_devices("CPU")[0]
        two = [tf.config.LogicalDeviceConfiguration()] * 2
        tf.config.set_logical_device_configuration(processor, two)
    model = distributed.build(SMALL, distributed.strategy(name))
    note_rows(rows := [])
    history = fit(model, 2 * SMALL.batch_size)
    losses = {name: history.history[name] for name in ("d_loss", "g_loss")}
    drawn = model.generate(range(10), seed=0)
    np.savez(file, drawn=drawn, rows=rows[:10], **losses, **weights(model))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
