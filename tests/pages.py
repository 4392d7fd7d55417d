"""The project's Markdown pages: which there are, their commands, and where their links lead."""

import re
from pathlib import Path
from textwrap import dedent

import nbformat

ROOT = Path(__file__).parent.parent
PAGES = [
    page
    for pattern in ("*.md", "notebooks/*.md", "cgan_lib/**/*.md", "tests/**/*.md")
    for page in sorted(ROOT.glob(pattern))
    if not any(part.startswith(".") for part in page.relative_to(ROOT).parts)
    and page.parent.name != "web"  # the site's first page, in the site's own words
]
BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.M | re.S)
CODE = re.compile(r"`([^`]+)`")


def read(page: Path) -> str:
    """The text of a page, or of a notebook's Markdown cells."""
    if page.suffix == ".md":
        return page.read_text(encoding="utf-8")
    cells = nbformat.read(page, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def blocks(text: str, *languages: str) -> list[str]:
    """The code blocks of a text that are in one of these languages."""
    found = BLOCK.findall(text)
    return [dedent(code) for _, language, code in found if language in languages]


def commands(text: str, start: str = "") -> list[str]:
    """What a reader may type: each line of a block, and what stands between backticks.

    `.venv/bin/` at its beginning is left out.
    """
    lines = "\n".join(blocks(text, "", "sh", "bat")).splitlines()
    lines += [" ".join(code.split()) for code in CODE.findall(BLOCK.sub("", text))]
    typed = [line.strip().removeprefix(".venv/bin/") for line in lines]
    return [line for line in typed if line.startswith(start)]


def links(text: str) -> list[str]:
    """The targets of a text's links, without those into the web."""
    found = re.findall(r"\]\(([^)\s]+)[^)]*\)", CODE.sub("", BLOCK.sub("", text)))
    return [target for target in found if not target.startswith(("https:", "http:"))]


def anchors(page: Path) -> set[str]:
    """What may stand after # in a link to this page: its headings, as GitHub writes them."""
    found = set()
    for heading in re.findall(r"^#+ (.+)$", BLOCK.sub("", read(page)), re.M):
        name = anchor(heading)
        assert name not in found, f"two headings {heading!r} in {page.name}"
        found.add(name)
    return found


def anchor(heading: str) -> str:
    words = re.sub(r"\]\([^)]*\)", "", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


def broken_links(page: Path) -> list[str]:
    """The links of a page, or of a notebook, that lead to no file, or to no heading of it."""
    broken = []
    for target in links(read(page)):
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)
    return broken
