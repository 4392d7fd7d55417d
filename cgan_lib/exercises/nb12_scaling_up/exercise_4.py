"""12.4 Who am I?"""

import json

from cgan_lib.exercises.exercise import Exercise
from cgan_lib.language import phrase


def tf_config(workers, index):
    task = {"type": "worker", "index": index}
    return json.dumps({"cluster": {"worker": workers}, "task": task})


def tf_config_dictionary(workers, index):
    """an environment variable is a text: use `json.dumps`."""
    return json.loads(tf_config(workers, index))


def tf_config_by_str(workers, index):
    """this is no JSON; `json.dumps` writes it, with each text in double quotes."""
    return str(tf_config_dictionary(workers, index))


def tf_config_own_only(workers, index):
    """the list holds *all* workers, the same for each of them."""
    return tf_config([workers[index]], index)


def tf_config_index_as_text(workers, index):
    """the index is a number, without quotes."""
    return tf_config(workers, str(index))


def tf_config_counted_from_1(workers, index):
    """the workers are counted from 0."""
    return tf_config(workers, index + 1)


def tf_config_all_first(workers, index):
    """each worker has an index of its own."""
    return tf_config(workers, 0)


def tf_config_address_as_index(workers, index):
    """the index is the place in the list, not the address."""
    return tf_config(workers, workers[index])


def tf_config_bare_list(workers, index):
    """the list stands under "worker" in the cluster."""
    task = {"type": "worker", "index": index}
    return json.dumps({"cluster": workers, "task": task})


def tf_config_with_name(workers, index):
    """`TF_CONFIG=` belongs to the shell; return only the text behind it."""
    return "TF_CONFIG=" + tf_config(workers, index)


def tf_config_in_quotes(workers, index):
    """the quotes around the whole belong to the shell; leave them out."""
    return f"'{tf_config(workers, index)}'"


def tf_config_workers(workers, index):
    """the key in the cluster is "worker", in the singular."""
    task = {"type": "worker", "index": index}
    return json.dumps({"cluster": {"workers": workers}, "task": task})


def tf_config_twice(workers, index):
    """that is a text in a text: use `json.dumps` once."""
    return json.dumps(tf_config(workers, index))


def tf_config_one_address(workers, index):
    """under "worker" stands the list of all addresses, not one text."""
    return tf_config(workers[index], index)


def tf_config_task_in_cluster(workers, index):
    """the task stands beside the cluster, not in it: a bracket closes too late."""
    task = {"type": "worker", "index": index}
    return json.dumps({"cluster": {"worker": workers, "task": task}})


def read_config(answer, workers, index):
    """What a worker would read in the text, written in one way, or what it is instead."""
    text = answer(list(workers), index)
    if text is None:
        return None
    if not isinstance(text, str):
        return phrase("a {0}, not a text", type(text).__name__)
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        if text.lstrip().startswith("TF_CONFIG"):
            return phrase("a text that begins with TF_CONFIG")
        if text.strip()[:1] + text.strip()[-1:] == "''":
            return phrase("a text in single quotes")
        return phrase("a text that is not JSON")


def tf_config_cases(random):
    numbers = random.integers(1000, 9999, size=6)
    hosts = [f"host{9 - place}:{number}" for place, number in enumerate(numbers)]
    return [(hosts[:2], 1), (hosts[:3], 0), (hosts[:4], 2)]


EXERCISE = Exercise(
    title="Who am I?",
    difficulty="core",
    minutes=6,
    solution=tf_config,
    cases=tf_config_cases,
    observe=read_config,
    mistakes=(
        tf_config_dictionary,
        tf_config_by_str,
        tf_config_own_only,
        tf_config_index_as_text,
        tf_config_counted_from_1,
        tf_config_all_first,
        tf_config_address_as_index,
        tf_config_bare_list,
        tf_config_with_name,
        tf_config_in_quotes,
        tf_config_workers,
        tf_config_twice,
        tf_config_one_address,
        tf_config_task_in_cluster,
    ),
    hints=(
        "Build a dictionary with the keys `cluster` and `task`, then `json.dumps`.",
        "The cluster is a dictionary as well, with the one key `worker`.",
    ),
    follows="Only the index differs from worker to worker.",
)
