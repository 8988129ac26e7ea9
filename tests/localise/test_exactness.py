"""Whole answers against enumeration over every combination of trigger points."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiform.atlas import Atlas
from filiform.body.areas import load_areas
from filiform.body.drawing import PainDrawing, PainMark
from filiform.body.side import Side
from filiform.localise import (
    CaseFindings,
    DoubtfulArea,
    MovementFinding,
    PalpationFinding,
    load_parameters,
    rank_trigger_points,
)
from filiform.localise.network import SidedPoint, network_of
from filiform.localise.rank import ROUNDING_ERROR
from tests.localise.enumeration import enumerate_case
from tests.localise.small_atlas import cut_atlas

SHOULDER = cut_atlas(["infraspinatus", "supraspinatus"])
"""Five trigger points, ten causes: overlapping areas on each side, shared movements."""

BELLY = cut_atlas(["rectus_abdominis"])
"""Its areas lie in the midline, so both sides compete for them."""

PARAMETERS = replace(load_parameters(), active_points_mean=0.5)


@st.composite
def shoulder_cases(draw: st.DrawFn) -> CaseFindings:
    areas = sorted(
        {
            area
            for point in SHOULDER.trigger_points.values()
            for area in (*point.essential, *point.spillover)
        }
    )
    sides = st.sampled_from([Side.LEFT, Side.RIGHT])
    places = st.tuples(st.sampled_from(areas), sides)
    marks = [
        PainMark(area, side, draw(st.integers(1, 10)))
        for area, side in draw(st.lists(places, min_size=1, max_size=6, unique=True))
    ]
    tested = st.tuples(
        st.sampled_from(["hand_behind_back", "shoulder_abduction"]), st.none() | sides
    )
    found = st.sampled_from([True, False, None])
    degree = st.sampled_from([True, False, None, "mild", "moderate", "severe"])
    movements = [
        MovementFinding(movement, side, draw(degree), draw(degree))
        for movement, side in draw(st.lists(tested, max_size=2, unique_by=lambda test: test[0]))
    ]
    spots = st.tuples(st.sampled_from(sorted(SHOULDER.trigger_points)), sides)
    palpations = [
        PalpationFinding(point, side, draw(found), draw(found), draw(found), draw(found))
        for point, side in draw(st.lists(spots, max_size=2, unique=True))
    ]
    painted = {(mark.area, mark.side) for mark in marks}
    doubtful = [
        DoubtfulArea(area, side, draw(st.sampled_from([0.2, 0.5, 0.9])))
        for area, side in draw(st.lists(places, max_size=2, unique=True))
        if (area, side) not in painted
    ]
    return CaseFindings(
        PainDrawing(tuple(marks)), tuple(movements), tuple(palpations), tuple(doubtful)
    )


@settings(max_examples=12, deadline=None)
@given(shoulder_cases())
def test_the_answer_is_that_of_the_definition(case: CaseFindings) -> None:
    _assert_exact(case, SHOULDER)


def test_both_sides_compete_for_the_midline() -> None:
    middle = sorted(
        {
            area
            for point in BELLY.trigger_points.values()
            for area in (*point.essential, *point.spillover)
        }
    )
    marks = tuple(PainMark(area, Side.MIDLINE, 5) for area in middle if load_areas()[area].midline)
    assert marks

    case = CaseFindings(PainDrawing(marks))
    _assert_exact(case, BELLY)
    ranking = rank_trigger_points(case, BELLY, parameters=PARAMETERS).ranking

    by_point = {(point.trigger_point, point.side): point.probability for point in ranking}
    for point in BELLY.trigger_points:
        left, right = by_point[point, Side.LEFT], by_point[point, Side.RIGHT]
        assert left == pytest.approx(right, abs=ROUNDING_ERROR)


def _assert_exact(case: CaseFindings, atlas: Atlas) -> None:
    network = network_of(atlas, PARAMETERS)
    exact = enumerate_case(case, network)

    answer = rank_trigger_points(case, atlas, parameters=PARAMETERS)

    assert answer.error == 1e-12
    for point in answer.ranking:
        position = network.position_by_cause[SidedPoint(point.trigger_point, point.side)]
        expected = exact.probability[position]
        assert point.probability == pytest.approx(expected, abs=answer.error, rel=0)
        for claim in point.explains:
            places = (*case.drawing.marks, *case.doubtful)
            finding = [(place.area, place.side) for place in places].index((claim.area, claim.side))
            fired = exact.fired[finding][position]
            assert claim.responsibility == pytest.approx(fired, abs=answer.error, rel=0)
    for finding, leak in enumerate(answer.unexplained.values()):
        assert leak == pytest.approx(exact.leak[finding], abs=answer.error, rel=0)
    assert answer.log_evidence == pytest.approx(exact.log_evidence, abs=1e-9)
