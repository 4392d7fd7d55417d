"""A label becomes a vector (for G) or a picture (for D).

Both are a Keras `Embedding`: a table with one trained row for each class. Taught by notebook
02_label_embeddings.
"""

from cgan_lib import checks

import keras

STARTS = {
    "uniform": lambda: keras.initializers.RandomUniform(
        -0.05, 0.05
    ),  # Keras's own default
    "normal": lambda: keras.initializers.RandomNormal(
        stddev=1.0
    ),  # as large as the noise z
}


def label_table(
    num_classes: int, row_length: int, start: str = "uniform", name: str | None = None
):
    """The table itself: an Embedding layer with num_classes rows of row_length numbers.

    Args:
        num_classes: rows, one for each class.
        row_length: numbers in a row.
        start: "uniform" (between -0.05 and 0.05, Keras's default) or "normal" (standard normal).
        name: the layer's name.

    Raises:
        ValueError, TypeError: sizes below 1, or an unknown start.
    """
    if start not in STARTS:
        raise ValueError(f"start must be one of {', '.join(STARTS)}; got {start!r}")
    return keras.layers.Embedding(
        checks.whole_number(num_classes, "num_classes", low=1),
        checks.whole_number(row_length, "row_length", low=1),
        embeddings_initializer=STARTS[start](),
        name=name,
    )


def label_as_vector(label, num_classes: int, z_dim: int, start: str = "uniform"):
    """The label's row, as long as the noise, so that the two can be multiplied.

    Args:
        label: a Keras input of integers, (batch, 1).
        num_classes, start: as in `label_table`.
        z_dim: the length of the noise.

    Returns:
        A Keras tensor, (batch, z_dim).
    """
    row = label_table(num_classes, z_dim, start, name="label_as_vector")(label)
    return keras.layers.Flatten()(row)


def label_as_picture(label, num_classes: int, img_shape, start: str = "uniform"):
    """The label's row, folded into one channel as large as the image.

    Args:
        label: a Keras input of integers, (batch, 1).
        num_classes, start: as in `label_table`.
        img_shape: the image's (height, width, channels).

    Returns:
        A Keras tensor, (batch, height, width, 1).
    """
    height, width, _ = checks.img_shape(img_shape)
    row = label_table(num_classes, height * width, start, name="label_as_picture")(
        label
    )
    return keras.layers.Reshape((height, width, 1))(keras.layers.Flatten()(row))
