"""Exercises of notebook 08_better_and_faster."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np

# 08.1 How long is the memory?


def iterations_to_half():
    return np.log(0.5) / np.log(0.99)  # 0.99 ** n = 0.5


# 08.2 Let the rate fall


def falling_rate(start, iteration, iterations):
    return start * (1 - iteration / iterations)


def rate_that_stays(start, iteration, iterations):
    return start


def rate_that_rises(start, iteration, iterations):
    return start * iteration / iterations


def rate_left_in_iterations(start, iteration, iterations):
    return start * (iterations - iteration)


def rate_halved_each_time(start, iteration, iterations):
    return start * 0.5**iteration


def rate_by_division(start, iteration, iterations):
    return start / (1 + iteration)


def rate_rounded(start, iteration, iterations):
    return round(start * (1 - iteration / iterations), 6)


def falling_rate_cases(random):
    return [
        (0.001, 0, 200),
        (0.00003, 77, 200),  # of so small a rate each digit counts
        (float(random.uniform(0.01, 1)), int(random.integers(1, 50)), 50),
        (0.5, 80, 80),
    ]


# 08.3 The hinge loss


def hinge_loss(real_logits, fake_logits):
    real = np.maximum(0, 1 - real_logits)
    fake = np.maximum(0, 1 + fake_logits)
    return (np.mean(real) + np.mean(fake)) / 2


def hinge_without_hinge(real_logits, fake_logits):
    return (np.mean(1 - real_logits) + np.mean(1 + fake_logits)) / 2


def hinge_with_wrong_signs(real_logits, fake_logits):
    return hinge_loss(-np.asarray(real_logits), -np.asarray(fake_logits))


def hinge_same_sign_for_both(real_logits, fake_logits):
    return hinge_loss(real_logits, -np.asarray(fake_logits))


def hinge_of_the_mean(real_logits, fake_logits):
    real, fake = np.mean(real_logits), np.mean(fake_logits)
    return (max(0, 1 - real) + max(0, 1 + fake)) / 2


def hinge_not_halved(real_logits, fake_logits):
    return 2 * hinge_loss(real_logits, fake_logits)


def hinge_cases(random):
    return [
        (random.normal(1, 2, size=(n, 1)), random.normal(-1, 2, size=(m, 1)))
        for n, m in ((8, 8), (6, 9), (50, 20))
    ]


# 08.4 How steep is D?


def steepness(gradients):
    squares = np.square(gradients)  # (batch, height, width, channels)
    return np.mean(np.sum(squares, axis=(1, 2, 3)))


def steepness_mean_of_pixels(gradients):
    return np.mean(np.square(gradients))


def steepness_sum_of_all(gradients):
    return np.sum(np.square(gradients))


def steepness_not_squared(gradients):
    return np.mean(np.sqrt(np.sum(np.square(gradients), axis=(1, 2, 3))))


def steepness_signed(gradients):
    return np.mean(np.sum(gradients, axis=(1, 2, 3)) ** 2)


def steepness_one_for_each(gradients):
    return np.sum(np.square(gradients), axis=(1, 2, 3))


def steepness_cases(random):
    shapes = ((3, 4, 5, 1), (2, 6, 3, 3), (5, 2, 2, 1))
    return [(random.normal(size=shape),) for shape in shapes]


# 08.5 Labels that are wrong for sure


def wrong_labels(labels, num_classes, random):
    steps = random.integers(1, num_classes, size=len(labels))  # never a full circle
    return (labels + steps) % num_classes


def wrong_labels_planted(labels, num_classes, random):
    return random.integers(0, num_classes, size=len(labels))


def wrong_labels_repaired(labels, num_classes, random):
    wrong = random.integers(0, num_classes, size=len(labels))
    return np.where(wrong == labels, (wrong + 1) % num_classes, wrong)


def wrong_labels_without_chance(labels, num_classes, random):
    return (labels + 1 + np.arange(len(labels)) % (num_classes - 1)) % num_classes


def wrong_labels_next(labels, num_classes, random):
    return (labels + 1) % num_classes


def wrong_labels_short(labels, num_classes, random):
    steps = random.integers(1, num_classes - 1, size=len(labels))
    return (labels + steps) % num_classes


def wrong_labels_one_step_for_all(labels, num_classes, random):
    return (labels + random.integers(1, num_classes)) % num_classes


def wrong_labels_out_of_range(labels, num_classes, random):
    return labels + random.integers(1, num_classes, size=len(labels))


def describe_wrong_labels(answer, num_classes, seed):
    """In words: whether a right label comes, whether all others do, whether by chance."""
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(num_classes), 200)
    table = np.zeros((num_classes, num_classes))
    seen = set()
    for _ in range(4):
        given = labels.copy()
        result = answer(given, num_classes, random)
        if result is None:
            return None
        result = np.asarray(result)
        if result.shape != labels.shape or result.dtype.kind not in "iuf":
            return f"labels of the shape {result.shape}"
        if not np.isin(result, labels).all():
            return "labels that are no classes"
        if not np.array_equal(given, labels):
            return "the given labels were changed"
        np.add.at(table, (labels, result.astype(int)), 1 / 800)
        seen.add(tuple(result.tolist()))
    right = np.diag(table).max()
    others = table[~np.eye(num_classes, dtype=bool)]
    uneven = np.abs(others - 1 / (num_classes - 1)).max() > 0.12
    missing = (others == 0).any()
    return (
        f"right labels {'come' if right else 'never come'}, "
        f"the others {'unevenly' if uneven else 'equally often'}"
        f"{', some never' if missing else ''}, "
        f"{'by chance' if len(seen) > 1 else 'the same ones in each call'}"
    )


def wrong_labels_cases(random):
    return [(classes, int(random.integers(1000))) for classes in (3, 4, 5)]


EXERCISES = {
    "08.1": Exercise(
        title="How long is the memory?",
        difficulty="warm-up",
        minutes=4,
        solution=iterations_to_half,
        tolerance=0.01,
        mistakes=(
            (68, "after 68 iterations a little more than half is left."),
            (70, "after 70 iterations a little less than half is left."),
            (
                50,
                "that would be if a hundredth of the *first* value went away each time.",
            ),
            (0.5, "the question is after how many iterations, not what is left."),
            (100, "after 100 iterations about 37 % is left, less than half."),
            (
                0.99**100,
                "that is what is left after 100 iterations; when is it one half?",
            ),
        ),
        hints=(
            "After one iteration 0.99 of the old value is left, after two 0.99 × 0.99.",
            "You look for the n with 0.99 to the power n = 0.5. A loop finds it; so do logarithms.",
        ),
        follows="With 0.999 it would be ten times as long, too slow for a short run.",
    ),
    "08.2": Exercise(
        title="Let the rate fall",
        difficulty="core",
        minutes=4,
        solution=falling_rate,
        cases=falling_rate_cases,
        tolerance=1.5e-7,
        mistakes=(
            (rate_that_stays, "this rate stays where it starts."),
            (rate_that_rises, "this rate starts at 0 and rises."),
            (
                rate_left_in_iterations,
                "you multiply with the number of iterations left; multiply with their *share*.",
            ),
            (
                rate_halved_each_time,
                "this falls by half each time, not along a straight line.",
            ),
            (rate_rounded, "do not round: of a small rate too little is left."),
            (rate_by_division, "this falls fast, then slowly, and never arrives at 0."),
        ),
        hints=(
            "Which share of the run is still to come? 1 at the beginning, 0 at the end.",
            "The share still to come is 1 - iteration / iterations.",
        ),
        follows="`falling_rate=True` does this with Keras's PolynomialDecay and a power of 1.",
    ),
    "08.3": Exercise(
        title="The hinge loss",
        difficulty="core",
        minutes=6,
        solution=hinge_loss,
        cases=hinge_cases,
        mistakes=(
            (hinge_without_hinge, "below 0 the price is 0: the `max` is missing."),
            (
                hinge_with_wrong_signs,
                "both signs are turned: real logits should be *high*.",
            ),
            (hinge_same_sign_for_both, "a fake costs more the *higher* its logit is."),
            (hinge_of_the_mean, "first the price of each answer, then the mean."),
            (
                hinge_not_halved,
                "the two means are added; the formula takes half of the sum.",
            ),
        ),
        hints=(
            "`np.maximum(0, ...)` works number by number.",
            "Real: max(0, 1 - a). Fake: max(0, 1 + a). Then the mean of each.",
        ),
        follows="An answer beyond 1 on the right side costs nothing: D need not go further.",
    ),
    "08.4": Exercise(
        title="How steep is D?",
        difficulty="core",
        minutes=6,
        solution=steepness,
        cases=steepness_cases,
        mistakes=(
            (
                steepness_mean_of_pixels,
                "that is the mean over pixels too; the squared length adds them up.",
            ),
            (
                steepness_sum_of_all,
                "add the squares of one image, then take the *mean* of the batch.",
            ),
            (
                steepness_not_squared,
                "that is the length; the formula has its square, no root.",
            ),
            (
                steepness_signed,
                "square first, then add: otherwise ups and downs cancel.",
            ),
            (steepness_one_for_each, "one number for each image; take their mean."),
        ),
        hints=(
            "The squared length of a row of numbers is the sum of their squares.",
            "Sum over height, width and channels: `axis=(1, 2, 3)`. Then the mean over the batch.",
        ),
        follows="With r1 = 0.1 a twentieth of this number is added to D's loss.",
    ),
    "08.5": Exercise(
        title="Labels that are wrong for sure",
        difficulty="core",
        minutes=6,
        solution=wrong_labels,
        cases=wrong_labels_cases,
        observe=describe_wrong_labels,
        planted=wrong_labels_planted,
        mistakes=(
            (
                wrong_labels_repaired,
                "never right now, but the class after the right one comes twice as often.",
            ),
            (
                wrong_labels_without_chance,
                "not by chance: use `random`, so that each call gives others.",
            ),
            (
                wrong_labels_next,
                "always the next class: D would only learn to tell neighbours.",
            ),
            (
                wrong_labels_short,
                "one wrong class is never chosen: the upper bound is exclusive.",
            ),
            (
                wrong_labels_one_step_for_all,
                "one step for the whole batch; draw one for each.",
            ),
            (
                wrong_labels_out_of_range,
                "some of these are no classes; what brings 11 back to 1?",
            ),
        ),
        hints=(
            "The planted function draws any class, so one time in num_classes it is the right one.",
            "Go some steps further from the right label, round a circle of classes with `%`.",
            "How many steps lead to a wrong class, and which number of steps comes back?",
        ),
        follows="So every pair that D is told to reject is truly wrong.",
    ),
}
