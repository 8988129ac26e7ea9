"""Adverse events: kinds and grades, read from ``data/adverse_events.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from filiform.care.errors import CareFileError, GradeTooLowError, UnknownEventError
from filiform.evidence import Mark, UnknownSourceError, require_source

FILE_NAME = "adverse_events.toml"


class Onset(StrEnum):
    """When it began."""

    DURING = "during"
    WITHIN_A_DAY = "within_a_day"
    WITHIN_A_WEEK = "within_a_week"
    LATER = "later"


class Causality(StrEnum):
    """How likely the needling caused it, as the clinician judges."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"


@dataclass(frozen=True, slots=True)
class Grade:
    """How bad it was; grades stand in the file from the least to the worst."""

    id: str
    label: str
    definition: str
    sources: tuple[str, ...]
    mark: Mark
    ask_again_hours: tuple[int, ...]
    """How long after the event the patient is asked again, hours."""
    ask_again_mark: Mark


@dataclass(frozen=True, slots=True)
class EventKind:
    """What happened."""

    id: str
    label: str
    least_grade: str
    expected: bool
    """Whether it belongs to what patients are told to expect."""
    sources: tuple[str, ...]
    mark: Mark
    share_percent: float | None = None
    """Of the treatments of the named study, percent; ``None`` where it reports none."""


@dataclass(frozen=True, slots=True)
class EventScheme:
    """One scheme of grading with its kinds."""

    id: str
    label: str
    treatments: int
    """Denominator of every ``share_percent``."""
    grades: Mapping[str, Grade]
    kinds: Mapping[str, EventKind]

    def require_gradable(self, kind: str, grade: str) -> None:
        """Refuse a grade that is milder than the kind can be.

        Raises
        ------
        UnknownEventError
            If the scheme has no such kind or grade.
        GradeTooLowError
            If the grade is below the least of the kind; the message says which that is.
        """
        if kind not in self.kinds or grade not in self.grades:
            raise UnknownEventError(
                f"The event came as {kind!r}, graded {grade!r}; choose a kind of "
                f"{', '.join(self.kinds)} and a grade of {', '.join(self.grades)}."
            )
        known, order = self.kinds[kind], list(self.grades)
        if order.index(grade) < order.index(known.least_grade):
            least = self.grades[known.least_grade]
            raise GradeTooLowError(
                f"{known.label} is at least {least.label.lower()}: "
                f"{least.definition[0].lower()}{least.definition[1:]} [{known.mark}]"
            )


def ask_again_at(grade: Grade, happened_at: datetime) -> tuple[datetime, ...]:
    """Return when the patient is to be asked again, earliest first; empty for a mild event."""
    return tuple(happened_at + timedelta(hours=hours) for hours in sorted(grade.ask_again_hours))


@cache
def load_event_scheme() -> EventScheme:
    """Read the packaged scheme once.

    Raises
    ------
    CareFileError
        If the file breaks a rule; the message names the place.
    """
    path = files("filiform.care") / "data" / FILE_NAME
    return parse_event_scheme(path.read_text(encoding="utf-8"))


def parse_event_scheme(content: str) -> EventScheme:
    """Check the content of a file of adverse events and make its values.

    Raises
    ------
    CareFileError
        As :func:`load_event_scheme`.
    """
    try:
        table = tomllib.loads(content)
        for name in ("scheme", "usual"):
            _cite(table[name], name)
        scheme = EventScheme(
            id=table["scheme"]["id"],
            label=table["scheme"]["label"],
            treatments=int(table["usual"]["denominator"]),
            grades=MappingProxyType({g["id"]: _grade(g) for g in table["grade"]}),
            kinds=MappingProxyType({k["id"]: _kind(k) for k in table["kind"]}),
        )
    except tomllib.TOMLDecodeError as error:
        raise CareFileError(f"{FILE_NAME}: not valid TOML: {error}") from error
    except UnknownSourceError:
        raise  # a KeyError as well, but one that already says what is missing
    except KeyError as error:
        raise CareFileError(f"{FILE_NAME}: {error.args[0]!r} is missing.") from error
    for kind in scheme.kinds.values():
        if kind.least_grade not in scheme.grades:
            raise CareFileError(f"{FILE_NAME}: {kind.id}.least_grade came as {kind.least_grade!r}.")
    return scheme


def _grade(entry: Mapping[str, Any]) -> Grade:
    hours = tuple(entry["ask_again_hours"])
    if any(type(hour) is not int or hour <= 0 for hour in hours):
        raise CareFileError(f"{FILE_NAME}: {entry['id']}.ask_again_hours came as {hours}.")
    return Grade(
        id=entry["id"],
        label=entry["label"],
        definition=entry["definition"],
        sources=tuple(entry["sources"]),
        mark=_cite(entry, entry["id"]),
        ask_again_hours=hours,
        ask_again_mark=Mark(entry["ask_again_mark"]),
    )


def _kind(entry: Mapping[str, Any]) -> EventKind:
    return EventKind(
        id=entry["id"],
        label=entry["label"],
        least_grade=entry["least_grade"],
        expected=entry["expected"],
        sources=tuple(entry["sources"]),
        mark=_cite(entry, entry["id"]),
        share_percent=entry.get("share_percent"),
    )


def _cite(entry: Mapping[str, Any], where: str) -> Mark:
    for key in entry["sources"]:
        require_source(key, cited_in=f"{FILE_NAME}: {where}")
    try:
        mark = Mark(entry["mark"])
    except ValueError as error:
        raise CareFileError(f"{FILE_NAME}: {where}.mark came as {entry['mark']!r}.") from error
    if mark is Mark.VERIFIED and not entry["sources"]:
        raise CareFileError(f"{FILE_NAME}: {where}.mark is V, but no source is named.")
    return mark
