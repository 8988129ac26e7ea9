"""Published findings on needling, from ``data/findings/needling.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from filiform.errors import DataFileError
from filiform.evidence.sources import Mark, require_source

FILE = "findings/needling.toml"


class FindingFileError(DataFileError):
    """A finding is incomplete; the message names its key."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one publication found. Negative is less pain or disability with needling."""

    key: str
    outcome: str
    region: str
    comparator: str
    window: str
    metric: str
    value: float | None
    interval: tuple[float, float] | None
    """95 %."""
    words: str
    """What was found, where there is no number."""
    trials: str
    people: str
    certainty: str
    """As its authors graded it; empty if the part read does not say."""
    note: str
    sources: tuple[str, ...]
    mark: Mark


@cache
def load_findings() -> Mapping[str, Finding]:
    """Read every finding once, by key, read-only.

    Raises
    ------
    FindingFileError
        If one says neither a number nor words, or lacks a comparator or a window.
    """
    content = (files("filiform.evidence") / "data" / FILE).read_text(encoding="utf-8")
    return MappingProxyType({f.key: f for f in parse_findings(content).values()})


def parse_findings(content: str) -> Mapping[str, Finding]:
    """Check the content of a file of findings and make its values.

    Raises
    ------
    FindingFileError
        As :func:`load_findings`.
    """
    found: dict[str, Finding] = {}
    for key, row in tomllib.loads(content).items():
        try:
            value, low, high = row.get("value"), row.get("low"), row.get("high")
            found[key] = Finding(
                key=key,
                outcome=row["outcome"],
                region=row["region"],
                comparator=row["comparator"],
                window=row["window"],
                metric=row.get("metric", ""),
                value=value,
                interval=None if low is None else (float(low), float(high)),
                words=row.get("finding", ""),
                trials=row.get("trials", ""),
                people=row.get("people", ""),
                certainty=row.get("certainty", ""),
                note=row.get("note", ""),
                sources=tuple(row["sources"]),
                mark=Mark(row["mark"]),
            )
        except (KeyError, ValueError) as error:
            raise FindingFileError(f"{FILE}: {key}: {error} is missing or wrong.") from error
        if not found[key].sources or (value is None and not found[key].words):
            raise FindingFileError(f"{FILE}: {key}: a finding has a source, and number or words.")
        for source in found[key].sources:
            require_source(source, cited_in=f"{FILE}: {key}")
    return found
