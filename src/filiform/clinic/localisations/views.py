from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET, require_POST

from filiform.atlas import UnknownTriggerPointError, load_atlas, site_point
from filiform.body import Side
from filiform.clinic.access import ClinicRequest, allow
from filiform.clinic.accounts.models import Role
from filiform.clinic.drawings import queries as drawing_queries
from filiform.clinic.drawings.models import DrawingRecord
from filiform.clinic.drawings.painter import viewer_context
from filiform.clinic.localisations import actions, shown, zones
from filiform.clinic.localisations.forms import MovementForm, PalpationForm
from filiform.clinic.localisations.models import LocalisationRecord
from filiform.clinic.needling import queries as needling_queries
from filiform.errors import FiliformError
from filiform.localise import TooWidespreadError

ZONE_LIFE_S = 3600
clinical = allow(Role.CLINICIAN, Role.CLINIC_LEAD)


@require_GET
@clinical
def ranking(request: ClinicRequest, drawing_id: UUID) -> HttpResponse:
    """Rank the drawing with what is known, and show it."""
    drawing = drawing_queries.drawing_seen_by(request.user, drawing_id)
    return _shown(request, drawing, lambda: actions.rank(drawing, by=request.user))


@require_POST
@clinical
def palpate(request: ClinicRequest, drawing_id: UUID) -> HttpResponse:
    """Add what a finger found and rank again."""
    drawing = drawing_queries.drawing_seen_by(request.user, drawing_id)
    form = PalpationForm(request.POST)
    if not form.is_valid():
        messages.error(request, "The palpation was not readable; choose yes or no for a sign.")
        return redirect("localisations:ranking", drawing.pk)
    return _shown(
        request,
        drawing,
        lambda: actions.add_evidence(drawing, "palpation", form.finding(), by=request.user),
    )


@require_POST
@clinical
def move(request: ClinicRequest, drawing_id: UUID) -> HttpResponse:
    """Add what a movement showed and rank again."""
    drawing = drawing_queries.drawing_seen_by(request.user, drawing_id)
    form = MovementForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose a movement, and yes or no for restricted or painful.")
        return redirect("localisations:ranking", drawing.pk)
    return _shown(
        request,
        drawing,
        lambda: actions.add_evidence(drawing, "movements", form.finding(), by=request.user),
    )


@require_POST
@clinical
def take_back(request: ClinicRequest, drawing_id: UUID, kind: str, position: int) -> HttpResponse:
    """Take one finding back and rank again."""
    drawing = drawing_queries.drawing_seen_by(request.user, drawing_id)
    return _shown(
        request,
        drawing,
        lambda: actions.remove_evidence(drawing, kind, position, by=request.user),
    )


@require_GET
@clinical
def zone(request: ClinicRequest, trigger_point: str, side: Side) -> JsonResponse:
    """Say where a trigger point is felt; true of people in general, so it holds no patient."""
    try:
        answer = JsonResponse(zones.zone_as_json(trigger_point, side))
    except UnknownTriggerPointError as error:
        raise Http404(str(error)) from None
    patch_cache_control(answer, private=True, max_age=ZONE_LIFE_S)
    return answer


def _needled_sites(drawing: DrawingRecord) -> list[dict[str, float]]:
    """Where the episode was needled before this drawing, as far as the atlas knows the points."""
    points = load_atlas().trigger_points
    return [
        zones.site_as_json(site_point(trigger_point, Side(side)))
        for trigger_point, side in needling_queries.needled_points(drawing.episode)
        if trigger_point in points and side != Side.MIDLINE
    ]


def _shown(
    request: ClinicRequest, drawing: DrawingRecord, rank: Callable[[], LocalisationRecord]
) -> HttpResponse:
    context: dict[str, Any] = {
        "drawing": drawing,
        "episode": drawing.episode,
        "patient": drawing.episode.patient,
    }
    context |= viewer_context(drawing, sites=_needled_sites(drawing))
    try:
        record = rank()
    except TooWidespreadError as error:
        return render(request, "localisations/too_wide.html", context | {"reason": str(error)})
    except FiliformError as error:
        messages.error(request, str(error))
        if request.method == "POST":
            return redirect("localisations:ranking", drawing.pk)
        return render(request, "localisations/too_wide.html", context | {"reason": str(error)})
    context |= {
        "localisation": record,
        "points": shown.shown_ranking(record),
        "unexplained": shown.unexplained_areas(record),
        "movements": shown.shown_movements(record),
        "movement_form": MovementForm(),
    }
    if request.method == "POST" and not request.headers.get("HX-Request"):
        return redirect("localisations:ranking", drawing.pk)
    fragment = bool(request.headers.get("HX-Request"))
    template = "localisations/_ranking.html" if fragment else "localisations/ranking.html"
    return render(request, template, context)
