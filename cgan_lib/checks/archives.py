"""Archives that could take much more memory than their file has bytes."""

import zipfile

import h5py

MOST_TEXT = 2**22  # bytes; a configuration here has 25,000


def archive(file, size: int) -> list[str]:
    """The names of what a `.keras` or `.npz` file of so many bytes holds, or a ValueError.

    Keras and NumPy compress nothing, so what is larger than the file was made to harm. All sizes
    are looked at, in the archives and the weights that it holds too, before anything is read.
    """
    with zipfile.ZipFile(file) as whole:
        members = whole.infolist()
        if any(member.compress_type != zipfile.ZIP_STORED for member in members):
            raise ValueError("it is compressed, which Keras never does")
        if sum(member.file_size for member in members) > size:
            raise ValueError("it says that it is larger than it is")
        for member in members:
            with whole.open(member) as part:
                if member.filename.endswith(".npz"):
                    archive(part, member.file_size)
                elif member.filename.endswith(".h5"):
                    weights(part, member.file_size)
                elif member.filename.endswith(".json") and member.file_size > MOST_TEXT:
                    raise ValueError(f"its {member.filename} is too long")
    return whole.namelist()


def weights(file, size: int):
    """A ValueError if the arrays in an HDF5 file are larger than the file."""
    left = size

    def count(name, item):
        nonlocal left
        if isinstance(item, h5py.Dataset):
            if item.dtype.hasobject:  # of any length, wherever in the file
                raise ValueError(f"{name} holds no numbers")
            left -= item.nbytes

    try:
        with h5py.File(file) as arrays:
            arrays.visititems(count)
    except Exception as error:  # a damaged one raises many kinds
        raise ValueError(f"its weights cannot be read: {error}") from error
    if left < 0:
        raise ValueError("its weights say that they are larger than they are")
