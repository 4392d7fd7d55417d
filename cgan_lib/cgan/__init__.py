"""`ConditionalGAN`: a Keras model whose `train_step` is the algorithm.

Two gradient tapes decide who learns: D's turn asks only for the gradients of D's weights, G's turn
only for those of G's. No flag is ever switched. Taught by notebook 06_training.

`model` holds the algorithm, `drawing` how G draws, `running` what Keras's `fit` needs for it,
`storing` what a file keeps of a ConditionalGAN, and `loading` how one comes from a file.
"""

from cgan_lib.cgan.drawing import noise
from cgan_lib.cgan.loading import load
from cgan_lib.cgan.model import ConditionalGAN

__all__ = ["ConditionalGAN", "load", "noise"]
