"""What notebooks 05 and 09 claim, measured again in another way than they do it.

Each of these claims stands where the text once said something that a measurement overturned.
"""

from cgan_lib import cgan, data, evaluation, judge, latent, losses, recipes

import keras
import numpy as np
import pytest
import tensorflow as tf
from scipy.special import rel_entr, softmax


def two_tables(seed, obeys):
    """p_data and p_g over 3 labels and 8 places, all labels equally common in both."""
    random = np.random.default_rng(seed)
    p_data, place = (
        random.dirichlet(np.ones(8), size=3) / 3,
        random.dirichlet(10 * np.ones(8)),
    )
    if obeys:  # the labels at each place are those of the data, the places are not
        weights = p_data / p_data.sum(axis=0)
        return p_data, weights * place
    return p_data, np.tile(place / 3, (3, 1))


@pytest.mark.parametrize("seed", range(3))
def test_logit_of_the_best_discriminator_is_real_plus_match(seed):
    p_data, p_g = two_tables(seed, obeys=False)
    x_given_y = [p / p.sum(axis=1, keepdims=True) for p in (p_data, p_g)]
    best = x_given_y[0] / (x_given_y[0] + x_given_y[1])
    real = np.log(p_data.sum(axis=0) / p_g.sum(axis=0))
    y_given_x = [p / p.sum(axis=0) for p in (p_data, p_g)]
    match = np.log(y_given_x[0] / y_given_x[1])
    np.testing.assert_allclose(np.log(best / (1 - best)), real + match)


def price(p_data, p_g):
    """What the best discriminator pays, the average of both halves."""
    best = p_data / (p_data + p_g)
    return -np.sum(p_data * np.log(best) + p_g * np.log(1 - best)) / 2


def test_best_discriminator_pays_log_2_less_the_jensen_shannon_divergence():
    p_data, p_g = two_tables(0, obeys=False)
    middle = (p_data + p_g) / 2
    divergence = np.sum(rel_entr(p_data, middle) + rel_entr(p_g, middle)) / 2
    assert price(p_data, p_g) == pytest.approx(np.log(2) - divergence)


def test_label_is_worth_nothing_to_the_best_discriminator_once_the_generator_obeys():
    worth = []
    for obeys in (False, True):
        pair = two_tables(1, obeys)
        worth.append(price(*(p.sum(axis=0) for p in pair)) - price(*pair))
    assert worth[0] > 0.05
    assert worth[1] == pytest.approx(0, abs=1e-12)


def plane(count, random):
    labels = random.integers(0, 3, count)
    angle = np.radians(120 * labels + random.uniform(-45, 45, count))
    points = random.normal(2, 0.15, (count, 1)) * np.stack(
        [np.cos(angle), np.sin(angle)], 1
    )
    return points.astype("float32"), np.eye(3, dtype="float32")[labels]


def dense(outputs):
    first, y = keras.Input((2,)), keras.Input((3,))
    h = keras.layers.Concatenate()([first, y])
    for _ in range(2):
        h = keras.layers.Dense(32, activation="leaky_relu")(h)
    return keras.Model([first, y], keras.layers.Dense(outputs)(h))


def test_minimax_pushes_at_the_start_and_obeys_with_adam():
    keras.utils.set_random_seed(3)
    random, g, d = np.random.default_rng(3), dense(2), dense(1)
    d_adam, g_adam = (keras.optimizers.Adam(0.002, beta_1=0.5) for _ in range(2))

    @tf.function
    def iteration(x, y):
        with tf.GradientTape(persistent=True) as tape:
            fakes = g([tf.random.normal((128, 2)), y])
            logits = d([fakes, y])
            d_loss = losses.discriminator_loss(d([x, y]), logits)
            g_loss = tf.reduce_mean(tf.math.log_sigmoid(-logits))  # log(1 - p)
        changes = tape.gradient(d_loss, d.weights), tape.gradient(g_loss, g.weights)
        d_adam.apply(changes[0], d.weights)
        g_adam.apply(changes[1], g.weights)
        return tf.reduce_mean(tf.sigmoid(logits))  # how hard minimax pushes

    pushes = [float(iteration(*plane(128, random))) for _ in range(600)]
    assert min(pushes) > 0.2
    real, y = plane(2000, random)
    points = g([random.normal(size=(2000, 2)), y]).numpy()
    centres = np.stack([real[y[:, label] == 1].mean(axis=0) for label in range(3)])
    nearest = np.linalg.norm(points[:, None] - centres, axis=2).argmin(axis=1)
    assert np.mean(nearest == y.argmax(axis=1)) > 0.9
    assert abs(np.linalg.norm(points, axis=1).mean() - 2) < 0.3


def test_adam_takes_the_same_step_from_a_weaker_gradient_and_sgd_does_not():
    steps = {}
    for optimizer in (keras.optimizers.SGD, keras.optimizers.Adam):
        for gradient in (1, 1 / 400):
            weight = keras.Variable(0.0)
            optimizer(0.002).apply([tf.constant(gradient, "float32")], [weight])
            steps[optimizer.__name__, gradient] = -float(weight)
    assert steps["Adam", 1 / 400] == pytest.approx(steps["Adam", 1], rel=0.01)
    assert steps["SGD", 1 / 400] == pytest.approx(steps["SGD", 1] / 400)


def test_bias_before_batch_normalization_has_a_gradient_of_rounding_noise():
    keras.utils.set_random_seed(0)
    network = recipes.build(recipes.CLASSROOM)
    images, labels = data.load_mnist("test")
    x, y = data.scale(images[:32]), labels[:32, None]
    d = network.discriminator
    with tf.GradientTape() as tape:
        loss = losses.binary_cross_entropy(1.0, d([x, y], training=True))
    gradients = tape.gradient(loss, d.trainable_variables)
    largest = {
        weight.path: float(tf.reduce_max(tf.abs(tf.convert_to_tensor(gradient))))
        for weight, gradient in zip(d.trainable_variables, gradients, strict=True)
    }
    biases = [path for path in largest if path.endswith("/bias")]
    taken_away = [largest.pop(path) for path in biases[1:3]]  # of conv2d_1 and conv2d_2
    assert max(taken_away) < 1e-3 * np.median(list(largest.values()))


def loss_of_trained(name, mixed):
    """D's loss on 640 training pairs and as many fakes, with the statistics of each batch."""
    network = recipes.load_trained(name)
    images, labels = data.load_mnist("train")
    real, y = data.scale(images[:640]), labels[:640, None]
    fake = network.generate(labels[:640], seed=1) * 2 - 1
    logits = []
    for i in range(0, 640, 32):
        part, claimed = slice(i, i + 32), y[i : i + 32]
        if mixed:
            pair = [np.concatenate([real[part], fake[part]]), np.tile(claimed, (2, 1))]
            logits.append(np.split(network.discriminator(pair, training=True), 2))
        else:
            sides = [[real[part], claimed], [fake[part], claimed]]
            logits.append(
                [network.discriminator(side, training=True) for side in sides]
            )
    return float(losses.discriminator_loss(*np.concatenate(logits, axis=1)))


def test_loss_of_the_books_discriminator_is_low_since_each_batch_gives_itself_away():
    assert recipes.load_run("book")["d_loss"][-10:].mean() == pytest.approx(
        0.2, abs=0.02
    )
    assert recipes.load_run("best")["d_loss"][-10:].mean() == pytest.approx(
        0.65, abs=0.01
    )
    assert (
        loss_of_trained("book", mixed=True) > loss_of_trained("book", mixed=False) + 0.2
    )
    assert loss_of_trained("best", mixed=True) == pytest.approx(
        loss_of_trained("best", mixed=False), abs=1e-3
    )


@pytest.fixture(scope="module")
def best():
    return recipes.load_trained("best")


@pytest.fixture(scope="module")
def real_features():
    images, _ = data.load_mnist("test")
    chosen = np.random.default_rng(1).permutation(len(images))[:2000]
    return judge.features(judge.load_judge(), images[chosen] / np.float32(255))


def test_truncation_trades_recall_for_precision(best, real_features):
    reader, asked = judge.load_judge(), np.arange(2000) % 10
    gains = []
    for seed in (20, 21, 22):
        z = cgan.noise(2000, 100, seed=seed)
        quiet, whole = (
            evaluation.precision_recall(
                judge.features(reader, best.generate(asked, z=z * np.float32(k))),
                real_features,
            )
            for k in (0.5, 1)
        )
        gains.append(np.subtract(quiet, whole))
    precision, recall = np.mean(gains, axis=0)
    assert precision > 0.005
    assert recall < -0.05


def test_judge_doubts_the_halves_that_are_least_like_real_digits(best, real_features):
    reader, shares = judge.load_judge(), np.zeros((300, 10))
    shares[:, [3, 8]] = 0.5
    halves = latent.mix_labels(best.generator, shares, cgan.noise(300, 100, seed=6))
    sure = softmax(reader(halves * 2 - 1).numpy(), axis=1).max(axis=1)
    order = np.argsort(sure)
    assert sure[order[:8]].max() < 0.7
    assert np.mean(sure > 0.9) > 0.7
    doubtful, certain = (
        evaluation.precision_recall(
            judge.features(reader, halves[part]), real_features
        )[0]
        for part in (order[:100], order[-100:])
    )
    assert certain > doubtful + 0.1


def test_walk_is_smooth_in_a_generator_that_has_learned_nothing():
    keras.utils.set_random_seed(0)
    untrained = recipes.build(recipes.BEST)
    z0, z1 = cgan.noise(2, z_dim=100, seed=34)
    images = untrained.generate([3] * 9, z=np.linspace(z0, z1, 9))
    steps = np.linalg.norm(np.diff(images, axis=0).reshape(8, -1), axis=1)
    assert steps.max() < 0.5 * np.linalg.norm(images[-1] - images[0])
