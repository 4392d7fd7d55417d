"""Every exercise, from the data in its module and in `exercise_answers`."""

import contextlib
import copy
import dataclasses
import functools
import importlib
import inspect
import itertools
import json
import multiprocessing
import os
import re
import signal
import sys
import threading
import time
import warnings
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from cgan_lib import losses
from cgan_lib.exercises import (
    check,
    commands,
    comparison,
    hint,
    limits,
    progress,
    record,
    solution,
    trying,
    wording,
)
from cgan_lib.exercises.exercise import Exercise
from cgan_lib.exercises.judging import FAILED, NOT_TRIED, PASSED, judge

import keras
import nbformat
import numpy as np
import pytest
import tensorflow as tf
from filelock import FileLock
from keras import layers

EXERCISES = commands.all_exercises()
FUNCTIONS = {n: e for n, e in EXERCISES.items() if e.cases is not None}
VALUES = {n: e for n, e in EXERCISES.items() if e.cases is None}
NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def other_answers(name):
    module = importlib.import_module(f"exercise_answers.nb{name[:2]}")
    return module.ANSWERS[name]


@pytest.fixture(autouse=True)
def state_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(record, "path", lambda: tmp_path / "state" / "progress.json")
    return tmp_path / "state"


only_linux = pytest.mark.skipif(sys.platform != "linux", reason="needs a fork")
each = pytest.mark.parametrize("name", EXERCISES)
each_function = pytest.mark.parametrize("name", FUNCTIONS)
each_value = pytest.mark.parametrize("name", VALUES)


# What every exercise must do


@each
def test_solution_passes(name):
    one = EXERCISES[name]
    answer = one.solution if one.cases else one.solution()
    assert judge(one, answer) == (PASSED, one.follows)


@each
def test_stub_is_not_tried(name):
    one = EXERCISES[name]
    assert judge(one, ...)[0] == NOT_TRIED
    if one.cases is not None:
        stub = one.planted or (lambda *_: None)
        assert judge(one, stub)[0] == NOT_TRIED


@each
def test_each_mistake_gets_its_own_hint(name):
    one = EXERCISES[name]
    hints = [text for _, text in one.known_mistakes()]
    assert len(hints) == len(set(hints)) >= 3
    for wrong, text in one.known_mistakes():
        assert judge(one, wrong) == (FAILED, text), wrong


@each_function
def test_two_other_correct_answers_pass(name):
    answers = other_answers(name)
    assert len(answers) >= 2
    for answer in answers:
        assert judge(EXERCISES[name], answer) == (PASSED, EXERCISES[name].follows)


@each_value
def test_value_passes_in_other_forms(name):
    one = EXERCISES[name]
    value = one.solution()
    others = [value.upper()] if isinstance(value, str) else [np.array(value)]
    if not isinstance(value, str):
        others.append(np.asarray(value).tolist())
    for other in others:
        assert judge(one, other)[0] == PASSED


@each_function
def test_result_passes_as_a_list_and_as_a_tensor(name):
    one = EXERCISES[name]
    if one.observe is not None:
        pytest.skip("what is looked at is not the answer's result")
    for form in (lambda r: np.asarray(r).tolist(), tf.convert_to_tensor):

        def answer(*case, form=form):
            result = one.solution(*case)
            return (
                tuple(map(form, result)) if isinstance(result, tuple) else form(result)
            )

        assert judge(one, answer)[0] == PASSED


@each_function
def test_no_cheap_answer_passes(name):
    one = EXERCISES[name]
    fixed = one.cases(np.random.default_rng(0))
    known = iter([])

    def changed(*case):
        result = one.solution(*case)
        change = lambda part: np.asarray(part) + 1.5  # noqa: E731
        return (
            tuple(map(change, result)) if isinstance(result, tuple) else change(result)
        )

    def by_heart(*case):
        return next(known)

    cheap = [lambda *_: 0, lambda *_: 1, lambda *_: np.zeros(3), lambda *case: case[0]]
    cheap += [lambda *case: case[-1], lambda *case: case, lambda *_: "x"]
    cheap += [lambda *case: np.zeros_like(one.solution(*case))]
    if one.observe is None:
        known = itertools.cycle([one.solution(*copy.deepcopy(c)) for c in fixed])
        cheap += [changed, by_heart]
    for answer in cheap:
        assert judge(one, answer)[0] != PASSED


@each
def test_texts_are_whole_and_do_not_show_the_solution(name):
    one = EXERCISES[name]
    texts = [
        *one.hints,
        one.follows,
        *(text for _, text in one.known_mistakes()),
    ]
    assert len(one.hints) >= 2
    assert one.difficulty in ("warm-up", "core", "stretch")
    body = inspect.getsource(one.solution).split("\n", 1)[1].strip()
    for text in texts:
        assert text[-1] in ".?!"
        assert body not in text
    if one.cases is None:
        told = judge(one, -12345)[1].replace("-12345", "what was handed in")
        assert str(one.solution()) not in told


@each
def test_exercise_stands_in_its_notebook_untried(name, capsys):
    [path] = NOTEBOOKS.glob(f"{name[:2]}_*.ipynb")
    notebook = nbformat.read(path, as_version=4)
    one = EXERCISES[name]
    heading = f"### {name} {one.title}\n\n*{one.difficulty} · {one.minutes} minutes*"
    assert any(heading in cell.source for cell in notebook.cells)
    [cell] = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and f'check("{name}", ' in cell.source
    ]
    assert cell.outputs[0].text.startswith(f"{name} not tried yet: ")
    exec(
        cell.source,
        {"np": np, "keras": keras, "tf": tf, "losses": losses, "check": check},
    )
    assert capsys.readouterr().out == cell.outputs[0].text


def test_every_check_in_a_notebook_is_an_exercise():
    for path in NOTEBOOKS.glob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        named = re.findall(r"check\(\\\"([^\"]+)\\\"", text)
        assert sorted(named) == [n for n in EXERCISES if n[:2] == path.name[:2]]


def test_every_notebook_mixes_kinds_and_ends_with_an_open_exercise():
    for path in NOTEBOOKS.glob("*.ipynb"):
        here = [e for n, e in EXERCISES.items() if n[:2] == path.name[:2]]
        assert 3 <= len(here) + 1 <= 6, path.name
        assert {"warm-up", "core"} <= {e.difficulty for e in here}
        assert "· no check*" in path.read_text(encoding="utf-8")


# Answers that once got a wrong verdict, or a hint of another cause


def seeds_of_a_hundred(network, label, count, seed):
    pictures = [network.generate([label], seed=100 * seed + i) for i in range(count)]
    return np.concatenate(pictures)


def moved_by_much(before, after):
    return np.flatnonzero(np.abs(after - before).max(axis=1) > 0.01)


def of_this_batch(labels, num_classes, random):
    return [random.choice(np.setdiff1d(labels, [label])) for label in labels]


def rounded_middle(image, ground):
    side = max(image.shape)
    rest = [side - size for size in image.shape]
    before = [round(one / 2) for one in rest]
    borders = [(one, all_ - one) for one, all_ in zip(before, rest, strict=True)]
    return np.pad(image, borders, constant_values=ground)


def bent_after_dense(*case):
    model = EXERCISES["03.5"].solution(*case)
    dense = layers.Dense(model.layers[1].units, activation="relu")
    return keras.Sequential([model.layers[0], dense, *model.layers[2:]])


def exchanged_inputs(width, num_classes):
    model = EXERCISES["04.5"].solution(width, num_classes)
    return keras.Model(model.inputs[::-1], model.outputs[0])


def turn_with_other_noise(z, *others):
    return EXERCISES["06.3"].solution(tf.random.normal(z.shape), *others)


def turn_with_two_steps(*case):
    loss = EXERCISES["06.3"].solution(*case)
    EXERCISES["06.3"].solution(*case)
    return loss


def one_optimizer(*case):
    return EXERCISES["06.5"].solution(*case[:-1], case[-2])


def old_noise(x, y, z, fresh_y, fresh_z, *others):
    return EXERCISES["06.5"].solution(x, y, z, fresh_y, z, *others)


MENDED = [
    ("00.3", seeds_of_a_hundred, "some of the same"),
    ("02.3", moved_by_much, "a row that moved by little has moved as well"),
    ("02.3", lambda b, a: np.flatnonzero((a - b).sum(axis=1)), "keep its sum"),
    ("03.2", lambda n, size, stride: np.ones((n - 1) * stride + size), "one stamp on"),
    ("03.5", bent_after_dense, "somewhere nothing negative passes"),
    ("03.5", lambda *case: 1, ": it should return a Keras model, but returned int"),
    (
        "04.3",
        lambda r, f, *_: (r, f, r),
        "in result 1, expected the shape (9, 2, 4, 1)",
    ),
    ("04.4", 0.104, "another recipe's G"),
    ("04.5", exchanged_inputs, ": it takes the label first"),
    ("05.1", 0.5004, "the two prices count equally"),
    ("05.5", lambda p_data, p_g: p_data / (p_data + p_g), "the loss is missing"),
    ("05.5", lambda p_data, p_g: p_data / p_g, "expected 2 things, but got one array"),
    ("02.5", 0.33, "0.33 is not it"),
    ("03.1", (15, 24), "expected 3 things, but got 2"),
    ("07.1", [True] * 4, "expected the shape (6,), but got the shape (4,)"),
    ("07.1", [True, True, False, False, False, False], "4 of 6 are right"),
    ("08.5", of_this_batch, "that none of the given labels has never comes"),
    ("09.4", lambda changes, share: 1, "so few do not reach the share"),
    ("09.4", lambda changes, share: min(changes.shape), "these are all, or nearly"),
    ("10.1", "patient B", "is none of the names: A, B, C"),
    ("10.1", ["F"], "one word, in quotes, without brackets"),
    ("10.2", ("mode_colapse", "x", "y"), "is 'mode_collapse' meant?"),
    ("10.2", "a, b, c", "expected 3 things with commas between"),
    ("10.4", lambda p: [], "you found none, but in some labels"),
    ("10.5", lambda b, a: [0], "expected [9], but got [0]"),
    ("11.3", lambda *case: [100 * p for p in parts(*case)], "these are percentages"),
    ("11.4", rounded_middle, "`round` makes 2 of 1.5"),
    ("11.5", lambda p, a, g: a / 255 * p + (1 - a / 255) * g, "turned into uint8"),
    ("12.4", lambda w, i: "TF_CONFIG=" + config(w, i), "belongs to the shell"),
]
MENDED += [  # no known mistake: what is seen is told
    ("06.1", 0.8, "in so many passes D would see 48,000 real pictures"),
    ("06.2", lambda w, m: w[0], "That is weights[0] as it was given. There the result"),
    (
        "06.2",
        lambda w, m: running(w[[0, *range(2, len(w))]], m),
        "same if weights[1] or",
    ),
    ("06.2", lambda w, m: (m * w[:1] + (1 - m) * w[1:])[-1:], "shape (1, 3). The num"),
    ("06.3", turn_with_other_noise, "The same input gives another result each time."),
    ("06.3", turn_with_two_steps, "direction): expected 0.14808, but got"),
    ("06.4", 1200, "there G's loss is 1.854, and elsewhere it is lower"),
    ("06.4", 999, "the record has a line for each 100 iterations, and none for this"),
    ("06.5", one_optimizer, "G's optimiser moves D too; each player has its own."),
    (
        "06.5",
        old_noise,
        "rest is right. There the result stays the same if fresh_z changes",
    ),
    ("08.1", 67, "after so many iterations 0.51 of the value is left"),
    (
        "08.2",
        lambda s, i, n: s * (1 - i / 200),
        "stays the same if iterations changes.",
    ),
    (
        "08.2",
        lambda s, i, n: max(s * (1 - i / n), 1e-6),
        "right for 3 of 4 inputs, but",
    ),
    ("08.3", lambda r, f: -hinge(r, f), "The numbers are right but for the sign."),
    ("08.3", lambda r, f: hinge(r, f) + 1, "Each number is 1 too large."),
    (
        "08.3",
        lambda r, f: np.maximum(0, 1 - r + f),
        "but got the shape (2, 1)",
    ),  # then an error
    ("08.3", lambda r, f: max(0, 1 - r), "there are np.maximum and np.where"),
    (
        "08.4",
        lambda g: np.mean(np.sum(g**2, axis=(2, 3))),
        "divided by gradients.shape[1]",
    ),
    (
        "08.4",
        lambda g: np.mean(g**2),
        "[1] × gradients.shape[2] × gradients.shape[3]",
    ),
    ("08.4", lambda g: np.sum(g**2) / len(g) / 20, "should be, divided by 20."),
    (
        "08.5",
        lambda labels, n, random: random.permutation(labels),
        "right labels come as",
    ),
]


def any_other(labels, num_classes, random):
    return (labels + random.integers(0, num_classes, size=len(labels))) % num_classes


MENDED += [  # what is seen, again: form, order, roundings, idle parts
    ("11.2", lambda ls, n: {"shapes": ls // n}, "expected 2 things, but got a dict."),
    (
        "11.2",
        lambda ls, n: (ls[0] // n, ls[0] % n),
        "if any part of labels but labels[0]",
    ),
    (
        "11.3",
        lambda *case: np.round(parts(*case)),
        "right, but rounded to whole numbers",
    ),
    ("12.5", lambda *n: stamps(*n) + n[3], "what it should be, plus filters."),
    ("07.2", lambda t: np.diag(t) / len(t), "right numbers all lie between 0 and 1."),
    ("09.3", lambda z, w, t: arc(z, w, t) * (1 + t), "but for a factor of its own: "),
    ("04.3", lambda *case: sets(*case)[::-1], "are right, but not in this order."),
    ("02.2", lambda t, ls: t[ls].T, "are right, but the axes are exchanged."),
    (
        "02.2",
        lambda t, ls: np.eye(max(ls) + 1)[ls] @ t,
        "are as long as the table has rows",
    ),
    ("08.5", any_other, "the function still does what it did"),
    ("09.2", lambda z, t, s: z * (s[:, :4] @ t[:4]), "same if a part of table[4:10]"),
    ("02.5", 4, "4 is not it: the spread would be 0.25."),
    ("02.5", 0, "0 is not it."),
    ("09.1", 5, "5 is not it: that is for noises of 50 numbers."),
    ("11.1", 22, "22 is not it: shape 3, colour 4."),
    ("12.1", 58.6, "15,002 images would go by."),
    ("07.4", 0.45, "0.45 is not it: that is 0.667 times what all 2,000 gave."),
    ("10.4", lambda p: {1, 2}, "expected numbers, but got a set."),
    ("05.2", lambda r, f: (r + f).mean(), "Axes are matched from the last one on"),
]


def moved(look):
    """Compares something else of two rows than their numbers, place by place."""
    return lambda before, after: [
        row for row in range(len(before)) if look(before[row]) != look(after[row])
    ]


def alike(spread, limit=0.02):
    """Compares another spread, or with another limit."""
    return lambda pictures: np.flatnonzero(spread(pictures).max(axis=(1, 2)) < limit)


def mean_deviation(pictures):
    return np.abs(pictures - pictures.mean(axis=0)).mean(axis=0)


def over_the_noises(statistic, **options):
    return functools.partial(statistic, axis=0, **options)


def black_made_ground(image, ground):
    square = EXERCISES["11.4"].solution(image, 0)
    return np.where(square == 0, ground, square)


def moved_back_only(images, train_images):
    moves = list(itertools.product((-1, 0), repeat=2))
    images = np.concatenate([np.roll(images, move, axis=(1, 2)) for move in moves])
    apart = np.linalg.norm(
        (images[:, None] - train_images).reshape(len(images), len(train_images), -1),
        axis=2,
    )
    return apart.min(axis=1).reshape(len(moves), -1).min(axis=0)


MENDED += [  # once they passed
    ("02.3", moved(np.linalg.norm), "a row can move and keep its length"),
    (
        "02.3",
        moved(lambda row: np.abs(row).sum()),
        "a row can move and keep its length",
    ),
    ("02.3", moved(set), "with the same numbers in another order"),
    ("02.3", moved(sorted), "with the same numbers in another order"),
    ("02.3", moved(lambda row: list(abs(row))), "for before = "),
    ("02.3", moved(lambda row: list(row[:4])), "for before = "),
    ("07.5", lambda images, others: near(images[:12], others), "right for 1 of 3"),
    ("10.4", alike(over_the_noises(np.std), 0.03), "a pixel reaches 0.0215"),
    ("10.4", alike(over_the_noises(np.std), 0.05), "a pixel reaches 0.0215"),
    ("10.4", alike(mean_deviation), "a pixel reaches 0.0215"),
    ("10.4", alike(over_the_noises(np.std, ddof=1)), "no more than 0.0185"),
    ("11.3", lambda *case: np.multiply(parts(*case), len(case[0])) / 40, "1 of 3"),
    ("11.4", black_made_ground, "black pixels of the picture itself"),
]
MENDED += [  # a hint named an expression that did not stand there
    ("01.2", lambda p, low, high: np.where(p == 255, high, low), "greys turn black"),
    ("07.5", moved_back_only, "you move by -1 and 0 only"),
    ("08.2", lambda s, i, n: int(s * (1 - i / n)), "is there a `//` or an `int`?"),
    ("11.3", lambda a, r, n: (np.mean(a == r), parts(a, r, n)[1]), "count as equal"),
    ("11.5", lambda p, a, g: np.where(a == 255, p, g), "only alpha 255 counts as"),
]
parts, config, hinge, running, stamps, arc, sets, near = (
    EXERCISES[name].solution
    for name in ("11.3", "12.4", "08.3", "06.2", "12.5", "09.3", "04.3", "07.5")
)


@pytest.mark.parametrize(("name", "answer", "told"), MENDED)
def test_a_wrong_answer_is_told_what_is_wrong(name, answer, told):
    verdict, message = judge(EXERCISES[name], answer)
    assert verdict == FAILED
    assert told in message


# Probabilities and shares; of 05.5 also a loss, which log 2 limits.
UP_TO_1 = "04.2", "05.5", "07.2", "07.3", "11.3", "13.4", "13.5"


@each_function
def test_right_numbers_lie_between_0_and_1_only_where_all_must(name):
    one = EXERCISES[name]
    cases = one.cases(np.random.default_rng(0))
    right = [trying.observe(one, one.solution, case) for case in cases]
    numbers = [part for part, _ in comparison.number_pairs(right, right)]
    lie = [part.min() >= 0 and part.max() <= 1 for part in numbers if part.size]
    assert (lie != [] and all(lie)) == (name in UP_TO_1)


@pytest.mark.parametrize("name", ["10.4", "10.5"])
def test_labels_may_come_in_any_order(name):
    one = EXERCISES[name]
    assert judge(one, lambda *case: one.solution(*case)[::-1])[0] == PASSED


def test_a_mistake_that_raises_is_known_by_its_error():
    halves = lambda batch, place, replicas: batch[: len(batch) / replicas]  # noqa: E731
    assert "divide with `//`" in judge(EXERCISES["12.2"], halves)[1]


# The machinery, on an exercise of its own


def double(numbers):
    return 2 * np.asarray(numbers)


def quadruple(numbers):
    return double(double(numbers))


DOUBLE = Exercise(
    title="Double",
    difficulty="core",
    minutes=1,
    solution=double,
    cases=lambda random: [(random.normal(size=3),), (random.normal(size=(2, 2)),)],
    mistakes=((lambda numbers: numbers, "nothing happened."),),
    hints=("Think.", "Multiply."),
    follows="Twice as much.",
    seconds=0.5,
)


def test_exercises_that_share_a_function_are_judged_on_their_own_cases():
    other = dataclasses.replace(DOUBLE, cases=lambda random: [(random.normal(size=5),)])
    for one in (DOUBLE, other):
        assert judge(one, double) == (PASSED, DOUBLE.follows)


def halve(numbers):
    """half of it is
    not enough.
    """
    return np.asarray(numbers) / 2


def test_the_hint_of_a_mistake_is_its_docstring_in_one_line():
    one = dataclasses.replace(DOUBLE, mistakes=(halve,))
    assert judge(one, lambda n: n / 2) == (FAILED, "half of it is not enough.")


@pytest.mark.parametrize("mistake", [lambda n: n / 2, functools.partial(halve), 7])
def test_a_mistake_without_a_hint_is_an_error(mistake):
    with pytest.raises(TypeError, match="a mistake needs a docstring, its hint; got"):
        dataclasses.replace(DOUBLE, mistakes=(mistake,)).known_mistakes()


@pytest.fixture
def exercise_99(monkeypatch):
    monkeypatch.setattr(commands, "all_exercises", lambda: {"99.1": DOUBLE})
    monkeypatch.setattr(commands, "_hints_given", {})


def verdict(capsys, answer):
    check("99.1", answer)
    return capsys.readouterr().out


@pytest.mark.usefixtures("exercise_99")
class TestCheck:
    def test_prints_one_line(self, capsys):
        assert verdict(capsys, double) == "99.1 correct: Twice as much.\n"
        assert verdict(capsys, ...).startswith("99.1 not tried yet: ")
        assert verdict(capsys, lambda n: n) == "99.1 not yet: nothing happened.\n"

    def test_says_what_was_expected_and_what_came(self, capsys):
        out = verdict(capsys, lambda numbers: 3 * numbers)
        assert re.match(
            r"99.1 not yet: for numbers = \[.*\]: expected \[.*\], but got \[", out
        )
        assert verdict(capsys, lambda numbers: 3 * numbers) == out

    def test_names_the_first_wrong_place_of_a_large_result(self, capsys, monkeypatch):
        monkeypatch.setattr(wording, "SHOWN", 2)

        def last_wrong(numbers):
            result = double(numbers)
            result[..., -1] = 5
            return result

        assert re.search(
            r"at \[2\] expected \S+, but got 5", verdict(capsys, last_wrong)
        )

    @pytest.mark.parametrize(
        ("answer", "message"),
        [
            (lambda n: "text", "expected numbers, but got text: leave out"),
            (lambda n: {}, "expected numbers, but got a dict"),
            (lambda n: str(double(n)), "expected numbers, but got text: leave out"),
            (lambda n: ["1", "2", "3"], "expected numbers, but got texts such as '1'"),
            (lambda n: n[0] * 2, "expected the shape (3,), but got a single number"),
            (lambda n: n * np.nan, "NaN"),
            (lambda n: n.missing, "your answer raised AttributeError"),
            (lambda n: exit(), "your answer raised SystemExit"),
            (lambda: 1, "your answer raised TypeError"),
            (3, "the answer is a function; got int"),
            (keras.Sequential(), "the answer is the function itself, not a model"),
            (lambda n: [[1], [1, 2]], "expected numbers, but got list"),
        ],
    )
    def test_names_what_is_wrong(self, capsys, answer, message):
        assert message in verdict(capsys, answer)

    def test_says_which_result_of_several_is_wrong(self, capsys, monkeypatch):
        both = dataclasses.replace(DOUBLE, solution=lambda numbers: (1, 2 * numbers))
        monkeypatch.setattr(commands, "all_exercises", lambda: {"99.1": both})
        monkeypatch.setattr(wording, "SHOWN", 2)
        out = verdict(capsys, lambda numbers: (1, 3 * numbers))
        assert "in result 2, at [0] expected " in out

    def test_says_which_number_of_a_value_is_right(self, capsys, monkeypatch):
        pair = dataclasses.replace(DOUBLE, solution=lambda: (3, 5), cases=None)
        monkeypatch.setattr(commands, "all_exercises", lambda: {"99.1": pair})
        out = verdict(capsys, (3, 6))
        assert out == "99.1 not yet: (3, 6) is not it. Right is number 1.\n"

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("01.2", "float16"),
            ("01.2", "float16 and back"),
            ("02.4", "float16"),
            ("02.4", "float16 and back"),
            ("04.2", "float16"),  # one number may be in float16 by chance
        ],
    )
    def test_tells_that_only_the_precision_of_float16_is_wrong(self, name, kind):
        def answer(*case):
            result = np.asarray(EXERCISES[name].solution(*case)).astype("float16")
            return result if kind == "float16" else result.astype("float32")

        verdict, message = judge(EXERCISES[name], answer)
        assert verdict == FAILED
        assert "right but for the precision of float16" in message

    def test_a_wrong_answer_in_float16_is_not_called_right(self):
        one = EXERCISES["01.2"]

        def tripled(*case):
            return (3 * np.asarray(one.solution(*case))).astype("float16")

        assert "precision of float16" not in judge(one, tripled)[1]

    def test_tells_percentages_from_shares(self, capsys, monkeypatch):
        one = EXERCISES["07.2"]
        verdict, message = judge(one, lambda *case: 100 * one.solution(*case))
        assert (verdict, message[:27]) == (FAILED, "these are percentages; expe")
        value = dataclasses.replace(
            DOUBLE, solution=lambda: 0.963, cases=None, mistakes=()
        )
        assert "percentages" in judge(value, 96.3)[1]
        assert "percentages" not in judge(value, 95)[1]
        large = dataclasses.replace(
            DOUBLE, solution=lambda: 9.63, cases=None, mistakes=()
        )
        assert "percentages" not in judge(large, 963)[1]

    def test_names_the_parts_that_are_wrong_in_words(self):
        parts = dataclasses.replace(
            DOUBLE,
            solution=lambda numbers: ("D's step", 1.0, "loss", 2.0, "G rests", 3.0),
            mistakes=(),
        )
        answer = ("D's step", 1.0, "loss", 5.0, "G moves", 4.0)
        _, message = judge(parts, lambda numbers: answer)
        assert message.endswith(
            ": loss: expected 2, but got 5; expected “G rests”, but got “G moves”; "
            "the rest is right."
        )

    @pytest.mark.parametrize("name", ["06.3", "06.5"])
    def test_an_unknown_mistake_in_training_is_told_in_words(self, name):
        one = EXERCISES[name]

        def tripled(*case):
            result = one.solution(*case)
            if isinstance(result, tuple):
                return tuple(3 * part for part in result)
            return 3 * result

        _, message = judge(one, tripled)
        assert "loss: expected" in message
        assert "('" not in message

    def test_a_change_that_makes_no_difference_is_told_so(self):
        one = EXERCISES["08.5"]
        verdict, message = judge(one, lambda *case: one.planted(*case) + 0)
        assert verdict == FAILED
        assert "the function still does what it did" in message

    def test_tells_that_what_a_wrong_answer_prints_is_left_out(self, capsys):
        def loud(numbers):
            print("here I am")
            return 3 * numbers

        out = verdict(capsys, loud)
        assert "What your answer prints is left out" in out
        assert "here I am" not in out

    def test_swallows_what_an_answer_prints(self, capsys):
        def loud(numbers):
            print("here I am")
            return double(numbers)

        assert verdict(capsys, loud) == "99.1 correct: Twice as much.\n"

    def test_says_if_an_argument_is_changed(self, capsys):
        def careless(numbers):
            numbers *= 2
            return numbers

        assert "changes its argument numbers" in verdict(capsys, careless)

    def test_an_argument_that_is_no_number_may_be_used_up(self, capsys, monkeypatch):
        def draw(random):
            return random.normal(size=2)

        drawn = dataclasses.replace(
            DOUBLE,
            solution=draw,
            cases=lambda random: [(np.random.default_rng(5),)],
        )
        monkeypatch.setattr(commands, "all_exercises", lambda: {"99.1": drawn})
        assert verdict(capsys, draw).startswith("99.1 correct: ")

    def test_a_mistake_that_raises_is_passed_over(self, capsys, monkeypatch):
        mistakes = ((lambda n: n.missing, "never."), *DOUBLE.mistakes)
        broken = dataclasses.replace(DOUBLE, mistakes=mistakes)
        monkeypatch.setattr(commands, "all_exercises", lambda: {"99.1": broken})
        assert verdict(capsys, lambda n: n) == "99.1 not yet: nothing happened.\n"

    def test_sees_through_an_answer_for_the_usual_input_only(self, capsys):
        usual = DOUBLE.cases(np.random.default_rng(0))
        known = {case[0].tobytes(): double(*case) for case in usual}
        out = verdict(capsys, lambda n: known.get(n.tobytes(), n))
        assert "not for other input" in out

    @pytest.mark.skipif(
        not hasattr(limits.signal, "setitimer"), reason="no time limit on Windows"
    )
    @pytest.mark.parametrize("catch", [contextlib.nullcontext, contextlib.suppress])
    @pytest.mark.parametrize("platform", ["linux", "darwin"])
    def test_stops_an_answer_that_hangs(self, capsys, monkeypatch, catch, platform):
        def hang(numbers):
            while True:
                with catch(Exception) if catch is contextlib.suppress else catch():
                    time.sleep(0.01)

        if sys.platform != platform:
            monkeypatch.setattr(limits.sys, "platform", platform)
        assert "took longer than 0.5 seconds" in verdict(capsys, hang)

    @only_linux
    @pytest.mark.parametrize(
        "hang", ["catch all", "C code", "C code without the lock", "sleep"]
    )
    def test_stops_what_no_exception_can_stop(self, capsys, hang):
        def endless(numbers):
            many = np.ones(10**6)
            while True:
                try:
                    if hang == "sleep":
                        time.sleep(60)
                    if hang == "C code":
                        max(itertools.repeat(1))
                    if hang == "C code without the lock":
                        np.sort(many)
                except:  # noqa: E722
                    pass

        assert "took longer than 0.5 seconds" in verdict(capsys, endless)

    def test_one_limit_holds_for_all_calls_together(self, capsys):
        def slow(numbers):
            time.sleep(0.4)  # alone below the limit
            return double(numbers)

        out = verdict(capsys, slow)
        assert "by here your answer took longer than 0.5 seconds" in out

    @pytest.mark.parametrize("platform", ["linux", "darwin"])
    def test_time_in_which_the_processor_does_something_else_does_not_count(
        self, capsys, monkeypatch, platform
    ):
        def waits(numbers):
            time.sleep(0.15)  # 0.9 seconds for all cases: more than the limit
            return double(numbers)

        if sys.platform != platform:
            monkeypatch.setattr(limits.sys, "platform", platform)
        assert verdict(capsys, waits).startswith("99.1 correct: ")

    @only_linux
    def test_an_answer_that_comes_to_tensorflow_is_tried_in_this_process(self):
        tried_in = []

        def with_tensorflow(numbers):
            tried_in.append(os.getpid())
            return tf.constant(2 * numbers)

        def with_numpy(numbers):
            tried_in.append(os.getpid())
            return 2 * numbers

        assert judge(DOUBLE, with_numpy)[0] == PASSED
        assert tried_in == []  # what it did is gone with the copy
        assert judge(DOUBLE, with_tensorflow)[0] == PASSED
        assert set(tried_in) == {os.getpid()}

    @only_linux
    def test_tensorflows_state_is_not_freed_in_the_copy(self, monkeypatch):
        here = os.getpid()

        class State:
            def __del__(self):  # TensorFlow's own waits for threads that no copy has
                if os.getpid() != here:
                    os._exit(1)

        monkeypatch.setattr(limits.context, "_context", State())
        assert judge(DOUBLE, double) == (PASSED, DOUBLE.follows)

    @only_linux
    def test_a_copy_that_hangs_by_itself_is_no_verdict(self):
        here = os.getpid()

        def wait_in_the_copy(numbers):
            if os.getpid() != here:
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
                threading.Event().wait()  # as a lock that another thread held
            return double(numbers)

        assert judge(DOUBLE, wait_in_the_copy)[0] == PASSED

    @only_linux
    def test_an_answer_that_ends_its_process_is_told_so(self, capsys):
        out = verdict(capsys, lambda numbers: os._exit(0))
        assert "your answer ended the process in which it was tried" in out

    @pytest.mark.parametrize("platform", ["linux", "darwin"])
    def test_what_an_answer_changes_is_put_back(self, monkeypatch, platform):
        def careless(numbers):
            os.chdir("/")
            np.seterr(all="raise")
            np.random.seed(0)
            warnings.simplefilter("error")
            print("x" * 10**6)
            sys.stdout.close()
            return double(numbers)

        def state():
            seeds = np.random.get_state()[1].tolist()
            return os.getcwd(), np.geterr(), seeds, list(warnings.filters), sys.stdout

        if sys.platform != platform:
            monkeypatch.setattr(limits.sys, "platform", platform)
        before = state()
        assert judge(DOUBLE, careless) == (PASSED, DOUBLE.follows)
        assert state() == before

    def test_a_right_answer_may_warn_whatever_the_reader_has_set(self, capsys):
        def with_warnings(numbers):
            warnings.warn("careful", UserWarning, stacklevel=1)
            return double(numbers) + 0 * np.log(np.zeros(1) + 1) + np.exp(-1e5)

        with np.errstate(all="raise"):
            for name in ("05.2", "99.1"):
                answer = EXERCISES[name].solution if name == "05.2" else with_warnings
                one = EXERCISES[name] if name == "05.2" else DOUBLE
                assert judge(one, answer) == (PASSED, one.follows)

    @pytest.mark.parametrize(
        "form",
        [
            lambda result: map(float, result),
            lambda result: (number for number in result),
            lambda result: [Fraction(number) for number in result],
            lambda result: [Decimal(number) for number in result],
            lambda result: iter(list(result)),
        ],
    )
    def test_a_right_answer_passes_in_any_form(self, form):
        flat = dataclasses.replace(
            DOUBLE, cases=lambda random: [(random.normal(size=3),)]
        )
        assert judge(flat, lambda numbers: form(double(numbers)))[0] == PASSED

    def test_what_comes_without_end_is_cut(self, capsys):
        out = verdict(capsys, lambda numbers: itertools.count())
        assert "expected the shape (3,), but got the shape (10000,)" in out

    def test_a_tuple_may_be_a_generator(self, monkeypatch, capsys):
        both = dataclasses.replace(
            DOUBLE, solution=lambda numbers: (numbers, numbers + 1)
        )
        parts = lambda numbers: (numbers + i for i in range(2))  # noqa: E731
        assert judge(both, parts)[0] == PASSED
        assert "expected 2 things, but got 1" in judge(both, lambda n: iter([1]))[1]

    def test_only_what_was_not_touched_is_not_tried(self):
        one = EXERCISES["08.5"]

        def without_return(labels, num_classes, random):
            random.integers(num_classes, size=len(labels))

        told = judge(one, without_return)
        assert told == (
            FAILED,
            "your function returns None. Does it end with `return`?",
        )
        for name, other in FUNCTIONS.items():
            if other.planted is not None:
                assert judge(other, other.planted)[0] == NOT_TRIED, name
                attempt = lambda *case, other=other: other.planted(*case)  # noqa: E731
                assert judge(other, attempt)[0] == FAILED, name

    def test_tells_the_case_by_what_it_holds(self):
        told = judge(EXERCISES["08.5"], lambda labels, n, random: labels[:, None])[1]
        assert told.startswith("for num_classes = 3, seed = ")

    def test_an_error_of_keras_is_told_without_colours(self, capsys):
        def bold(numbers):
            raise ValueError("\x1b[1mlarge\x1b[0m")

        assert "your answer raised ValueError: large" in verdict(capsys, bold)

    def test_knows_no_other_name(self, capsys):
        for command in (lambda n: check(n, 1), hint, solution):
            for name in ("98.1", 99.1, None, []):
                command(name)
                assert (
                    f"no exercise {name!r}. There are: 99.1" in capsys.readouterr().out
                )

    def test_hints_come_one_after_the_other(self, capsys):
        for number in ("1 of 2: Think.", "2 of 2: Multiply.", "2 of 2: Multiply."):
            hint("99.1")
            assert number in capsys.readouterr().out

    def test_solution_is_shown_as_source(self, capsys):
        solution("99.1")
        assert capsys.readouterr().out == inspect.getsource(double)

    def test_solution_shows_the_functions_that_it_calls(self, capsys, monkeypatch):
        more = dataclasses.replace(DOUBLE, solution=quadruple)
        monkeypatch.setattr(commands, "all_exercises", lambda: {"99.1": more})
        solution("99.1")
        out = capsys.readouterr().out
        assert -1 < out.index("def double(") < out.index("def quadruple(")

    def test_an_exercise_without_a_check_is_told_those_that_have_one(self, capsys):
        hint("99.6")
        expected = "No exercise '99.6' has a check. In this notebook: 99.1\n"
        assert capsys.readouterr().out == expected


@pytest.mark.usefixtures("exercise_99")
class TestProgress:
    def test_shows_open_tried_and_passed(self, capsys):
        states = []
        for answer in (..., 1, double, 1):
            check("99.1", answer)
            capsys.readouterr()
            progress()
            states.append(capsys.readouterr().out.split()[1])
        assert states == ["open", "tried", "passed", "passed"]

    @pytest.mark.parametrize(
        "text",
        [
            *("", "{", "[]", "[" * 10**5, '{"99.1": 7}', "\x00", '{"99.1": []}'),
            *(b"\xff\xfe", None),
        ],
    )
    def test_a_damaged_record_is_set_aside(self, capsys, state_folder, text):
        state_folder.mkdir()
        damaged = state_folder / "progress.json"
        for number in (1, 2):
            if text is None:
                damaged.unlink(missing_ok=True)
                damaged.mkdir()  # a folder where the file should be
            else:
                damaged.write_bytes(text if isinstance(text, bytes) else text.encode())
            progress() if number == 1 else check("99.1", 1)
            aside = state_folder / f"progress.damaged-{number}.json"
            assert f"what was there is now {aside}" in capsys.readouterr().out
            assert aside.is_dir() if text is None else aside.is_file()
            check("99.1", double)
            assert json.loads(damaged.read_text()) == {"99.1": "passed"}

    def test_a_record_that_cannot_be_read_for_a_moment_stays(
        self, capsys, state_folder, monkeypatch
    ):
        check("99.1", double)

        def too_many(*_, **__):
            raise OSError("too many open files")

        with monkeypatch.context() as moment:
            moment.setattr("pathlib.Path.read_text", too_many)
            progress()
            record.keep("99.2", PASSED)
        out = capsys.readouterr().out
        assert out.count("too many open files") == 2
        assert record.load() == {"99.1": "passed"}

    def test_a_record_that_an_editor_saved_with_its_mark_is_read(self, state_folder):
        state_folder.mkdir()
        marked = b'\xef\xbb\xbf{"99.1": "passed"}'
        (state_folder / "progress.json").write_bytes(marked)
        assert record.load() == {"99.1": "passed"}

    def test_counts_the_exercises_of_this_course_alone(self, capsys):
        record.keep("98.1", PASSED)
        progress()
        assert capsys.readouterr().out.splitlines()[-1].startswith("0 of ")

    @only_linux
    def test_a_kill_in_the_middle_of_a_write_leaves_the_record_and_no_litter(
        self, state_folder, monkeypatch
    ):
        record.keep("99.1", PASSED)

        def killed():
            monkeypatch.setattr(
                "cgan_lib.files.flush", lambda path: os.kill(os.getpid(), 9)
            )
            record.keep("99.2", PASSED)

        process = multiprocessing.get_context("fork").Process(target=killed)
        process.start()
        process.join()
        assert process.exitcode == -9
        assert record.load() == {"99.1": "passed"}
        record.keep("99.3", PASSED)
        names = {path.name for path in state_folder.iterdir()}
        assert names == {"progress.json", "progress.lock"}

    @only_linux
    def test_two_processes_lose_nothing(self):
        fork = multiprocessing.get_context("fork")

        def keep_many(first):
            for number in range(first, 60, 2):
                record.keep(f"{number}", PASSED)

        both = [fork.Process(target=keep_many, args=(first,)) for first in (0, 1)]
        for process in both:
            process.start()
        for process in both:
            process.join()
        assert record.load() == dict.fromkeys(map(str, range(60)), PASSED)

    def test_waits_for_another_notebook_and_then_says_so(
        self, capsys, state_folder, monkeypatch
    ):
        monkeypatch.setattr(record, "PATIENCE", 0.1)
        state_folder.mkdir()
        with FileLock(state_folder / "progress.lock"):
            assert "your progress could not be kept" in verdict(capsys, double)

    def test_says_so_without_a_place_to_write(self, capsys, state_folder):
        state_folder.write_text("a file where the folder should be")
        out = verdict(capsys, double)
        assert out.startswith("99.1 correct: ")
        assert "your progress could not be kept" in out


def test_progress_is_kept_in_the_users_state_folder(monkeypatch, tmp_path):
    monkeypatch.undo()
    assert record.path().name == "progress.json"
    assert "cgan_lib" in record.path().parts
