"""Reading drawings and painting links; always within one clinic or one patient."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.shortcuts import get_object_or_404

from filiform.clinic.accounts.models import User
from filiform.clinic.drawings.models import DrawingRecord, PaintingLink
from filiform.clinic.episodes.models import EpisodeRecord

PAINTING_LIMIT = timedelta(hours=2)
"""After this an opened link is over, so that a phone left on a table opens nothing."""


def drawing_seen_by(user: User, drawing_id: UUID) -> DrawingRecord:
    """Return a drawing of the user's own clinic, or answer 404."""
    return get_object_or_404(
        DrawingRecord.objects.select_related("episode__patient", "recorded_by"),
        pk=drawing_id,
        episode__patient__clinic=user.clinic_id,
    )


def drawings_of(episode: EpisodeRecord) -> Sequence[DrawingRecord]:
    """Return the drawings of an episode, newest first."""
    return list(episode.drawings.all())


def drawings_over_time(episode: EpisodeRecord) -> Sequence[DrawingRecord]:
    """Return the drawings of an episode, oldest first."""
    return list(episode.drawings.order_by("drawn_at", "id"))


def drawings_of_patient(user: User) -> Sequence[DrawingRecord]:
    """Return a signed-in patient's own drawings, newest first."""
    return list(DrawingRecord.objects.filter(episode__patient__user=user))


def link_seen_by(user: User, link_id: UUID) -> PaintingLink:
    """Return a painting link of the user's own clinic, or answer 404."""
    return get_object_or_404(
        PaintingLink.objects.select_related("episode__patient", "drawing"),
        pk=link_id,
        episode__patient__clinic=user.clinic_id,
    )


def link_being_painted(link_id: str, *, at: datetime) -> PaintingLink | None:
    """Return the link that this browser has opened, or None when it is over."""
    return (
        PaintingLink.objects.select_related("episode__patient__clinic")
        .filter(pk=link_id, opened_at__gt=at - PAINTING_LIMIT, closed_at=None)
        .first()
    )


def drawing_was_sent(link_id: str) -> bool:
    """Whether the drawing of a link has arrived."""
    return PaintingLink.objects.filter(pk=link_id, drawing__isnull=False).exists()
