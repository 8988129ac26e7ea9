"""Reading episodes and pain scores; always within one clinic or one patient."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from filiform.clinic.accounts.models import User
from filiform.clinic.episodes.models import EpisodeRecord, PainScoreRecord
from filiform.clinic.patients.models import Patient


def episode_seen_by(user: User, episode_id: UUID) -> EpisodeRecord:
    """Return an episode of the user's own clinic, or answer 404."""
    return get_object_or_404(
        EpisodeRecord.objects.select_related("patient__clinic", "clinician"),
        pk=episode_id,
        patient__clinic=user.clinic_id,
    )


def own_episode(user: User, episode_id: UUID) -> EpisodeRecord:
    """Return a signed-in patient's own episode, or answer 404."""
    return get_object_or_404(
        EpisodeRecord.objects.select_related("patient__clinic"),
        pk=episode_id,
        patient__user=user,
    )


def episodes_of(patient: Patient) -> QuerySet[EpisodeRecord]:
    """Return a patient's episodes, newest first."""
    return patient.episodes.select_related("clinician")


def own_episodes(patient: Patient) -> QuerySet[EpisodeRecord]:
    """Return a patient's own episodes with the drawings that the patient may see again."""
    standing = PainScoreRecord.objects.filter(superseded_by=None).order_by("-at")
    return patient.episodes.prefetch_related("drawings", Prefetch("scores", queryset=standing))


def scores_of(episode: EpisodeRecord) -> Sequence[PainScoreRecord]:
    """Return the scores that stand (corrected ones are left out), oldest first."""
    return list(episode.scores.filter(superseded_by=None).order_by("at", "id"))


def score_seen_by(user: User, score_id: UUID) -> PainScoreRecord:
    """Return a score of the user's own clinic, or answer 404."""
    return get_object_or_404(
        PainScoreRecord.objects.select_related("episode__patient"),
        pk=score_id,
        episode__patient__clinic=user.clinic_id,
    )
