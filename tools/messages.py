"""Gather what is to be translated, bring the catalogues up to date, and compile them.

GNU gettext is not needed: Babel reads the sources and writes the catalogues.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
CLINIC = ROOT / "src/filiform/clinic"
LANGUAGES = ("de", "es")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = """\
# Mark M: written by the project, not reviewed by a native-speaking clinician.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands in every catalogue, so that compiling again changes nothing."""
NOTE = "Translators:"
"""Begins a comment in a source that the translator is meant to read."""


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of a language is kept."""
    return CLINIC / "locale" / language / "LC_MESSAGES" / "django.po"


def gather() -> Catalog:
    """Return every text of the clinic that asks to be translated."""
    found = Catalog()
    sources = sorted([*CLINIC.rglob("*.py"), *CLINIC.rglob("*.html")])
    for path in sources:
        name = path.relative_to(ROOT).as_posix()
        for _line, message, notes, context in _texts_of(path):
            # Without line numbers, an edit elsewhere in a file leaves the catalogues alone.
            found.add(message, locations=[(name, 0)], auto_comments=notes, context=context)
    return found


def _texts_of(path: Path) -> Iterator[Any]:
    source = path.read_bytes()
    if path.suffix == ".html":
        source = _as_python(source.decode(), path.name).encode()
    yield from extract(extract_python, io.BytesIO(source), KEYWORDS, [NOTE], {"encoding": "utf-8"})


def _as_python(template: str, name: str) -> str:
    """Return a template as calls that a reader of Python understands, one a line."""
    calls = templatize(template, origin=name)
    lines = (line.strip().lstrip("X") for line in calls.splitlines())
    return "\n".join(re.sub(r"\s?\bX+\b", "", line).strip() for line in lines)


def read(language: str) -> Catalog:
    """Return the catalogue of a language as it is kept."""
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language)


def brought_up_to_date(language: str) -> Catalog:
    """Return the catalogue with every text of the sources, and no text that has gone."""
    catalogue = read(language)
    catalogue.update(gather(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def write(catalogue: Catalog, file: BinaryIO) -> None:
    """Write a catalogue as it is kept: in the order of the sources, without line numbers."""
    file.write(HEADER.format(language=catalogue.locale_identifier).encode())
    write_po(file, catalogue, width=100, include_lineno=False, omit_header=True)


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as the server reads it."""
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def main() -> int:
    """Rewrite and compile every catalogue; the status is 1 while a text is untranslated."""
    open_texts = 0
    for language in LANGUAGES:
        path = catalogue_path(language)
        catalogue = brought_up_to_date(language)
        with path.open("wb") as file:
            write(catalogue, file)
        path.with_suffix(".mo").write_bytes(compiled(read(language)))
        missing = [message.id for message in catalogue if message.id and not _is_complete(message)]
        open_texts += len(missing)
        print(f"{language}: {len(catalogue)} texts, {len(missing)} to translate")
        for text in missing:
            print(f"    {text!r}")
    return 1 if open_texts else 0


def _is_complete(message: Any) -> bool:
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(texts) and not message.fuzzy


if __name__ == "__main__":
    sys.exit(main())
