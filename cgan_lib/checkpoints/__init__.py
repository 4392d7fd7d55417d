"""A run that was stopped goes on where it was. Taught by notebook 06_training."""

from cgan_lib.checkpoints.keeper import Checkpoints
from cgan_lib.checkpoints.record import as_json, check_same

__all__ = ["Checkpoints", "as_json", "check_same"]
