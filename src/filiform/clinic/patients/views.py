from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from filiform.clinic.access import ClinicRequest, allow
from filiform.clinic.accounts.models import Role
from filiform.clinic.audit import actions as audit
from filiform.clinic.consents import queries as consent_queries
from filiform.clinic.consents.shown import rows_of
from filiform.clinic.episodes import queries as episode_queries
from filiform.clinic.languages import translated
from filiform.clinic.needling import queries as needling_queries
from filiform.clinic.patients import actions, queries
from filiform.clinic.patients.forms import ClinicalPatientForm, PatientForm

staff = allow(Role.FRONT_DESK, Role.CLINICIAN, Role.CLINIC_LEAD)


@require_http_methods(["GET", "POST"])
@staff
def patients(request: ClinicRequest) -> HttpResponse:
    """List the clinic's patients; htmx asks for the rows alone while one types.

    A search is posted, so that no name ever stands in an address or a log.
    """
    search = request.POST.get("search", "")[:80]
    page = queries.patients_seen_by(request.user, search=search, page=request.POST.get("page", 1))
    visits = needling_queries.open_sessions_seen_by(request.user)
    context = {"page": page, "search": search, "visits": visits}
    template = (
        "patients/_rows.html" if request.headers.get("HX-Request") else "patients/patients.html"
    )
    return render(request, template, context)


@require_GET
@staff
def patient(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Show one patient; the front desk sees who it is, clinicians also what is treated."""
    seen = queries.patient_seen_by(request.user, patient_id)
    audit.record("patient viewed", seen, by=request.user)
    episodes = episode_queries.episodes_of(seen) if request.user.is_clinical else ()
    consents = rows_of(consent_queries.consents_of(seen)) if request.user.is_clinical else ()
    context = {"patient": seen, "episodes": episodes, "consents": consents}
    return render(request, "patients/patient.html", context)


@require_http_methods(["GET", "POST"])
@staff
def new(request: ClinicRequest) -> HttpResponse:
    form = _form_for(request)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        saved = actions.save_patient(form.save(commit=False), by=request.user)
        return redirect("patients:patient", saved.pk)
    return render(request, "patients/edit.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@staff
def edit(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    seen = queries.patient_seen_by(request.user, patient_id)
    form = _form_for(request)(request.POST or None, instance=seen)
    if request.method == "POST" and form.is_valid():
        saved = actions.save_patient(form.save(commit=False), by=request.user)
        return redirect("patients:patient", saved.pk)
    context = {"form": form, "patient": seen}
    return render(request, "patients/edit.html", context, status=400 if form.errors else 200)


def _form_for(request: ClinicRequest) -> type[PatientForm]:
    """Body measures are clinical: the front desk is not asked for them."""
    return ClinicalPatientForm if request.user.is_clinical else PatientForm


@require_GET
@allow(Role.PATIENT)
@translated
def me(request: ClinicRequest) -> HttpResponse:
    """Show a patient the own drawings and the own pain; never rankings or depths."""
    own = queries.own_patient(request.user)
    audit.record("own page viewed", own, by=request.user)
    context = {"patient": own, "episodes": episode_queries.own_episodes(own)}
    return render(request, "patients/me.html", context)
