"""Exercises of notebook 12_scaling_up."""

import json

from cgan_lib.exercises.exercise import Exercise

import numpy as np

# 12.1 Steps in an epoch


def steps_in_an_epoch():
    return 60_000 / (4 * 64)


# 12.2 Whose rows?


def own_part(batch, place, replicas):
    rows = len(batch) // replicas
    return batch[place * rows : (place + 1) * rows]


def own_part_in_turns(batch, place, replicas):
    return batch[place::replicas]


def own_part_counted_from_1(batch, place, replicas):
    rows = len(batch) // replicas
    return batch[(place - 1) * rows : place * rows]


def own_part_without_last(batch, place, replicas):
    rows = len(batch) // replicas
    return batch[place * rows : (place + 1) * rows - 1]


def own_part_to_the_end(batch, place, replicas):
    return batch[place * (len(batch) // replicas) :]


def own_part_replicas_rows(batch, place, replicas):
    return batch[place * replicas : (place + 1) * replicas]


def own_part_all(batch, place, replicas):
    return batch


def own_part_cases(random):
    sizes = ((6, 0, 3), (8, 1, 2), (12, 2, 3), (15, 1, 3))
    return [
        (random.normal(size=(rows, 2)), place, replicas)
        for rows, place, replicas in sizes
    ]


# 12.3 Parts that are not equal


def mean_gradient(gradients, counts):
    return np.average(gradients, axis=0, weights=counts)


def mean_gradient_plain(gradients, counts):
    return np.mean(gradients, axis=0)


def mean_gradient_sum(gradients, counts):
    return np.sum(gradients, axis=0)


def mean_gradient_not_divided(gradients, counts):
    return np.sum(gradients * np.asarray(counts)[:, np.newaxis], axis=0)


def mean_gradient_over_devices(gradients, counts):
    return np.mean(gradients * np.asarray(counts)[:, np.newaxis], axis=0)


def mean_gradient_divided_by_pairs(gradients, counts):
    return np.sum(gradients, axis=0) / np.sum(counts)


def mean_gradient_upside_down(gradients, counts):
    return np.average(gradients, axis=0, weights=1 / np.asarray(counts))


def mean_gradient_cases(random):
    return [
        (random.normal(size=(devices, numbers)), random.permutation(9)[:devices] + 1)
        for devices, numbers in ((2, 3), (3, 4), (4, 2))
    ]


# 12.4 Who am I?


def tf_config(workers, index):
    task = {"type": "worker", "index": index}
    return json.dumps({"cluster": {"worker": workers}, "task": task})


def tf_config_dictionary(workers, index):
    return json.loads(tf_config(workers, index))


def tf_config_by_str(workers, index):
    return str(tf_config_dictionary(workers, index))


def tf_config_own_only(workers, index):
    return tf_config([workers[index]], index)


def tf_config_index_as_text(workers, index):
    return tf_config(workers, str(index))


def tf_config_counted_from_1(workers, index):
    return tf_config(workers, index + 1)


def tf_config_all_first(workers, index):
    return tf_config(workers, 0)


def tf_config_address_as_index(workers, index):
    return tf_config(workers, workers[index])


def tf_config_bare_list(workers, index):
    task = {"type": "worker", "index": index}
    return json.dumps({"cluster": workers, "task": task})


def read_config(answer, workers, index):
    """What a worker would read in the text, written in one way, or what it is instead."""
    text = answer(list(workers), index)
    if text is None:
        return None
    if not isinstance(text, str):
        return f"a {type(text).__name__}, not a text"
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return "a text that is not JSON"


def tf_config_cases(random):
    numbers = random.integers(1000, 9999, size=6)
    hosts = [f"host{9 - place}:{number}" for place, number in enumerate(numbers)]
    return [(hosts[:2], 1), (hosts[:3], 0), (hosts[:4], 2)]


# 12.5 Count the multiply-adds


def stamps(height, width, channels, filters, kernel_size, stride):
    return height * width * channels * filters * kernel_size**2


def stamps_each_output_pixel(height, width, channels, filters, kernel_size, stride):
    return stamps(height, width, channels, filters, kernel_size, stride) * stride**2


def stamps_one_filter(height, width, channels, filters, kernel_size, stride):
    return height * width * channels * kernel_size**2


def stamps_one_channel(height, width, channels, filters, kernel_size, stride):
    return height * width * filters * kernel_size**2


def stamps_kernel_not_squared(height, width, channels, filters, kernel_size, stride):
    return height * width * channels * filters * kernel_size


def stamps_weights_only(height, width, channels, filters, kernel_size, stride):
    return channels * filters * kernel_size**2


def stamps_as_operations(height, width, channels, filters, kernel_size, stride):
    return 2 * stamps(height, width, channels, filters, kernel_size, stride)


def stamps_cases(random):
    fixed = [(7, 5, 6, 3, 4, 2), (4, 9, 2, 5, 3, 3)]
    return [*fixed, tuple(int(n) for n in random.integers(3, 9, size=6))]


EXERCISES = {
    "12.1": Exercise(
        title="Steps in an epoch",
        difficulty="warm-up",
        minutes=3,
        solution=steps_in_an_epoch,
        tolerance=0.005,
        mistakes=(
            (60_000 / 64, "that is one device; four together take 256 pairs a step."),
            (60_000 / 4, "that is four pairs a step; each device takes 64."),
            (
                4 * 60_000 / 64,
                "more devices take *fewer* steps: they share the images, not the steps.",
            ),
            (256, "that is how many pairs one step takes."),
        ),
        hints=(
            "How many pairs do all four devices take together in one step?",
            "60,000 divided by the whole batch, 4 × 64.",
        ),
        follows="One device with 64 takes four times as many steps: another experiment.",
    ),
    "12.2": Exercise(
        title="Whose rows?",
        difficulty="core",
        minutes=5,
        solution=own_part,
        cases=own_part_cases,
        mistakes=(
            (own_part_in_turns, "these rows are dealt out in turns, not in order."),
            (own_part_counted_from_1, "the replicas are counted from 0."),
            (own_part_without_last, "the last row is missing: the end is exclusive."),
            (own_part_to_the_end, "a part ends where the next one begins."),
            (
                own_part_replicas_rows,
                "`replicas` is how many parts there are, not how many rows one has.",
            ),
            (own_part_all, "that is the whole batch, so all would learn the same."),
        ),
        hints=(
            "How many rows has each part? Whole numbers divide with `//`.",
            "Part 0 starts at row 0, part 1 at `rows`, part 2 at 2 × `rows`.",
        ),
        follows="The library cuts the noise in the same way, so noise and pairs stay together.",
    ),
    "12.3": Exercise(
        title="Parts that are not equal",
        difficulty="core",
        minutes=6,
        solution=mean_gradient,
        cases=mean_gradient_cases,
        mistakes=(
            (
                mean_gradient_plain,
                "here a device with few pairs counts as much as one with many.",
            ),
            (
                mean_gradient_sum,
                "that is the sum over the devices; a mean is asked for.",
            ),
            (
                mean_gradient_not_divided,
                "right sum over all pairs; now divide by their number.",
            ),
            (
                mean_gradient_over_devices,
                "divide by the number of all pairs, not by the number of devices.",
            ),
            (
                mean_gradient_divided_by_pairs,
                "each row is a mean already: multiply it with its count before adding.",
            ),
            (mean_gradient_upside_down, "more pairs should count *more*, not less."),
        ),
        hints=(
            "The sum over a device's pairs is its mean times its count.",
            "Add up these sums, and divide by the number of all pairs.",
        ),
        follows="With equal parts this is the plain mean, which is why batches are cut evenly.",
    ),
    "12.4": Exercise(
        title="Who am I?",
        difficulty="core",
        minutes=6,
        solution=tf_config,
        cases=tf_config_cases,
        observe=read_config,
        mistakes=(
            (
                tf_config_dictionary,
                "an environment variable is a text: use `json.dumps`.",
            ),
            (
                tf_config_by_str,
                "this is no JSON: texts stand in double quotes, and the quotes around the whole, "
                "which a shell needs, do not belong to it.",
            ),
            (
                tf_config_own_only,
                "the list holds *all* workers, the same for each of them.",
            ),
            (tf_config_index_as_text, "the index is a number, without quotes."),
            (tf_config_counted_from_1, "the workers are counted from 0."),
            (tf_config_all_first, "each worker has an index of its own."),
            (
                tf_config_address_as_index,
                "the index is the place in the list, not the address.",
            ),
            (tf_config_bare_list, 'the list stands under "worker" in the cluster.'),
        ),
        hints=(
            "Build a dictionary with the keys `cluster` and `task`, then `json.dumps`.",
            "The cluster is a dictionary as well, with the one key `worker`.",
        ),
        follows="Only the index differs from worker to worker.",
    ),
    "12.5": Exercise(
        title="Count the multiply-adds",
        difficulty="stretch",
        minutes=8,
        solution=stamps,
        cases=stamps_cases,
        mistakes=(
            (
                stamps_each_output_pixel,
                "that is one product for each *output* pixel; a stamp is pressed for each input.",
            ),
            (stamps_one_filter, "each of the filters makes a channel of its own."),
            (stamps_one_channel, "each input channel has a kernel of its own."),
            (
                stamps_kernel_not_squared,
                "the kernel is square: how many numbers has it?",
            ),
            (
                stamps_weights_only,
                "that is the number of weights; each is used many times.",
            ),
            (stamps_as_operations, "a multiply-add counts once here, not as two."),
        ),
        hints=(
            "Each input pixel presses one stamp. How many numbers has a stamp?",
            "A stamp has kernel_size² × filters numbers for each input channel.",
        ),
        follows="The stride does not count: it only spreads the same stamps over a larger sheet.",
    ),
}
