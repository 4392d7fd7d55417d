"""Exercises of notebook 06_training."""

import functools

from cgan_lib import losses, recipes
from cgan_lib.exercises.exercise import Exercise

import keras
import numpy as np
import tensorflow as tf
from keras import layers

# 06.1 How often does D see each digit?


def passes_over_the_data():
    return 3_000 * 32 / 60_000


# 06.2 A calmer G


def running_average(weights, momentum):
    average = weights[0]
    for new in weights[1:]:
        average = momentum * average + (1 - momentum) * new
    return average


def running_average_exchanged(weights, momentum):
    return running_average(weights, 1 - momentum)


def running_average_from_zero(weights, momentum):
    return running_average(np.concatenate([0 * weights[:1], weights]), momentum)


def running_average_first_twice_last_not(weights, momentum):
    return running_average(weights[:-1], momentum)


def running_average_plain_mean(weights, momentum):
    return weights.mean(axis=0)


def running_average_all(weights, momentum):
    steps = range(1, len(weights) + 1)
    return np.stack([running_average(weights[:step], momentum) for step in steps])


def running_average_of_numbers(weights, momentum):
    return running_average(weights.mean(axis=1), momentum)


def running_average_not_shared(weights, momentum):
    average = weights[0]
    for new in weights[1:]:
        average = momentum * average + new
    return average


def running_average_last_two(weights, momentum):
    return momentum * weights[-2] + (1 - momentum) * weights[-1]


def running_average_first_and_last(weights, momentum):
    return momentum * weights[0] + (1 - momentum) * weights[-1]


def running_average_backwards(weights, momentum):
    return running_average(weights[::-1], momentum)


def running_average_cases(random):
    return [
        (random.normal(size=(steps, width)), momentum)
        for steps, width, momentum in ((4, 3, 0.9), (6, 2, 0.7), (3, 5, 0.8))
    ]


# 06.3 and 06.4: two tiny networks, with the same weights each time


def tiny_networks(z_dim, width, num_classes=6):
    """G and D for 'images' of `width` numbers."""
    z, label = keras.Input((z_dim,)), keras.Input((1,), dtype="int32")
    row = layers.Flatten()(layers.Embedding(num_classes, z_dim)(label))
    fake = layers.Dense(width, activation="tanh")(layers.Multiply()([z, row]))
    image = keras.Input((width,))
    row = layers.Flatten()(layers.Embedding(num_classes, width)(label))
    h = layers.Concatenate()([image, row])
    h = layers.Dense(4, activation="leaky_relu")(h)
    networks = (
        keras.Model([z, label], fake),
        keras.Model([image, label], layers.Dense(1)(h)),
    )
    random = np.random.default_rng(0)
    for network in networks:
        network.set_weights(
            [random.normal(0, 0.7, w.shape) for w in network.get_weights()]
        )
    return networks


def watch(network):
    """A function that says how far the network has moved, and in which direction."""
    before = np.concatenate([w.ravel() for w in network.get_weights()])
    direction = np.random.default_rng(1).normal(size=before.shape)

    def moved():
        after = np.concatenate([w.ravel() for w in network.get_weights()])
        step = (after - before).astype("float64")
        numbers = np.linalg.norm(step), direction @ step
        return tuple(round(float(number), 5) for number in numbers)

    return moved


def remembered(look):
    """`look`, which looks only once at each case of an answer from this module."""
    outcomes = {}

    @functools.wraps(look)
    def look_once(answer, *case):
        if getattr(answer, "__module__", None) != __name__:
            return look(answer, *case)
        key = (answer, *(part.tobytes() for part in case))
        if key not in outcomes:
            outcomes[key] = look(answer, *case)
        return outcomes[key]

    return look_once


def one_number(loss):
    number = np.asarray(loss)
    if number.shape or number.dtype.kind not in "fi":
        raise TypeError("a loss that it returns is not a single number.")
    return round(float(number), 5)


# 06.3 Repair G's turn


def generator_turn(z, y, g, d, g_optimizer):
    with tf.GradientTape() as tape:
        fakes = g([z, y], training=True)
        g_loss = losses.generator_loss(d([fakes, y], training=True))
    weights = g.trainable_variables
    g_optimizer.apply(tape.gradient(g_loss, weights), weights)
    return g_loss


def generator_turn_planted(z, y, g, d, g_optimizer):
    with tf.GradientTape() as tape:
        fakes = g([z, y], training=True)
        g_loss = losses.generator_loss(d([fakes, y], training=True))
    weights = g.trainable_variables + d.trainable_variables
    g_optimizer.apply(tape.gradient(g_loss, weights), weights)
    return g_loss


def _generator_turn(loss=losses.generator_loss, of=lambda g, d: g):
    """A turn with another loss, or in which another network moves."""

    def turn(z, y, g, d, g_optimizer):
        with tf.GradientTape() as tape:
            g_loss = loss(d([g([z, y]), y]))
        weights = of(g, d).trainable_variables
        g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return g_loss

    return turn


def generator_turn_nobody_moves(z, y, g, d, g_optimizer):
    return losses.generator_loss(d([g([z, y]), y]))


def generator_turn_freezes_d(z, y, g, d, g_optimizer):
    d.trainable = False
    return generator_turn_planted(z, y, g, d, g_optimizer)


def generator_turn_takes_d_back(z, y, g, d, g_optimizer):
    """G moves, and D's weights are moved against the gradient that was asked for."""
    with tf.GradientTape() as tape:
        g_loss = losses.generator_loss(d([g([z, y]), y]))
    players = g.trainable_variables, d.trainable_variables
    of_g, of_d = tape.gradient(g_loss, players)
    weights = [*players[0], *players[1]]
    g_optimizer.apply([*of_g, *(-slope for slope in map(_dense, of_d))], weights)
    return g_loss


def _dense(gradient):
    return tf.convert_to_tensor(gradient)


generator_turn_d_moves = _generator_turn(of=lambda g, d: d)
generator_turn_target_fake = _generator_turn(
    lambda logits: losses.binary_cross_entropy(0.0, logits)
)
generator_turn_upwards = _generator_turn(
    lambda logits: -losses.binary_cross_entropy(1.0, logits)
)
generator_turn_minimax = _generator_turn(
    lambda logits: -losses.binary_cross_entropy(0.0, logits)
)


def generator_turn_cases(random):
    cases = []
    for count, z_dim in ((5, 3), (8, 2)):
        z = random.normal(size=(count, z_dim)).astype("float32")
        cases.append((z, random.integers(6, size=(count, 1))))
    return cases


@remembered
def look_at_generator_turn(turn, z, y):
    g, d = tiny_networks(z.shape[1], 4)
    of_g, of_d, learns = watch(g), watch(d), len(d.trainable_variables)
    z, y = map(tf.constant, (z, y))
    loss = turn(z, y, g, d, keras.optimizers.SGD(0.5))
    (g_step, g_way), (d_step, d_way) = of_g(), of_d()
    if loss is None and g_step + d_step:
        raise TypeError("it returns None; keep `return g_loss` at the end.")
    if loss is None:
        return None
    able = "can learn" if len(d.trainable_variables) == learns else "is frozen for good"
    return (
        *("G's step", g_step, "D's step", d_step, "loss", one_number(loss)),
        *(f"D {able}", "the direction of G's step", g_way),
        *("the direction of D's step", d_way),
    )


# 06.4 When was G's loss lowest?


def lowest_g_loss():
    run = recipes.load_run("classroom")
    return int(run["iterations"][np.argmin(run["g_loss"])])


# 06.5 One iteration


def iteration(x, y, z, fresh_y, fresh_z, g, d, g_optimizer, d_optimizer):
    fakes = g([z, y], training=True)
    with tf.GradientTape() as tape:
        on_real, on_fake = d([x, y], training=True), d([fakes, y], training=True)
        d_loss = losses.discriminator_loss(on_real, on_fake)
    weights = d.trainable_variables
    d_optimizer.apply(tape.gradient(d_loss, weights), weights)

    with tf.GradientTape() as tape:
        fakes = g([fresh_z, fresh_y], training=True)
        g_loss = losses.generator_loss(d([fakes, fresh_y], training=True))
    weights = g.trainable_variables
    g_optimizer.apply(tape.gradient(g_loss, weights), weights)
    return d_loss, g_loss


def _d_loss(on_real, on_fake):
    return losses.discriminator_loss(on_real, on_fake)


def _iteration(
    d_loss_of=_d_loss,
    g_loss_of=losses.generator_loss,
    noise=lambda z, y, fresh_z, fresh_y: ((z, y), (fresh_z, fresh_y)),
    turns="DG",
    also_g_in_d_turn=False,
    also_d_in_g_turn=False,
    claimed=lambda y, fresh_y: y,
    judged_as=lambda y, y_of_g: y_of_g,
):
    """An iteration in which something may be otherwise than it should be."""

    def answer(x, y, z, fresh_y, fresh_z, g, d, g_optimizer, d_optimizer):
        (z_of_d, y_of_d), (z_of_g, y_of_g) = noise(z, y, fresh_z, fresh_y)

        def d_turn():
            with tf.GradientTape() as tape:
                fakes = g([z_of_d, y_of_d])
                on_fake = d([fakes, claimed(y_of_d, fresh_y)])
                loss = d_loss_of(d([x, y]), on_fake)
            weights = d.trainable_variables
            weights = weights + also_g_in_d_turn * g.trainable_variables
            return loss, weights, tape.gradient(loss, weights), d_optimizer

        def g_turn():
            with tf.GradientTape() as tape:
                loss = g_loss_of(d([g([z_of_g, y_of_g]), judged_as(y, y_of_g)]))
            weights = g.trainable_variables
            weights = weights + also_d_in_g_turn * d.trainable_variables
            return loss, weights, tape.gradient(loss, weights), g_optimizer

        def move(loss, weights, gradients, optimizer):
            optimizer.apply(gradients, weights)
            return loss

        if turns == "together":
            of_d, of_g = d_turn(), g_turn()
            return move(*of_d), move(*of_g)
        if turns == "GD":
            g_loss = move(*g_turn())
            return move(*d_turn()), g_loss
        d_loss = move(*d_turn()) if "D" in turns else d_turn()[0]
        g_loss = move(*g_turn()) if "G" in turns else g_turn()[0]
        return d_loss, g_loss

    return answer


iteration_together = _iteration(turns="together")
iteration_g_first = _iteration(turns="GD")
iteration_d_only = _iteration(turns="D")
iteration_g_only = _iteration(turns="G")
iteration_same_noise = _iteration(noise=lambda z, y, fz, fy: ((z, y), (z, y)))
iteration_same_labels = _iteration(noise=lambda z, y, fz, fy: ((z, y), (fz, y)))
iteration_noise_exchanged = _iteration(noise=lambda z, y, fz, fy: ((fz, fy), (z, y)))
iteration_fresh_labels_for_d = _iteration(
    noise=lambda z, y, fz, fy: ((z, fy), (fz, fy))
)
iteration_claims_another_label = _iteration(claimed=lambda y, fresh_y: fresh_y)
iteration_judged_as_another_label = _iteration(judged_as=lambda y, y_of_g: y)
iteration_nobody_moves = _iteration(turns="")
iteration_g_target_fake = _iteration(
    g_loss_of=lambda logits: losses.binary_cross_entropy(0.0, logits)
)
iteration_minimax = _iteration(
    g_loss_of=lambda logits: -losses.binary_cross_entropy(0.0, logits)
)
iteration_d_reversed = _iteration(lambda real, fake: _d_loss(fake, real))
iteration_d_not_halved = _iteration(lambda real, fake: 2 * _d_loss(real, fake))
iteration_d_real_only = _iteration(
    lambda real, fake: losses.binary_cross_entropy(1.0, real)
)
iteration_d_fakes_only = _iteration(
    lambda real, fake: losses.binary_cross_entropy(0.0, fake)
)
iteration_g_moves_in_d_turn = _iteration(also_g_in_d_turn=True)
iteration_d_moves_in_g_turn = _iteration(also_d_in_g_turn=True)


def iteration_losses_exchanged(*arguments):
    return iteration(*arguments)[::-1]


def iteration_losses_after(x, y, z, fresh_y, fresh_z, g, d, *optimizers):
    iteration(x, y, z, fresh_y, fresh_z, g, d, *optimizers)
    d_loss = losses.discriminator_loss(d([x, y]), d([g([z, y]), y]))
    return d_loss, losses.generator_loss(d([g([fresh_z, fresh_y]), fresh_y]))


def iteration_cases(random):
    cases = []
    for count, z_dim, width in ((5, 3, 4), (7, 2, 6)):
        x = random.uniform(-1, 1, size=(count, width)).astype("float32")
        z, fresh_z = random.normal(size=(2, count, z_dim)).astype("float32")
        y = random.integers(6, size=(count, 1))
        fresh_y = (y + random.integers(1, 6, size=(count, 1))) % 6
        cases.append((x, y, z, fresh_y, fresh_z))
    return cases


@remembered
def look_at_iteration(answer, x, y, z, fresh_y, fresh_z):
    g, d = tiny_networks(z.shape[1], x.shape[1])
    of_g, of_d = watch(g), watch(d)
    learn = [len(network.trainable_variables) for network in (g, d)]
    optimizers = keras.optimizers.SGD(0.5), keras.optimizers.SGD(0.5)
    case = map(tf.constant, (x, y, z, fresh_y, fresh_z))
    result = answer(*case, g, d, *optimizers)
    (g_step, g_way), (d_step, d_way) = of_g(), of_d()
    if result is None and not g_step + d_step:
        return None
    try:
        d_loss, g_loss = result
    except Exception:
        raise TypeError("it should return two things, d_loss and g_loss.") from None
    if learn != [len(network.trainable_variables) for network in (g, d)]:
        raise RuntimeError("a network is left with `trainable` switched off.")
    return (
        *("D's step", d_step, "G's step", g_step),
        *("D's loss", one_number(d_loss), "G's loss", one_number(g_loss)),
        *("the direction of D's step", d_way, "the direction of G's step", g_way),
    )


EXERCISES = {
    "06.1": Exercise(
        title="How often does D see each digit?",
        difficulty="warm-up",
        minutes=2,
        solution=passes_over_the_data,
        tolerance=0.01,
        mistakes=(
            (1, "the last pass is not a whole one; give the part of it too."),
            (0.05, "each iteration shows a whole batch, not one digit."),
            (94, "3,000 is the number of iterations, each with a batch of 32."),
            (1875, "that is how many iterations one pass over the data takes."),
            (30, "that is how often Keras reports; the question is about the data."),
            (
                96_000,
                "that is how many pictures it sees; divide by the 60,000 different ones.",
            ),
            (3.2, "the fakes are not taken from the data; count the real pairs only."),
            (3_000, "one iteration is one batch, not one pass over the data."),
            (
                20,
                "that is digits for each iteration; how many pictures does D see in all?",
            ),
        ),
        hints=(
            "How many real pictures does D see in 3,000 iterations?",
            "Divide this number by how many different pictures there are.",
        ),
        follows="So D has seen each digit once or twice, and G none of them, ever.",
    ),
    "06.2": Exercise(
        title="A calmer G",
        difficulty="core",
        minutes=6,
        solution=running_average,
        cases=running_average_cases,
        mistakes=(
            (
                running_average_exchanged,
                "`momentum` is the share of the old average, not of the new weights.",
            ),
            (
                running_average_from_zero,
                "your average begins at 0; it should begin as the first row.",
            ),
            (
                running_average_first_twice_last_not,
                "the last row is missing: your loop ends too early.",
            ),
            (
                running_average_plain_mean,
                "that is the plain mean; here newer rows count for more or less.",
            ),
            (
                running_average_all,
                "these are the averages after each iteration; return the last one.",
            ),
            (
                running_average_of_numbers,
                "you mixed the weights of a row; each weight has its own average.",
            ),
            (
                running_average_not_shared,
                "the new weights count in full here; the two shares should add up to 1.",
            ),
            (
                running_average_last_two,
                "that mixes the last two rows only; carry the average on from row to row.",
            ),
            (
                running_average_first_and_last,
                "your average is not carried on: each row is mixed with the first one.",
            ),
            (
                running_average_backwards,
                "your loop runs from the last row to the first.",
            ),
        ),
        hints=(
            "Begin with `average = weights[0]`. What happens to it when row 1 comes?",
            "A loop over `weights[1:]`; each time the average is replaced by a mixture.",
            "The mixture: `momentum` times the average, `1 - momentum` times the new row.",
        ),
        follows="With the classroom's 0.995, the last 200 iterations make up 63 % of the average.",
    ),
    "06.3": Exercise(
        title="Repair G's turn",
        difficulty="core",
        minutes=5,
        solution=generator_turn,
        cases=generator_turn_cases,
        observe=look_at_generator_turn,
        planted=generator_turn_planted,
        seconds=20,
        mistakes=(
            (
                generator_turn_d_moves,
                "now only D moves, to where G wants it; it is G's turn.",
            ),
            (
                generator_turn_nobody_moves,
                "now nobody moves: the optimiser is not asked to apply anything.",
            ),
            (
                generator_turn_freezes_d,
                "D stands still now, but for good: it cannot learn in its own turn either.",
            ),
            (
                generator_turn_takes_d_back,
                "D still moves, only the other way; it should not move at all.",
            ),
            (
                generator_turn_target_fake,
                "only G moves, but towards what D calls fake: the loss is another now.",
            ),
            (
                generator_turn_upwards,
                "only G moves, but its loss rises: a sign is wrong.",
            ),
            (
                generator_turn_minimax,
                "only G moves, but the loss is the minimax one now; leave it as it was.",
            ),
        ),
        hints=(
            "The loss is right. Who is it that the optimiser moves?",
            "D takes part in the computation, inside the tape. Must it be in `weights`?",
        ),
        follows="With the fault G's loss fell even faster, because D helped it.",
    ),
    "06.4": Exercise(
        title="When was G's loss lowest?",
        difficulty="core",
        minutes=5,
        solution=lowest_g_loss,
        mistakes=(
            (
                9,
                "that is the place in the record; `iterations` says which iteration it is.",
            ),
            (10, "count in iterations: the record has one line for each 100."),
            (100, "there G's loss is highest."),
            (3000, "that is the end; G's loss has risen again by then."),
            (6300, "that is the book's run; take the classroom's."),
            (
                900,
                "near: one entry too early. The first entry is that of iteration 100.",
            ),
            (1.749, "that is G's lowest loss; the question is at which iteration."),
            (800, "there D's loss is highest; look at `g_loss`."),
            (2900, "there D's loss is lowest; look at `g_loss`."),
        ),
        hints=(
            '`run = recipes.load_run("classroom")` holds `run["g_loss"]` and more.',
            "`np.argmin` gives the place of the lowest number.",
            'The same place in `run["iterations"]` is the answer.',
        ),
        follows="Compare its digits above with those of iteration 3000: the loss is no mark.",
    ),
    "06.5": Exercise(
        title="One iteration",
        difficulty="stretch",
        minutes=20,
        solution=iteration,
        cases=iteration_cases,
        observe=look_at_iteration,
        seconds=20,
        mistakes=(
            (
                iteration_together,
                "both gradients were taken before anyone moved; G should face the D that moved.",
            ),
            (iteration_g_first, "G had its turn first; D begins."),
            (iteration_d_only, "G never moves."),
            (iteration_g_only, "D never moves."),
            (iteration_nobody_moves, "the losses are there, but nobody moves."),
            (
                iteration_judged_as_another_label,
                "in G's turn D gets the fakes under the labels of the real pairs.",
            ),
            (
                iteration_losses_after,
                "the networks move as they should; return the losses from before the moves.",
            ),
            (
                iteration_same_noise,
                "G's turn takes the noise and the labels of D's turn once more.",
            ),
            (
                iteration_same_labels,
                "G's turn has fresh noise, but still the labels of D's turn.",
            ),
            (
                iteration_noise_exchanged,
                "noise and labels of the two turns have changed places.",
            ),
            (
                iteration_fresh_labels_for_d,
                "in D's turn the fakes are for the *same* labels as the real pairs.",
            ),
            (
                iteration_claims_another_label,
                "in D's turn D gets the fakes under another label than G got.",
            ),
            (
                iteration_g_target_fake,
                "G learns to have its fakes called fake; it wants the opposite.",
            ),
            (
                iteration_minimax,
                "that is the minimax loss for G; the course uses the non-saturating one.",
            ),
            (
                iteration_d_reversed,
                "D learns to call real pairs fake, and fakes real.",
            ),
            (
                iteration_d_not_halved,
                "D's loss is the average of its two halves, not their sum.",
            ),
            (iteration_d_real_only, "D learns from the real pairs only."),
            (iteration_d_fakes_only, "D learns from the fakes only."),
            (
                iteration_g_moves_in_d_turn,
                "in D's turn G moves too, to where D wants it.",
            ),
            (
                iteration_d_moves_in_g_turn,
                "in G's turn D moves too, to where G wants it.",
            ),
            (
                iteration_losses_exchanged,
                "the networks move as they should; return D's loss first, then G's.",
            ),
        ),
        hints=(
            "Two tapes, one for each turn. G's tape must see G make its fakes.",
            "D's turn: `x` with `y`, and fakes from `z` with `y`. Then D moves.",
            "G's turn: fakes from `fresh_z` with `fresh_y`, judged by the D that has moved.",
        ),
        follows="Repeat this 12,000 times with larger networks, and it is the book's training.",
    ),
}
