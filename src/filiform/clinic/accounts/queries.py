"""Reading accounts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from filiform.clinic.accounts.models import Role, User

DEMO_SIGN_INS_FILE = "demo-sign-ins.json"


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """One fictional person of the demo clinic, and how to become them."""

    email: str
    password: str
    role: str
    name: str
    clinic: str


def demo_sign_ins() -> Sequence[DemoSignIn]:
    """Return the demo's sign-ins; none outside the demo."""
    path = Path(settings.STATE) / DEMO_SIGN_INS_FILE
    if not settings.DEMO or not path.exists():
        return ()
    return tuple(DemoSignIn(**row) for row in json.loads(path.read_text(encoding="utf-8")))


def staff_of(user: User) -> QuerySet[User]:
    """Return the people who work in the user's clinic."""
    return User.objects.filter(clinic=user.clinic_id).exclude(role=Role.PATIENT)
