"""A folder of pictures, one sub-folder for each class, becomes a data set with a report.

Taught by notebook 11_your_own_data.
"""

from cgan_lib.folder.pictures import Pictures
from cgan_lib.folder.reading import load_images

__all__ = ["Pictures", "load_images"]
