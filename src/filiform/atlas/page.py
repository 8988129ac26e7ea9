"""One page of the atlas, from TOML to a value; what is wrong is named by file and key."""

import tomllib
from collections.abc import Mapping
from typing import Any

from filiform.atlas.entries import (
    Confidence,
    Movement,
    Muscle,
    ReportedFrequency,
    TriggerPoint,
)
from filiform.atlas.errors import DuplicateEntryError, MalformedEntryError
from filiform.evidence import Mark

TEXT_KEYS = ("id", "name", "abbreviation", "group", "region", "laterality", "nerve", "segments")
LIST_KEYS = (
    "actions",
    "verified_sources",
    "background_sources",
    "restricted_movements",
    "painful_movements",
    "provoking_activities",
    "mimics",
    "satellites",
    "key_muscles",
)
OTHER_KEYS = ("clinical_frequency", "mark", "confidence", "trigger_points")
OPTIONAL_KEYS = ("reported_frequencies",)
MUSCLE_KEYS = {*TEXT_KEYS, *LIST_KEYS, *OTHER_KEYS, *OPTIONAL_KEYS}
POINT_KEYS = {"id", "number", "location", "local", "essential", "spillover"}
FREQUENCIES = (1, 2, 3)


def read_table(name: str, text: bytes) -> dict[str, Any]:
    """Parse one TOML file.

    Raises
    ------
    MalformedEntryError
        If it is not valid TOML or not UTF-8; the message names the line.
    """
    try:
        return tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MalformedEntryError(f"{name}: not valid TOML: {error}") from None


def read_muscle(name: str, table: Mapping[str, Any]) -> Muscle:
    """Return the muscle on a page.

    Raises
    ------
    MalformedEntryError
        If a key is missing, unknown or of the wrong kind; the message names file and key.
    """
    _require_keys(name, table, MUSCLE_KEYS, optional=OPTIONAL_KEYS)
    muscle_id = _text(name, table, "id")
    if name.rpartition("/")[2] != f"{muscle_id}.toml":
        raise MalformedEntryError(
            f"{name}: key id: {muscle_id!r} came, the file's name is expected."
        )
    frequency = table["clinical_frequency"]
    if frequency not in FREQUENCIES or isinstance(frequency, bool):
        raise MalformedEntryError(
            f"{name}: key clinical_frequency: came {frequency!r}, expected 1, 2 or 3."
        )
    return Muscle(
        id=muscle_id,
        name=_text(name, table, "name"),
        abbreviation=_text(name, table, "abbreviation"),
        group=_text(name, table, "group"),
        region=_text(name, table, "region"),
        laterality=_text(name, table, "laterality"),
        nerve=_text(name, table, "nerve"),
        segments=_text(name, table, "segments"),
        actions=_texts(name, table, "actions"),
        verified_sources=_texts(name, table, "verified_sources"),
        background_sources=_texts(name, table, "background_sources"),
        restricted_movements=_texts(name, table, "restricted_movements"),
        painful_movements=_texts(name, table, "painful_movements"),
        provoking_activities=_texts(name, table, "provoking_activities"),
        mimics=_texts(name, table, "mimics"),
        satellites=_texts(name, table, "satellites"),
        key_muscles=_texts(name, table, "key_muscles"),
        clinical_frequency=frequency,
        mark=_mark(name, table),
        confidence=_confidence(name, table),
        reported_frequencies=tuple(
            _frequency(name, entry) for entry in _entries(name, table, "reported_frequencies", ())
        ),
        trigger_points=tuple(
            _point(name, muscle_id, entry) for entry in _entries(name, table, "trigger_points")
        ),
    )


def read_movements(name: str, table: Mapping[str, Any]) -> dict[str, Movement]:
    """Return the movements by id."""
    movements: dict[str, Movement] = {}
    for entry in _entries(name, table, "movements"):
        movement = Movement(_text(name, entry, "id"), _text(name, entry, "label"))
        if movement.id in movements:
            raise DuplicateEntryError(f"{name}: key id: movement {movement.id!r} is defined twice.")
        movements[movement.id] = movement
    return movements


def read_heading(name: str, table: Mapping[str, Any]) -> str:
    """Return the declared version of the atlas."""
    return _text(name, table, "version")


def _point(name: str, muscle_id: str, entry: Mapping[str, Any]) -> TriggerPoint:
    _require_keys(name, entry, POINT_KEYS, within="trigger_points.")
    point_id, number = _text(name, entry, "id"), entry["number"]
    if point_id != f"{muscle_id}.trp{number}":
        raise MalformedEntryError(
            f"{name}: key trigger_points.id: came {point_id!r}, expected {muscle_id}.trp{number!r}."
        )
    return TriggerPoint(
        id=point_id,
        muscle=muscle_id,
        number=number,
        location=_text(name, entry, "location"),
        local=_texts(name, entry, "local"),
        essential=_texts(name, entry, "essential"),
        spillover=_texts(name, entry, "spillover"),
    )


def _frequency(name: str, entry: Mapping[str, Any]) -> ReportedFrequency:
    return ReportedFrequency(
        _text(name, entry, "statement"), _text(name, entry, "source"), _mark(name, entry)
    )


def _require_keys(
    name: str,
    table: Mapping[str, Any],
    keys: set[str],
    *,
    optional: tuple[str, ...] = (),
    within: str = "",
) -> None:
    missing = keys - table.keys() - set(optional)
    if missing:
        raise MalformedEntryError(f"{name}: key {within}{sorted(missing)[0]} is missing.")
    unknown = table.keys() - keys
    if unknown:
        raise MalformedEntryError(
            f"{name}: key {within}{sorted(unknown)[0]} is unknown; correct or remove it."
        )


def _text(name: str, table: Mapping[str, Any], key: str) -> str:
    text = table.get(key)
    if not isinstance(text, str) or not text.strip():
        raise MalformedEntryError(f"{name}: key {key}: came {text!r}, expected a text.")
    return text


def _texts(name: str, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    texts = table[key]
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise MalformedEntryError(
            f"{name}: key {key}: {texts!r} came, a list of texts is expected."
        )
    if len(set(texts)) != len(texts):
        raise DuplicateEntryError(f"{name}: key {key} names something twice: {texts!r}.")
    return tuple(texts)


def _entries(
    name: str, table: Mapping[str, Any], key: str, default: Any = None
) -> list[Mapping[str, Any]]:
    entries = table.get(key, default)
    if entries == ():
        return []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise MalformedEntryError(f"{name}: key {key}: tables [[{key}]] are expected.")
    if not entries:
        raise MalformedEntryError(f"{name}: key {key} holds nothing; at least one is expected.")
    return entries


def _mark(name: str, table: Mapping[str, Any]) -> Mark:
    mark = table.get("mark")
    if mark not in {Mark.VERIFIED.value, Mark.MEMORY.value}:
        raise MalformedEntryError(f"{name}: key mark: came {mark!r}, expected V or M.")
    return Mark(mark)


def _confidence(name: str, table: Mapping[str, Any]) -> Confidence:
    try:
        return Confidence(table["confidence"])
    except ValueError:
        raise MalformedEntryError(
            f"{name}: key confidence: came {table['confidence']!r}, expected high, medium or low."
        ) from None
