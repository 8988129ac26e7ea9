"""Reading patients; always within one clinic."""

from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404

from filiform.clinic.accounts.models import User
from filiform.clinic.patients.models import Patient

PER_PAGE = 20


def patients_seen_by(user: User, *, search: str = "", page: str | int = 1) -> "Page[Patient]":
    """Return one page of the clinic's patients; each word must begin one of the names."""
    found = Patient.objects.filter(clinic=user.clinic_id)
    for word in search.split():
        found = found.filter(Q(given_name__istartswith=word) | Q(family_name__icontains=word))
    return Paginator(found, PER_PAGE).get_page(page)


def patient_seen_by(user: User, patient_id: UUID) -> Patient:
    """Return a patient of the user's own clinic, or answer 404."""
    return get_object_or_404(Patient, pk=patient_id, clinic=user.clinic_id)


def own_patient(user: User) -> Patient:
    """Return the patient that a signed-in patient is, or answer 404."""
    return get_object_or_404(Patient, user=user)
