"""What changes episodes and pain scores: one transaction, one audit entry, one verb."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from filiform.clinic.accounts.models import User
from filiform.clinic.audit import actions as audit
from filiform.clinic.episodes.models import EpisodeRecord, Moment, PainScoreRecord
from filiform.clinic.patients.models import Patient
from filiform.errors import FiliformError


class ScoreConflictError(FiliformError, ValueError):
    """The same score id arrived a second time with another value."""


class ScoreSupersededError(FiliformError, ValueError):
    """The score was corrected before; the newest one is to be corrected instead."""


@transaction.atomic
def start_episode(patient: Patient, *, complaint: str, started_on: date, by: User) -> EpisodeRecord:
    episode = EpisodeRecord.objects.create(
        patient=patient, complaint=complaint, started_on=started_on, clinician=by
    )
    audit.record("episode started", episode, by=by)
    return episode


@transaction.atomic
def end_episode(episode: EpisodeRecord, *, ended_on: date | None, by: User) -> None:
    """Discharge on a day; None takes the discharge back."""
    episode.ended_on = ended_on
    episode.save(update_fields=["ended_on"])
    audit.record("episode ended" if ended_on else "episode reopened", episode, by=by)


@transaction.atomic
def record_score(
    episode: EpisodeRecord,
    *,
    score_id: UUID,
    moment: Moment,
    value: int,
    by: User | None,
    at: datetime | None = None,
    session_id: UUID | None = None,
) -> PainScoreRecord:
    """Store a score once; the same id with the same value again is the same score.

    Raises
    ------
    ScoreConflictError
        If the id exists with another value, moment or episode.
    """
    record, created = PainScoreRecord.objects.get_or_create(
        id=score_id,
        defaults={
            "episode": episode,
            "moment": moment,
            "value": value,
            "at": at or timezone.now(),
            "recorded_by": by,
            "session_id": session_id,
        },
    )
    if created:
        audit.record("pain score recorded", record, by=by, clinic=episode.patient.clinic)
    elif (record.episode_id, record.moment, record.value) != (episode.pk, moment, value):
        raise ScoreConflictError(
            f"this score was already saved as {record.value}; reload the page to correct it."
        )
    return record


@transaction.atomic
def correct_score(score: PainScoreRecord, *, value: int, by: User) -> PainScoreRecord:
    """Store a correction beside the score it corrects.

    Raises
    ------
    ScoreSupersededError
        If the score was corrected before.
    """
    locked = PainScoreRecord.objects.select_for_update().get(pk=score.pk)
    if PainScoreRecord.objects.filter(supersedes=locked).exists():
        raise ScoreSupersededError("this score was corrected meanwhile; reload the page.")
    correction = PainScoreRecord.objects.create(
        id=uuid4(),
        episode=score.episode,
        session_id=score.session_id,
        moment=score.moment,
        value=value,
        at=score.at,
        recorded_by=by,
        supersedes=score,
    )
    audit.record("pain score corrected", correction, by=by)
    return correction
