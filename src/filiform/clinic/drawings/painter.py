"""What the painting island is given: charts, areas and their names."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from filiform.body import (
    STRONGEST_INTENSITY,
    WEAKEST_INTENSITY,
    Side,
    load_areas,
    load_charts,
    load_labels,
    require_area,
)
from filiform.clinic.drawings import mapping
from filiform.clinic.drawings.island_texts import island_strings
from filiform.clinic.drawings.models import DrawingRecord


@dataclass(frozen=True, slots=True)
class ListedSide:
    """One side of a listed area: its id, its word on the page, and the area's name with it."""

    id: str
    word: str
    name: str


@dataclass(frozen=True, slots=True)
class ListedArea:
    """One row of the list that paints without a picture."""

    id: str
    label: str
    sides: tuple[ListedSide, ...]


def painter_context(*, draft_key: str) -> dict[str, Any]:
    """Return the template context of a painting page.

    ``draft_key`` keeps an unsent drawing of one page apart from that of another in the browser.
    """
    return {
        "drawing_id": uuid4(),
        "draft_key": draft_key,
        "marks_text": '{"marks":[]}',
        "painter": {
            "charts": chart_sources(),
            "areas": area_names(),
            "strings": island_strings(),
        },
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
    labels = load_labels(page_language()).charts
    return [
        {"view": view, "label": labels[view], "src": static(f"charts/{view}.svg")}
        for view in load_charts()
    ]


def area_names() -> list[dict[str, Any]]:
    """Return each area's id, name, region and whether it is in the midline."""
    return _area_names(page_language())


def areas_by_region() -> list[tuple[str, list[ListedArea]]]:
    """Return the areas grouped by region, in the order of the body."""
    return _areas_by_region(page_language())


def page_language() -> str:
    """Return the language in which the page is being made."""
    return get_language() or settings.LANGUAGE_CODE


@cache
def _area_names(language: str) -> list[dict[str, Any]]:
    labels = load_labels(language).areas
    return [
        {"id": area.id, "label": labels[area.id], "region": area.region, "midline": area.midline}
        for area in load_areas().values()
    ]


@cache
def _areas_by_region(language: str) -> list[tuple[str, list[ListedArea]]]:
    """Group the areas; the language is the page's, in which gettext speaks as well."""
    labels = load_labels(language)
    regions: dict[str, list[ListedArea]] = {}
    for area in load_areas().values():
        name = labels.areas[area.id]
        sides = tuple(_listed_side(side, name) for side in area.sides)
        regions.setdefault(area.region, []).append(ListedArea(area.id, name, sides))
    return [(labels.regions[region], areas) for region, areas in regions.items()]


def _listed_side(side: Side, name: str) -> ListedSide:
    if side is Side.LEFT:
        return ListedSide(side.value, _("left"), _("{name}, left").format(name=name))
    if side is Side.RIGHT:
        return ListedSide(side.value, _("right"), _("{name}, right").format(name=name))
    return ListedSide(side.value, "", name)
