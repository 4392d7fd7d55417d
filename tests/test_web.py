"""The site as files: every page whole, described, linked, and sufficient to itself."""

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cgan_lib.web import networks

import keras
import nbformat
import numpy as np
import pages as markdown
import pytest

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
STORED = sorted(NOTEBOOKS.glob("*.ipynb"))
WEB = Path(networks.__file__).parent
SCRIPTS = (
    "network",
    "parts",
    "studio",
    "ask",
)  # in the order in which the page loads them
LOADS = {"link": "href", "object": "data", "use": "href"}  # all others load by src


class Tags(HTMLParser):
    """All tags of a page, each with its attributes."""

    def __init__(self, path):
        super().__init__()
        self.found = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


@pytest.fixture(scope="module")
def pages(site):
    """{path: its tags} of all pages."""
    paths = (path for path in site.rglob("*.html") if path.parent.name != "_static")
    return {path: Tags(path).found for path in paths}


def cells(path, kind):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


def test_every_notebook_and_every_text_is_a_page_that_the_first_one_lists(site, pages):
    texts = [path for path in NOTEBOOKS.iterdir() if path.suffix in (".ipynb", ".md")]
    wanted = {f"notebooks/{path.stem}.html" for path in texts} | {"README.html"}
    links = {tag.get("href") for name, tag in pages[site / "index.html"] if name == "a"}
    assert wanted <= links
    assert all((site / page).is_file() for page in wanted)


TRANSLATED = sorted(path.stem for path in NOTEBOOKS.glob("locale/ja/*.po"))
TRANSLATED.remove("exercises")  # what `check` says


def leads_to(site, pages, page, text):
    """The pages to which links with this text lead, in the site."""
    source = (site / page).read_text(encoding="utf-8")
    found = re.findall(rf'href="([^"]+)"[^>]*>(?:<span[^>]*>)?{text}<', source)
    return {((site / page).parent / place).resolve() for place in found}


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_page_and_its_translation_lead_to_each_other(site, pages, name):
    here, there = f"notebooks/{name}.html", f"notebooks/ja/{name}.html"
    assert leads_to(site, pages, here, "日本語") == {(site / there).resolve()}
    assert leads_to(site, pages, there, "English") == {(site / here).resolve()}
    for page, language in ((here, "en"), (there, "ja")):
        assert dict(pages[site / page])["html"]["lang"] == language
    listed = {tag.get("href") for tag_name, tag in pages[site / "index.html"]}
    assert there in listed


@pytest.mark.parametrize("words", ["転置畳み込み", "損失", "モード崩壊", "embedding"])
def test_the_search_knows_japanese_words_in_the_middle_of_a_sentence(site, words):
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    # As Sphinx's script looks: a short word as it is, a longer one inside of others, too.
    terms = [t for t in index["terms"] if t == words or (len(words) > 2 and words in t)]
    pages = {
        index["docnames"][page]
        for term in terms
        for page in np.ravel(index["terms"][term])
    }
    wanted = "notebooks/" if words == "embedding" else "notebooks/ja/"
    assert any(page.startswith(wanted) for page in pages)


def test_no_page_loads_anything_from_outside(site, pages):
    loaded = [
        (path, tag[LOADS.get(name, "src")])
        for path, tags in pages.items()
        for name, tag in tags
        if LOADS.get(name, "src") in tag
    ]
    sheets = [*site.rglob("*.css")]
    for path in sheets:
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        found = re.findall(r"""(?:url\(|@import)\s*["']?([^"')\s]+)""", text)
        loaded += [(path, address) for address in found]
    assert len(loaded) > 300
    assert len(sheets) > 5
    for path, address in loaded:
        if not address.startswith(("data:", "#")):
            parts = urlsplit(address)
            assert parts.scheme + parts.netloc == "", (path, address)
            assert (path.parent / unquote(parts.path)).is_file(), (path, address)


def test_every_link_leads_to_a_place_that_exists(pages):
    places = {
        path.resolve(): {tag["id"] for _, tag in tags if "id" in tag}
        for path, tags in pages.items()
    }
    for path, tags in pages.items():
        for address in (
            tag["href"] for name, tag in tags if name == "a" and "href" in tag
        ):
            parts = urlsplit(address)
            if parts.scheme or address == "#":
                continue
            assert not parts.path.endswith(".ipynb"), (path, address)
            target = path.resolve().parent / unquote(parts.path) if parts.path else path
            target = target.resolve()
            assert target.is_file(), (path, address)
            assert not parts.fragment or parts.fragment in places[target], (
                path,
                address,
            )


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_a_page_says_how_one_gets_cells_that_run(site, path):
    text = (site / "notebooks" / f"{path.stem}.html").read_text(encoding="utf-8")
    start = text[text.rindex("<h1>") :].partition("<h2>")[0]
    assert "To run and change its cells" in start
    assert 'href="../README.html"' in start


@pytest.fixture(params=["oxlint", "oxfmt"])
def tool(request):
    """A function that runs a tool for JavaScript on files, with our settings for it."""
    places = [str(Path(sys.executable).parent), os.environ["PATH"]]
    program = shutil.which(request.param, path=os.pathsep.join(places))
    if program is None:
        pytest.skip("pip install -e '.[browser]'")

    def run(*options):
        settings = ["--config", Path(__file__).parent / f"{request.param}.json"]
        return subprocess.run(
            [program, *settings, *options], capture_output=True, text=True
        )

    run.name = request.param
    return run


def test_scripts_are_in_form_and_use_nothing_that_is_not_there(tool, tmp_path):
    scripts = [WEB / "static" / f"{name}.js" for name in SCRIPTS]
    if tool.name == "oxfmt":
        ended = tool("--check", *scripts)
    else:  # a page loads them one after the other, and each uses those before it
        joined = tmp_path / "all.js"
        text = "\n".join(script.read_text(encoding="utf-8") for script in scripts)
        joined.write_text(text.replace('"use strict";\n', ""), encoding="utf-8")
        ended = tool(joined)
        joined.write_text(joined.read_text(encoding="utf-8") + "\npaintt();\n")
        assert "'paintt' is not defined" in tool(joined).stdout
    assert ended.returncode == 0, ended.stdout


def test_the_page_loads_every_script(site):
    page = (site / "index.html").read_text(encoding="utf-8")
    loaded = re.findall(r'src="_static/(\w+)\.js"', page)
    assert {path.stem for path in (WEB / "static").glob("*.js")} == set(SCRIPTS)
    assert [name for name in loaded if name in {"course", *SCRIPTS}] == [
        "course",
        *SCRIPTS,
    ]


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_pictures_of_a_page_are_described_as_in_the_notebook(site, pages, path):
    wanted = []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        wanted += re.findall(r"!\[(.+?)\]\(", "".join(cell["source"]))
        shown = [one.get("data", {}) for one in cell.get("outputs", ())]
        pictures = sum("image/png" in data for data in shown)
        wanted += [cell["metadata"].get("alt")] * pictures
    tags = pages[site / "notebooks" / f"{path.stem}.html"]
    assert [tag.get("alt") for name, tag in tags if name == "img"] == wanted


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_answers_are_folded_in_the_page(site, pages, path):
    prose = "".join("".join(cell["source"]) for cell in cells(path, "markdown"))
    tags = pages[site / "notebooks" / f"{path.stem}.html"]
    folded = [tag for name, tag in tags if name == "details" and "class" not in tag]
    assert len(folded) == prose.count("<details>") > 0
    assert all("open" not in tag for tag in folded)


def test_batch_normalisation_in_use_is_a_scale_and_an_offset():
    layer = keras.layers.BatchNormalization()
    layer.build((None, 3))
    weights = [
        np.array(row, "float32") for row in ([2, 1, 1], [0, 1, 0], [1, 0, 2], [4, 1, 9])
    ]
    layer.set_weights(weights)
    exported = networks.layer(layer)
    x = np.array([[1, 2, 3]], "float32")
    used = x * exported["scale"] + exported["offset"]
    np.testing.assert_allclose(used, layer(x, training=False), rtol=1e-5)


def test_kernels_are_one_order_of_numbers_whatever_the_layer():
    turned = {keras.layers.Dense: (5, 3), keras.layers.Conv2D: (2, 2, 5, 3)}
    turned[keras.layers.Conv2DTranspose] = (2, 2, 5, 3)
    for kind, shape in turned.items():
        layer = kind(5) if kind is keras.layers.Dense else kind(5, 2, padding="same")
        layer.build((None, 4, 4, 3))
        assert networks.layer(layer)["kernel"].shape == shape


@pytest.mark.parametrize(
    "layer",
    [
        keras.layers.GroupNormalization(1),
        keras.layers.Conv2D(1, 3, padding="valid"),
        keras.layers.Activation("sigmoid"),
    ],
)
def test_a_layer_that_the_page_does_not_know_is_refused(layer):
    layer.build((None, 4, 4, 1))
    with pytest.raises(TypeError, match="no layer like"):
        networks.layer(layer)


def test_nothing_is_left_beside_the_pages(site):
    assert not (site.parent / "jupyter_execute").exists()


def test_a_link_that_leads_nowhere_stops_the_build(site, tmp_path):
    for page in markdown.PAGES:
        copy = tmp_path / page.relative_to(markdown.ROOT)
        copy.parent.mkdir(exist_ok=True, parents=True)
        copy.write_text("# Title\n")
    (tmp_path / "LICENSE").touch()
    (tmp_path / "README.md").write_text("# Course\n\n[lost](nowhere.md)\n")
    empty = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title")])
    for path in STORED:
        nbformat.write(empty, tmp_path / "notebooks" / path.name)
    build = f"pages.build({str(tmp_path)!r}, {str(tmp_path / 'site')!r})"
    command = [sys.executable, "-c", f"from cgan_lib.web import pages; {build}"]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 1
    assert "nowhere.md" in ended.stderr.splitlines()[-1]
