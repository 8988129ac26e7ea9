"""Drawings in the terms of published body maps: the Widespread Pain Index and the CHOIR map.

A drawing is not the questionnaire, which asks about the past week. What follows from one is called
drawing-derived, and diagnoses nothing.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from filiform.body.areas import require_area
from filiform.body.errors import SurfaceDataError
from filiform.body.projection import NOWHERE, Regions, make_regions
from filiform.body.side import Side
from filiform.body.stroke import SurfaceDrawing
from filiform.body.surface import Flags, load_surface
from filiform.errors import FiliformError
from filiform.evidence import Mark, require_source

WPI_FILE = "rollup_wpi.toml"
CHOIR_FILE = "rollup_choir.toml"
BOTH = "both"
FACES = ("front", "back", BOTH)


@dataclass(frozen=True, slots=True)
class MapCode:
    """One segment of a published body map.

    Parameters
    ----------
    code
        Its name or number in our files.
    region
        The region it counts in; None where it counts in none.
    areas
        Our areas that it takes.
    side
        The half of the body it lies on, or None for the whole.
    face
        ``front``, ``back``, or ``both``: which way the skin faces.
    """

    code: str
    label: str
    region: str | None
    areas: frozenset[str]
    side: Side | None
    face: str


@dataclass(frozen=True, slots=True, eq=False)
class BodyMap:
    """A published body map on our surface.

    Parameters
    ----------
    source, mark
        Where its segments were read, and how far that was checked.
    assignment_mark
        How far the assignment of our areas to them was checked.
    codes
        Its segments; ``skin`` counts them in this order.
    skin
        The skin of each.
    """

    instrument: str
    source: str
    mark: Mark
    assignment_mark: Mark
    codes: tuple[MapCode, ...]
    skin: Regions


@dataclass(frozen=True, slots=True)
class WidespreadPain:
    """A drawing-derived Widespread Pain Index. It diagnoses nothing.

    Parameters
    ----------
    areas
        Codes of the painful areas of the index, of 19, in the order of the file.
    regions
        The painful regions, of 5; pain in jaw, chest or abdomen makes no region painful.
    """

    areas: tuple[str, ...]
    regions: tuple[str, ...]

    @property
    def index(self) -> int:
        """How many of the 19 areas hurt."""
        return len(self.areas)

    @property
    def region_count(self) -> int:
        """How many of the 5 regions hurt."""
        return len(self.regions)


def load_wpi() -> BodyMap:
    """Return the 19 areas of the 2016 Widespread Pain Index (``WPI-2016``)."""
    return load_body_map(WPI_FILE)


def load_choir_map() -> BodyMap:
    """Return the 74 segments of the CHOIR body map, as on its male figure (``CHOIR-BODY-MAP``)."""
    return load_body_map(CHOIR_FILE)


@cache
def load_body_map(name: str) -> BodyMap:
    """Read a packaged body map.

    Raises
    ------
    SurfaceDataError
        If the file breaks a rule; the message names the code.
    """
    text = (files("filiform.body") / "data" / name).read_text(encoding="utf-8")
    return parse_body_map(text, name)


def widespread_pain(drawing: SurfaceDrawing) -> WidespreadPain:
    """Return the drawing-derived Widespread Pain Index of a drawing.

    References
    ----------
    ``WPI-2016`` for the areas and regions, and for what counts in no region.
    """
    painful = painful_codes(drawing, load_wpi())
    regions = dict.fromkeys(code.region for code in painful if code.region is not None)
    return WidespreadPain(tuple(code.code for code in painful), tuple(regions))


def choir_segments(drawing: SurfaceDrawing) -> tuple[str, ...]:
    """Return the painful segments of the CHOIR map, in the order of the file.

    References
    ----------
    ``CHOIR-BODY-MAP``.
    """
    return tuple(code.code for code in painful_codes(drawing, load_choir_map()))


def painful_codes(drawing: SurfaceDrawing, body_map: BodyMap) -> tuple[MapCode, ...]:
    """Return the segments with enough of their skin painted, by the rules of ``measures.toml``.

    What is marked inside the mouth counts in the front segment that names its area.
    """
    weights = drawing.weights
    painted = np.flatnonzero(weights)
    on_skin = body_map.skin.painful(body_map.skin.painted_m2(painted, weights[painted]))
    chosen = set(on_skin.tolist()) | {
        number
        for number, code in enumerate(body_map.codes)
        for mark in drawing.inside_mouth
        if mark.area in code.areas
        and code.face != "back"
        and (code.side in (None, mark.side) or mark.side is Side.MIDLINE)
    }
    return tuple(code for number, code in enumerate(body_map.codes) if number in chosen)


def parse_body_map(text: str, name: str) -> BodyMap:
    """Read a body map from the text of a TOML file called ``name``.

    Raises
    ------
    SurfaceDataError
        If a key is missing or wrong, an area unknown, or skin belongs to two segments.
    """
    try:
        table = tomllib.loads(text)
        regionless = set(table.get("not_in_regions", ()))
        codes = tuple(_code(entry, regionless, table.get("regions")) for entry in table["codes"])
        require_source(table["assignment_source"], cited_in=name)
        return BodyMap(
            instrument=table["instrument"],
            source=require_source(table["source"], cited_in=name).key,
            mark=Mark(table["mark"]),
            assignment_mark=Mark(table["assignment_mark"]),
            codes=codes,
            skin=_skin(codes),
        )
    except (ValueError, KeyError, TypeError) as error:
        reason = error if isinstance(error, FiliformError) else repr(error)
        raise SurfaceDataError(f"{name}: {reason}; correct the file.") from error


def _code(entry: Mapping[str, Any], regionless: set[str], regions: list[str] | None) -> MapCode:
    code, face = str(entry["code"]), entry["face"]
    if face not in FACES:
        raise ValueError(f"code {code}: came face {face!r}, expected {', '.join(FACES)}")
    if regions is not None and entry["region"] not in regions:
        raise ValueError(f"code {code}: region {entry['region']!r} is not in the list")
    for area in entry["areas"]:
        require_area(area)
    return MapCode(
        code=code,
        label=entry["label"],
        region=None if code in regionless else entry.get("region"),
        areas=frozenset(entry["areas"]),
        side=None if entry["side"] == BOTH else Side(entry["side"]),
        face=face,
    )


def _skin(codes: tuple[MapCode, ...]) -> Regions:
    region = np.full(load_surface().vertex_count, NOWHERE)
    for number, code in enumerate(codes):
        own = _vertices(code)
        if (region[own] != NOWHERE).any():
            taken = codes[int(region[own].max())].code
            raise ValueError(f"codes {taken} and {code.code}: both take the same skin")
        region[own] = number
    return make_regions(region, count=len(codes))


def _vertices(code: MapCode) -> Flags:
    """The vertices of a segment, ``(n,)`` bool; the midline belongs to neither half."""
    surface = load_surface()
    named = np.array([area.area in code.areas for area in surface.areas])
    own: Flags = named[surface.area]
    if code.face != BOTH:
        own = own & (surface.front == (code.face == "front"))
    if code.side is not None:
        sign = 1 if code.side is Side.LEFT else -1
        own = own & (surface.vertices()[:, 0] * sign > 0)
    return own
