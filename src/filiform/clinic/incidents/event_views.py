from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from filiform.atlas import load_atlas
from filiform.care import load_event_scheme
from filiform.clinic.access import ClinicRequest, allow
from filiform.clinic.accounts.models import Role
from filiform.clinic.audit import actions as audit
from filiform.clinic.incidents import actions, queries, shown
from filiform.clinic.incidents.forms import EventForm, now_to_the_minute
from filiform.clinic.needling.models import SessionRecord
from filiform.errors import FiliformError

clinical = allow(Role.CLINICIAN, Role.CLINIC_LEAD)


@require_http_methods(["GET", "POST"])
@clinical
def report(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    """Report an adverse event of a visit, during it or any time afterwards."""
    session = queries.session_seen_by(request.user, session_id)
    kind = request.GET.get("kind", "")
    known = load_event_scheme().kinds.get(kind)
    initial = {
        "event_id": uuid4(),
        "happened_at": now_to_the_minute(),
        "kind": kind,
        "grade": known.least_grade if known else "",
        "causality": "possible",
        "outcome": "unknown",
    }
    form = EventForm(request.POST or None, initial=initial, sites=_sites(session))
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_event(
                session, form.cleaned_data["event_id"], form.report, by=request.user
            )
        except FiliformError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The adverse event is recorded.")
            return redirect("needling:visit", session.pk)
    context = {
        "form": form,
        "session": session,
        "episode": session.episode,
        "patient": session.episode.patient,
        "scheme": load_event_scheme(),
    }
    status = 400 if form.errors else 200
    return render(request, "incidents/report.html", context, status=status)


@require_GET
@allow(Role.CLINIC_LEAD)
def events(request: ClinicRequest) -> HttpResponse:
    """Show the clinic lead every adverse event, with what is still to be followed up."""
    audit.record("adverse events viewed", request.user.clinic, by=request.user)
    rows = [shown.event_row(event) for event in queries.events_seen_by(request.user)]
    return render(request, "incidents/events.html", {"rows": rows})


@require_GET
@clinical
def event(request: ClinicRequest, event_id: UUID) -> HttpResponse:
    """Show one adverse event with its follow-ups."""
    record = queries.event_seen_by(request.user, event_id)
    audit.record("adverse event viewed", record, by=request.user)
    context = {
        "row": shown.event_row(record),
        "session": record.session,
        "episode": record.session.episode,
        "patient": record.session.episode.patient,
    }
    return render(request, "incidents/event.html", context)


def _sites(session: SessionRecord) -> list[tuple[str, str]]:
    muscles = load_atlas().muscles
    return [
        (
            str(site.pk),
            f"{muscles[site.muscle].name if site.muscle in muscles else site.muscle}, {site.side}",
        )
        for site in session.needlings.all()
    ]
