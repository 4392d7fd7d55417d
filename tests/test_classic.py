"""The classical loop: who moves, what a frozen flag does on Keras 3, and the book's losses."""

import dataclasses

from cgan_lib import classic, recipes
from cgan_lib.generator import build_cgan_generator

import keras
import numpy as np
import pytest
from matplotlib import pyplot as plt
from training_helpers import largest_change

SMALL = dataclasses.replace(
    recipes.BOOK,
    img_shape=(8, 8, 1),
    num_classes=3,
    z_dim=5,
    generator_filters=(4, 3, 2),
    discriminator_filters=(2, 3, 4),
    learning_rate=0.01,
)
STANDING_STILL = dataclasses.replace(SMALL, learning_rate=0.0)


def moving(network) -> list[np.ndarray]:
    """The weights that training moves, whatever the flag says now."""
    parts = [part for n in network.layers for part in getattr(n, "layers", [n])]
    names = ("kernel", "bias", "gamma", "beta", "embeddings")
    found = [w for part in parts for w in part.weights if w.name in names]
    return [weight.numpy() for weight in found]


def noise(count, seed=0):
    return np.random.default_rng(seed).standard_normal((count, 5), dtype="float32")


def turns_of(models, pairs, count):
    """The largest changes of G and D in D's turn, then in G's turn."""
    images, labels = pairs[0][:count], pairs[1][:count]
    g, d = moving(models.generator), moving(models.discriminator)
    models.discriminator_turn(images, labels, noise(count))
    between = moving(models.generator), moving(models.discriminator)
    models.generator_turn(noise(count, seed=1), labels)
    after = moving(models.generator), moving(models.discriminator)
    return (
        (largest_change(g, between[0]), largest_change(d, between[1])),
        (largest_change(between[0], after[0]), largest_change(between[1], after[1])),
    )


def test_each_network_moves_in_its_own_turn_only_whatever_the_batch_size(tiny_pairs):
    models = classic.compile_classic(SMALL)
    for count in (
        8,
        8,
        6,
    ):  # another batch size makes Keras trace, and read the flag, anew
        (g_in_d, d_in_d), (g_in_g, d_in_g) = turns_of(models, tiny_pairs, count)
        assert (g_in_d, d_in_g) == (0.0, 0.0)
        assert d_in_d > 0.001
        assert g_in_g > 0.001


def test_frozen_once_the_discriminator_never_learns_and_only_a_warning_says_so(
    tiny_pairs,
):
    models = classic.compile_classic(SMALL, freeze="once")
    g, d = moving(models.generator), moving(models.discriminator)
    with pytest.warns(UserWarning, match="not have any trainable weights"):
        history = classic.train(models, *tiny_pairs, iterations=5, batch_size=6)
    assert largest_change(d, moving(models.discriminator)) == 0.0
    assert largest_change(g, moving(models.generator)) > 0.001
    assert len(history["g_loss"]) == 5


def test_training_moves_both_networks_and_keeps_the_books_losses(tiny_pairs, capsys):
    models = classic.compile_classic(SMALL)
    g, d = moving(models.generator), moving(models.discriminator)
    history = classic.train(models, *tiny_pairs, iterations=3, batch_size=6)
    assert largest_change(g, moving(models.generator)) > 0.001
    assert largest_change(d, moving(models.discriminator)) > 0.001
    assert list(history) == ["d_loss", "d_accuracy", "g_loss"]
    for name, entries in history.items():
        assert len(entries) == 3, name
        assert all(type(entry) is float for entry in entries), name
        assert np.isfinite(entries).all(), name
    assert capsys.readouterr() == ("", "")


def test_losses_and_accuracy_are_those_worked_out_by_hand(tiny_pairs):
    models, twin = (classic.compile_classic(STANDING_STILL) for _ in range(2))
    images, labels = tiny_pairs[0][:8], tiny_pairs[1][:8]
    column = labels[:, None]
    loss, accuracy = models.discriminator_turn(images, labels, noise(8))

    fakes = twin.generator([noise(8), column], training=False)
    p_real = twin.discriminator([images, column], training=True).numpy()
    p_fake = twin.discriminator([fakes.numpy(), column], training=True).numpy()
    on_real, on_fake = -np.log(p_real).mean(), -np.log(1 - p_fake).mean()
    right = np.concatenate([p_real > 0.5, p_fake < 0.5])
    assert loss == pytest.approx((on_real + on_fake) / 2, abs=1e-5)
    assert accuracy == pytest.approx(right.mean())

    g_loss = models.generator_turn(noise(8, seed=1), labels)
    fakes = twin.generator([noise(8, seed=1), column], training=True)
    # D is frozen here, and a frozen BatchNormalization layer works as it does after training.
    p_fake = twin.discriminator([fakes.numpy(), column], training=False).numpy()
    assert g_loss == pytest.approx(-np.log(p_fake).mean(), abs=1e-5)


def test_an_interrupt_keeps_what_was_learned(tiny_pairs, monkeypatch, capsys):
    models = classic.compile_classic(SMALL)
    turns = []

    def turn(z, labels):
        turns.append(labels)
        if len(turns) == 3:
            raise KeyboardInterrupt
        return 0.5

    monkeypatch.setattr(models, "discriminator_turn", lambda *pairs: (0.7, 0.5))
    monkeypatch.setattr(models, "generator_turn", turn)
    history = classic.train(models, *tiny_pairs, iterations=9, batch_size=6)
    assert {name: len(entries) for name, entries in history.items()} == {
        "d_loss": 2,
        "d_accuracy": 2,
        "g_loss": 2,
    }
    printed = capsys.readouterr().out
    assert printed.strip() == ("Stopped after 2 iterations. What was learned is kept.")


def test_the_discriminator_answers_with_a_probability():
    models = classic.compile_classic(SMALL)
    images = np.random.default_rng(0).uniform(-1, 1, (50, 8, 8, 1)).astype("float32")
    answers = models.discriminator([images * 1000, np.zeros((50, 1))]).numpy()
    assert answers.min() >= 0
    assert answers.max() <= 1
    last = models.discriminator.layers[-1].layers[-1]
    assert last.activation is keras.activations.sigmoid


def test_the_combined_model_gives_the_label_to_both_networks():
    models = classic.compile_classic(SMALL)
    z, labels = noise(4), np.array([[0], [1], [2], [1]])
    fakes = models.generator([z, labels]).numpy()
    by_hand = models.discriminator([fakes, labels])
    np.testing.assert_allclose(models.combined([z, labels]), by_hand, atol=1e-6)
    others = models.combined([z, (labels + 1) % 3])
    assert np.abs(others - by_hand).max() > 1e-6


def test_networks_and_optimisers_are_those_of_the_recipe():
    models = classic.compile_classic(SMALL)
    ours = recipes.build(SMALL)
    shapes = [w.shape for w in models.generator.weights]
    assert shapes == [w.shape for w in ours.generator.weights]
    shapes = [w.shape for w in models.discriminator.weights]
    assert shapes == [w.shape for w in ours.discriminator.weights]
    for compiled in (models.discriminator, models.combined):
        assert isinstance(compiled.optimizer, keras.optimizers.Adam)
        assert float(compiled.optimizer.learning_rate) == pytest.approx(0.01)
    assert models.discriminator.optimizer is not models.combined.optimizer
    assert not models.generator.compiled


@pytest.mark.parametrize(
    "setting",
    [{"adversarial_loss": "hinge"}, {"r1": 0.1}, {"mismatch": 0.1}, {"shift": 0.1}],
)
def test_a_recipe_with_another_loss_is_refused(setting):
    with pytest.raises(ValueError, match="recipe must use cross-entropy alone"):
        classic.compile_classic(dataclasses.replace(recipes.BOOK, **setting))


def test_another_freeze_is_refused():
    with pytest.raises(ValueError, match=r"freeze must be one of .*; got 'never'"):
        classic.compile_classic(SMALL, freeze="never")


@pytest.mark.parametrize(("iterations", "error"), [(0, ValueError), (1.5, TypeError)])
def test_iterations_that_cannot_be_are_refused(tiny_pairs, iterations, error):
    models = classic.compile_classic(SMALL)
    with pytest.raises(error, match="iterations must be"):
        classic.train(models, *tiny_pairs, iterations=iterations)


def test_sample_images_draws_two_rows_of_five_digits_under_their_labels():
    generator = build_cgan_generator(5, (8, 8, 1), 10, (4, 3, 2))
    figure = classic.sample_images(generator, seed=3)
    assert plt.get_fignums() == []
    assert [text.get_text() for text in figure.texts] == [str(i) for i in range(10)]
    z = np.random.default_rng(3).standard_normal((10, 5), dtype="float32")
    by_hand = (generator([z, np.arange(10)[:, None]]).numpy()[..., 0] + 1) / 2
    shown = [
        axis.images[0].get_array()[2:114:14, left : left + 112 : 14, 0]
        for axis in figure.axes
        for left in range(2, 600, 122)
    ]
    np.testing.assert_allclose(shown, 255 * by_hand, atol=0.51)
