"""13.2 Normalise, then ask."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def conditional_norm_by_hand(x, labels, scale, shift):
    mean, deviation = x.mean(axis=(0, 1, 2)), x.std(axis=(0, 1, 2))
    scales, shifts = (
        rows[labels][:, np.newaxis, np.newaxis] for rows in (scale, shift)
    )
    return (x - mean) / deviation * scales + shifts


def _asked(normed, labels, scale, shift):
    scales, shifts = (
        rows[labels][:, np.newaxis, np.newaxis] for rows in (scale, shift)
    )
    return normed * scales + shifts


def _normed(x, axis=(0, 1, 2)):
    mean, deviation = x.mean(axis, keepdims=True), x.std(axis, keepdims=True)
    return (x - mean) / deviation


def norm_of_each_image(x, labels, scale, shift):
    """each image is normalised by itself: the batch belongs together."""
    return _asked(_normed(x, (1, 2)), labels, scale, shift)


def norm_of_each_image_whole(x, labels, scale, shift):
    """each image is normalised by itself, all its channels together: it is the other way round."""
    return _asked(_normed(x, (1, 2, 3)), labels, scale, shift)


def norm_of_each_line(x, labels, scale, shift):
    """one axis of the pixels is left out: take axes 0, 1 and 2."""
    return _asked(_normed(x, (0, 1)), labels, scale, shift)


def norm_of_each_pixel(x, labels, scale, shift):
    """each pixel is normalised by itself, over the batch: all pixels belong together."""
    return _asked(_normed(x, 0), labels, scale, shift)


def norm_of_all_channels(x, labels, scale, shift):
    """one mean for everything: each channel has its own."""
    return _asked(_normed(x, None), labels, scale, shift)


def norm_over_channels(x, labels, scale, shift):
    """you normalise over the channels, pixel by pixel; it is one channel over all the rest."""
    return _asked(_normed(x, 3), labels, scale, shift)


def norm_of_each_label(x, labels, scale, shift):
    """each label has its own mean here: the whole batch is normalised together, and only the scale
    and the shift know the label.
    """
    normed = np.zeros_like(x)
    for label in np.unique(labels):
        normed[labels == label] = _normed(x[labels == label])
    return _asked(normed, labels, scale, shift)


def norm_by_variance(x, labels, scale, shift):
    """divided by the variance: take its root."""
    normed = (x - x.mean((0, 1, 2))) / x.var((0, 1, 2))
    return _asked(normed, labels, scale, shift)


def norm_with_keras_epsilon(x, labels, scale, shift):
    """nearly: is there an epsilon of 0.001, as in Keras's layer? Leave it out here."""
    deviation = np.sqrt(x.var((0, 1, 2)) + 1e-3)
    return _asked((x - x.mean((0, 1, 2))) / deviation, labels, scale, shift)


def norm_by_one_less(x, labels, scale, shift):
    """nearly: is the variance divided by the count less one? Divide by the whole count."""
    deviation = x.std((0, 1, 2), ddof=1)
    return _asked((x - x.mean((0, 1, 2))) / deviation, labels, scale, shift)


def norm_only_centred(x, labels, scale, shift):
    """the mean is 0 before the scale, but the standard deviation is not 1."""
    return _asked(x - x.mean((0, 1, 2)), labels, scale, shift)


def norm_left_out(x, labels, scale, shift):
    """scaled and shifted by the label, but not normalised before."""
    return _asked(x, labels, scale, shift)


def norm_exchanged(x, labels, scale, shift):
    """scale and shift have changed places."""
    return _asked(_normed(x), labels, shift, scale)


def norm_shifted_first(x, labels, scale, shift):
    """the shift is multiplied as well: multiply first, then add."""
    return _asked(_normed(x), labels, scale, scale * shift)


def norm_not_shifted(x, labels, scale, shift):
    """the shift is missing."""
    return _asked(_normed(x), labels, scale, 0 * shift)


def norm_not_scaled(x, labels, scale, shift):
    """the scale is missing."""
    return _asked(_normed(x), labels, np.ones_like(scale), shift)


def norm_scaled_by_one_more(x, labels, scale, shift):
    """is 1 added to the scale? Here a row of `scale` is the whole factor."""
    return _asked(_normed(x), labels, 1 + scale, shift)


def norm_shift_subtracted(x, labels, scale, shift):
    """the shift is subtracted; add it."""
    return _asked(_normed(x), labels, scale, -shift)


def norm_asked_mean(x, labels, scale, shift):
    """all images share one scale and one shift, the batch's mean; each image has its own row."""
    return _normed(x) * scale[labels].mean(axis=0) + shift[labels].mean(axis=0)


def norm_not_asked(x, labels, scale, shift):
    """normalised, but the labels do nothing yet."""
    return _normed(x)


def norm_asked_alike(x, labels, scale, shift):
    """every image gets row 0: `scale[labels]` picks a row for each."""
    return _asked(_normed(x), 0 * labels, scale, shift)


def norm_asked_first(x, labels, scale, shift):
    """you normalise last, which takes away much of what the labels did: normalise first."""
    return _normed(_asked(x, labels, scale, shift))


def norm_rows_to_columns(x, labels, scale, shift):
    """the row of image n goes to *pixels* of column n: `scale[labels]` has the shape (N, channels),
    and needs (N, 1, 1, channels).
    """
    return _normed(x) * scale[labels] + shift[labels]


def norm_rows_to_lines(x, labels, scale, shift):
    """the row of image n goes to *pixels* of line n. One new axis was enough for labels of the
    shape (N, 1); these are (N,), so add two.
    """
    scales, shifts = scale[labels][:, np.newaxis], shift[labels][:, np.newaxis]
    return _normed(x) * scales + shifts


def norm_cases(random):
    """As many pixels each way as images: then rows along a wrong axis raise no error."""
    cases = []
    for size, channels, classes in ((4, 2, 3), (5, 3, 4), (6, 2, 5)):
        spread, middle = random.uniform((0.2, -2), (2, 2), (channels, 2)).T
        x = middle + spread * random.normal(size=(size, size, size, channels))
        labels = 1 + random.permutation(size) % (classes - 1)
        scale, shift = random.uniform(0.5, 3, size=(2, classes, channels))
        cases.append((x, labels, scale, shift))
    return cases


EXERCISE = Exercise(
    title="Normalise, then ask",
    difficulty="core",
    minutes=6,
    solution=conditional_norm_by_hand,
    cases=norm_cases,
    mistakes=(
        norm_of_each_image,
        norm_of_each_image_whole,
        norm_of_each_line,
        norm_of_each_pixel,
        norm_of_all_channels,
        norm_over_channels,
        norm_of_each_label,
        norm_by_variance,
        norm_with_keras_epsilon,
        norm_by_one_less,
        norm_only_centred,
        norm_left_out,
        norm_exchanged,
        norm_shifted_first,
        norm_not_shifted,
        norm_not_scaled,
        norm_scaled_by_one_more,
        norm_shift_subtracted,
        norm_asked_mean,
        norm_not_asked,
        norm_asked_alike,
        norm_asked_first,
        norm_rows_to_columns,
        norm_rows_to_lines,
    ),
    hints=(
        "`x.mean(axis=(0, 1, 2))` leaves one number for each channel.",
        "`scale[labels]` picks a row for each image, (N, channels).",
        "`[:, np.newaxis, np.newaxis]` turns (N, channels) into (N, 1, 1, channels).",
    ),
    follows=(
        "All images pass one normalisation; the label says only how strong and how high each "
        "channel is afterwards."
    ),
)
