"""Why a point stands where it stands: every number asked of the engine a second way."""

import numpy as np
import pytest

from filiform.atlas import load_atlas
from filiform.body.drawing import PainDrawing, PainMark
from filiform.body.side import Side
from filiform.localise import (
    CaseFindings,
    MovementFinding,
    SidedPoint,
    load_parameters,
    rank_trigger_points,
)
from filiform.localise.explain import Explanation, explain
from filiform.localise.network import network_of
from tests.localise.small_atlas import cut_atlas

ATLAS = load_atlas()
NETWORK = network_of(ATLAS, load_parameters())
MARKS = tuple(
    PainMark(area, Side.RIGHT, 6) for area in ("shoulder_anterior", "arm_lateral", "scapula_body")
)
CASE = CaseFindings(
    PainDrawing(MARKS), (MovementFinding("hand_behind_back", Side.RIGHT, True, False),)
)
FIRST = SidedPoint("infraspinatus.trp1", Side.RIGHT)
SECOND = SidedPoint("infraspinatus.trp2", Side.RIGHT)


@pytest.fixture(scope="module")
def explanation() -> Explanation:
    return explain(CASE, NETWORK, points=[FIRST, SECOND])


def log_odds(case: CaseFindings, point: SidedPoint) -> float:
    (chance,) = (
        each.probability
        for each in rank_trigger_points(case, ATLAS).ranking
        if (each.trigger_point, each.side) == (point.trigger_point, point.side)
    )
    return float(np.log(chance) - np.log1p(-chance))


def test_a_weight_is_what_the_finding_changed(explanation: Explanation) -> None:
    by_area = {weight.area: weight for weight in explanation.weights[FIRST] if weight.area}
    assert set(by_area) == {mark.sided_area for mark in MARKS}

    for left_out in MARKS:
        others = PainDrawing(tuple(mark for mark in MARKS if mark is not left_out))
        without = log_odds(CaseFindings(others, CASE.movements), FIRST)
        expected = log_odds(CASE, FIRST) - without
        assert by_area[left_out.sided_area].log_odds == pytest.approx(expected, abs=1e-6)


def test_what_was_free_of_pain_speaks_against(explanation: Explanation) -> None:
    """The hand behind the back was restricted, which helps; that it did not hurt is told too."""
    of_movement = [w.log_odds for w in explanation.weights[FIRST] if w.movement]

    assert len(of_movement) == 2
    assert max(of_movement) > 0


def test_two_points_of_one_muscle_are_either_one_or_the_other(explanation: Explanation) -> None:
    pair = explanation.pairs[0]

    assert {pair.first, pair.second} == {FIRST, SECOND}
    assert pair.is_either_or
    assert 0 <= pair.both < pair.independent


def test_sets_cover_four_fifths_and_agree_with_the_marginals(explanation: Explanation) -> None:
    probabilities = [each.probability for each in explanation.sets]

    assert probabilities == sorted(probabilities, reverse=True)
    assert explanation.covered == pytest.approx(sum(probabilities))
    assert 0.8 <= explanation.covered <= 1
    assert len(explanation.sets) > 1 or explanation.sets[0].probability >= 0.8


def test_sets_are_those_of_enumeration() -> None:
    """Two muscles alone: every set of their points can be summed by hand."""
    small = cut_atlas(["infraspinatus", "supraspinatus"])
    network = network_of(small, load_parameters())

    explanation = explain(CASE, network, points=[FIRST])

    ranking = rank_trigger_points(CASE, small).ranking
    for point in ranking:
        sided = SidedPoint(point.trigger_point, point.side)
        in_sets = sum(each.probability for each in explanation.sets if sided in each.points)
        assert in_sets <= point.probability + 1e-9
        assert in_sets >= point.probability - (1 - explanation.covered) - 1e-9 or (
            point.probability < 0.02
        )
