"""Trained networks, and what the page shows beside them, as one script that a page can load.

A page opened from a file may load a script, but no other file. So numbers travel as text, in
base64: bytes, or whole numbers of 16 bits and what one of them is worth.
"""

import base64
import json

from cgan_lib import data, embeddings, recipes

import keras
import numpy as np
from keras import layers as kinds


def script() -> str:
    """JavaScript that defines COURSE: what `asking` has, G of `best` and the run that made it."""
    best, run = recipes.load_trained("best"), recipes.load_run("best")
    course = asking() | {
        "G": _network(best.generator, "generator_core"),
        "pictures": run["pictures"],
        "iterations": run["picture_iterations"].tolist(),
        "obedience": run["obedience"].round(3).tolist(),
    }
    return as_script(course)


def asking() -> dict:
    """What one needs to draw and ask: D of `classroom` and of `fast`, and 100 stored digits."""
    cores = {"classroom": "discriminator_core", "fast": "features"}
    judges = {name: recipes.load_trained(name).discriminator for name in cores}
    images, labels = (part[:100] for part in data.load_mnist("test"))
    return {
        "D": {name: _network(judges[name], core) for name, core in cores.items()},
        "digits": images,
        "labels": labels.tolist(),
    }


def as_script(course: dict) -> str:
    """A line of JavaScript that defines COURSE."""
    return f"const COURSE = {json.dumps(course, default=_text)};\n"


def _text(numbers: np.ndarray) -> str | dict:
    if numbers.dtype == np.uint8:
        return base64.b64encode(numbers.tobytes()).decode()
    unit = np.abs(numbers).max() / 32767 or 1.0
    whole = np.round(numbers / unit).astype("<i2").tobytes()
    return {"whole": base64.b64encode(whole).decode(), "unit": float(unit)}


def _network(network: keras.Model, core: str) -> dict:
    """Its label table, the layers of its core, and the last one that a projection has."""
    last = (part for part in network.layers if isinstance(part, kinds.Dense))
    inner = network.get_layer(core).layers
    return {
        "table": embeddings.only_table(network).embeddings.numpy(),
        "layers": [layer(part) for part in inner],
        "last": [layer(part) for part in last],
    }


def layer(part: keras.Layer) -> dict:
    """A layer in use, as its kind and its numbers; kernels become (size, size, outs, ins)."""
    weights = [weight.numpy() for weight in part.weights]
    same = getattr(part, "padding", "same") == "same"
    match part:
        case kinds.Dense() | kinds.Conv2D() | kinds.Conv2DTranspose() if same:
            (kernel, bias), up = weights, isinstance(part, kinds.Conv2DTranspose)
            kernel = kernel if up else kernel.swapaxes(-1, -2)
            dense = isinstance(part, kinds.Dense)
            size, stride = (1, 1) if dense else (part.kernel_size[0], part.strides[0])
            shape = {"kind": "weigh", "size": size, "stride": stride, "up": up}
            return shape | {"kernel": kernel, "bias": bias}
        case kinds.BatchNormalization():
            gamma, beta, mean, variance = weights
            scale = gamma / np.sqrt(variance + part.epsilon)
            return {"kind": "affine", "scale": scale, "offset": beta - mean * scale}
        case kinds.LeakyReLU():
            return {"kind": "leaky", "slope": part.negative_slope}
        case kinds.Reshape() | kinds.Flatten():
            return {"kind": "reshape", "shape": [1, 1, *part.output.shape[1:]][-3:]}
        case kinds.Activation(activation=keras.activations.tanh):
            return {"kind": "tanh"}
    raise TypeError(f"the page has no layer like {part!r}")
