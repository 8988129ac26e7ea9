"""What changes drawings and painting links: one transaction, one audit entry, one verb."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiform.body import PainDrawing
from filiform.clinic.accounts.models import User
from filiform.clinic.audit import actions as audit
from filiform.clinic.drawings import mapping
from filiform.clinic.drawings.models import DrawingRecord, DrawnOn, PaintingLink
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.errors import FiliformError

LINK_LIFE = timedelta(minutes=30)
"""Long enough to find the phone and to paint, short enough for a link seen over a shoulder."""


class LinkSpentError(FiliformError, ValueError):
    """The link was opened elsewhere, used, cancelled or is too old."""


class DrawingConflictError(FiliformError, ValueError):
    """The same drawing id arrived a second time with other marks."""


@dataclass(frozen=True, slots=True)
class NewLink:
    """A stored link and the token, which exists only in this value and on the patient's phone."""

    link: PaintingLink
    token: str


@transaction.atomic
def save_drawing(
    drawing: PainDrawing | mapping.Drawn,
    *,
    drawing_id: UUID,
    episode: EpisodeRecord,
    drawn_on: DrawnOn,
    by: User | None,
) -> DrawingRecord:
    """Store a drawing once; the same id with the same marks again is the same drawing.

    Raises
    ------
    DrawingConflictError
        If the id exists with other marks or in another episode.
    """
    marks = mapping.marks_of(drawing)
    record, created = DrawingRecord.objects.get_or_create(
        id=drawing_id,
        defaults={"episode": episode, "marks": marks, "drawn_on": drawn_on, "recorded_by": by},
    )
    if not created:
        if record.episode_id != episode.pk or record.marks != marks:
            raise DrawingConflictError(
                _("this drawing was already saved with other marks; open a new drawing.")
            )
        return record
    audit.record("drawing saved", record, by=by, clinic=episode.patient.clinic)
    return record


@transaction.atomic
def make_link(episode: EpisodeRecord, *, by: User, drawn_on: DrawnOn = DrawnOn.PHONE) -> NewLink:
    """Make a one-time painting link for an episode."""
    token = secrets.token_urlsafe(24)
    link = PaintingLink.objects.create(
        id=uuid4(),
        token_digest=digest_of(token),
        episode=episode,
        drawn_on=drawn_on,
        created_by=by,
        expires_at=timezone.now() + LINK_LIFE,
    )
    audit.record("painting link made", link, by=by)
    return NewLink(link, token)


@transaction.atomic
def open_link(token: str, *, at: datetime) -> PaintingLink:
    """Spend the link: the first browser that opens it keeps it.

    Raises
    ------
    LinkSpentError
        If it is unknown, too old, cancelled or was opened before; the message is the same.
    """
    usable = PaintingLink.objects.filter(
        token_digest=digest_of(token), opened_at=None, closed_at=None, expires_at__gt=at
    )
    if not usable.update(opened_at=at):
        raise LinkSpentError(_("This link has been used or is too old. Please ask for a new one."))
    link = PaintingLink.objects.select_related("episode__patient__clinic").get(
        token_digest=digest_of(token)
    )
    audit.record("painting link opened", link, by=None, clinic=link.episode.patient.clinic)
    return link


@transaction.atomic
def save_through_link(
    drawing: PainDrawing | mapping.Drawn, *, drawing_id: UUID, link: PaintingLink
) -> DrawingRecord:
    """Store the drawing that a link was made for and close the link.

    Raises
    ------
    LinkSpentError
        If the link was closed meanwhile, by the clinic or by another drawing.
    """
    locked = PaintingLink.objects.select_for_update().get(pk=link.pk)
    if locked.drawing_id == drawing_id:
        return DrawingRecord.objects.get(pk=drawing_id)
    if locked.closed_at is not None:
        raise LinkSpentError(_("This link has been closed. Please ask for a new one."))
    record = save_drawing(
        drawing,
        drawing_id=drawing_id,
        episode=link.episode,
        drawn_on=DrawnOn(link.drawn_on),
        by=None,
    )
    locked.drawing = record
    locked.closed_at = timezone.now()
    locked.save(update_fields=["drawing", "closed_at"])
    return record


@transaction.atomic
def cancel_link(link: PaintingLink, *, by: User) -> None:
    """Close a link that has not been used to the end."""
    closed = PaintingLink.objects.filter(pk=link.pk, closed_at=None).update(
        closed_at=timezone.now()
    )
    if closed:
        audit.record("painting link cancelled", link, by=by)


def digest_of(token: str) -> str:
    """Return what is stored of a token; the token itself never is."""
    return hashlib.sha256(token.encode()).hexdigest()
