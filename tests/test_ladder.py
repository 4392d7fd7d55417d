"""The shipped results of notebook 08's ladder, against the script that makes them."""

import csv
import dataclasses

from cgan_lib import assets, recipes

import make_ladder
import pytest

FILES = {
    "ladder.csv": make_ladder.rungs,
    "leave_one_out.csv": make_ladder.leave_one_out,
}


@pytest.fixture(params=FILES)
def name(request):
    return request.param


@pytest.fixture
def rows(name):
    with assets.path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_rung_was_trained_with_three_seeds_and_judged_three_times(name, rows):
    found = [(row["rung"], row["change"], int(row["seed"])) for row in rows]
    expected = [
        (rung, change, seed)
        for rung, (change, _) in FILES[name]().items()
        for seed in (0, 1, 2)
        for _ in range(3)
    ]
    assert found == expected


def test_every_run_ends_with_a_classification_accuracy_score(rows):
    ends = rows[2::3]
    assert all(0 < float(row["classification_accuracy_score"]) <= 1 for row in ends)
    others = [row for place, row in enumerate(rows) if place % 3 != 2]
    assert not any(row["classification_accuracy_score"] for row in others)


def test_all_runs_took_the_same_processor_time(rows):
    for row in rows[2::3]:
        assert float(row["processor_seconds"]) == pytest.approx(48, abs=7), row["rung"]


def test_each_rung_changes_what_it_says_and_nothing_else():
    found = list(make_ladder.rungs().values())
    assert found[0][1] == recipes.BOOK
    for (_, before), (_, after), (change, settings) in zip(
        found, found[1:], make_ladder.UP[1:], strict=False
    ):
        assert dataclasses.replace(before, **settings) == after, change
        assert before != after


def test_leaving_one_out_leaves_all_others_as_they_are():
    found = {name: recipe for name, (_, recipe) in make_ladder.leave_one_out().items()}
    top = found.pop("top")
    assert top == make_ladder.rungs()["13"][1]
    assert list(found) == [str(number) for number in range(1, 14)]
    for (name, recipe), (change, settings) in zip(
        found.items(), make_ladder.UP[1:], strict=True
    ):
        differ = {
            field.name
            for field in dataclasses.fields(recipe)
            if getattr(recipe, field.name) != getattr(top, field.name)
        }
        assert differ <= settings.keys(), (name, change)
        assert differ, (name, change)


def test_the_highest_rung_is_best_but_for_four_settings_and_the_run():
    rungs = make_ladder.rungs()
    _, top = rungs[str(len(make_ladder.UP) - 1)]
    same = {"name": "best", "iterations": 13_000, "average": 0.995, "mismatch": 0.02}
    same |= {"discriminator_filters": (24, 48), "hidden": 192}
    assert dataclasses.replace(top, **same) == recipes.BEST
