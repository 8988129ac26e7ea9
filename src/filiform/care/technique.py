"""The ways to use a needle, read from ``data/techniques.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from filiform.care.errors import NeedleFileError, UnknownTechniqueError
from filiform.evidence import Mark, require_source

FILE_NAME = "techniques.toml"


@dataclass(frozen=True, slots=True)
class Technique:
    """One way to use a needle."""

    id: str
    label: str
    description: str
    electrical: bool
    sources: tuple[str, ...]
    mark: Mark


@cache
def load_techniques() -> Mapping[str, Technique]:
    """Read the packaged techniques once, by id, read-only.

    Raises
    ------
    NeedleFileError
        If the file breaks a rule; the message names the technique and the key.
    """
    path = files("filiform.care") / "data" / FILE_NAME
    return parse_techniques(path.read_text(encoding="utf-8"))


def parse_techniques(content: str) -> Mapping[str, Technique]:
    """Check the content of a technique file and make its values.

    Raises
    ------
    NeedleFileError
        As :func:`load_techniques`.
    """
    try:
        table = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise NeedleFileError(f"{FILE_NAME}: not valid TOML: {error}") from error
    return MappingProxyType({key: _technique(key, entry) for key, entry in table.items()})


def technique(technique_id: str) -> Technique:
    """Return a technique by its id.

    Raises
    ------
    UnknownTechniqueError
        If no technique has the id.
    """
    known = load_techniques()
    try:
        return known[technique_id]
    except KeyError:
        raise UnknownTechniqueError(
            f"The technique came as {technique_id!r}; expected one of {', '.join(known)}."
        ) from None


def _technique(technique_id: str, entry: Mapping[str, Any]) -> Technique:
    try:
        made = Technique(
            id=technique_id,
            label=entry["label"],
            description=entry["description"],
            electrical=entry["electrical"],
            sources=tuple(entry["sources"]),
            mark=Mark(entry["mark"]),
        )
    except KeyError as error:
        raise NeedleFileError(f"{FILE_NAME}: {technique_id}.{error.args[0]} is missing.") from error
    except ValueError as error:
        raise NeedleFileError(f"{FILE_NAME}: {technique_id}.mark: {error}.") from error
    for key in made.sources:
        require_source(key, cited_in=f"{FILE_NAME}: {technique_id}.sources")
    if made.mark is Mark.VERIFIED and not made.sources:
        raise NeedleFileError(f"{FILE_NAME}: {technique_id}.mark is V, but no source is named.")
    return made
