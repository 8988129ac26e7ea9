from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from filiform.clinic.access import ClinicRequest, allow
from filiform.clinic.accounts.models import Role
from filiform.clinic.needling import actions, queries
from filiform.clinic.needling.forms import AmendmentForm
from filiform.errors import FiliformError


@require_POST
@allow(Role.CLINICIAN, Role.CLINIC_LEAD)
def amend(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    """Write an amendment beside a signed visit."""
    session = queries.session_seen_by(request.user, session_id)
    form = AmendmentForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return redirect("needling:visit", session.pk)
    try:
        actions.amend(session, by=request.user, **form.cleaned_data)
    except FiliformError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The amendment stands beside the signed visit.")
    return redirect("needling:visit", session.pk)
