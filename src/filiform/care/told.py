"""A sentence in every language of the clinic, with its sources and its mark."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from filiform.care.errors import CareFileError
from filiform.evidence import Mark, require_source

LANGUAGES = ("en", "de", "es")


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence that is shown or printed."""

    text_by_language: Mapping[str, str]
    sources: tuple[str, ...]
    mark: Mark

    def told_in(self, language: str) -> str:
        """Return the sentence in a language; in English where it is not ours."""
        return self.text_by_language.get(language, self.text_by_language["en"])


def told(entry: Mapping[str, Any], *, where: str) -> Told:
    """Check one sentence of a data file.

    Parameters
    ----------
    entry
        The sentence by language, with ``sources`` and ``mark``.
    where
        File and place, for the message.

    Raises
    ------
    CareFileError
        If a language, the sources or the mark is missing, or a verified sentence names no source.
    UnknownSourceError
        If a source is not registered.
    """
    texts = words(entry, where=where)
    try:
        made = Told(texts, tuple(entry["sources"]), Mark(entry["mark"]))
    except KeyError as error:
        raise CareFileError(f"{where}: {error.args[0]} is missing.") from error
    except ValueError as error:
        raise CareFileError(f"{where}: mark: {error}.") from error
    for key in made.sources:
        require_source(key, cited_in=where)
    if made.mark is Mark.VERIFIED and not made.sources:
        raise CareFileError(f"{where}: the mark is V, but no source is named.")
    return made


def words(entry: Mapping[str, Any], *, where: str) -> Mapping[str, str]:
    """Return a title or a sentence by language.

    Raises
    ------
    CareFileError
        If a language is missing or empty.
    """
    lacking = [language for language in LANGUAGES if not str(entry.get(language, "")).strip()]
    if lacking:
        raise CareFileError(f"{where}: not said in {', '.join(lacking)}.")
    return MappingProxyType({language: str(entry[language]) for language in LANGUAGES})
