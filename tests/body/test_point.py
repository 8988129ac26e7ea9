"""Places on the skin: the same on every shape, mirrored, never off the body."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.body.errors import OffBodyError, UnknownShapeError, UnknownTopologyError
from filiform.body.point import SurfacePoint, nearest_point, point_at_vertex
from filiform.body.side import Side
from filiform.body.surface import Floats, load_surface
from tests.strategies import surface_points

pytestmark = pytest.mark.long

SURFACE = load_surface()


@given(surface_points())
def test_a_place_and_its_mirror_image_are_opposite_on_every_shape(point: SurfacePoint) -> None:
    for shape in SURFACE.shapes:
        np.testing.assert_allclose(
            point.mirrored.position(shape), point.position(shape) * [-1, 1, 1], atol=1e-6
        )
    assert point.mirrored.side is point.side.mirrored


@given(surface_points())
def test_mirroring_twice_leads_back(point: SurfacePoint) -> None:
    back = point.mirrored.mirrored

    assert back.triangle == point.triangle
    np.testing.assert_allclose(back.weights, point.weights, atol=1e-9)


@given(surface_points())
def test_the_nearest_place_to_a_place_is_itself(point: SurfacePoint) -> None:
    found = nearest_point(point.position())

    np.testing.assert_allclose(found.position(), point.position(), atol=1e-6)


def nearest_by_sampling(position: Floats) -> float:
    """The slow twin: the distance to a dense sample of points of every triangle."""
    corners = SURFACE.vertices()[SURFACE.triangles]
    best = math.inf
    for i in range(11):
        for j in range(11 - i):
            weights = np.array([i, j, 10 - i - j]) / 10
            sample = np.einsum("k,tkd->td", weights, corners)
            best = min(best, float(np.linalg.norm(sample - position, axis=1).min()))
    return best


@pytest.mark.parametrize(
    "position", [(0.3, 1.2, 0.4), (0.0, 1.0, 0.0), (-0.2, 0.02, 0.1), (0.1, 1.5, -0.3)]
)
def test_the_nearest_place_is_as_near_as_any_sampled_one(
    position: tuple[float, float, float],
) -> None:
    found = float(np.linalg.norm(nearest_point(np.array(position)).position() - position))

    sampled = nearest_by_sampling(np.array(position))
    assert found <= sampled + 1e-9
    assert found == pytest.approx(sampled, abs=0.002)


def test_the_nearest_place_within_a_patch_lies_in_the_patch() -> None:
    left = SURFACE.vertices()[:, 0] >= 0

    found = nearest_point(np.array([-0.3, 1.2, 0.1]), within=left)

    assert left[list(found.corners)].all()


def test_a_patch_without_a_triangle_is_refused() -> None:
    with pytest.raises(OffBodyError, match="expected a patch of skin"):
        nearest_point(np.zeros(3), within=np.zeros(SURFACE.vertex_count, dtype=np.bool_))


@given(st.integers(0, SURFACE.vertex_count - 1))
def test_a_vertex_is_a_place(vertex: int) -> None:
    point = point_at_vertex(vertex)

    assert point.nearest_vertex == vertex
    np.testing.assert_allclose(point.position(), SURFACE.vertices()[vertex], atol=1e-12)


def test_a_place_knows_its_side() -> None:
    chin = point_at_vertex(int(np.flatnonzero(SURFACE.on_midline)[0]))

    assert chin.side is Side.MIDLINE
    assert nearest_point(np.array([0.3, 1.0, 0.0])).side is Side.LEFT
    assert nearest_point(np.array([-0.3, 1.0, 0.0])).side is Side.RIGHT


@pytest.mark.parametrize("triangle", [-1, len(SURFACE.triangles), 10**12])
def test_a_triangle_that_is_not_there_is_refused(triangle: int) -> None:
    with pytest.raises(OffBodyError, match=rf"came {triangle}, expected 0 to"):
        SurfacePoint(triangle, 0.2, 0.2)


@pytest.mark.parametrize(
    "weights", [(-0.1, 0.5), (0.7, 0.7), (math.nan, 0.1), (0.1, math.inf), (1.1, 0.0)]
)
def test_a_place_outside_its_triangle_is_refused(weights: tuple[float, float]) -> None:
    with pytest.raises(OffBodyError, match="expected weights from 0 to 1"):
        SurfacePoint(7, *weights)


def test_a_place_on_another_surface_is_refused() -> None:
    with pytest.raises(UnknownTopologyError, match="surface-0"):
        SurfacePoint(7, 0.2, 0.2, topology="surface-0")


def test_a_vertex_that_is_not_there_is_refused() -> None:
    with pytest.raises(OffBodyError, match="vertex: came -1"):
        point_at_vertex(-1)


def test_a_place_on_an_unknown_shape_is_refused() -> None:
    with pytest.raises(UnknownShapeError):
        point_at_vertex(0).position("giant")
