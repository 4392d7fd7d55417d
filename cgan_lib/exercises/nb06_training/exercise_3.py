"""06.3 Repair G's turn."""

from cgan_lib import losses
from cgan_lib.exercises.exercise import Exercise, WrongFormError
from cgan_lib.exercises.nb06_training.networks import one_number, tiny_networks, watch
from cgan_lib.language import phrase

import keras
import tensorflow as tf


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


def _generator_turn(loss):
    """A turn with another loss."""

    def turn(z, y, g, d, g_optimizer):
        with tf.GradientTape() as tape:
            g_loss = loss(d([g([z, y]), y]))
        weights = g.trainable_variables
        g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return g_loss

    return turn


def generator_turn_freezes_d(z, y, g, d, g_optimizer):
    """D stands still now, but for good: it cannot learn in its own turn either."""
    d.trainable = False
    return generator_turn_planted(z, y, g, d, g_optimizer)


def generator_turn_fakes_outside(z, y, g, d, g_optimizer):
    """the tape does not see G draw: draw the fakes inside its `with`."""
    fakes = g([z, y], training=True)
    with tf.GradientTape() as tape:
        g_loss = losses.generator_loss(d([fakes, y], training=True))
    weights = g.trainable_variables
    g_optimizer.apply(tape.gradient(g_loss, weights), weights)
    return g_loss


def generator_turn_one_weight(z, y, g, d, g_optimizer):
    """only the first of G's weights moves; take them all."""
    with tf.GradientTape() as tape:
        g_loss = losses.generator_loss(d([g([z, y]), y]))
    weights = g.trainable_variables[:1]
    g_optimizer.apply(tape.gradient(g_loss, weights), weights)
    return g_loss


def generator_turn_cases(random):
    cases = []
    for count, z_dim in ((5, 3), (8, 2)):
        z = random.normal(size=(count, z_dim)).astype("float32")
        cases.append((z, random.integers(6, size=(count, 1))))
    return cases


def look_at_generator_turn(turn, z, y):
    g, d = tiny_networks(z.shape[1], 4)
    of_g, of_d, learns = watch(g), watch(d), len(d.trainable_variables)
    z, y = map(tf.constant, (z, y))
    loss = turn(z, y, g, d, keras.optimizers.SGD(0.5))
    (g_step, g_way), (d_step, d_way) = of_g(), of_d()
    if loss is None and g_step + d_step:
        raise WrongFormError(
            phrase("it returns None; keep `return g_loss` at the end.")
        )
    if loss is None:
        return None
    can_learn = len(d.trainable_variables) == learns
    able = phrase("D can learn") if can_learn else phrase("D is frozen for good")
    return (
        *(phrase("loss"), one_number(loss), able),
        *(phrase("D's step (length, direction)"), d_step, d_way),
        *(phrase("G's step (length, direction)"), g_step, g_way),
    )


EXERCISE = Exercise(
    title="Repair G's turn",
    difficulty="core",
    minutes=5,
    solution=generator_turn,
    cases=generator_turn_cases,
    observe=look_at_generator_turn,
    planted=generator_turn_planted,
    seconds=20,
    mistakes=(
        generator_turn_freezes_d,
        (
            _generator_turn(lambda logits: losses.binary_cross_entropy(0.0, logits)),
            "only G moves, but towards what D calls fake: the loss is another now.",
        ),
        (
            _generator_turn(lambda logits: -losses.binary_cross_entropy(1.0, logits)),
            "only G moves, but its loss rises: a sign is wrong.",
        ),
        (
            _generator_turn(lambda logits: -losses.binary_cross_entropy(0.0, logits)),
            "only G moves, but the loss is the minimax one now; leave it as it was.",
        ),
        generator_turn_fakes_outside,
        generator_turn_one_weight,
    ),
    hints=(
        "The loss is right. Who is it that the optimiser moves?",
        "D takes part in the computation, inside the tape. Must it be in `weights`?",
    ),
    follows="With the fault G's loss fell even faster, because D helped it.",
)
