"""Reading visits; always within one clinic."""

from collections.abc import Sequence
from uuid import UUID

from django.shortcuts import get_object_or_404

from filiform.clinic.accounts.models import User
from filiform.clinic.episodes.models import EpisodeRecord, PainScoreRecord
from filiform.clinic.needling.models import NeedlingRecord, SessionRecord


def session_seen_by(user: User, session_id: UUID) -> SessionRecord:
    """Return a visit of the user's own clinic, or answer 404."""
    return get_object_or_404(
        SessionRecord.objects.select_related("episode__patient", "clinician", "signed_by"),
        pk=session_id,
        episode__patient__clinic=user.clinic_id,
    )


def sessions_of(episode: EpisodeRecord) -> Sequence[SessionRecord]:
    """Return the visits of an episode, newest first, with their sites."""
    return list(episode.sessions.select_related("clinician").prefetch_related("needlings"))


def needled_points(episode: EpisodeRecord) -> Sequence[tuple[str, str]]:
    """Return each trigger point with its side that a signed visit of an episode needled, once."""
    needled = NeedlingRecord.objects.filter(
        session__episode=episode, session__signed_at__isnull=False
    ).exclude(trigger_point="")
    return sorted(set(needled.values_list("trigger_point", "side")))


def last_signed_before(session: SessionRecord) -> SessionRecord | None:
    """Return the same patient's last signed visit before this one, in any episode."""
    return (
        SessionRecord.objects.filter(
            episode__patient=session.episode.patient_id,
            signed_at__isnull=False,
            started_at__lt=session.started_at,
        )
        .prefetch_related("needlings")
        .first()
    )


def signed_session_of(score: PainScoreRecord) -> SessionRecord | None:
    """Return the signed visit that a score belongs to; None if it belongs to none."""
    if score.session_id is None:
        return None
    return score.episode.sessions.filter(pk=score.session_id, signed_at__isnull=False).first()


def open_session_of(episode: EpisodeRecord) -> SessionRecord | None:
    """Return the visit of an episode that is not signed yet."""
    return episode.sessions.filter(signed_at=None).first()


def open_sessions_seen_by(user: User) -> Sequence[SessionRecord]:
    """Return the clinic's visits that are not signed yet, newest first; none but for clinicians."""
    if not user.is_clinical:
        return ()
    return list(
        SessionRecord.objects.filter(episode__patient__clinic=user.clinic_id, signed_at=None)
        .select_related("episode__patient", "clinician")
        .prefetch_related("needlings")
    )


def needling_of_session(session: SessionRecord, needling_id: UUID) -> NeedlingRecord:
    """Return one site of a visit, or answer 404."""
    return get_object_or_404(NeedlingRecord, pk=needling_id, session=session)
