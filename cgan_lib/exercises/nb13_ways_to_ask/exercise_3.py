"""13.3 The price of reading."""

from cgan_lib.exercises.exercise import Exercise

import numpy as np


def reading_cost(eleven, labels):
    logits = eleven[:, 1:]
    logits = logits - logits.max(axis=1, keepdims=True)  # the largest is 0: no overflow
    log_sums = np.log(np.exp(logits).sum(axis=1))
    return np.mean(log_sums - logits[np.arange(len(labels)), labels])


def _log_shares(logits, axis=1):
    """Logarithms of the softmax."""
    logits = logits - logits.max(axis=axis, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis=axis, keepdims=True))


def _of_labels(table, labels):
    return table[np.arange(len(labels)), labels]


def _softmax(eleven):
    return np.exp(_log_shares(eleven[:, 1:]))


def reading_cost_with_hole(eleven, labels):
    """right for small logits, infinite for large ones: subtract the largest logit before `exp`, and
    take no logarithm of a probability, which can be 0: log p = logit - log(sum of exp).
    """
    return -np.mean(np.log(_of_labels(_softmax(eleven), labels)))


def _kept_above(tiny):
    def answer(eleven, labels):
        return -np.mean(np.log(np.maximum(_of_labels(_softmax(eleven), labels), tiny)))

    hint = (
        f"finite, but is p kept above {tiny:g}? Every very wrong reading costs the same then: "
        "write log p as logit - log(sum of exp)."
    )
    return answer, hint


def reading_cost_one_largest(eleven, labels):
    """right for small logits, but far from it for large ones: was the largest logit of *all* images
    subtracted? Each row has its own.
    """
    logits = eleven[:, 1:] - eleven[:, 1:].max()
    log_sums = np.log(np.exp(logits).sum(axis=1))
    return np.mean(log_sums - _of_labels(logits, labels))


def reading_cost_subtracted_once(eleven, labels):
    """the largest logit is subtracted in the sum, but not from the label's own logit."""
    logits = eleven[:, 1:]
    return reading_cost(eleven, labels) - np.mean(logits.max(axis=1))


def reading_cost_of_all_classes(eleven, labels):
    """all ten classes are in it: pick that of the label."""
    return -np.mean(np.sum(_log_shares(eleven[:, 1:]), axis=1))


def reading_cost_mean_of_classes(eleven, labels):
    """that is a mean over all ten classes; pick that of the label."""
    return -np.mean(_log_shares(eleven[:, 1:]))


def reading_cost_among_eleven(eleven, labels):
    """place 0 takes part as if it were a class: leave it out before you sum."""
    return -np.mean(_of_labels(_log_shares(eleven), labels + 1))


def reading_cost_shifted(eleven, labels):
    """is label 0 read at place 0? There is 'is it real?'; class 0 is at place 1."""
    return -np.mean(_of_labels(_log_shares(eleven), labels))


def reading_cost_without_last(eleven, labels):
    """the first ten places; leave out place 0, not the last."""
    return -np.mean(_of_labels(_log_shares(eleven[:, :10]), labels))


def reading_cost_with_real(eleven, labels):
    """the price of 'is it real?' is in it; only the reading was asked for."""
    of_real = np.logaddexp(0, -eleven[:, 0])
    return reading_cost(eleven, labels) + np.mean(of_real)


def reading_cost_negative(eleven, labels):
    """the right size with the wrong sign: a price is not negative."""
    return -reading_cost(eleven, labels)


def reading_cost_summed(eleven, labels):
    """that is the sum over the images; give the mean."""
    return reading_cost(eleven, labels) * len(labels)


def reading_cost_of_each(eleven, labels):
    """that is the price of each image; give their mean, one number."""
    return -_of_labels(_log_shares(eleven[:, 1:]), labels)


def reading_cost_over_classes(eleven, labels):
    """a tenth of it: is the mean over all ten classes, where nine are 0?"""
    return reading_cost(eleven, labels) / 10


def reading_cost_base_2(eleven, labels):
    """that is with the logarithm to base 2; take the natural one."""
    return reading_cost(eleven, labels) / np.log(2)


def reading_cost_of_all_labels(eleven, labels):
    """each image pays for the labels of all images: `[:, labels]` picks those columns in every row.
    Pair each row with its own label.
    """
    return -np.mean(_log_shares(eleven[:, 1:])[:, labels])


def reading_cost_over_images(eleven, labels):
    """your softmax runs over the images; it must run over the classes, along axis 1."""
    return -np.mean(_of_labels(_log_shares(eleven[:, 1:], axis=0), labels))


def reading_cost_over_everything(eleven, labels):
    """your softmax runs over all images and classes together; each image has its own."""
    return -np.mean(_of_labels(_log_shares(eleven[:, 1:], axis=(0, 1)), labels))


def reading_cost_ten_questions(eleven, labels):
    """that is ten questions with yes or no; here it is one question with ten answers: softmax."""
    logits, yes = eleven[:, 1:], np.eye(10)[labels]
    return np.mean(np.logaddexp(0, logits) - yes * logits)


def reading_cost_of_own_question(eleven, labels):
    """that is the sigmoid of the label's logit; the other nine logits count too: softmax."""
    return np.mean(np.logaddexp(0, -_of_labels(eleven[:, 1:], labels)))


def reading_entropy(eleven, labels):
    """that is the entropy, how unsure D is; it does not look at the labels."""
    shares = _softmax(eleven)
    return -np.mean(np.sum(shares * _log_shares(eleven[:, 1:]), axis=1))


def reading_cost_of_best(eleven, labels):
    """that is the price of the class that D likes best; take that of the label."""
    return -np.mean(_log_shares(eleven[:, 1:]).max(axis=1))


def reading_cost_of_logits(eleven, labels):
    """the logit of the label is there; the logarithm of the sum is missing."""
    return -np.mean(_of_labels(eleven[:, 1:], labels))


def reading_cost_by_largest(eleven, labels):
    """the largest logit stands where the logarithm of the sum of all ten belongs."""
    logits = eleven[:, 1:]
    return np.mean(logits.max(axis=1) - _of_labels(logits, labels))


def reading_cost_without_log(eleven, labels):
    """that is how much of the probability goes elsewhere; the price is -log p."""
    return 1 - np.mean(_of_labels(_softmax(eleven), labels))


def reading_cost_log_of_mean(eleven, labels):
    """first the logarithm of each image, then the mean."""
    return -np.log(np.mean(_of_labels(_softmax(eleven), labels)))


def share_of_misread(eleven, labels):
    """that is the share of images read wrongly; a price is asked for."""
    return np.mean(eleven[:, 1:].argmax(axis=1) != labels)


def reading_cost_softmax_twice(eleven, labels):
    """the softmax is taken twice: are probabilities given where logits are expected?"""
    return -np.mean(_of_labels(_log_shares(_softmax(eleven)), labels))


def reading_cost_as_probabilities(eleven, labels):
    """these are logits, but they are taken for probabilities: Keras needs `from_logits=True`."""
    clipped = np.clip(eleven[:, 1:], 1e-7, 1 - 1e-7)
    return -np.mean(_of_labels(_log_shares(np.log(clipped)), labels))


def reading_cases(random):
    cases = []
    for count, largest in ((4, 3), (6, 2), (5, 1000)):
        eleven = random.normal(0, 2, size=(count, 11)).astype("float32")
        labels = random.integers(10, size=count)
        wrong = (labels + random.integers(1, 10, size=count)) % 10
        eleven[0, 1 + wrong[0]] = largest
        eleven[1, 1 + labels[1]] = -largest
        cases.append((eleven, labels))
    return cases


EXERCISE = Exercise(
    title="The price of reading",
    difficulty="core",
    minutes=6,
    solution=reading_cost,
    cases=reading_cases,
    mistakes=(
        reading_cost_with_hole,
        *map(_kept_above, (1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15)),
        reading_cost_one_largest,
        reading_cost_subtracted_once,
        reading_cost_of_all_classes,
        reading_cost_mean_of_classes,
        reading_cost_among_eleven,
        reading_cost_shifted,
        reading_cost_without_last,
        reading_cost_with_real,
        reading_cost_negative,
        reading_cost_summed,
        reading_cost_of_each,
        reading_cost_over_classes,
        reading_cost_base_2,
        reading_cost_of_all_labels,
        reading_cost_over_images,
        reading_cost_over_everything,
        reading_cost_ten_questions,
        reading_cost_of_own_question,
        reading_entropy,
        reading_cost_of_best,
        reading_cost_of_logits,
        reading_cost_by_largest,
        reading_cost_without_log,
        reading_cost_log_of_mean,
        share_of_misread,
        reading_cost_softmax_twice,
        reading_cost_as_probabilities,
    ),
    hints=(
        "The price of one image is -log p of its label, with p the softmax of the ten logits.",
        "-log p = log(sum of exp) - logit: no p is needed, so none can be 0.",
        "Subtract each row's largest logit first: p stays the same, and `exp` gives at most 1.",
    ),
    follows="D pays this price for real and fake pictures; G pays it to be read as it was asked.",
)
