"""The Doctor warns of what is ill, and is silent where nothing is; and the planted faults."""

import dataclasses

from cgan_lib import clinic, data, faults, recipes
from cgan_lib.callbacks import Doctor

import keras
import numpy as np
import pytest

SMALL = dataclasses.replace(
    faults.CLINIC,
    batch_size=20,
    generator_filters=(4, 3, 2),
    discriminator_filters=(2, 3, 4),
    img_shape=(8, 8, 1),
    z_dim=4,
)


@pytest.fixture(scope="module")
def pairs():
    random = np.random.default_rng(0)
    x = random.uniform(-1, 1, size=(60, 8, 8, 1)).astype("float32")
    return x, np.arange(60) % 10


def findings_after(plant, pairs, epochs=6) -> list[str]:
    cgan, doctor = recipes.build(SMALL), Doctor()
    plant(cgan)
    batches = data.batches(*pairs, SMALL.batch_size, seed=0)
    cgan.fit(batches, epochs=epochs, steps_per_epoch=4, verbose=0, callbacks=doctor)
    return list(doctor.findings)


def logs_of(record, place) -> dict[str, float]:
    names = ("d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake")
    return {name: float(record[name][place]) for name in names}


HEALTHY = {
    "d_loss": 0.5,
    "g_loss": 1.2,
    "d_accuracy_real": 0.8,
    "d_accuracy_fake": 0.7,
}


@pytest.fixture
def doctor():
    doctor = Doctor()
    cgan = recipes.build(SMALL)
    doctor.set_model(cgan)
    doctor.on_train_begin()
    return doctor


def examine(doctor, times, **changed):
    for time in range(times):
        for network in (doctor.model.generator, doctor.model.discriminator):
            for weight in network.trainable_variables:
                weight.assign_add(0.001 * np.ones(weight.shape))
        doctor.examine(100 * (time + 1), HEALTHY | changed)


def test_a_healthy_run_has_no_findings(pairs):
    assert findings_after(lambda cgan: None, pairs) == []


@pytest.mark.parametrize(
    ("fault", "finding"),
    [
        (faults.frozen_discriminator, "D stands still"),
        (faults.noise_never_reaches_generator, "samples alike"),
        (faults.class_never_asked_for, "never asked for"),
        (faults.sigmoid_twice, "one answer"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_planted_fault_is_found_and_nothing_else(fault, finding, pairs):
    assert findings_after(fault, pairs) == [finding]


def test_a_frozen_generator_is_found(pairs):
    def freeze(cgan):
        cgan.generator_turn = lambda tape, fakes, labels: None

    assert findings_after(freeze, pairs) == ["G stands still"]


def test_a_loss_that_is_no_number_is_found(doctor):
    examine(doctor, 5, g_loss=float("nan"))
    assert "not a number" in doctor.findings


def test_a_loss_at_zero_is_found_only_if_it_lasts(doctor):
    examine(doctor, 9, d_loss=0.001)
    assert doctor.findings == {}
    examine(doctor, 1)
    examine(doctor, 9, d_loss=0.001)
    assert doctor.findings == {}
    examine(doctor, 10, d_loss=0.001)
    assert doctor.findings == {"D wins": 100}


def test_a_warning_is_printed_once_and_names_the_classes(doctor, capsys):
    [table] = [w for w in doctor.model.generator.weights if w.shape == (10, 4)]
    unasked = np.isin(np.arange(10), [3, 7])[:, np.newaxis]
    moves = np.where(
        unasked, 0, [0, 1, 1, 1]
    )  # of a row that moves, one number may stay
    for time in range(15):
        table.assign_add(moves)
        logs = HEALTHY | {"d_loss": float("nan") if time != 7 else 0.5}
        doctor.examine(100 * (time + 1), logs)
    text = capsys.readouterr().out
    assert text.count("never asked for") == 1
    assert text.count("not a number") == 1  # although it went away and came again
    assert "Doctor, iteration 500: G was never asked for: 3, 7." in text


@pytest.mark.parametrize("name", recipes.SHIPPED)
def test_the_curves_of_the_shipped_runs_raise_no_alarm(name, doctor):
    run = recipes.load_run(name)
    for place in range(len(run["d_loss"])):
        examine(doctor, 1, **logs_of(run, place))
    assert doctor.findings == {}


def drawn_after(plant, pairs):
    model = recipes.build(SMALL)
    plant(model)
    batches = data.batches(*pairs, SMALL.batch_size, seed=0)
    model.fit(batches, epochs=1, steps_per_epoch=2, verbose=0)
    return model.generate(range(10), seed=0)


@pytest.fixture(scope="module")
def drawn_by_a_healthy_one(pairs):
    return drawn_after(lambda model: None, pairs)


@pytest.mark.parametrize("fault", faults.FAULTS.values(), ids=faults.FAULTS)
def test_a_fault_changes_the_run_and_says_what_it_does(
    fault, pairs, drawn_by_a_healthy_one
):
    assert not np.array_equal(drawn_after(fault, pairs), drawn_by_a_healthy_one)
    assert fault.__doc__


def test_every_patient_has_a_whole_record_of_three_runs():
    patients = clinic.load_patients()
    assert list(patients) == list("ABCDEFGHIJ")
    count = faults.CLINIC.iterations // 100
    for patient in patients.values():
        assert patient["pictures"].shape == (5 + 2, 10, 28, 28, 1)
        assert (patient["table"].sum(axis=(1, 2)) == 2000).all()
        shapes = {patient[name].shape for name in HEALTHY}
        assert shapes == {(3, count)}
        assert patient["spread"].shape == (3, count, 10)


def test_each_fault_has_one_patient_and_one_patient_is_healthy():
    assert sorted(clinic.PATIENTS.values()) == sorted([*faults.FAULTS, "healthy"])


def test_a_frozen_network_whose_layers_keep_statistics_is_found(pairs):
    def freeze(cgan):
        x, y = keras.Input((8, 8, 1)), keras.Input((1,), dtype="int32")
        flat = keras.layers.Flatten()(x)
        logit = keras.layers.SpectralNormalization(keras.layers.Dense(1))(flat)
        cgan.discriminator = keras.Model([x, y], logit)
        cgan.discriminator.trainable = False
        cgan.compile("adam", "adam")

    assert "D stands still" in findings_after(freeze, pairs)
