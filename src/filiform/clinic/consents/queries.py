"""Reading consents; always within one clinic."""

from collections.abc import Sequence
from uuid import UUID

from django.shortcuts import get_object_or_404

from filiform.clinic.accounts.models import User
from filiform.clinic.consents.models import ConsentRecord
from filiform.clinic.patients.models import Patient


def consent_seen_by(user: User, consent_id: UUID) -> ConsentRecord:
    """Return a consent of the user's own clinic, or answer 404."""
    return get_object_or_404(
        ConsentRecord.objects.select_related("episode__patient__clinic", "recorded_by"),
        pk=consent_id,
        episode__patient__clinic=user.clinic_id,
    )


def own_consent(user: User, consent_id: UUID) -> ConsentRecord:
    """Return a signed-in patient's own consent, or answer 404."""
    return get_object_or_404(
        ConsentRecord.objects.select_related("episode__patient__clinic"),
        pk=consent_id,
        episode__patient__user=user,
    )


def consents_of(patient: Patient) -> Sequence[ConsentRecord]:
    """Return the consents of a patient, newest first."""
    return list(
        ConsentRecord.objects.filter(episode__patient=patient).select_related(
            "episode", "recorded_by", "withdrawal"
        )
    )
