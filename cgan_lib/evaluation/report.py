"""Every metric of a CGAN beside the same of real digits. What `evaluate` prints.

Notebook 07_evaluation computes and explains each of these metrics.
"""

from cgan_lib import checks, data, judge
from cgan_lib.evaluation import judged, pixels

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
        {"model": metrics, "real": metrics}; the metrics under the names of their functions,
        `near_copies` (the share of images nearer to a training digit than all but 1% of real
        ones are), and under `bars` two standard errors of each. They hold for other digits of the
        same networks, not for another training; those of a Fréchet distance near that of real
        digits are up to three times too long.
    """
    count = checks.whole_number(count, "count", low=2000, high=10_000)
    if not all(hasattr(model, n) for n in ("generate", "img_shape", "num_classes")):
        raise TypeError(f"model must be a ConditionalGAN; got {type(model).__name__}")
    checks.flag(cas, "cas")
    seed = checks.fixed_seed(seed)
    if (model.img_shape, model.num_classes) != ((28, 28, 1), 10):
        raise ValueError(
            "model must draw images of (28, 28, 1) with 10 classes; it draws "
            f"{model.img_shape} with {model.num_classes} (for own pictures, evaluate has --data)"
        )
    (train_images, train_labels), (test_images, test_labels) = (
        (data.unscale(data.scale(images)), read)
        for images, read in map(data.load_mnist, ("train", "test"))
    )
    random = np.random.default_rng(seed)
    order = random.permutation(len(train_images))
    places = random.permutation(len(test_images))[:count]
    train = train_images[order[:count]], train_labels[order[:count]]
    validation = train_images[order[count : count + 1000]]
    asked, real = test_labels[places], test_images[places]
    drawn = model.generate(asked, seed)
    taught = model.generate(train_labels, seed + 1) if cas else None
    rows, near = {}, None
    both = {"real": (real, train[0], train_images), "model": (drawn, drawn, taught)}
    for name, (images, centres, lessons) in both.items():
        rows[name] = row = _compare(images, asked, train)
        sigma = pixels.choose_sigma(centres, validation)
        likelihood = pixels.parzen_log_likelihood(centres, test_images, sigma)
        _keep(row, "parzen_log_likelihood", *likelihood)
        distances = pixels.nearest_training_digits(images[:1000], train_images)[1]
        error = distances.std(ddof=1) / np.sqrt(len(distances))
        _keep(row, "nearest_training_digits", distances, error)
        # As near as all but 1 % of the real ones, which come first, are not.
        near = near or np.quantile(distances, 0.01)
        keep_share(row, "near_copies", np.mean(distances < near), len(distances))
        if cas:
            score = judged.classification_accuracy_score(
                lessons, train_labels, test_images, test_labels, seed
            )
            keep_share(row, "classification_accuracy_score", score, 10_000)
    return rows


def as_text(rows: dict) -> str:
    """A report as lines of text, with the mean where a metric has a number for each class.

    After each number stands what it may be off by. Where these bars of the model and of the real
    digits overlap, the line says that it shows no difference.
    """
    lines = [f"{'':38}{'model':>17}{'real':>17}  good"]
    try:
        both = [rows["model"], rows["real"]]
        names = {*rows["model"]} - {"confusion", "bars"}
        for name in sorted(names, key=[*_SHOWN].index):
            text, form, good = _SHOWN[name]
            numbers = [np.mean(row[name]) for row in both]
            bars = [row.get("bars", {}).get(name, 0) for row in both]
            cells = (
                f"{number:{form}}" + (f" ± {bar:{form}}" if bar else "")
                for number, bar in zip(numbers, bars, strict=True)
            )
            line = f"{text:38}" + "".join(f"{cell:>17}" for cell in cells)
            if any(bars) and abs(numbers[0] - numbers[1]) <= sum(bars):
                good += "; no difference"
            lines.append(f"{line}  {good}")
    except Exception:
        wanted = "rows must be what `measure_all` returns, of metrics that _SHOWN lists"
        raise ValueError(f"{wanted}; got {rows!r:.200}") from None
    return "\n".join(lines)


_SHOWN = {
    "obedience": ("obedience", ".1%", "up to real"),
    "frechet_distance": ("Fréchet distance", ".2f", "down to real"),
    "frechet_per_class": ("Fréchet distance within a class", ".2f", "down to real"),
    "precision": ("precision", ".1%", "up to real"),
    "recall": ("recall", ".1%", "up to real"),
    "variety": ("variety", ".2f", "as real"),
    "nearest_training_digits": ("distance to nearest training digit", ".2f", "as real"),
    "near_copies": ("nearer than all but 1% of real ones", ".1%", "as real"),
    "parzen_log_likelihood": ("Parzen log-likelihood, nats", ".0f", "up to real"),
    "classification_accuracy_score": (
        "classification accuracy score",
        ".1%",
        "up to real",
    ),
}


def _keep(row: dict, name: str, value, error: float):
    """Put a metric into its row, and two standard errors of it beside it."""
    row[name] = value
    row.setdefault("bars", {})[name] = 2 * float(error)


def keep_share(row: dict, name: str, share: float, count: int):
    """As `_keep`, for a share of so many."""
    _keep(row, name, share, np.sqrt(share * (1 - share) / count))


def _error(metric, *samples, parts=10, alone=False) -> np.ndarray:
    """The standard error of a metric's mean, from a tenth of the samples left out, ten times.

    This is the jackknife (Efron and Stein, 1981); the bootstrap draws some twice, which shrinks the
    balls of precision and recall. `alone` measures each tenth by itself instead, which is faster.
    Each of the samples is a tuple of arrays (N, ...) in random order, whose rows belong together.
    """
    values = []
    for part in range(parts):
        arrays = []
        for sample in samples:
            kept = (np.arange(len(sample[0])) % parts == part) == alone
            arrays += [array[kept] for array in sample]
        values.append(metric(*arrays))
    return np.std(values, axis=0) * np.sqrt(parts - 1) ** (-1 if alone else 1)


def _compare(images, asked, train) -> dict:
    """The metrics that compare images with as many training digits, through the judge."""
    train_images, train_labels = train
    reader = judge.load_judge()
    read, described = judge.read(reader, images), judge.features(reader, images)
    train_described = judge.features(reader, train_images)
    row = {"confusion": judged.confusion(asked, read)}
    keep_share(row, "obedience", judged.obedience(asked, read), len(asked))
    pairs = (train_described,), (described,)
    labelled = (train_described, train_labels), (described, asked)
    for metric, samples, parts in (
        (judged.frechet_distance, pairs, 10),
        (judged.frechet_per_class, labelled, 5),
        (pixels.variety, [(images, asked)], 10),
    ):
        value = metric(*(array for sample in samples for array in sample))
        error = _error(lambda *a, of=metric: np.mean(of(*a)), *samples, parts=parts)
        _keep(row, metric.__name__, value, error)
    # The share's own formula would forget that other training digits make other balls.
    shares = judged.precision_recall(described, train_described)
    errors = _error(judged.precision_recall, *reversed(pairs), alone=True)
    for name, share, error in zip(("precision", "recall"), shares, errors, strict=True):
        _keep(row, name, share, error)
    return row
