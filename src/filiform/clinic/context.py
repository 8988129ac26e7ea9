"""What every template may show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from filiform.clinic.accounts.queries import demo_sign_ins


def clinic(request: HttpRequest) -> dict[str, Any]:
    """Return the clinic of the signed-in person and what belongs to the demo alone.

    ``demo_sign_ins`` is given as a function: only the sign-in page asks for the list.
    """
    user = getattr(request, "user", None)
    return {
        "clinic": getattr(user, "clinic", None),
        "is_demo": settings.DEMO,
        "demo_sign_ins": demo_sign_ins,
    }
