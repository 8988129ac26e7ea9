"""What every template may show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def clinic(request: HttpRequest) -> dict[str, Any]:
    """Return the clinic of the signed-in person and whether this is the demo."""
    user = getattr(request, "user", None)
    return {"clinic": getattr(user, "clinic", None), "is_demo": settings.DEMO}
