"""What changes links and answers: one transaction, one audit entry, one verb."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filiform.clinic.accounts.models import User
from filiform.clinic.audit import actions as audit
from filiform.clinic.drawings.actions import digest_of
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.screenings.models import PatientAnswers, ScreeningLink
from filiform.errors import FiliformError
from filiform.safety import Answer, judge_screening, load_screening

LINK_LIFE = timedelta(hours=24)
"""The evening before the visit is early enough; older answers would have expired at the table."""


class LinkSpentError(FiliformError, ValueError):
    """The link was opened elsewhere, used, cancelled or is too old."""


@dataclass(frozen=True, slots=True)
class NewLink:
    """A stored link and the token, which exists only in this value and on the patient's phone."""

    link: ScreeningLink
    token: str


@transaction.atomic
def make_link(episode: EpisodeRecord, *, by: User) -> NewLink:
    """Make a one-time link to the questions for an episode."""
    token = secrets.token_urlsafe(24)
    link = ScreeningLink.objects.create(
        id=uuid4(),
        token_digest=digest_of(token),
        episode=episode,
        created_by=by,
        expires_at=timezone.now() + LINK_LIFE,
    )
    audit.record("screening link made", link, by=by)
    return NewLink(link, token)


@transaction.atomic
def open_link(token: str, *, at: datetime) -> ScreeningLink:
    """Spend the link: the first browser that opens it keeps it.

    Raises
    ------
    LinkSpentError
        If it is unknown, too old, cancelled or was opened before; the message is the same.
    """
    usable = ScreeningLink.objects.filter(
        token_digest=digest_of(token), opened_at=None, closed_at=None, expires_at__gt=at
    )
    if not usable.update(opened_at=at):
        raise LinkSpentError(_("This link has been used or is too old. Please ask for a new one."))
    link = ScreeningLink.objects.select_related("episode__patient__clinic").get(
        token_digest=digest_of(token)
    )
    audit.record("screening link opened", link, by=None, clinic=link.episode.patient.clinic)
    return link


@transaction.atomic
def save_through_link(
    answers: Mapping[str, Answer], *, language: str, link: ScreeningLink
) -> PatientAnswers:
    """Store what the patient answered and close the link; sent again it is the same.

    Raises
    ------
    LinkSpentError
        If the link was closed meanwhile by the clinic.
    """
    locked = ScreeningLink.objects.select_for_update().get(pk=link.pk)
    if locked.answers_id is not None:
        return PatientAnswers.objects.get(pk=locked.answers_id)
    if locked.closed_at is not None:
        raise LinkSpentError(_("This link has been closed. Please ask for a new one."))
    judge_screening(answers)
    record = PatientAnswers.objects.create(
        episode=link.episode,
        answers={code: answer.value for code, answer in answers.items()},
        screening_version=load_screening().version,
        language=language,
    )
    locked.answers = record
    locked.closed_at = timezone.now()
    locked.save(update_fields=["answers", "closed_at"])
    audit.record("patient answered", record, by=None, clinic=link.episode.patient.clinic)
    return record


@transaction.atomic
def cancel_link(link: ScreeningLink, *, by: User) -> None:
    """Close a link that has not been used to the end."""
    closed = ScreeningLink.objects.filter(pk=link.pk, closed_at=None).update(
        closed_at=timezone.now()
    )
    if closed:
        audit.record("screening link cancelled", link, by=by)
