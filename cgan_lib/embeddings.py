"""A label becomes a vector (for G) or a picture (for D).

Both are a Keras `Embedding`: a table with one trained row for each class. Taught by notebook
02_label_embeddings.
"""

from cgan_lib import checks

import keras

STARTS = {
    # Keras's own default
    "uniform": lambda: keras.initializers.RandomUniform(-0.05, 0.05),
    # as large as the noise z
    "normal": lambda: keras.initializers.RandomNormal(stddev=1.0),
}


def label_as_vector(label, num_classes: int, z_dim: int, embedding_start="uniform"):
    """The label's row, (batch, z_dim), as long as the noise, so that the two can be multiplied.

    Args:
        label: a Keras input of integers, (batch, 1).
        num_classes: rows of the table, one for each class.
        z_dim: the length of the noise, and of a row.
        embedding_start: "uniform" (between -0.05 and 0.05, Keras's default) or "normal" (standard
            normal).
    """
    return _row(label, num_classes, z_dim, "z_dim", embedding_start, "label_as_vector")


def label_as_picture(label, num_classes: int, img_shape, embedding_start="uniform"):
    """The label's row, folded into one channel as large as the image, (batch, height, width, 1).

    `img_shape` is the image's (height, width, channels); the rest is as in `label_as_vector`.
    """
    height, width, _ = checks.img_shape(img_shape)
    length = height * width, "img_shape"
    row = _row(label, num_classes, *length, embedding_start, "label_as_picture")
    return keras.layers.Reshape((height, width, 1))(row)


def label_tables(network: keras.Model) -> list[keras.layers.Embedding]:
    """The label tables of a network, those of the models in it too; usually there is one."""
    layers = checks.every_layer(network, "network")
    return [layer for layer in layers if isinstance(layer, keras.layers.Embedding)]


def only_table(generator: keras.Model) -> keras.layers.Embedding:
    """G's label table, or an error if there is none, or more than one."""
    tables = label_tables(checks.instance(generator, "generator"))
    if (count := len(tables)) != 1:
        wanted = "one label table, an Embedding"
        raise ValueError(f"generator must have {wanted}; got {count}")
    if tables[0].lora_enabled or tables[0].quantization_mode:
        raise ValueError("generator's label table must not be quantized, nor have LoRA")
    return tables[0]


def check_rows(network: keras.Model, num_classes: int):
    """A ValueError if a label table of a network has fewer rows than there are classes."""
    for table in label_tables(network):
        if table.input_dim < num_classes:
            found = f"the {network.name}'s table has only {table.input_dim} rows"
            raise ValueError(f"num_classes is {num_classes}, but {found}")


def _row(label, num_classes, row_length, argument: str, embedding_start, name: str):
    """The label's row in a table of that name; `argument` is what errors call its length."""
    checks.one_of(embedding_start, "embedding_start", STARTS)
    num_classes = checks.whole_number(num_classes, "num_classes", low=1)
    row_length = checks.whole_number(row_length, argument, low=1)
    checks.weight_count(num_classes * row_length, f"num_classes and {argument}")
    if not isinstance(label, keras.KerasTensor) or label.shape[1:] != (1,):
        raise TypeError(f"label must be a Keras input, (batch, 1); got {label!r}")
    start = STARTS[embedding_start]()
    table = keras.layers.Embedding(num_classes, row_length, start, name=name)
    return keras.layers.Flatten()(table(label))
