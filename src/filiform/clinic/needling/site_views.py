from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from filiform.atlas import load_atlas
from filiform.body import Side
from filiform.clinic.access import ClinicRequest, allow
from filiform.clinic.accounts.models import Role
from filiform.clinic.audit import actions as audit
from filiform.clinic.needling import actions, queries, site_shown
from filiform.clinic.needling.forms import SiteReasonForm
from filiform.errors import FiliformError

clinical = allow(Role.CLINICIAN, Role.CLINIC_LEAD)


@require_GET
@clinical
def guidance(
    request: ClinicRequest, session_id: UUID, trigger_point: str, side: str
) -> HttpResponse:
    """Show where and how a point is needled, and what lies beside it; for clinicians only."""
    session = queries.session_seen_by(request.user, session_id)
    point = load_atlas().trigger_points.get(trigger_point)
    if point is None or side not in (Side.LEFT, Side.RIGHT):
        raise Http404
    audit.record("site guidance viewed", session, by=request.user)
    context = site_shown.guidance_context(session, point, Side(side))
    return render(request, "needling/guidance.html", context)


@require_POST
@clinical
def explain(request: ClinicRequest, session_id: UUID, needling_id: UUID) -> HttpResponse:
    """Store why a site was needled although a rule spoke against it."""
    session = queries.session_seen_by(request.user, session_id)
    form = SiteReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Write why it was done, or what happened.")
        return redirect("needling:visit", session.pk)
    try:
        actions.explain_site(session, needling_id, by=request.user, **form.cleaned_data)
    except FiliformError as error:
        messages.error(request, str(error))
    return redirect("needling:visit", session.pk)
