"""What a turn of one replica needs to know of the others."""

import tensorflow as tf


def count() -> int:
    """How many replicas take this turn together; 1 on one device."""
    context = tf.distribute.get_replica_context()
    return context.num_replicas_in_sync if context else 1


def own_rows(draw, rows):
    """Draw random rows for the pairs of all replicas, and keep those of this one.

    Args:
        draw: a function of the number of rows that returns that many.
        rows: how many pairs each replica has.
    """
    replicas = count()
    if replicas == 1:
        return draw(rows)
    place = tf.distribute.get_replica_context().replica_id_in_sync_group
    return draw(rows * replicas)[place * rows : (place + 1) * rows]


def gradient(tape: tf.GradientTape, loss, weights):
    """This replica's part of the mean gradient: Keras's optimisers add up what all replicas bring.

    Each replica's loss is a mean over its own pairs. All have equally many, so the mean over the
    replicas is the mean over the whole batch.

    Args:
        tape, loss, weights: as for `tf.GradientTape.gradient`; the loss is one number.
    """
    replicas = count()
    share = None if replicas == 1 else tf.ones_like(loss) / replicas
    return tape.gradient(loss, weights, output_gradients=share)
