"""The translations are whole: what may differ from the English text is its words."""

import csv
import gettext
import re
import shutil
from collections import Counter

from cgan_lib import exercises, language
from cgan_lib.exercises import record
from cgan_lib.widgets import studio

import nbformat
import pages
import pytest
import translate
from translate import BOOK, MARKDOWN, SHARED

BEGUN = [(p.parent.name, p.stem) for p in sorted(BOOK.glob("locale/*/*.po"))]
LANGUAGES = sorted({to for to, _ in BEGUN})
COUNTED = "zero one two three four five six seven eight nine ten eleven twelve"
COUNTED = {word: str(number) for number, word in enumerate(COUNTED.split())}
COUNTED |= {"twice": "2", "second": "2", "third": "3", "eighth": "8", "tenth": "10"}
COUNTED |= {"sixteen": "16", "twenty": "20", "twentieth": "20", "thirty": "30"}
COUNTED |= {"hundred": "100", "hundredth": "100"}
SIGNS = "*|=×+<>≤≥±²³√→·"

each = pytest.mark.parametrize(("to", "name"), BEGUN)


def traits(text: str) -> tuple[dict[str, Counter], str]:
    """What must be the same in both languages, and the words without code and addresses."""
    kinds = {"code_inline": "code", "link_open": "links", "html_inline": "tags"}
    found, prose = {kind: Counter() for kind in kinds.values()}, ""
    for token in MARKDOWN.parseInline(text)[0].children:
        if token.type in kinds:
            what = token.attrs.get("href", token.content)
            found[kinds[token.type]][what] += 1
        prose += token.content if token.type == "text" else " "
    letters = re.findall(r"(?<![\w'’])[B-HJ-Zb-z](?!\w)", prose, re.ASCII)
    found["letters"] = Counter(set(letters))
    found["places"] = Counter(re.findall(r"\{\d[^}]*\}", prose))
    prose = re.sub(r"\{\d[^}]*\}", " ", prose)
    found["numbers"] = Counter(re.findall(r"\d+(?:[.,]\d+)*", prose))
    found["signs"] = Counter(sign for sign in prose if sign in SIGNS)
    return found, prose


def differences(english: str, other: str, more: str = "") -> list[str]:
    """What differs between a message and its translation; `more` is code that it may add.

    A number that is spelled in English may be written in figures, and 'a row' as '1 row'.
    """
    (ours, prose), (theirs, _) = traits(english), traits(other)
    theirs["code"] -= traits(more)[0]["code"] - ours["code"]
    spelled = {
        COUNTED.get(word) for word in re.findall(r"[a-z]+?(?=s?\b)", prose.lower())
    }
    for number in {"1", *spelled}:
        added = theirs["numbers"][number] - ours["numbers"][number]
        theirs["numbers"] -= Counter({number: max(added, 0)})
    return [
        f"{kind}: {dict(ours[kind] - theirs[kind])} is {dict(theirs[kind] - ours[kind])}"
        for kind in ours
        if ours[kind] != theirs[kind]
    ]


def finished(to, name):
    return [m for m in translate.load(to, name) if m.id and m.string]


def faults(to, name, see) -> dict[str, list]:
    """What `see` finds in the messages of a catalogue, under each message."""
    found = {message.id: see(message) for message in finished(to, name)}
    return {text: seen for text, seen in found.items() if seen}


@each
def test_every_message_is_translated_and_none_is_fuzzy_or_obsolete(to, name):
    catalogue = translate.load(to, name)
    english = {message.id for message in translate.template(name)}
    assert {m.id for m in catalogue} == english, (
        f"run python tests/translate.py update {to}"
    )
    assert [m.id for m in catalogue if m.id and not m.string] == []
    assert [m.id for m in catalogue if m.id and m.fuzzy] == []
    assert list(catalogue.obsolete) == []


@each
def test_code_links_numbers_formulas_and_tags_stay(to, name):
    def see(message):
        return differences(message.id, message.string, " ".join(message.user_comments))

    assert faults(to, name, see) == {}


@each
def test_a_term_has_one_translation(to, name):
    with (BOOK / "locale" / to / "terms.csv").open(encoding="utf-8") as file:
        terms = [(row["English"], row["translation"]) for row in csv.DictReader(file)]

    def see(message):
        words = traits(message.id)[1]
        return [
            f"{english} is {wanted}"
            for english, wanted in terms
            if re.search(rf"\b{english}(s|es)?\b", words, re.I)
            and not re.search(wanted, message.string)
        ]

    assert faults(to, name, see) == {}


@each
def test_a_message_stays_one_block_of_markdown(to, name):
    def see(message):
        kinds = [
            [t.type for t in MARKDOWN.parse(text) if t.type != "text"]
            for text in (message.id, message.string)
        ]
        return kinds if kinds[0] != kinds[1] or "\n" in message.string else []

    assert faults(to, name, see) == {}


@pytest.mark.parametrize(
    ("english", "other"),
    [
        ("see `f(x)`", "`f(y)` を見ます"),
        ("see [01](01_a.ipynb)", "[01](02_b.ipynb) を見ます"),
        ("60,000 digits", "6万個の数字"),
        ("the noise z", "ノイズ"),
        ("M × N", "M + N"),
        ("**noise** it is", "これは**「ノイズ」**です"),  # no bold type: see CommonMark
        ("<details><summary>Why</summary>", "<summary>理由</summary>"),
        ("{0} of {1}", "{1} のうち {2}"),
    ],
)
def test_a_difference_is_seen(english, other):
    assert differences(english, english) == []
    assert len(differences(english, other)) == 1


def test_a_spelled_number_may_become_a_figure():
    assert differences("two networks", "2つのネットワーク") == []
    assert differences("networks", "2つのネットワーク") != []


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request, tmp_path_factory):
    """A course in which `make ja` was called: the folder notebooks/ja in it."""
    course = tmp_path_factory.mktemp("course")
    shutil.copytree(
        BOOK, course / "notebooks", ignore=shutil.ignore_patterns(*LANGUAGES)
    )
    for name in ("cgan_lib", "tests", "README.md"):
        (course / name).symlink_to(translate.ROOT / name)
    folder = course / "notebooks" / request.param
    translate.make(request.param, folder, words=course / "words")
    return folder


def test_code_outputs_tags_and_ids_are_those_of_the_english_notebooks(made):
    for path in BOOK.glob("*.ipynb"):
        cells = [nbformat.read(p, 4).cells for p in (path, made / path.name)]
        for english, other in zip(*cells, strict=True):
            if english.cell_type == "markdown":
                other.source = english.source
            elif "alt" in english.metadata:
                other.metadata.alt = english.metadata.alt
            assert english == other
    assert all(pages.broken_links(path) == [] for path in made.glob("*.*[bd]"))


def test_a_notebook_that_is_not_begun_says_so_and_stays_english(made):
    said = translate.translations(made.name, SHARED)[translate.NOT_BEGUN]
    for path in BOOK.glob("*.ipynb"):
        first = nbformat.read(made / path.name, 4).cells[0].source
        begun = (made.name, path.stem) in BEGUN
        assert first.startswith(f"*{said}*\n\n# ") == (not begun), path.name


def test_exercises_and_widgets_speak_the_language(made, monkeypatch, tmp_path, capsys):
    words = gettext.translation("cgan_lib", made.parent.parent / "words", [made.name])
    monkeypatch.setattr(language, "WORDS", words)
    monkeypatch.setattr(record, "path", lambda: tmp_path / "progress.json")
    exercises.check("00.1", (1, 28, 28, 1))
    exercises.check("00.2", lambda hour, minute: minute / 0)
    exercises.check("00.4", (3, 0.5))
    exercises.check("00.5", ...)
    exercises.hint("00.5")
    exercises.progress()
    with pytest.raises(ValueError, match="12"):
        studio.read_labels(13 * "1", 10)
    said = capsys.readouterr().out
    assert not re.search(
        r"\b(the|is|are|it|not|your|of|passed)\b", said.split("01.1")[0]
    )


def test_only_the_words_of_a_page_change():
    for page in BOOK.glob("*.md"):
        text = pages.read(page)
        assert translate.translate(text, {}) == text.rstrip("\n")
    words = {"One two": "一 二", "a [link](#one-two)": "[リンク](#one-two)"}
    page = "- a\n  [link](#one-two)\n\n```sh\nOne two\n```\n\n## One two"
    assert translate.translate(page, words) == (
        "- [リンク](#一-二)\n\n```sh\nOne two\n```\n\n## 一 二"
    )


def test_a_language_that_was_not_made_is_an_error():
    with pytest.raises(ValueError, match="make xx"):
        language._catalogue("xx")


def test_what_a_reader_changed_stays(made, capsys):
    path = made / "00_start_here.ipynb"
    path.write_text("my answer")
    translate.make(made.name, made, words=made.parent.parent / "words")
    assert path.read_text() == "my answer"
    assert path.name in capsys.readouterr().out
    path.unlink()
    translate.make(made.name, made, words=made.parent.parent / "words")
    assert nbformat.read(path, 4)
