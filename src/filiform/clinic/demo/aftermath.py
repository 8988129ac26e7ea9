"""What came after the demo's visits: near misses, follow-ups, and here and there an event."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid5

from filiform.care import ask_again_at, load_aftercare, load_event_scheme
from filiform.clinic.demo.people import load_plot
from filiform.clinic.demo.rows import BATCH, Rows
from filiform.clinic.incidents.models import (
    AdverseEventRecord,
    Cause,
    FollowUpRecord,
    NearMissRecord,
    Origin,
    Outcome,
)
from filiform.clinic.incidents.shown import over_lung
from filiform.clinic.needling import mapping
from filiform.clinic.needling.models import SessionRecord
from filiform.safety import judge_screening

ASKED_AFTER = timedelta(hours=2)
"""How long after it was due a task of the demo was done."""


def write_aftermath(rows: Rows, *, as_of: datetime) -> None:
    """Store what the stored visits brought; the same visits bring the same."""
    sessions = list(
        SessionRecord.objects.select_related("clinician", "episode__patient__clinic")
        .prefetch_related("needlings", "acknowledgements", "stops", "adverse_events")
        .order_by("started_at")
    )
    near = [record for session in sessions for record in _near_misses(session)]
    signed = [session for session in sessions if session.is_signed and session.needlings.all()]
    events = [event for session in signed for event in _events(session)]
    lung_tasks = [task for session in signed for task in _lung_tasks(session)]
    # The newest of each clinic is open on whatever day the demo begins.
    newest = {task.session.clinician.clinic_id: task.pk for task in lung_tasks}.values()
    tasks = [*lung_tasks, *(task for event in events for task in _event_tasks(event))]
    for task in tasks:
        if task.pk not in newest:
            _do_if_long_due(task, as_of)
    NearMissRecord.objects.bulk_create(near, batch_size=BATCH)
    AdverseEventRecord.objects.bulk_create(events, batch_size=BATCH)
    FollowUpRecord.objects.bulk_create(tasks, batch_size=BATCH)
    for record in near:
        rows.note(
            "near miss recorded",
            record,
            at=record.given_at,
            clinic=record.given_by.clinic,
            by=record.given_by,
        )
    for event in events:
        rows.note(
            "adverse event reported",
            event,
            at=event.recorded_at,
            clinic=event.recorded_by.clinic,
            by=event.recorded_by,
        )
    for task in tasks:
        if task.done_by and task.done_at:
            rows.note(
                "follow-up done", task, at=task.done_at, clinic=task.done_by.clinic, by=task.done_by
            )


def _near_misses(session: SessionRecord) -> Iterator[NearMissRecord]:
    titles = {c.code: c.title for c in judge_screening(mapping.answers_of(session)).concerns}
    for given in session.acknowledgements.all():
        yield NearMissRecord(
            id=uuid5(session.pk, f"near miss {given.concern}"),
            session=session,
            origin=Origin.SCREENING,
            concern=given.concern,
            title=titles.get(given.concern, ""),
            reason=given.reason,
            confirmed=given.confirmed,
            given_by=session.clinician,
            given_at=given.given_at,
        )


def _events(session: SessionRecord) -> Iterator[AdverseEventRecord]:
    scheme, after = load_event_scheme(), load_plot()["aftermath"]
    assert session.signed_at is not None
    for kind in ("bruising", "syncope"):
        if int(session.pk) % after[f"{kind}_every"] == 0:
            yield AdverseEventRecord(
                id=uuid5(session.pk, f"event {kind}"),
                session=session,
                scheme=scheme.id,
                kind=kind,
                grade=scheme.kinds[kind].least_grade,
                onset="during",
                causality="probable",
                happened_at=session.signed_at,
                description=after[f"{kind}_description"],
                reported_to=["patient"],
                outcome=Outcome.RECOVERED,
                recorded_by=session.clinician,
                recorded_at=session.signed_at,
            )


def _lung_tasks(session: SessionRecord) -> Iterator[FollowUpRecord]:
    if not over_lung(session):
        return
    needled_at = max(site.recorded_at for site in session.needlings.all())
    for hours in load_aftercare().ask_again_hours:
        yield FollowUpRecord(
            id=uuid5(session.pk, f"{Cause.LUNG.value}:{hours}"),
            session=session,
            cause=Cause.LUNG,
            hours=hours,
            due_at=needled_at + timedelta(hours=hours),
        )


def _event_tasks(event: AdverseEventRecord) -> Iterator[FollowUpRecord]:
    grade = load_event_scheme().grades[event.grade]
    for hours, due_at in zip(
        sorted(grade.ask_again_hours), ask_again_at(grade, event.happened_at), strict=True
    ):
        yield FollowUpRecord(
            id=uuid5(event.pk, f"{Cause.EVENT.value}:{hours}"),
            session=event.session,
            event=event,
            cause=Cause.EVENT,
            hours=hours,
            due_at=due_at,
        )


def _do_if_long_due(task: FollowUpRecord, as_of: datetime) -> None:
    """Answer what was due some days ago; later ones are open, and most of them overdue."""
    done_at = task.due_at + ASKED_AFTER
    if done_at < as_of - timedelta(days=load_plot()["aftermath"]["asked_days_ago"]):
        task.done_at, task.done_by, task.symptoms = done_at, task.session.clinician, False
