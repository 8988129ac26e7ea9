"""Hypothesis strategies for the values of the clinic."""

from hypothesis import strategies as st

from filiform.atlas import load_atlas
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
    )


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
