"""The public JSON format of needles to judge: ``filiform judge`` reads it.

Every key but muscle, side, diameter and length may be left out; what is left out counts as the
strictest it could be. A screening that is left out permits nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from filiform.body import Side
from filiform.errors import FiliformError, MalformedInputError
from filiform.safety.clinic_limits import ClinicLimits, LimitChange, Measure
from filiform.safety.judge import judge_screening
from filiform.safety.judge_site import SiteContext
from filiform.safety.path import MeasuredDepth, NeedlePath, Person
from filiform.safety.sites import Direction, Grip, Position

TEXTS = ("muscle", "trigger_point", "part", "technique", "site", "by", "reason")
KEYS = ("sites", "person", "screening", "authorisations", "affected", "limits", "as_of")
T = TypeVar("T")
READ: Mapping[str, type] = {
    "side": Side,
    "position": Position,
    "grip": Grip,
    "direction": Direction,
    "measure": Measure,
}


@dataclass(frozen=True, slots=True)
class SiteCase:
    """The needles of one visit in their order, the person, and what holds for all of them."""

    paths: tuple[NeedlePath, ...]
    person: Person
    context: SiteContext


def parse_site_case(document: object) -> SiteCase:
    """Read decoded JSON.

    Raises
    ------
    MalformedInputError
        If the document is not of the format; the message names the key.
    ImplausiblePathError, UnknownMuscleError, UnknownQuestionError, UnknownAnswerError
        If a number, muscle or answer cannot be.
    """
    table = _table(document, "the document", KEYS)
    sites = table.get("sites")
    if not isinstance(sites, list) or not sites:
        raise MalformedInputError(f"sites came as {sites!r}; expected a list of needles.")
    person = dict(_table(table.get("person", {}), "person", _names(Person)))
    if person.get("measured") is not None:
        person["measured"] = _made(MeasuredDepth, person["measured"], "person.measured")
    return SiteCase(
        tuple(_made(NeedlePath, entry, f"sites[{i}]") for i, entry in enumerate(sites)),
        _made(Person, person, "person"),
        _context(table),
    )


def _context(table: Mapping[str, Any]) -> SiteContext:
    answers = table.get("screening")
    affected = table.get("affected")
    limits = table.get("limits", [])
    return SiteContext(
        screening=None if answers is None else judge_screening(_table(answers, "screening", None)),
        authorisations=frozenset(_words(table.get("authorisations", []), "authorisations")),
        limits=ClinicLimits(
            tuple(_made(LimitChange, e, f"limits[{i}]") for i, e in enumerate(_list(limits)))
        ),
        as_of=_day(table.get("as_of"), "as_of"),
        affected=None
        if affected is None
        else {
            code: _words(regions, f"affected.{code}")
            for code, regions in _table(affected, "affected", None).items()
        },
    )


def _made(kind: type[T], entry: object, where: str) -> T:
    values = dict(_table(entry, where, _names(kind)))
    for key, value in values.items():
        if value is None:
            continue
        if key in ("measured_on", "on"):
            values[key] = _day(value, f"{where}.{key}")
        elif key in READ:
            values[key] = _one_of(READ[key], value, f"{where}.{key}")
        elif key in TEXTS and not isinstance(value, str):
            raise MalformedInputError(f"{where}.{key} came as {value!r}; expected a text.")
    try:
        return kind(**values)
    except FiliformError:
        raise
    except TypeError as error:
        raise MalformedInputError(f"{where}: {str(error).split('() ')[-1]}.") from None


def _one_of(kind: Any, value: object, where: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        expected = ", ".join(entry.value for entry in kind)
        raise MalformedInputError(
            f"{where} came as {value!r}; expected one of {expected}."
        ) from None


def _day(value: object, where: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise MalformedInputError(f"{where} came as {value!r}; expected YYYY-MM-DD.") from None


def _table(value: object, where: str, known: tuple[str, ...] | None) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise MalformedInputError(f"{where} came as {type(value).__name__}; expected an object.")
    unknown = [key for key in value if known is not None and key not in known]
    if unknown:
        raise MalformedInputError(
            f"{where} has the unknown key {unknown[0]!r}; "
            f"expected some of {', '.join(known or ())}."
        )
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise MalformedInputError(f"limits came as {value!r}; expected a list.")
    return value


def _words(value: object, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise MalformedInputError(f"{where} came as {value!r}; expected a list of texts.")
    return value


def _names(kind: Any) -> tuple[str, ...]:
    return tuple(entry.name for entry in fields(kind))
