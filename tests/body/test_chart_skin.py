"""Charts and skin: a stroke on either is a stroke on the other."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from filiform.body import (
    ChartDataError,
    OffBodyError,
    StrokeWeightError,
    SurfaceDrawing,
    UnknownChartError,
    area_involvement,
    dab_on_chart,
    load_chart_skin,
    load_charts,
    load_surface,
    require_chart_skin,
    vertices_of,
    weights_from_charts,
    weights_on_chart,
)
from filiform.body import chart_skin as chart_skin_module
from filiform.body.chart_skin import seen_on_charts
from filiform.body.surface import Floats
from tests.strategies import surface_drawings

pytestmark = pytest.mark.long

SURFACE = load_surface()
LARGEST_LOSS = 0.02
VIEWS = tuple(view for view in load_charts() if view != "mouth")


def there_and_back(weights: Floats) -> Floats:
    return weights_from_charts({view: weights_on_chart(view, weights) for view in load_charts()})


def largest_loss(weights: Floats) -> float:
    """How far any area's painted share is off after the way over the charts."""
    before, after = area_involvement(weights), area_involvement(there_and_back(weights))
    return max(
        (abs(before.get(area, 0) - after.get(area, 0)) for area in {*before, *after}), default=0
    )


@given(surface_drawings())
def test_a_drawing_keeps_its_areas_within_2_percent_over_all_charts(
    drawing: SurfaceDrawing,
) -> None:
    assert largest_loss(drawing.weights) <= LARGEST_LOSS


def test_every_whole_area_survives_the_charts_within_2_percent() -> None:
    lost = {}
    for area in SURFACE.areas:
        weights = np.zeros(SURFACE.vertex_count)
        weights[vertices_of(area)] = 1
        lost[area.key] = largest_loss(weights)

    assert {key: loss for key, loss in lost.items() if loss > LARGEST_LOSS} == {}


@given(surface_drawings(fewest=1))
def test_what_a_chart_shows_comes_back_exactly(drawing: SurfaceDrawing) -> None:
    seen = seen_on_charts()

    back = there_and_back(drawing.weights)

    np.testing.assert_array_equal(back[seen], drawing.weights[seen])
    assert 0 <= back.min() <= back.max() <= 1


def test_charts_show_all_but_a_hundredth_of_the_skin() -> None:
    assert SURFACE.area_m2[~seen_on_charts()].sum() / SURFACE.whole_m2 < 0.01


@pytest.mark.parametrize("view", VIEWS)
def test_every_visible_vertex_lies_on_its_sheet_and_once(view: str) -> None:
    skin = require_chart_skin(view)
    left, top, width, height = load_charts()[view].view_box

    assert len(np.unique(skin.vertices)) == len(skin.vertices) > 300
    assert (skin.places >= (left, top)).all()
    assert (skin.places <= (left + width, top + height)).all()


def test_the_patients_right_is_on_the_left_of_the_front_and_on_the_right_of_the_back() -> None:
    for view, sign in (("front", -1), ("back", 1)):
        skin = require_chart_skin(view)
        across = skin.places[:, 0] - skin.places[:, 0].mean()
        right = SURFACE.vertices()[skin.vertices][:, 0] < -0.02

        assert np.sign(across[right]).mean() * sign > 0.9


def test_up_is_up_on_the_front_chart() -> None:
    skin = require_chart_skin("front")

    height = SURFACE.vertices()[skin.vertices][:, 1]
    assert np.corrcoef(height, skin.places[:, 1])[0, 1] < -0.999


@given(st.sampled_from(VIEWS), st.data())
def test_a_dab_on_a_chart_paints_the_skin_beneath_it(view: str, data: st.DataObject) -> None:
    skin = require_chart_skin(view)
    number = data.draw(st.integers(0, len(skin.vertices) - 1))
    x, y = skin.places[number].tolist()

    vertices, weights = dab_on_chart(view, (x, y), 6.0)

    assert skin.vertices[number] in vertices
    assert weights.max() == 1
    assert weights.min() >= 0
    assert (np.diff(vertices) > 0).all()
    assert set(vertices.tolist()) <= set(skin.vertices.tolist())


def test_a_dab_beside_the_figure_paints_nothing() -> None:
    vertices, weights = dab_on_chart("front", (1.0, 1.0), 3.0)

    assert len(vertices) == len(weights) == 0


def test_a_dab_in_front_never_paints_the_back() -> None:
    knee = SURFACE.number_by_area[next(a for a in SURFACE.areas if a.key == "knee_anterior.left")]
    skin = require_chart_skin("front")
    x, y = skin.places[SURFACE.area[skin.vertices] == knee].mean(axis=0).tolist()

    vertices, _ = dab_on_chart("front", (x, y), 40.0)

    painted = {SURFACE.areas[number].area for number in SURFACE.area[vertices]}
    assert "knee_anterior" in painted
    assert "popliteal" not in painted


@pytest.mark.parametrize(
    ("place", "radius"),
    [((1.0, 1.0), 0.0), ((1.0, 1.0), -2.0), ((math.nan, 1.0), 3.0), ((1.0, 1.0), math.inf)],
)
def test_a_brush_that_is_none_is_refused(place: tuple[float, float], radius: float) -> None:
    with pytest.raises(OffBodyError, match="expected numbers above 0"):
        dab_on_chart("front", place, radius)


def test_an_unknown_chart_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownChartError, match="no chart 'inside'; there are front, back"):
        weights_on_chart("inside", np.zeros(SURFACE.vertex_count))


@pytest.mark.parametrize("wrong", [math.nan, -0.1, 1.1])
def test_a_weight_outside_0_to_1_is_refused(wrong: float) -> None:
    weights = np.zeros(len(require_chart_skin("front").vertices))
    weights[3] = wrong

    with pytest.raises(StrokeWeightError, match="from 0 to 1"):
        weights_from_charts({"front": weights})


def test_weights_of_another_chart_are_refused() -> None:
    with pytest.raises(StrokeWeightError, match=r"back: came weights \(7,\)"):
        weights_from_charts({"back": np.zeros(7)})


Arrays = dict[str, NDArray[Any]]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda arrays: arrays | {"version": np.array("surface-0")}, "surface-0"),
        (lambda arrays: {k: v for k, v in arrays.items() if k != "back.places"}, "back.places"),
        (lambda arrays: arrays | {"back.vertices": np.array([1])}, "do not fit the surface"),
    ],
)
def test_a_file_of_other_charts_is_refused(
    change: Callable[[Arrays], Arrays],
    complaint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = Path(str(chart_skin_module.files("filiform.body"))) / "data" / "charts" / "charts.npz"
    with own.open("rb") as stream, np.load(stream) as file:
        arrays = {name: file[name] for name in file.files}
    folder = tmp_path / "data" / "charts"
    folder.mkdir(parents=True)
    np.savez(folder / "charts.npz", **change(arrays))  # type: ignore[arg-type]
    monkeypatch.setattr(chart_skin_module, "files", lambda package: tmp_path)
    load_chart_skin.cache_clear()
    try:
        with pytest.raises(ChartDataError, match=complaint):
            load_chart_skin()
    finally:
        load_chart_skin.cache_clear()
