"""Networks, optimisers and settings that `ConditionalGAN` refuses."""

from cgan_lib import cgan
from cgan_lib.discriminator import build_cgan_discriminator
from cgan_lib.generator import build_cgan_generator

import keras
import numpy as np
import pytest
from keras import layers
from training_helpers import in_order


@pytest.mark.parametrize(
    "use",
    [
        lambda model, folder: model(np.zeros((2, 5), "float32")),
        lambda model, folder: model.predict(np.zeros((2, 5)), verbose=0),
        lambda model, folder: model.evaluate(np.zeros((2, 5)), np.arange(2), verbose=0),
        lambda model, folder: model.export(folder / "exported"),
    ],
)
def test_what_two_networks_cannot_do_says_what_to_use(plain, tmp_path, use):
    words = r"generate\(labels\), measure with .* generator\.export\(folder\)"
    with pytest.raises(NotImplementedError, match=words):
        use(plain, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("within", [lambda x: x, keras.optimizers.LossScaleOptimizer])
def test_one_optimiser_for_both_networks_is_refused(build_plain, within):
    model, shared = build_plain(), keras.optimizers.Adam()
    words = "discriminator_optimizer was built for another network, .* two new"
    with pytest.raises(ValueError, match=words):
        model.compile(within(shared), within(shared))
    assert not model.compiled
    assert model.generator_optimizer is model.discriminator_optimizer is None


def test_names_of_optimisers_are_taken(build_plain):
    model = build_plain()
    model.compile("adam", "sgd")
    assert isinstance(model.generator_optimizer, keras.optimizers.Adam)
    assert isinstance(model.discriminator_optimizer, keras.optimizers.SGD)


def test_training_before_compiling_is_refused(build_plain, tiny_pairs):
    with pytest.raises(ValueError, match="compile"):
        build_plain().fit(in_order(tiny_pairs))


def small_generator(z_dim=5, img_shape=(8, 8, 1)):
    return build_cgan_generator(z_dim, img_shape, 3, (1, 1, 1))


def small_discriminator(img_shape=(8, 8, 1), activation=None):
    return build_cgan_discriminator(img_shape, 3, (1, 1, 1), activation=activation)


def test_a_discriminator_with_a_sigmoid_is_refused():
    with pytest.raises(ValueError, match="has a sigmoid of its own"):
        cgan.ConditionalGAN(
            small_generator(), small_discriminator(activation="sigmoid")
        )


def test_a_sigmoid_in_a_layer_of_its_own_is_refused():
    core = small_discriminator()
    probability = layers.Activation("sigmoid")(core.output)
    with pytest.raises(ValueError, match="has a sigmoid of its own"):
        cgan.ConditionalGAN(small_generator(), keras.Model(core.inputs, probability))


def test_networks_of_different_image_sizes_are_refused():
    with pytest.raises(ValueError, match="discriminator must go from"):
        cgan.ConditionalGAN(small_generator(), small_discriminator((12, 8, 1)))
    with pytest.raises(ValueError, match="discriminator must go from"):
        cgan.ConditionalGAN(small_generator(), small_discriminator((8, 8, 3)))


def test_networks_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="generator must go from"):
        cgan.ConditionalGAN(small_discriminator(), small_generator())


def test_a_generator_without_labels_is_refused():
    plain = keras.Sequential(
        [keras.Input((5,)), layers.Dense(64), layers.Reshape((8, 8, 1))]
    )
    with pytest.raises(ValueError, match="generator must go from"):
        cgan.ConditionalGAN(plain, small_discriminator())


@pytest.mark.parametrize(
    ("num_classes", "error"), [(0, ValueError), (2.5, TypeError), ("3", TypeError)]
)
def test_a_number_of_classes_that_cannot_be_is_refused(num_classes, error):
    with pytest.raises(error, match="num_classes must be"):
        cgan.ConditionalGAN(small_generator(), small_discriminator(), num_classes)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"adversarial_loss": "wasserstein"}, "must be one of cross_entropy, hinge"),
        ({"r1": -0.1}, "r1 must be a number from 0 up"),
        ({"r1": float("nan")}, "r1 must be a number from 0 up"),
        ({"mismatch": -1}, "mismatch must be a number from 0 up"),
        ({"mismatch": 1, "num_classes": 1}, "mismatch needs a wrong label"),
    ],
)
def test_another_loss_or_penalty_is_refused(setting, message):
    networks = small_generator(), small_discriminator()
    with pytest.raises(ValueError, match=message):
        cgan.ConditionalGAN(*networks, **{"num_classes": 3, **setting})
