"""Where the surface lies on each chart: a stroke on paper marks the same skin as one in 3-D."""

from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pytest

from filiform.body.charts import load_charts

DATA = files("filiform.body") / "data"
VIEWS = tuple(view for view in load_charts() if view != "mouth")
PAIRS = tuple((view, view[:-4] + "right") for view in VIEWS if view.endswith("left"))
SHOWN = 0.93


@cache
def arrays(folder: str, name: str) -> dict[str, Any]:
    with (DATA / folder / name).open("rb") as file, np.load(file) as stored:
        return dict(stored)


def places(view: str) -> tuple[np.ndarray, np.ndarray]:
    stored = arrays("charts", "charts.npz")
    return stored[f"{view}.vertices"], stored[f"{view}.places"] / stored["steps_per_unit"]


def area_keys(vertices: np.ndarray) -> np.ndarray:
    surface = arrays("surface", "surface.npz")
    keys: np.ndarray = surface["area_names"][surface["area"][vertices]]
    return keys


def test_charts_and_surface_are_of_one_version() -> None:
    versions = {
        str(arrays("charts", "charts.npz")["version"]),
        str(arrays("surface", "surface.npz")["version"]),
    }

    assert versions == {"surface-1"}


@pytest.mark.parametrize("view", VIEWS)
def test_every_place_is_on_the_sheet_and_every_vertex_stands_once(view: str) -> None:
    vertices, at = places(view)
    left, top, width, height = load_charts()[view].view_box

    assert len(np.unique(vertices)) == len(vertices) > 800
    assert (at >= (left, top)).all()
    assert (at <= (left + width, top + height)).all()


@pytest.mark.parametrize("view", VIEWS)
def test_what_a_view_shows_are_its_own_areas(view: str) -> None:
    stems = [key.partition(".")[0] for key in area_keys(places(view)[0])]
    listed = {area.area for area in load_charts()[view].areas}

    # Slivers at the rim are left to their neighbours on the chart.
    assert np.isin(stems, list(listed)).mean() > SHOWN


@pytest.mark.parametrize("view", ["front", "back", "head_front", "head_back"])
def test_the_two_halves_of_a_whole_view_are_mirror_images(view: str) -> None:
    vertices, at = places(view)
    mirror = arrays("surface", "surface.npz")["mirror"]
    place = {int(vertex): where for vertex, where in zip(vertices, at, strict=True)}
    middle = load_charts()[view].view_box[2] / 2

    for vertex, (x, y) in place.items():
        u, v = place[int(mirror[vertex])]
        assert abs(x + u - 2 * middle) < 0.6
        assert v == y


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_a_right_chart_shows_the_opposite_vertices(left: str, right: str) -> None:
    mirror = arrays("surface", "surface.npz")["mirror"]

    assert np.array_equal(mirror[places(left)[0]], places(right)[0])
    assert np.array_equal(places(left)[1][:, 1], places(right)[1][:, 1])


def test_nearly_all_skin_is_on_some_chart() -> None:
    surface = arrays("surface", "surface.npz")
    seen = np.zeros(len(surface["area"]), dtype=bool)
    for view in VIEWS:
        seen[places(view)[0]] = True

    # Folds stay hidden: the depth of the armpit, the inner thigh, between the lids.
    assert seen.mean() > 0.98
    hidden = np.bincount(surface["area"][~seen], minlength=len(surface["area_names"]))
    whole = np.bincount(surface["area"], minlength=len(surface["area_names"]))
    assert (hidden / whole).max() < 0.2
