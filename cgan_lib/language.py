"""`phrase`: the words of exercises and widgets in the reader's language.

CGAN_LANGUAGE=ja, set before Python starts, chooses it, as `make lab LANGUAGE=ja` does; nothing is
guessed from the system. Without it they are in English.
"""

import gettext
import os
from pathlib import Path

FOLDER = Path(__file__).parent / "locale"  # filled by `make ja`


def _catalogue(language: str) -> gettext.NullTranslations:
    if language in ("", "en"):
        return gettext.NullTranslations()
    try:
        return gettext.translation("cgan_lib", FOLDER, [language])
    except OSError:
        raise ValueError(
            f"CGAN_LANGUAGE must be a language that was made; got {language!r}: "
            f"`make {language}` makes it if the course has it"
        ) from None


WORDS = _catalogue(os.environ.get("CGAN_LANGUAGE", ""))


def phrase(text: str, *parts) -> str:
    """A text in the reader's language; the parts take the places of {0}, {1}, ... in it."""
    words = WORDS.gettext(text) if text else ""
    return words.format(*parts) if parts else words
