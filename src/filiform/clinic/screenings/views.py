from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from filiform.clinic.access import (
    SCREENING_SESSION,
    ClinicRequest,
    allow,
    public,
    screening_link,
)
from filiform.clinic.accounts.models import Role
from filiform.clinic.audit import actions as audit
from filiform.clinic.episodes import queries as episode_queries
from filiform.clinic.languages import page_language, translated
from filiform.clinic.needling import actions as needling_actions
from filiform.clinic.needling import queries as needling_queries
from filiform.clinic.screenings import actions, queries
from filiform.clinic.screenings.asked import calls_for_help, codes_to_ask
from filiform.clinic.screenings.forms import AnswerForm
from filiform.errors import FiliformError

clinical = allow(Role.CLINICIAN, Role.CLINIC_LEAD)


@require_POST
@clinical
def send(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Make a one-time link and show it as a QR code."""
    episode = episode_queries.episode_seen_by(request.user, episode_id)
    made = actions.make_link(episode, by=request.user)
    address = request.build_absolute_uri(reverse("screenings:open", args=[made.token]))
    context = {
        "episode": episode,
        "patient": episode.patient,
        "link": made.link,
        "address": address,
        "only_here": request.get_host().partition(":")[0] in ("127.0.0.1", "localhost"),
        "qr": segno.make(address, error="m").svg_inline(
            scale=6, border=2, svgclass="qr", lineclass=None, omitsize=True
        ),
    }
    return render(request, "screenings/link.html", context)


@require_GET
@clinical
def link_state(request: ClinicRequest, link_id: UUID) -> HttpResponse:
    """Say whether the patient has opened the link and sent the answers."""
    link = queries.link_seen_by(request.user, link_id)
    return render(request, "screenings/_link_state.html", {"link": link})


@require_POST
@clinical
def cancel(request: ClinicRequest, link_id: UUID) -> HttpResponse:
    link = queries.link_seen_by(request.user, link_id)
    actions.cancel_link(link, by=request.user)
    messages.info(request, "The link to the questions no longer works.")
    return redirect("episodes:episode", link.episode_id)


@require_http_methods(["GET", "POST"])
@public
@translated
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask before the link is spent, so that a messenger's preview does not spend it."""
    if request.method == "GET":
        return render(request, "screenings/open.html")
    try:
        link = actions.open_link(token, at=timezone.now())
    except actions.LinkSpentError as error:
        return render(request, "screenings/spent.html", {"reason": str(error)}, status=410)
    request.session.flush()
    request.session[SCREENING_SESSION] = str(link.pk)
    request.session.set_expiry(int(queries.ANSWERING_LIMIT.total_seconds()))
    return redirect("screenings:answer")


@require_http_methods(["GET", "POST"])
@screening_link
@translated
def answer(request: HttpRequest) -> HttpResponse:
    """Answer through a link: this page shows nothing of the record."""
    link_id = request.session[SCREENING_SESSION]
    if queries.answers_sent_through(link_id):
        return redirect("screenings:done")
    link = queries.link_being_answered(link_id, at=timezone.now())
    if link is None:
        reason = _("The time for these questions is over. Please ask for a new link.")
        return render(request, "screenings/spent.html", {"reason": reason}, status=410)
    form = AnswerForm(
        request.POST or None, language=page_language(), codes=codes_to_ask(link.episode)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_through_link(form.answers, language=page_language(), link=link)
        except FiliformError as error:
            form.add_error(None, str(error))
        else:
            return redirect("screenings:done")
    context = {"form": form, "clinic": link.episode.patient.clinic}
    return render(request, "screenings/answer.html", context, status=400 if form.errors else 200)


@require_GET
@screening_link
@translated
def done(request: HttpRequest) -> HttpResponse:
    """Thank the patient; what the rules make of the answers is the clinician's to read."""
    sent = queries.answers_sent_through(request.session[SCREENING_SESSION])
    urgent = sent is not None and calls_for_help(sent.answers)
    return render(request, "screenings/done.html", {"sent": sent, "urgent": urgent})


@require_POST
@clinical
def confirm(request: ClinicRequest, session_id: UUID, answers_id: UUID) -> HttpResponse:
    """Take over what the patient answered, after the clinician went through it together."""
    session = needling_queries.session_seen_by(request.user, session_id)
    answers = queries.answers_of_clinic(request.user, answers_id, session.episode)
    try:
        needling_actions.take_patient_answers(
            session, answers.answers, given_at=answers.at, by=request.user
        )
        audit.record("patient answers confirmed", answers, by=request.user)
    except FiliformError as error:
        messages.error(request, str(error))
    return redirect("needling:visit", session.pk)
