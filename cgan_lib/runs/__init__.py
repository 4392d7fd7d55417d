"""A run in a folder: trained, kept, gone on with, never lost. What the command line trains.

`training` trains, and `folder` says whose the folder is and whether it may be written.
"""

from cgan_lib.runs.training import train

__all__ = ["train"]
