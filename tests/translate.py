"""The course in another language: from gettext catalogues to notebooks.

    python tests/translate.py status ja         how far each catalogue is
    python tests/translate.py update ja 01 02   begin those of notebooks 01 and 02
    python tests/translate.py update ja         all catalogues follow the English text
    python tests/translate.py make ja           `make ja`: notebooks/ja, and the words of `check`

A catalogue, `notebooks/locale/ja/00_start_here.po`, holds the paragraphs, list items, rows and
headings of a notebook, the alt texts of its pictures, and what its exercises say: one message for
each. `exercises.po` holds what all exercises and the widgets say. tests/test_translation.py says
what must be so in a catalogue; `terms.csv` is its list of words.
"""

import argparse
import ast
import hashlib
import json
import re
from pathlib import Path

from cgan_lib import language as runtime
from cgan_lib.exercises.commands import all_exercises

import nbformat
from babel.messages import Catalog, mofile, pofile
from markdown_it import MarkdownIt
from pages import anchor

ROOT = Path(__file__).parent.parent
BOOK = ROOT / "notebooks"
SHARED = "exercises"  # the catalogue of what all exercises and the widgets say
NOT_BEGUN = "This page is not translated yet; here it is in English."
MARKDOWN = MarkdownIt("commonmark").enable("table")
HEADER = ("#", "cgan_lib", "0.1.0", None, "-", None, None, "-", "-")


def sources() -> dict[str, Path]:
    """What has a catalogue, by its name: the notebooks, the pages beside them, SHARED."""
    pages = sorted(BOOK.glob("*.ipynb")) + sorted(BOOK.glob("*.md"))
    return {path.stem: path for path in pages} | {SHARED: ROOT / "cgan_lib"}


def path_of(language: str, name: str) -> Path:
    return BOOK / "locale" / language / f"{name}.po"


def begun(language: str) -> set[str]:
    """The names of the notebooks and pages that have a catalogue."""
    pages = {stem: path.name for stem, path in sources().items() if stem != SHARED}
    return {name for stem, name in pages.items() if path_of(language, stem).exists()}


def blocks(text: str):
    """What is translated of a Markdown text: (first line, line after it, marks, message).

    The marks are what stands before the message: of a heading or a list item.
    """
    lines, in_table = text.splitlines(), False
    for token in MARKDOWN.parse(text):
        in_table = token.type == "table_open" or (
            in_table and token.type != "table_close"
        )
        if token.type == "tr_open" or (token.type == "inline" and not in_table):
            first, after = token.map
            message = token.content or lines[first].strip()
            marks = lines[first].partition(message.splitlines()[0])[0]
            yield first, after, marks, " ".join(message.split())
        elif token.type == "html_block":
            for number in range(*token.map):
                if re.sub(r"<[^>]*>", "", lines[number]).strip():
                    yield number, number + 1, "", lines[number].strip()


def messages(name: str):
    """What a catalogue holds, in order: (message, the file that has it, a note)."""
    source = sources()[name]
    if source.suffix == ".md":
        text = source.read_text(encoding="utf-8")
        yield from ((message, source, None) for *_, message in blocks(text))
    if name == SHARED:
        yield NOT_BEGUN, Path(__file__), "at the top of a notebook"
        for level in dict.fromkeys(e.difficulty for e in all_exercises().values()):
            yield level, source / "exercises/exercise.py", "difficulty"
        for file in sorted(source.rglob("*.py")):
            if not re.match(r"nb\d\d_", file.parent.name):
                yield from said(file)
    if source.suffix != ".ipynb":
        return
    for cell in nbformat.read(source, as_version=4).cells:
        if cell.cell_type == "markdown":
            yield from ((message, source, None) for *_, message in blocks(cell.source))
        elif "alt" in cell.metadata:
            yield cell.metadata.alt, source, "what the picture shows"
    for number, exercise in all_exercises().items():
        if number[:2] != name[:2]:
            continue
        file = f"cgan_lib/exercises/nb{name}/exercise_{number[3:]}.py"
        wrong = [hint for _, hint in exercise.known_mistakes()]
        texts = {"title": [exercise.title], "after a wrong answer": wrong}
        texts |= {"hint": exercise.hints, "after the right answer": [exercise.follows]}
        for note, found in texts.items():
            yield from ((text, ROOT / file, f"{number}, {note}") for text in found)
    for file in sorted((ROOT / f"cgan_lib/exercises/nb{name}").glob("*.py")):
        yield from said(file)


def said(file: Path):
    """The texts that `phrase` is called with in a module."""
    calls = [
        (node.lineno, node.args[0].value)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", None) == "phrase"
        and isinstance(node.args[0], ast.Constant)
    ]
    yield from ((text, file, None) for _, text in sorted(calls))


def template(name: str) -> Catalog:
    """The catalogue of the English text, without translations."""
    catalogue = Catalog(fuzzy=False)
    for text, file, note in messages(name):
        place = [(file.relative_to(ROOT).as_posix(), 1)]
        catalogue.add(text, locations=place, auto_comments=[note] if note else ())
    return catalogue


def load(language: str, name: str) -> Catalog | None:
    """A catalogue, or None if it is not begun."""
    path = path_of(language, name)
    if not path.exists():
        return None
    with path.open("rb") as file:
        return pofile.read_po(file, locale=language)


def update(language: str, begin=()):
    """Let each catalogue follow the English text, and begin those whose names start so.

    What is no longer in the text becomes obsolete, what was changed a little becomes fuzzy.
    """
    for name in sources():
        catalogue = load(language, name)
        if catalogue is None:
            if not any(name.startswith(start) for start in begin):
                continue
            catalogue = Catalog(language, None, *HEADER, fuzzy=False)
        catalogue.update(template(name), update_creation_date=False)
        for message in catalogue:  # a "9 % of" of a sentence is no format
            message.flags.discard("python-format")
        path = path_of(language, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            style = {"include_lineno": False, "include_previous": True}
            pofile.write_po(file, catalogue, width=0, **style)


def translations(language: str, name: str) -> dict[str, str]:
    """The finished messages of a catalogue: English to the other language."""
    catalogue = load(language, name) or ()
    return {m.id: m.string for m in catalogue if m.id and m.string and not m.fuzzy}


def translate(text: str, words: dict[str, str]) -> str:
    """A Markdown text in the other language; links to its own headings still lead there."""
    lines, anchors = text.splitlines(), {}
    for first, after, marks, message in reversed(list(blocks(text))):
        new = words.get(message, message)
        if marks.startswith("#"):
            anchors[f"](#{anchor(message)})"] = f"](#{anchor(new)})"
        if new != message:
            lines[first:after] = [marks + new]
    links = r"\]\(#[^)]*\)"
    return re.sub(links, lambda m: anchors.get(m[0], m[0]), "\n".join(lines))


def written_for(language: str, name: str) -> str:
    """The text of a notebook or page for notebooks/ja: its links lead out of the deeper folder."""
    source, words = sources()[name], translations(language, name)
    here = {path.name for path in BOOK.glob("*.ipynb")} | begun(language)

    def link(found):
        outside = found[1] not in here and not found[1].startswith("http")
        return f"]({'../' * outside}{found[1]}"

    def page(text):
        return re.sub(r"\]\(([^)#\s]+)", link, translate(text, words))

    if source.suffix == ".md":
        return page(source.read_text(encoding="utf-8")) + "\n"
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = page(cell.source)
        elif "alt" in cell.metadata:
            cell.metadata.alt = words.get(cell.metadata.alt, cell.metadata.alt)
    if not words:
        note = translations(language, SHARED).get(NOT_BEGUN, NOT_BEGUN)
        notebook.cells[0].source = f"*{note}*\n\n{notebook.cells[0].source}"
    return nbformat.writes(notebook) + "\n"


def make(language: str, folder: Path | None = None, words: Path = runtime.FOLDER):
    """Write the notebooks, and pages that are begun, into a folder, and what `check` says.

    A file that its reader has changed since it was made stays as it is.
    """
    if not path_of(language, SHARED).exists():
        raise SystemExit(f"the course has no language {language!r}")
    folder = folder or BOOK / language
    folder.mkdir(exist_ok=True)
    record = folder / ".made.json"
    made = json.loads(record.read_text()) if record.exists() else {}
    for name, source in sources().items():
        path = folder / source.name
        if source.suffix != ".ipynb" and source.name not in begun(language):
            continue
        if path.exists() and _digest(path.read_bytes()) != made.get(path.name):
            print(f"{path} is yours and stays; delete it, and this makes it anew")
            continue
        text = written_for(language, name).encode()
        path.write_bytes(text)
        made[path.name] = _digest(text)
    record.write_text(json.dumps(made, indent=1))

    catalogue = Catalog(language, fuzzy=False)
    for name in sources():
        for message in load(language, name) or ():
            shown = any(file.startswith("cgan_lib") for file, _ in message.locations)
            if shown and not message.fuzzy:
                catalogue.add(message.id, message.string)
    path = words / language / "LC_MESSAGES" / "cgan_lib.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        mofile.write_mo(file, catalogue)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def status(language: str):
    """Print how many messages and words each catalogue has, and how many are done."""
    for name in sources():
        texts = {message.id for message in template(name) if message.id}
        done = len(texts & set(translations(language, name)))
        words = sum(len(text.split()) for text in texts)
        state = f"{done} done" if path_of(language, name).exists() else "not begun"
        print(f"{name:30} {len(texts):5} messages {words:6} words  {state}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=["status", "update", "make"])
    parser.add_argument("language", help="such as ja")
    parser.add_argument("begin", nargs="*", help="how the names begin, such as 01")
    options = parser.parse_args()
    begin = [options.begin] if options.action == "update" else []
    actions = {"status": status, "update": update, "make": make}
    actions[options.action](options.language, *begin)


if __name__ == "__main__":
    main()
