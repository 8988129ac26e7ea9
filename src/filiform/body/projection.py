"""Between strokes on the skin and the areas they lie in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress
from types import MappingProxyType

import numpy as np

from filiform.body.areas import SidedArea, all_sided_areas
from filiform.body.drawing import (
    STRONGEST_INTENSITY,
    WEAKEST_INTENSITY,
    PainDepth,
    PainDrawing,
    PainMark,
)
from filiform.body.errors import UnknownAreaError
from filiform.body.measure_rules import load_measure_rules
from filiform.body.side import Side
from filiform.body.stroke import SurfaceDrawing, SurfaceMark
from filiform.body.surface import Floats, Integers, load_surface

NOWHERE = -1
"""Stands for no region."""


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """Parts of the skin that do not overlap.

    Parameters
    ----------
    region
        The region of each vertex, ``(n,)`` int; ``NOWHERE`` for one that belongs to none. A vertex
        exactly on the midline belongs to no region that has a mirror image, so both sides are
        measured alike.
    m2
        Skin of each region on the canonical shape, ``(r,)`` float, m².
    """

    region: Integers
    m2: Floats

    def painted_m2(self, vertices: Integers, weights: Floats) -> Floats:
        """Return the painted skin in each region, ``(r,)`` float, m²: the sum of w · a.

        Parameters
        ----------
        vertices, weights
            Painted vertices, each once, and their weights in 0 to 1, each ``(k,)``.
        """
        paint = weights * load_surface().area_m2[vertices]
        sums = np.bincount(self.region[vertices] + 1, paint, minlength=len(self.m2) + 1)
        return sums[1:].astype(np.float64)

    def painful(self, painted_m2: Floats) -> Integers:
        """Return the regions that have enough of their skin painted, in ascending order."""
        rules = load_measure_rules()
        enough = np.minimum(rules.painful_share * self.m2, rules.painful_m2)
        return np.flatnonzero((painted_m2 >= enough) & (self.m2 > 0))


def make_regions(region: Integers, *, count: int) -> Regions:
    """Return ``count`` regions from the region of each vertex, ``(n,)``, ``NOWHERE`` for none."""
    sums = np.bincount(region + 1, load_surface().area_m2, minlength=count + 1)
    m2 = sums[1:].astype(np.float64)
    region.flags.writeable = False
    m2.flags.writeable = False
    return Regions(region, m2)


@cache
def area_regions() -> Regions:
    """Return the areas on the skin, in the order of ``BodySurface.areas``."""
    surface = load_surface()
    sided = np.array([area.side is not Side.MIDLINE for area in surface.areas])
    region = np.where(surface.on_midline & sided[surface.area], NOWHERE, surface.area)
    return make_regions(region, count=len(surface.areas))


def area_involvement(weights: Floats) -> Mapping[SidedArea, float]:
    """Return the painted share of each area that has any paint.

    Parameters
    ----------
    weights
        ``(n,)`` float in 0 to 1.

    Returns
    -------
    Mapping[SidedArea, float]
        Σ w·a over the area ÷ Σ a, 0 to 1; an unpainted area is absent. Read-only.
    """
    regions = area_regions()
    painted = np.flatnonzero(weights)
    involved = regions.painted_m2(painted, weights[painted]) / regions.m2
    areas = load_surface().areas
    return MappingProxyType(
        {areas[number]: min(float(involved[number]), 1.0) for number in np.flatnonzero(involved)}
    )


def vertices_of(area: SidedArea) -> Integers:
    """Return the vertices of an area on the skin, ascending, ``(k,)`` int.

    Raises
    ------
    UnknownAreaError
        If the area lies inside the mouth, where there is no skin.
    """
    number = load_surface().number_of(area)
    if number is None:
        raise UnknownAreaError(
            f"{area.key} lies inside the mouth and has no skin; list it by name."
        )
    surface = load_surface()
    own = surface.area == number
    mirrored = surface.number_of(area.mirrored)
    # Where both sides meet, either one is painted up to the midline.
    return np.flatnonzero(own | (surface.on_midline & (surface.area == mirrored)))


def paint_areas(drawing: PainDrawing) -> SurfaceDrawing:
    """Return a drawing of areas as strokes, each over the whole of its area.

    Marks inside the mouth are kept aside in ``inside_mouth``.
    """
    surface = load_surface()
    strokes, mouth = [], []
    for mark in drawing.marks:
        if surface.number_of(mark.sided_area) is None:
            mouth.append(mark)
            continue
        vertices = vertices_of(mark.sided_area)
        strokes.append(
            SurfaceMark(
                vertices, np.ones(len(vertices)),
                mark.intensity, mark.qualities, mark.depth, mark.when,
            )
        )  # fmt: skip
    return SurfaceDrawing(tuple(strokes), tuple(mouth))


def project_marks(drawing: SurfaceDrawing) -> PainDrawing:
    """Return the areas that a drawing on the skin makes painful, in the order of the areas.

    An area is painful by the rules of ``measures.toml``. Its intensity is the mean over the paint
    in it, its qualities and times are those of every stroke that alone makes it painful (of all
    strokes in it, if none does), and its depth is theirs if they agree.
    """
    regions, surface = area_regions(), load_surface()
    vertices = np.unique(np.concatenate([[], *(s.vertices for s in drawing.strokes)])).astype(int)
    paint_m2 = regions.painted_m2(vertices, drawing.weights[vertices])
    load_m2 = regions.painted_m2(vertices, drawing.loads[vertices])
    alone_m2 = [regions.painted_m2(s.vertices, s.weights) for s in drawing.strokes]
    painful = [set(regions.painful(m2).tolist()) for m2 in alone_m2]
    marks = {mark.sided_area: mark for mark in drawing.inside_mouth}
    for number in regions.painful(paint_m2).tolist():
        enough = [number in reached for reached in painful]
        if not any(enough):
            enough = [m2[number] > 0 for m2 in alone_m2]
        felt = list(compress(drawing.strokes, enough))
        area = surface.areas[number]
        marks[area] = _mark(area, load_m2[number] / paint_m2[number], felt)
    return PainDrawing(tuple(marks[area] for area in all_sided_areas() if area in marks))


def _mark(area: SidedArea, mean: float, felt: Sequence[SurfaceMark]) -> PainMark:
    intensity = min(max(round(mean), WEAKEST_INTENSITY), STRONGEST_INTENSITY)
    depths: set[PainDepth | None] = {stroke.depth for stroke in felt}
    return PainMark(
        area.area,
        area.side,
        intensity,
        tuple(quality for stroke in felt for quality in stroke.qualities),
        depths.pop() if len(depths) == 1 else None,
        tuple(timing for stroke in felt for timing in stroke.when),
    )
