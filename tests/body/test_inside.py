"""What lies under the skin: the fast answer against solid angles, and the way back inside."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiform.body import (
    OffBodyError,
    UnknownShapeError,
    load_surface,
    nearest_point,
    point_at_vertex,
)
from filiform.body.inside import (
    beneath,
    is_inside,
    lies_beneath,
    push_inside,
    skin_normals,
    winding_numbers,
)

pytestmark = pytest.mark.long

SURFACE = load_surface()
SHAPES = st.sampled_from(SURFACE.shapes)
VERTICES = st.integers(0, SURFACE.vertex_count - 1)
LEAST_M = 0.002


@pytest.mark.parametrize("shape", SURFACE.shapes)
def test_rays_and_solid_angles_agree_on_what_is_inside(shape: str) -> None:
    rng = np.random.default_rng(20)
    vertices = SURFACE.vertices(shape)
    around = rng.uniform(vertices.min(axis=0), vertices.max(axis=0), (30, 3))
    midline = around[:10] * [0, 1, 1]
    near = vertices[rng.integers(0, len(vertices), 40)] + rng.normal(0, 0.004, (40, 3))
    positions = np.vstack([around, midline, near])

    inside = is_inside(positions, shape)

    np.testing.assert_array_equal(inside, winding_numbers(positions, shape) > 0.5)
    assert 0.1 < inside.mean() < 0.9


@settings(max_examples=40)
@given(VERTICES, SHAPES)
def test_a_step_through_the_skin_leaves_the_body(vertex: int, shape: str) -> None:
    # A tenth of a millimetre: less than any fold of the skin is deep.
    place = SURFACE.vertices(shape)[vertex]
    within = place - 1e-4 * skin_normals(shape)[vertex]

    assert is_inside(within[None], shape).all()
    np.testing.assert_allclose(
        beneath(point_at_vertex(vertex), 1e-4, shape), within, rtol=0, atol=1e-9
    )


@settings(max_examples=25)
@given(VERTICES, st.floats(0.001, 0.03))
def test_what_left_the_trunk_comes_back_under_the_skin(vertex: int, outside_m: float) -> None:
    trunk = np.flatnonzero((np.abs(SURFACE.vertices()[:, 0]) < 0.1) & (SURFACE.front))
    start = trunk[vertex % len(trunk)]
    outside = SURFACE.vertices()[start] + outside_m * skin_normals()[start]

    pushed = push_inside(outside[None], least_m=LEAST_M)

    assert winding_numbers(pushed)[0] > 0.5
    depth_m = np.linalg.norm(nearest_point(pushed[0]).position() - pushed[0])
    assert depth_m >= LEAST_M - 1e-9


def test_what_is_deep_enough_is_not_moved() -> None:
    deep = np.array([[0.0, 1.2, 0.03], [0.1, 0.7, 0.03]])

    pushed = push_inside(deep, least_m=LEAST_M)

    np.testing.assert_array_equal(pushed, deep)


def test_places_far_from_the_body_are_outside() -> None:
    assert not is_inside(np.array([[5.0, 1.0, 0.0], [0.0, -3.0, 0.0], [0.0, 1.2, 2.0]])).any()
    assert is_inside(np.empty((0, 3))).shape == (0,)


def test_no_place_is_found_in_a_part_that_is_too_thin() -> None:
    hand = SURFACE.vertices()[SURFACE.vertices()[:, 0] > 0.33]
    fingertip = hand[[np.argmin(hand[:, 1])]]

    with pytest.raises(OffBodyError, match="no place"):
        push_inside(fingertip, least_m=0.011)


def test_a_distance_beyond_reach_and_an_unknown_shape_are_refused() -> None:
    with pytest.raises(OffBodyError, match="at most"):
        lies_beneath(np.zeros((1, 3)), least_m=0.05)
    with pytest.raises(UnknownShapeError):
        is_inside(np.zeros((1, 3)), "giant")
