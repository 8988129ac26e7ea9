"""Entries and merged records as JSON; the door at which an impossible value is refused."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from filiform.atlas import load_atlas
from filiform.body.side import Side
from filiform.care.errors import MalformedEntryError
from filiform.care.journal import ABOUT_THE_VISIT, Conflict, Entry, Field, TableRecord, TableSite
from filiform.care.needle import Needle
from filiform.care.site import require_known_site
from filiform.care.table_limits import load_table_limits
from filiform.care.technique import technique
from filiform.errors import FiliformError
from filiform.safety import Direction, Grip, Position

MOST_AT_ONCE = 200
"""Entries that one undo, or one base, may name."""
LONGEST_REASON = 300
CONCERN_CODE = re.compile(r"[A-Z][0-9]{2}")
WHOLE = frozenset({Field.PAIN_DURING, Field.INTENSITY})


@dataclass(frozen=True, slots=True)
class Place:
    """Muscle, point and side, before anything else is known of a site."""

    muscle: str
    trigger_point: str | None
    side: Side


def parse_entry(document: object) -> Entry:
    """Check one entry as a device sends it.

    Raises
    ------
    MalformedEntryError
        If it is not an entry, or its value cannot be: a depth of 3000 mm, a gauge instead of
        millimetres, a muscle that the atlas does not hold. The message says what came and what
        was expected.
    """
    if not isinstance(document, Mapping):
        raise MalformedEntryError("An entry came that is no object; reload the page.")
    try:
        name = Field(document["field"])
        made = Entry(
            id=_uuid(document["id"], "id"),
            device=_uuid(document["device"], "device"),
            seq=_seq(document["seq"]),
            made_at=parse_moment(document["made_at"]),
            needling=None
            if document["needling"] is None
            else _uuid(document["needling"], "needling"),
            field=name,
            value=document["value"],
            base=frozenset(_uuids(document["base"], "base")),
        )
    except KeyError as error:
        raise MalformedEntryError(f"An entry came without {error.args[0]!r}.") from error
    except ValueError as error:
        if isinstance(error, FiliformError):
            raise
        raise MalformedEntryError(f"An entry came that cannot be read: {error}.") from error
    if (made.needling is None) != (name in ABOUT_THE_VISIT):
        raise MalformedEntryError(f"{name} came with needling {document['needling']!r}.")
    try:
        CHECKS[name](made.value)
    except FiliformError as error:
        # The text of a KeyError is its repr; the message is its first argument.
        raise MalformedEntryError(str(error.args[0])) from error
    return made


def entry_as_json(entry: Entry) -> dict[str, Any]:
    """Return an entry as :func:`parse_entry` reads it."""
    return {
        "id": str(entry.id),
        "device": str(entry.device),
        "seq": entry.seq,
        "made_at": moment_as_text(entry.made_at),
        "needling": None if entry.needling is None else str(entry.needling),
        "field": entry.field.value,
        "value": entry.value,
        "base": sorted(str(key) for key in entry.base),
    }


def record_as_json(record: TableRecord) -> dict[str, Any]:
    """Return a merged record as a device shows it; the browser's own fold gives the same."""
    return {
        "needles_in": record.needles_in,
        "needles_out": record.needles_out,
        "sites": [_site_as_json(site) for site in record.sites],
        "conflicts": [_conflict_as_json(conflict) for conflict in record.conflicts],
    }


def moment_as_text(moment: datetime) -> str:
    """Return a moment in UTC to the millisecond, as ``2026-03-04T15:00:00.000Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_moment(text: object) -> datetime:
    """Read a moment as :func:`moment_as_text` writes it.

    Raises
    ------
    MalformedEntryError
        If it is written in any other way.
    """
    try:
        if isinstance(text, str):
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is not None and moment_as_text(moment) == text:
                return moment
    except (ValueError, OverflowError):
        pass
    raise MalformedEntryError(
        f"The time came as {text!r}; expected UTC to the millisecond, as 2026-03-04T15:00:00.000Z."
    )


def _site_as_json(site: TableSite) -> dict[str, Any]:
    return {
        "id": str(site.id),
        "values": {name.value: site.values[name] for name in sorted(site.values)},
        "heads": {
            name.value: sorted(str(key) for key in site.heads[name]) for name in sorted(site.heads)
        },
        "twitches": [moment_as_text(entry.made_at) for entry in site.twitches],
        "ins": [_counted(entry) for entry in site.ins],
        "outs": [_counted(entry) for entry in site.outs],
        "twitch_count": site.twitch_count,
        "needles_in": site.needles_in,
        "needles_out": site.needles_out,
    }


def _counted(entry: Entry) -> dict[str, Any]:
    return {"at": moment_as_text(entry.made_at), "needles": entry.value}


def _conflict_as_json(conflict: Conflict) -> dict[str, Any]:
    return {
        "needling": str(conflict.needling),
        "field": conflict.field.value,
        "choices": [
            {"value": choice.value, "entries": [str(entry.id) for entry in choice.entries]}
            for choice in conflict.choices
        ],
    }


def _uuid(value: object, name: str) -> UUID:
    try:
        if isinstance(value, str):
            made = UUID(value)
            if str(made) == value:
                return made
    except ValueError:
        pass
    raise MalformedEntryError(f"{name} came as {value!r}; a UUID in lower case is expected.")


def _uuids(value: object, name: str) -> list[UUID]:
    if not isinstance(value, list) or len(value) > MOST_AT_ONCE:
        raise MalformedEntryError(f"{name} has to be a list of at most {MOST_AT_ONCE} ids.")
    return [_uuid(key, name) for key in value]


def _seq(value: object) -> int:
    if type(value) is not int or not 1 <= value < 2**31:
        raise MalformedEntryError(f"seq came as {value!r}; a whole number from 1 is expected.")
    return value


def _object(value: object, *keys: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or set(value) != set(keys):
        raise MalformedEntryError(f"A value came as {value!r}; expected {', '.join(keys)}.")
    return value


def _site(value: object) -> None:
    place = _object(value, "muscle", "trigger_point", "side")
    point = place["trigger_point"]
    if not isinstance(place["muscle"], str) or not (point is None or isinstance(point, str)):
        raise MalformedEntryError("Muscle and trigger point have to be names of the atlas.")
    if place["side"] not in list(Side):
        raise MalformedEntryError(f"The side came as {place['side']!r}; left or right is expected.")
    require_known_site(Place(place["muscle"], point, Side(place["side"])), load_atlas())


def _needle(value: object) -> None:
    needle = _object(value, "diameter_mm", "length_mm")
    for name in needle:
        _number(needle[name], name)
    Needle(needle["diameter_mm"], needle["length_mm"])


def _technique(value: object) -> None:
    technique(value if isinstance(value, str) else repr(value))


def _within(name: Field) -> Callable[[object], None]:
    def check(value: object) -> None:
        if value is not None:  # taken back: not recorded
            _require_within(name.value, value, whole=name in WHOLE)

    return check


def _needles(value: object) -> None:
    _require_within("needles_at_once", value, whole=True)


def _require_within(name: str, value: object, *, whole: bool) -> None:
    limit = load_table_limits()[name]
    number = _number(value, name)
    if whole and type(value) is not int:
        raise MalformedEntryError(f"{name} came as {value!r}; a whole number is expected.")
    if not limit.low <= number <= limit.high:
        raise MalformedEntryError(
            f"{name} came as {value!r}; expected {limit.low:g} to {limit.high:g}. "
            "Correct it on the tablet and send again."
        )


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise MalformedEntryError(f"{name} came as {value!r}; a number is expected.")
    return value


def _yes(value: object) -> None:
    if not isinstance(value, bool):
        raise MalformedEntryError(f"A yes or no came as {value!r}.")


def _nothing(value: object) -> None:
    if value is not None:
        raise MalformedEntryError(f"A twitch came with {value!r}; it has no value.")


def _one_of(words: type[Position | Grip | Direction]) -> Callable[[object], None]:
    def check(value: object) -> None:
        if value is not None and value not in list(words):
            expected = ", ".join(word.value for word in words)
            raise MalformedEntryError(f"{value!r} came; expected one of {expected}.")

    return check


def _reasons(value: object) -> None:
    if not isinstance(value, Mapping) or not all(
        isinstance(code, str) and CONCERN_CODE.fullmatch(code) for code in value
    ):
        raise MalformedEntryError("Reasons have to stand under the codes of their concerns.")
    for given in value.values():
        answer = _object(given, "reason", "confirmed")
        reason = answer["reason"]
        if not isinstance(reason, str) or not 0 < len(reason.strip()) <= LONGEST_REASON:
            raise MalformedEntryError(f"A reason has 1 to {LONGEST_REASON} characters.")
        _yes(answer["confirmed"])


def _undo(value: object) -> None:
    if not _uuids(_object(value, "entries")["entries"], "entries"):
        raise MalformedEntryError("An undo came that names nothing to undo.")


def _sign(value: object) -> None:
    counted = _object(value, "needles_in", "needles_out", "sites")
    for name, number in counted.items():
        if type(number) is not int or number < 0:
            raise MalformedEntryError(f"{name} came as {number!r}; a count is expected.")


CHECKS: Mapping[Field, Callable[[object], None]] = {
    Field.SITE: _site,
    Field.NEEDLE: _needle,
    Field.TECHNIQUE: _technique,
    Field.POSITION: _one_of(Position),
    Field.GRIP: _one_of(Grip),
    Field.DIRECTION: _one_of(Direction),
    Field.REASONS: _reasons,
    Field.LOOKED_FOR: _yes,
    Field.REMOVED: _yes,
    Field.TWITCH: _nothing,
    Field.NEEDLE_IN: _needles,
    Field.NEEDLE_OUT: _needles,
    Field.UNDO: _undo,
    Field.SIGN: _sign,
    **{
        name: _within(name)
        for name in (
            Field.DEPTH_MM,
            Field.LATERAL_MM,
            Field.MEASURED_MM,
            Field.BORDER_MM,
            Field.PAIN_DURING,
            Field.FREQUENCY_HZ,
            Field.PULSE_US,
            Field.INTENSITY,
            Field.STIMULATION_MIN,
            Field.DWELL_MIN,
        )
    },
}
