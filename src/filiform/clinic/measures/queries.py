"""Reading what was measured; always within one clinic."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from filiform.clinic.accounts.models import User
from filiform.clinic.episodes import queries as episode_queries
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.measures import mapping
from filiform.clinic.measures.models import GoalRecord, ReadingRecord
from filiform.clinic.needling.models import NeedlingRecord
from filiform.outcomes import Reading


def reading_seen_by(user: User, reading_id: UUID) -> ReadingRecord:
    """Return a reading of the user's own clinic, or answer 404."""
    return get_object_or_404(
        ReadingRecord.objects.select_related("episode__patient"),
        pk=reading_id,
        episode__patient__clinic=user.clinic_id,
    )


def records_of(episode: EpisodeRecord) -> Sequence[ReadingRecord]:
    """Return the readings that stand (corrected ones are left out), oldest first."""
    return list(episode.readings.filter(superseded_by=None).order_by("at", "id"))


def needled_at(episode: EpisodeRecord) -> Sequence[datetime]:
    """Return when the patient of an episode was needled, in any episode."""
    return list(
        NeedlingRecord.objects.filter(session__episode__patient=episode.patient_id).values_list(
            "recorded_at", flat=True
        )
    )


def needled_in(episode: EpisodeRecord) -> Sequence[datetime]:
    """Return when the patient was needled in this very episode."""
    return list(
        NeedlingRecord.objects.filter(session__episode=episode).values_list(
            "recorded_at", flat=True
        )
    )


def readings_of(episode: EpisodeRecord) -> Sequence[Reading]:
    """Return everything measured in an episode, pain scores of visits included, oldest first."""
    needled = needled_at(episode)
    readings = [mapping.reading_of(record, needled) for record in records_of(episode)]
    scores = episode_queries.scores_of(episode)
    readings += [mapping.reading_of_score(record, needled) for record in scores]
    return sorted(readings, key=lambda reading: reading.at)


def goals_of(episode: EpisodeRecord) -> Sequence[GoalRecord]:
    """Return the goals of an episode, in the order in which they were fixed."""
    return list(episode.goals.all())


def check_ins_of(episode: EpisodeRecord) -> Sequence[datetime]:
    """Return when the patient of an episode checked in."""
    return list(
        episode.readings.filter(recorded_by=episode.patient.user_id).values_list("at", flat=True)
    )
