"""Likelihood, as the first papers gave it."""

from cgan_lib import checks
from cgan_lib.evaluation.samples import as_rows, check_enough, squared_distances

import numpy as np
import tensorflow as tf

SIGMAS = np.geomspace(0.1, 1, 10)  # the grid of Goodfellow et al., 2014


def parzen_log_likelihood(samples, test, sigma: float) -> tuple[float, float]:
    """How likely real test images are if each sample is the centre of a Gaussian of width sigma.

    log p(x) = log of the mean over samples s of exp(-|x - s|^2 / (2 sigma^2)), minus
    (d / 2) log(2 pi sigma^2), d the number of pixels, in nats (Goodfellow et al., 2014; Mirza and
    Osindero, 2014, who report 132 for a CGAN). Any number, higher is better. It cannot see labels,
    nor copies of the training images, and it ranks blurred digits above real ones: it is here to
    compare with old papers (Theis et al., 2016, advise against it). Returns the mean over the test
    images, and its standard error.

    Args:
        samples: generated, (N, height, width, channels), from 0 to 1; 1,000 or more;
            10,000 are usual. Fewer leave most of the test images without a sample nearby.
        test: real, the same with M images; 100 or more, so that their mean is worth giving.
        sigma: the width, above 0; see `choose_sigma`.
    """
    sigma = checks.number(sigma, "sigma", 1e-6, 1e6)  # its square would overflow
    (likelihoods,) = _likelihoods(samples, test, "test", [sigma])
    error = likelihoods.std(ddof=1) / np.sqrt(len(likelihoods))
    return float(likelihoods.mean()), float(error)


def choose_sigma(samples, validation) -> float:
    """Of ten widths from 0.1 to 1 the one that makes a validation set most likely.

    Args:
        samples: generated, as in `parzen_log_likelihood`.
        validation: real images that are neither in the test set nor among the samples, as `test`.
    """
    fits = _likelihoods(samples, validation, "validation", SIGMAS).mean(axis=1)
    return float(SIGMAS[fits.argmax()])


def _likelihoods(samples, test, name: str, sigmas) -> np.ndarray:
    """The log-likelihood of each test image for each sigma, (sigmas, M)."""
    samples = checks.brightness(samples, name="samples")
    test = checks.brightness(test, samples.shape[1:], name)
    check_enough(len(samples), 1000, "samples", "to have some near a test image")
    check_enough(len(test), 100, f"{name} images", "so that their mean is sure enough")
    samples, test = as_rows(samples), as_rows(test)
    widths = np.reshape(sigmas, (-1, 1))
    sums = [
        [tf.reduce_logsumexp(-block / (2 * s**2), axis=1).numpy() for s in sigmas]
        for block in squared_distances(test, samples)
    ]
    likelihoods = np.concatenate(sums, axis=1) - np.log(len(samples))
    return likelihoods - test.shape[1] / 2 * np.log(2 * np.pi * widths**2)
