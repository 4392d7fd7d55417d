"""06.5 One iteration."""

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.exercises.nb06_training import answers_5 as answers
from cgan_lib.exercises.nb06_training.networks import (
    one_number,
    tiny_networks,
    watch,
)

import keras
import tensorflow as tf


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


EXERCISE = Exercise(
    title="One iteration",
    difficulty="stretch",
    minutes=20,
    solution=answers.iteration,
    cases=iteration_cases,
    observe=look_at_iteration,
    seconds=20,
    mistakes=(
        (
            answers.iteration_together,
            "both gradients were taken before anyone moved; G should face the D that moved.",
        ),
        (answers.iteration_g_first, "G had its turn first; D begins."),
        (answers.iteration_d_only, "G never moves."),
        (answers.iteration_g_only, "D never moves."),
        (answers.iteration_nobody_moves, "the losses are there, but nobody moves."),
        (
            answers.iteration_judged_as_another_label,
            "in G's turn D gets the fakes under the labels of the real pairs.",
        ),
        (
            answers.iteration_losses_after,
            "the networks move as they should; return the losses from before the moves.",
        ),
        (
            answers.iteration_same_noise,
            "G's turn takes the noise and the labels of D's turn once more.",
        ),
        (
            answers.iteration_same_labels,
            "G's turn has fresh noise, but still the labels of D's turn.",
        ),
        (
            answers.iteration_noise_exchanged,
            "noise and labels of the two turns have changed places.",
        ),
        (
            answers.iteration_fresh_labels_for_d,
            "in D's turn the fakes are for the *same* labels as the real pairs.",
        ),
        (
            answers.iteration_claims_another_label,
            "in D's turn D gets the fakes under another label than G got.",
        ),
        (
            answers.iteration_g_target_fake,
            "G learns to have its fakes called fake; it wants the opposite.",
        ),
        (
            answers.iteration_minimax,
            "that is the minimax loss for G; the course uses the non-saturating one.",
        ),
        (
            answers.iteration_d_reversed,
            "D learns to call real pairs fake, and fakes real.",
        ),
        (
            answers.iteration_d_not_halved,
            "D's loss is the average of its two halves, not their sum.",
        ),
        (answers.iteration_d_real_only, "D learns from the real pairs only."),
        (answers.iteration_d_fakes_only, "D learns from the fakes only."),
        (
            answers.iteration_g_moves_in_d_turn,
            "in D's turn G moves too, to where D wants it.",
        ),
        (
            answers.iteration_d_moves_in_g_turn,
            "in G's turn D moves too, to where G wants it.",
        ),
        (
            answers.iteration_losses_exchanged,
            "the networks move as they should; return D's loss first, then G's.",
        ),
    ),
    hints=(
        "Two tapes, one for each turn. G's tape must see G make its fakes.",
        "D's turn: `x` with `y`, and fakes from `z` with `y`. Then D moves.",
        "G's turn: fakes from `fresh_z` with `fresh_y`, judged by the D that has moved.",
    ),
    follows="Repeat this 12,000 times with larger networks, and it is the book's training.",
)
