"""Between the stored visit and the domain's values."""

from decimal import Decimal
from typing import Any

from filiform.body import Side
from filiform.care import (
    Acknowledgement,
    EmergencyStop,
    Needle,
    Needling,
    RetainedNeedle,
    Session,
    technique,
)
from filiform.clinic.needling.models import NeedlingRecord, RetainedNeedleRecord, SessionRecord
from filiform.safety import Answer


def session_of(record: SessionRecord) -> Session:
    """Return the visit that rows hold."""
    return Session(
        needlings=tuple(needling_of(needling) for needling in record.needlings.all()),
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


def retained_of(record: SessionRecord) -> list[RetainedNeedleRecord]:
    """Return the retained needles of a visit."""
    return list(RetainedNeedleRecord.objects.filter(needling__session=record))


def answers_of(record: SessionRecord) -> dict[str, Answer]:
    """Return the screening answers of a visit."""
    return {code: Answer(answer) for code, answer in record.answers.items()}


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
    return {
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
            | _reasons(n)
            for n in record.needlings.order_by("id")
        ],
    }


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
        for r in record.reasons.all()
    ]
    return {"reasons": reasons} if reasons else {}
