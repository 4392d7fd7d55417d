"""09.2 What enters G."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def enters(z, table, shares):
    rows = shares @ table  # (N, width): a mixture of rows for each image
    return z * rows


def enters_without_noise(z, table, shares):
    """these are the mixed rows; they still have to meet the noise."""
    return shares @ table


def enters_added(z, table, shares):
    """you add the row to the noise; in this G they are multiplied."""
    return z + shares @ table


def enters_mean_label(z, table, shares):
    """you mix the *numbers* of the labels, and half a 3 and half an 8 becomes a 5 or a 6.
    Mix the rows.
    """
    mean_label = np.round(shares @ np.arange(len(table))).astype(int)
    return z * table[mean_label]


def enters_largest_share(z, table, shares):
    """you take only the label with the largest share; the others count too."""
    return z * table[np.argmax(shares, axis=1)]


def enters_sizes(z, table, shares):
    """you mix the sizes of the rows' numbers; mix the numbers with their signs."""
    return z * (shares @ np.abs(table))


def enters_one_mixture(z, table, shares):
    """all images get one mixture; each row of `shares` belongs to one image."""
    return z * (np.mean(shares, axis=0) @ table)


def enters_mean_row(z, table, shares):
    """all images get the mean of all rows; `shares` is not used."""
    return z * table.mean(axis=0)


def enters_sum_of_rows(z, table, shares):
    """all images get the sum of all rows; `shares` is not used."""
    return z * table.sum(axis=0)


def enters_divided(z, table, shares):
    """you divide by the noise; they are multiplied."""
    return shares @ table / z


def enters_multiplied_and_added(z, table, shares):
    """the product is right; the noise is not added to it."""
    return enters(z, table, shares) + z


def enters_divided_by_classes(z, table, shares):
    """the shares add up to 1 already: do not divide by the number of classes."""
    return enters(z, table, shares) / len(table)


def enters_cases(random):
    return [
        (
            random.normal(size=(count, width)),
            random.normal(size=(classes, width)),
            random.dirichlet(np.ones(classes), size=count),
        )
        for classes, width, count in ((10, 4, 3), (3, 5, 6), (7, 100, 2))
    ]


EXERCISE = Exercise(
    title="What enters G",
    difficulty="core",
    minutes=5,
    solution=enters,
    cases=enters_cases,
    mistakes=(
        enters_without_noise,
        enters_added,
        enters_mean_label,
        enters_largest_share,
        enters_sizes,
        enters_one_mixture,
        enters_mean_row,
        enters_sum_of_rows,
        enters_divided,
        enters_multiplied_and_added,
        enters_divided_by_classes,
    ),
    hints=(
        "A one-hot vector times the table is a row. What is a vector of shares times the "
        "table?",
        "(N, num_classes) @ (num_classes, width) gives (N, width).",
        "Then multiply with z, number by number.",
    ),
    follows="A label that does not exist is nothing special to G: 100 numbers like any others.",
)
