"""Painting on the skin: distances along it, and the dab of a brush.

Distances follow the edges, so paint never jumps through the air from the thigh to the hand. They
are longer than the true ones, by a few per cent on this mesh.
"""

import numpy as np

from filiform.body.errors import OffBodyError
from filiform.body.point import SurfacePoint
from filiform.body.surface import BodySurface, Floats, Integers, load_surface

WIDEST_BRUSH_M = 0.3
"""A brush wider than this is a mistake of units; whole areas are painted by their name."""

SOLID_SHARE = 0.5
"""Share of the radius that is painted in full; from there the paint fades to nothing."""


def distances_along(
    surface: BodySurface, sources: Integers, offsets_m: Floats | None = None, *, limit_m: float
) -> tuple[Integers, Floats]:
    """Return the vertices within a distance of some others, along the edges.

    Parameters
    ----------
    sources
        Vertices to measure from, ``(k,)`` int.
    offsets_m
        Distance already travelled at each, ``(k,)`` float, metres; zero if omitted.
    limit_m
        How far to go, metres.

    Returns
    -------
    tuple
        Vertices in ascending order, ``(v,)`` int, and the shortest distance to each, ``(v,)``
        float, metres, at most ``limit_m``.
    """
    distance = np.full(surface.vertex_count, np.inf)
    np.minimum.at(distance, sources, 0.0 if offsets_m is None else offsets_m)
    distance[distance > limit_m] = np.inf
    graph = surface.graph
    frontier = np.unique(sources[distance[sources] <= limit_m])
    while len(frontier):
        origin, places = graph.from_vertices(frontier)
        reached = graph.neighbour[places]
        travelled = distance[origin] + graph.length_m[places]
        shorter = (travelled < distance[reached]) & (travelled <= limit_m)
        reached, travelled = reached[shorter], travelled[shorter]
        np.minimum.at(distance, reached, travelled)
        frontier = np.unique(reached)
    vertices = np.flatnonzero(np.isfinite(distance))
    return vertices, distance[vertices]


def dab(point: SurfacePoint, radius_m: float) -> tuple[Integers, Floats]:
    """Return what one touch of a brush paints.

    Parameters
    ----------
    point
        Where the brush touches the skin.
    radius_m
        How far the paint reaches along the skin of the canonical shape, metres.

    Returns
    -------
    tuple
        Vertices in ascending order, ``(k,)`` int, and their weights, ``(k,)`` float in 0 to 1: 1 up
        to half the radius, from there falling smoothly to 0. A small brush may meet one vertex
        only: the nearest is always painted in full.

    Raises
    ------
    OffBodyError
        If the radius is not between 0 and 0.3 m.
    """
    if not 0 < radius_m <= WIDEST_BRUSH_M:
        raise OffBodyError(
            f"radius: came {radius_m} m, expected more than 0 and at most {WIDEST_BRUSH_M} m. "
            "Choose a smaller brush, or paint whole areas by name."
        )
    surface = load_surface()
    corners = np.array(point.corners)
    offsets = np.linalg.norm(surface.vertices()[corners] - point.position(), axis=1)
    vertices, distance = distances_along(surface, corners, offsets, limit_m=radius_m)
    weights = fade(distance, solid=SOLID_SHARE * radius_m, end=radius_m)
    nearest = point.nearest_vertex
    if nearest not in vertices:
        vertices, weights = np.append(vertices, nearest), np.append(weights, 0.0)
    weights[vertices == nearest] = 1.0
    painted = np.flatnonzero(weights > 0)
    order = painted[np.argsort(vertices[painted])]
    return vertices[order], weights[order]


def fade(distance: Floats, *, solid: float, end: float) -> Floats:
    """Return 1 up to ``solid``, 0 from ``end``, and half a cosine wave between them."""
    across = np.clip((distance - solid) / (end - solid), 0, 1)
    faded: Floats = (1 + np.cos(np.pi * across)) / 2
    return faded
