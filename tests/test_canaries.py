"""Faults of others that the library works around: each test turns red on the day one is mended.

Such a test fails today, as it should (`xfail`). When a new version of Keras or TensorFlow lets it
pass, pytest calls that a failure, and the reason says what of the library may then be deleted.
"""

import functools
import os
import subprocess
import sys
import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf
from test_distributed import two_workers

canary = functools.partial(pytest.mark.xfail, strict=True, raises=AssertionError)


def small_model(optimizer="sgd"):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer, "mse")
    return model


def fit(model=None, callbacks=None, **options):
    """Three steps in each of two epochs, with Keras's defaults."""
    ones = np.ones((6, 1), "float32")
    pairs = tf.data.Dataset.from_tensor_slices((ones, ones)).batch(2)
    model = model or small_model()
    model.fit(pairs, epochs=2, callbacks=callbacks, verbose=0, **options)


def warnings_of(function) -> list[str]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        function()
    return [str(one.message) for one in caught]


@canary(reason="`replicas.fit` may go")
def test_the_fit_of_keras_trains_on_two_workers(tmp_path):
    files = [tmp_path / f"{index}.npz" for index in (0, 1)]
    with two_workers(lambda index: ("keras", "multi-worker", files[index])) as workers:
        try:
            ended = [status for status, _ in workers.finish()]
        except subprocess.TimeoutExpired:  # one may wait for the other for ever
            ended = []
        assert ended == [0, 0]


@canary(
    reason="`silent_descriptor_2` of `_quiet` may go; both environment variables stay"
)
def test_tensorflow_is_imported_in_silence():
    silent = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-c", "import tensorflow"]
    said = subprocess.run(command, env=silent, capture_output=True, check=True)
    assert said.stderr == b""


@canary(reason="`checks.whole_number` may return NumPy's integers as they came")
def test_a_table_takes_sizes_of_numpy():
    try:
        table = keras.layers.Embedding(np.int64(3), np.int64(4))
    except ValueError as error:
        raise AssertionError(error) from error
    assert table(np.zeros((2, 1), "int32")).shape == (2, 1, 4)


@canary(reason="`ConditionalGAN.fit` and `train_classifier` need not say shuffle=False")
def test_fit_does_not_warn_of_its_own_default_for_datasets():
    assert warnings_of(fit) == []


@canary(
    reason="`Checkpoints` may stand on it, if it keeps a history and the place in the data"
)
def test_a_backup_of_keras_is_one_file(tmp_path):
    backup = keras.callbacks.BackupAndRestore(tmp_path, delete_checkpoint=False)
    fit(callbacks=[backup], shuffle=False)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@canary(
    reason="`_steps` of `checkpoints` may go, and `steps_of_optimisers` in its record"
)
def test_weights_of_another_optimiser_are_refused(tmp_path):
    trained = small_model("adam")
    fit(trained, shuffle=False)
    trained.save(tmp_path / "adam.keras")
    other, refused = small_model("sgd"), False
    fit(other, shuffle=False)

    def load():
        nonlocal refused
        try:
            other.load_weights(tmp_path / "adam.keras")
        except ValueError:
            refused = True

    warnings_of(load)
    assert refused
