"""The pages of the atlas: a muscle, the movements, the heading."""

from filiform.atlas.entries import (
    Confidence,
    Laterality,
    Movement,
    Muscle,
    ReportedFrequency,
    TriggerPoint,
)
from filiform.atlas.errors import DuplicateEntryError
from filiform.atlas.reading import TableReader
from filiform.evidence import Mark

MARKS = (Mark.VERIFIED, Mark.MEMORY)
RAREST, COMMONEST = 1, 3
"""Bounds of ``clinical_frequency``."""

MUSCLE_KEYS = (
    "id",
    "name",
    "abbreviation",
    "group",
    "region",
    "laterality",
    "nerve",
    "segments",
    "actions",
    "clinical_frequency",
    "mark",
    "confidence",
    "verified_sources",
    "background_sources",
    "restricted_movements",
    "painful_movements",
    "provoking_activities",
    "mimics",
    "satellites",
    "key_muscles",
    "reported_frequencies",
    "trigger_points",
)
OPTIONAL_KEYS = ("reported_frequencies",)
POINT_KEYS = ("id", "number", "location", "local", "essential", "spillover")
FREQUENCY_KEYS = ("statement", "source", "mark")
MOVEMENT_KEYS = ("id", "label")
HEADING_KEYS = ("title", "version", "side_rule", "weight_hint")
WEIGHT_KEYS = ("essential", "spillover")


def read_muscle(page: TableReader) -> Muscle:
    """Return the muscle on a page; with stand-ins where the page notes a problem."""
    page.expect_keys(MUSCLE_KEYS, optional=OPTIONAL_KEYS)
    muscle_id = page.text("id")
    return Muscle(
        id=muscle_id,
        name=page.text("name"),
        abbreviation=page.text("abbreviation"),
        group=page.text("group"),
        region=page.text("region"),
        laterality=page.one_of("laterality", tuple(Laterality)),
        nerve=page.text("nerve"),
        segments=page.text("segments"),
        actions=page.texts("actions"),
        clinical_frequency=_clinical_frequency(page),
        mark=page.one_of("mark", MARKS),
        confidence=page.one_of("confidence", tuple(Confidence)),
        verified_sources=page.texts("verified_sources"),
        background_sources=page.texts("background_sources"),
        restricted_movements=page.texts("restricted_movements"),
        painful_movements=page.texts("painful_movements"),
        provoking_activities=page.texts("provoking_activities"),
        mimics=page.texts("mimics"),
        satellites=page.texts("satellites"),
        key_muscles=page.texts("key_muscles"),
        reported_frequencies=tuple(map(_frequency, page.tables("reported_frequencies"))),
        trigger_points=_points(page, muscle_id),
    )


def read_movements(page: TableReader) -> dict[str, Movement]:
    """Return the movements by id."""
    page.expect_keys(("movements",))
    movements: dict[str, Movement] = {}
    for entry in page.tables("movements"):
        entry.expect_keys(MOVEMENT_KEYS)
        movement = Movement(entry.text("id"), entry.text("label"))
        if movement.id in movements:
            entry.note("id", f"{movement.id!r} is defined twice; keep one.", DuplicateEntryError)
        movements[movement.id] = movement
    return movements


def read_heading(page: TableReader) -> str:
    """Return the declared version of the atlas, after a look at the other keys."""
    page.expect_keys(HEADING_KEYS)
    page.text("title")
    page.text("side_rule")
    weights = page.table.get("weight_hint", {})
    if isinstance(weights, dict):
        hint = TableReader(page.name, weights, page.problems, "weight_hint.")
        if "weight_hint" in page.table:
            hint.expect_keys(WEIGHT_KEYS)
        for key in WEIGHT_KEYS:
            hint.weight(key)
    else:
        page.note("weight_hint", f"came {weights!r}, expected a table [weight_hint].")
    return page.text("version")


def _clinical_frequency(page: TableReader) -> int:
    frequency = page.whole_number("clinical_frequency")
    if frequency > COMMONEST:
        page.note("clinical_frequency", f"came {frequency}, expected 1, 2 or 3.")
    return frequency


def _points(page: TableReader, muscle_id: str) -> tuple[TriggerPoint, ...]:
    points: dict[str, TriggerPoint] = {}
    for entry in page.tables("trigger_points"):
        point = _point(entry, muscle_id)
        if point.id in points:
            entry.note("id", f"{point.id!r} is defined twice; number it anew.", DuplicateEntryError)
        points[point.id] = point
    return tuple(points.values())


def _point(entry: TableReader, muscle_id: str) -> TriggerPoint:
    entry.expect_keys(POINT_KEYS)
    point = TriggerPoint(
        id=entry.text("id"),
        muscle=muscle_id,
        number=entry.whole_number("number"),
        location=entry.text("location"),
        local=entry.texts("local"),
        essential=entry.texts("essential"),
        spillover=entry.texts("spillover"),
    )
    expected = f"{muscle_id}.trp{point.number}"
    if point.id and point.id != expected:
        entry.note("id", f"came {point.id!r}, expected {expected!r}.")
    for key in ("local", "essential"):
        if entry.table.get(key) == []:
            entry.note(key, "came empty, expected at least one area.")
    for area in sorted(set(point.essential) & set(point.spillover)):
        entry.note("spillover", f"{area!r} is essential already; keep one.", DuplicateEntryError)
    return point


def _frequency(entry: TableReader) -> ReportedFrequency:
    entry.expect_keys(FREQUENCY_KEYS)
    return ReportedFrequency(
        entry.text("statement"), entry.text("source"), entry.one_of("mark", MARKS)
    )
