"""What every request passes first: a limit to its size, headers, a log without names."""

import logging
import re
import traceback
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SECRET_PATH = re.compile(r"/([ps])/[^/\s\"']+")
BODY_METHODS = ("POST", "PUT", "PATCH", "DELETE")
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
DISCARDED_MOST = 64_000_000
DISCARDED_AT_ONCE = 64_000


class RequestMiddleware:
    """Refuse a request that is too large without keeping it; add the common headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        too_large = request.method in BODY_METHODS and _is_too_large(request)
        response = _refuse(request) if too_large else self.get_response(request)
        if "Cache-Control" not in response and response.get("Content-Type", "").startswith("text/"):
            response["Cache-Control"] = "no-store"
        response["Permissions-Policy"] = PERMISSIONS
        return response


def _is_too_large(request: HttpRequest) -> bool:
    """Judge by the announced length; a body that announces none is not accepted at all."""
    if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        return True
    length = _announced_length(request)
    return length is None or length > settings.LARGEST_REQUEST


def _refuse(request: HttpRequest) -> HttpResponse:
    _discard_body(request)
    return render(request, "413.html", {"limit_mb": settings.LARGEST_REQUEST / 1e6}, status=413)


def _discard_body(request: HttpRequest) -> None:
    """Let the body pass by, in small pieces that are dropped.

    A browser that is still sending when the connection closes shows a broken connection instead
    of the page that says why. Beyond the limit here that is what it gets.
    """
    body = request.META["wsgi.input"]
    left = min(_announced_length(request) or DISCARDED_MOST, DISCARDED_MOST)
    while left > 0 and (piece := body.read(min(left, DISCARDED_AT_ONCE))):
        left -= len(piece)


def _announced_length(request: HttpRequest) -> int | None:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return None


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
        redacted = SECRET_PATH.sub(r"/\1/…", message)
        if redacted != message:
            record.msg, record.args = redacted, ()
        return True
