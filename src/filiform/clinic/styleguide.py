"""The page that shows every component of the design."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from filiform.body import PainDrawing, PainMark, PainQuality, PaintChange, Side, SidedArea
from filiform.clinic.access import public
from filiform.clinic.drawings.frequency import Band
from filiform.clinic.drawings.mapping import Drawn
from filiform.clinic.drawings.over_time import WORDS_BY_CHANGE
from filiform.clinic.drawings.painter import surface_sources
from filiform.clinic.drawings.pictures import ALWAYS, compared_figures, figures_of, shaded_figures

SHOULDER = "shoulder_anterior", "shoulder_lateral", "acromion"


@require_GET
@public
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component with its class names."""
    return render(request, "styleguide.html", _examples())


def _examples() -> dict[str, Any]:
    """Return invented drawings, so that the page shows what the product shows."""
    before = _drawn(7, *SHOULDER)
    after = _drawn(3, "acromion", "suprascapular")
    shoulder = tuple(SidedArea(area, Side.RIGHT) for area in SHOULDER)
    knee = (SidedArea("knee_anterior", Side.LEFT),)
    return {
        "film": [(f"Drawing {n}", figures_of(d, ALWAYS)) for n, d in enumerate((before, after), 1)],
        "base": figures_of(before, ALWAYS),
        "changes": [(kind.value, WORDS_BY_CHANGE[kind], 1) for kind in PaintChange],
        "compared": compared_figures(before, after, ALWAYS),
        "bands": (Band(3, 10, 14), Band(4, 15, 19), Band(5, 20, 24)),
        "map": shaded_figures({}, {shoulder: 5, knee: 3}),
        "figures": surface_sources()["shapes"],
    }


def _drawn(intensity: int, *areas: str) -> Drawn:
    felt = (PainQuality.ACHING,)
    return Drawn(PainDrawing(tuple(PainMark(a, Side.RIGHT, intensity, felt) for a in areas)))
