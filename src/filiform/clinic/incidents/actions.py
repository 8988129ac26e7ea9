"""What is written when something goes wrong or might: one transaction, one audit entry, one verb.

This app knows the rows of a visit and none of its actions: those call it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from filiform.care import Causality, Onset, ask_again_at, load_event_scheme
from filiform.clinic.accounts.models import User
from filiform.clinic.audit import actions as audit
from filiform.clinic.incidents.models import (
    AdverseEventRecord,
    Cause,
    FollowUpRecord,
    NearMissRecord,
    Origin,
    Outcome,
)
from filiform.clinic.needling.models import NeedlingRecord, SessionRecord
from filiform.errors import FiliformError


class EventConflictError(FiliformError, ValueError):
    """The same id of an event arrived a second time with other content."""


class EventTimeError(FiliformError, ValueError):
    """The event is said to have begun before the visit, or in the future."""


class FollowUpDoneError(FiliformError, ValueError):
    """Somebody has done this task meanwhile."""


@dataclass(frozen=True, slots=True)
class Override:
    """What was gone against: the rule, or the count of needles, in the words shown then."""

    origin: Origin
    title: str
    concern: str = ""
    site: str = ""
    needling_id: UUID | None = None
    confirmed: bool = False
    deviation: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """An adverse event as the form tells it."""

    kind: str
    grade: str
    onset: Onset
    causality: Causality
    happened_at: datetime
    description: str
    outcome: Outcome
    treatment: str = ""
    needling_id: UUID | None = None
    reported_to: list[str] = field(default_factory=list)


@transaction.atomic
def record_near_miss(
    session: SessionRecord, override: Override, *, reason: str, by: User
) -> NearMissRecord:
    """Write down an override when it is given; a change of it writes again, a repetition not."""
    columns: dict[str, Any] = {
        "origin": override.origin,
        "concern": override.concern,
        "title": override.title[:200],
        "site": override.site,
        "needling_id": override.needling_id,
        "reason": reason,
        "confirmed": override.confirmed,
        "deviation": override.deviation,
        "given_by": by,
    }
    last = session.near_misses.filter(
        origin=override.origin, concern=override.concern, needling_id=override.needling_id
    ).first()
    if last is not None and all(getattr(last, name) == value for name, value in columns.items()):
        return last
    record = NearMissRecord.objects.create(session=session, **columns)
    audit.record("near miss recorded", record, by=by)
    return record


@transaction.atomic
def report_event(
    session: SessionRecord, event_id: UUID, report: Report, *, by: User
) -> AdverseEventRecord:
    """Store an adverse event once, with the tasks that its grade asks for.

    It may come during the visit or any time after its signature, which it leaves alone.

    Raises
    ------
    GradeTooLowError, UnknownEventError
        If the scheme does not allow the kind or the grade.
    EventTimeError
        If it began before the visit or lies in the future.
    EventConflictError
        If the id exists with other content.
    """
    scheme = load_event_scheme()
    scheme.require_gradable(report.kind, report.grade)
    if report.happened_at < session.started_at.replace(second=0, microsecond=0):
        raise EventTimeError("It cannot have begun before the visit; correct the time.")
    if report.happened_at > timezone.now() + timedelta(minutes=1):
        raise EventTimeError("It cannot lie in the future; correct the time.")
    columns = _columns(session, report, scheme.id)
    record, created = AdverseEventRecord.objects.get_or_create(
        id=event_id, defaults=columns | {"recorded_by": by}
    )
    if not created:
        if any(getattr(record, name) != value for name, value in columns.items()):
            raise EventConflictError("This event was saved before; report a second one instead.")
        return record
    audit.record("adverse event reported", record, by=by)
    grade = scheme.grades[report.grade]
    for hours, due_at in zip(
        sorted(grade.ask_again_hours), ask_again_at(grade, report.happened_at), strict=True
    ):
        _plan(session, Cause.EVENT, hours, due_at, event=record)
    return record


@transaction.atomic
def plan_lung_follow_ups(session: SessionRecord, hours: Iterable[int]) -> list[FollowUpRecord]:
    """Make the tasks of a signed visit with a needle over the lung field; twice makes them once."""
    counted = list(NeedlingRecord.objects.filter(session=session).order_by("recorded_at"))
    needled_at = counted[-1].recorded_at if counted else session.started_at
    return [_plan(session, Cause.LUNG, h, needled_at + timedelta(hours=h)) for h in hours]


@transaction.atomic
def answer_follow_up(
    task: FollowUpRecord,
    *,
    symptoms: bool,
    note: str,
    by: User,
    outcome: Outcome | None = None,
) -> FollowUpRecord:
    """Close a task: the patient was reached, and told of symptoms or of none.

    Raises
    ------
    FollowUpDoneError
        If it was closed before.
    """
    locked = _open(task)
    locked.done_at, locked.done_by = timezone.now(), by
    locked.symptoms, locked.note, locked.outcome = symptoms, note, outcome or ""
    locked.save()
    audit.record("follow-up done", locked, by=by)
    return locked


@transaction.atomic
def note_not_reached(task: FollowUpRecord, *, by: User) -> FollowUpRecord:
    """Write down that the patient was not reached; the task stays open.

    Raises
    ------
    FollowUpDoneError
        If it was closed before.
    """
    locked = _open(task)
    entry = {"at": timezone.now().isoformat(timespec="minutes"), "by": by.full_name}
    locked.attempts = [*locked.attempts, entry]
    locked.save(update_fields=["attempts"])
    audit.record("patient not reached", locked, by=by)
    return locked


def _open(task: FollowUpRecord) -> FollowUpRecord:
    locked = FollowUpRecord.objects.select_for_update().get(pk=task.pk)
    if locked.done_at is not None:
        raise FollowUpDoneError("Somebody has done this task meanwhile.")
    return locked


def _plan(
    session: SessionRecord,
    cause: Cause,
    hours: int,
    due_at: datetime,
    *,
    event: AdverseEventRecord | None = None,
) -> FollowUpRecord:
    origin = event.pk if event else session.pk
    record, _ = FollowUpRecord.objects.get_or_create(
        id=uuid5(origin, f"{cause.value}:{hours}"),
        defaults={
            "session": session,
            "event": event,
            "cause": cause,
            "hours": hours,
            "due_at": due_at,
        },
    )
    return record


def _columns(session: SessionRecord, report: Report, scheme: str) -> dict[str, object]:
    return {
        "session": session,
        "needling_id": report.needling_id,
        "scheme": scheme,
        "kind": report.kind,
        "grade": report.grade,
        "onset": report.onset.value,
        "causality": report.causality.value,
        "happened_at": report.happened_at,
        "description": report.description,
        "treatment": report.treatment,
        "reported_to": report.reported_to,
        "outcome": report.outcome.value,
    }
