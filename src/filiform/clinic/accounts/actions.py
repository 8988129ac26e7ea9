"""What changes accounts."""

import secrets
from dataclasses import dataclass

from django.db import transaction

from filiform.clinic.accounts.models import Clinic, Role, User
from filiform.clinic.audit import actions as audit
from filiform.errors import FiliformError


class ClinicExistsError(FiliformError, ValueError):
    """A clinic of this name, or a person of this address, is already there."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A stored person and a new password, which exists only in this value."""

    user: User
    password: str


@transaction.atomic
def found_clinic(name: str, *, email: str, given_name: str, family_name: str) -> NewAccount:
    """Make a clinic and its clinic lead.

    Raises
    ------
    ClinicExistsError
        If the clinic's name or the lead's address is taken.
    """
    if Clinic.objects.filter(name=name).exists():
        raise ClinicExistsError(f"a clinic called {name!r} already exists; choose another name.")
    if User.objects.filter(email=email.lower()).exists():
        raise ClinicExistsError("somebody already signs in with this address; choose another.")
    clinic = Clinic.objects.create(name=name)
    made = _new_account(
        clinic, email=email, given_name=given_name, family_name=family_name, role=Role.CLINIC_LEAD
    )
    audit.record("clinic founded", clinic, by=made.user)
    return made


@transaction.atomic
def add_staff(*, email: str, given_name: str, family_name: str, role: Role, by: User) -> NewAccount:
    """Let one more person of the clinic sign in."""
    made = _new_account(
        by.clinic, email=email, given_name=given_name, family_name=family_name, role=role
    )
    audit.record("staff added", made.user, by=by)
    return made


@transaction.atomic
def set_active(user: User, *, active: bool, by: User) -> None:
    """Let a person sign in again, or no longer."""
    user.is_active = active
    user.save(update_fields=["is_active"])
    audit.record("sign-in allowed" if active else "sign-in stopped", user, by=by)


@transaction.atomic
def renew_password(user: User, *, by: User) -> NewAccount:
    """Replace a forgotten password; every browser in which the person is signed in is out."""
    password = _first_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("password renewed", user, by=by)
    return NewAccount(user, password)


def _first_password() -> str:
    return secrets.token_urlsafe(12)


def _new_account(
    clinic: Clinic, *, email: str, given_name: str, family_name: str, role: Role
) -> NewAccount:
    password = _first_password()
    user = User.objects.create_user(
        email,
        password,
        given_name=given_name,
        family_name=family_name,
        role=role,
        clinic=clinic,
    )
    return NewAccount(user, password)
