from typing import Any
from uuid import UUID

import segno
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from filiform.clinic.access import PAINTING_SESSION, ClinicRequest, allow, painting_link, public
from filiform.clinic.accounts.models import Role
from filiform.clinic.audit import actions as audit
from filiform.clinic.drawings import actions, queries
from filiform.clinic.drawings.forms import LONGEST_MARKS, PainDrawingForm, UnlockForm
from filiform.clinic.drawings.frequency import MapForm, frequency_of
from filiform.clinic.drawings.models import DrawingRecord, DrawnOn, PaintingLink
from filiform.clinic.drawings.over_time import course_of
from filiform.clinic.drawings.own_drawings import own_drawings_context
from filiform.clinic.drawings.painter import marked_areas, painter_context, viewer_context
from filiform.clinic.drawings.sheet import charts_png, sheet_of, sheet_pdf
from filiform.clinic.episodes import queries as episode_queries
from filiform.clinic.languages import forget_language, translated
from filiform.errors import FiliformError

clinical = allow(Role.CLINICIAN, Role.CLINIC_LEAD)
HANDED_OVER_BY = "handed_over_by"


@require_http_methods(["GET", "POST"])
@clinical
def new(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Paint together with the patient, as the clinician."""
    episode = episode_queries.episode_seen_by(request.user, episode_id)
    form = PainDrawingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record = actions.save_drawing(
                form.drawing,
                drawing_id=form.cleaned_data["drawing_id"],
                episode=episode,
                drawn_on=DrawnOn.CLINIC,
                by=request.user,
            )
        except FiliformError as error:
            form.add_error(None, str(error))
        else:
            return redirect("drawings:drawing", record.pk)
    context = {"episode": episode, "patient": episode.patient, "form": form}
    context |= _painter(form, draft_key=f"episode-{episode.pk}")
    return render(request, "drawings/new.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allow(Role.PATIENT)
@translated
def own(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Paint as the signed-in patient, for an own episode that is open."""
    episode = episode_queries.own_episode(request.user, episode_id)
    form = PainDrawingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_drawing(
                form.drawing,
                drawing_id=form.cleaned_data["drawing_id"],
                episode=episode,
                drawn_on=DrawnOn.OWN_PAGE,
                by=request.user,
            )
        except FiliformError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your drawing is saved and with your clinic."))
            return redirect("patients:me")
    context = {"episode": episode, "form": form}
    context |= _painter(form, draft_key=f"own-{episode.pk}")
    return render(request, "drawings/own.html", context, status=400 if form.errors else 200)


@require_GET
@allow(Role.PATIENT)
@translated
def own_drawings(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Show a signed-in patient all the own drawings of one episode."""
    episode = episode_queries.own_episode(request.user, episode_id)
    audit.record("own drawings viewed", episode, by=request.user)
    context = {"episode": episode}
    context |= own_drawings_context(queries.drawings_over_time(episode))
    return render(request, "drawings/own_drawings.html", context)


@require_GET
@clinical
def drawing(request: ClinicRequest, drawing_id: UUID) -> HttpResponse:
    """Show one drawing, and what can be done with it."""
    record = _seen(request, drawing_id, "drawing viewed")
    context = {
        "record": record,
        "episode": record.episode,
        "patient": record.episode.patient,
        "marked": marked_areas(record),
    }
    return render(request, "drawings/drawing.html", context | viewer_context(record))


@require_GET
@clinical
def print_view(request: ClinicRequest, drawing_id: UUID) -> HttpResponse:
    """Show one drawing as it goes onto paper; the browser prints it."""
    record = _seen(request, drawing_id, "drawing viewed for print")
    context = {"record": record, "patient": record.episode.patient, "sheet": sheet_of(record)}
    return render(request, "drawings/print.html", context)


@require_GET
@clinical
def pdf(request: ClinicRequest, drawing_id: UUID) -> HttpResponse:
    """Hand out one drawing as a PDF with the patient's name on it."""
    record = _seen(request, drawing_id, "drawing exported")
    return _download(sheet_pdf(record), "application/pdf", f"pain-drawing-{record.pk}.pdf")


@require_GET
@clinical
def png(request: ClinicRequest, drawing_id: UUID) -> HttpResponse:
    """Hand out the charts of one drawing as a picture, without a name."""
    record = _seen(request, drawing_id, "drawing exported")
    return _download(charts_png(record), "image/png", f"pain-drawing-{record.pk}.png")


@require_GET
@clinical
def over_time(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Show all drawings of an episode side by side, and two of them compared."""
    episode = episode_queries.episode_seen_by(request.user, episode_id)
    audit.record("drawings viewed over time", episode, by=request.user)
    course = course_of(
        queries.drawings_over_time(episode),
        before=_asked_for(request, "before"),
        after=_asked_for(request, "after"),
    )
    context = {"episode": episode, "patient": episode.patient, "course": course}
    part = bool(request.headers.get("HX-Request")) and course.comparison is not None
    return render(
        request, "drawings/_comparison.html" if part else "drawings/over_time.html", context
    )


@require_GET
@allow(Role.CLINIC_LEAD)
def frequency_map(request: ClinicRequest) -> HttpResponse:
    """Show where the patients of the clinic hurt, as counts of many and never of a few."""
    form = MapForm(request.GET or None)
    frequency = None
    if form.is_valid() or not form.is_bound:
        chosen = form.cleaned_data if form.is_bound else {}
        audit.record("drawing map viewed", request.user.clinic, by=request.user)
        frequency = frequency_of(
            queries.one_drawing_each(
                request.user,
                last=chosen.get("which") == "last",
                since=chosen.get("since"),
                until=chosen.get("until"),
            ),
            smallest=settings.SMALLEST_GROUP,
        )
    context = {"form": form, "frequency": frequency, "smallest": settings.SMALLEST_GROUP}
    return render(request, "drawings/map.html", context, status=400 if form.errors else 200)


@require_POST
@clinical
def send(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Make a one-time link and show it as a QR code."""
    episode = episode_queries.episode_seen_by(request.user, episode_id)
    made = actions.make_link(episode, by=request.user)
    address = request.build_absolute_uri(reverse("drawings:open", args=[made.token]))
    context = {
        "episode": episode,
        "patient": episode.patient,
        "link": made.link,
        "address": address,
        "only_here": request.get_host().partition(":")[0] in ("127.0.0.1", "localhost"),
        "qr": segno.make(address, error="m").svg_inline(
            scale=6, border=2, svgclass="qr", lineclass=None, omitsize=True
        ),
    }
    return render(request, "drawings/link.html", context)


@require_GET
@clinical
def link_state(request: ClinicRequest, link_id: UUID) -> HttpResponse:
    """Say whether the patient has opened the link and sent the drawing."""
    link = queries.link_seen_by(request.user, link_id)
    return render(request, "drawings/_link_state.html", {"link": link, "now": timezone.now()})


@require_POST
@clinical
def cancel(request: ClinicRequest, link_id: UUID) -> HttpResponse:
    link = queries.link_seen_by(request.user, link_id)
    actions.cancel_link(link, by=request.user)
    messages.info(request, "The painting link no longer works.")
    return redirect("episodes:episode", link.episode_id)


@require_POST
@clinical
def hand_over(request: ClinicRequest, episode_id: UUID) -> HttpResponse:
    """Give this tablet to the patient: from here the browser can paint and nothing else."""
    episode = episode_queries.episode_seen_by(request.user, episode_id)
    made = actions.make_link(episode, by=request.user, drawn_on=DrawnOn.TABLET)
    link = actions.open_link(made.token, at=timezone.now())
    clinician = request.user.email
    request.session.flush()
    _begin_painting(request, link)
    request.session[HANDED_OVER_BY] = clinician
    response = redirect("drawings:paint")
    forget_language(response)
    return response


@require_http_methods(["GET", "POST"])
@public
@translated
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask before the link is spent, so that a messenger's preview does not spend it."""
    if request.method == "GET":
        return render(request, "drawings/open.html")
    try:
        link = actions.open_link(token, at=timezone.now())
    except actions.LinkSpentError as error:
        return render(request, "drawings/spent.html", {"reason": str(error)}, status=410)
    request.session.flush()
    _begin_painting(request, link)
    return redirect("drawings:paint")


@require_http_methods(["GET", "POST"])
@painting_link
@translated
def paint(request: HttpRequest) -> HttpResponse:
    """Paint through a link: this page shows nothing of the record."""
    link_id = request.session[PAINTING_SESSION]
    if queries.drawing_was_sent(link_id):
        return redirect("drawings:done")
    link = queries.link_being_painted(link_id, at=timezone.now())
    if link is None:
        reason = _("The time for this drawing is over. Please ask for a new link.")
        return render(request, "drawings/spent.html", {"reason": reason}, status=410)
    form = PainDrawingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_through_link(
                form.drawing, drawing_id=form.cleaned_data["drawing_id"], link=link
            )
        except FiliformError as error:
            form.add_error(None, str(error))
        else:
            return redirect("drawings:done")
    context: dict[str, Any] = {"form": form, "clinic": link.episode.patient.clinic}
    context |= _painter(form, draft_key=f"link-{link.pk}")
    return render(request, "drawings/paint.html", context, status=400 if form.errors else 200)


@require_GET
@painting_link
@translated
def done(request: HttpRequest) -> HttpResponse:
    """Thank the patient; a handed-over tablet waits here for its clinician."""
    return render(request, "drawings/done.html", {"handed_over": HANDED_OVER_BY in request.session})


@require_http_methods(["GET", "POST"])
@painting_link
@translated
def unlock(request: HttpRequest) -> HttpResponse:
    """Take a handed-over tablet back with the clinician's own password."""
    email = request.session.get(HANDED_OVER_BY)
    if email is None:
        return redirect("drawings:done")
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            clinician = get_adapter().authenticate(
                request, email=email, password=form.cleaned_data["password"]
            )
        except ValidationError as error:  # too many wrong passwords
            form.add_error("password", error)
            return render(request, "drawings/unlock.html", {"form": form}, status=429)
        if clinician is None:
            form.add_error(
                "password", _("This is not the password of the clinician who is signed in.")
            )
        else:
            link = PaintingLink.objects.get(pk=request.session[PAINTING_SESSION])
            request.session.flush()
            login(request, clinician)
            if link.drawing_id:
                return redirect("drawings:drawing", link.drawing_id)
            return redirect("episodes:episode", link.episode_id)
    return render(
        request, "drawings/unlock.html", {"form": form}, status=400 if form.errors else 200
    )


def _painter(form: PainDrawingForm, *, draft_key: str) -> dict[str, Any]:
    """Return the painter's context; after an error, with what was sent."""
    context = painter_context(draft_key=draft_key)
    if form.is_bound:
        context["marks_text"] = form.data.get("marks", "")[:LONGEST_MARKS]
        context["drawing_id"] = form.data.get("drawing_id", "")[:36]
    return context


def _seen(request: ClinicRequest, drawing_id: UUID, verb: str) -> DrawingRecord:
    """Return a drawing of the own clinic, and write down what was done with it."""
    record = queries.drawing_seen_by(request.user, drawing_id)
    audit.record(verb, record, by=request.user)
    return record


def _begin_painting(request: HttpRequest, link: PaintingLink) -> None:
    request.session[PAINTING_SESSION] = str(link.pk)
    request.session.set_expiry(int(queries.PAINTING_LIMIT.total_seconds()))


def _asked_for(request: HttpRequest, name: str) -> UUID | None:
    """Return the drawing that the address asks for; None where it asks for none, or nonsense."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file to keep; its name holds an id and nothing about the patient."""
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
