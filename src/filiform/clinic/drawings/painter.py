"""What the painting island is given: charts, areas and their names."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import uuid4

from django.templatetags.static import static

from filiform.body import (
    CANONICAL_SHAPE,
    STRONGEST_INTENSITY,
    TOPOLOGY,
    WEAKEST_INTENSITY,
    Area,
    load_areas,
    load_charts,
    load_measure_rules,
    load_surface,
    marks_as_json,
    require_area,
)
from filiform.clinic.drawings import mapping, queries
from filiform.clinic.drawings.models import DrawingRecord


def painter_context(*, draft_key: str) -> dict[str, Any]:
    """Return the template context of a painting page.

    ``draft_key`` keeps an unsent drawing of one page apart from that of another in the browser.
    """
    return {
        "drawing_id": uuid4(),
        "draft_key": draft_key,
        "marks_text": '{"marks":[]}',
        "painter": body_sources(),
        "regions": areas_by_region(),
        "strengths": range(WEAKEST_INTENSITY, STRONGEST_INTENSITY + 1),
    }


def viewer_context(
    record: DrawingRecord, *, sites: Sequence[dict[str, float]] = ()
) -> dict[str, Any]:
    """Return what the read-only views of a drawing are given.

    ``marks`` are its areas, for the charts; ``layers`` are for the 3D body: the drawing as drawn,
    the one before it in the episode, if any, and places on the skin.
    """
    marks = {"marks": marks_as_json(mapping.drawing_of(record))}
    earlier = queries.drawing_before(record)
    layers = {
        "drawing": record.marks,
        "before": earlier.marks if earlier else None,
        "sites": list(sites),
    }
    return {"marks": marks, "layers": layers, "earlier": earlier, "viewer": body_sources()}


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


def body_sources() -> dict[str, Any]:
    """Return where the islands find the charts and the surface, and what belongs to them."""
    return {"charts": chart_sources(), "areas": area_names(), "surface": surface_sources()}


def surface_sources() -> dict[str, Any]:
    """Return the addresses of the surface, and from how much paint on an area is painful."""
    rules = load_measure_rules()
    return {
        "topology": TOPOLOGY,
        "script": static("islands/body3d.js"),
        "skin": static("shapes/skin.json"),
        "borders": static("shapes/borders.json"),
        "shapes": [
            {
                "id": shape,
                "label": shape.replace("_", ", ").capitalize(),
                "src": static(f"shapes/body-{shape}.glb"),
            }
            for shape in _figures()
        ],
        "painful": {"share": rules.painful_share, "m2": rules.painful_m2},
    }


def _figures() -> list[str]:
    """The shapes, the canonical one first: it is shown until another is chosen."""
    return sorted(load_surface().shapes, key=lambda shape: (shape != CANONICAL_SHAPE, shape))


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
