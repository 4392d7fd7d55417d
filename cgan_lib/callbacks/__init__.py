"""What watches a run: a progress bar, a live picture, snapshots, a doctor.

Taught by notebooks 06_training and, for the Doctor, 10_when_training_fails. For curves in a file
Keras's own `CSVLogger` does; `Checkpoints` lets a stopped run go on. One of your own goes on with
it if it has `record()`, which returns a dict of names and arrays, and `restore(recorded)`, which
gets them back when the run begins again.
"""

from cgan_lib.callbacks.checkpoints import Checkpoints
from cgan_lib.callbacks.doctor import Doctor
from cgan_lib.callbacks.watching import LivePicture, ProgressBar, Snapshots

__all__ = ["Checkpoints", "Doctor", "LivePicture", "ProgressBar", "Snapshots"]
