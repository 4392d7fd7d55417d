"""What lies in a folder, and which files are those of a class."""

from pathlib import Path

from cgan_lib import picture

HIDDEN = "hidden"
NO_CLASS = "in no class: it lies beside the sub-folders, not in one"
NESTED = "a folder inside a class, whose pictures are not read"
LOCKED = picture.LOCKED
NO_FILE = "neither a file nor a folder"


def files_of_classes(folder: Path, left_out: dict) -> dict[str, list[Path]]:
    """The files of each sub-folder; what is no file of a class goes to left_out."""

    def leave_out(reason: str, item: Path):
        left_out.setdefault(reason, []).append(from_folder_on(item, folder))

    classes = {}
    for item in _sorted(folder):
        if item.name.startswith("."):
            leave_out(HIDDEN, item)
        elif not item.is_dir():
            leave_out(NO_CLASS, item)
        else:
            try:
                contents = _sorted(item)
            except PermissionError:
                leave_out(LOCKED, item)
                continue
            classes[item.name] = []
            for inside in contents:
                if inside.name.startswith("."):
                    leave_out(HIDDEN, inside)
                elif inside.is_dir():
                    leave_out(NESTED, inside)
                elif inside.exists() and not inside.is_file():
                    leave_out(NO_FILE, inside)
                else:
                    classes[item.name].append(inside)
    return classes


def _sorted(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda item: item.name)


def from_folder_on(item: Path, folder: Path) -> str:
    """A file as its report names it, from the folder on; a folder ends with a slash."""
    return printable(item.relative_to(folder).as_posix()) + "/" * item.is_dir()


def printable(name: str) -> str:
    """A name whose bytes are no UTF-8, which Linux allows, can be read but not be printed."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
