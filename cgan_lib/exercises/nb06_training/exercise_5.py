"""06.5 One iteration."""

from cgan_lib import losses
from cgan_lib.exercises.exercise import Exercise, WrongFormError
from cgan_lib.exercises.nb06_training.networks import one_number, tiny_networks, watch
from cgan_lib.language import phrase

import keras
import tensorflow as tf


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
        return move(*d_turn()), move(*g_turn())

    return answer


def iteration_losses_exchanged(*arguments):
    """the networks move as they should; return D's loss first, then G's."""
    return iteration(*arguments)[::-1]


def iteration_losses_after(x, y, z, fresh_y, fresh_z, g, d, *optimizers):
    """the networks move as they should; return the losses from before the moves."""
    iteration(x, y, z, fresh_y, fresh_z, g, d, *optimizers)
    d_loss = losses.discriminator_loss(d([x, y]), d([g([z, y]), y]))
    return d_loss, losses.generator_loss(d([g([fresh_z, fresh_y]), fresh_y]))


def iteration_optimizers_exchanged(*arguments):
    """each network moves by the other's optimiser."""
    *others, g_optimizer, d_optimizer = arguments
    return iteration(*others, d_optimizer, g_optimizer)


def iteration_one_optimizer(*arguments):
    """G's optimiser moves D too; each player has its own."""
    *others, g_optimizer, _ = arguments
    return iteration(*others, g_optimizer, g_optimizer)


def iteration_fakes_outside(x, y, z, fresh_y, fresh_z, g, d, g_optimizer, d_optimizer):
    """in G's turn the tape does not see G draw: draw the fresh fakes inside its `with`."""
    with tf.GradientTape() as tape:
        d_loss = losses.discriminator_loss(d([x, y]), d([g([z, y]), y]))
    weights = d.trainable_variables
    d_optimizer.apply(tape.gradient(d_loss, weights), weights)
    fakes = g([fresh_z, fresh_y])
    with tf.GradientTape() as tape:
        g_loss = losses.generator_loss(d([fakes, fresh_y]))
    weights = g.trainable_variables
    g_optimizer.apply(tape.gradient(g_loss, weights), weights)
    return d_loss, g_loss


def iteration_cases(random):
    cases = []
    for count, z_dim, width in ((5, 3, 4), (7, 2, 6)):
        x = random.uniform(-1, 1, size=(count, width)).astype("float32")
        z, fresh_z = random.normal(size=(2, count, z_dim)).astype("float32")
        y = random.integers(6, size=(count, 1))
        fresh_y = (y + random.integers(1, 6, size=(count, 1))) % 6
        cases.append((x, y, z, fresh_y, fresh_z))
    return cases


def look_at_iteration(answer, x, y, z, fresh_y, fresh_z):
    g, d = tiny_networks(z.shape[1], x.shape[1])
    of_g, of_d = watch(g), watch(d)
    learn = [len(network.trainable_variables) for network in (g, d)]
    optimizers = keras.optimizers.SGD(0.5), keras.optimizers.SGD(0.3)
    case = map(tf.constant, (x, y, z, fresh_y, fresh_z))
    result = answer(*case, g, d, *optimizers)
    (g_step, g_way), (d_step, d_way) = of_g(), of_d()
    if result is None and not g_step + d_step:
        return None
    try:
        d_loss, g_loss = result
    except Exception:
        raise WrongFormError(
            phrase("it should return two things, d_loss and g_loss.")
        ) from None
    if learn != [len(network.trainable_variables) for network in (g, d)]:
        raise WrongFormError(phrase("a network is left with `trainable` switched off."))
    return (
        *(phrase("D's loss"), one_number(d_loss)),
        *(phrase("D's step (length, direction)"), d_step, d_way),
        *(phrase("G's loss"), one_number(g_loss)),
        *(phrase("G's step (length, direction)"), g_step, g_way),
    )


EXERCISE = Exercise(
    title="One iteration",
    difficulty="stretch",
    minutes=20,
    solution=iteration,
    cases=iteration_cases,
    observe=look_at_iteration,
    seconds=20,
    mistakes=(
        (
            _iteration(turns="together"),
            "both gradients were taken before anyone moved; G should face the D that moved.",
        ),
        (_iteration(turns="GD"), "G had its turn first; D begins."),
        (
            _iteration(judged_as=lambda y, y_of_g: y),
            "in G's turn D gets the fakes under the labels of the real pairs.",
        ),
        iteration_losses_after,
        (
            _iteration(noise=lambda z, y, fz, fy: ((fz, fy), (z, y))),
            "noise and labels of the two turns have changed places.",
        ),
        (
            _iteration(noise=lambda z, y, fz, fy: ((z, fy), (fz, fy))),
            "in D's turn the fakes are for the *same* labels as the real pairs.",
        ),
        (
            _iteration(claimed=lambda y, fresh_y: fresh_y),
            "in D's turn D gets the fakes under another label than G got.",
        ),
        (
            _iteration(
                g_loss_of=lambda logits: losses.binary_cross_entropy(0.0, logits)
            ),
            "G learns to have its fakes called fake; it wants the opposite.",
        ),
        (
            _iteration(
                g_loss_of=lambda logits: -losses.binary_cross_entropy(0.0, logits)
            ),
            "that is the minimax loss for G; the course uses the non-saturating one.",
        ),
        (
            _iteration(lambda real, fake: _d_loss(fake, real)),
            "D learns to call real pairs fake, and fakes real.",
        ),
        (
            _iteration(lambda real, fake: losses.binary_cross_entropy(1.0, real)),
            "D learns from the real pairs only.",
        ),
        (
            _iteration(lambda real, fake: losses.binary_cross_entropy(0.0, fake)),
            "D learns from the fakes only.",
        ),
        (
            _iteration(also_g_in_d_turn=True),
            "in D's turn G moves too, to where D wants it.",
        ),
        (
            _iteration(also_d_in_g_turn=True),
            "in G's turn D moves too, to where G wants it.",
        ),
        iteration_losses_exchanged,
        iteration_optimizers_exchanged,
        iteration_one_optimizer,
        iteration_fakes_outside,
    ),
    hints=(
        "Two tapes, one for each turn. G's tape must see G make its fakes.",
        "D's turn: `x` with `y`, and fakes from `z` with `y`. Then D moves.",
        "G's turn: fakes from `fresh_z` with `fresh_y`, judged by the D that has moved.",
    ),
    follows="Repeat this 12,000 times with larger networks, and it is the book's training.",
)
