"""What the notebooks claim of the shipped networks, measured once more in another way.

Each test stands for a sentence that was once too strong; it fails on the old sentence.
"""

from cgan_lib import cgan, data, recipes
from cgan_lib.discriminator import build_cgan_discriminator
from cgan_lib.generator import build_cgan_generator, build_generator

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers


@pytest.fixture(scope="module")
def trained():
    return {name: recipes.load_trained(name) for name in recipes.SHIPPED}


@pytest.fixture(scope="module")
def real(mnist):
    images, labels = mnist["test"]
    return data.scale(images[:640]), labels[:640, np.newaxis]


def copy_of(network):
    """The same network, whose running averages may be moved."""
    copy = keras.models.clone_model(network)
    copy.set_weights(network.get_weights())
    return copy


def label_pictures(network):
    return network.get_layer("label_as_picture").embeddings.numpy()


def likeness(table, mnist):
    """Correlations of ten label pictures with the ten average digits, in 3 x 3 means."""
    images, labels = mnist["train"]
    digits = [images[labels == digit, :, :, 0].mean(axis=0) for digit in range(10)]
    pictures = np.pad(table.reshape(10, 28, 28), ((0, 0), (1, 1), (1, 1)), "edge")
    patches = np.lib.stride_tricks.sliding_window_view(pictures, (3, 3), axis=(1, 2))
    rows = [np.reshape(r, (10, -1)) for r in (patches.mean(axis=(3, 4)), digits)]
    return np.corrcoef(*(row - row.mean(axis=0) for row in rows))[:10, 10:]


def test_book_label_pictures_are_negatives_of_their_digits(trained, mnist):
    found = likeness(label_pictures(trained["book"].discriminator), mnist)
    assert (found.argmin(axis=1) == np.arange(10)).all()
    assert np.diag(found).max() < -0.2


def test_loud_label_pictures_learn_no_digit(trained, mnist):
    end = label_pictures(trained["classroom"].discriminator)
    learned = end - label_pictures(recipes.build(recipes.CLASSROOM).discriminator)
    assert 0.2 < learned.std() < 0.3 * end.std()  # the start is known: little was added
    for table in (end, learned):
        found = likeness(table, mnist)
        assert (found.argmin(axis=1) == np.arange(10)).sum() < 4
        assert abs(np.diag(found).mean()) < 0.05


def test_twin_with_positives_takes_every_step_of_training_in_the_mirror(tiny_pairs):
    images, labels = tiny_pairs[0], tiny_pairs[1][:, np.newaxis]
    keras.utils.set_random_seed(0)
    d = build_cgan_discriminator((8, 8, 1), 3, (4, 4, 4))
    twin = copy_of(d)
    weights = d.get_weights()
    weights[0] *= -1
    weights[1][:, :, 1] *= -1
    twin.set_weights(weights)
    for network in (d, twin):
        network.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True))
        for _ in range(5):
            network.train_on_batch([images, labels], np.arange(24)[:, np.newaxis] % 2)
    assert not np.allclose(label_pictures(d), -weights[0], atol=1e-3)  # it has moved
    assert np.allclose(label_pictures(d), -label_pictures(twin), atol=1e-5)


def share_preferred(network, real, fakes, order):
    """How often, in this order of batches of 32, D prefers a real pair to a fake."""
    network, (x, y) = copy_of(network), real
    both, claims = np.concatenate([x, fakes]), np.concatenate([y, y])
    logits = np.empty(len(both))
    for batch in order.reshape(-1, 32):
        logits[batch] = network([both[batch], claims[batch]], training=True)[:, 0]
    return np.mean(logits[: len(x), np.newaxis] > logits[len(x) :])


@pytest.mark.parametrize(
    ("name", "helps"), [("book", True), ("classroom", True), ("best", False)]
)
def test_company_helps_a_discriminator_with_batchnorm(trained, real, name, helps):
    model, (_, y) = trained[name], real
    fakes = model.generate(y[:, 0], seed=3) * 2 - 1
    apart = np.arange(2 * len(y))
    mixed = apart.reshape(2, -1).T.ravel()
    shares = [
        share_preferred(model.discriminator, real, fakes, order)
        for order in (apart, mixed)
    ]
    if helps:
        assert shares[0] > 0.95 > 0.85 > shares[1]
    else:
        assert shares[0] == pytest.approx(shares[1], abs=1e-3)


def test_book_discriminator_in_use_accepts_no_real_pair(trained, real):
    assert np.mean(trained["book"].discriminator(list(real)) > 0) < 0.01


@pytest.mark.parametrize("name", ["fast", "best"])
def test_fast_and_best_judge_a_pair_without_label_picture_or_company(trained, name):
    parts = trained[name].discriminator._flatten_layers()
    kinds = [(type(layer), layer.name) for layer in parts]
    assert not any(kind is layers.BatchNormalization for kind, _ in kinds)
    assert "label_as_picture" not in [name for _, name in kinds]


def test_whispering_generator_paints_strokes_long_before_it_tells_labels_apart():
    run = recipes.load_run("book")
    place = list(run["picture_iterations"]).index(1000)
    pictures = run["pictures"][place] / 255
    assert pictures.std(axis=(1, 2)).min() > 0.2  # white strokes on black
    assert pictures.std(axis=0).mean() < 0.02  # the same under every label
    assert run["obedience"][place] < 0.12


def test_checkerboard_can_be_seen_early_in_the_classroom_run():
    run = recipes.load_run("classroom")
    early = run["pictures"][list(run["picture_iterations"]).index(100)][:, 2:-2, 2:-2]
    kinds = [early[:, row::2, column::2].mean() for row in (0, 1) for column in (0, 1)]
    assert max(kinds) > 3 * min(kinds)


def test_nothing_bends_between_dense_and_the_first_transposed_convolution():
    keras.utils.set_random_seed(0)
    core = build_generator(100, (28, 28, 1))
    a, b = np.random.default_rng(0).normal(size=(2, 1, 100)).astype("float32")

    def gap(count):
        f = keras.Sequential(core.layers[:count])
        return np.abs(f(a + b) + f(0 * a) - f(a) - f(b)).max()

    assert gap(3) < 1e-4 < 1e-2 < gap(5)


def test_label_beside_noise_only_moves_the_result_of_its_own_layer():
    keras.utils.set_random_seed(0)
    generator = build_cgan_generator(embedding_start="normal", label_join="concatenate")
    core = generator.get_layer("generator_core").layers
    rows = generator.get_layer("label_as_vector").embeddings.numpy()
    z = cgan.noise(50, 100, seed=0)
    three, eight = (np.concatenate([z, np.tile(rows[y], (50, 1))], 1) for y in (3, 8))
    moved = keras.Sequential(core[:1])(three) - keras.Sequential(core[:1])(eight)
    assert np.std(moved, axis=0).max() < 1e-5  # the same for each z
    moved = keras.Sequential(core[:5])(three) - keras.Sequential(core[:5])(eight)
    assert np.std(moved, axis=0).max() > 0.1


def test_averages_of_two_kinds_of_batches_fit_neither():
    random, layer = np.random.default_rng(0), layers.BatchNormalization()
    real, fakes = random.normal([[3], [-3]], size=(2, 64)).astype("float32")
    for _ in range(500):
        for batch in (real, fakes):
            layer(batch[:, np.newaxis], training=True)
    for batch in (real, fakes):
        in_use = layer(batch[:, np.newaxis], training=False)
        in_training = layer(batch[:, np.newaxis], training=True)
        assert np.abs(in_use - in_training).min() > 1


def test_adam_moves_a_bias_before_batchnorm_by_its_rounding_noise(tiny_pairs):
    keras.utils.set_random_seed(0)
    images, labels = tiny_pairs[0], tiny_pairs[1][:, np.newaxis]
    d = build_cgan_discriminator((8, 8, 1), 3, (4, 4, 4))
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    with tf.GradientTape() as tape:
        targets = np.arange(24)[:, np.newaxis] % 2
        price = loss(targets, d([images, labels], training=True))
    weights = d.trainable_variables[3:5]  # kernel and bias of the second convolution
    before, slopes = (
        [weight.numpy() for weight in weights],
        tape.gradient(price, weights),
    )
    keras.optimizers.Adam(0.001).apply(slopes, weights)
    slope, step = (
        [np.abs(one).max() for one in changes]
        for changes in (
            slopes,
            [new - old for new, old in zip(weights, before, strict=True)],
        )
    )
    assert slope[1] < slope[0] / 1000
    assert step[1] / step[0] > 100 * slope[1] / slope[0] > 0
