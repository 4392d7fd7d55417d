"""The README's table of notebooks: how long each takes, how much memory, how many exercises.

What must be measured stands in notebook_table.csv, with a digest of the code that was measured;
`run_notebooks.py` writes it. The rest follows from the notebooks themselves.
"""

import contextlib
import csv
import hashlib
import re
import threading
import time
from pathlib import Path

from cgan_lib.exercises.commands import all_exercises
from cgan_lib.files import write_whole

import nbformat
import psutil

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
MEASURED = Path(__file__).with_suffix(".csv")
FIELDS = ("notebook", "code", "seconds", "memory_mb")
WORDS_A_MINUTE, LINES_A_MINUTE = 150, 12  # of prose and of code, read slowly
NOT_READ = re.compile(r"<[^>]+>|\$[^$]*\$|\]\([^)]*\)")  # tags, formulas, addresses


@contextlib.contextmanager
def measuring():
    """Yields a dictionary that gets `seconds` and `memory_mb`, the largest sum over all
    processes that this one started, seen every fifth of a second."""
    result = {"seconds": 0.0, "memory_mb": 0.0}
    ended = threading.Event()

    def look():
        while not ended.wait(0.2):
            used = 0
            for process in psutil.Process().children(recursive=True):
                with contextlib.suppress(psutil.Error):  # it has just ended
                    used += process.memory_info().rss
            result["memory_mb"] = max(result["memory_mb"], used / 1e6)

    watcher = threading.Thread(target=look, daemon=True)
    start = time.monotonic()
    watcher.start()
    try:
        yield result
    finally:
        ended.set()
        watcher.join()
        result["seconds"] = time.monotonic() - start


def code_digest(path: Path) -> str:
    """A short text that changes with the code of a notebook, and with the shipped networks."""
    cells = nbformat.read(path, as_version=4).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    code.append((ROOT / "cgan_lib" / "assets" / "SHA256SUMS").read_text())
    return hashlib.sha256("\n\n".join(code).encode()).hexdigest()[:12]


def reading_minutes(path: Path) -> float:
    """How long one needs to read prose and code, exercises not counted."""
    words = lines = 0
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.source.startswith("## Exercises"):
            break
        if cell.cell_type == "code":
            lines += sum(bool(line.strip()) for line in cell.source.splitlines())
        else:
            words += len(NOT_READ.sub(" ", cell.source).split())
    return words / WORDS_A_MINUTE + lines / LINES_A_MINUTE


def exercises(path: Path) -> tuple[int, int]:
    """How many exercises with a check a notebook has, and how many minutes they take."""
    found = [e for name, e in all_exercises().items() if name[:2] == path.name[:2]]
    return len(found), sum(exercise.minutes for exercise in found)


def read_measured() -> dict[str, dict]:
    """What was measured, by the name of the notebook."""
    with MEASURED.open(encoding="utf-8", newline="") as file:
        return {row["notebook"]: row for row in csv.DictReader(file)}


def store(path: Path, result: dict):
    """Keep what `measuring` found for one notebook."""
    rows = read_measured() if MEASURED.exists() else {}
    rows[path.stem] = {
        "notebook": path.stem,
        "code": code_digest(path),
        "seconds": round(result["seconds"]),
        "memory_mb": round(result["memory_mb"]),
    }

    def write(new):
        with new.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows[name] for name in sorted(rows))

    write_whole(MEASURED, write)


def renewed(text: str) -> str:
    """The README's text with the numbers of its table as they are now."""
    measured = read_measured()

    def row(found):
        path = ROOT / "notebooks" / f"{found['stem']}.ipynb"
        number, minutes = exercises(path)
        mine = measured.get(path.stem, {})
        seconds, memory = (mine.get(name, "–") for name in FIELDS[2:])
        cells = (
            f"{reading_minutes(path):.0f} | {seconds} | {memory} | {number} ({minutes})"
        )
        return f"{found['kept']} | {cells} |"

    pattern = r"^(?P<kept>\| \[\d\d [^|]*\]\(notebooks/(?P<stem>\w+)\.ipynb\) \| [^|]*?) \|.*$"
    return re.sub(pattern, row, text, flags=re.M)


def update_readme():
    """Write the table's numbers into the README."""
    text = renewed(README.read_text(encoding="utf-8"))
    write_whole(README, lambda new: new.write_text(text, encoding="utf-8"))
