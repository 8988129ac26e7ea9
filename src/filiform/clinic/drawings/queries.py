"""Reading drawings and painting links; always within one clinic or one patient."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone

from filiform.clinic.accounts.models import User
from filiform.clinic.drawings.models import DrawingRecord, PaintingLink
from filiform.clinic.episodes.models import EpisodeRecord

READ_AT_ONCE = 500

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


def one_drawing_each(
    user: User, *, last: bool, since: date | None, until: date | None
) -> Iterator[DrawingRecord]:
    """Give one drawing of each patient of the user's clinic, a few at a time.

    Only the first drawing of an episode counts (the last one, if ``last``), and only if it was
    made from ``since`` to ``until``, both days included. Of several episodes of one patient the
    earliest such drawing counts (the latest, if ``last``).
    """
    rows = DrawingRecord.objects.filter(episode__patient__clinic=user.clinic_id)
    order = ("-drawn_at", "-id") if last else ("drawn_at", "id")
    by_episode: dict[UUID, tuple[UUID, UUID, date]] = {}
    for pk, episode, patient, at in rows.order_by(*order).values_list(
        "pk", "episode_id", "episode__patient_id", "drawn_at"
    ):
        by_episode.setdefault(episode, (pk, patient, timezone.localdate(at)))
    by_patient: dict[UUID, UUID] = {}
    for pk, patient, day in by_episode.values():
        if (since is None or day >= since) and (until is None or day <= until):
            by_patient.setdefault(patient, pk)
    for some in _batches(list(by_patient.values())):
        yield from DrawingRecord.objects.filter(pk__in=some)


def _batches(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), READ_AT_ONCE):
        yield ids[start : start + READ_AT_ONCE]


def drawing_before(drawing: DrawingRecord) -> DrawingRecord | None:
    """Return the drawing of the same episode that came before one, if any."""
    earlier = drawing.episode.drawings.filter(drawn_at__lt=drawing.drawn_at)
    return earlier.order_by("-drawn_at").first()


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


def drawing_sent_through(link_id: str) -> UUID | None:
    """Return the id of the drawing that arrived through a link, or None before it has."""
    return PaintingLink.objects.filter(pk=link_id).values_list("drawing_id", flat=True).first()
