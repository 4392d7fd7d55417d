"""12.2 Whose rows?"""

from cgan_lib.exercises.exercise import Exercise


def own_part(batch, place, replicas):
    rows = len(batch) // replicas
    return batch[place * rows : (place + 1) * rows]


def own_part_in_turns(batch, place, replicas):
    """these rows are dealt out in turns, not in order."""
    return batch[place::replicas]


def own_part_counted_from_1(batch, place, replicas):
    """the replicas are counted from 0."""
    rows = len(batch) // replicas
    return batch[(place - 1) * rows : place * rows]


def own_part_without_last(batch, place, replicas):
    """the last row is missing: the end is exclusive."""
    rows = len(batch) // replicas
    return batch[place * rows : (place + 1) * rows - 1]


def own_part_to_the_end(batch, place, replicas):
    """a part ends where the next one begins."""
    return batch[place * (len(batch) // replicas) :]


def own_part_replicas_rows(batch, place, replicas):
    """`replicas` is how many parts there are, not how many rows one has."""
    return batch[place * replicas : (place + 1) * replicas]


def own_part_all(batch, place, replicas):
    """that is the whole batch, so all would learn the same."""
    return batch


def own_part_always_first(batch, place, replicas):
    """that is the first part for everybody; where does that of `place` begin?"""
    return batch[: len(batch) // replicas]


def own_part_not_whole(batch, place, replicas):
    """a place in an array is a whole number: divide with `//`."""
    rows = len(batch) / replicas
    return batch[place * rows : (place + 1) * rows]


def own_part_begins_at_place(batch, place, replicas):
    """the part begins at `place` times the rows of a part, not at `place`."""
    return batch[place : place + len(batch) // replicas]


def own_part_begins_by_replicas(batch, place, replicas):
    """the part begins at `place` times the rows of a part, not times `replicas`."""
    return batch[place * replicas : place * replicas + len(batch) // replicas]


def own_part_from_the_end(batch, place, replicas):
    """these are the parts from the end: replica 0 takes the first."""
    return own_part(batch, replicas - 1 - place, replicas)


def own_part_cases(random):
    sizes = ((6, 0, 3), (8, 1, 2), (12, 2, 3), (15, 1, 3))
    return [
        (random.normal(size=(rows, 2)), place, replicas)
        for rows, place, replicas in sizes
    ]


EXERCISE = Exercise(
    title="Whose rows?",
    difficulty="core",
    minutes=5,
    solution=own_part,
    cases=own_part_cases,
    mistakes=(
        own_part_in_turns,
        own_part_counted_from_1,
        own_part_without_last,
        own_part_to_the_end,
        own_part_replicas_rows,
        own_part_all,
        own_part_always_first,
        own_part_not_whole,
        own_part_begins_at_place,
        own_part_begins_by_replicas,
        own_part_from_the_end,
    ),
    hints=(
        "How many rows has each part? Whole numbers divide with `//`.",
        "Part 0 starts at row 0, part 1 at `rows`, part 2 at 2 × `rows`.",
    ),
    follows="The library cuts the noise in the same way, so noise and pairs stay together.",
)
