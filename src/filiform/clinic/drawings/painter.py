"""What the painting island is given: charts, areas and their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiform.body import (
    CANONICAL_SHAPE,
    STRONGEST_INTENSITY,
    TOPOLOGY,
    WEAKEST_INTENSITY,
    Side,
    load_areas,
    load_chart_skin,
    load_labels,
    load_measure_rules,
    load_surface,
    marks_as_json,
    require_area,
)
from filiform.clinic.drawings import mapping, queries
from filiform.clinic.drawings.feelings import feelings_of
from filiform.clinic.drawings.island_texts import island_strings
from filiform.clinic.drawings.models import DrawingRecord
from filiform.clinic.languages import page_language

FIGURES = {
    "female_average": gettext_noop("Female, average"),
    "female_heavy": gettext_noop("Female, heavy"),
    "female_lean": gettext_noop("Female, lean"),
    "male_average": gettext_noop("Male, average"),
    "male_heavy": gettext_noop("Male, heavy"),
    "male_lean": gettext_noop("Male, lean"),
}
"""What a patient calls each shape of the surface."""


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
        "painter": body_sources() | {"strings": island_strings()},
        "regions": areas_by_region(),
        "strengths": range(WEAKEST_INTENSITY, STRONGEST_INTENSITY + 1),
    }


def viewer_context(
    record: DrawingRecord, *, sites: Sequence[dict[str, float]] = ()
) -> dict[str, Any]:
    """Return what the read-only views of a drawing are given.

    ``marks`` are its areas, for the charts; ``layers`` are for the 3D body: the drawing as drawn,
    the one before it in the episode, if any, and places on the skin. ``viewer`` names the lines of
    the muscles as well: viewers are for clinicians, and no page of a patient may be given one.
    """
    marks = {"marks": marks_as_json(mapping.drawn_of(record).areas)}
    earlier = queries.drawing_before(record)
    layers = {
        "drawing": record.marks,
        "before": earlier.marks if earlier else None,
        "sites": list(sites),
    }
    sources = body_sources() | {"muscles": muscle_sources()}
    return {"marks": marks, "layers": layers, "earlier": earlier, "viewer": sources}


def marked_areas(record: DrawingRecord) -> list[dict[str, Any]]:
    """Return each mark of a drawing with the name of its area, the strongest first."""
    marks = mapping.drawn_of(record).areas.marks
    return [
        {
            "label": require_area(mark.area).label,
            "side": mark.side.value,
            "intensity": mark.intensity,
            "feels": feelings_of(mark),
        }
        for mark in sorted(marks, key=lambda mark: -mark.intensity)
    ]


def body_sources() -> dict[str, Any]:
    """Return where the islands find the charts and the surface, and what belongs to them."""
    return {"charts": chart_sources(), "areas": area_names(), "surface": surface_sources()}


def muscle_sources() -> dict[str, Any]:
    """Return where the islands find the lines of the muscles."""
    return {
        "charts": static("lines/charts.json"),
        "shapes": {shape: static(f"lines/{shape}.json") for shape in _figures()},
    }


def surface_sources() -> dict[str, Any]:
    """Return the addresses of the surface, and from how much paint on skin and areas count."""
    rules = load_measure_rules()
    return {
        "topology": TOPOLOGY,
        "script": static("islands/body3d.js"),
        "skin": static("shapes/skin.json"),
        "borders": static("shapes/borders.json"),
        "shapes": [
            {
                "id": shape,
                "label": _(FIGURES[shape]),
                "src": static(f"shapes/body-{shape}.glb"),
            }
            for shape in _figures()
        ],
        "painted": rules.painted_weight,
        "painful": {"share": rules.painful_share, "m2": rules.painful_m2},
    }


def _figures() -> list[str]:
    """The shapes, the canonical one first: it is shown until another is chosen."""
    return sorted(load_surface().shapes, key=lambda shape: (shape != CANONICAL_SHAPE, shape))


def chart_sources() -> list[dict[str, str]]:
    """Return each chart's view, label and address, and where skin lies on it, if it shows any."""
    labels = load_labels(page_language()).charts
    return [
        {"view": view, "label": labels[view], "src": static(f"charts/{view}.svg")}
        | ({"places": static(f"charts/{view}.places.json")} if len(skin.vertices) else {})
        for view, skin in load_chart_skin().items()
    ]


def area_names() -> list[dict[str, Any]]:
    """Return each area's id, name, region and whether it is in the midline."""
    return _area_names(page_language())


def areas_by_region() -> list[tuple[str, list[ListedArea]]]:
    """Return the areas grouped by region, in the order of the body."""
    return _areas_by_region(page_language())


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
