"""The emergency card, read from ``data/emergency.toml``: how to recognise, what to do."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from filiform.care.errors import CareFileError
from filiform.care.told import Told, told, words
from filiform.evidence import UnknownSourceError

FILE_NAME = "emergency.toml"


@dataclass(frozen=True, slots=True)
class Emergency:
    """One emergency of the card; its steps stand in the order in which they are taken."""

    id: str
    title_by_language: Mapping[str, str]
    recognise: tuple[Told, ...]
    act: tuple[Told, ...]

    def title_in(self, language: str) -> str:
        """Return the title in a language; in English where it is not ours."""
        return self.title_by_language.get(language, self.title_by_language["en"])


@dataclass(frozen=True, slots=True)
class EmergencyCard:
    """All emergencies, the most dangerous first."""

    version: str
    emergencies: tuple[Emergency, ...]


@cache
def load_emergency_card() -> EmergencyCard:
    """Read the packaged card once.

    Raises
    ------
    CareFileError
        If the file breaks a rule; the message names the place.
    """
    path = files("filiform.care") / "data" / FILE_NAME
    return parse_emergency_card(path.read_text(encoding="utf-8"))


def parse_emergency_card(content: str) -> EmergencyCard:
    """Check the content of an emergency file and make its values.

    Raises
    ------
    CareFileError
        As :func:`load_emergency_card`.
    """
    try:
        table = tomllib.loads(content)
        return EmergencyCard(
            version=table["version"],
            emergencies=tuple(_emergency(entry) for entry in table["emergency"]),
        )
    except tomllib.TOMLDecodeError as error:
        raise CareFileError(f"{FILE_NAME}: not valid TOML: {error}") from error
    except UnknownSourceError:
        raise  # a KeyError as well, but one that already says what is missing
    except KeyError as error:
        raise CareFileError(f"{FILE_NAME}: {error.args[0]!r} is missing.") from error


def _emergency(entry: Mapping[str, Any]) -> Emergency:
    where = f"{FILE_NAME}: {entry['id']}"
    made = Emergency(
        id=entry["id"],
        title_by_language=words(entry["title"], where=f"{where}.title"),
        recognise=_lines(entry, "recognise", where),
        act=_lines(entry, "act", where),
    )
    if not made.recognise or not made.act:
        raise CareFileError(f"{where}: say how to recognise it and what to do.")
    return made


def _lines(entry: Mapping[str, Any], part: str, where: str) -> tuple[Told, ...]:
    return tuple(
        told(line, where=f"{where}.{part}[{place}]") for place, line in enumerate(entry[part])
    )
