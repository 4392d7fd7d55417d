"""What notebooks 10 and 11 claim, measured again; each test stands where a claim did not hold."""

from cgan_lib import clinic, data, recipes
from cgan_lib.callbacks import doctor

import numpy as np
import pytest
from scipy import stats


@pytest.fixture(scope="module")
def patients():
    return {clinic.PATIENTS[letter]: p for letter, p in clinic.load_patients().items()}


@pytest.fixture(scope="module")
def logits(mnist):
    """D's answers to 4,000 seen, 4,000 unseen digits and 4,000 fakes, of two recipes."""
    random, found, drawn = np.random.default_rng(3), {}, []
    for split in ("train", "test"):
        images, labels = mnist[split]
        some = random.permutation(len(labels))[:4000]  # MNIST's order is not random
        drawn.append((data.scale(images[some]), labels[some]))
    (seen, seen_labels), (unseen, unseen_labels) = drawn
    for name in ("classroom", "best"):
        model = recipes.load_trained(name)
        labels = [seen_labels, unseen_labels, seen_labels]
        fakes = model.generate(seen_labels, seed=3)
        pictures = [seen, unseen, 2 * fakes - 1]
        found[name] = [
            model.discriminator.predict([x, y[:, np.newaxis]], 500, verbose=0)[:, 0]
            for x, y in zip(pictures, labels, strict=True)
        ]
    return found


def auc(higher, lower):
    """How often a number of the first kind is above one of the second."""
    return stats.mannwhitneyu(higher, lower).statistic / len(higher) / len(lower)


@pytest.mark.parametrize("name", ["classroom", "best"])
def test_discriminator_that_is_wrong_on_half_of_the_fakes_can_still_tell(logits, name):
    seen, _, fakes = logits[name]
    assert auc(seen, fakes) > 0.6


def test_only_a_discriminator_that_met_each_digit_often_knows_it_by_heart(logits):
    assert abs(auc(*logits["classroom"][:2]) - 0.5) < 0.02
    assert auc(*logits["best"][:2]) > 0.52


def test_unplugged_noise_gives_equal_pictures_and_a_collapse_nearly_equal_ones(
    patients,
):
    assert patients["noise_never_reaches_generator"]["spread"].max() < 1e-6  # rounding
    collapsed = patients["mode_collapse"]["spread"][:, -1]
    assert collapsed.min() > 0
    assert np.median(collapsed, axis=1).max() < doctor.ALIKE
    assert patients["healthy"]["spread"].min() > 2 * doctor.ALIKE


@pytest.mark.parametrize("seed", range(3))
def test_doctors_measure_finds_a_real_collapse_in_each_run(patients, seed):
    """Five examinations in a row, as the Doctor needs."""
    alike = (patients["mode_collapse"]["spread"][seed] < doctor.ALIKE).any(axis=1)
    in_a_row = np.lib.stride_tricks.sliding_window_view(alike, doctor.IN_A_ROW)
    assert in_a_row.all(axis=1).any()


@pytest.mark.parametrize("name", recipes.SHIPPED)
def test_what_good_networks_draw_is_not_alike(name):
    assert doctor.spread(recipes.load_trained(name)).min() > 2 * doctor.ALIKE
