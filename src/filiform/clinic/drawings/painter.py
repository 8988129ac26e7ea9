"""What the painting island is given: charts, areas and their names."""

from functools import cache
from typing import Any
from uuid import uuid4

from django.templatetags.static import static

from filiform.body import (
    STRONGEST_INTENSITY,
    WEAKEST_INTENSITY,
    Area,
    load_areas,
    load_charts,
    require_area,
)
from filiform.clinic.drawings import mapping
from filiform.clinic.drawings.models import DrawingRecord


def painter_context(*, draft_key: str) -> dict[str, Any]:
    """Return the template context of a painting page.

    ``draft_key`` keeps an unsent drawing of one page apart from that of another in the browser.
    """
    return {
        "drawing_id": uuid4(),
        "draft_key": draft_key,
        "marks_text": '{"marks":[]}',
        "painter": {"charts": chart_sources(), "areas": area_names()},
        "regions": areas_by_region(),
        "strengths": range(WEAKEST_INTENSITY, STRONGEST_INTENSITY + 1),
    }


def viewer_context(marks: dict[str, Any]) -> dict[str, Any]:
    """Return what the read-only charts are given."""
    return {"marks": marks, "viewer": {"charts": chart_sources(), "areas": area_names()}}


def marked_areas(record: DrawingRecord) -> list[dict[str, Any]]:
    """Return each mark of a drawing with the name of its area, the strongest first."""
    marks = mapping.drawing_of(record).marks
    return [
        {
            "label": require_area(mark.area).label,
            "side": mark.side.value,
            "intensity": mark.intensity,
            "qualities": [quality.value for quality in mark.qualities],
        }
        for mark in sorted(marks, key=lambda mark: -mark.intensity)
    ]


def chart_sources() -> list[dict[str, str]]:
    """Return each chart's view, label and address."""
    return [
        {"view": view, "label": chart.label, "src": static(f"charts/{view}.svg")}
        for view, chart in load_charts().items()
    ]


@cache
def area_names() -> list[dict[str, Any]]:
    """Return each area's id, name, region and whether it is in the midline."""
    return [
        {"id": area.id, "label": area.label, "region": area.region, "midline": area.midline}
        for area in load_areas().values()
    ]


@cache
def areas_by_region() -> list[tuple[str, list[Area]]]:
    """Return the areas grouped by region, in the order of the body."""
    regions: dict[str, list[Area]] = {}
    for area in load_areas().values():
        regions.setdefault(area.region.replace("_", " "), []).append(area)
    return list(regions.items())
