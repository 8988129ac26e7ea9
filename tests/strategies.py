"""Hypothesis strategies for the values of the clinic."""

import numpy as np
from hypothesis import strategies as st

from filiform.atlas import load_atlas
from filiform.body import (
    PainDepth,
    PainTiming,
    SurfaceDrawing,
    SurfaceMark,
    SurfacePoint,
    dab,
    load_surface,
)
from filiform.body.areas import SidedArea, all_sided_areas
from filiform.body.drawing import (
    STRONGEST_INTENSITY,
    WEAKEST_INTENSITY,
    PainDrawing,
    PainMark,
    PainQuality,
)
from filiform.body.side import Side
from filiform.localise import CaseFindings, MovementFinding, PalpationFinding

BODY_SIDES = st.sampled_from([Side.LEFT, Side.RIGHT])
FOUND = st.sampled_from([True, False, None])


@st.composite
def pain_marks(draw: st.DrawFn, area: SidedArea | None = None) -> PainMark:
    place = area or draw(st.sampled_from(all_sided_areas()))
    return PainMark(
        place.area,
        place.side,
        draw(st.integers(WEAKEST_INTENSITY, STRONGEST_INTENSITY)),
        tuple(draw(st.lists(st.sampled_from(PainQuality), unique=True))),
        draw(st.none() | st.sampled_from(PainDepth)),
        tuple(draw(st.lists(st.sampled_from(PainTiming), unique=True))),
    )


@st.composite
def surface_points(draw: st.DrawFn) -> SurfacePoint:
    """Draw any place on the skin, corners and edges of triangles included."""
    first = draw(st.floats(0, 1))
    second = draw(st.floats(0, 1 - first))
    return SurfacePoint(draw(st.integers(0, len(load_surface().triangles) - 1)), first, second)


@st.composite
def surface_marks(draw: st.DrawFn) -> SurfaceMark:
    """Draw a stroke of one to four dabs, each of its own pressure, anywhere on the body."""
    weights = np.zeros(load_surface().vertex_count)
    for _ in range(draw(st.integers(1, 4))):
        vertices, painted = dab(draw(surface_points()), draw(st.floats(0.005, 0.08)))
        pressure = draw(st.floats(0.1, 1))
        weights[vertices] = np.maximum(weights[vertices], pressure * painted)
    vertices = np.flatnonzero(weights)
    return SurfaceMark(
        vertices,
        weights[vertices],
        draw(st.integers(WEAKEST_INTENSITY, STRONGEST_INTENSITY)),
        tuple(draw(st.lists(st.sampled_from(PainQuality), unique=True))),
        draw(st.none() | st.sampled_from(PainDepth)),
        tuple(draw(st.lists(st.sampled_from(PainTiming), unique=True))),
    )


@st.composite
def surface_drawings(draw: st.DrawFn, fewest: int = 0, most: int = 4) -> SurfaceDrawing:
    """Draw strokes on the skin, and now and then a mark inside the mouth."""
    strokes = draw(st.lists(surface_marks(), min_size=fewest, max_size=most))
    in_mouth = [area for area in all_sided_areas() if load_surface().number_of(area) is None]
    marked = draw(st.lists(st.sampled_from(in_mouth), max_size=1))
    return SurfaceDrawing(tuple(strokes), tuple(draw(pain_marks(area)) for area in marked))


@st.composite
def drawings(draw: st.DrawFn, fewest: int = 0, most: int = 8) -> PainDrawing:
    """Draw any set of areas; real drawings hang together, these need not."""
    areas = st.lists(
        st.sampled_from(all_sided_areas()), min_size=fewest, max_size=most, unique=True
    )
    return PainDrawing(tuple(draw(pain_marks(area)) for area in draw(areas)))


@st.composite
def movement_findings(draw: st.DrawFn) -> MovementFinding:
    movement = draw(st.sampled_from(sorted(load_atlas().movements)))
    restricted = draw(FOUND)
    painful = draw(FOUND) if restricted is not None else draw(st.booleans())
    return MovementFinding(movement, draw(BODY_SIDES), restricted, painful)


@st.composite
def palpation_findings(draw: st.DrawFn) -> PalpationFinding:
    point = draw(st.sampled_from(sorted(load_atlas().trigger_points)))
    signs = draw(
        st.tuples(FOUND, FOUND, FOUND).filter(lambda signs: any(s is not None for s in signs))
    )
    return PalpationFinding(point, draw(BODY_SIDES), *signs)


@st.composite
def cases(draw: st.DrawFn, fewest_marks: int = 1, most_marks: int = 8) -> CaseFindings:
    """Draw a case without contradictions."""
    movements = draw(
        st.lists(movement_findings(), max_size=3, unique_by=lambda finding: finding.test)
    )
    palpations = draw(
        st.lists(
            palpation_findings(),
            max_size=3,
            unique_by=lambda finding: (finding.trigger_point, finding.side),
        )
    )
    drawing = draw(drawings(fewest_marks, most_marks))
    return CaseFindings(drawing, tuple(movements), tuple(palpations))
