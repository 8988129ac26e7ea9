"""What a drawing measures, against slow twins and by its properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiform.body import (
    Side,
    SidedArea,
    SurfaceDrawing,
    SurfaceMark,
    load_surface,
    measure_drawing,
    overlap,
    vertices_of,
)
from filiform.body.measures import connected_pieces
from tests.strategies import surface_drawings

pytestmark = pytest.mark.long

SURFACE = load_surface()


def painted(*areas: SidedArea, intensity: int = 5) -> SurfaceDrawing:
    strokes = []
    for area in areas:
        vertices = vertices_of(area)
        strokes.append(SurfaceMark(vertices, np.ones(len(vertices)), intensity))
    return SurfaceDrawing(tuple(strokes))


LEFT_KNEE = SidedArea("knee_anterior", Side.LEFT)
STERNUM = SidedArea("sternum", Side.MIDLINE)
WHOLE = SurfaceDrawing(
    (SurfaceMark(np.arange(SURFACE.vertex_count), np.ones(SURFACE.vertex_count), 10),)
)


def test_the_whole_skin_is_100_percent_one_patch_and_on_no_side() -> None:
    measures = measure_drawing(WHOLE)

    assert measures.extent_percent == pytest.approx(100)
    assert measures.patch_count == 1
    assert measures.laterality == pytest.approx(0, abs=1e-9)
    assert measures.mean_intensity == pytest.approx(10)
    assert measures.sum_intensity == pytest.approx(1000)
    assert len(measures.involvement) == 310


def test_an_empty_drawing_has_no_extent_no_side_and_no_mean() -> None:
    measures = measure_drawing(SurfaceDrawing(()))

    assert measures.extent_percent == 0
    assert measures.laterality is None
    assert measures.mean_intensity is None
    assert measures.sum_intensity == 0
    assert measures.patches == ()


def test_two_places_are_two_patches_the_larger_first() -> None:
    measures = measure_drawing(painted(LEFT_KNEE, STERNUM))

    first, second = measures.patches
    assert first.extent_percent > second.extent_percent
    assert first.extent_percent + second.extent_percent == pytest.approx(measures.extent_percent)
    assert {first.centroid.side, second.centroid.side} == {Side.LEFT, Side.MIDLINE}


def test_one_sided_pain_has_a_laterality_of_1_to_the_left_and_minus_1_to_the_right() -> None:
    assert measure_drawing(painted(LEFT_KNEE)).laterality == pytest.approx(1)
    assert measure_drawing(painted(LEFT_KNEE.mirrored)).laterality == pytest.approx(-1)
    assert measure_drawing(painted(STERNUM)).laterality == pytest.approx(0, abs=1e-9)


@given(surface_drawings())
def test_measures_of_the_mirrored_drawing_are_mirrored(drawing: SurfaceDrawing) -> None:
    here, there = measure_drawing(drawing), measure_drawing(drawing.mirrored)

    assert there.extent_percent == pytest.approx(here.extent_percent)
    assert there.left_percent == pytest.approx(here.right_percent)
    assert there.sum_intensity == pytest.approx(here.sum_intensity)
    assert there.mean_intensity == pytest.approx(here.mean_intensity)
    assert {area.mirrored.key: share for area, share in there.involvement.items()} == pytest.approx(
        {area.key: share for area, share in here.involvement.items()}
    )
    assert sorted(patch.extent_percent for patch in there.patches) == pytest.approx(
        sorted(patch.extent_percent for patch in here.patches)
    )


@given(surface_drawings(fewest=1), st.data())
def test_painting_more_never_shrinks_the_extent(
    drawing: SurfaceDrawing, data: st.DataObject
) -> None:
    kept = data.draw(st.integers(0, len(drawing.strokes)))
    fewer = SurfaceDrawing(drawing.strokes[:kept])

    less, more = measure_drawing(fewer), measure_drawing(drawing)

    assert less.extent_percent <= more.extent_percent + 1e-9
    assert less.sum_intensity <= more.sum_intensity + 1e-9
    assert all(share <= more.involvement[area] + 1e-12 for area, share in less.involvement.items())


@given(surface_drawings(fewest=1))
def test_mean_intensity_lies_among_the_strokes(drawing: SurfaceDrawing) -> None:
    mean = measure_drawing(drawing).mean_intensity

    assert mean is not None
    drawn = [stroke.intensity for stroke in drawing.strokes]
    assert min(drawn) - 1e-9 <= mean <= max(drawn) + 1e-9


@given(surface_drawings(fewest=1))
@settings(max_examples=30)
def test_pieces_are_those_of_a_flood_fill(drawing: SurfaceDrawing) -> None:
    skin = drawing.weights >= 0.5
    left_over = set(np.flatnonzero(skin).tolist())
    flooded = set()
    while left_over:
        pond = {left_over.pop()}
        shore = list(pond)
        while shore:
            vertex = shore.pop()
            ends = SURFACE.graph.start[vertex : vertex + 2]
            near = set(SURFACE.graph.neighbour[ends[0] : ends[1]].tolist()) & left_over
            left_over -= near
            pond |= near
            shore += near
        flooded.add(frozenset(pond))

    piece = connected_pieces(SURFACE, skin)

    vertices = np.flatnonzero(skin)
    found = {
        frozenset(vertices[piece == number].tolist()) for number in range(piece.max(initial=-1) + 1)
    }
    assert found == flooded


@given(surface_drawings(fewest=1))
@settings(max_examples=30)
def test_the_centroid_is_the_vertex_that_brute_force_finds(drawing: SurfaceDrawing) -> None:
    skin = drawing.weights >= 0.5
    vertices, piece = np.flatnonzero(skin), connected_pieces(SURFACE, skin)
    paint = drawing.weights * SURFACE.area_m2
    least = []
    for number in range(piece.max(initial=-1) + 1):
        patch = vertices[piece == number]
        place = SURFACE.vertices()[patch]
        off = ((place[:, None] - place[None]) ** 2).sum(axis=2)
        least.append((off * paint[patch]).sum(axis=1).min())

    patches = measure_drawing(drawing).patches

    cost = []
    for patch_found in patches:
        number = piece[np.searchsorted(vertices, patch_found.centroid.nearest_vertex)]
        patch = vertices[piece == number]
        off = ((SURFACE.vertices()[patch] - patch_found.centroid.position()) ** 2).sum(axis=1)
        cost.append((off * paint[patch]).sum())
    assert sorted(cost) == pytest.approx(sorted(least), rel=1e-9, abs=1e-15)


def test_the_centroid_of_a_ring_lies_on_the_ring() -> None:
    ring = [
        SidedArea(area, Side.LEFT)
        for area in ("thigh_anterior_mid", "thigh_lateral_mid", "thigh_medial_mid",
                     "thigh_posterior_mid")
    ]  # fmt: skip

    (patch,) = measure_drawing(painted(*ring)).patches

    surface_area = SURFACE.areas[SURFACE.area[patch.centroid.nearest_vertex]]
    assert surface_area in ring


def test_overlap_is_1_with_itself_0_with_its_far_mirror_image_and_none_of_nothing() -> None:
    knee = painted(LEFT_KNEE)

    assert overlap(knee, knee) == 1
    assert overlap(knee, knee.mirrored) == 0
    assert overlap(SurfaceDrawing(()), SurfaceDrawing(())) is None
    assert overlap(SurfaceDrawing(()), knee) == 0


@given(surface_drawings(), surface_drawings())
def test_overlap_is_mutual_and_a_share(first: SurfaceDrawing, second: SurfaceDrawing) -> None:
    index = overlap(first, second)

    assert index == overlap(second, first)
    assert index is None or 0 <= index <= 1
