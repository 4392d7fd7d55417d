"""From one label to another: G draws from shares of the rows of its label table."""

import math

from cgan_lib import cgan, checks, data

import keras
import numpy as np
import tensorflow as tf


def mix_labels(generator: keras.Model, shares, z) -> np.ndarray:
    """Draw with mixed labels: G gets shares of several rows of its label table.

    A one-hot row of `shares` gives the same image as the label itself; 0.5 at label 3 and 0.5 at
    label 8 gives half a 3 and half an 8. It works for any way to join label and noise. G draws with
    the weights that it has; for the averaged ones of a run that goes on, take `painter`.

    Args:
        generator: a G with a label table, an Embedding.
        shares: numbers, (N, num_classes): how much of each label; they usually add up to 1.
        z: the noise, (N, z_dim), or (z_dim,) for the same noise in every image.

    Returns:
        float32, (N, height, width, channels), from 0 (black) to 1 (white).

    Raises:
        ValueError, TypeError: another network, or shares or noise of another shape.
    """
    table, draw = _from_row(checks.model(generator, "generator"))
    table = table.embeddings.numpy()
    shares = _check_shares(shares, len(table))
    numbers = math.prod(generator.output_shape[1:])
    checks.fits_in_memory(len(shares), numbers, "shares")
    z = checks.noise(z, len(shares), generator.input_shape[0][-1])
    rows = (shares @ table)[:, np.newaxis]
    drawn = []
    for i in range(0, len(rows), 500):  # bounds the memory of a large order
        drawn.append(draw([z[i : i + 500], rows[i : i + 500]], training=False).numpy())
    return data.unscale(np.concatenate(drawn))


def painter(model: cgan.ConditionalGAN):
    """A fast function that draws from noise and from *shares* of labels.

    One-hot times the label table is the label's row (notebook 02). So a share of 1 for one label
    is that label, and half a 3 with half an 8 is a label that does not exist.

    Args:
        model: a ConditionalGAN whose G has a label table (an Embedding).

    Returns:
        A function of shares, (N, num_classes), and z, (N, z_dim), to float32 images,
        (N, height, width, channels), from 0 to 1.

    Raises:
        TypeError, ValueError: something else than a ConditionalGAN, or a G without such a table.
    """
    checks.model(model, "model", cgan.ConditionalGAN)
    table, rest = _from_row(model.generator)

    @tf.function(
        input_signature=[
            tf.TensorSpec((None, model.z_dim), "float32"),
            tf.TensorSpec((None, table.input_dim), "float32"),
        ]
    )
    def draw(z, shares):
        rows = tf.matmul(shares, table.embeddings)
        return rest([z, rows[:, tf.newaxis]], training=False)

    def paint(shares, z):
        shares = _check_shares(shares, model.num_classes)
        z = checks.noise(z, len(shares), model.z_dim)
        spare = table.input_dim - shares.shape[1]  # rows that belong to no label
        shares = np.pad(shares, ((0, 0), (0, spare)))
        with model.averaged_weights():  # as `generate` does
            return data.unscale(draw(z, shares).numpy())

    return paint


def _check_shares(shares, num_classes: int) -> np.ndarray:
    """Shares as float32 (N, num_classes), or an error."""
    shares = checks.array(shares, "shares")
    if shares.dtype.kind not in "fiu":  # float, integer, unsigned integer
        raise TypeError(f"shares must hold numbers; got {shares.dtype}")
    if shares.ndim != 2 or shares.shape[1] != num_classes or not len(shares):
        raise ValueError(
            f"shares must have the shape (N, {num_classes}); got {shares.shape}"
        )
    if not (np.abs(shares) <= 1e6).all():  # NaN is refused too
        raise ValueError(
            "shares must hold finite numbers, usually from 0 to 1; got NaN, infinity or "
            "numbers above a million"
        )
    return shares.astype("float32")


def _from_row(generator: keras.Model):
    """G's label table, and the rest of G: from [z, row (batch, 1, length)] to images."""
    tables = [x for x in generator.layers if isinstance(x, keras.layers.Embedding)]
    if len(tables) != 1:
        raise ValueError(
            f"generator must have one label table, an Embedding; got {len(tables)}"
        )
    (table,) = tables
    rest = keras.Model([generator.inputs[0], table.output], generator.outputs[0])
    return table, rest
