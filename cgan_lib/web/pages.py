"""The notebooks, as they are stored, become a book of web pages. Nothing is executed.

python -m cgan_lib.web.pages [FOLDER]      from the course's own folder

If `make ja` has made notebooks/ja, they are pages too, and each leads to its other language.
"""

import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

from cgan_lib import _quiet as _quiet  # `-m` leaves it to its module
from cgan_lib.web import networks

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

HERE = Path(__file__).parent
JAPANESE = "notebooks/ja/"
READ_HERE = {
    "en": "*Here you read it. To run and change its cells, [install the course](../README.md).*",
    "ja": "*ここでは読むだけです。セルを動かすには、[教材をインストール](../../README.md)します。*",
}
START = '</a> <a class="go" lang="ja" href="notebooks/ja/00_start_here.html">日本語で読む</a></p>'
LIST = "```{toctree}\n:hidden:\n:glob:\n:caption: 日本語\n\nnotebooks/ja/*\n```\n\n"
SETTINGS = {
    "project": "Conditional GANs, step by step",
    "extensions": ["myst_nb"],
    "include_patterns": ["*.md", "notebooks/*", "notebooks/ja/*", "**/README.md"],
    "html_search_language": "en and ja",
    "nb_execution_mode": "off",
    "myst_heading_anchors": 4,
    "html_theme": "sphinx_book_theme",
    "html_title": "Conditional GANs, step by step",
    "html_static_path": ["static", "made"],
    "html_css_files": ["site.css"],
    "html_copy_source": False,
    "html_use_index": False,
    "html_show_search_summary": False,  # it fetches pages, which a file may not
    "html_theme_options": {
        "use_download_button": False,
        "use_fullscreen_button": False,
        "home_page_in_toc": True,
        "footer_content_items": "",
        "navbar_persistent": [],
    },
}


def build(course, folder="site"):
    """Write the pages of a course, the folder with README.md and notebooks; first is index.html.

    A link that leads nowhere, or a text that cannot be read, is a sphinx.errors.SphinxWarning.
    """
    with tempfile.TemporaryDirectory() as room:
        source = Path(room, "source")
        _prepare(Path(course), source)
        made = Path(room, "pages")  # pictures of cells go beside it, and stay there
        folders = (source, None, made, Path(room, "doctrees"))
        strict = {"warningiserror": True, "exception_on_warning": True}
        app = Sphinx(*folders, "html", SETTINGS, status=None, **strict)
        app.add_search_language(_EnglishAndJapanese)
        app.connect("source-read", _as_a_page)
        app.connect("html-page-context", _say_its_language)
        app.build(force_all=True)
        shutil.copytree(made, folder, dirs_exist_ok=True)


def _prepare(course: Path, source: Path):
    """The texts, what they link to, the first page, and the networks in it."""
    (source / "made").mkdir(parents=True)
    unread = shutil.ignore_patterns(".*", "__pycache__", "*.keras", "*.npz")
    for name in ("notebooks", "cgan_lib", "tests"):
        shutil.copytree(course / name, source / name, ignore=unread)
    for file in (course / "README.md", course / "LICENSE", HERE / "index.md"):
        shutil.copy(file, source)
    shutil.copytree(HERE / "static", source / "static")
    (source / "made" / "course.js").write_text(networks.script(), encoding="utf-8")


def _as_a_page(app, page: str, text: list[str]):
    """A notebook says that it is for reading here; alt texts move to where the book looks."""
    file = app.env.doc2path(page)
    is_japanese = page.startswith(JAPANESE)
    twin = Path("..", file.name) if is_japanese else Path("ja", file.name)
    has_twin = file.parent.name in ("notebooks", "ja") and (file.parent / twin).exists()
    switch = f"[{'English' if is_japanese else '日本語'}]({twin.as_posix()})"
    note = f" {switch}" * has_twin
    if file.suffix == ".ipynb":
        notebook = json.loads(text[0])
        note = READ_HERE["ja" if is_japanese else "en"] + note
        notebook["cells"][0]["source"] += [f"\n\n{note}"]
        for cell in notebook["cells"]:
            if "alt" in cell["metadata"]:
                cell["metadata"]["mystnb"] = {"image": {"alt": cell["metadata"]["alt"]}}
        text[0] = json.dumps(notebook)
    elif has_twin:
        title, end, rest = text[0].partition("\n")
        text[0] = f"{title}{end}\n{note}\n{rest}"
    elif page == "index" and (file.parent / "notebooks/ja").exists():
        before, fence, more = text[0].rpartition("```{toctree}")
        text[0] = before.replace("</a></p>", START) + LIST + fence + more


def _say_its_language(app, page: str, template, context, tree):
    if page.startswith(JAPANESE):
        context["language"] = "ja"


class _EnglishAndJapanese(SearchEnglish):
    """Between Japanese words there is no space, so each two letters in a row are a word, too.

    A longer one is found inside of what stands between two signs.
    """

    lang = "en and ja"

    def split(self, text: str) -> list[str]:
        runs = re.findall(r"[\u3005-\u30ff\u4e00-\u9fff]+", text)
        pairs = {run[i : i + 2] for run in runs for i in range(len(run) - 1)}
        return [*super().split(text), *pairs]


if __name__ == "__main__":
    build(".", *sys.argv[1:])
