"""Between the stored visit and the domain's values."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.forms.models import model_to_dict
from django.utils import timezone

from filiform.body import Side
from filiform.care import (
    Acknowledgement,
    EmergencyStop,
    Needle,
    Needling,
    PathTaken,
    RetainedNeedle,
    Session,
    technique,
)
from filiform.clinic.consents.mapping import digests_at
from filiform.clinic.needling.models import NeedlingRecord, RetainedNeedleRecord, SessionRecord
from filiform.safety import Answer, Direction, GivenAnswer, Grip, Position, answers_in_force


def session_of(record: SessionRecord) -> Session:
    """Return the visit that rows hold."""
    return Session(
        needlings=tuple(
            needling_of(needling) for needling in record.needlings.select_related("detail")
        ),
        acknowledgements=tuple(
            Acknowledgement(given.concern, given.reason, given.confirmed)
            for given in record.acknowledgements.all()
        ),
        no_needling_reason=record.no_needling_reason,
        retained=tuple(
            RetainedNeedle(
                entry.needling_id, entry.count, entry.searched, entry.patient_told, entry.arranged
            )
            for entry in retained_of(record)
        ),
        stops=tuple(
            EmergencyStop(stop.ended_at is not None, stop.false_alarm)
            for stop in record.stops.all()
        ),
        adverse_events=record.adverse_events.count(),
    )


def answers_of(record: SessionRecord, *, at: datetime | None = None) -> dict[str, Answer]:
    """Return the answers of a visit that count: at its signature, or now if it is open."""
    return answers_in_force(given_of(record), at=at or record.signed_at or timezone.now())


def given_of(record: SessionRecord) -> dict[str, GivenAnswer]:
    """Return the answers of a visit with their times; without one it is the visit's start."""
    given = {}
    for code, answer in record.answers.items():
        told = record.answered.get(code, {})
        at = datetime.fromisoformat(told["at"]) if "at" in told else record.started_at
        given[code] = GivenAnswer(
            Answer(answer), at, confirmed="patient" not in told or "confirmed_at" in told
        )
    return given


def retained_of(record: SessionRecord) -> list[RetainedNeedleRecord]:
    """Return the retained needles of a visit."""
    return list(RetainedNeedleRecord.objects.filter(needling__session=record))


def needling_of(record: NeedlingRecord) -> Needling:
    """Return the needling that a row holds."""
    return Needling(
        id=record.pk,
        muscle=record.muscle,
        trigger_point=record.trigger_point or None,
        side=Side(record.side),
        needle=Needle(float(record.diameter_mm), float(record.length_mm)),
        technique=technique(record.technique),
        twitches=record.twitches,
        needles_in=record.needles_in,
        needles_out=record.needles_out,
        taken=path_taken(record),
    )


def path_taken(record: NeedlingRecord) -> PathTaken:
    """Return how the needle went, as far as it was recorded."""
    detail = getattr(record, "detail", None)
    if detail is None:
        return PathTaken()
    return PathTaken(
        position=Position(detail.position) if detail.position else None,
        grip=Grip(detail.grip) if detail.grip else None,
        direction=Direction(detail.direction) if detail.direction else None,
        depth_mm=detail.depth_mm,
        lateral_mm=detail.lateral_mm,
        measured_mm=detail.measured_mm,
        border_mm=detail.border_mm,
    )


def columns_of(needling: Needling) -> dict[str, Any]:
    """Return what the row of a needling stores, without its keys."""
    return {
        "muscle": needling.muscle,
        "trigger_point": needling.trigger_point or "",
        "side": needling.side.value,
        "diameter_mm": Decimal(str(needling.needle.diameter_mm)),
        "length_mm": Decimal(str(needling.needle.length_mm)),
        "technique": needling.technique.id,
        "twitches": needling.twitches,
        "needles_in": needling.needles_in,
        "needles_out": needling.needles_out,
    }


def canonical(record: SessionRecord) -> dict[str, Any]:
    """Return the whole visit as one JSON value: what a signature covers."""
    return (
        {
            "session": str(record.pk),
            "episode": str(record.episode_id),
            "patient": str(record.episode.patient_id),
            "clinician": str(record.clinician_id),
            "started_at": record.started_at.isoformat(),
            "screening_version": record.screening_version,
            "answers": dict(sorted(record.answers.items())),
            "acknowledgements": [
                {"concern": a.concern, "reason": a.reason, "confirmed": a.confirmed}
                for a in record.acknowledgements.all()
            ],
            "no_needling_reason": record.no_needling_reason,
            "needlings": [
                {"id": str(n.pk)}
                | {key: _plain(value) for key, value in columns_of(needling_of(n)).items()}
                | _table_details(n)
                | _reasons(n)
                for n in record.needlings.select_related("detail").order_by("id")
            ],
        }
        | _consents(record)
        | _answered(record)
    )


def _consents(record: SessionRecord) -> dict[str, Any]:
    """Return the consents that lay there at the signature, and the yes in words, where given."""
    digests = digests_at(record.episode, record.signed_at) if record.signed_at else []
    again = getattr(record, "reconfirmation", None)
    return ({"consents": digests} if digests else {}) | (
        {"agreed_again_at": again.at.isoformat()} if again else {}
    )


def _answered(record: SessionRecord) -> dict[str, Any]:
    """Return who answered when; nothing for visits from before that was kept."""
    return {"answered": dict(sorted(record.answered.items()))} if record.answered else {}


def _table_details(record: NeedlingRecord) -> dict[str, Any]:
    """Return what the table recorded beside the row; nothing for a site entered on the page."""
    detail = getattr(record, "detail", None)
    return {} if detail is None else {"table": model_to_dict(detail, exclude=["needling"])}


def _plain(value: object) -> object:
    return str(value.normalize()) if isinstance(value, Decimal) else value


def _reasons(record: NeedlingRecord) -> dict[str, Any]:
    """Return the reasons of a site; nothing where there are none, so that old signatures hold."""
    reasons = [
        {
            "concern": r.concern,
            "reason": r.reason,
            "confirmed": r.confirmed,
            "deviation": r.deviation,
        }
        | ({"at_table": True} if r.at_table else {})
        for r in record.reasons.all()
    ]
    return {"reasons": reasons} if reasons else {}
