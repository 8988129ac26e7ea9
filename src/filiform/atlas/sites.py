"""Where each trigger point is looked for on the skin: schematic, to be confirmed by palpation.

A site is no measure of depth and no needle entry; those are the business of the room ``safety``.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np

from filiform.atlas.entries import Atlas, TriggerPoint
from filiform.atlas.errors import AtlasError, MalformedEntryError, UnknownTriggerPointError
from filiform.atlas.load import SITES_FILE, load_atlas
from filiform.body import (
    Side,
    SidedArea,
    SurfacePoint,
    load_surface,
    nearest_point,
    require_area,
    require_landmark,
    vertices_of,
)
from filiform.body.surface import Flags, Floats
from filiform.errors import FiliformError
from filiform.evidence import Mark, require_source

M_PER_MM = 1e-3
SUM_OF_SHARES_ERROR = 1e-6

DIRECTIONS: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "out": (1, 0, 0),
        "in": (-1, 0, 0),
        "up": (0, 1, 0),
        "down": (0, -1, 0),
        "front": (0, 0, 1),
        "back": (0, 0, -1),
    }
)
"""Steps from a landmark, on the body's left: out and in from the midline."""


@dataclass(frozen=True, slots=True)
class PointSite:
    """How the place of a trigger point is found.

    Parameters
    ----------
    landmarks
        Landmarks and their shares, which sum to 1; empty if the site starts from an area.
    area
        The area from whose middle the site starts, if no landmark is near.
    shift_m
        Step from there on the body's left side, ``(out, up, front)``, metres.
    source, mark, note
        Source key, how far the site has been checked, and what a reader must be told.
    """

    trigger_point: str
    landmarks: Mapping[str, float]
    area: str | None
    shift_m: tuple[float, float, float]
    source: str
    mark: Mark
    note: str


@cache
def load_sites() -> Mapping[str, PointSite]:
    """Read the site of every trigger point that ships with the package, read-only.

    Raises
    ------
    AtlasError
        If the file breaks a rule; the message names the trigger point and the key.
    """
    text = (files("filiform.atlas") / "data" / SITES_FILE).read_text(encoding="utf-8")
    return parse_sites(text, load_atlas())


def parse_sites(text: str, atlas: Atlas) -> Mapping[str, PointSite]:
    """Read sites from the text of a TOML file; raises as :func:`load_sites`."""
    try:
        table = tomllib.loads(text)
        source = require_source(table.pop("source"), cited_in=SITES_FILE).key
        mark = Mark(table.pop("mark"))
        note = str(table.pop("note"))
    except (ValueError, KeyError) as error:
        raise MalformedEntryError(f"{SITES_FILE}: {error}; correct the head of the file.") from None
    sites: dict[str, PointSite] = {}
    for muscle, entries in table.items():
        for point, entry in entries.items():
            name = f"{muscle}.{point}"
            if name not in atlas.trigger_points:
                raise MalformedEntryError(f"{SITES_FILE}: {name}: no such trigger point.")
            sites[name] = _site(name, entry, source, mark, note)
    for name in atlas.trigger_points:
        if name not in sites:
            raise MalformedEntryError(f"{SITES_FILE}: {name}: has no site; add one.")
    return MappingProxyType(sites)


@cache
def site_point(trigger_point: str, side: Side) -> SurfacePoint:
    """Return where a trigger point is looked for on the skin.

    The mix of landmarks, shifted, is pushed to the nearest skin of the point's ``local`` areas.
    Both sides are mirror images. The place is schematic; palpation has the last word.

    Raises
    ------
    UnknownTriggerPointError
        If the atlas has no such point.
    AtlasError
        If ``side`` is the midline: every point belongs to the left or to the right.
    """
    if side is Side.MIDLINE:
        raise AtlasError(f"{trigger_point}: came the midline, expected left or right.")
    if side is Side.RIGHT:
        return site_point(trigger_point, Side.LEFT).mirrored
    point = require_trigger_point(trigger_point)
    return nearest_point(
        start_position(load_sites()[trigger_point]), within=_local_skin(point, side)
    )


def start_position(site: PointSite) -> Floats:
    """Return the mix of landmarks with its shift on the left, before the push to the skin.

    ``(3,)`` float, metres; it may lie inside the body.
    """
    if site.area is None:
        start = sum(
            (
                share * require_landmark(landmark, Side.LEFT).point.position()
                for landmark, share in site.landmarks.items()
            ),
            np.zeros(3),
        )
    else:
        area = require_area(site.area)
        skin = vertices_of(SidedArea(site.area, area.sides[0]))
        surface = load_surface()
        start = np.average(surface.vertices()[skin], axis=0, weights=surface.area_m2[skin])
    position: Floats = start + np.array(site.shift_m)
    return position


def require_trigger_point(trigger_point: str) -> TriggerPoint:
    """Return a trigger point of the packaged atlas.

    Raises
    ------
    UnknownTriggerPointError
        If there is none of this id.
    """
    points = load_atlas().trigger_points
    if trigger_point not in points:
        raise UnknownTriggerPointError(
            f"no trigger point has the id {trigger_point!r}; an id looks like: infraspinatus.trp1."
        )
    return points[trigger_point]


def _local_skin(point: TriggerPoint, side: Side) -> Flags:
    """The vertices of the areas over a point, ``(n,)`` bool, on its own side of the body."""
    surface = load_surface()
    skin = np.zeros(surface.vertex_count, dtype=np.bool_)
    for name in point.local:
        skin[vertices_of(SidedArea(name, side_of(name, side)))] = True
    across = surface.vertices()[:, 0] * (1 if side is Side.LEFT else -1)
    own: Flags = skin & (across >= 0)
    return own


def side_of(area: str, side: Side) -> Side:
    """Return the side of an area that a muscle of one side concerns: midline, or its own."""
    return Side.MIDLINE if require_area(area).midline else side


def _site(name: str, entry: Any, source: str, mark: Mark, note: str) -> PointSite:
    try:
        unknown = set(entry) - {"mix", "area", "shift_mm"}
        if unknown or ("mix" in entry) == ("area" in entry):
            raise ValueError("expected either mix or area, and perhaps shift_mm")
        shift = np.zeros(3)
        for direction, distance_mm in entry.get("shift_mm", {}).items():
            shift += np.array(DIRECTIONS[direction]) * distance_mm * M_PER_MM
        site = PointSite(
            trigger_point=name,
            landmarks=MappingProxyType(dict(entry.get("mix", {}))),
            area=entry.get("area"),
            shift_m=(float(shift[0]), float(shift[1]), float(shift[2])),
            source=source,
            mark=mark,
            note=note,
        )
        for landmark in site.landmarks:
            require_landmark(landmark, Side.LEFT)
        if site.area is not None:
            require_area(site.area)
        elif abs(sum(site.landmarks.values()) - 1) > SUM_OF_SHARES_ERROR:
            raise ValueError(f"shares of mix sum to {sum(site.landmarks.values())}, expected 1")
    except (ValueError, KeyError, TypeError, AttributeError, FiliformError) as error:
        raise MalformedEntryError(f"{SITES_FILE}: {name}: {error}; correct the entry.") from None
    return site
