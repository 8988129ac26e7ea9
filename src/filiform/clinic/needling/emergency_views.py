from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from filiform.care import load_emergency_card
from filiform.clinic.access import ClinicRequest, allow
from filiform.clinic.accounts.models import Role
from filiform.clinic.audit import actions as audit
from filiform.clinic.incidents import shown
from filiform.clinic.needling import emergencies, queries, visit
from filiform.clinic.needling.forms import CountForm, EndStopForm, NoteForm, RetainedForm
from filiform.clinic.needling.models import SessionRecord
from filiform.errors import FiliformError

clinical = allow(Role.CLINICIAN, Role.CLINIC_LEAD)


@require_GET
@clinical
def emergency(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    """Show the needles that are in, the stop and the emergency card, on one page."""
    session = queries.session_seen_by(request.user, session_id)
    audit.record("emergency page viewed", session, by=request.user)
    titles = {e.id: e.title_in("en") for e in load_emergency_card().emergencies}
    stops = list(session.stops.select_related("started_by", "ended_by"))
    for stop in stops:
        stop.title = titles.get(stop.kind, stop.kind)  # type: ignore[attr-defined]
    context = visit.counted_context(session) | {
        "emergencies": shown.emergencies("en"),
        "stops": stops,
        "stop": next((stop for stop in stops if stop.ended_at is None), None),
    }
    return render(request, "needling/emergency.html", context)


@require_POST
@clinical
def stop(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    session = queries.session_seen_by(request.user, session_id)
    kind = request.POST.get("kind", "")
    return _done(request, session, lambda: emergencies.stop_visit(session, kind, by=request.user))


@require_POST
@clinical
def note(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    session = queries.session_seen_by(request.user, session_id)
    form = NoteForm(request.POST)
    return _checked(
        request,
        session,
        form,
        lambda: emergencies.note_in_stop(session, form.cleaned_data["text"], by=request.user),
    )


@require_POST
@clinical
def end(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    session = queries.session_seen_by(request.user, session_id)
    form = EndStopForm(request.POST)
    return _checked(
        request,
        session,
        form,
        lambda: emergencies.end_stop(session, by=request.user, **form.cleaned_data),
    )


@require_POST
@clinical
def out(request: ClinicRequest, session_id: UUID, needling_id: UUID) -> HttpResponse:
    """Count needles of a site out; large buttons, no script needed."""
    session = queries.session_seen_by(request.user, session_id)
    form = CountForm(request.POST)
    return _checked(
        request,
        session,
        form,
        lambda: emergencies.count_out(
            session, needling_id, out=form.cleaned_data["out"], by=request.user
        ),
    )


@require_POST
@clinical
def retained(request: ClinicRequest, session_id: UUID, needling_id: UUID) -> HttpResponse:
    """Record needles that stay in or lost, or take that back."""
    session = queries.session_seen_by(request.user, session_id)
    if "found" in request.POST:
        return _done(
            request,
            session,
            lambda: emergencies.take_back_retained(session, needling_id, by=request.user),
        )
    form = RetainedForm(request.POST)
    return _checked(
        request,
        session,
        form,
        lambda: emergencies.record_retained(
            session, needling_id, by=request.user, **form.cleaned_data
        ),
    )


def _checked(
    request: ClinicRequest, session: SessionRecord, form: forms.Form, act: object
) -> HttpResponse:
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return redirect("needling:emergency", session.pk)
    return _done(request, session, act)


def _done(request: ClinicRequest, session: SessionRecord, act: object) -> HttpResponse:
    """Do it and show the page again; say in words why not."""
    assert callable(act)
    try:
        act()
    except FiliformError as error:
        messages.error(request, str(error))
    return redirect("needling:emergency", session.pk)
