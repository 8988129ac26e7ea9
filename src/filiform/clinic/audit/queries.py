"""Reading the audit trail."""

from django.core.paginator import Page, Paginator

from filiform.clinic.accounts.models import User
from filiform.clinic.audit.models import AuditEntry

PER_PAGE = 50


def entries_seen_by(user: User, *, page: str | int = 1) -> "Page[AuditEntry]":
    """Return one page of the clinic's trail, newest first."""
    entries = AuditEntry.objects.filter(clinic=user.clinic_id).select_related("actor")
    return Paginator(entries, PER_PAGE).get_page(page)
