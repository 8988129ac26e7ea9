"""What a drawing on the surface measures: how much, where, how strong, how spread.

Every extent is a share of the skin of the canonical shape, never cm² of the patient.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from filiform.body.areas import SidedArea
from filiform.body.measure_rules import load_measure_rules
from filiform.body.point import SurfacePoint, point_at_vertex
from filiform.body.projection import area_involvement
from filiform.body.stroke import SurfaceDrawing
from filiform.body.surface import BodySurface, Flags, Floats, Integers, load_surface

PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Patch:
    """One connected piece of painted skin.

    Parameters
    ----------
    centroid
        The vertex from which the sum of w · a · d² over the patch is smallest; it lies on the
        patch, where a mean of coordinates may lie inside the body.
    extent_percent
        Painted skin, percent of the whole.
    mean_intensity
        Mean over the paint, 1 to 10.
    """

    centroid: SurfacePoint
    extent_percent: float
    mean_intensity: float


@dataclass(frozen=True, slots=True)
class DrawingMeasures:
    """The measures of one drawing.

    Parameters
    ----------
    extent_percent
        Skin with a weight of at least ``painted_weight``, percent of the whole.
    left_percent, right_percent
        The same on each side; a vertex on the midline counts by halves.
    involvement
        Painted share of each area, 0 to 1; an area without paint is absent.
    patches
        Connected pieces of that skin, the largest first.
    mean_intensity
        Σ w·a·I ÷ Σ w·a, 1 to 10; None if nothing is painted.
    sum_intensity
        Σ w·a·I in percent of the skin times intensity: 0 to 1000.
    """

    extent_percent: float
    left_percent: float
    right_percent: float
    involvement: Mapping[SidedArea, float]
    patches: tuple[Patch, ...]
    mean_intensity: float | None
    sum_intensity: float

    @property
    def laterality(self) -> float | None:
        """(left − right) ÷ (left + right), −1 to 1; None if no skin counts as painted."""
        both = self.left_percent + self.right_percent
        return (self.left_percent - self.right_percent) / both if both else None

    @property
    def patch_count(self) -> int:
        """How many separate places hurt."""
        return len(self.patches)


def measure_drawing(drawing: SurfaceDrawing) -> DrawingMeasures:
    """Measure a drawing; an empty one has an extent of 0 and no mean.

    What is marked inside the mouth has no skin and counts in none of the measures.
    """
    surface = load_surface()
    weights, loads = drawing.weights, drawing.loads
    painted = weights >= load_measure_rules().painted_weight
    percent_of, left_of = _percent_of(surface)
    extent = float(percent_of[painted].sum())
    left = float(left_of[painted].sum())
    # Sums of products: a matrix product would wake a pool of threads for less than a millisecond.
    paint = float((percent_of * weights).sum())
    load = float((percent_of * loads).sum())
    return DrawingMeasures(
        extent_percent=extent,
        left_percent=left,
        right_percent=max(extent - left, 0.0),
        involvement=area_involvement(weights),
        patches=_patches(surface, painted, weights * percent_of, loads * percent_of),
        mean_intensity=load / paint if paint else None,
        sum_intensity=load,
    )


def overlap(first: SurfaceDrawing, second: SurfaceDrawing) -> float | None:
    """Return the Jaccard index of the painted skin of two drawings, by area, 0 to 1.

    None if neither has painted skin: two empty drawings agree about everything and about nothing.
    """
    threshold = load_measure_rules().painted_weight
    here, there = first.weights >= threshold, second.weights >= threshold
    area_m2 = load_surface().area_m2
    either = float(area_m2[here | there].sum())
    return float(area_m2[here & there].sum()) / either if either else None


@cache
def _percent_of(surface: BodySurface) -> tuple[Floats, Floats]:
    """Percent of the skin at each vertex, all of it and what lies on the left, each ``(n,)``."""
    percent = PERCENT * surface.area_m2 / surface.whole_m2
    # Half of a vertex on the midline lies on either side.
    return percent, percent * np.where(surface.on_midline, 0.5, surface.vertices()[:, 0] > 0)


def connected_pieces(surface: BodySurface, painted: Flags) -> Integers:
    """Return the number of the piece each painted vertex belongs to.

    Parameters
    ----------
    painted
        ``(n,)`` bool.

    Returns
    -------
    Integers
        ``(k,)`` int for the painted vertices in ascending order; pieces are numbered from 0 by
        their lowest vertex.
    """
    vertices = np.flatnonzero(painted)
    place = np.zeros(surface.vertex_count, dtype=np.int64)
    place[vertices] = np.arange(len(vertices))
    origin, places = surface.graph.from_vertices(vertices)
    reached = surface.graph.neighbour[places]
    inside = (origin < reached) & painted[reached]
    ends = place[np.stack([origin[inside], reached[inside]], axis=1)]
    root = np.arange(len(vertices))
    # Each round hangs the higher root of every edge under the lower, then shortens all paths:
    # the rounds grow with the logarithm of the longest way through a piece.
    while len(ends):
        pair = root[ends]
        apart = pair[:, 0] != pair[:, 1]
        ends, pair = ends[apart], pair[apart]
        np.minimum.at(root, np.maximum(*pair.T), np.minimum(*pair.T))
        while (root[root] != root).any():
            root = root[root]
    return np.unique(root, return_inverse=True)[1]


def _patches(
    surface: BodySurface, painted: Flags, paint: Floats, load: Floats
) -> tuple[Patch, ...]:
    vertices = np.flatnonzero(painted)
    if not len(vertices):
        return ()
    piece = connected_pieces(surface, painted)
    total = np.bincount(piece, paint[vertices])
    # The sum of w·a·d² is least at the vertex nearest to the weighted mean (Steiner's theorem).
    place = surface.vertices()[vertices]
    mean = np.stack([np.bincount(piece, paint[vertices] * axis) for axis in place.T], axis=1)
    off_mean = ((place - (mean / total[:, None])[piece]) ** 2).sum(axis=1)
    first = np.lexsort((off_mean, piece))
    nearest = vertices[first[np.searchsorted(piece[first], np.arange(len(total)))]]
    extent = np.bincount(piece, _percent_of(surface)[0][vertices])
    intensity = np.bincount(piece, load[vertices]) / total
    return tuple(
        Patch(
            point_at_vertex(int(nearest[number])), float(extent[number]), float(intensity[number])
        )
        for number in np.argsort(-extent, kind="stable")
    )
