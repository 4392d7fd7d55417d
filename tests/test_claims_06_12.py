"""What notebooks 06 and 12 claim, measured again in another way than they do it.

Each of these claims stands where the text once said something that a measurement overturned.
"""

import dataclasses

from cgan_lib import classic, data, losses, recipes

import keras
import numpy as np
import pytest
import tensorflow as tf


def fresh_copy(network):
    copy = keras.models.clone_model(network)
    copy.set_weights(network.get_weights())
    return copy


def share_right(name, mixed, count=640):
    """In how many real pairs and fakes D is right, with the statistics of each batch of 32."""
    model = recipes.load_trained(name)
    images, labels = data.load_mnist("train")
    pictures = np.concatenate(
        [data.scale(images[:count]), model.generate(labels[:count], seed=2) * 2 - 1]
    )
    y = np.tile(labels[:count], 2)[:, np.newaxis]
    order = np.arange(2 * count)
    if mixed:
        order = order.reshape(2, -1).T.ravel()
    d, right = fresh_copy(model.discriminator), []
    for batch in order.reshape(-1, 32):
        real = d([pictures[batch], y[batch]], training=True).numpy()[:, 0] > 0
        right.append(real == (batch < count))
    return np.mean(right)


@pytest.mark.parametrize(("name", "lead"), [("classroom", 0.83), ("book", 0.93)])
def test_much_of_the_lead_of_a_discriminator_is_its_company(name, lead):
    run = recipes.load_run(name)
    recorded = np.mean([run[f"d_accuracy_{kind}"][-5:] for kind in ("real", "fake")])
    assert recorded == pytest.approx(lead, abs=0.01)
    assert share_right(name, mixed=False) > 0.8
    assert share_right(name, mixed=True) < 0.75


def spread(run, moment):
    pictures = run["pictures"][list(run["picture_iterations"]).index(moment)] / 255
    return pictures.std(axis=0).mean()


def test_loss_of_the_generator_rises_while_obedience_does():
    for name, low, end in (("classroom", 1000, 3000), ("book", 6000, 12000)):
        run = recipes.load_run(name)
        values = [
            (
                run["g_loss"][list(run["iterations"]).index(moment)],
                run["obedience"][list(run["picture_iterations"]).index(moment)],
            )
            for moment in (low, end)
        ]
        assert values[1][0] > values[0][0] + 0.5
        assert values[1][1] > values[0][1]


def test_book_draws_one_picture_for_all_labels_for_1400_iterations():
    run = recipes.load_run("book")
    assert max(spread(run, moment) for moment in range(0, 1401, 200)) < 0.04
    assert spread(run, 1600) > 0.08


def test_checkerboard_is_gone_by_iteration_800():
    run = recipes.load_run("classroom")

    def unevenness(moment):
        place = list(run["picture_iterations"]).index(moment)
        inner = run["pictures"][place][:, 2:-2, 2:-2] / 255
        kinds = [inner[:, r::2, c::2].mean() for r in (0, 1) for c in (0, 1)]
        return max(kinds) / min(kinds)

    assert unevenness(100) > 3
    assert unevenness(300) > 1.3
    assert unevenness(800) < 1.1


def ten_differ(quiet, iterations=150):
    """How much ten digits differ in training when one table, or none, whispers."""
    tables = {"generator": "label_as_vector", "discriminator": "label_as_picture"}
    model = recipes.build(dataclasses.replace(recipes.CLASSROOM, average=None, seed=1))
    if quiet is not None:
        table = getattr(model, quiet).get_layer(tables[quiet]).embeddings
        table.assign(keras.random.uniform(table.shape, -0.05, 0.05, seed=3))
    images, labels = data.load_mnist("train")
    batches = data.batches(data.scale(images[:6000]), labels[:6000], 32, seed=1)
    model.fit(batches, steps_per_epoch=iterations, verbose=0)
    z = np.random.default_rng(5).standard_normal((10, 100), dtype="float32")
    drawn = model.generator([z, np.arange(10)[:, np.newaxis]], training=True)
    return data.unscale(drawn.numpy()).std(axis=0).mean()


def test_whisper_that_delays_the_digits_is_the_generators():
    neither, of_g, of_d = map(ten_differ, (None, "generator", "discriminator"))
    assert of_g < 0.6 * neither
    assert of_d > 0.8 * neither


SMALL = dataclasses.replace(
    recipes.BOOK,
    generator_filters=(64, 32, 16),
    discriminator_filters=(32, 32, 64),
)


def test_discriminator_of_the_old_loop_finds_the_fakes_of_its_own_turn_only():
    images, labels = data.load_mnist("train")
    x, labels = data.scale(images[:3000]), labels[:3000]
    models = classic.compile_classic(SMALL)
    classic.train(models, x, labels, iterations=40, seed=1)
    z = np.random.default_rng(7).standard_normal((64, 100), dtype="float32")
    y, believed = labels[:64, np.newaxis], {}
    d = models.discriminator
    d.trainable = True
    for g_learns in (False, True):
        fakes = models.generator([z, y], training=g_learns).numpy()
        believed[g_learns] = float(np.mean(d([fakes, y], training=True)))
    assert believed[False] < 0.1
    assert believed[True] > 0.5


def step(adam, network, loss_of, *inputs):
    with tf.GradientTape() as tape:
        loss = loss_of(*inputs)
    weights = network.trainable_variables
    adam.apply(tape.gradient(loss, weights), weights)


def loop(recipe, pairs, noises, as_the_book):
    """Iterations in plain lines, in the book's way or in ours; all weights after them."""
    keras.utils.set_random_seed(recipe.seed)
    g, d = recipes.build_networks(recipe)
    g_adam, d_adam = recipes.adam(recipe), recipes.adam(recipe)
    cross_entropy = losses.binary_cross_entropy

    def on_real(x, y, _):
        return cross_entropy(1.0, d([x, y], training=True))

    def on_fakes(_, y, fakes):
        return cross_entropy(0.0, d([fakes, y], training=True))

    def on_both(*inputs):
        return (on_real(*inputs) + on_fakes(*inputs)) / 2

    def on_fresh(z, y):
        fakes = g([z, y], training=True)
        return cross_entropy(1.0, d([fakes, y], training=not as_the_book))

    for (x, y), (z, fresh_z, fresh_y) in zip(pairs, noises, strict=True):
        x, y = tf.constant(x), tf.reshape(y, (-1, 1))
        fakes = g([tf.constant(z), y], training=not as_the_book)
        for turn in (on_real, on_fakes) if as_the_book else (on_both,):
            step(d_adam, d, turn, x, y, fakes)
        step(g_adam, g, on_fresh, tf.constant(fresh_z), tf.constant(fresh_y))
    return g.get_weights() + d.get_weights()


def kernels(weights):
    return np.concatenate([w.ravel() for w in weights if np.ndim(w) > 1])


def test_listed_differences_between_the_books_loop_and_ours_are_all():
    images, labels = data.load_mnist("train")
    x, labels = data.scale(images[:256]), labels[:256]
    pairs = list(data.batches(x, labels, 32, seed=0).take(1).as_numpy_iterator())
    seeds, noises = keras.random.SeedGenerator(SMALL.seed), []
    for _ in pairs:
        z = keras.random.normal((32, 100), seed=seeds).numpy()
        fresh_y = keras.random.randint((32, 1), 0, 10, seed=seeds).numpy()
        noises.append((z, keras.random.normal((32, 100), seed=seeds).numpy(), fresh_y))

    ours = recipes.build(SMALL)
    ours.fit(data.batches(x, labels, 32, seed=0), steps_per_epoch=1, verbose=0)
    theirs = classic.compile_classic(SMALL)
    for (real, y), (z, fresh_z, fresh_y) in zip(pairs, noises, strict=True):
        theirs.discriminator_turn(real, y, z)
        theirs.generator_turn(fresh_z, fresh_y)

    ends = [
        kernels(model.generator.get_weights() + model.discriminator.get_weights())
        for model in (ours, theirs)
    ]
    plain = [kernels(loop(SMALL, pairs, noises, as_book)) for as_book in (False, True)]
    apart = np.abs(np.subtract(*ends)).mean()
    for end, by_hand in zip(ends, plain, strict=True):
        assert np.abs(end - by_hand).mean() < 0.1 * apart


def test_frozen_batchnorm_answers_in_use_even_when_asked_in_training():
    layer, x = keras.layers.BatchNormalization(), np.float32([[3], [5]])
    layer(x, training=False)
    assert np.abs(layer(x, training=True).numpy()).max() == pytest.approx(1, abs=0.01)
    layer.trainable = False
    in_use = layer(x, training=False).numpy()
    np.testing.assert_array_equal(layer(x, training=True).numpy(), in_use)
    assert in_use.min() > 2


def test_third_run_of_12_is_no_test_of_a_scaling_rule():
    fast, k = recipes.FAST, 4
    assert 1 - k * (1 - fast.beta_1) == -1
    with pytest.raises(ValueError, match="beta_1"):
        dataclasses.replace(fast, beta_1=-1.0)
    rates = []
    for iterations, factor in ((400, 1), (100, 2)):
        recipe = dataclasses.replace(
            fast, iterations=iterations, learning_rate=factor * fast.learning_rate
        )
        rates.append(recipes.adam(recipe)._learning_rate)  # the schedule itself
    in_pairs = [float(rates[0](200)), float(rates[1](50))]  # after half of the pairs
    assert in_pairs[1] == pytest.approx(2 * in_pairs[0])
    a_step = [-float(rate(1) - rate(0)) for rate in rates]
    assert a_step[1] == pytest.approx(8 * a_step[0], rel=1e-3)
