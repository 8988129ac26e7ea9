"""Reading what went wrong or might have; always within one clinic."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from filiform.clinic.accounts.models import User
from filiform.clinic.incidents.models import AdverseEventRecord, FollowUpRecord, NearMissRecord
from filiform.clinic.needling.models import SessionRecord

CLINIC = "session__episode__patient__clinic"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; nothing given is everything."""

    days: int | None = None
    origin: str = ""
    concern: str = ""


def near_misses_seen_by(user: User, wanted: Wanted) -> QuerySet[NearMissRecord]:
    """Return the clinic's near misses, newest first."""
    found = NearMissRecord.objects.filter(**{CLINIC: user.clinic_id}).select_related(
        "given_by", "session"
    )
    if wanted.days is not None:
        found = found.filter(given_at__gte=timezone.now() - timedelta(days=wanted.days))
    if wanted.origin:
        found = found.filter(origin=wanted.origin)
    if wanted.concern:
        found = found.filter(concern__iexact=wanted.concern)
    return found


def events_seen_by(user: User) -> QuerySet[AdverseEventRecord]:
    """Return the clinic's adverse events, newest first."""
    return (
        AdverseEventRecord.objects.filter(**{CLINIC: user.clinic_id})
        .select_related("recorded_by", "session__episode__patient")
        .prefetch_related("follow_ups__done_by")
    )


def event_seen_by(user: User, event_id: UUID) -> AdverseEventRecord:
    """Return an adverse event of the user's own clinic, or answer 404."""
    return get_object_or_404(events_seen_by(user), pk=event_id)


def follow_ups_seen_by(user: User) -> QuerySet[FollowUpRecord]:
    """Return the clinic's follow-ups, the earliest due first."""
    return FollowUpRecord.objects.filter(**{CLINIC: user.clinic_id}).select_related(
        "done_by", "event", "session__episode__patient", "session__clinician"
    )


def follow_up_seen_by(user: User, task_id: UUID) -> FollowUpRecord:
    """Return a follow-up of the user's own clinic, or answer 404."""
    return get_object_or_404(follow_ups_seen_by(user), pk=task_id)


def overdue_of(user: User) -> int:
    """Return how many follow-ups of the clinic are overdue."""
    return follow_ups_seen_by(user).filter(done_at=None, due_at__lt=timezone.now()).count()


def session_seen_by(user: User, session_id: UUID) -> SessionRecord:
    """Return a visit of the user's own clinic, or answer 404."""
    return get_object_or_404(
        SessionRecord.objects.select_related("episode__patient__clinic", "clinician"),
        pk=session_id,
        episode__patient__clinic=user.clinic_id,
    )
