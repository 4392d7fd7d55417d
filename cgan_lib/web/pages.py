"""The notebooks, as they are stored, become a book of web pages. Nothing is executed.

python -m cgan_lib.web.pages [FOLDER]      from the course's own folder
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from cgan_lib import _quiet as _quiet  # `-m` leaves it to its module
from cgan_lib.web import networks

from sphinx.application import Sphinx

HERE = Path(__file__).parent
READ_HERE = [
    "\n\n*Here you read it. To run and change its cells, [install the course](../README.md).*"
]
SETTINGS = {
    "project": "Conditional GANs, step by step",
    "extensions": ["myst_nb"],
    "include_patterns": ["index.md", "notebooks/*", "**/README.md", "README.md"],
    "nb_execution_mode": "off",
    "myst_heading_anchors": 4,
    "html_theme": "sphinx_book_theme",
    "html_title": "Conditional GANs, step by step",
    "html_static_path": ["static", "made"],
    "html_css_files": ["site.css"],
    "html_copy_source": False,
    "html_use_index": False,
    "html_show_search_summary": False,  # it fetches pages, which a file may not
    "html_context": {"default_mode": "auto"},
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

    Raises:
        sphinx.errors.SphinxWarning: a link that leads nowhere, or a text that cannot be read.
    """
    with tempfile.TemporaryDirectory() as room:
        source = Path(room, "source")
        _prepare(Path(course), source)
        made = Path(room, "pages")  # pictures of cells go beside it, and stay there
        folders = (source, None, made, Path(room, "doctrees"))
        strict = {"warningiserror": True, "exception_on_warning": True}
        app = Sphinx(*folders, "html", SETTINGS, status=None, **strict)
        app.connect("source-read", _as_a_page)
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
    if app.env.doc2path(page).suffix == ".ipynb":
        notebook = json.loads(text[0])
        notebook["cells"][0]["source"] += READ_HERE
        for cell in notebook["cells"]:
            if "alt" in cell["metadata"]:
                cell["metadata"]["mystnb"] = {"image": {"alt": cell["metadata"]["alt"]}}
        text[0] = json.dumps(notebook)


if __name__ == "__main__":
    build(".", *sys.argv[1:])
