"""Trained networks, and what the page shows beside them, as one script that a page can load.

A page opened from a file may load a script, but no other file. So numbers travel as text: float16
or bytes, in base64.
"""

import base64
import json

from cgan_lib import data, recipes

import keras
import numpy as np
from keras import layers as kinds


def script() -> str:
    """JavaScript that defines COURSE: G and D of `best`, D of `classroom`, digits and a run."""
    best, classroom = recipes.load_trained("best"), recipes.load_trained("classroom")
    images, labels = (part[:100] for part in data.load_mnist("test"))
    run = recipes.load_run("best")
    shown = {
        "iterations": run["picture_iterations"].tolist(),
        "obedience": run["obedience"].round(3).tolist(),
        "pictures": _text(run["pictures"], "u1"),
    }
    course = {
        "generator": _network(best.generator, "generator_core"),
        "discriminators": {
            "classroom": _network(classroom.discriminator, "discriminator_core"),
            "best": _network(best.discriminator, "features"),
        },
        "digits": _text(images, "u1"),
        "labels": labels.tolist(),
        "run": shown,
    }
    return f"const COURSE = {json.dumps(course)};\n"


def _network(network: keras.Model, core: str) -> dict:
    """Its label table, the layers of its core, and the last ones that a projection has."""
    (table,) = (part for part in network.layers if isinstance(part, kinds.Embedding))
    return {
        "table": _text(table.embeddings),
        "layers": [layer(part) for part in network.get_layer(core).layers],
        "last": [
            layer(part) for part in network.layers if isinstance(part, kinds.Dense)
        ],
    }


def layer(part: keras.Layer) -> dict:
    """A layer in use: its kind and its numbers; every kernel is (size, size, outs, ins).
    A layer that the page does not know raises a TypeError.
    """
    weights = [weight.numpy() for weight in part.weights]
    match part:
        case kinds.Dense():
            return _weigh(weights[0].T, weights[1], 1, 1)
        case kinds.Conv2DTranspose(padding="same"):
            return _weigh(*weights, part.kernel_size[0], part.strides[0], up=True)
        case kinds.Conv2D(padding="same"):
            kernel = weights[0].swapaxes(2, 3)
            return _weigh(kernel, weights[1], part.kernel_size[0], part.strides[0])
        case kinds.BatchNormalization():
            gamma, beta, mean, variance = weights
            scale = gamma / np.sqrt(variance + part.epsilon)
            offset = _text(beta - mean * scale)
            return {"kind": "affine", "scale": _text(scale), "offset": offset}
        case kinds.LeakyReLU():
            return {"kind": "leaky", "slope": part.negative_slope}
        case kinds.Reshape() | kinds.Flatten():
            return {"kind": "reshape", "shape": [1, 1, *part.output.shape[1:]][-3:]}
        case kinds.Activation(activation=keras.activations.tanh):
            return {"kind": "tanh"}
    raise TypeError(f"the page has no layer like {part!r}")


def _weigh(kernel, bias, size, stride, up=False) -> dict:
    shape = {"kind": "weigh", "size": size, "stride": stride, "up": up}
    return shape | {"kernel": _text(kernel), "bias": _text(bias)}


def _text(numbers, kind="<f2") -> str:
    return base64.b64encode(np.asarray(numbers, kind).tobytes()).decode()
