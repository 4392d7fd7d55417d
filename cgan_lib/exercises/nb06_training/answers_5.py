"""Answers to 06.5, right and wrong: One iteration."""

from cgan_lib import losses

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
