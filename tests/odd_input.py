"""Input that nobody should send: for each kind of argument something usable, and much that is not.

`odd_calls` says which of it each public function gets, and `test_bad_input` throws it.
"""

import dataclasses
import datetime
from collections.abc import Callable

import numpy as np
import tensorflow as tf
from hypothesis import strategies as st

HUGE = (10**9, 10**12, 2**63, 2**70)
KINDS = ("float16", "float32", "float64", "uint8", "int8", "int64", "uint64", "bool")
ODD_KINDS = ("complex64", "object", "<U3", "S2", "datetime64[s]", "i4,f4")


def in_range(value):
    """A strategy of one value, or the strategy itself."""
    return value if isinstance(value, st.SearchStrategy) else st.just(value)


@st.composite
def arrays(draw, kinds=KINDS + ODD_KINDS, shapes=None):
    """Arrays of many shapes and kinds: empty, negative, NaN, infinite; some larger than memory."""
    sizes = st.lists(st.sampled_from([0, 1, 2, 3, 8, 10]), max_size=5).map(tuple)
    shape = draw(shapes or sizes)
    fills = st.sampled_from(
        [0, 1, -1, 2, 0.5, -0.5, 255, np.nan, np.inf, -np.inf, 1e30]
    )
    fill, kind = draw(fills), np.dtype(draw(st.sampled_from(kinds)))
    with np.errstate(all="ignore"):
        if kind.kind == "M" or kind.names:
            array = np.zeros(shape, kind)
        elif kind.kind in "iub":
            array = np.full(shape, int(fill) % 200 if np.isfinite(fill) else 7).astype(
                kind
            )
        else:
            array = np.full(shape, fill).astype(kind)
    if draw(st.integers(0, 7)) == 0:
        array = np.broadcast_to(array, (10**8, *shape)) if array.ndim < 5 else array
        array = (
            np.broadcast_to(array, (10**4, *array.shape)) if not array.size else array
        )
    if draw(st.integers(0, 7)) == 0 and array.ndim and array.size:
        array = np.broadcast_to(array[:1], (10**12, *array.shape[1:]))
    return array


def odd():
    """Objects of every type that an argument is not."""
    return st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 12),
        st.sampled_from([*HUGE, *(-n for n in HUGE)]),
        st.floats(),
        st.sampled_from(["", "7", "$", "nan", "ß", "../x", "a\0b", "book "]),
        st.binary(max_size=3),
        st.sampled_from(
            [{}, {"a": 1}, set(), {1}, (), [], [[]], [[1], [1, 2]], [None]]
        ),
        st.sampled_from([object(), object, len, iter, Ellipsis, 1j, b"\xff", range(3)]),
        st.sampled_from([range(10**12), datetime.date(2026, 1, 1), np.ma.masked]),
        st.builds(lambda: (n for n in (1, 2))),
        st.builds(lambda: tf.constant([0.5, 2.0])),
        st.builds(lambda: tf.constant("text")),
        st.builds(lambda: tf.ragged.constant([[1], [1, 2]])),
        st.lists(
            st.one_of(st.integers(-2, 300), st.floats(), st.text(max_size=2)),
            max_size=4,
        ),
        arrays(),
    )


def labels(count=6, classes=3):
    """Good labels of `count` things; every class comes, if there is room."""
    good = (np.arange(count) % classes).astype("int64")
    forms = [good, good.astype("uint8"), good.tolist(), good[::-1]]
    near = [
        good - 1,
        good + classes,
        good.astype(float),
        good[:-1],
        good[:, np.newaxis],
    ]
    near += [np.broadcast_to(np.int8(1), n) for n in (10**6, 10**12)]
    return st.sampled_from(forms), st.sampled_from(near) | odd()


def images(shape=(6, 8, 8, 1), low=-1.0, kind="float32"):
    """Good images from `low` to 1, and others of nearly the right kind."""
    random = np.random.default_rng(0)
    good = random.uniform(low, 1, shape)
    good = (good * 255).astype("uint8") if kind == "uint8" else good.astype(kind)
    forms = [good, np.ones_like(good)]
    with np.errstate(all="ignore"):
        near = [
            good[0],
            good[..., 0],
            good[:0],
            good[:, :3],
            good * 2,
            good - 2,
            good[:-1],
        ]
        near += [
            (good * 100).astype("uint8"),
            good.astype(complex),
            good.astype(object),
        ]
        near += [good.astype("float16"), good.astype("longdouble")]
    if kind != "uint8":
        bad = good.copy()
        bad.flat[3] = np.nan
        near += [bad, np.full(shape, np.inf, "float32")]
    near += [
        np.broadcast_to(good[:1], (10**12, *shape[1:])),
        good.tolist(),
        good[..., [0, 0]],
    ]
    return st.sampled_from(forms), st.sampled_from(near) | odd()


def floats(shape):
    """Good finite numbers of this shape, and others."""
    good = np.random.default_rng(1).standard_normal(shape)
    bad = good.copy()
    bad.flat[0] = np.nan
    near = [
        bad,
        np.inf * good,
        good[:-1],
        good[..., np.newaxis],
        np.round(good).astype(int),
    ]
    near += [good * 1e300, good * 1e-320, np.zeros(shape), -good, good * 1e20]
    near += [np.broadcast_to(np.float32(1), (10**10, 10)), np.empty((0, *shape[1:]))]
    return st.sampled_from([good, good.astype("float32")]), st.sampled_from(
        near
    ) | odd()


def count(*good):
    """Whole numbers: usable ones, and others."""
    near = [0, -1, 1, 2, 3, 7, 2.0, np.int64(2), np.float32(2), *HUGE]
    return st.sampled_from(good), st.sampled_from(near) | odd()


def number(*good):
    """Numbers: usable ones, and others."""
    near = [0, -1, -0.5, 1, 2, 1e-300, 1e300, np.nan, np.inf, -np.inf, np.float32(0.5)]
    return st.sampled_from(good), st.sampled_from(near) | odd()


def seed(*good):
    return st.sampled_from(good or [None, 0, 7, np.int64(3)]), st.sampled_from(
        [-1, 2**31, 2**32, 2**64, 1.0, True, "1", [1, 2]]
    ) | odd()


def flag():
    return st.booleans(), st.sampled_from(
        [0, 1, "no", None, np.array([True, False])]
    ) | odd()


def word(*good):
    return st.sampled_from(good), st.sampled_from(
        [*good, "other", 0, [good[0]], None]
    ) | odd()


def img_shape(*good):
    near = [
        (8, 8),
        (8, 8, 2),
        (0, 8, 1),
        (8, 9, 1),
        (8.0, 8, 1),
        (2**20, 2**20, 1),
        "881",
    ]
    near += [
        (4 * 10**9, 4, 1),
        (8, 8, 10**9),
        (-8, 8, 1),
        (8, 8, 1, 1),
        np.array([8, 8, 1]),
    ]
    return st.sampled_from(good), st.sampled_from(near) | odd()


def filters(*good):
    near = [
        (),
        (0, 1, 2),
        (2.0, 3, 4),
        (2, 3, 4, 5),
        (2, 10**9, 4),
        (10**5, 10**5, 10**5),
        "234",
    ]
    return st.sampled_from(good), st.sampled_from(near) | odd()


def text():
    """Things to print in a picture."""
    return st.sampled_from([None, "a", "two words"]), st.sampled_from(
        ["$", "$\\frac{$", "\n" * 3, "", 7, "x" * 300]
    ) | odd()


def thing(good, *near):
    """Objects of one type, models for instance, and others."""
    return in_range(good), (st.sampled_from(near) | odd() if near else odd())


@dataclasses.dataclass
class Call:
    """A public function, its arguments, and what must hold of its result.

    Attributes:
        arguments: name -> (good input, other input), two strategies.
        keeps: a function of (result, arguments) that asserts what the function promises.
        function: what is called with the arguments by name; None finds it by the entry's name.
        share: of the usual number of examples, for what takes long.
        refused: arguments whose good input is refused too, since what accepts it takes minutes,
            or other words that a message may have for an argument.
    """

    arguments: dict
    keeps: Callable
    function: Callable | None = None
    share: float = 1.0
    refused: str = ""


class Given(dict):
    """Arguments by name, shown in few words."""

    def __repr__(self):
        return ", ".join(f"{name} = {in_short(value)}" for name, value in self.items())


def in_short(value) -> str:
    if isinstance(value, np.ndarray) and value.size > 4:
        return f"{value.dtype} {value.shape} {value.flat[0]} ..."
    text = repr(value)
    return text if len(text) < 80 else text[:80] + "..."


@st.composite
def inputs(draw, call: Call):
    """Arguments for a call, and the names of those that are not known to be good."""
    names = list(call.arguments)
    wrong = (
        draw(st.sets(st.sampled_from(names), min_size=1, max_size=2))
        if names
        else set()
    )
    if draw(st.integers(0, 9)) == 0:
        wrong = set()
    given = Given({n: draw(call.arguments[n][n in wrong]) for n in names})
    return given, wrong | set(call.refused.split())
