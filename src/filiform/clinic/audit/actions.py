"""Writing the audit trail."""

from django.db.models import Model

from filiform.clinic.accounts.models import Clinic, User
from filiform.clinic.audit.models import AuditEntry


def record(verb: str, subject: Model, *, by: User | None, clinic: Clinic | None = None) -> None:
    """Write down what was done or read.

    Parameters
    ----------
    verb
        What happened, as in "drawing saved".
    subject
        The row concerned; only its type and id are kept.
    by
        Who did it; None for a patient who came through a painting link.
    clinic
        The clinic concerned; that of ``by`` if omitted.
    """
    where = clinic or (by.clinic if by else None)
    if where is None:
        raise TypeError("record() needs a person or a clinic")
    AuditEntry.objects.create(
        clinic=where,
        actor=by,
        verb=verb,
        object_type=subject._meta.model_name or "",
        object_id=str(subject.pk),
    )
