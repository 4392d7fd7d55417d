"""Every metric of a CGAN beside the same of real digits. What `evaluate` prints.

Notebook 07_evaluation computes and explains each of these metrics.
"""

from cgan_lib import checks, data, judge
from cgan_lib.evaluation.asked_and_read import confusion, obedience
from cgan_lib.evaluation.classifier_score import classification_accuracy_score
from cgan_lib.evaluation.copies import nearest_training_digits
from cgan_lib.evaluation.frechet import frechet_distance, frechet_per_class
from cgan_lib.evaluation.parzen import choose_sigma, parzen_log_likelihood
from cgan_lib.evaluation.quality_and_variety import precision_recall, variety

import numpy as np


def measure_all(model, count: int = 10_000, seed: int = 0, cas: bool = False) -> dict:
    """All metrics of a CGAN for MNIST, and the same of real digits.

    The model is asked for the labels of `count` test digits; in the row of real digits these test
    digits take the place of what it drew. Both are compared with as many training digits. Only
    where the test digits are the examiners (Parzen, CAS) do training digits take that place.

    Args:
        model: a ConditionalGAN of 28 x 28 digits with 10 classes.
        count: how many digits, 2,000 to 10,000: fewer have not enough of each class.
        seed: of the noise, and of which digits are taken.
        cas: True adds the classification accuracy score, with 60,000 digits: some minutes.

    Returns:
        {"model": metrics, "real": metrics}; the metrics under the names of their functions.

    Raises:
        ValueError, TypeError: another kind of model, or another count.
    """
    count = checks.whole_number(count, "count", low=2000, high=10_000)
    if not all(hasattr(model, n) for n in ("generate", "img_shape", "num_classes")):
        raise TypeError(f"model must be a ConditionalGAN; got {type(model).__name__}")
    checks.flag(cas, "cas")
    seed = checks.fixed_seed(seed)
    if (model.img_shape, model.num_classes) != ((28, 28, 1), 10):
        raise ValueError(
            "model must draw images of (28, 28, 1) with 10 classes; it draws "
            f"{model.img_shape} with {model.num_classes}"
        )
    train_images, train_labels = _load_brightness("train")
    test_images, test_labels = _load_brightness("test")
    random = np.random.default_rng(seed)
    order = random.permutation(len(train_images))
    places = random.permutation(len(test_images))[:count]
    train = train_images[order[:count]], train_labels[order[:count]]
    new_images, asked = test_images[places], test_labels[places]
    drawn = model.generate(asked, seed)
    rows = {
        "model": _compare(drawn, asked, train),
        "real": _compare(new_images, asked, train),
    }
    validation = train_images[order[count : count + 1000]]
    for row, centres in (("model", drawn), ("real", train[0])):
        sigma = choose_sigma(centres, validation)
        rows[row]["parzen_log_likelihood"], _ = parzen_log_likelihood(
            centres, test_images, sigma
        )
    for row, images in (("model", drawn), ("real", new_images)):
        _, distances = nearest_training_digits(images[:1000], train_images)
        rows[row]["nearest_training_digits"] = distances
    if cas:
        drawn = model.generate(train_labels, seed + 1)
        for row, images in (("model", drawn), ("real", train_images)):
            score = classification_accuracy_score(
                images, train_labels, test_images, test_labels, seed
            )
            rows[row]["classification_accuracy_score"] = score
    return rows


def as_text(rows: dict) -> str:
    """A report as lines of text, with the mean where a metric has a number for each class."""
    try:
        rows["model"].keys(), rows["real"].keys()
    except Exception:
        raise TypeError(
            f"rows must be what `measure_all` returns; got {rows!r}"
        ) from None
    unknown = sorted(rows["model"].keys() - _SHOWN.keys() - {"confusion"}, key=str)
    if unknown:
        raise ValueError(f"rows must hold metrics that _SHOWN lists; got {unknown}")
    lines = [f"{'':42}{'model':>9}{'real':>9}  better"]
    for name, (text, form, better) in _SHOWN.items():
        if name in rows["model"]:
            try:
                model, real = (
                    format(np.mean(rows[row][name]), form) for row in ("model", "real")
                )
            except (KeyError, TypeError, ValueError):
                raise ValueError(
                    f"rows must hold numbers under {name} for the model and for real"
                ) from None
            lines.append(f"{text:42}{model:>9}{real:>9}  {better}")
    return "\n".join(lines)


_SHOWN = {
    "obedience": ("obedience", ".1%", "higher"),
    "frechet_distance": ("Fréchet distance", ".2f", "lower"),
    "frechet_per_class": ("Fréchet distance within a class", ".2f", "lower"),
    "precision": ("precision", ".1%", "higher"),
    "recall": ("recall", ".1%", "higher"),
    "variety": ("variety", ".2f", "as real"),
    "nearest_training_digits": (
        "distance to the nearest training digit",
        ".2f",
        "as real",
    ),
    "parzen_log_likelihood": ("Parzen log-likelihood, nats", ".0f", "higher"),
    "classification_accuracy_score": ("classification accuracy score", ".1%", "higher"),
}


def _compare(images, asked, train) -> dict:
    """The metrics that compare images with as many training digits, through the judge."""
    train_images, train_labels = train
    reader = judge.load_judge()
    read, described = judge.read(reader, images), judge.features(reader, images)
    train_described = judge.features(reader, train_images)
    precision, recall = precision_recall(described, train_described)
    return {
        "confusion": confusion(asked, read),
        "obedience": obedience(asked, read),
        "frechet_distance": frechet_distance(train_described, described),
        "frechet_per_class": frechet_per_class(
            train_described, train_labels, described, asked
        ),
        "precision": precision,
        "recall": recall,
        "variety": variety(images, asked),
    }


def _load_brightness(split: str) -> tuple[np.ndarray, np.ndarray]:
    """MNIST with brightness from 0 to 1, and the labels."""
    images, labels = data.load_mnist(split)
    return data.unscale(data.scale(images)), labels
