"""The charts as parts: paths of areas, lines, labels, and the outline of paint."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.body import (
    ChartDataError,
    Side,
    SidedArea,
    SurfacePoint,
    UnknownAreaError,
    UnknownChartError,
    chart_paths,
    load_chart_paths,
    load_charts,
    load_surface,
    outline_on_chart,
    place_of_area,
    place_on_chart,
    point_on_chart,
    require_chart_skin,
    require_landmark,
    vertices_of,
)

VIEWS = tuple(load_charts())
POINT = re.compile(r"(-?\d+) (-?\d+)")


def flags(area: SidedArea) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    painted = np.zeros(load_surface().vertex_count, dtype=np.bool_)
    painted[vertices_of(area)] = True
    return painted


@pytest.mark.parametrize("view", VIEWS)
def test_a_chart_has_a_path_for_each_of_its_areas_and_says_which_side_is_which(view: str) -> None:
    paths = load_chart_paths(view)

    assert set(paths.path_by_area) == set(load_charts()[view].areas)
    assert all(path.startswith("M") and path.endswith("z") for path in paths.path_by_area.values())
    assert "outline" in paths.lines
    assert {label.word for label in paths.labels} <= {"LEFT", "RIGHT"}
    assert paths.labels


@pytest.mark.parametrize("view", VIEWS)
def test_the_place_of_every_area_lies_on_its_chart(view: str) -> None:
    _, _, width, height = load_charts()[view].view_box

    for area in load_charts()[view].areas:
        x, y = place_of_area(view, area)
        assert 0 < x < width
        assert 0 < y < height


def test_an_area_that_a_chart_does_not_show_has_no_place_there() -> None:
    with pytest.raises(UnknownAreaError, match="scapula_body"):
        place_of_area("front", SidedArea("scapula_body", Side.LEFT))


def test_the_outline_of_an_area_stays_within_its_skin_on_the_chart() -> None:
    area = SidedArea("sternum", Side.MIDLINE)
    skin = require_chart_skin("front")
    own = skin.places[np.isin(skin.vertices, vertices_of(area))]

    outline = outline_on_chart("front", flags(area))
    points = np.array([[float(n) for n in point] for point in POINT.findall(outline)])

    assert outline.count("M") == 1
    assert (points >= own.min(axis=0) - 1).all()
    assert (points <= own.max(axis=0) + 1).all()


def test_skin_that_a_chart_does_not_show_has_no_outline_and_no_place() -> None:
    area = SidedArea("scapula_body", Side.LEFT)

    assert outline_on_chart("front", flags(area)) == ""
    assert place_on_chart("front", vertices_of(area)) is None


def test_nothing_painted_has_no_outline() -> None:
    assert outline_on_chart("front", np.zeros(load_surface().vertex_count, dtype=np.bool_)) == ""


def test_a_place_on_the_skin_lies_among_the_corners_around_it_on_a_chart() -> None:
    seen = require_chart_skin("back")
    inside = np.isin(load_surface().triangles, seen.vertices).all(axis=1)
    for triangle in np.flatnonzero(inside)[::2500].tolist():
        point = SurfacePoint(triangle, 0.25, 0.25)
        corners = [seen.places[np.flatnonzero(seen.vertices == v)[0]] for v in point.corners]

        shown = point_on_chart("back", point)

        assert shown is not None
        np.testing.assert_allclose(shown, np.average(corners, axis=0, weights=[1, 1, 2]))


def test_a_place_on_hidden_skin_is_on_no_chart_of_that_side() -> None:
    knee = require_landmark("patella", Side.LEFT).point

    assert point_on_chart("front", knee) is not None
    assert point_on_chart("back", knee) is None


@given(st.integers(0, 2**32 - 1))
def test_the_rim_of_any_triangles_closes_and_walks_each_edge_once(seed: int) -> None:
    rng = np.random.default_rng(seed)
    chosen = load_surface().triangles[rng.integers(0, 300, size=rng.integers(1, 60))]
    chosen = np.unique(chosen, axis=0)

    loops = chart_paths._loops(chosen)

    walked = [
        (start, end)
        for loop in loops
        for start, end in zip(loop, [*loop[1:], loop[0]], strict=True)
    ]
    halves = {tuple(t[[a, b]].tolist()) for t in chosen for a, b in ((0, 1), (1, 2), (2, 0))}
    assert sorted(walked) == sorted(h for h in halves if h[::-1] not in halves)


def test_a_chart_that_does_not_exist_is_refused() -> None:
    for ask in (
        lambda: load_chart_paths("side"),
        lambda: outline_on_chart("side", np.zeros(1, dtype=np.bool_)),
        lambda: place_on_chart("side", np.array([0])),
        lambda: point_on_chart("side", SurfacePoint(0, 1, 0)),
    ):
        with pytest.raises(UnknownChartError):
            ask()


def test_a_damaged_chart_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chart_paths, "chart_svg", lambda view: "<svg")

    with pytest.raises(ChartDataError, match=r"front\.svg"):
        load_chart_paths.__wrapped__("front")
