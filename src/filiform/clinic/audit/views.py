from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from filiform.clinic.access import ClinicRequest, allow
from filiform.clinic.accounts.models import Role
from filiform.clinic.audit import queries


@require_GET
@allow(Role.CLINIC_LEAD, Role.ADMINISTRATOR)
def trail(request: ClinicRequest) -> HttpResponse:
    """Show who did or read what: verbs and ids, no clinical content."""
    page = queries.entries_seen_by(request.user, page=request.GET.get("page", 1))
    return render(request, "audit/trail.html", {"page": page})
