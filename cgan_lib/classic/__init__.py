"""The classical loop: three compiled models and `train_on_batch`. Taught by notebook 06_training.

G, D, and a third model G -> D in which D should stand still while G learns. Older code set
`discriminator.trainable = False` once, after compiling D: Keras 2 kept the flag that D was compiled
with, so D still learned in its own turn. Keras 3 reads the flag at a model's first training step
(and when a new batch size makes it trace the step again), so there D never learns. Setting the flag
before every turn works in both.

The differences to `ConditionalGAN` are listed in `cgan_lib/assets/README.md`.
"""

from cgan_lib.classic.loop import sample_images, train
from cgan_lib.classic.models import ClassicCGAN, build_cgan, compile_classic

__all__ = ["ClassicCGAN", "build_cgan", "compile_classic", "sample_images", "train"]
