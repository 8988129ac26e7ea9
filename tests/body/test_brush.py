"""The brush follows the skin: checked against a slow twin, and against jumps through the air."""

import heapq
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.body.areas import require_area
from filiform.body.brush import dab, distances_along
from filiform.body.errors import OffBodyError
from filiform.body.point import SurfacePoint, nearest_point
from filiform.body.surface import load_surface
from tests.strategies import surface_points

pytestmark = pytest.mark.long

SURFACE = load_surface()


def naive_distances(sources: dict[int, float], limit_m: float) -> dict[int, float]:
    """Dijkstra's algorithm as in a textbook, on dictionaries."""
    vertices = SURFACE.vertices()
    graph = SURFACE.graph
    settled: dict[int, float] = {}
    queue = [(distance, vertex) for vertex, distance in sources.items()]
    heapq.heapify(queue)
    while queue:
        distance, vertex = heapq.heappop(queue)
        if vertex in settled or distance > limit_m:
            continue
        settled[vertex] = distance
        for neighbour in graph.neighbour[graph.start[vertex] : graph.start[vertex + 1]].tolist():
            step = math.dist(vertices[vertex], vertices[neighbour])
            heapq.heappush(queue, (distance + step, neighbour))
    return settled


@given(surface_points(), st.floats(0.001, 0.15))
def test_distances_are_those_of_the_slow_twin(point: SurfacePoint, limit_m: float) -> None:
    corners = np.array(point.corners)
    offsets = np.linalg.norm(SURFACE.vertices()[corners] - point.position(), axis=1)

    vertices, distance = distances_along(SURFACE, corners, offsets, limit_m=limit_m)

    slow = naive_distances(dict(zip(corners.tolist(), offsets.tolist(), strict=True)), limit_m)
    fast = dict(zip(vertices.tolist(), distance.tolist(), strict=True))
    # A vertex at the very limit may fall to either side by rounding.
    inside = {vertex for vertex, way in slow.items() if way < limit_m - 1e-9}
    assert inside <= fast.keys() <= slow.keys() | {v for v in fast if fast[v] > limit_m - 1e-9}
    assert [fast[v] for v in inside] == pytest.approx([slow[v] for v in inside], abs=1e-12)


@given(surface_points(), st.floats(0.002, 0.1))
def test_a_dab_paints_between_nothing_and_everything(point: SurfacePoint, radius_m: float) -> None:
    vertices, weights = dab(point, radius_m)

    assert ((weights > 0) & (weights <= 1)).all()
    assert weights[vertices == point.nearest_vertex] == 1
    assert (np.diff(vertices) > 0).all()


@given(surface_points(), st.floats(0.002, 0.05), st.floats(1, 2))
def test_a_wider_brush_paints_no_less(point: SurfacePoint, radius_m: float, more: float) -> None:
    narrow = dict(zip(*(a.tolist() for a in dab(point, radius_m)), strict=True))
    wide = dict(zip(*(a.tolist() for a in dab(point, radius_m * more)), strict=True))

    assert all(wide.get(v, 0) >= weight - 1e-12 for v, weight in narrow.items())


@given(surface_points(), st.floats(0.002, 0.1))
def test_a_dab_of_the_mirrored_place_is_mirrored(point: SurfacePoint, radius_m: float) -> None:
    painted, mirrored = np.zeros(SURFACE.vertex_count), np.zeros(SURFACE.vertex_count)
    for target, place in ((painted, point), (mirrored, point.mirrored)):
        vertices, weights = dab(place, radius_m)
        target[vertices] = weights

    # Ties for the nearest vertex may break either way; it alone is painted by rule.
    assert (np.abs(mirrored - painted[SURFACE.mirror]) > 1e-6).sum() <= 2


def test_paint_never_jumps_from_the_thigh_to_the_hand() -> None:
    hand = np.array([require_area(a.area).region in {"hand", "wrist"} for a in SURFACE.areas])
    thigh = np.array([require_area(a.area).region == "thigh" for a in SURFACE.areas])
    on_hand = np.flatnonzero(hand[SURFACE.area])
    on_thigh = np.flatnonzero(thigh[SURFACE.area])
    places = SURFACE.vertices()
    # The point of the thigh that lies nearest to a hand, through the air.
    gap = np.linalg.norm(places[on_thigh][:, None, ::2] - places[on_hand][None, ::37, ::2], axis=2)
    nearest = on_thigh[np.argmin(gap.min(axis=1))]

    vertices, _ = dab(nearest_point(places[nearest]), 0.3)

    assert not hand[SURFACE.area[vertices]].any()
    assert len(vertices) > 500


@pytest.mark.parametrize("radius_m", [0.0, -0.01, 0.31, 20.0, math.nan])
def test_a_brush_in_wrong_units_is_refused(radius_m: float) -> None:
    with pytest.raises(OffBodyError, match="Choose a smaller brush"):
        dab(SurfacePoint(0, 0.3, 0.3), radius_m)
