"""A place on the skin that exists on every shape of the body."""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from filiform.body.errors import OffBodyError
from filiform.body.side import Side
from filiform.body.surface import (
    CANONICAL_SHAPE,
    TOPOLOGY,
    BodySurface,
    Flags,
    Floats,
    Integers,
    load_surface,
    require_topology,
)

ROUNDING = 1e-6
"""Barycentric weights may leave 0 to 1 by this much; they come from files and single precision."""

MIDLINE_M = 0.0005
"""Nearer to the sagittal plane than half a millimetre, a place lies in the midline."""

LONGEST_EDGE_M = 0.03
"""No edge of the surface is longer (its build refines to 17 mm); bounds the search for a point."""


@dataclass(frozen=True, slots=True)
class SurfacePoint:
    """A place on the skin: a triangle and where within it.

    Parameters
    ----------
    triangle
        Index of the triangle.
    b0, b1
        Weights of its first and second corner, 0 to 1; the third corner has the rest.
    topology
        Version of the surface, as in ``surface-1``.

    Raises
    ------
    UnknownTopologyError
        If it was placed on another surface.
    OffBodyError
        If there is no such triangle, or the weights lie outside it.
    """

    triangle: int
    b0: float
    b1: float
    topology: str = TOPOLOGY

    def __post_init__(self) -> None:
        require_topology(self.topology)
        count = len(load_surface().triangles)
        if not 0 <= self.triangle < count:
            raise OffBodyError(
                f"triangle: came {self.triangle}, expected 0 to {count - 1} on {TOPOLOGY}. "
                "Mark the place on the body again."
            )
        weights = (self.b0, self.b1, 1 - self.b0 - self.b1)
        if not all(math.isfinite(w) and -ROUNDING <= w <= 1 + ROUNDING for w in weights):
            raise OffBodyError(
                f"b0, b1: came {self.b0}, {self.b1}, expected weights from 0 to 1 with a sum of "
                "at most 1. Mark the place on the body again."
            )

    @property
    def weights(self) -> tuple[float, float, float]:
        """Weights of the three corners; their sum is 1."""
        return (self.b0, self.b1, 1 - self.b0 - self.b1)

    @property
    def corners(self) -> tuple[int, int, int]:
        """The three vertices around the place."""
        a, b, c = load_surface().triangles[self.triangle].tolist()
        return (a, b, c)

    @property
    def nearest_vertex(self) -> int:
        """The corner that has the largest weight."""
        return self.corners[int(np.argmax(self.weights))]

    @property
    def side(self) -> Side:
        """Left or right of the body, or midline within half a millimetre of it."""
        x = self.position()[0]
        if abs(x) <= MIDLINE_M:
            return Side.MIDLINE
        return Side.LEFT if x > 0 else Side.RIGHT

    @property
    def mirrored(self) -> "SurfacePoint":
        """The same place on the other side of the body."""
        surface = load_surface()
        triangle = int(_mirrored_triangles(surface)[self.triangle])
        weight_by_vertex = {
            int(surface.mirror[corner]): weight
            for corner, weight in zip(self.corners, self.weights, strict=True)
        }
        first, second, _ = surface.triangles[triangle].tolist()
        return SurfacePoint(triangle, weight_by_vertex[first], weight_by_vertex[second])

    def position(self, shape: str = CANONICAL_SHAPE) -> Floats:
        """Return where the place lies on a shape, ``(3,)`` float, metres.

        Raises
        ------
        UnknownShapeError
            If there is no such shape.
        """
        corners = load_surface().vertices(shape)[list(self.corners)]
        position: Floats = np.asarray(self.weights) @ corners
        return position


def point_at_vertex(vertex: int) -> SurfacePoint:
    """Return the place of a vertex.

    Raises
    ------
    OffBodyError
        If the surface has no such vertex.
    """
    surface = load_surface()
    if not 0 <= vertex < surface.vertex_count:
        raise OffBodyError(
            f"vertex: came {vertex}, expected 0 to {surface.vertex_count - 1} on {TOPOLOGY}."
        )
    triangle = int(_triangle_of_vertex(surface)[vertex])
    corners = surface.triangles[triangle]
    return SurfacePoint(triangle, float(corners[0] == vertex), float(corners[1] == vertex))


def nearest_point(
    position: Floats, shape: str = CANONICAL_SHAPE, *, within: Flags | None = None
) -> SurfacePoint:
    """Return the place on the skin nearest to a position in space.

    Parameters
    ----------
    position
        ``(3,)`` float, metres, in the frame of the surface.
    within
        Vertices that may surround the place, ``(n,)`` bool; all if omitted.

    Raises
    ------
    OffBodyError
        If no triangle has all its corners in ``within``.
    """
    surface = load_surface()
    vertices = surface.vertices(shape)
    triangles = _allowed_triangles(surface, within)
    if not len(triangles):
        raise OffBodyError("within: came no whole triangle, expected a patch of skin.")
    from_vertices = np.linalg.norm(vertices - position, axis=1)
    distance = from_vertices[surface.triangles[triangles]].min(axis=1)
    triangles = triangles[distance <= distance.min() + LONGEST_EDGE_M]
    weights = closest_weights(position, vertices[surface.triangles[triangles]])
    places = np.einsum("tk,tkd->td", weights, vertices[surface.triangles[triangles]])
    best = int(np.argmin(np.linalg.norm(places - position, axis=1)))
    return SurfacePoint(int(triangles[best]), float(weights[best, 0]), float(weights[best, 1]))


def _allowed_triangles(surface: BodySurface, within: Flags | None) -> Integers:
    if within is None:
        return np.arange(len(surface.triangles))
    return np.flatnonzero(within[surface.triangles].all(axis=1))


def closest_weights(position: Floats, corners: Floats) -> Floats:
    """Return the weights ``(t, 3)`` of the nearest point in each triangle ``(t, 3, 3)``.

    The position is one for all triangles, ``(3,)``, or one for each, ``(t, 3)``.
    """
    inside = _plane_weights(position, corners)
    candidates = [np.where((inside >= 0).all(axis=1, keepdims=True), inside, np.nan)]
    for first, second in ((0, 1), (1, 2), (2, 0)):
        along = corners[:, second] - corners[:, first]
        t = np.einsum("td,td->t", position - corners[:, first], along)
        t = np.clip(t / np.einsum("td,td->t", along, along), 0, 1)
        on_edge = np.zeros((len(corners), 3))
        on_edge[:, first], on_edge[:, second] = 1 - t, t
        candidates.append(on_edge)
    weights = np.stack(candidates)
    offset = np.einsum("ctk,tkd->ctd", weights, corners) - position
    distance = np.linalg.norm(offset, axis=2)
    best = np.nanargmin(distance, axis=0)
    closest: Floats = weights[best, np.arange(len(corners))]
    return closest


def _plane_weights(position: Floats, corners: Floats) -> Floats:
    """Weights ``(t, 3)`` of the foot of the perpendicular onto the plane of each triangle."""
    e, f = corners[:, 0] - corners[:, 2], corners[:, 1] - corners[:, 2]
    p = position - corners[:, 2]
    ee, ff, ef = (np.einsum("td,td->t", a, b) for a, b in ((e, e), (f, f), (e, f)))
    pe, pf = np.einsum("td,td->t", p, e), np.einsum("td,td->t", p, f)
    scale = ee * ff - ef * ef
    first, second = (pe * ff - pf * ef) / scale, (pf * ee - pe * ef) / scale
    return np.stack([first, second, 1 - first - second], axis=1)


@cache
def _triangle_of_vertex(surface: BodySurface) -> Integers:
    triangle = np.empty(surface.vertex_count, dtype=np.int64)
    # Written backwards, so that the first triangle of a vertex is the one that stays.
    numbers = np.arange(len(surface.triangles))[::-1]
    triangle[surface.triangles[::-1].ravel()] = np.repeat(numbers, 3)
    return triangle


@cache
def _mirrored_triangles(surface: BodySurface) -> Integers:
    """The triangle with the mirrored corners of each triangle, ``(m,)``."""
    own = np.sort(surface.triangles, axis=1)
    other = np.sort(surface.mirror[surface.triangles], axis=1)
    order_own, order_other = np.lexsort(own.T[::-1]), np.lexsort(other.T[::-1])
    mirrored = np.empty(len(own), dtype=np.int64)
    mirrored[order_other] = order_own
    return mirrored
