"""A run in a folder: trained, kept, gone on with, never lost. What the command line trains."""

from cgan_lib.runs.folder import (
    begin,
    check,
    claimed,
    is_finished,
    is_of,
    keep_rows,
    read_settings,
)
from cgan_lib.runs.training import train

__all__ = [
    "begin",
    "check",
    "claimed",
    "is_finished",
    "is_of",
    "keep_rows",
    "read_settings",
    "train",
]
