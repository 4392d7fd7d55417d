"""Every public function takes what it promises to take, and refuses the rest by its name.

Public is what a notebook may import: what the packages export, and the names without an underscore
of the modules that are none, less the library's own. Each call of odd input either works and keeps
its promise, or raises ValueError or TypeError with a message that names an argument; and no call
changes a model. BAD_INPUTS=1000 pytest tests/test_bad_input.py tries that many inputs of each
function in place of the usual number, and says how many there were.
"""

import collections
import importlib
import inspect
import os
import re

import cgan_lib
from cgan_lib.exercises import record

import numpy as np
import odd_input as odd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from odd_calls import ENTRIES, MODEL, NETWORKS

EXAMPLES = int(os.environ.get("BAD_INPUTS", 20))

# Public names that have no entry, with the reason.
WITHOUT = {
    "classic.ClassicCGAN": "what `compile_classic` returns and `train` calls",
    "data.Pictures": "what `load_images` and `draw` return",
    "plots.subplots": "Matplotlib's own, and its errors name the argument",
    "plots.name_lines": "takes an axis and Matplotlib's own lines",
    "plots.note": "hands all to Matplotlib's `annotate`",
}
UNCHECKED = {
    "assets.arrays": {"wanted"},
    "judge.train_classifier": {"change"},
}  # arguments for the library's own use


def public_names() -> dict:
    """What a notebook may import: "module.name" -> the function or class; and the command line."""
    found = {"__main__.main": importlib.import_module("cgan_lib.__main__").main}
    rows = re.findall(r"^ {4}(\w+) {2,}(.+)$", cgan_lib.__doc__, re.M)
    taught = [
        row for row, notebooks in rows if not notebooks.endswith("the library's own")
    ]
    for row in [*taught, "assets"]:
        module = importlib.import_module(f"cgan_lib.{row}")
        own = [n for n, x in vars(module).items() if is_from(x, module) and n[0] != "_"]
        for name in getattr(module, "__all__", own):
            member = getattr(module, name)
            if inspect.isfunction(member) or inspect.isclass(member):
                found[f"{row}.{name}"] = member
    return found


def is_from(member, module) -> bool:
    return getattr(member, "__module__", None) == module.__name__


PUBLIC = public_names()


def test_every_public_function_has_an_entry_or_a_reason_why_not():
    assert PUBLIC.keys() - ENTRIES.keys() == WITHOUT.keys()


def test_every_entry_is_a_public_function_or_a_part_of_one():
    parts = [name for name in ENTRIES if name not in PUBLIC]
    for name in parts:  # cgan.ConditionalGAN.fit, for instance
        assert name.startswith(
            tuple(f"{whole}{end}" for whole in PUBLIC for end in ".'")
        )


@pytest.mark.parametrize("name", [n for n in ENTRIES if ENTRIES[n].function is None])
def test_every_argument_of_a_public_function_is_tried(name):
    takes = inspect.signature(PUBLIC[name]).parameters.values()
    named = {p.name for p in takes if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)}
    assert named - set(ENTRIES[name].arguments) <= UNCHECKED.get(name, set())


@pytest.fixture(scope="module")
def tried(request):
    """How many inputs each function got; with BAD_INPUTS their sum is shown at the end."""
    counted = collections.Counter()
    yield counted
    if "BAD_INPUTS" in os.environ:
        capture = request.config.pluginmanager.get_plugin("capturemanager")
        with capture.global_and_fixture_disabled():
            print(f"\n{counted.total()} inputs tried at {len(counted)} functions")


def state():
    """Every number of every model, to compare before and after."""
    of_training = [v.numpy() for v in MODEL.discriminator_optimizer.variables]
    return [w for network in NETWORKS for w in network.get_weights()] + of_training


def names_one_of(names, refusal: str) -> bool:
    """Whether a message has one of the names as a word; the x of "8 x 8" is no name."""
    words = re.sub(r"\d+( x \d+)+", "", refusal)
    return any(re.search(rf"\b{re.escape(name)}\b", words) for name in names)


def test_the_x_of_a_size_names_no_argument():
    assert names_one_of({"x"}, "x must hold images of 8 x 8")
    assert not names_one_of({"x"}, "images must be 28 x 28 x 1")


@pytest.mark.filterwarnings("ignore:Glyph", "ignore:Tight layout", "ignore:.*MAXIMUM")
@pytest.mark.parametrize("name", ENTRIES)
def test_a_call_works_or_names_the_argument_and_changes_no_model(
    name, tried, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    call = ENTRIES[name]
    function = call.function or PUBLIC[name]
    monkeypatch.setattr(record, "keep", lambda *_: None)
    before = state()

    @settings(
        max_examples=max(3, round(EXAMPLES * call.share)) if call.arguments else 1,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # what is shown is short without shrinking
        suppress_health_check=list(HealthCheck),
    )
    @given(odd.inputs(call))
    def try_once(drawn):
        arguments, wrong = drawn
        tried[name] += 1
        try:
            result = function(**arguments)
        except (ValueError, TypeError, FileNotFoundError) as error:
            # A good argument may be named too, if it does not fit one that is not.
            refusal = str(error)
            assert names_one_of(wrong, refusal), f"{refusal!r} names none of {wrong}"
        else:
            call.keeps(result, arguments)

    try_once()
    for array, kept in zip(state(), before, strict=True):
        np.testing.assert_array_equal(array, kept)
