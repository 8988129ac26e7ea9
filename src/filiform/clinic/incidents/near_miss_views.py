from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from filiform.clinic.access import ClinicRequest, allow
from filiform.clinic.accounts.models import Role
from filiform.clinic.audit import actions as audit
from filiform.clinic.incidents import queries
from filiform.clinic.incidents.forms import NearMissFilter
from filiform.clinic.incidents.sheets import csv_response

PER_PAGE = 50
HEAD = (
    "when", "origin", "rule", "about", "site", "reason", "confirmed twice", "deviation", "who",
    "visit",
)  # fmt: skip


@require_GET
@allow(Role.CLINIC_LEAD)
def near_misses(request: ClinicRequest) -> HttpResponse:
    """Show the clinic lead every override, newest first; no patient is named."""
    form = NearMissFilter(request.GET)
    found = queries.near_misses_seen_by(request.user, form.wanted)
    audit.record("near misses viewed", request.user.clinic, by=request.user)
    if request.GET.get("as") == "csv":
        audit.record("near misses exported", request.user.clinic, by=request.user)
        rows = (
            (
                timezone.localtime(near.given_at).isoformat(timespec="minutes"),
                near.get_origin_display(),
                near.concern,
                near.title,
                near.site,
                near.reason,
                "yes" if near.confirmed else "no",
                "yes" if near.deviation else "no",
                near.given_by.full_name,
                near.session_id,
            )
            for near in found
        )
        return csv_response("near-misses", HEAD, rows)
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page", 1)),
        "narrowed": any(asked.values()),
        "asked": asked.urlencode(),
    }
    return render(request, "incidents/near_misses.html", context)
