"""The register of sources, one TOML file per field of knowledge.

House style names a single ``sources.toml``; with several hundred sources one file per field
(``atlas.toml``, ``practice.toml``, …) keeps each on a page that its reviewer knows.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from filiform.errors import DataFileError, FiliformError


class Mark(StrEnum):
    """How far a fact has been checked."""

    VERIFIED = "V"
    """Read in the named source."""
    MEMORY = "M"
    """From memory of the literature; to be checked before it is relied on."""
    PROPOSED = "P"
    """A proposal of this project, to be signed off by a clinician."""
    DERIVED = "D"
    """Computed here from a verified number; the formula stands beside it."""


class UnknownSourceError(FiliformError, KeyError):
    """A source key is used that no source file holds."""


class DuplicateSourceError(DataFileError):
    """The same source key stands in two places."""


@dataclass(frozen=True, slots=True)
class Source:
    """One publication or page, by the key that data files cite."""

    key: str
    citation: str
    mark: Mark
    url: str | None = None
    kind: str | None = None
    note: str | None = None


@cache
def load_sources() -> Mapping[str, Source]:
    """Read every source file once.

    Returns
    -------
    Mapping[str, Source]
        Sources by key, read-only.

    Raises
    ------
    DuplicateSourceError
        If a key stands twice, in one file or in two.
    DataFileError
        If a source lacks its citation or carries an unknown mark.
    """
    folder = files("filiform.evidence") / "data"
    source_by_key: dict[str, Source] = {}
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".toml"):
            for source in _read(path):
                if source.key in source_by_key:
                    raise DuplicateSourceError(
                        f"{path.name}: source {source.key!r} is already defined; "
                        "give it one entry and cite that key in both places."
                    )
                source_by_key[source.key] = source
    return MappingProxyType(source_by_key)


def require_source(key: str, *, cited_in: str) -> Source:
    """Return the source of a key, or say which file cites an unknown one.

    Raises
    ------
    UnknownSourceError
        If no source file holds the key; the message names ``cited_in``.
    """
    try:
        return load_sources()[key]
    except KeyError:
        raise UnknownSourceError(
            f"{cited_in}: source {key!r} is not in evidence/data; add it there or correct the key."
        ) from None


def _read(path: Traversable) -> list[Source]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(f"{path.name}: not valid TOML: {error}") from error
    return [_source(path.name, key, entry) for key, entry in table.items()]


def _source(file_name: str, key: str, entry: Mapping[str, str]) -> Source:
    try:
        return Source(
            key=key,
            citation=entry["citation"],
            mark=Mark(entry["mark"]),
            url=entry.get("url"),
            kind=entry.get("kind"),
            note=entry.get("note"),
        )
    except (KeyError, ValueError) as error:
        raise DataFileError(
            f"{file_name}: source {key!r} needs a citation and a mark V, M, P or D ({error})."
        ) from error
