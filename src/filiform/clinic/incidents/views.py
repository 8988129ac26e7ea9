from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from filiform.care import load_emergency_card
from filiform.clinic.access import public
from filiform.clinic.incidents import shown
from filiform.clinic.languages import page_language, translated


@require_GET
@public
@translated
def emergency(request: HttpRequest) -> HttpResponse:
    """Show the emergency card; it names nobody, so that it can be kept offline and on the wall."""
    context = {
        "emergencies": shown.emergencies(page_language()),
        "version": load_emergency_card().version,
        "number": settings.EMERGENCY_NUMBER,
    }
    return render(request, "incidents/emergency.html", context)
