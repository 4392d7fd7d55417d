"""What Keras keeps of a ConditionalGAN in a `.keras` file, besides the networks' weights."""

import keras


class Stored(keras.Model):
    """How a ConditionalGAN becomes a configuration, and comes from one."""

    def get_config(self):
        return {
            "generator": keras.saving.serialize_keras_object(self.generator),
            "discriminator": keras.saving.serialize_keras_object(self.discriminator),
            "num_classes": self.num_classes,
            "share_fakes": self.share_fakes,
            "seed": self.seed,
            "adversarial_loss": self.adversarial_loss,
            "r1": self.r1,
            "mismatch": self.mismatch,
        }

    @classmethod
    def from_config(cls, config, custom_objects=None):
        networks = {
            name: keras.saving.deserialize_keras_object(config[name], custom_objects)
            for name in ("generator", "discriminator")
        }
        return cls(**{**config, **networks})

    def get_compile_config(self):
        if not self.compiled:
            return None
        names = ("generator_optimizer", "discriminator_optimizer")
        return {n: keras.saving.serialize_keras_object(getattr(self, n)) for n in names}

    def compile_from_config(self, config):
        self.compile(**keras.saving.deserialize_keras_object(config))

    def save_own_variables(self, store):
        # Keras keeps the weights; the place in the noise makes a run go on with new noise.
        store["noise_seed"] = self.noise_seed.state.numpy()

    def load_own_variables(self, store):
        self.noise_seed.state.assign(store["noise_seed"])
