from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from filiform.clinic.access import ClinicRequest, allow
from filiform.clinic.accounts.models import Role
from filiform.clinic.audit import actions as audit
from filiform.clinic.episodes import queries as episode_queries
from filiform.clinic.episodes.forms import PainScoreForm
from filiform.clinic.episodes.models import Moment
from filiform.clinic.needling import actions, queries, visit
from filiform.clinic.needling.forms import (
    AcknowledgementForm,
    AmendmentForm,
    NeedlingForm,
    NoNeedlingForm,
    ScreeningForm,
    diameter_choices,
    length_choices,
    point_choices,
    technique_choices,
)
from filiform.clinic.needling.models import SessionRecord
from filiform.errors import FiliformError

clinical = allow(Role.CLINICIAN, Role.CLINIC_LEAD)


@require_POST
@clinical
def start(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Begin a visit, or go on with the open one."""
    episode = episode_queries.episode_seen_by(request.user, episode_id)
    session = actions.start_session(episode, by=request.user)
    return redirect("needling:visit", session.pk)


@require_GET
@clinical
def show(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    """Show the visit: screening, pain, sites, signature."""
    session = queries.session_seen_by(request.user, session_id)
    audit.record("visit viewed", session, by=request.user)
    return _page(request, session)


@require_POST
@clinical
def screening(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    session = queries.session_seen_by(request.user, session_id)
    form = ScreeningForm(request.POST)
    if not form.is_valid():
        messages.error(request, "An answer was not readable: yes, no or unsure is expected.")
        return _page(request, session, status=400)
    return _done(
        request, session, lambda: actions.answer_screening(session, form.answers, by=request.user)
    )


@require_POST
@clinical
def acknowledge(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    session = queries.session_seen_by(request.user, session_id)
    form = AcknowledgementForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Write why needling goes on, and what is changed for it.")
        return _page(request, session, status=400)
    return _done(
        request,
        session,
        lambda: actions.acknowledge(
            session,
            form.cleaned_data["concern"],
            reason=form.cleaned_data["reason"],
            confirmed=form.cleaned_data["confirmed"],
            by=request.user,
        ),
    )


@require_POST
@clinical
def put(request: ClinicRequest, session_id: UUID, needling_id: UUID) -> HttpResponse:
    """Store a site as it stands; answered 200 only once it is on disk."""
    session = queries.session_seen_by(request.user, session_id)
    form = NeedlingForm(request.POST)
    if not form.is_valid():
        return _refused(
            request, session, [str(e) for errors in form.errors.values() for e in errors]
        )
    try:
        actions.put_needling(session, form.needling(needling_id), by=request.user)
    except FiliformError as error:
        return _refused(request, session, [str(error)])
    return _sites(request, session)


@require_POST
@clinical
def remove(request: ClinicRequest, session_id: UUID, needling_id: UUID) -> HttpResponse:
    session = queries.session_seen_by(request.user, session_id)
    try:
        actions.remove_needling(session, needling_id, by=request.user)
    except FiliformError as error:
        return _refused(request, session, [str(error)])
    return _sites(request, session)


@require_POST
@clinical
def pain(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    """Record pain before or after needling."""
    session = queries.session_seen_by(request.user, session_id)
    form = PainScoreForm(request.POST)
    if not form.is_valid() or form.cleaned_data["moment"] == Moment.CHECK_IN:
        messages.error(request, "Choose a number from 0 to 10 for the pain now.")
        return _page(request, session, status=400)
    return _done(
        request,
        session,
        lambda: actions.record_pain(
            session,
            score_id=form.cleaned_data["score_id"],
            moment=Moment(form.cleaned_data["moment"]),
            value=form.cleaned_data["value"],
            by=request.user,
        ),
    )


@require_POST
@clinical
def no_needling(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    session = queries.session_seen_by(request.user, session_id)
    form = NoNeedlingForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Write why nobody was needled in this visit.")
        return _page(request, session, status=400)
    return _done(
        request,
        session,
        lambda: actions.end_without_needling(
            session, reason=form.cleaned_data["reason"], by=request.user
        ),
    )


@require_POST
@clinical
def sign(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    session = queries.session_seen_by(request.user, session_id)
    try:
        actions.sign(session, by=request.user)
    except FiliformError as error:
        messages.error(request, f"Not signed. {error}")
        return _page(request, session, status=409)
    messages.success(request, "The visit is signed.")
    return redirect("episodes:episode", session.episode_id)


def _done(request: ClinicRequest, session: SessionRecord, act: object) -> HttpResponse:
    """Do it and show the visit again; say in words why not."""
    assert callable(act)
    try:
        act()
    except FiliformError as error:
        messages.error(request, str(error))
        return _page(request, queries.session_seen_by(request.user, session.pk), status=409)
    return redirect("needling:visit", session.pk)


def _refused(request: ClinicRequest, session: SessionRecord, reasons: list[str]) -> HttpResponse:
    if request.headers.get("HX-Request"):
        context = _context(session) | {"reasons": reasons}
        # htmx swaps answers of 200 alone; the header tells scripts and tests what it was.
        answer = render(request, "needling/_sites.html", context)
        answer["X-Filiform-Refused"] = "1"
        return answer
    for reason in reasons:
        messages.error(request, reason)
    return _page(request, session, status=409)


def _sites(request: ClinicRequest, session: SessionRecord) -> HttpResponse:
    if request.headers.get("HX-Request"):
        fresh = queries.session_seen_by(request.user, session.pk)
        return render(request, "needling/_sites.html", _context(fresh))
    return redirect("needling:visit", session.pk)


def _page(request: ClinicRequest, session: SessionRecord, *, status: int = 200) -> HttpResponse:
    return render(request, "needling/visit.html", _context(session), status=status)


def _context(session: SessionRecord) -> dict[str, object]:
    if session.is_signed:
        return visit.signed_context(session) | {"amendment_form": AmendmentForm()}
    context = visit.visit_context(session)
    suggested = visit.suggestions(session)
    covered = visit.covered(suggested, context["review"].consent)
    return context | {
        "suggestions": covered,
        "uncovered": len(suggested) - len(covered),
        "new_id": uuid4(),
        "defaults": visit.site_defaults(),
        "points": point_choices(),
        "diameters": diameter_choices(),
        "lengths": length_choices(),
        "techniques": technique_choices(),
    }
