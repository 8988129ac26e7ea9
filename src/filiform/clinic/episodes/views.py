from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from filiform.clinic.access import ClinicRequest, allow
from filiform.clinic.accounts.models import Role
from filiform.clinic.audit import actions as audit
from filiform.clinic.drawings import queries as drawing_queries
from filiform.clinic.episodes import actions, course, queries
from filiform.clinic.episodes.forms import EndForm, EpisodeForm, PainScoreForm, SignedScoreForm
from filiform.clinic.episodes.models import Moment
from filiform.clinic.needling import actions as needling_actions
from filiform.clinic.needling import queries as needling_queries
from filiform.clinic.patients import queries as patient_queries
from filiform.errors import FiliformError

clinical = allow(Role.CLINICIAN, Role.CLINIC_LEAD)


@require_http_methods(["GET", "POST"])
@clinical
def new(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Begin an episode: one complaint from today on."""
    patient = patient_queries.patient_seen_by(request.user, patient_id)
    form = EpisodeForm(request.POST or None, initial={"started_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        episode = actions.start_episode(
            patient,
            complaint=form.cleaned_data["complaint"],
            started_on=form.cleaned_data["started_on"],
            by=request.user,
        )
        return redirect("episodes:episode", episode.pk)
    context = {"form": form, "patient": patient}
    return render(request, "episodes/new.html", context, status=400 if form.errors else 200)


@require_GET
@clinical
def episode(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Show the hub of one complaint: drawings, visits, the course of the pain."""
    seen = queries.episode_seen_by(request.user, episode_id)
    audit.record("episode viewed", seen, by=request.user)
    context = {
        "episode": seen,
        "patient": seen.patient,
        "drawings": drawing_queries.drawings_of(seen),
        "sessions": needling_queries.sessions_of(seen),
        "open_session": needling_queries.open_session_of(seen),
        "course": course.course_of(seen),
        "score_form": PainScoreForm(initial={"score_id": uuid4(), "moment": Moment.CHECK_IN.value}),
        "end_form": EndForm(instance=seen, initial={"ended_on": timezone.localdate()}),
    }
    return render(request, "episodes/episode.html", context)


@require_POST
@clinical
def record_score(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Record pain between visits."""
    seen = queries.episode_seen_by(request.user, episode_id)
    form = PainScoreForm(request.POST)
    if form.is_valid():
        try:
            actions.record_score(
                seen,
                score_id=form.cleaned_data["score_id"],
                moment=Moment.CHECK_IN,
                value=form.cleaned_data["value"],
                by=request.user,
            )
        except FiliformError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Pain recorded.")
    else:
        messages.error(request, "Choose a whole number from 0 to 10.")
    return redirect("episodes:episode", seen.pk)


@require_http_methods(["GET", "POST"])
@clinical
def correct_score(request: ClinicRequest, score_id: UUID) -> HttpResponse:
    """Correct a score; the first entry stays on record."""
    score = queries.score_seen_by(request.user, score_id)
    signed = needling_queries.signed_session_of(score)
    form = (SignedScoreForm if signed else PainScoreForm)(
        request.POST or None,
        initial={"score_id": score.pk, "moment": score.moment, "value": score.value},
    )
    if request.method == "POST" and form.is_valid():
        value = form.cleaned_data["value"]
        try:
            if signed:
                needling_actions.amend_score(
                    signed, score, value=value, why=form.cleaned_data["why"], by=request.user
                )
            else:
                actions.correct_score(score, value=value, by=request.user)
        except FiliformError as error:
            form.add_error(None, str(error))
        else:
            return redirect("episodes:episode", score.episode_id)
    context = {"form": form, "score": score, "patient": score.episode.patient}
    return render(request, "episodes/correct.html", context, status=400 if form.errors else 200)


@require_POST
@clinical
def end(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Discharge, or take a discharge back."""
    seen = queries.episode_seen_by(request.user, episode_id)
    if "reopen" in request.POST:
        actions.end_episode(seen, ended_on=None, by=request.user)
        return redirect("episodes:episode", seen.pk)
    form = EndForm(request.POST, instance=seen)
    if form.is_valid():
        actions.end_episode(seen, ended_on=form.cleaned_data["ended_on"], by=request.user)
    else:
        messages.error(request, "Give the day of discharge; it cannot lie before the start.")
    return redirect("episodes:episode", seen.pk)
