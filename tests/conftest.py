"""What several test files share: MNIST, and a CGAN small enough to train in a moment."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("MPLBACKEND", "Agg")  # no window, wherever the tests run

from cgan_lib import cgan, data
from cgan_lib.discriminator import build_cgan_discriminator
from cgan_lib.generator import build_cgan_generator

import keras
import numpy as np
import pytest
import small_training
import tensorflow as tf
from filelock import FileLock
from keras import layers
from training_helpers import adams

SLOW = ("test_jupyterlab.py", "test_resuming.py", "test_distributed.py")


def pytest_collection_modifyitems(items):
    """The slowest files first, so that two processes end at about the same time."""
    items.sort(key=lambda item: item.path.name not in SLOW)


@pytest.fixture(scope="session")
def mnist():
    return {split: data.load_mnist(split) for split in ("train", "test")}


@pytest.fixture(scope="session")
def build_tiny():
    """A function that builds the networks of the course at 8 x 8, the same ones for a seed."""

    def build(num_classes=3, img_shape=(8, 8, 1), z_dim=5, seed=0, share_fakes=False):
        keras.utils.set_random_seed(seed)
        generator = build_cgan_generator(
            z_dim, img_shape, num_classes, (4, 3, 2), "normal"
        )
        discriminator = build_cgan_discriminator(
            img_shape, num_classes, (2, 3, 4), "normal"
        )
        return cgan.ConditionalGAN(
            generator, discriminator, num_classes, share_fakes, seed
        )

    return build


@pytest.fixture(scope="session")
def build_plain():
    """The same without convolutions, which Keras traces faster: for tests of runs."""

    def build(seed=0, share_fakes=False):
        keras.utils.set_random_seed(seed)
        z, label = keras.Input((5,)), keras.Input((1,), dtype="int32")
        vector = layers.Flatten()(layers.Embedding(3, 5, "normal")(label))
        joined = layers.BatchNormalization()(layers.Multiply()([z, vector]))
        image = layers.Dense(64, activation="tanh")(joined)
        generator = keras.Model([z, label], layers.Reshape((8, 8, 1))(image))

        image, label = keras.Input((8, 8, 1)), keras.Input((1,), dtype="int32")
        picture = layers.Flatten()(layers.Embedding(3, 64, "normal")(label))
        joined = layers.Concatenate()([layers.Flatten()(image), picture])
        discriminator = keras.Model([image, label], layers.Dense(1)(joined))
        return cgan.ConditionalGAN(generator, discriminator, 3, share_fakes, seed)

    return build


@pytest.fixture(scope="session")
def tiny_pairs():
    """24 images of 8 x 8 in [-1, 1] and their labels from 0 to 2."""
    images = np.random.default_rng(1).uniform(-1, 1, (24, 8, 8, 1)).astype("float32")
    return images, np.arange(24, dtype="int32") % 3


@pytest.fixture
def model(build_tiny):
    model = build_tiny()
    model.compile(*adams())
    return model


@pytest.fixture
def plain(build_plain):
    model = build_plain()
    model.compile(*adams(), run_eagerly=True)
    return model


@pytest.fixture
def batch(tiny_pairs):
    return tuple(tf.constant(part) for part in tiny_pairs)


@pytest.fixture
def train_small(monkeypatch, capsys):
    """A function that trains as `small_training` does, and returns status, output and errors."""
    # It holds for a whole process, so for the other tests, too.
    monkeypatch.setattr(tf.config.experimental, "enable_op_determinism", lambda: None)

    def run(recipe, load, *arguments):
        return small_training.train(recipe, load, *arguments), *capsys.readouterr()

    return run


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of pages that `make site` makes, built once for all processes of a run."""
    for package in ("sphinx", "myst_nb", "sphinx_book_theme"):
        pytest.importorskip(package, reason="pip install -e '.[site]'")
    shared = tmp_path_factory.getbasetemp()
    folder = (shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared) / "site"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            root, course = Path(__file__).parent.parent, folder.with_name("course")
            for name in ("notebooks", "cgan_lib", "tests"):
                ignored = shutil.ignore_patterns("ja", "__pycache__")
                shutil.copytree(root / name, course / name, ignore=ignored)
            for name in ("README.md", "LICENSE"):
                shutil.copy(root / name, course)
            translate = pytest.importorskip(
                "translate", reason="pip install -e '.[lab]'"
            )
            translate.make("ja", course / "notebooks" / "ja", course / "words")
            build = [sys.executable, "-m", "cgan_lib.web.pages", str(folder)]
            subprocess.run(build, cwd=course, check=True)
    return folder
