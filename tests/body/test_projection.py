"""From strokes to areas and back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiform.body import (
    PainDepth,
    PainDrawing,
    PainMark,
    PainQuality,
    PainTiming,
    Side,
    SidedArea,
    SurfaceDrawing,
    SurfaceMark,
    UnknownAreaError,
    all_sided_areas,
    area_involvement,
    load_surface,
    paint_areas,
    project_marks,
    vertices_of,
)
from filiform.body.projection import area_regions
from tests.strategies import drawings, surface_drawings

pytestmark = pytest.mark.long

SURFACE = load_surface()


def whole(area: str, side: Side, intensity: int = 5, *, weight: float = 1.0) -> SurfaceMark:
    vertices = vertices_of(SidedArea(area, side))
    return SurfaceMark(vertices, np.full(len(vertices), weight), intensity)


def test_every_whole_area_projects_to_itself_and_to_nothing_else() -> None:
    changed = []
    for area in all_sided_areas():
        drawing = PainDrawing((PainMark(area.area, area.side, 7, (PainQuality.NUMB,)),))
        if project_marks(paint_areas(drawing)) != drawing:
            changed.append(area.key)

    assert changed == []


@given(drawings())
def test_any_drawing_of_whole_areas_survives_the_journey_over_the_skin(
    drawing: PainDrawing,
) -> None:
    projected = project_marks(paint_areas(drawing))

    assert set(projected.marks) == set(drawing.marks)


@given(surface_drawings())
def test_projecting_the_mirrored_drawing_mirrors_the_areas(drawing: SurfaceDrawing) -> None:
    there = project_marks(drawing.mirrored).intensity_by_area
    here = project_marks(drawing).mirrored.intensity_by_area

    assert there == here


@given(surface_drawings())
def test_involvement_is_a_share(drawing: SurfaceDrawing) -> None:
    involvement = area_involvement(drawing.weights)

    assert all(0 < share <= 1 for share in involvement.values())


@given(surface_drawings(fewest=1))
@settings(max_examples=10)
def test_involvement_is_that_of_the_slow_twin(drawing: SurfaceDrawing) -> None:
    weights = drawing.weights.tolist()
    painted: dict[str, float] = {}
    all_of: dict[str, float] = {}
    for vertex in range(SURFACE.vertex_count):
        area = SURFACE.areas[SURFACE.area[vertex]]
        if area.side is not Side.MIDLINE and SURFACE.mirror[vertex] == vertex:
            continue
        m2 = float(SURFACE.area_m2[vertex])
        painted[area.key] = painted.get(area.key, 0.0) + weights[vertex] * m2
        all_of[area.key] = all_of.get(area.key, 0.0) + m2

    involvement = {area.key: share for area, share in area_involvement(drawing.weights).items()}

    slow = {key: paint / all_of[key] for key, paint in painted.items() if paint}
    assert involvement == pytest.approx(slow)


@given(surface_drawings(fewest=2), st.integers(0, 1))
def test_more_paint_never_makes_fewer_areas_painful(drawing: SurfaceDrawing, kept: int) -> None:
    fewer = SurfaceDrawing((drawing.strokes[kept],))

    assert (
        project_marks(fewer).intensity_by_area.keys()
        <= project_marks(drawing).intensity_by_area.keys()
    )


def test_paint_below_a_tenth_and_4_cm2_makes_no_area_painful() -> None:
    large = vertices_of(SidedArea("scapula_body", Side.LEFT))
    touched = SurfaceMark(large[:3], np.ones(3), 8)

    assert SURFACE.area_m2[large[:3]].sum() < 4e-4
    assert project_marks(SurfaceDrawing((touched,))).marks == ()


def test_4_cm2_are_enough_in_a_large_area() -> None:
    large = vertices_of(SidedArea("abdomen_lower", Side.LEFT))
    count = int(np.searchsorted(np.cumsum(SURFACE.area_m2[large]), 4e-4)) + 1
    painted = SurfaceMark(large[:count], np.ones(count), 8)

    marks = project_marks(SurfaceDrawing((painted,))).marks

    assert SURFACE.area_m2[large[:count]].sum() / SURFACE.area_m2[large].sum() < 0.1
    assert [(mark.area, mark.intensity) for mark in marks] == [("abdomen_lower", 8)]


def test_an_area_has_the_mean_intensity_of_its_paint() -> None:
    vertices = vertices_of(SidedArea("sternum", Side.MIDLINE))
    half = int(np.searchsorted(np.cumsum(SURFACE.area_m2[vertices]),
                               SURFACE.area_m2[vertices].sum() / 2))  # fmt: skip
    strokes = (
        SurfaceMark(vertices[:half], np.ones(half), 2),
        SurfaceMark(vertices[half:], np.ones(len(vertices) - half), 8),
    )

    (mark,) = project_marks(SurfaceDrawing(strokes)).marks

    assert mark.intensity == 5


def test_where_strokes_cross_both_feelings_count_and_the_stronger_pain() -> None:
    vertices = vertices_of(SidedArea("sternum", Side.MIDLINE))
    ones = np.ones(len(vertices))
    strokes = (
        SurfaceMark(vertices, ones, 3, (PainQuality.NUMB,), PainDepth.DEEP, (PainTiming.REST,)),
        SurfaceMark(vertices, ones, 6, (PainQuality.ACHING,), PainDepth.SUPERFICIAL),
    )

    (mark,) = project_marks(SurfaceDrawing(strokes)).marks

    assert mark == PainMark(
        "sternum", Side.MIDLINE, 6, (PainQuality.ACHING, PainQuality.NUMB), None, (PainTiming.REST,)
    )


def test_strokes_that_only_together_make_an_area_painful_all_lend_their_feeling() -> None:
    vertices = vertices_of(SidedArea("scapula_body", Side.LEFT))
    part, both = np.searchsorted(np.cumsum(SURFACE.area_m2[vertices]), [3e-4, 6e-4]).tolist()
    strokes = tuple(
        SurfaceMark(place, np.ones(len(place)), 4, (quality,))
        for place, quality in (
            (vertices[:part], PainQuality.SHARP),
            (vertices[part:both], PainQuality.NUMB),
        )
    )

    (mark,) = project_marks(SurfaceDrawing(strokes)).marks

    assert mark.qualities == (PainQuality.SHARP, PainQuality.NUMB)


def test_the_midline_belongs_to_neither_side_of_a_sided_area() -> None:
    left, right = (
        area_regions().m2[SURFACE.number_by_area[SidedArea("forehead_medial", side)]]
        for side in (Side.LEFT, Side.RIGHT)
    )

    assert left == pytest.approx(right)


def test_an_area_inside_the_mouth_has_no_skin() -> None:
    with pytest.raises(UnknownAreaError, match="inside the mouth"):
        vertices_of(SidedArea("mouth_tongue", Side.MIDLINE))
