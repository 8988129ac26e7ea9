"""What changes patients."""

from django.db import transaction

from filiform.clinic.accounts.models import User
from filiform.clinic.audit import actions as audit
from filiform.clinic.patients.models import Patient


@transaction.atomic
def save_patient(patient: Patient, *, by: User) -> Patient:
    """Store a new patient of the person's clinic, or the changes to one."""
    is_new = patient._state.adding
    if is_new:
        patient.clinic = by.clinic
    patient.save()
    audit.record("patient added" if is_new else "patient changed", patient, by=by)
    return patient
