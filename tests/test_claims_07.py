"""What notebook 07 and the table of the shipped networks claim, measured in another way.

Each of these claims stands where the text once said something that a measurement overturned.
"""

import re

from cgan_lib import assets, data, evaluation, judge, recipes

import numpy as np
import pytest
from scipy.special import softmax
from sklearn.neighbors import NearestNeighbors

TABLE = (assets.FOLDER / "README.md").read_text(encoding="utf-8")
ASKED = np.repeat(np.arange(10), 200)


@pytest.fixture(scope="module")
def reader():
    return judge.load_judge()


@pytest.fixture(scope="module")
def draws(mnist):
    """Of each split three draws, 200 of each label; no digit twice."""
    random = np.random.default_rng(7)

    def take(images, labels):
        ours = [
            random.permutation(np.flatnonzero(labels == n))[:600] for n in range(10)
        ]
        parts = np.split(np.array(ours), 3, axis=1)
        return [data.unscale(data.scale(images[part.ravel()])) for part in parts]

    return {split: take(*mnist[split]) for split in ("train", "test")}


@pytest.fixture(scope="module")
def described(draws, reader):
    return {s: [judge.features(reader, d) for d in some] for s, some in draws.items()}


def test_which_is_nearer_of_copies_and_real_digits_depends_on_the_yardstick(described):
    """So a distance below that of real digits is no sign of copying."""
    for yardstick, other in (("train", "test"), ("test", "train")):
        measure, *same = described[yardstick]
        near = [evaluation.frechet_distance(measure, cloud) for cloud in same]
        far = [evaluation.frechet_distance(measure, d) for d in described[other]]
        assert max(near) < min(far)


def test_the_first_test_digits_are_no_random_draw(described, reader, mnist):
    images, labels = mnist["test"]
    first = np.concatenate([np.flatnonzero(labels == n)[:200] for n in range(10)])
    in_order = judge.features(reader, data.unscale(data.scale(images[first])))
    measure = described["train"][0]
    usual = [evaluation.frechet_distance(measure, d) for d in described["test"]]
    assert evaluation.frechet_distance(measure, in_order) > 1.5 * max(usual)


@pytest.fixture(scope="module")
def book(reader):
    return judge.features(reader, recipes.load_trained("book").generate(ASKED, seed=0))


def test_recall_falls_with_more_samples_and_is_not_so_for_real_digits(book, described):
    recalls = []
    for cloud in (book, described["test"][0]):
        few, many = (
            evaluation.precision_recall(cloud[::step], described["train"][0][::step])
            for step in (4, 1)
        )
        recalls.append(many[1] - few[1])
    assert recalls[0] < -0.1
    assert abs(recalls[1]) < 0.05


def test_two_digits_at_once_raise_recall_with_large_balls(draws, described, reader):
    mixed = np.random.default_rng(0).permutation(draws["train"][1])
    overlaid = judge.features(reader, np.maximum(draws["train"][2], mixed))
    real = described["train"][0]
    precision, recall = evaluation.precision_recall(overlaid, real)
    assert precision < 0.75
    assert recall > 0.65  # the classroom's, whose digits can be read
    sizes = [
        NearestNeighbors(n_neighbors=3).fit(cloud).kneighbors()[0][:, -1].mean()
        for cloud in (overlaid, real)
    ]
    assert sizes[0] > 1.2 * sizes[1]


def test_few_copies_are_seen_by_a_share_and_not_by_a_mean(draws, mnist):
    images, _ = mnist["train"]
    train = data.unscale(data.scale(images[:20_000]))
    copies, new = train[::100], draws["test"][0][::10]  # 200 of each

    def distances(images):
        return evaluation.nearest_training_digits(images, train)[1]

    usual = distances(new)
    border = np.quantile(usual, 0.01)
    few = distances(np.concatenate([copies[:10], draws["test"][1][::10][10:]]))
    assert few.mean() == pytest.approx(usual.mean(), rel=0.1)
    assert np.mean(few < border) >= 0.05
    assert np.mean(distances(copies * 0.9) < border) > 0.9  # and yet none is exact
    assert np.mean(distances(np.roll(copies, 1, axis=2)) < border) < 0.03


def test_best_avoids_digits_that_the_judge_doubts(reader, mnist):
    """Which is how its obedience comes to lie above that of real digits."""
    images, labels = (array[:3000] for array in mnist["test"])
    real, best = data.unscale(data.scale(images)), recipes.load_trained("best")
    doubtful = []
    for some in (real, best.generate(labels, seed=0)):
        logits = reader.predict(some * 2 - 1, verbose=0, batch_size=1000)
        doubtful.append(np.mean(softmax(logits, axis=1).max(axis=1) < 0.9))
    assert doubtful[1] < doubtful[0] / 2


def test_table_of_the_networks_gives_the_bar_of_each_number(reader, mnist):
    rows = re.findall(r"^\| (?:obed|Fréc|prec|reca|clas).*$", TABLE, flags=re.M)
    assert [row.count(" ± ") for row in rows] == [5] * 5
    images, labels = mnist["test"]
    read = judge.read(reader, data.unscale(data.scale(images)))
    share = 100 * np.mean(read == labels)
    bar = 2 * np.sqrt(share * (100 - share) / 10_000)
    assert f"| {share:.1f} ± {bar:.1f} % | up to real |" in rows[0]
