"""Import TensorFlow and Matplotlib without the lines that they log on the way.

TensorFlow's C++ code writes to file descriptor 2 while it is imported, and no setting of
TensorFlow 2.21 stops that. So descriptor 2 points to nowhere during the import, and only then:
Python's own `sys.stderr`, and every error after the import, work as always.
"""

import contextlib
import logging
import os
import sys


@contextlib.contextmanager
def silent_descriptor_2():
    """Point file descriptor 2 to nowhere inside the `with` block."""
    if sys.stderr is not None:
        sys.stderr.flush()
    try:
        saved = os.dup(2)
    except OSError:  # there is no descriptor 2 to silence
        yield
        return
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)


if os.environ.setdefault("KERAS_BACKEND", "tensorflow") != "tensorflow":
    raise ImportError(
        "cgan_lib needs Keras on TensorFlow, but the environment variable KERAS_BACKEND is "
        f"{os.environ['KERAS_BACKEND']!r}; remove it, or set it to 'tensorflow', and start again"
    )
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # what C++ logs after the import

# On its first import in a new home folder, Matplotlib announces that it builds a font list.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

with silent_descriptor_2():
    import keras
    import tensorflow  # noqa: F401

NEEDED = {"floatx": "float32", "image_data_format": "channels_last", "epsilon": 1e-7}
for name, needed in NEEDED.items():
    if (found := getattr(keras.config, name)()) != needed:
        raise ImportError(
            f"cgan_lib needs Keras's own {name}, {needed!r}, but a file keras.json, or a line "
            f"before this import, sets {found!r}: remove it and start again"
        )
