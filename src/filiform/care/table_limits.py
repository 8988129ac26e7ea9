"""What a number recorded at the table may be, read from ``data/table.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from filiform.care.errors import NeedleFileError
from filiform.evidence import Mark, require_source

FILE_NAME = "table.toml"


@dataclass(frozen=True, slots=True)
class TableLimit:
    """The range of one number, both ends included, in the unit that its name ends with."""

    low: float
    high: float
    start: float | None
    """What a stepper offers first; ``None`` where nothing is usual."""
    step: float
    mark: Mark
    sources: tuple[str, ...]
    note: str


@cache
def load_table_limits() -> Mapping[str, TableLimit]:
    """Read the packaged limits once, by name, read-only.

    Raises
    ------
    NeedleFileError
        If the file breaks a rule; the message names the key.
    """
    path = files("filiform.care") / "data" / FILE_NAME
    return parse_table_limits(path.read_text(encoding="utf-8"))


def parse_table_limits(content: str) -> Mapping[str, TableLimit]:
    """Check the content of a limits file and make its values.

    Raises
    ------
    NeedleFileError
        As :func:`load_table_limits`.
    """
    try:
        table = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise NeedleFileError(f"{FILE_NAME}: not valid TOML: {error}") from error
    return MappingProxyType({name: _limit(name, entry) for name, entry in table.items()})


def _limit(name: str, entry: Mapping[str, Any]) -> TableLimit:
    try:
        low, high = entry["range"]
        limit = TableLimit(
            low=low,
            high=high,
            start=entry.get("start"),
            step=entry["step"],
            mark=Mark(entry["mark"]),
            sources=tuple(entry["sources"]),
            note=entry["note"],
        )
    except KeyError as error:
        raise NeedleFileError(f"{FILE_NAME}: {name}.{error.args[0]} is missing.") from error
    except ValueError as error:
        raise NeedleFileError(f"{FILE_NAME}: {name}: {error}.") from error
    for key in limit.sources:
        require_source(key, cited_in=f"{FILE_NAME}: {name}.sources")
    if not low < high or not low <= (limit.start if limit.start is not None else low) <= high:
        raise NeedleFileError(f"{FILE_NAME}: {name}: low, start, high are out of order.")
    if limit.step <= 0:
        raise NeedleFileError(f"{FILE_NAME}: {name}.step came as {limit.step}; more than 0.")
    return limit
