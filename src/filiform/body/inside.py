"""Which places lie under the skin, and how to bring one back that does not.

For drawings under a transparent skin. How far a place lies under the skin of a shape says nothing
about a patient.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from filiform.body.errors import OffBodyError
from filiform.body.point import SurfacePoint, closest_weights, nearest_point
from filiform.body.surface import CANONICAL_SHAPE, Flags, Floats, Integers, load_surface

COLUMN_M = 0.008
"""Width of the columns into which triangles are sorted; about one edge of the surface."""

REACH_M = 0.012
"""Triangles this near to a column stand in it: the nearest skin is found up to this distance."""

ASIDE_M = (1.7e-7, 2.3e-7)
"""Rays are cast a fraction of a micrometre aside: on the midline they would run through edges."""

HALF = 0.5
"""Between the windings outside, 0, and inside, 1."""

STEP_OUT_M = 1e-4
"""A step that leaves the body from bare skin, and does not from skin buried in another part."""

PUSHES = 12
"""Attempts to bring a place under the skin; one or two are enough but in a fold of the skin."""


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    """Triangles by the column, along z, in which they stand.

    Parameters
    ----------
    origin
        Lower corner of the grid, ``(2,)`` float, metres.
    size
        Columns in x and y.
    start
        Where each column begins in ``triangle``, ``(columns + 1,)`` int.
    """

    origin: Floats
    size: tuple[int, int]
    start: Integers
    triangle: Integers

    def around(self, positions: Floats) -> tuple[Integers, Integers]:
        """Return positions ``(k,)`` and the triangles ``(k,)`` of the columns in which they lie."""
        cell = np.floor((positions[:, :2] - self.origin) / COLUMN_M).astype(np.int64)
        met = np.flatnonzero(((cell >= 0) & (cell < self.size)).all(axis=1))
        column = cell[met, 0] * self.size[1] + cell[met, 1]
        counts = self.start[column + 1] - self.start[column]
        ends = np.cumsum(counts)
        places = np.arange(ends[-1] if len(ends) else 0)
        places += np.repeat(self.start[column] - ends + counts, counts)
        return np.repeat(met, counts), self.triangle[places]


@cache
def skin_normals(shape: str = CANONICAL_SHAPE) -> Floats:
    """Return the outward normals of a shape's vertices, ``(n, 3)`` float of length 1, read-only.

    Raises
    ------
    UnknownShapeError
        If there is no such shape.
    """
    surface = load_surface()
    corners = surface.vertices(shape)[surface.triangles]
    a, b, c = (corners[:, corner] for corner in range(3))
    spots = surface.triangles.ravel()
    parts = [
        np.bincount(spots, np.repeat(part, 3), minlength=surface.vertex_count)
        for part in np.cross(b - a, c - a).T
    ]
    normals: Floats = np.stack(parts, axis=1)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    normals.flags.writeable = False
    return normals


def beneath(point: SurfacePoint, inset_m: float, shape: str = CANONICAL_SHAPE) -> Floats:
    """Return the place straight beneath a point of the skin, ``(3,)`` float, metres."""
    normal = np.asarray(point.weights) @ skin_normals(shape)[list(point.corners)]
    place: Floats = point.position(shape) - inset_m * normal / np.linalg.norm(normal)
    return place


def is_inside(positions: Floats, shape: str = CANONICAL_SHAPE) -> Flags:
    """Return whether places lie under the skin of a shape, ``(k,)`` bool.

    A ray forwards from each leaves the body more often than it enters it. Counting both ways holds
    where skin of the arm dips into the trunk, as on heavy shapes.

    Parameters
    ----------
    positions
        ``(k, 3)`` float, metres, in the frame of the surface.

    Raises
    ------
    UnknownShapeError
        If there is no such shape.
    """
    aside = positions + np.array([*ASIDE_M, 0.0])
    ray, triangle = _columns(shape).around(aside)
    corners = load_surface().vertices(shape)[load_surface().triangles[triangle]]
    offset = corners[..., :2] - aside[ray, None, :2]
    turn = _cross(offset[:, [1, 2, 0]], offset[:, [2, 0, 1]])
    met = (turn > 0).all(axis=1) | (turn < 0).all(axis=1)
    weights = turn[met] / turn[met].sum(axis=1, keepdims=True)
    forward = np.einsum("tk,tk->t", weights, corners[met][..., 2]) > aside[ray[met], 2]
    leaving = np.where(turn[met][forward, 0] > 0, 1, -1)
    inside: Flags = np.bincount(ray[met][forward], leaving, minlength=len(positions)) > HALF
    return inside


def winding_numbers(positions: Floats, shape: str = CANONICAL_SHAPE) -> Floats:
    """Return how often the skin of a shape goes round each place, ``(k,)``: 1 inside, 0 outside.

    The slow twin of :func:`is_inside`: the solid angles of all triangles, added.

    References
    ----------
    Van Oosterom A, Strackee J. The solid angle of a plane triangle. IEEE Trans Biomed Eng
    1983;30:125-126.
    """
    corners = load_surface().vertices(shape)[load_surface().triangles]
    return np.array([_solid_angles(corners - place).sum() for place in positions]) / (4 * np.pi)


def push_inside(positions: Floats, shape: str = CANONICAL_SHAPE, *, least_m: float) -> Floats:
    """Bring places outside the skin, or too close under it, to a least distance beneath it.

    Parameters
    ----------
    positions
        ``(k, 3)`` float, metres.
    least_m
        Distance to the nearest skin that every place has in the end, metres.

    Returns
    -------
    Floats
        ``(k, 3)`` float; places deep enough are returned as they came.

    Raises
    ------
    UnknownShapeError
        If there is no such shape.
    OffBodyError
        If the part of the body is too thin to hold a place that deep.
    """
    pushed = positions.copy()
    wrong = np.flatnonzero(~lies_beneath(pushed, shape, least_m=least_m))
    for attempt in range(PUSHES):
        if not len(wrong):
            return pushed
        # A little deeper every time, or a fold of the skin would send the place to and fro.
        depth_m = least_m * (1.05 + 0.15 * attempt)
        for place in wrong:
            pushed[place] = beneath(nearest_point(pushed[place], shape), depth_m, shape)
        wrong = wrong[~lies_beneath(pushed[wrong], shape, least_m=least_m)]
    raise OffBodyError(f"{shape}: no place {least_m} m beneath the skin near {pushed[wrong[0]]}.")


def lies_beneath(positions: Floats, shape: str = CANONICAL_SHAPE, *, least_m: float) -> Flags:
    """Return whether places lie inside and at least so far from bare skin, ``(k,)`` bool.

    Raises
    ------
    UnknownShapeError
        If there is no such shape.
    OffBodyError
        If ``least_m`` is more than 12 mm: no farther skin is looked at.
    """
    if least_m > REACH_M:
        raise OffBodyError(f"least_m: came {least_m}, expected at most {REACH_M}.")
    place, triangle = _columns(shape).around(positions)
    corners = load_surface().vertices(shape)[load_surface().triangles[triangle]]
    near = (np.abs(corners[..., 2] - positions[place, None, 2]) < REACH_M).any(axis=1)
    place, corners = place[near], corners[near]
    foot = np.einsum("tk,tkd->td", closest_weights(positions[place], corners), corners)
    close = np.linalg.norm(foot - positions[place], axis=1) < least_m
    place, foot, corners = place[close], foot[close], corners[close]
    outward = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    # Skin of the arm that dips into the trunk bounds nothing: a step outwards is still inside.
    bare = ~is_inside(foot + STEP_OUT_M * outward, shape)
    beneath_skin = is_inside(positions, shape)
    beneath_skin[place[bare]] = False
    return beneath_skin


def _cross(first: Floats, second: Floats) -> Floats:
    area: Floats = first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]
    return area


def _solid_angles(corners: Floats) -> Floats:
    a, b, c = (corners[:, corner] for corner in range(3))
    la, lb, lc = (np.linalg.norm(side, axis=1) for side in (a, b, c))
    volume = np.einsum("td,td->t", a, np.cross(b, c))
    ab, bc, ca = (np.einsum("td,td->t", p, q) for p, q in ((a, b), (b, c), (c, a)))
    angles: Floats = 2 * np.arctan2(volume, la * lb * lc + ab * lc + bc * la + ca * lb)
    return angles


@cache
def _columns(shape: str) -> _Columns:
    surface = load_surface()
    flat = surface.vertices(shape)[surface.triangles][..., :2]
    origin = flat.min(axis=(0, 1)) - REACH_M
    low = np.floor((flat.min(axis=1) - REACH_M - origin) / COLUMN_M).astype(np.int64)
    high = np.floor((flat.max(axis=1) + REACH_M - origin) / COLUMN_M).astype(np.int64)
    size = high.max(axis=0) + 1
    span = high - low + 1
    counts = span.prod(axis=1)
    triangle = np.repeat(np.arange(len(flat)), counts)
    place = np.arange(len(triangle)) - np.repeat(np.cumsum(counts) - counts, counts)
    column = (low[triangle, 0] + place // span[triangle, 1]) * size[1]
    column += low[triangle, 1] + place % span[triangle, 1]
    order = np.argsort(column, kind="stable")
    start = np.searchsorted(column[order], np.arange(size.prod() + 1))
    return _Columns(origin, (int(size[0]), int(size[1])), start, triangle[order])
