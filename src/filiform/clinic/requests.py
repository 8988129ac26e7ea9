"""What every request passes first: a limit to its size, headers, a log without names."""

import logging
import re
import traceback
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SECRET_PATH = re.compile(r"/p/[^/\s\"']+")
BODY_METHODS = ("POST", "PUT", "PATCH", "DELETE")


class RequestMiddleware:
    """Refuse a request that is too large before reading it; add the common headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in BODY_METHODS and _is_too_large(request):
            return render(
                request, "413.html", {"limit_mb": settings.LARGEST_REQUEST / 1e6}, status=413
            )
        response = self.get_response(request)
        if "Cache-Control" not in response and response.get("Content-Type", "").startswith("text/"):
            response["Cache-Control"] = "no-store"
        response["Permissions-Policy"] = (
            "camera=(), microphone=(), geolocation=(), interest-cohort=()"
        )
        return response


def _is_too_large(request: HttpRequest) -> bool:
    """Judge by the announced length; a body that announces none is not accepted at all."""
    if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        return True
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > settings.LARGEST_REQUEST
    except ValueError:
        return True


class NoPatientData(logging.Filter):
    """Keep one-time tokens, and the values inside exceptions, out of the log.

    A database error quotes the row that broke a rule, and a row can hold a name; so of an
    exception only its type and the places it passed are written down.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place and keep it."""
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            places = "".join(traceback.format_tb(trace))
            record.msg, record.args = f"{record.getMessage()}\n{places}{kind.__name__}", ()
            record.exc_info = record.exc_text = None
        message = record.getMessage()
        redacted = SECRET_PATH.sub("/p/…", message)
        if redacted != message:
            record.msg, record.args = redacted, ()
        return True
