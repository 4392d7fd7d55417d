"""The project's small files agree with each other, and its pages promise what exists."""

import ast
import dataclasses
import graphlib
import importlib
import re
import shlex
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import cgan_lib
from cgan_lib import __main__ as command_line
from cgan_lib import assets, judge, recipes

import nbformat
import notebook_table
import pages
import pytest
import tensorflow as tf
from PIL import Image

ROOT = Path(__file__).parent.parent
README = pages.read(ROOT / "README.md")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LIBRARY = {  # cgan_lib.plots.style -> its file; a package's name -> its __init__.py
    ".".join(path.with_suffix("").parts).removesuffix(".__init__"): ROOT / path
    for path in (file.relative_to(ROOT) for file in ROOT.glob("cgan_lib/**/*.py"))
}
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
MOST_LINES = 300


each_page = pytest.mark.parametrize(
    "page", pages.PAGES, ids=lambda page: page.relative_to(ROOT).as_posix()
)


def all_commands(start: str) -> list[str]:
    return [c for page in pages.PAGES for c in pages.commands(pages.read(page), start)]


def test_environment_is_a_door_to_the_dependency_list():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    packages = re.findall(r"^ +- (.+)$", text, re.M)
    extras = re.fullmatch(r"-e \.\[(.+)\]", packages[-1]).group(1).split(",")
    assert set(extras) <= set(PROJECT["project"]["optional-dependencies"])
    channel, python, *others, _ = packages
    assert (channel, others) == ("conda-forge", ["pip", "pip:"])
    low, high = re.findall(r"3\.(\d+)", PROJECT["project"]["requires-python"])
    assert int(low) <= int(python.removeprefix("python=3.")) < int(high)


def test_extras_of_the_makefile_exist():
    extras = re.search(r"--editable '\.\[(.+)\]'", MAKEFILE).group(1).split(",")
    assert set(extras) <= set(PROJECT["project"]["optional-dependencies"])


def test_the_lines_for_ones_own_pictures_run_as_they_stand(monkeypatch, tmp_path):
    for name, brightness in (("cat", 50), ("dog", 200)):
        folder = tmp_path / "my_pictures" / name
        folder.mkdir(parents=True)
        for number in range(72):
            shade = Image.new("RGB", (64, 64), (brightness + number % 50, 0, 0))
            shade.save(folder / f"{number}.png")
    small = {"iterations": 100, "batch_size": 2, "hidden": 2}
    small |= {"generator_filters": (2, 2), "discriminator_filters": (2, 2)}
    small = dataclasses.replace(recipes.FAST, **small)
    monkeypatch.setitem(recipes.RECIPES, "pictures", small)
    learn = judge.train_classifier

    def learn_a_little(x, labels, _, *more, change):  # enough to see that it runs
        return learn(x, labels, 2, *more, change=change)

    monkeypatch.setattr(judge, "train_classifier", learn_a_little)
    monkeypatch.setattr(tf.config.experimental, "enable_op_determinism", lambda: None)
    monkeypatch.chdir(tmp_path)
    page = pages.read(ROOT / "cgan_lib" / "README.md")
    for line in pages.blocks(page, "sh")[0].splitlines():
        assert command_line.main(shlex.split(line, comments=True)[3:]) == 0, line
    exec(pages.blocks(page, "python")[0], result := {})
    assert result["images"].shape == (3, 64, 64, 3)


def test_make_targets_of_the_pages_exist():
    commands = all_commands("make ")
    assert commands
    for command in commands:
        for target in shlex.split(command, comments=True)[1:]:
            named = "=" in target or re.search(rf"^{target}:", MAKEFILE, re.M)
            assert named, command


def test_library_commands_of_the_pages_are_understood(monkeypatch):
    commands = all_commands("python -m cgan_lib ")
    assert commands
    for name in ("draw", "train", "evaluate"):
        monkeypatch.setattr(command_line, name, lambda options: None)
    for command in commands:
        words = shlex.split(command, comments=True)
        assert command_line.main(words[3:]) == 0, command


def test_files_in_the_commands_of_the_pages_exist():
    commands = [c for c in all_commands("") if "pytest " in c or "python tests/" in c]
    files = [f for c in commands for f in re.findall(r"(?:tests|notebooks)/[\w/.]+", c)]
    assert files
    for file in files:  # my_ is what the reader makes
        assert "my_" in file or (ROOT / file).exists(), file


def test_jupyterlab_is_started_so_that_links_out_of_the_notebooks_open():
    started = [c for c in all_commands("") if "jupyter lab" in c and "notebooks" in c]
    assert len(started) >= 2
    for command in [*started, *re.findall(r"^.+/jupyter lab.+$", MAKEFILE, re.M)]:
        assert "--notebook-dir=. " in command, command


@each_page
def test_links_of_a_page_lead_to_files_and_headings_that_exist(page):
    assert pages.broken_links(page) == []


def test_every_page_is_reached_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            targets = {link.partition("#")[0] for link in pages.links(pages.read(page))}
            waiting += [(page.parent / target).resolve() for target in targets - {""}]
    assert reached == set(pages.PAGES)


def test_no_sentence_stands_on_two_pages():
    seen = {}
    for page in pages.PAGES:
        text = " ".join(pages.BLOCK.sub("\n", pages.read(page)).split())
        for sentence in re.split(r"(?<=[.:?!|]) ", text):
            if len(sentence) > 40:
                assert seen.setdefault(sentence, page) == page, sentence


def test_the_readme_can_be_read_in_one_sitting():
    assert len(README.splitlines()) <= 150


@each_page
def test_the_python_of_a_page_uses_what_the_library_has(page):
    for code in pages.blocks(pages.read(page), "python"):
        modules = {}
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.ImportFrom) and node.module == "cgan_lib":
                for name in node.names:
                    modules[name.name] = importlib.import_module(
                        f"cgan_lib.{name.name}"
                    )
        used = {
            (node.value.id, node.attr)
            for node in ast.walk(ast.parse(code))
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        for module, name in used:
            if module in modules:
                assert hasattr(modules[module], name), f"{module}.{name}"


def test_every_asset_is_listed_whole_and_described():
    files = {file.name for file in assets.FOLDER.iterdir() if file.is_file()}
    assert files - {"__init__.py", "README.md", "SHA256SUMS"} == set(assets.checksums())
    description = (assets.FOLDER / "README.md").read_text(encoding="utf-8")
    for name in assets.checksums():
        assert assets.path(name).is_file()
        assert name in description


def test_every_package_of_the_library_is_installed():
    rule = PROJECT["tool"]["setuptools"]["packages"]["find"]
    assert rule == {"include": ["cgan_lib*"]}
    for file in LIBRARY.values():
        assert (file.parent / "__init__.py").is_file(), file


def test_the_map_of_the_library_names_every_module():
    rows = re.findall(r"^ {4}(\w+) {2,}\S", cgan_lib.__doc__, re.M)
    named = {*rows, *re.findall(r"`(\w+)`", cgan_lib.__doc__), "__main__"}
    assert {module.split(".")[1] for module in LIBRARY if "." in module} == named


def test_the_usual_order_of_calls_comes_first_and_exists():
    first, order, *_ = cgan_lib.__doc__.split("\n\n")[1:]
    namespace = {}
    exec(first.strip(), namespace)
    namespace["cgan"] = importlib.import_module("cgan_lib.cgan")
    namespace["model"] = namespace["cgan"].ConditionalGAN
    calls = re.findall(r"`(\w+)\.(\w+)`", order)
    assert len(calls) == 7
    for place, name in calls:
        assert callable(getattr(namespace[place], name)), name


def imports_of_the_library() -> dict[str, set[str]]:
    """For each module of the library those that it imports."""
    graph = {}
    for module, file in LIBRARY.items():
        graph[module] = needed = set()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module.startswith("cgan_lib"):
                parts = {f"{node.module}.{name.name}" for name in node.names}
                needed |= parts & set(LIBRARY) or {node.module}
    return graph


def test_the_library_has_no_circle_of_imports():
    graphlib.TopologicalSorter(
        imports_of_the_library()
    ).prepare()  # an error says which


def test_what_a_row_of_the_map_imports_never_imports_it_back():
    rows = {}
    for module, needed in imports_of_the_library().items():
        row = ".".join(module.split(".")[:2])  # a package with all its files
        others = {".".join(name.split(".")[:2]) for name in needed} - {row}
        rows.setdefault(row, set()).update(others)
    graphlib.TopologicalSorter(rows).prepare()


def test_a_module_of_the_library_can_be_read_in_one_sitting():
    longer = [
        module
        for module, file in LIBRARY.items()
        if len(file.read_text(encoding="utf-8").splitlines()) > MOST_LINES
    ]
    assert longer == []


def test_no_other_folder_at_the_top():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    made_here = [line.strip("/") for line in ignored if line.endswith("/")]
    found = {
        item.name
        for item in ROOT.iterdir()
        if item.is_dir()
        and not item.name.startswith(".")
        and not any(fnmatch(item.name, pattern) for pattern in made_here)
    }
    assert found == {"cgan_lib", "tests", "notebooks"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_seconds_and_memory_were_measured_with_the_code_as_it_is(path):
    measured = notebook_table.read_measured()[path.stem]
    assert measured["code"] == notebook_table.code_digest(path), (
        f"run python tests/run_notebooks.py notebooks/{path.name}"
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_first_lines_of_a_notebook_say_how_long_it_takes(path):
    start = nbformat.read(path, as_version=4).cells[0].source
    line = re.search(r"\*(\d+) minutes to read · (\d+) (seconds|minutes) to run", start)
    seconds = int(line[2]) * (60 if line[3] == "minutes" else 1)
    measured = int(notebook_table.read_measured()[path.stem]["seconds"])
    assert abs(int(line[1]) - notebook_table.reading_minutes(path)) <= 5
    assert measured <= seconds <= measured * 2


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_has_a_row_in_the_table(path):
    assert README.count(f"](notebooks/{path.name}) | ") == 1


def test_the_table_of_notebooks_is_up_to_date():
    assert notebook_table.renewed(README) == README, (
        "run python tests/run_notebooks.py --no-run"
    )
