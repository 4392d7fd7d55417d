"""Several devices and several processes give what one device gives, and survive a loss.

Each distributed run is a process of its own (`distributed_run.py`), ended by its id if it should
hang.
"""

import contextlib
import csv
import dataclasses
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

from cgan_lib import cgan, data, distributed, recipes, replicas
from cgan_lib.callbacks import Checkpoints
from cgan_lib.distributed import rendezvous

import distributed_run
import keras
import numpy as np
import pytest
import tensorflow as tf
from distributed_run import SMALL
from PIL import Image

SCRIPT = Path(__file__).parent / "distributed_run.py"
PATIENCE = 300  # seconds until a process that hangs is ended; a quiet machine needs 20


class Started:
    """Processes of one run; `with` ends those that still run, by their ids."""

    def __init__(self, *runs):
        self.processes = [
            subprocess.Popen(
                [sys.executable, str(SCRIPT), *map(str, arguments)],
                env={**os.environ, **environment},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for arguments, environment in runs
        ]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
            process.stdout.close()

    def finish(self, timeout=PATIENCE):
        """Wait for all; a list of (exit status, what it printed)."""
        ends = time.monotonic() + timeout
        said = [p.communicate(timeout=ends - time.monotonic()) for p in self.processes]
        return [
            (process.returncode, text)
            for process, (text, _) in zip(self.processes, said, strict=True)
        ]


def free_addresses(count):
    """Addresses on this machine at which nobody listens."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [f"127.0.0.1:{one.getsockname()[1]}" for one in sockets]


def two_workers(arguments_of, indices=(0, 1), addresses=None, **environment):
    """Two processes on this machine that know each other by TF_CONFIG, or one of the two."""
    cluster = {"worker": addresses or free_addresses(2)}
    runs = []
    for index in indices:
        task = {"type": "worker", "index": index}
        config = json.dumps({"cluster": cluster, "task": task})
        runs.append((arguments_of(index), {"TF_CONFIG": config, **environment}))
    return Started(*runs)


@pytest.fixture(scope="module")
def one_device():
    """A model after ten iterations on one device with the doubled batch, and its history."""
    model = recipes.build(SMALL)
    return model, distributed_run.fit(model, 2 * SMALL.batch_size).history


@pytest.fixture(scope="module")
def distributed_files(tmp_path_factory):
    """What two devices of one process, and two workers, saved."""
    folder = tmp_path_factory.mktemp("distributed")
    with two_workers(
        lambda index: ("fit", "multi-worker", folder / f"{index}.npz")
    ) as workers:
        for status, said in workers.finish():
            assert status == 0, said
    with Started((("fit", "mirrored", folder / "devices.npz"), {})) as devices:
        for status, said in devices.finish():
            assert status == 0, said
    return {path.stem: dict(np.load(path)) for path in folder.glob("*.npz")}


def assert_same(found, expected: cgan.ConditionalGAN):
    """The same weights; a bias before BatchNormalization does nothing, and only drifts."""
    for name, value in distributed_run.weights(expected).items():
        idle = "conv2d_transpose/bias" in name or "moving_mean" in name
        np.testing.assert_allclose(
            found[name], value, atol=0.02 if idle else 2e-5, rtol=0, err_msg=name
        )


@pytest.mark.parametrize("place", ["devices", "0", "1"])
def test_two_devices_and_two_workers_do_what_one_device_does_with_the_doubled_batch(
    place, one_device, distributed_files
):
    model, history = one_device
    found = distributed_files[place]
    assert_same(found, model)
    np.testing.assert_allclose(
        found["drawn"], model.generate(range(10), seed=0), atol=1e-3
    )
    for name in ("d_loss", "g_loss"):
        np.testing.assert_allclose(found[name], history[name], atol=1e-4)
    before = distributed_run.weights(recipes.build(SMALL))
    moved = [np.abs(found[name] - value).max() > 1e-3 for name, value in before.items()]
    assert np.mean(moved) > 0.8  # else the comparison would say nothing


def test_both_workers_hold_the_same_weights_to_the_last_digit(distributed_files):
    first, second = (
        {n: part for n, part in distributed_files[place].items() if n != "rows"}
        for place in "01"
    )
    assert first.keys() == second.keys()
    for name, value in first.items():
        np.testing.assert_array_equal(value, second[name], err_msg=name)


@pytest.mark.parametrize("killed", [0, 1])
def test_when_a_worker_is_killed_the_other_ends_clearly_and_the_run_goes_on_later(
    killed, tmp_path
):
    out = tmp_path / "run"
    command = ("train", "--strategy", "multi-worker", "--out", out)
    command = (*command, "--checkpoint-seconds", 0)
    saved = out / "checkpoints" / "checkpoint-0000100.keras"
    with two_workers(lambda index: command) as workers:
        chief, _ = workers.processes
        lost, other = workers.processes[killed], workers.processes[1 - killed]
        ends = time.monotonic() + PATIENCE
        while not saved.exists():
            assert chief.poll() is None, chief.communicate()[0]
            assert time.monotonic() < ends
            time.sleep(0.05)
        lost.kill()
        said, _ = other.communicate(timeout=60)  # the bounded time
        assert other.returncode == 2, said[-500:]
        pattern = rf"lost (worker {killed}|another worker) after \d+ iterations"
        assert re.search(pattern, said), said[-500:]
        assert "Start all workers again" in said
        assert "Traceback" not in said
    assert not (out / "model.keras").exists()

    with two_workers(lambda index: command) as workers:
        (status, said), (helper_status, helper_said) = workers.finish()
    assert (status, helper_status) == (0, 0), said + helper_said
    assert "Going on from iteration 100" in said
    assert "holds model.keras" in said
    assert "holds model.keras" not in helper_said
    with (out / "history.csv").open(newline="") as file:
        assert [row["epoch"] for row in csv.DictReader(file)] == ["0", "1"]

    images, labels = distributed_run.digits()
    whole = recipes.build(SMALL)
    doubled = dataclasses.replace(SMALL, batch_size=2 * SMALL.batch_size)
    recipes.train(whole, doubled, data.scale(images), labels)
    assert_same(distributed_run.weights(cgan.load(out / "model.keras")), whole)


def test_two_workers_learn_from_a_folder_that_one_of_them_reads(tmp_path):
    out, folder = tmp_path / "run", tmp_path / "pictures"
    for number, (image, label) in enumerate(
        zip(*distributed_run.digits(), strict=True)
    ):
        (folder / str(label)).mkdir(parents=True, exist_ok=True)
        Image.fromarray(image[..., 0]).save(folder / str(label) / f"{number}.png")
    command = ("train", "--strategy", "multi-worker", "--out", out, "--data", folder)
    command += ("--recipe", "classroom", "--size", 8, "--iterations", 100)
    with two_workers(lambda index: command) as workers:
        (status, said), (helper_status, helper_said) = workers.finish()
    assert (status, helper_status) == (0, 0), said + helper_said
    opened = [
        re.search(r"opened (\d+) picture", text)[1] for text in (said, helper_said)
    ]
    assert sorted(opened) == ["0", "48"]

    x, labels = data.load_images(folder, 8, seed=0)
    doubled = {"batch_size": 2 * SMALL.batch_size, "iterations": 100}
    recipe = dataclasses.replace(SMALL, **doubled)
    whole = recipes.build(recipe)
    recipes.train(whole, recipe, x[4:], labels[4:])
    assert_same(distributed_run.weights(cgan.load(out / "model.keras")), whole)


@pytest.mark.parametrize("index", [0, 1])
def test_a_worker_whose_other_does_not_come_ends_and_names_it(index, tmp_path):
    out, addresses = tmp_path / "run", free_addresses(2)
    command = ("train", "--strategy", "multi-worker", "--out", out)
    with two_workers(
        lambda index: command, [index], addresses, WAIT_SECONDS="2"
    ) as alone:
        ((status, said),) = alone.finish()
    assert status == 2
    assert re.search(rf"worker {1 - index}.* at {addresses[1 - index]} did not", said)
    assert "Start all workers" in said
    assert "Traceback" not in said
    assert not any(out.rglob("*"))


class Meeting:
    """Workers that meet in threads; what became of each is in `results`, None if all came."""

    def __init__(self, addresses, *indices):
        self.addresses, self.results = addresses, {}
        self.threads = [threading.Thread(target=self.meet, args=(i,)) for i in indices]
        for thread in self.threads:
            thread.start()

    def meet(self, index):
        try:
            self.results[index] = rendezvous.meet(self.addresses, index)
        except ConnectionError as error:
            self.results[index] = str(error)

    def end(self):
        for thread in self.threads:
            thread.join(PATIENCE)
        return self.results


def test_all_workers_go_on_when_the_last_has_come():
    early = Meeting(free_addresses(3), 0, 2)
    time.sleep(0.5)
    assert early.results == {}
    late = Meeting(early.addresses, 1)
    assert early.end() | late.end() == {0: None, 1: None, 2: None}


def test_those_that_came_are_told_at_once_who_did_not(monkeypatch):
    monkeypatch.setattr(rendezvous, "SECONDS", 2)
    meeting = Meeting(free_addresses(4), 0, 2)
    chief, other = (meeting.end()[index] for index in (0, 2))
    assert chief == other
    for index, named in ((1, True), (2, False), (3, True)):
        assert (f"worker {index} at {meeting.addresses[index]}" in chief) == named


def test_a_worker_that_ended_while_it_waited_has_not_come(monkeypatch):
    monkeypatch.setattr(rendezvous, "SECONDS", 4)
    meeting = Meeting(free_addresses(3), 0)
    place = rendezvous.address(meeting.addresses[0])
    for said in (b"1\n", b"GET / HTTP/1.1\r\n", b"\xff\n", b""):  # and strangers
        while True:
            with contextlib.suppress(ConnectionRefusedError):
                with socket.create_connection(place) as connection:
                    connection.sendall(said)
                break
    meeting.meet(2)
    assert "worker 1 at" in meeting.end()[0]
    assert "worker 2 at" not in meeting.results[0]


def test_an_address_that_is_taken_is_refused():
    with socket.create_server(("", 0)) as other:
        workers = [f"127.0.0.1:{other.getsockname()[1]}", "127.0.0.1:1"]
        with pytest.raises(ConnectionError, match=rf"cannot listen.*{workers[0]}"):
            rendezvous.meet(workers, 0)


@pytest.mark.parametrize(("name", "synchronised"), [("one", False), ("mirrored", True)])
def test_batch_normalisation_counts_the_whole_batch_on_replicas_only(
    name, synchronised
):
    generator = distributed.build(SMALL, distributed.strategy(name)).generator
    core = generator.get_layer("generator_core")
    kind = keras.layers.BatchNormalization
    norms = [layer for layer in core.layers if isinstance(layer, kind)]
    assert [layer.synchronized for layer in norms] == [synchronised]


@pytest.fixture
def taken(monkeypatch):
    """A function: what each of two processes, with four replicas together, takes of a dataset."""
    monkeypatch.setattr(replicas, "on_one_device", lambda model: False)
    devices = SimpleNamespace(worker_devices=["CPU:0", "CPU:1"])

    def take(whole):
        for place in range(2):
            strategy = SimpleNamespace(num_replicas_in_sync=4, extended=devices)
            strategy.cluster_resolver = SimpleNamespace(task_id=place)
            model = SimpleNamespace(distribute_strategy=strategy)
            yield replicas.own_part(model, whole)

    return take


@pytest.mark.parametrize("kind", ["pixels", "images", "a dataset of another"])
def test_the_parts_of_all_processes_are_the_whole_batch_in_order(kind, taken):
    images, labels = distributed_run.digits()
    x = images if kind == "pixels" else data.scale(images)
    whole = data.batches(x, labels, 12, seed=0)
    given = whole.map(lambda *pair: pair) if kind.startswith("a dataset") else whole
    first, second = taken(given)
    assert first.element_spec[0].shape == (6, 8, 8, 1)
    for batch, *both in zip(whole.take(9), first, second, strict=False):
        for expected, *found in zip(batch, *both, strict=True):
            np.testing.assert_array_equal(np.concatenate(found), expected)


def test_each_worker_reads_its_own_rows_and_no_others(distributed_files):
    _, labels = distributed_run.digits()
    numbered = np.arange(48, dtype="float32").reshape(48, 1, 1, 1) / 48
    whole = data.batches(numbered, labels, 2 * SMALL.batch_size, seed=1)
    whole = [np.ravel(x * 48).round() for x, _ in whole.take(10)]
    for place, own in (("0", np.s_[:4]), ("1", np.s_[4:]), ("devices", np.s_[:])):
        expected = [rows[own] for rows in whole]
        np.testing.assert_array_equal(distributed_files[place]["rows"], expected)


def test_a_batch_that_cannot_be_split_is_refused(taken):
    whole = tf.data.Dataset.from_tensors((tf.range(9), tf.range(9)))
    with pytest.raises(ValueError, match=r"divisible by 4, .*; got 9"):
        list(taken(whole))


CLUSTER = '"cluster": {"worker": ["a:1", "b:2"]}'
TASK = '"task": {"type": "worker", "index": 1}'
NO_ADDRESSES = ('"host"', '"host:"', '":2222"', '"host:port"', '""', "2222")


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "worker 0",
        "[]",
        "{}",
        f"{{{CLUSTER}}}",
        f'{{{CLUSTER}, "task": {{"type": "ps", "index": 0}}}}',
        f'{{{CLUSTER}, "task": {{"type": "worker", "index": 2}}}}',
        f'{{{CLUSTER}, "task": {{"type": "worker", "index": "0"}}}}',
        *(
            f'{{"cluster": {{"worker": [{text}, "b:2"]}}, {TASK}}}'
            for text in NO_ADDRESSES
        ),
    ],
)
def test_a_tf_config_that_cannot_be_read_is_refused(text, monkeypatch):
    monkeypatch.delenv("TF_CONFIG", raising=False)
    if text is not None:
        monkeypatch.setenv("TF_CONFIG", text)
    with pytest.raises(ValueError, match="TF_CONFIG"):
        distributed.strategy("multi-worker")


def test_a_usual_tf_config_is_accepted(monkeypatch):
    monkeypatch.setenv("TF_CONFIG", f"{{{CLUSTER}, {TASK}}}")
    assert distributed.own_index("multi-worker") == 1


def test_another_strategy_is_refused():
    with pytest.raises(ValueError, match="one, mirrored, multi-worker; got 'two'"):
        distributed.strategy("two")


def test_fit_on_replicas_needs_a_dataset_and_its_length():
    model = distributed.build(SMALL, tf.distribute.MirroredStrategy(["CPU:0"]))
    images, labels = distributed_run.digits()
    x = data.scale(images)
    with pytest.raises(TypeError, match="dataset"):
        model.fit(x, labels, steps_per_epoch=1)
    with pytest.raises(ValueError, match="steps_per_epoch"):
        model.fit(data.batches(x, labels, 4))


def test_a_dataset_with_an_end_begins_again_on_replicas_as_on_one_device():
    model = distributed.build(SMALL, tf.distribute.MirroredStrategy(["CPU:0"]))
    images, labels = distributed_run.digits()
    five = data.batches(data.scale(images), labels, 4, seed=0).take(5)
    model.fit(five, epochs=2, steps_per_epoch=5, verbose=0)
    assert model.iterations == 10


def test_workers_that_would_start_at_other_iterations_are_refused(monkeypatch):
    model = distributed.build(SMALL, tf.distribute.MirroredStrategy(["CPU:0"]))
    batches = data.batches(np.zeros((4, *SMALL.img_shape)), [0, 1, 2, 0], 4)
    monkeypatch.setattr(replicas, "_total", lambda strategy, own: own + 1)
    with pytest.raises(ValueError, match="must start at the same iteration"):
        model.fit(batches, steps_per_epoch=1)


def test_only_the_chief_writes_checkpoints(monkeypatch, tmp_path):
    images, labels = distributed_run.digits()
    recipe = dataclasses.replace(SMALL, iterations=100)
    for place, kept in ((1, []), (0, ["checkpoint-0000100.keras"])):
        monkeypatch.setattr(replicas, "own_place", lambda strategy, it=place: it)
        model = distributed.build(recipe, tf.distribute.get_strategy())
        keeper = Checkpoints(tmp_path, seconds=0)
        distributed.train(model, recipe, data.scale(images), labels, [keeper])
        assert [path.name for path in keeper.paths()] == kept


def test_the_message_names_the_worker_that_is_lost_and_not_this_one():
    words = "/job:worker/replica:0/task:0: heard nothing from /job:worker/task:1"
    error = tf.errors.UnavailableError(None, None, words)
    for own, said in ((0, "lost worker 1"), (1, "lost worker 0"), (2, "lost another")):
        assert replicas.lost(error, 300, own).startswith(said)
