"""What Keras keeps of a ConditionalGAN in a `.keras` file, besides the networks' weights."""

import functools
import inspect

from cgan_lib import checks, files

import keras
import numpy as np


class Stored(keras.Model):
    """How a ConditionalGAN becomes a configuration, and comes from one."""

    def get_config(self):
        """The arguments of `__init__`, as its attributes of the same names, and the class names."""
        names, kinds = [], iter(type(self).__mro__)
        while "generator" not in names:  # *args and **kw stand for those of the base
            found = inspect.signature(next(kinds)).parameters.values()
            names += [one.name for one in found if not one.kind.name.startswith("VAR")]
        given = {name: getattr(self, name) for name in names}
        named = {"class_names": list(self.class_names)} if self.class_names else {}
        return keras.saving.serialize_keras_object(given | named)

    @classmethod
    def from_config(cls, config, custom_objects=None):
        config = keras.saving.deserialize_keras_object(config, custom_objects)
        names = config.pop("class_names", None)  # which not each file has
        model = cls(**config)
        model.class_names = names
        return model

    def get_compile_config(self):
        if not self.compiled:
            return None
        names = "generator_optimizer", "discriminator_optimizer", "augment"
        return keras.saving.serialize_keras_object({n: getattr(self, n) for n in names})

    def compile_from_config(self, config):
        self.compile(**keras.saving.deserialize_keras_object(config))

    def save(self, filepath, overwrite=True, **options):
        """As `keras.Model.save`, to a .keras file; an old one stays until the new one is whole."""
        if not str(filepath).endswith(".keras"):
            raise ValueError(f"filepath must end in .keras; got {filepath}")
        write = functools.partial(super().save, overwrite=overwrite, **options)
        if overwrite:
            files.write_whole(checks.path(filepath, "filepath"), write)
        else:  # Keras asks first
            write(checks.path(filepath, "filepath"))

    def layers_seeds(self) -> list:
        """The places in the random numbers of layers such as Dropout, which Keras does not keep."""
        kept = {id(variable) for variable in (*self.weights, self.noise_seed.state)}
        return [one for one in self.variables if id(one) not in kept]

    def save_own_variables(self, store):
        # Keras keeps the weights; the place in the noise makes a run go on with new noise.
        store["noise_seed"] = self.noise_seed.state.numpy()
        for place, seed in enumerate(self.layers_seeds()):
            store[f"layer_seed_{place}"] = seed.numpy()
        store["own_weights_at"] = np.int64(self.own_weights_at)
        store["iterations"] = np.int64(self.turns_of_g())
        store["optimizer_variables"] = np.int64(self._optimizer_size())

    def load_own_variables(self, store):
        self.noise_seed.state.assign(store["noise_seed"])
        for place, seed in enumerate(self.layers_seeds()):
            if f"layer_seed_{place}" in store:  # not in older files
                seed.assign(store[f"layer_seed_{place}"])
        names = "own_weights_at", "iterations", "optimizer_variables"
        names = [n for n in names if n in store]  # nor these
        found = {name: int(np.array(store[name])) for name in names}
        self.own_weights_at = found.get("own_weights_at", self.own_weights_at)
        self.stored_at = found.get("iterations")
        ours = self._optimizer_size()
        if found.get("optimizer_variables", ours) != ours:
            self.keep_own_weights()  # Keras leaves this optimiser, with its averages, as it is
            self.stored_at = None

    def _optimizer_size(self) -> int:
        return len(self.generator_optimizer.variables) if self.compiled else 0
