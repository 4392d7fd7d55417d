"""Each metric agrees with a second computation, and says what it should of five fools.

The fools are sets of 1,000 'generated' digits: copies of the training digits, one digit of each
class again and again, digits under shuffled labels, noise, and blurred digits.
"""

import itertools
import tracemalloc
from types import SimpleNamespace

from cgan_lib import __main__ as command_line
from cgan_lib import assets, cgan, data, evaluation, judge, recipes

import make_assets
import numpy as np
import pytest
import scipy.linalg
import scipy.stats
from scipy.ndimage import gaussian_filter
from scipy.spatial.distance import pdist
from sklearn.metrics import confusion_matrix
from sklearn.metrics.pairwise import polynomial_kernel
from sklearn.neighbors import KernelDensity, NearestNeighbors
from training_helpers import assert_same_bits

LABELS = np.arange(1000) % 10


@pytest.fixture(scope="module")
def digits(mnist):
    """A function: 1,000 digits of a split, 100 of each class, labelled by LABELS."""

    def take(split, start=0):
        images, labels = mnist[split]
        classes = [np.flatnonzero(labels == c)[start : start + 100] for c in range(10)]
        return data.unscale(data.scale(images[np.stack(classes, axis=1).ravel()]))

    return take


@pytest.fixture(scope="module")
def train(digits):
    return digits("train")


@pytest.fixture(scope="module")
def reader():
    return judge.load_judge()


@pytest.fixture(scope="module")
def drawn(digits, train):
    """What is measured: new real digits, and the five fools."""
    random = np.random.default_rng(0)
    real = digits("test")
    return {
        "real": (real, LABELS),
        "copies": (train, LABELS),
        "one of each class": (real[LABELS], LABELS),
        "shuffled labels": (real, random.permutation(LABELS)),
        "noise": (random.uniform(size=real.shape).astype("float32"), LABELS),
        "blurred digits": (gaussian_filter(real, (0, 1, 1, 0)), LABELS),
    }


@pytest.fixture(scope="module")
def measured(drawn, train, digits, reader):
    """What each metric but the slow one says of each: {metric: {what: number}}."""
    rows = {}
    described_train = judge.features(reader, train)
    for name, (images, labels) in drawn.items():
        described = judge.features(reader, images)
        precision, recall = evaluation.precision_recall(described, described_train)
        rows[name] = {
            "obedience": evaluation.obedience(labels, judge.read(reader, images)),
            "frechet": evaluation.frechet_distance(described_train, described),
            "frechet per class": evaluation.frechet_per_class(
                described_train, LABELS, described, labels
            ).mean(),
            "precision": precision,
            "recall": recall,
            "variety": evaluation.variety(images, labels).mean(),
            "nearest": evaluation.nearest_training_digits(images, train)[1].mean(),
            "parzen": evaluation.parzen_log_likelihood(
                images, digits("test", 500)[:500], 0.2
            )[0],
        }
    return {
        metric: {name: row[metric] for name, row in rows.items()}
        for metric in rows["real"]
    }


@pytest.fixture(scope="module")
def scores(drawn, digits):
    """The classification accuracy score of each that shows sharp digits, after a short training."""
    test = digits("test", 200)
    return {
        name: evaluation.classification_accuracy_score(
            *pairs, test, LABELS, iterations=120
        )
        for name, pairs in drawn.items()
        if name not in ("noise", "blurred digits")
    }


def small_images(count, seed=0, size=3):
    return np.random.default_rng(seed).uniform(size=(count, size, size, 1))


def cloud(count, mean, root, seed=0):
    """Samples whose mean, and whose covariance root^T root, are exactly these."""
    x = np.random.default_rng(seed).standard_normal((count, len(mean)))
    x -= x.mean(axis=0)
    white = x @ np.linalg.inv(np.linalg.cholesky(np.cov(x.T)).T)
    return white @ root + mean


# The judge


def test_the_judge_reads_the_test_digits(reader, mnist):
    images, labels = mnist["test"]
    read = judge.read(reader, data.unscale(data.scale(images)))
    assert (read.shape, read.dtype) == ((10_000,), np.int32)
    assert np.mean(read == labels) >= 0.993


def test_the_judge_has_not_learned_the_training_digits_by_heart(reader, mnist):
    images, labels = (array[:10_000] for array in mnist["train"])
    read = judge.read(reader, data.unscale(data.scale(images)))
    assert np.mean(read == labels) <= 0.998


def test_the_shipped_judge_is_small_and_has_no_optimiser(reader):
    assert assets.path("judge.keras").stat().st_size <= 1_000_000
    assert not reader.compiled
    fresh = judge.build_judge()
    ours, theirs = ([w.shape for w in m.weights] for m in (reader, fresh))
    assert ours == theirs


@pytest.mark.parametrize("side", [8, 28, 32, 48, 60, 64, 100, 128, 200])
def test_the_last_sheet_of_a_judge_is_small_so_that_it_learns_on_any_size(side):
    layers = judge.build_judge(img_shape=(side, side, 3)).layers
    last = [one.output.shape[1] for one in layers if "pooling" in one.name][-1]
    assert 1 <= last <= 7
    if side == 28:  # the shipped judge's own
        assert len([one for one in layers if "pooling" in one.name]) == 3


def test_the_judge_takes_brightness_and_computes_with_the_range_of_tanh(reader, train):
    logits = reader(train * 2 - 1).numpy()
    np.testing.assert_array_equal(judge.read(reader, train), logits.argmax(axis=1))


def test_features_are_what_the_last_layer_sees(reader, train):
    described = judge.features(reader, train)
    assert (described.shape, described.dtype) == ((1000, 64), np.float32)
    assert described.min() >= 0
    logits = reader.get_layer("logits")(described).numpy()
    np.testing.assert_allclose(logits, reader(train * 2 - 1).numpy(), atol=1e-4)


def test_many_images_are_read_in_pieces_that_fit_together(reader, train):
    many = np.concatenate([train, train[:3]])
    described = judge.features(reader, many)
    assert described.shape == (1003, 64)
    np.testing.assert_allclose(described[1000:], described[:3], atol=1e-4)


def test_the_judge_learns_from_the_training_digits_the_same_each_time(
    mnist, monkeypatch
):
    asked_for = []

    def load_few(split):
        asked_for.append(split)
        return tuple(array[:500] for array in mnist[split])

    monkeypatch.setattr(data, "load_mnist", load_few)
    first, again = make_assets.train_judge(2), make_assets.train_judge(2)
    assert asked_for == ["train", "train"]
    assert not first.compiled
    assert_same_bits(first.get_weights(), again.get_weights())


def test_a_judge_for_other_classes_and_colour_reads_what_it_learned():
    """Four flat colours, which a few iterations are enough to tell apart."""
    colours = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]], "float32")
    labels = np.arange(256) % 4
    images = np.broadcast_to(colours[labels][:, None, None], (256, 8, 12, 3))
    trained = judge.train_classifier(
        images, labels, 40, filters=(4, 4, 4), num_classes=4
    )
    assert trained.output_shape == (None, 4)
    np.testing.assert_array_equal(judge.read(trained, images[:4]), range(4))
    assert judge.features(trained, images[:4]).shape == (4, 64)
    with pytest.raises(ValueError, match=r"shape .N, 8, 12, 3.; got"):
        judge.read(trained, images[:, :, :8])


def test_a_judge_that_cannot_be_built_is_refused():
    with pytest.raises(ValueError, match="8 x 8 or larger"):
        judge.build_judge(img_shape=(4, 28, 1))
    with pytest.raises(ValueError, match="labels must be integers from 0 to 1"):
        judge.train_classifier(small_images(128), np.arange(128) % 3, 1, num_classes=2)


def test_moved_images_are_shifted_by_2_pixels_at_most_and_keep_their_labels():
    dot = np.full((64, 28, 28, 1), -1.0, "float32")
    dot[:, 13:15, 13:15] = 1
    pairs = data.batches(dot, np.arange(64), 64, seed=0)
    (x, y), (x_again, _) = make_assets.move(pairs).take(2).as_numpy_iterator()
    assert sorted(y) == list(range(64))
    assert (x.min(), x.shape) == (-1, dot.shape)
    light = (x + 1) / (x + 1).sum(axis=(1, 2), keepdims=True)
    place = np.arange(28) - 13.5
    down = (light.sum(axis=2)[..., 0] * place).sum(axis=1)
    right = (light.sum(axis=1)[..., 0] * place).sum(axis=1)
    for shift in (down, right):
        assert 1.5 < np.abs(shift).max() < 2.4  # the turn adds a little
        assert shift.min() < -1 < 1 < shift.max()
    assert not np.array_equal(x, x_again)


def test_moved_images_are_turned():
    bar = np.full((64, 28, 28, 1), -1.0, "float32")
    bar[:, 13:15] = 1
    pairs = data.batches(bar, np.arange(64), 64, seed=0)
    x, _ = next(make_assets.move(pairs).as_numpy_iterator())
    ends = x[:, :, [5, 22], 0].argmax(axis=1).astype(int)
    slope = np.degrees(np.arctan2(ends[:, 1] - ends[:, 0], 17))
    assert 7 < np.abs(slope).max() < 14


@pytest.mark.parametrize(
    ("images", "error", "message"),
    [
        (np.zeros((2, 28, 28, 1), "uint8"), TypeError, "images must hold float.*uint8"),
        (-np.ones((2, 28, 28, 1)), ValueError, r"images must be from 0 to 1; got .*-1"),
        (np.full((2, 28, 28, 1), np.nan), ValueError, "images must be from 0 to 1"),
        (np.zeros((28, 28, 1)), ValueError, r"images must have the shape \(N, 28, 28"),
        (np.zeros((0, 28, 28, 1)), ValueError, r"images must hold .*got .*\(0, 28,"),
        (np.zeros((2, 8, 8, 1)), ValueError, r"images must have .*got \(2, 8, 8, 1\)"),
    ],
)
def test_the_judge_refuses_what_is_no_image_of_a_digit(reader, images, error, message):
    for look in (judge.read, judge.features):
        with pytest.raises(error, match=message):
            look(reader, images)


# Each metric against a second computation


def test_confusion_and_obedience_agree_with_scikit_learn():
    random = np.random.default_rng(0)
    asked, read = random.integers(0, 9, 300), random.integers(1, 10, 300)
    counts = evaluation.confusion(asked, read)
    expected = confusion_matrix(asked, read, labels=range(10))
    np.testing.assert_array_equal(counts, expected)
    assert evaluation.obedience(asked, read) == pytest.approx(np.trace(expected) / 300)


def test_confusion_has_a_row_for_each_label_asked_and_a_column_for_each_read():
    counts = evaluation.confusion([0, 0, 2], [1, 1, 2], num_classes=3)
    np.testing.assert_array_equal(counts, [[0, 2, 0], [0, 0, 0], [0, 0, 1]])


def test_frechet_distance_of_two_known_gaussians():
    """For covariances of the same axes it is |mean_a - mean_b|^2 + |sigma_a - sigma_b|^2."""
    turn = scipy.stats.ortho_group.rvs(4, random_state=0)
    sigma_a, sigma_b = np.array([1.0, 2, 3, 4]), np.array([2.0, 2, 1, 0.5])
    a = cloud(50, np.zeros(4), np.diag(sigma_a) @ turn, seed=1)
    b = cloud(80, np.array([3.0, 0, 0, 1]), np.diag(sigma_b) @ turn, seed=2)
    expected = 10 + ((sigma_a - sigma_b) ** 2).sum()
    assert evaluation.frechet_distance(a, b) == pytest.approx(expected)
    assert evaluation.frechet_distance(b, a) == pytest.approx(expected)


def test_frechet_distance_agrees_with_scipys_matrix_square_root():
    random = np.random.default_rng(0)
    a = random.standard_normal((300, 20)) @ random.standard_normal((20, 20))
    b = random.standard_normal((200, 20)) @ random.standard_normal((20, 20)) + 0.3
    root = scipy.linalg.sqrtm(np.cov(a.T) @ np.cov(b.T)).real
    expected = ((a.mean(0) - b.mean(0)) ** 2).sum()
    expected += np.trace(np.cov(a.T) + np.cov(b.T) - 2 * root)
    assert evaluation.frechet_distance(a, b) == pytest.approx(expected)


def test_frechet_distance_survives_features_that_never_change():
    a = cloud(50, np.zeros(3), np.eye(3))
    with_dead = np.hstack([a, np.zeros((50, 2))])
    assert evaluation.frechet_distance(with_dead, with_dead) == pytest.approx(0)
    moved = with_dead + np.array([2, 0, 0, 0, 0])
    assert evaluation.frechet_distance(with_dead, moved) == pytest.approx(4)


def test_frechet_per_class_compares_each_class_with_its_own():
    a, b = np.random.default_rng(0).standard_normal((2, 60, 4))
    labels_a, labels_b = np.arange(60) % 3, np.arange(60)[::-1] % 3
    distances = evaluation.frechet_per_class(a, labels_a, b, labels_b, 3)
    expected = [
        evaluation.frechet_distance(a[labels_a == c], b[labels_b == c])
        for c in range(3)
    ]
    np.testing.assert_allclose(distances, expected)


def test_precision_and_recall_agree_with_scikit_learn():
    random = np.random.default_rng(0)
    real = random.standard_normal((450, 5))
    fake = random.standard_normal((350, 5)) * 0.6 + 0.5

    def share_inside(points, centres, k):
        neighbours = NearestNeighbors(n_neighbors=k).fit(centres)
        radii = neighbours.kneighbors()[0][:, -1]  # each without itself
        reach = np.linalg.norm(points[:, None] - centres, axis=2)
        return (reach <= radii).any(axis=1).mean()

    for k in (1, 3, 7):
        expected = share_inside(fake, real, k), share_inside(real, fake, k)
        assert evaluation.precision_recall(fake, real, k) == pytest.approx(expected)
        assert expected[0] != pytest.approx(expected[1])


def test_precision_sees_bad_fakes_and_recall_sees_missing_ones():
    near, far = np.random.default_rng(0).uniform(size=(2, 400, 2))
    far += 100
    both = np.concatenate([near[:200], far[:200]])
    precision, recall = evaluation.precision_recall(near[200:], both)
    assert precision > 0.9
    assert recall == pytest.approx(0.5, abs=0.05)
    precision, recall = evaluation.precision_recall(both, near[:200])
    assert precision == pytest.approx(0.5)
    assert recall == 1


def test_density_and_coverage_agree_with_scikit_learn():
    random = np.random.default_rng(0)
    real = random.standard_normal((450, 5))
    fake = random.standard_normal((350, 5)) * 0.6 + 0.5
    for k in (1, 5, 7):
        neighbours = NearestNeighbors(n_neighbors=k).fit(real)
        radii = neighbours.kneighbors()[0][:, -1]  # each without itself
        inside = np.linalg.norm(fake[:, None] - real, axis=2) <= radii
        expected = inside.mean(axis=0).sum() / k, inside.any(axis=0).mean()
        assert evaluation.density_coverage(fake, real, k) == pytest.approx(expected)


def test_density_and_coverage_of_known_clouds():
    real = np.arange(200.0)[:, None]  # each ball of 2 neighbours reaches 1 far
    assert evaluation.density_coverage(real, real, 2) == pytest.approx(
        ((3 * 198 + 2 * 2 + 2) / 200 / 2, 1), abs=0.02
    )
    middle = np.full((100, 1), 100.25)  # in the balls of 100 and 101 alone
    assert evaluation.density_coverage(middle, real, 2) == (1, 0.01)
    assert evaluation.density_coverage(middle + 1000, real, 2) == (0, 0)


def test_scattered_fakes_raise_recall_but_not_coverage():
    random = np.random.default_rng(0)
    real = random.standard_normal((300, 8))
    scattered = random.uniform(-6, 6, size=(300, 8))
    assert evaluation.precision_recall(scattered, real)[1] > 0.9
    assert max(evaluation.density_coverage(scattered, real)) < 0.1


def test_kernel_distance_agrees_with_its_definition_pair_by_pair():
    random = np.random.default_rng(0)
    a, b = random.standard_normal((7, 4)), 2 + random.standard_normal((5, 4))

    def mean(pairs):
        return np.mean([polynomial_kernel(x[None], y[None])[0, 0] for x, y in pairs])

    own = (itertools.permutations(cloud, 2) for cloud in (a, b))
    expected = sum(mean(pairs) for pairs in own) - 2 * mean(itertools.product(a, b))
    assert evaluation.kernel_distance(a, b) == pytest.approx(expected)
    assert evaluation.kernel_distance(b, a) == pytest.approx(expected)


def test_kernel_distance_of_two_points_and_of_one_source():
    a, b = np.zeros((3, 2)), np.full((4, 2), 3.0)  # b . b / d is 9
    assert evaluation.kernel_distance(a, b) == pytest.approx(10**3 + 1 - 2)
    random = np.random.default_rng(0)
    few = [
        evaluation.kernel_distance(*random.standard_normal((2, 20, 3)))
        for _ in range(400)
    ]
    assert abs(np.mean(few)) < 3 * np.std(few) / np.sqrt(len(few))


def test_variety_agrees_with_scipys_pairwise_distances():
    images, labels = small_images(700), np.random.default_rng(1).integers(0, 2, 700)
    rows = images.reshape(700, 9)
    expected = [pdist(rows[labels == c]).mean() for c in range(2)]
    found = evaluation.variety(images, labels, num_classes=2)
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_the_nearest_training_digits_agree_with_scikit_learn():
    images, train_images = small_images(450, seed=1), small_images(600, seed=2)
    nearest = NearestNeighbors(n_neighbors=1).fit(train_images.reshape(600, 9))
    distances, indices = nearest.kneighbors(images.reshape(450, 9))
    found = evaluation.nearest_training_digits(images, train_images)
    np.testing.assert_array_equal(found[0], indices[:, 0])
    np.testing.assert_allclose(found[1], distances[:, 0], atol=1e-6)


def test_parzen_log_likelihood_agrees_with_scikit_learn():
    samples, test = small_images(1100, seed=1), small_images(450, seed=2)
    for sigma in (0.1, 0.3):
        density = KernelDensity(bandwidth=sigma).fit(samples.reshape(1100, 9))
        expected = density.score_samples(test.reshape(450, 9))
        mean, error = evaluation.parzen_log_likelihood(samples, test, sigma)
        assert mean == pytest.approx(expected.mean(), rel=1e-5)
        assert error == pytest.approx(scipy.stats.sem(expected), rel=1e-4)


def test_parzen_log_likelihood_stays_finite_far_from_all_samples():
    samples, test = np.zeros((1000, 28, 28, 1)), np.ones((100, 28, 28, 1))
    mean, error = evaluation.parzen_log_likelihood(samples, test, 0.01)
    expected = -784 / 2 * (1e4 + np.log(2 * np.pi * 1e-4))
    assert (mean, error) == (pytest.approx(expected), pytest.approx(0, abs=1e-6))


def test_choose_sigma_takes_the_width_of_the_best_fit():
    samples, validation = small_images(1000, seed=1), small_images(300, seed=2)
    widths = np.geomspace(0.1, 1, 10)
    rows = samples.reshape(1000, 9), validation.reshape(300, 9)
    fits = [KernelDensity(bandwidth=w).fit(rows[0]).score(rows[1]) for w in widths]
    chosen = evaluation.choose_sigma(samples, validation)
    assert chosen == pytest.approx(widths[np.argmax(fits)])


def test_the_classification_accuracy_score_is_about_the_labels_that_were_given(
    drawn, digits
):
    """A classifier that learned every label one too high is right about those labels."""
    test, (images, labels) = digits("test", 200), drawn["real"]
    higher = (labels + 1) % 10  # and tested in another order than learned
    score = evaluation.classification_accuracy_score(
        images, higher, test[::-1], higher[::-1], seed=3, iterations=120
    )
    assert score > 0.8


@pytest.mark.parametrize("metric", ["nearest", "parzen", "precision"])
def test_memory_stays_bounded(metric):
    many, few = small_images(20_000, size=1), small_images(2000, seed=1, size=1)
    features = np.random.default_rng(0).standard_normal((6300, 4))
    tracemalloc.start()
    if metric == "nearest":
        evaluation.nearest_training_digits(many, few)
    elif metric == "parzen":
        evaluation.parzen_log_likelihood(few, many, 0.2)
    else:
        evaluation.precision_recall(features[:100], features)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (
        peak < 20_000 * 2000 * 2
    )  # the table of all distances takes 4 or 8 bytes each


# The fools: which metric is fooled, and which catches them


def test_copies_fool_all_but_the_nearest_training_digits(measured, scores):
    told = {metric: row["copies"] for metric, row in measured.items()}
    real = {metric: row["real"] for metric, row in measured.items()}
    assert told["obedience"] > 0.98
    assert told["frechet"] == pytest.approx(0, abs=1e-6)
    assert told["frechet per class"] == pytest.approx(0, abs=1e-6)
    assert told["precision"] == told["recall"] == 1
    assert told["variety"] == pytest.approx(real["variety"], rel=0.05)
    assert told["parzen"] > real["parzen"]
    assert scores["copies"] > scores["real"] - 0.1
    assert told["nearest"] == 0
    assert real["nearest"] > 5


def test_one_of_each_class_fools_obedience_and_precision(measured, scores):
    told = {metric: row["one of each class"] for metric, row in measured.items()}
    real = {metric: row["real"] for metric, row in measured.items()}
    assert told["obedience"] == 1
    assert told["precision"] > real["precision"]
    assert told["nearest"] > 5
    assert told["variety"] == pytest.approx(0, abs=1e-5)
    assert told["recall"] < 0.05
    assert told["frechet"] > 5 * real["frechet"]
    assert told["frechet per class"] > 3 * real["frechet per class"]
    assert told["parzen"] < real["parzen"] - 50
    assert scores["one of each class"] < scores["real"] - 0.2


def test_shuffled_labels_fool_all_that_do_not_look_at_labels(measured, scores):
    told = {metric: row["shuffled labels"] for metric, row in measured.items()}
    real = {metric: row["real"] for metric, row in measured.items()}
    for metric in ("frechet", "precision", "recall", "nearest", "parzen"):
        assert told[metric] == pytest.approx(real[metric]), metric
    assert told["variety"] > real["variety"] + 1
    assert told["obedience"] < 0.2
    assert told["frechet per class"] > 3 * real["frechet per class"]
    assert scores["shuffled labels"] < 0.3


def test_noise_fools_variety_alone(measured, scores):
    told = {metric: row["noise"] for metric, row in measured.items()}
    real = {metric: row["real"] for metric, row in measured.items()}
    assert told["variety"] > real["variety"] + 1
    assert told["obedience"] < 0.2
    assert told["frechet"] > 10 * real["frechet"]
    assert told["frechet per class"] > 5 * real["frechet per class"]
    assert told["precision"] < 0.05
    assert told["recall"] < 0.05
    assert told["nearest"] > real["nearest"] + 3
    assert told["parzen"] < real["parzen"] - 500


def test_blurred_digits_fool_the_parzen_log_likelihood_and_precision(measured):
    told = {metric: row["blurred digits"] for metric, row in measured.items()}
    real = {metric: row["real"] for metric, row in measured.items()}
    assert told["parzen"] > real["parzen"] + 50
    assert told["obedience"] > 0.95
    assert told["frechet"] > 5 * real["frechet"]
    assert told["precision"] > real["precision"]
    assert told["recall"] < 0.1
    assert told["variety"] < real["variety"] - 1


# Samples that are too small to mean anything, and arrays that do not fit


def test_samples_that_are_too_small_are_refused_with_how_many_are_needed():
    images, labels = small_images(2000, size=28), np.arange(2000) % 10
    features, two = np.random.default_rng(0).standard_normal((200, 64)), labels[:200]
    cases = [
        (
            evaluation.frechet_distance,
            (features[:64], features),
            "features_a.* 65,.*64",
        ),
        (
            evaluation.frechet_distance,
            (features, features[:64]),
            "features_b.* 65,.*64",
        ),
        (
            evaluation.frechet_per_class,
            (features, two, features, two),
            r"features_a must be at least 65, .* in every class \(.*\); got 20",
        ),
        (evaluation.precision_recall, (features[:99], features), "fake_.*100,.* 99"),
        (evaluation.precision_recall, (features, features[:99]), "real_.*100,.* 99"),
        (evaluation.density_coverage, (features, features[:99]), "real_.*100,.* 99"),
        (evaluation.kernel_distance, (features[:1], features), "features_a.* 2,.* 1"),
        (evaluation.variety, (images[:90], labels[:90]), "images of each.* 10,.* 9"),
        (
            evaluation.classification_accuracy_score,
            (images[:990], labels[:990], images, labels),
            "images of each class must be at least 100,.* 99",
        ),
        (
            evaluation.classification_accuracy_score,
            (images, labels, images[:999], labels[:999]),
            "test_images must be at least 1000,.* 999",
        ),
        (
            evaluation.parzen_log_likelihood,
            (images[:999], images, 0.2),
            "samples must be at least 1000,.* 999",
        ),
        (
            evaluation.parzen_log_likelihood,
            (images, images[:99], 0.2),
            "test images must be at least 100,.* 99",
        ),
        (judge.train_classifier, (images[:127], labels[:127], 1), "images.* 128.* 127"),
    ]
    for metric, arguments, message in cases:
        with pytest.raises(ValueError, match=message):
            metric(*arguments)


@pytest.mark.parametrize("classes", [1, 5, 12])
def test_how_many_classes_there_are_comes_from_the_labels(classes):
    images, features = small_images(240), small_images(240).reshape(240, -1)[:, :4]
    labels = np.arange(240) % classes
    assert evaluation.confusion(labels, labels).shape == (classes, classes)
    assert evaluation.variety(images, labels).shape == (classes,)
    found = evaluation.frechet_per_class(features, labels, features, labels)
    assert found.shape == (classes,)
    with pytest.raises(ValueError, match=r"\(num_classes is 13\)"):
        evaluation.variety(images, labels, 13)
    with pytest.raises(ValueError, match=r"\(num_classes is 10\)"):
        judge.train_classifier(images, np.full(240, 10), 1)


def test_the_score_takes_images_of_any_shape_and_any_number_of_classes():
    images = small_images(1200, size=8).repeat(3, axis=-1)
    labels = np.arange(1200) % 3
    images[..., 0] = labels[:, np.newaxis, np.newaxis] / 2
    score = evaluation.classification_accuracy_score(
        images, labels, images[:1000], labels[:1000], iterations=30
    )
    assert score > 0.9


def test_too_few_pictures_for_precision_say_where_more_are():
    few, many = np.ones((36, 4)), np.ones((100, 4))
    with pytest.raises(
        ValueError, match=r"as real ones take those G learned from; got 36"
    ):
        evaluation.precision_recall(many, few)
    with pytest.raises(ValueError, match=r"draw more, .*got 36"):
        evaluation.precision_recall(few, many)


def test_arrays_that_do_not_belong_together_are_named():
    images, features = small_images(1000), np.zeros((200, 4))
    nan, no_class = features * np.nan, np.full(1000, 10)
    other = small_images(1000, size=4)
    cases = [
        (evaluation.confusion, ([1, 2], [1]), "asked and read must be pairs; got 2"),
        (evaluation.obedience, ([1, 2], [1]), "asked and read must be pairs; got 2"),
        (
            evaluation.confusion,
            ([1], [10], 10),
            "read must be integers from 0 to 9; got",
        ),
        (evaluation.frechet_distance, (features, nan), "features_b must hold finite"),
        (evaluation.frechet_distance, (features, features[:, 1:]), r"and \(200, 3\)"),
        (evaluation.precision_recall, (features[0], features), r"got \(4,\) and"),
        (evaluation.precision_recall, (features, features, 200), "k must be from 1 to"),
        (
            evaluation.variety,
            (images, no_class, 10),
            "from 0 to 9; got 10 at position 0",
        ),
        (evaluation.variety, (images, LABELS[1:]), "images and labels must be pairs"),
        (evaluation.variety, (images * 2 - 1, LABELS), "images must be from 0 to 1"),
        (evaluation.nearest_training_digits, (images, other), r"train_images.*\(N, 3"),
        (evaluation.parzen_log_likelihood, (images, other, 0.2), r"test must have .*3"),
        (
            evaluation.parzen_log_likelihood,
            (images, images, 0),
            "sigma must be a number from 1e-06",
        ),
    ]
    for metric, arguments, message in cases:
        with pytest.raises(ValueError, match=message):
            metric(*arguments)


# The report


@pytest.fixture(scope="module")
def memoriser(mnist):
    """A model that answers every label with a training digit of the next label."""
    images, labels = mnist["train"]

    def generate(asked, seed):
        random = np.random.default_rng(seed)
        shown = (np.asarray(asked) + 1) % 10
        places = np.zeros(len(shown), int)
        for c in range(10):
            known = np.flatnonzero(labels == c)
            places[shown == c] = random.choice(known, (shown == c).sum())
        return data.unscale(data.scale(images[places]))

    return SimpleNamespace(img_shape=(28, 28, 1), num_classes=10, generate=generate)


@pytest.fixture(scope="module")
def rows(memoriser):
    """The report on the memoriser; the slow score is only asked for, not computed."""

    def score(*arrays):
        assert [len(array) for array in arrays[:4]] == [60_000, 60_000, 10_000, 10_000]
        return 0.9

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluation.judged, "classification_accuracy_score", score)
        return evaluation.measure_all(memoriser, count=2000, cas=True)


def test_the_report_sees_through_a_memoriser_that_disobeys(rows):
    model, real = rows["model"], rows["real"]
    assert model["obedience"] < 0.02
    assert model["frechet_distance"] < 2 * real["frechet_distance"]
    assert model["frechet_per_class"].min() > 3 * real["frechet_per_class"].max()
    assert model["precision"] > real["precision"] - 0.05
    assert model["recall"] > real["recall"] - 0.05
    assert model["nearest_training_digits"].max() == 0
    assert (model["near_copies"], real["near_copies"]) == (1, 0.01)


def test_the_report_says_what_real_digits_reach(rows):
    model, real = rows["model"], rows["real"]
    assert model.keys() == real.keys()
    assert real["obedience"] > 0.985
    assert np.mean(real["nearest_training_digits"]) > 3
    for metric, tolerance in (("variety", 1), ("parzen_log_likelihood", 30)):
        assert np.mean(real[metric]) == pytest.approx(
            np.mean(model[metric]), abs=tolerance
        )


def test_the_report_asks_for_the_labels_of_the_test_digits(rows):
    confusions = [rows[row]["confusion"] for row in ("model", "real")]
    for counts in confusions:
        assert counts.sum() == 2000
    np.testing.assert_array_equal(*(counts.sum(axis=1) for counts in confusions))
    for label in range(10):
        assert confusions[0][label].argmax() == (label + 1) % 10
        assert confusions[1][label].argmax() == label


def test_shares_have_the_bars_of_their_formula(rows):
    real, bars = rows["real"], rows["real"]["bars"]
    for metric, count in (
        ("obedience", 2000),
        ("near_copies", 1000),
        ("classification_accuracy_score", 10_000),
    ):
        error = scipy.stats.binom.std(count, real[metric]) / count
        assert bars[metric] == pytest.approx(2 * error)
    assert bars.keys() == real.keys() - {"bars", "confusion"}
    assert all(bars.values())


@pytest.mark.parametrize("alone", [True, False])
def test_standard_error_of_a_mean_agrees_with_scipy(alone):
    x, labels = np.random.default_rng(0).exponential(size=(2, 60))
    found = evaluation.report._error(
        lambda x, labels: x.mean(), (x, labels), parts=60, alone=alone
    )
    assert found == pytest.approx(scipy.stats.sem(x))


def test_bars_are_as_long_as_the_numbers_of_other_digits_differ(reader, mnist):
    """Six times 2,000 training digits beside six times 2,000 others."""
    images, _ = mnist["train"]
    places = np.random.default_rng(0).permutation(60_000)[:24_000]
    described = judge.features(reader, data.unscale(data.scale(images[places])))
    draws = described.reshape(6, 2, 2000, -1)
    for metric, alone in (
        (evaluation.frechet_distance, False),
        (evaluation.precision_recall, True),
    ):
        spread = np.std([metric(*pair) for pair in draws], axis=0, ddof=1)
        errors = [
            evaluation.report._error(metric, (a,), (b,), alone=alone)
            for a, b in draws[:3]
        ]
        ratio = np.mean(errors, axis=0) / spread
        longest = 2.5 if alone else 4  # too long near the smallest of distances
        assert ((ratio > 1 / 2.5) & (ratio < longest)).all(), (metric, ratio)


def test_the_table_has_a_line_for_each_metric_with_the_mean_over_classes(rows):
    lines = evaluation.as_text(rows).splitlines()
    assert lines[0].split() == ["model", "real", "good"]
    assert len(lines) == len(rows["model"]) - 1  # a heading, no confusion, no bars
    variety = next(line for line in lines if line.startswith("variety"))
    for row in rows.values():
        assert (
            f" {row['variety'].mean():.2f} ± {row['bars']['variety']:.2f} " in variety
        )


@pytest.mark.parametrize(("real", "same"), [(0.95, True), (0.97, False)])
def test_a_difference_inside_both_bars_is_called_none(real, same):
    rows = {"model": {"obedience": 0.94}, "real": {"obedience": real}}
    assert "no difference" not in evaluation.as_text(rows)  # nothing is known of bars
    for row in rows.values():
        row["bars"] = {"obedience": 0.01}
    text = evaluation.as_text(rows)
    assert f"94.0% ± 1.0%     {real:.1%} ± 1.0%  up to real" in text
    assert text.endswith("; no difference") == same


@pytest.mark.parametrize("name", recipes.SHIPPED)
def test_shipped_models_draw_what_they_are_asked_for(reader, name):
    images = recipes.load_trained(name).generate(LABELS, seed=1)
    least = {"book": 0.85, "classroom": 0.95, "fast": 0.98, "best": 0.99}[name]
    assert evaluation.obedience(LABELS, judge.read(reader, images)) >= least


def test_evaluate_prints_the_table(rows, monkeypatch, capsys):
    asked_for = []

    def made_before(model, *options):
        asked_for.append((type(model), *options))
        return rows

    monkeypatch.setattr(evaluation, "measure_all", made_before)
    words = ["evaluate", "--model", "classroom", "--count", "2000", "--seed", "7"]
    assert command_line.main(words) == 0
    assert command_line.main([*words, "--cas"]) == 0
    assert asked_for == [(cgan.ConditionalGAN, 2000, 7, cas) for cas in (False, True)]
    assert capsys.readouterr() == (2 * (evaluation.as_text(rows) + "\n"), "")


@pytest.mark.parametrize("count", ["1999", "10001"])
def test_evaluate_refuses_another_count(count, capsys):
    assert command_line.main(["evaluate", "--count", count]) == 2
    said = capsys.readouterr().err
    assert f"--count: must be a whole number from 2000 to 10000; got '{count}'" in said


def test_a_model_of_other_images_is_refused(build_tiny):
    with pytest.raises(ValueError, match=r"model must draw .*it draws \(8, 8, 1\)"):
        evaluation.measure_all(build_tiny())
