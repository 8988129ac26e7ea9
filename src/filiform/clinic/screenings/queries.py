"""Reading links and answers; always within one clinic or one opened link."""

from datetime import datetime, timedelta
from uuid import UUID

from django.shortcuts import get_object_or_404

from filiform.clinic.accounts.models import User
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.screenings.models import PatientAnswers, ScreeningLink
from filiform.safety import load_screening

ANSWERING_LIMIT = timedelta(hours=2)
"""After this an opened link is over, so that a phone left on a table opens nothing."""


def link_seen_by(user: User, link_id: UUID) -> ScreeningLink:
    """Return a link of the user's own clinic, or answer 404."""
    return get_object_or_404(
        ScreeningLink.objects.select_related("episode__patient", "answers"),
        pk=link_id,
        episode__patient__clinic=user.clinic_id,
    )


def link_being_answered(link_id: str, *, at: datetime) -> ScreeningLink | None:
    """Return the link that this browser has opened, or None when it is over."""
    return (
        ScreeningLink.objects.select_related("episode__patient__clinic")
        .filter(pk=link_id, opened_at__gt=at - ANSWERING_LIMIT, closed_at=None)
        .first()
    )


def answers_sent_through(link_id: str) -> PatientAnswers | None:
    """Return what arrived through a link, or None before it has."""
    return PatientAnswers.objects.filter(link__id=link_id).first()


def answers_of_clinic(user: User, answers_id: UUID, episode: EpisodeRecord) -> PatientAnswers:
    """Return a patient's answers for one episode of the user's own clinic, or answer 404."""
    return get_object_or_404(
        PatientAnswers,
        pk=answers_id,
        episode=episode,
        episode__patient__clinic=user.clinic_id,
    )


def fresh_answers(episode: EpisodeRecord, *, at: datetime) -> PatientAnswers | None:
    """Return the last answers of a patient that are not too old to be confirmed."""
    return episode.patient_answers.filter(at__gt=at - load_screening().lifetime).first()
