"""The metrics: what can be measured of a generator, and what each number cannot see.

Each is a function of arrays. Images are float (N, height, width, channels) from 0 to 1, as
`ConditionalGAN.generate` returns them; features are what `judge.features` says of images. What was
generated comes first, what is real second. No number means much alone: `measure_all` puts each
beside the same number for real digits. Samples that are too small to mean anything are refused with
a ValueError. Taught by notebook 07_evaluation.
"""

from cgan_lib.evaluation.judged import (
    classification_accuracy_score,
    confusion,
    density_coverage,
    frechet_distance,
    frechet_per_class,
    kernel_distance,
    obedience,
    precision_recall,
)
from cgan_lib.evaluation.pixels import (
    choose_sigma,
    nearest_training_digits,
    parzen_log_likelihood,
    variety,
)
from cgan_lib.evaluation.report import as_text, measure_all

__all__ = [
    "as_text",
    "choose_sigma",
    "classification_accuracy_score",
    "confusion",
    "density_coverage",
    "frechet_distance",
    "frechet_per_class",
    "kernel_distance",
    "measure_all",
    "nearest_training_digits",
    "obedience",
    "parzen_log_likelihood",
    "precision_recall",
    "variety",
]
