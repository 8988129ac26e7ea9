"""The demo never touches a database that holds anything which it did not make."""

from uuid import UUID

from django.conf import settings

from filiform.clinic.accounts.models import Clinic
from filiform.clinic.demo.errors import DemoRefusedError
from filiform.clinic.demo.people import load_people


def is_made() -> bool:
    """Whether the demo's clinics are there; they are made all at once or not at all."""
    return Clinic.objects.filter(pk__in=_own_ids()).exists()


def require_own_database() -> None:
    """Refuse in production, and where somebody else's clinic is found.

    Raises
    ------
    DemoRefusedError
        With what was found, and what to do instead.
    """
    if settings.PRODUCTION:
        raise DemoRefusedError(
            "FILIFORM_ENV is production; the demo's people and passwords are for looking around "
            "and never stand beside patients. Use another FILIFORM_STATE without FILIFORM_ENV."
        )
    others = list(Clinic.objects.exclude(pk__in=_own_ids()).values_list("name", flat=True)[:3])
    if others:
        named = ", ".join(repr(name) for name in others)
        raise DemoRefusedError(
            f"this database holds a clinic that the demo did not make: {named}. Nothing was "
            "changed. Set FILIFORM_STATE to an empty folder, or DATABASE_URL to an empty "
            "database, for the demo."
        )


def _own_ids() -> list[UUID]:
    return [clinic.id for clinic in load_people().clinics]
