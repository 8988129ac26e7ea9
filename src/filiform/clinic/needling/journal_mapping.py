"""Between the stored journal and the domain's entries."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from filiform.body import Side
from filiform.care import (
    Acknowledgement,
    Entry,
    Field,
    Needle,
    Needling,
    TableRecord,
    TableSite,
    merge,
    technique,
)
from filiform.care.entry_json import moment_as_text
from filiform.care.journal import by_time
from filiform.clinic.needling.models import JournalEntryRecord, SessionRecord

WORDS = (Field.POSITION, Field.GRIP, Field.DIRECTION)
DETAILS = (
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


def table_record_of(session: SessionRecord) -> TableRecord:
    """Return what the journal of a visit tells."""
    return merge(entries_of(session.journal.all()))


def entries_of(rows: "QuerySet[JournalEntryRecord]") -> list[Entry]:
    return [entry_of(row) for row in rows]


def entry_of(row: JournalEntryRecord) -> Entry:
    return Entry(
        id=row.id,
        device=row.device_id,
        seq=row.seq,
        made_at=row.made_at,
        needling=row.needling,
        field=Field(row.field),
        value=row.value,
        base=frozenset(UUID(key) for key in row.base),
    )


def columns_of_entry(entry: Entry) -> dict[str, Any]:
    """Return what the row of an entry stores, without visit and arrival."""
    return {
        "id": entry.id,
        "device_id": entry.device,
        "seq": entry.seq,
        "made_at": entry.made_at,
        "needling": entry.needling,
        "field": entry.field.value,
        "value": entry.value,
        "base": sorted(str(key) for key in entry.base),
    }


def becomes_a_needling(site: TableSite) -> bool:
    """Whether a site can be shown as a needling: whole, and with a needle in."""
    return site.is_complete and site.needles_in > 0


def needling_at_table(site: TableSite) -> Needling:
    """Return the needling that a site amounts to."""
    place, needle = site.values[Field.SITE], site.values[Field.NEEDLE]
    return Needling(
        id=site.id,
        muscle=place["muscle"],
        trigger_point=place["trigger_point"],
        side=Side(place["side"]),
        needle=Needle(needle["diameter_mm"], needle["length_mm"]),
        technique=technique(site.values[Field.TECHNIQUE]),
        twitches=site.twitch_count,
        needles_in=site.needles_in,
        needles_out=site.needles_out,
    )


def reasons_at_table(site: TableSite) -> list[Acknowledgement]:
    """Return the reasons that were given at the table for what a rule spoke against."""
    given = site.values.get(Field.REASONS) or {}
    return [
        Acknowledgement(code, answer["reason"].strip(), answer["confirmed"])
        for code, answer in sorted(given.items())
    ]


def details_of(site: TableSite) -> dict[str, Any]:
    """Return what only the table knows of a site, as its row stores it."""
    counted = [("in", entry) for entry in site.ins] + [("out", entry) for entry in site.outs]
    counted.sort(key=lambda pair: by_time(pair[1]))
    numbers = {name.value: site.values.get(name) for name in DETAILS}
    words = {name.value: site.values.get(name) or "" for name in WORDS}
    return {
        **numbers,
        **words,
        "twitches_at": [moment_as_text(entry.made_at) for entry in site.twitches],
        "needles": [
            {"way": way, "at": moment_as_text(entry.made_at), "needles": entry.value}
            for way, entry in counted
        ],
    }
