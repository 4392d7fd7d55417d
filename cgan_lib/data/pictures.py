"""`Pictures`: images and labels, what the labels mean, and a report of how they were read."""

import dataclasses

import numpy as np

NAMED = 3  # files that a line of the report names; the rest it counts


@dataclasses.dataclass(frozen=True, eq=False)
class Pictures:
    """Images, labels and what the labels mean.

    Attributes:
        images: uint8, (N, height, width, channels), from 0 to 255.
        labels: int32, (N,), from 0 up: places in class_names.
        class_names: one for each class.
        changed: what had to be done to a picture before it fitted -> the files.
        left_out: why a file or a folder gave no picture -> the files.
    """

    images: np.ndarray
    labels: np.ndarray
    class_names: tuple[str, ...]
    changed: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    left_out: dict[str, list[str]] = dataclasses.field(default_factory=dict)

    def __iter__(self):
        """`images, labels = pictures`: the pairs alone."""
        return iter((self.images, self.labels))

    @property
    def report(self) -> str:
        """What was read, what was changed and what was left out, in lines to print."""
        counts = np.bincount(self.labels, minlength=len(self.class_names))
        pairs = zip(self.class_names, counts, strict=True)
        height, width, channels = self.images.shape[1:]
        pictures = f"{len(self.images)} picture{'s' * (len(self.images) > 1)}"
        classes = f"{len(counts)} class{'es' * (len(counts) > 1)}"
        lines = [
            f"{pictures} in {classes}, each {height} x {width} x {channels}",
            "  " + ", ".join(f"{name}: {count}" for name, count in pairs),
        ]
        for title, told in (("changed", self.changed), ("left out", self.left_out)):
            lines.append(f"{title}:" if told else f"{title}: nothing")
            lines += [f"  {why}: {count_and_names(what)}" for why, what in told.items()]
        return "\n".join(lines)


def count_and_names(files: list[str]) -> str:
    """How many, and the names of the first few."""
    more = f" and {len(files) - NAMED} more" if len(files) > NAMED else ""
    return f"{len(files)} ({', '.join(files[:NAMED])}{more})"
