"""What every template may show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from filiform.clinic.accounts.models import User
from filiform.clinic.accounts.queries import demo_sign_ins
from filiform.clinic.incidents.queries import overdue_of


def clinic(request: HttpRequest) -> dict[str, Any]:
    """Return the clinic of the signed-in person and what belongs to the demo alone.

    ``demo_sign_ins`` and ``overdue_follow_ups`` are given as functions: only the pages that show
    them ask the database.
    """
    user = getattr(request, "user", None)
    return {
        "clinic": getattr(user, "clinic", None),
        "is_demo": settings.DEMO,
        "demo_sign_ins": demo_sign_ins,
        "overdue_follow_ups": lambda: overdue_of(user) if isinstance(user, User) else 0,
    }
