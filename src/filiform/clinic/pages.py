"""Pages that belong to no app: home, health, errors."""

from django.db import connection
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from filiform.clinic.access import ClinicRequest, allow, public
from filiform.clinic.accounts.models import Role

HOME_BY_ROLE = {
    Role.PATIENT: "patients:me",
    Role.FRONT_DESK: "patients:patients",
    Role.CLINICIAN: "patients:patients",
    Role.CLINIC_LEAD: "patients:patients",
    Role.ADMINISTRATOR: "accounts:staff",
}


@require_GET
@allow(*Role)
def home(request: ClinicRequest) -> HttpResponse:
    """Send each person to where the day begins."""
    return redirect(HOME_BY_ROLE[Role(request.user.role)])


@require_GET
@public
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 if the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that the form was too old or came from elsewhere."""
    return render(request, "403_csrf.html", status=403)
