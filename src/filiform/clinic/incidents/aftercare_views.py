from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from filiform.care import LANGUAGES, load_aftercare
from filiform.clinic.access import ClinicRequest, allow
from filiform.clinic.accounts.models import Role
from filiform.clinic.audit import actions as audit
from filiform.clinic.incidents import queries, shown
from filiform.clinic.languages import translated


@require_GET
@allow(Role.CLINICIAN, Role.CLINIC_LEAD)
@translated
def aftercare(request: ClinicRequest, session_id: UUID, language: str) -> HttpResponse:
    """Show the sheet that the patient takes home, in the patient's language, to be printed."""
    if language not in LANGUAGES:
        raise Http404
    session = queries.session_seen_by(request.user, session_id)
    audit.record("aftercare sheet shown", session, by=request.user)
    over_lung = shown.over_lung(session)
    with translation.override(language):
        context = {
            "session": session,
            "patient": session.episode.patient,
            "parts": shown.aftercare_parts(language, lung=bool(over_lung)),
            "over_lung": over_lung,
            "languages": [(code, name) for code, name in settings.LANGUAGES if code in LANGUAGES],
            "language": language,
            "number": settings.EMERGENCY_NUMBER,
            "version": load_aftercare().version,
        }
        return render(request, "incidents/aftercare.html", context)
