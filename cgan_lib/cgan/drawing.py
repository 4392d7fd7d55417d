"""How a trained G draws, with averaged weights if its optimiser keeps them."""

import difflib
import math
import unicodedata

from cgan_lib import checks, data
from cgan_lib.cgan.storing import Stored

import keras
import numpy as np


class Drawing(Stored):
    """What a ConditionalGAN draws with: G's own weights, or the averages of G's optimiser.

    The averages are read and never written into G while it draws, so `generate` may be called
    beside a running `fit`, from any number of threads. They count while they are newer than G's own
    weights: from the first iteration of a run until its end, when `fit` leaves them in G. After
    that G's own weights count again, whoever writes them: EarlyStopping, `set_weights`, you. They
    are a part of the optimiser, so what Keras loads with `compile=False` has none.

    `model.class_names = pictures.class_names` gives each label a word, to ask `generate` for; a
    file keeps them. None, as at the beginning, takes them away.
    """

    generator_optimizer = discriminator_optimizer = None  # until `compile`
    own_weights_at = 0  # the iteration for which G's own weights count
    _class_names = None

    @property
    def iterations(self) -> int:
        """How many iterations it has been trained for: G's, or D's while G has had no turn."""
        return self.turns_of_g() or _turns(self.discriminator_optimizer)

    def turns_of_g(self) -> int:
        """How many iterations G has learned in: what tells whether its averages are newer."""
        return _turns(self.generator_optimizer)

    @property
    def class_names(self) -> tuple[str, ...] | None:
        return self._class_names

    @class_names.setter
    def class_names(self, names):
        given = [] if names is None else checks.array(names, "class_names")
        given = np.ravel(given).tolist()
        words = tuple(one_form(n) for n in given if isinstance(n, str) and n)
        if names is not None and not len({*words}) == len(given) == self.num_classes:
            wanted = f"class_names must be {self.num_classes} different words, or None"
            raise ValueError(f"{wanted}; got {names!r:.200}")
        self._class_names = words or None

    def as_labels(self, words):
        """The labels of the classes with these names; what holds no words comes back as it is."""
        given, names = checks.array(words, "labels"), self.class_names
        if given.dtype == object and all(isinstance(one, str) for one in given.flat):
            given = given.astype(str)  # pandas has names so
        if not names or given.ndim != 1 or given.dtype.kind not in "UT":
            return words
        places = {name: label for label, name in enumerate(names)}
        for position, word in enumerate(given.tolist()):
            if one_form(word) not in places:
                known = difflib.get_close_matches(word, names, 10, cutoff=0)
                raise ValueError(
                    f"labels must be integers, or names of classes, such as {known}; got "
                    f"{word!r} at position {position}"
                )
        return [places[one_form(word)] for word in given.tolist()]

    def averages(self) -> list:
        """Pairs of one of G's weights and its average; none if G's own weights count."""
        return [] if self.turns_of_g() == self.own_weights_at else self._kept()

    def _kept(self) -> list:
        """Pairs of one of G's weights and its average, whether they count or not."""
        optimizer = checks.inner(self.generator_optimizer)
        if optimizer is None or not optimizer.use_ema:
            return []
        # Keras has no public name for these two; its SwapEMAWeights reads them here, too.
        averages = optimizer._model_variables_moving_average
        return list(zip(optimizer._trainable_variables, averages, strict=True))

    def begin_averages(self):
        """Before a run: averages that do not count become G's own weights."""
        if not self.averages():
            for weight, average in self._kept():
                average.assign(weight)

    def put_averages_in(self):
        """Leave the averages in G, if they are newer."""
        for weight, average in self.averages():
            weight.assign(average)
        self.keep_own_weights()

    def keep_own_weights(self):
        """From now on G's own weights count, until the next iteration."""
        self.own_weights_at = self.turns_of_g()

    def set_weights(self, weights):
        super().set_weights(weights)
        self.keep_own_weights()

    def load_weights(self, filepath, **options):
        """As `keras.Model.load_weights`; averages that do not come from the file do not count."""
        super().load_weights(filepath, **options)
        # Keras has left an optimiser that does not fit; older files say nothing about it.
        if self.stored_at not in (None, self.turns_of_g()):
            self.keep_own_weights()

    def generate(self, labels, seed=None, z=None) -> np.ndarray:
        """Draw one image for each label.

        Args:
            labels: integers, (N,), from 0 to num_classes - 1; or N of the `class_names`.
            seed: the same seed gives the same noise, so the same images; None gives new ones.
            z: the noise itself instead, (N, z_dim), or (z_dim,) for the same noise in every image.

        Returns:
            float32, (N, height, width, channels), from 0 (black) to 1 (white).

        Raises:
            checks.LostNumbersError: a ValueError, too: G's weights are no numbers any more.
        """
        labels = checks.labels(self.as_labels(labels), self.num_classes)[:, np.newaxis]
        if seed is not None and z is not None:
            raise ValueError("seed and z exclude each other: z is the noise itself")
        numbers = max(self.z_dim, math.prod(self.img_shape))
        checks.amount(len(labels), numbers, "labels")
        if z is None:
            z = noise(len(labels), self.z_dim, seed)
        z = checks.noise(z, len(labels), self.z_dim)
        averages = self.averages()
        x = draw(self.generator, z, labels, averages)
        return brightness(x, self.generator, averages)


def one_form(name: str) -> str:
    """A word in the one form of its letters that `load_images` gives names: Ä is one sign."""
    return unicodedata.normalize("NFC", name)


def draw(network, z, condition, weights=()) -> np.ndarray:
    """What a network makes of [z, condition], arrays of N rows, as float32.

    `weights` are pairs of a weight and what to use in its place; they are read, never written.
    """
    drawn = []
    with keras.StatelessScope(state_mapping=weights, initialize_variables=False):
        for i in range(0, len(z), 500):  # bounds the memory of a large order
            piece = [z[i : i + 500], condition[i : i + 500]]
            image = network(piece, training=False)
            drawn.append(keras.ops.cast(image, "float32").numpy())
    return np.concatenate(drawn)


def brightness(x: np.ndarray, network, weights=()) -> np.ndarray:
    """What a network drew, from 0 to 1, or an error that names what is wrong in the network."""
    if not (np.abs(x) <= 1).all():  # written so that NaN is refused too
        checks.wrong_images(x, network, weights)
    return data.unscale(x)


def _turns(optimizer) -> int:
    return int(optimizer.iterations.numpy()) if optimizer else 0


def noise(count: int, z_dim: int, seed: int | None = None) -> np.ndarray:
    """Standard normal noise, float32 (count, z_dim); the same seed gives the same noise."""
    count = checks.whole_number(count, "count", low=1)
    z_dim = checks.whole_number(z_dim, "z_dim", low=1)
    checks.amount(count, z_dim, "count and z_dim")
    random = np.random.default_rng(checks.seed(seed))
    return random.standard_normal((count, z_dim), dtype="float32")
