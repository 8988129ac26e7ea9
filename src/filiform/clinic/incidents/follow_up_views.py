from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from filiform.clinic.access import ClinicRequest, allow
from filiform.clinic.accounts.models import Role
from filiform.clinic.audit import actions as audit
from filiform.clinic.incidents import actions, queries
from filiform.clinic.incidents.forms import FollowUpForm
from filiform.clinic.incidents.models import Outcome
from filiform.errors import FiliformError

clinical = allow(Role.CLINICIAN, Role.CLINIC_LEAD)
DONE_SHOWN = 30


@require_GET
@clinical
def follow_ups(request: ClinicRequest) -> HttpResponse:
    """Show whom to ask again, the most overdue first, and who was asked."""
    audit.record("follow-ups viewed", request.user.clinic, by=request.user)
    tasks, now = queries.follow_ups_seen_by(request.user), timezone.now()
    waiting = tasks.filter(done_at=None)
    context = {
        "overdue": list(waiting.filter(due_at__lt=now)),
        "coming": list(waiting.filter(due_at__gte=now)),
        "done": list(tasks.exclude(done_at=None).order_by("-done_at")[:DONE_SHOWN]),
        "outcomes": Outcome.choices,
    }
    return render(request, "incidents/follow_ups.html", context)


@require_POST
@clinical
def answer(request: ClinicRequest, task_id: UUID) -> HttpResponse:
    """Store what the patient said, or that nobody was reached."""
    task = queries.follow_up_seen_by(request.user, task_id)
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return redirect("incidents:follow_ups")
    said = form.cleaned_data
    try:
        if said["reached"] == "not_reached":
            actions.note_not_reached(task, by=request.user)
            messages.success(request, "Noted. The task stays open.")
        else:
            symptoms = said["reached"] == "symptoms"
            actions.answer_follow_up(
                task,
                symptoms=symptoms,
                note=said["note"],
                outcome=Outcome(said["outcome"]) if said["outcome"] else None,
                by=request.user,
            )
            if symptoms:
                return redirect("incidents:symptoms", task.pk)
            messages.success(request, "Done.")
    except FiliformError as error:
        messages.error(request, str(error))
    return redirect("incidents:follow_ups")


@require_GET
@clinical
def symptoms(request: ClinicRequest, task_id: UUID) -> HttpResponse:
    """Say what to do now that the patient has symptoms: the card, and the adverse event."""
    task = queries.follow_up_seen_by(request.user, task_id)
    context = {"task": task, "session": task.session, "patient": task.session.episode.patient}
    return render(request, "incidents/symptoms.html", context)
