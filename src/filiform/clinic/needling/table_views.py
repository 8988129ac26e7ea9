"""The table's page, its documents, its journal, and the devices that write it."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST

from filiform.care import MalformedEntryError, parse_moment
from filiform.care.entry_json import moment_as_text
from filiform.clinic.access import ClinicRequest, allow, public
from filiform.clinic.accounts.models import Role
from filiform.clinic.audit import actions as audit
from filiform.clinic.needling import (
    queries,
    table_actions,
    table_document,
    table_guidance,
    table_queries,
)

MOST_ENTRIES = 500
SHELL_FILES = (
    "css/tokens.css",
    "css/base.css",
    "css/components.css",
    "css/incidents.css",
    "css/table.css",
    "fonts/inter.woff2",
    "brand/mark.svg",
    "js/theme.js",
    "islands/table.js",
)

clinical = allow(Role.CLINICIAN, Role.CLINIC_LEAD)


class MalformedBatchError(ValueError):
    """What came is no batch of entries."""


@require_GET
@clinical
def table(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    """Show the table's page: a shell without a word about the patient, so that it can be kept."""
    queries.session_seen_by(request.user, session_id)
    return render(request, "needling/table.html")


@require_GET
@clinical
def shell(request: ClinicRequest) -> HttpResponse:
    """Give the same page under one address, for the service worker to keep."""
    return render(request, "needling/table.html")


@require_GET
@clinical
def document(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    """Give a tablet the visit to go on with."""
    session = queries.session_seen_by(request.user, session_id)
    audit.record("visit taken to the table", session, by=request.user)
    return _no_store(JsonResponse(table_document.visit_document(session, by=request.user)))


@gzip_page  # nothing in it is secret or reflects the request
@require_GET
@clinical
def catalogue(request: ClinicRequest) -> HttpResponse:
    """Give what can be chosen at a table; the same for everybody."""
    return JsonResponse(table_document.catalogue())


@require_POST
@clinical
def journal(request: ClinicRequest, session_id: UUID) -> HttpResponse:
    """Store a batch; what is acknowledged is on disk, what is refused stays on the device."""
    try:
        session = queries.session_seen_by(request.user, session_id)
    except Http404:
        return JsonResponse({"reason": "This clinic has no such visit."}, status=404)
    try:
        batch, since = _batch(request.body)
    except MalformedBatchError as error:
        return JsonResponse({"reason": str(error)}, status=400)
    stored = table_actions.store_entries(session, batch, by=request.user)
    session.refresh_from_db()
    return _no_store(
        JsonResponse(
            {
                "acknowledged": [str(key) for key in stored.acknowledged],
                "refused": [
                    {"id": refused.entry, "kind": refused.kind.value, "reason": refused.reason}
                    for refused in stored.refused
                ],
                "signing": stored.signing,
                "signed": session.is_signed,
                "now": moment_as_text(timezone.now()),
                **table_guidance.standing_of(session),
                **table_document.journal_since(session, since),
            }
        )
    )


def _batch(body: bytes) -> tuple[table_actions.Batch, int]:
    try:
        sent: dict[str, Any] = json.loads(body)
        entries, since = sent["entries"], sent["since"]
        if not isinstance(entries, list) or len(entries) > MOST_ENTRIES or type(since) is not int:
            raise MalformedBatchError(f"Expected at most {MOST_ENTRIES} entries and a number.")
        batch = table_actions.Batch(
            device=UUID(sent["device"]),
            sent_at=parse_moment(sent["sent_at"]),
            clock_confirmed=sent.get("clock_confirmed") is True,
            entries=entries,
        )
    except MalformedBatchError:
        raise
    except MalformedEntryError as error:
        raise MalformedBatchError(str(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MalformedBatchError("What came is no batch of entries; reload the page.") from error
    return batch, since


@require_POST
@clinical
def register(request: ClinicRequest, device_id: UUID) -> HttpResponse:
    """Make a tablet known, so that what it records is taken."""
    device = table_actions.register_device(device_id, by=request.user)
    if device is None:
        return JsonResponse({"reason": "This device belongs to another person."}, status=404)
    return JsonResponse({"revoked": device.revoked_at is not None})


@require_GET
@clinical
def devices(request: ClinicRequest) -> HttpResponse:
    """Show the devices that record at the table."""
    return render(
        request, "needling/devices.html", {"devices": table_queries.devices_seen_by(request.user)}
    )


@require_POST
@clinical
def revoke(request: ClinicRequest, device_id: UUID) -> HttpResponse:
    """Shut a lost tablet out, or let one in again that was found."""
    device = table_queries.device_seen_by(request.user, device_id)
    table_actions.set_device_revoked(device, revoked=device.revoked_at is None, by=request.user)
    messages.success(request, "The device was shut out." if device.revoked_at else "Let in again.")
    return redirect("needling:devices")


@require_GET
@public
def worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker: the list of files to keep, then the built script.

    Its text changes with every file, so that a browser notices a new version.
    """
    shell = [static(name) for name in SHELL_FILES]
    script = f"self.FILIFORM_SHELL = {json.dumps(shell)};\n{_built('islands/table-worker.js')}"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _built(name: str) -> str:
    path = finders.find(name)
    if not path:
        raise Http404(f"{name} has not been built.")
    return Path(str(path)).read_text(encoding="utf-8")


def _no_store(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
