"""Exercises of notebook 09_exploring_the_latent_space."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np

# 09.1 A longer noise


def length_of_the_middle():
    length_of_a_noise = np.sqrt(400)
    return length_of_a_noise / np.sqrt(2)


# 09.2 What enters G


def enters(z, table, shares):
    rows = shares @ table  # (N, width): a mixture of rows for each image
    return z * rows


def enters_without_noise(z, table, shares):
    return shares @ table


def enters_added(z, table, shares):
    return z + shares @ table


def enters_mean_label(z, table, shares):
    mean_label = np.round(shares @ np.arange(len(table))).astype(int)
    return z * table[mean_label]


def enters_largest_share(z, table, shares):
    return z * table[np.argmax(shares, axis=1)]


def enters_sizes(z, table, shares):
    return z * (shares @ np.abs(table))


def enters_one_mixture(z, table, shares):
    return z * (np.mean(shares, axis=0) @ table)


def enters_cases(random):
    return [
        (
            random.normal(size=(count, width)),
            random.normal(size=(classes, width)),
            random.dirichlet(np.ones(classes), size=count),
        )
        for classes, width, count in ((10, 4, 3), (3, 5, 6), (7, 100, 2))
    ]


# 09.3 Repair the arc


def on_arc(z0, z1, t):
    u0, u1 = z0 / np.linalg.norm(z0), z1 / np.linalg.norm(z1)
    angle = np.arccos(u0 @ u1)
    weight0 = np.sin((1 - t) * angle) / np.sin(angle)
    weight1 = np.sin(t * angle) / np.sin(angle)
    return weight0 * z0 + weight1 * z1


def on_arc_planted(z0, z1, t):
    u0, u1 = z0 / np.linalg.norm(z0), z1 / np.linalg.norm(z1)
    angle = np.arccos(u0 @ u1)
    weight0 = np.sin((1 - t) * angle)
    weight1 = np.sin(t * angle)
    return weight0 * z0 + weight1 * z1


def on_arc_straight(z0, z1, t):
    return (1 - t) * z0 + t * z1


def on_arc_stretched(z0, z1, t):
    straight = on_arc_straight(z0, z1, t)
    return straight * np.linalg.norm(z0) / np.linalg.norm(straight)


def on_arc_backwards(z0, z1, t):
    return on_arc(z1, z0, t)


def on_arc_as_if_square(z0, z1, t):
    return np.cos(t * np.pi / 2) * z0 + np.sin(t * np.pi / 2) * z1


def on_arc_stretched_by_length(z0, z1, t):
    wrong = on_arc_planted(z0, z1, t)
    return wrong / np.linalg.norm(wrong)


def on_arc_cases(random):
    cases = []
    for width in (3, 8, 100):
        z0 = random.normal(size=width)
        z1 = random.normal(size=width) + z0  # nearer than a right angle
        z1 *= np.linalg.norm(z0) / np.linalg.norm(z1)
        cases.append((z0, z1, random.uniform(0.1, 0.4)))
    return cases


# 09.4 How many directions?


def directions_needed(changes, share):
    sizes = np.linalg.svd(changes, compute_uv=False)  # the largest comes first
    reached = np.cumsum(sizes**2) / np.sum(sizes**2)
    return int(np.argmax(reached >= share)) + 1  # the first place where it is enough


def directions_needed_unsquared(changes, share):
    sizes = np.linalg.svd(changes, compute_uv=False)
    reached = np.cumsum(sizes) / np.sum(sizes)
    return int(np.argmax(reached >= share)) + 1


def directions_needed_from_0(changes, share):
    return directions_needed(changes, share) - 1


def numbers_needed(changes, share):
    squares = np.sort(np.sum(np.square(changes), axis=1))[::-1]
    return int(np.argmax(np.cumsum(squares) / np.sum(squares) >= share)) + 1


def directions_needed_weakest_first(changes, share):
    sizes = np.linalg.svd(changes, compute_uv=False)[::-1]
    reached = np.cumsum(sizes**2) / np.sum(sizes**2)
    return int(np.argmax(reached >= share)) + 1


def directions_needed_not_divided(changes, share):
    sizes = np.linalg.svd(changes, compute_uv=False)
    return int(np.argmax(np.cumsum(sizes**2) >= share)) + 1


def directions_needed_cases(random):
    cases = []
    for numbers, pixels in ((12, 30), (40, 25), (50, 64), (30, 30)):
        # Each number of z has a loudness of its own, as in the notebook's picture.
        loudness = np.exp(random.normal(size=(numbers, 1)))
        shared = random.normal(size=pixels)  # what many numbers do alike
        changes = loudness * (random.normal(size=(numbers, pixels)) + shared)
        cases.append((changes, random.uniform(0.6, 0.95)))
    return cases


# 09.5 Lean one digit only


def lean_one(z, weights, start, digit, wish):
    now = weights @ z + start
    change = np.zeros(len(start))
    change[digit] = wish - now[digit]  # the other digits shall change by 0
    return z + np.linalg.pinv(weights) @ change


def lean_one_alone(z, weights, start, digit, wish):
    own = weights[digit]
    return z + (wish - own @ z - start[digit]) * own / (own @ own)


def lean_all(z, weights, start, digit, wish):
    return z + np.linalg.pinv(weights) @ (wish - weights @ z - start)


def lean_one_without_start(z, weights, start, digit, wish):
    return lean_one(z, weights, np.zeros(len(start)), digit, wish)


def lean_one_by_wish(z, weights, start, digit, wish):
    change = np.zeros(len(start))
    change[digit] = wish
    return z + np.linalg.pinv(weights) @ change


def lean_one_transposed(z, weights, start, digit, wish):
    change = np.zeros(len(start))
    change[digit] = wish - weights[digit] @ z - start[digit]
    return z + weights.T @ change


def lean_one_others_to_0(z, weights, start, digit, wish):
    wishes = np.zeros(len(start))
    wishes[digit] = wish
    return z + np.linalg.pinv(weights) @ (wishes - weights @ z - start)


def lean_one_change_only(z, weights, start, digit, wish):
    return lean_one(z, weights, start, digit, wish) - z


def lean_one_cases(random):
    return [
        (
            random.normal(size=width),
            random.normal(size=(digits, width)),
            random.normal(size=digits),
            int(random.integers(digits)),
            random.uniform(1, 2),
        )
        for digits, width in ((10, 100), (3, 7), (5, 12))
    ]


EXERCISES = {
    "09.1": Exercise(
        title="A longer noise",
        difficulty="warm-up",
        minutes=3,
        solution=length_of_the_middle,
        tolerance=0.03,
        mistakes=(
            (20, "that is a noise of 400 numbers; the middle of the line is shorter."),
            (7.07, "that is for 100 numbers."),
            (
                10,
                "half of 20 would be right if one of the two ends were 0. They stand at a "
                "right angle.",
            ),
            (
                28.28,
                "longer than the ends? The middle is the *average* of the two arrows, not their "
                "sum.",
            ),
            (
                200,
                "that is the *square* of the length.",
            ),
        ),
        hints=(
            "The squared length of a noise is a sum of as many squares as it has numbers, each "
            "1 on average.",
            "So a noise of 400 numbers is about √400 = 20 long.",
            "The middle is half the diagonal of a square with this side.",
        ),
        follows=(
            "The more numbers, the thinner the skin of the ball compared with its size, and the "
            "emptier the middle of the line."
        ),
    ),
    "09.2": Exercise(
        title="What enters G",
        difficulty="core",
        minutes=5,
        solution=enters,
        cases=enters_cases,
        mistakes=(
            (
                enters_without_noise,
                "these are the mixed rows; they still have to meet the noise.",
            ),
            (
                enters_added,
                "you add the row to the noise; in this G they are multiplied.",
            ),
            (
                enters_mean_label,
                "you mix the *numbers* of the labels, and half a 3 and half an 8 becomes a 5 or "
                "a 6. Mix the rows.",
            ),
            (
                enters_largest_share,
                "you take only the label with the largest share; the others count too.",
            ),
            (
                enters_sizes,
                "you mix the sizes of the rows' numbers; mix the numbers with their signs.",
            ),
            (
                enters_one_mixture,
                "all images get one mixture; each row of `shares` belongs to one image.",
            ),
        ),
        hints=(
            "A one-hot vector times the table is a row. What is a vector of shares times the "
            "table?",
            "(N, num_classes) @ (num_classes, width) gives (N, width).",
            "Then multiply with z, number by number.",
        ),
        follows="A label that does not exist is nothing special to G: 100 numbers like any others.",
    ),
    "09.3": Exercise(
        title="Repair the arc",
        difficulty="core",
        minutes=6,
        solution=on_arc,
        cases=on_arc_cases,
        planted=on_arc_planted,
        mistakes=(
            (on_arc_straight, "that is the straight line again, through the ball."),
            (
                on_arc_stretched,
                "the length is right, but the steps are not even: you walk fastest in the middle.",
            ),
            (on_arc_backwards, "at t = 0 you stand at z1; the walk begins at z0."),
            (
                on_arc_as_if_square,
                "this is right only if z0 and z1 stand at a right angle; at t = 0.5 of two "
                "arrows that are nearer it is too long.",
            ),
            (
                on_arc_stretched_by_length,
                "the direction is right, but the result has length 1; noises are longer.",
            ),
        ),
        hints=(
            "Try it with t = 0 and two arrows at an angle of 60 degrees. Do you get z0?",
            "At t = 0 the weight of z0 must be 1. What is it, for the angle a?",
            "Both weights are too small by the same factor.",
        ),
        follows=(
            "Two noises stand nearly at a right angle, where sin is nearly 1: the fault hid "
            "there, and would have shown between neighbours only."
        ),
    ),
    "09.4": Exercise(
        title="How many directions?",
        difficulty="core",
        minutes=7,
        solution=directions_needed,
        cases=directions_needed_cases,
        mistakes=(
            (
                directions_needed_unsquared,
                "you add the sizes; the shares are of the *squared* sizes.",
            ),
            (
                directions_needed_from_0,
                "one too few: place 0 of the list is already one direction.",
            ),
            (
                numbers_needed,
                "you count single numbers of z; a direction turns several at once.",
            ),
            (
                directions_needed_weakest_first,
                "you begin with the weakest direction; begin with the strongest.",
            ),
            (
                directions_needed_not_divided,
                "the squares so far are compared with `share`; divide them by all squares.",
            ),
        ),
        hints=(
            "`np.linalg.svd(changes, compute_uv=False)` gives the sizes, the largest first.",
            "`np.cumsum` adds up as it goes along: the squares so far, divided by all squares.",
            "The first place where this reaches `share`, counted from 1.",
        ),
        follows=(
            "Of 100 numbers only some directions matter, and which ones depends on where you are."
        ),
    ),
    "09.5": Exercise(
        title="Lean one digit only",
        difficulty="stretch",
        minutes=12,
        solution=lean_one,
        cases=lean_one_cases,
        mistakes=(
            (
                lean_one_alone,
                "the digit gets its wish, but the formulas of the other digits change too, since "
                "their directions are not at right angles to this one.",
            ),
            (
                lean_all,
                "now all digits get the wish; the others shall stay as they are.",
            ),
            (
                lean_one_without_start,
                "a formula is weights · z *plus its start*; you left the start out.",
            ),
            (
                lean_one_by_wish,
                "you add the wish to what the digit has already; what is missing is the "
                "difference.",
            ),
            (
                lean_one_transposed,
                "the transposed weights push in the right directions, but by wrong amounts; "
                "the pseudo-inverse gets the amounts right.",
            ),
            (
                lean_one_others_to_0,
                "you wish that the others lean by 0; they shall keep the lean that they have.",
            ),
            (lean_one_change_only, "that is the change; add it to z."),
        ),
        hints=(
            "How much shall each formula change? For one digit by what is missing, for the "
            "others by 0.",
            "What the formula of the digit says now is `weights[digit] @ z + start[digit]`.",
            "`np.linalg.pinv(weights) @ change` is the smallest push with these changes.",
        ),
        follows=(
            "One wish, and nine wishes that nothing else shall change: ten equations in 100 "
            "numbers."
        ),
    ),
}
