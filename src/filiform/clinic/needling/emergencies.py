"""What changes a visit in an emergency: the stop, the needles that come out, those that stay.

Nothing here ever raises the count of needles out but a needle that was counted out.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from filiform.atlas import load_atlas
from filiform.care import load_emergency_card, site_name
from filiform.clinic.accounts.models import User
from filiform.clinic.audit import actions as audit
from filiform.clinic.incidents import actions as incidents
from filiform.clinic.incidents.models import Origin
from filiform.clinic.needling import mapping, page_entries, queries
from filiform.clinic.needling.actions import NeedlingRefusedError, open_visit
from filiform.clinic.needling.models import (
    EmergencyStopRecord,
    NeedlingRecord,
    RetainedNeedleRecord,
    SessionRecord,
)
from filiform.clinic.needling.table_actions import bring_up_to_date
from filiform.errors import FiliformError


class EmergencyError(FiliformError, ValueError):
    """The emergency is none of the card, or there is none to go on with."""


@transaction.atomic
def stop_visit(session: SessionRecord, kind: str, *, by: User) -> EmergencyStopRecord:
    """Stop the visit: from now on no further site is taken; stopping twice is one stop.

    Raises
    ------
    EmergencyError
        If the card holds no such emergency.
    SignedError
        If the visit is signed.
    """
    locked = open_visit(session)
    if kind not in {entry.id for entry in load_emergency_card().emergencies}:
        raise EmergencyError("Choose one of the emergencies of the card.")
    current = locked.stops.filter(ended_at=None).first()
    if current is not None:
        return current
    stop = EmergencyStopRecord.objects.create(session=locked, kind=kind, started_by=by)
    audit.record("visit stopped in an emergency", stop, by=by)
    return stop


@transaction.atomic
def note_in_stop(session: SessionRecord, text: str, *, by: User) -> None:
    """Write down what is seen or done, such as pulse and blood pressure, with its time."""
    stop = _current(open_visit(session))
    at = timezone.now().isoformat(timespec="seconds")
    stop.notes = [*stop.notes, {"at": at, "by": by.full_name, "text": text}]
    stop.save(update_fields=["notes"])
    audit.record("emergency noted", stop, by=by)


@transaction.atomic
def end_stop(session: SessionRecord, *, how: str, false_alarm: bool, by: User) -> None:
    """End the emergency and write how; a false alarm is a near miss."""
    locked = open_visit(session)
    note_in_stop(locked, how, by=by)
    stop = _current(locked)
    stop.ended_at, stop.ended_by, stop.false_alarm = timezone.now(), by, false_alarm
    stop.save(update_fields=["ended_at", "ended_by", "false_alarm"])
    audit.record("emergency ended", stop, by=by)
    if false_alarm:
        override = incidents.Override(Origin.FALSE_ALARM, "Visit stopped, nothing had happened")
        incidents.record_near_miss(locked, override, reason=how, by=by)


@transaction.atomic
def count_out(session: SessionRecord, needling_id: UUID, *, out: int, by: User) -> NeedlingRecord:
    """Set how many needles of a site are out: the same tap twice counts once.

    At a site of the table it is an entry of its journal, so that no tablet writes over it.

    Raises
    ------
    NeedlingRefusedError
        If the count would fall, or more would be out than went in.
    """
    record = queries.needling_of_session(open_visit(session), needling_id)
    if not record.needles_out <= out <= record.needles_in:
        raise NeedlingRefusedError(
            f"{record.needles_in} went in and {record.needles_out} came out; {out} out cannot be. "
            "Correct the count at the site."
        )
    if out != record.needles_out:
        if page_entries.is_at_table(record):
            page_entries.count_out_at_table(record, out - record.needles_out, by=by)
            record.refresh_from_db()
            return record
        record.needles_out = out
        record.save(update_fields=["needles_out"])
        audit.record("site changed", record, by=by)
    return record


@transaction.atomic
def record_retained(
    session: SessionRecord,
    needling_id: UUID,
    *,
    count: int,
    searched: bool,
    patient_told: bool,
    arranged: str,
    by: User,
) -> RetainedNeedleRecord:
    """Write down needles that stay in or lost, and what was done; they stay counted as missing.

    Raises
    ------
    NeedlingRefusedError
        If the site is not missing exactly as many.
    """
    record = queries.needling_of_session(open_visit(session), needling_id)
    if count != record.missing or count < 1:
        raise NeedlingRefusedError(
            f"{record.needles_in} in and {record.needles_out} out leave {record.missing} missing, "
            f"not {count}. Correct the count at the site first."
        )
    retained, _ = RetainedNeedleRecord.objects.update_or_create(
        needling=record,
        defaults={
            "count": count,
            "searched": searched,
            "patient_told": patient_told,
            "arranged": arranged,
            "recorded_by": by,
            "recorded_at": timezone.now(),
        },
    )
    audit.record("needle retained", record, by=by)
    override = incidents.Override(
        Origin.RETAINED,
        f"{count} not taken out or not found",
        site=site_name(mapping.needling_of(record), load_atlas()),
        needling_id=record.pk,
    )
    incidents.record_near_miss(session, override, reason=arranged or "not arranged yet", by=by)
    return retained


@transaction.atomic
def take_back_retained(session: SessionRecord, needling_id: UUID, *, by: User) -> None:
    """Take the record of a retained needle back, since it was found; the near miss stays.

    A site that was undone at its table meanwhile stood for that record alone, and goes with it.
    """
    locked = open_visit(session)
    record = queries.needling_of_session(locked, needling_id)
    RetainedNeedleRecord.objects.filter(needling=record).delete()
    audit.record("needle found", record, by=by)
    if page_entries.is_at_table(record):
        bring_up_to_date(locked, by=by)


def _current(session: SessionRecord) -> EmergencyStopRecord:
    stop = session.stops.filter(ended_at=None).first()
    if stop is None:
        raise EmergencyError("The visit is not stopped, or somebody ended the emergency meanwhile.")
    return stop
