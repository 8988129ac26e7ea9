"""How often adverse events were counted, read from ``data/consent/frequencies.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from filiform.care.errors import ConsentFileError
from filiform.evidence import Mark, require_source

FILE_NAME = "consent/frequencies.toml"
PER_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class EventFrequency:
    """One adverse event as one study counted it."""

    id: str
    numerator: int
    denominator: int
    of: str
    """What the denominator counts: ``treatments`` or ``sessions``."""
    study: str
    computed: bool
    """Whether the numerator was computed from a printed percentage."""
    sources: tuple[str, ...]
    mark: Mark

    @property
    def about(self) -> tuple[int, int]:
        """Return it as part and whole in round numbers: 8 in 100, or 1 in 1000.

        Rare events are rounded towards the more frequent, so that none looks rarer than counted.
        """
        in_hundred = round(PER_HUNDRED * self.numerator / self.denominator)
        if in_hundred:
            return in_hundred, PER_HUNDRED
        whole = self.denominator // self.numerator
        step = 10 ** (len(str(whole)) - 1)
        return 1, whole // step * step


@cache
def load_frequencies() -> Mapping[str, EventFrequency]:
    """Read the packaged frequencies once, by id, read-only.

    Raises
    ------
    ConsentFileError
        If the file breaks a rule; the message names the event and the key.
    UnknownSourceError
        If a frequency cites a source that nobody entered.
    """
    path = files("filiform.care") / "data" / FILE_NAME
    return parse_frequencies(path.read_text(encoding="utf-8"))


def parse_frequencies(content: str) -> Mapping[str, EventFrequency]:
    """Check the content of a frequency file and make its values.

    Raises
    ------
    ConsentFileError, UnknownSourceError
        As :func:`load_frequencies`.
    """
    try:
        table = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise ConsentFileError(f"{FILE_NAME}: not valid TOML: {error}") from error
    return MappingProxyType({key: _frequency(key, entry) for key, entry in table.items()})


def _frequency(key: str, entry: Mapping[str, Any]) -> EventFrequency:
    try:
        made = EventFrequency(
            id=key,
            numerator=entry["numerator"],
            denominator=entry["denominator"],
            of=entry["of"],
            study=entry["study"],
            computed=entry["computed"],
            sources=tuple(entry["sources"]),
            mark=Mark(entry["mark"]),
        )
    except KeyError as error:
        raise ConsentFileError(f"{FILE_NAME}: {key}.{error.args[0]} is missing.") from error
    except ValueError as error:
        raise ConsentFileError(f"{FILE_NAME}: {key}.mark: {error}.") from error
    if not 0 < made.numerator <= made.denominator:
        raise ConsentFileError(
            f"{FILE_NAME}: {key} came as {made.numerator} of {made.denominator}; "
            "a part of a whole is expected."
        )
    if not made.sources:
        raise ConsentFileError(f"{FILE_NAME}: {key} names no source.")
    for source in made.sources:
        require_source(source, cited_in=f"{FILE_NAME}: {key}.sources")
    return made
