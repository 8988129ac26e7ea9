"""Two drawings held against each other."""

import numpy as np
import pytest
from hypothesis import given

from filiform.body import (
    PainDrawing,
    PainMark,
    PaintChange,
    Side,
    SurfaceDrawing,
    compare_areas,
    compare_skin,
    load_measure_rules,
    paint_areas,
    skin_intensities,
)
from tests.strategies import surface_drawings

pytestmark = pytest.mark.long

MIRRORED = {
    PaintChange.NEW: PaintChange.GONE,
    PaintChange.GONE: PaintChange.NEW,
    PaintChange.STRONGER: PaintChange.WEAKER,
    PaintChange.WEAKER: PaintChange.STRONGER,
    PaintChange.SAME: PaintChange.SAME,
}


def areas(**intensities: int) -> PainDrawing:
    return PainDrawing(tuple(PainMark(a, Side.RIGHT, i) for a, i in intensities.items()))


def test_each_area_is_new_stronger_the_same_weaker_or_gone() -> None:
    before = areas(acromion=3, clavicle=3, axilla=3, scapula_body=3)
    after = areas(shoulder_anterior=3, acromion=4, clavicle=3, axilla=2)

    changes = {c.area.area: (c.before, c.after, c.change) for c in compare_areas(before, after)}

    assert changes == {
        "shoulder_anterior": (None, 3, PaintChange.NEW),
        "acromion": (3, 4, PaintChange.STRONGER),
        "clavicle": (3, 3, PaintChange.SAME),
        "axilla": (3, 2, PaintChange.WEAKER),
        "scapula_body": (3, None, PaintChange.GONE),
    }


def test_two_empty_drawings_have_nothing_to_compare() -> None:
    assert compare_areas(PainDrawing(()), PainDrawing(())) == ()
    assert not any(flags.any() for flags in compare_skin(EMPTY, EMPTY).values())


EMPTY = SurfaceDrawing(())


@given(surface_drawings(), surface_drawings())
def test_skin_has_one_change_if_it_is_painted_in_either_drawing_and_else_none(
    before: SurfaceDrawing, after: SurfaceDrawing
) -> None:
    threshold = load_measure_rules().painted_weight

    changes = compare_skin(before, after)

    times = np.sum(list(changes.values()), axis=0)
    either = (before.weights >= threshold) | (after.weights >= threshold)
    assert np.array_equal(times, either.astype(int))


@given(surface_drawings(), surface_drawings())
def test_exchanging_the_drawings_exchanges_the_changes(
    before: SurfaceDrawing, after: SurfaceDrawing
) -> None:
    there, back = compare_skin(before, after), compare_skin(after, before)

    for change, flags in there.items():
        assert np.array_equal(flags, back[MIRRORED[change]])


@given(surface_drawings())
def test_a_drawing_beside_itself_is_the_same_everywhere(drawing: SurfaceDrawing) -> None:
    changes = compare_skin(drawing, drawing)

    assert not any(flags.any() for kind, flags in changes.items() if kind is not PaintChange.SAME)


@given(surface_drawings())
def test_intensities_on_the_skin_are_whole_and_only_where_it_is_painted(
    drawing: SurfaceDrawing,
) -> None:
    strength = skin_intensities(drawing)

    painted = drawing.weights >= load_measure_rules().painted_weight
    assert np.array_equal(strength > 0, painted)
    assert set(np.unique(strength)) <= set(range(11))


@pytest.mark.parametrize("intensity", [1, 7, 10])
def test_a_painted_area_has_its_own_intensity_on_the_skin(intensity: int) -> None:
    strength = skin_intensities(paint_areas(areas(scapula_body=intensity)))

    assert set(np.unique(strength)) == {0, intensity}
