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
from filiform.clinic.localisations import actions, next_tests, queries, shown, spoken, why, zones
from filiform.clinic.localisations.forms import (
    DEGREE_CHOICES,
    ContextForm,
    MovementForm,
    PalpationForm,
    movement_chooser,
)
from filiform.clinic.localisations.models import LocalisationRecord
from filiform.clinic.needling import queries as needling_queries
from filiform.errors import FiliformError
from filiform.localise import Position, TooWidespreadError

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
    return _added(request, drawing, "palpation", form.finding())


@require_POST
@clinical
def move(request: ClinicRequest, drawing_id: UUID) -> HttpResponse:
    """Add what a movement showed and rank again."""
    drawing = drawing_queries.drawing_seen_by(request.user, drawing_id)
    form = MovementForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose a movement, and say whether it was restricted or painful.")
        return redirect("localisations:ranking", drawing.pk)
    return _added(request, drawing, "movements", form.finding())


@require_POST
@clinical
def know(request: ClinicRequest, drawing_id: UUID) -> HttpResponse:
    """Say what is known beforehand and rank again."""
    drawing = drawing_queries.drawing_seen_by(request.user, drawing_id)
    form = ContextForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose sport and work from the list, and one side or none.")
        return redirect("localisations:ranking", drawing.pk)
    return _shown(
        request, drawing, lambda: actions.set_context(drawing, form.context(), by=request.user)
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
def explain(
    request: ClinicRequest, drawing_id: UUID, trigger_point: str, side: Side
) -> HttpResponse:
    """Say why a point stands where it stands: a fragment, or a page of its own."""
    drawing = drawing_queries.drawing_seen_by(request.user, drawing_id)
    if trigger_point not in load_atlas().trigger_points:
        raise Http404
    return _told(
        request,
        drawing,
        "why",
        lambda record: {"why": why.why(record, trigger_point, side)},
    )


@require_GET
@clinical
def plan(request: ClinicRequest, drawing_id: UUID) -> HttpResponse:
    """Propose what to palpate or test next: a fragment, or a page of its own."""
    drawing = drawing_queries.drawing_seen_by(request.user, drawing_id)
    position = _position(request.GET.get("position", ""))
    return _told(
        request,
        drawing,
        "next",
        lambda record: {
            "plan": next_tests.next_tests(record, position),
            "position": position or "",
            "positions": spoken.POSITIONS.items(),
            "degrees": DEGREE_CHOICES,
        },
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


def _about(drawing: DrawingRecord) -> dict[str, Any]:
    return {"drawing": drawing, "episode": drawing.episode, "patient": drawing.episode.patient}


def _position(word: str) -> Position | None:
    """How the patient sits or lies, if that is known; then a change costs its time."""
    return Position(word) if word in set(Position) else None


def _is_fragment(request: ClinicRequest) -> bool:
    return bool(request.headers.get("HX-Request"))


def _told(
    request: ClinicRequest,
    drawing: DrawingRecord,
    name: str,
    tell: Callable[[LocalisationRecord], dict[str, Any]],
) -> HttpResponse:
    """Answer with what is told of the ranking that the evidence gives."""
    context = _about(drawing) | {"fragment": _is_fragment(request)}
    try:
        context |= tell(actions.rank(drawing, by=request.user))
    except FiliformError as error:
        context |= {"reason": str(error)}
    template = f"_{name}" if context["fragment"] else name
    return render(request, f"localisations/{template}.html", context)


def _added(
    request: ClinicRequest, drawing: DrawingRecord, kind: str, finding: dict[str, Any]
) -> HttpResponse:
    return _shown(
        request,
        drawing,
        lambda: actions.add_evidence(drawing, kind, finding, by=request.user),
        finding=finding,
    )


def _shown(
    request: ClinicRequest,
    drawing: DrawingRecord,
    rank: Callable[[], LocalisationRecord],
    *,
    finding: dict[str, Any] | None = None,
) -> HttpResponse:
    fragment, changes = _is_fragment(request), request.method == "POST"
    before = queries.newest_of(drawing) if changes else None
    try:
        record = rank()
    except FiliformError as error:
        if changes and not isinstance(error, TooWidespreadError):
            messages.error(request, str(error))
            return redirect("localisations:ranking", drawing.pk)
        context = _about(drawing) | _viewer(drawing) | {"reason": str(error)}
        return render(request, "localisations/too_wide.html", context)
    if changes and not fragment:
        return redirect("localisations:ranking", drawing.pk)
    context = _about(drawing) | {
        "fragment": fragment,
        "localisation": record,
        "points": shown.shown_ranking(record),
        "unexplained": shown.unexplained_areas(record),
        "movements": shown.shown_movements(record),
        "palpations": shown.shown_palpations(record),
        "movement_form": MovementForm(),
        "known": spoken.context_in_words(record.case.get("context", {})),
        "context_form": ContextForm(initial=record.case.get("context", {})),
        "position": _position(request.POST.get("position", "")) or "",
        "movement_chooser": movement_chooser(),
        "change": shown.change_in_words(before, record, finding) if changes else "",
        "open_visit": needling_queries.open_session_of(drawing.episode),
    }
    if fragment:
        return render(request, "localisations/_ranking.html", context)
    return render(request, "localisations/ranking.html", context | _viewer(drawing))


def _viewer(drawing: DrawingRecord) -> dict[str, Any]:
    return viewer_context(drawing, sites=_needled_sites(drawing))
