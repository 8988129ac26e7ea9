"""What to test next: information, cost, and when to stop."""

from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest

from filiform.atlas import load_atlas
from filiform.body.drawing import PainDrawing, PainMark
from filiform.body.side import Side
from filiform.localise import (
    CaseFindings,
    MovementFinding,
    PalpationFinding,
    ParametersError,
    SidedPoint,
    load_parameters,
    rank_trigger_points,
)
from filiform.localise.costs import Position, load_costs, parse_costs
from filiform.localise.network import network_of
from filiform.localise.next_test import plan_tests

ATLAS = load_atlas()
NETWORK = network_of(ATLAS, load_parameters())
COSTS = load_costs()
FREE = replace(
    COSTS,
    position_change_s=0.0,
    palpation_s=20.0,
    movement_s=20.0,
    undressing_s_by_region=dict.fromkeys(COSTS.undressing_s_by_region, 0.0),
)
CASE = CaseFindings(
    PainDrawing(
        tuple(
            PainMark(area, Side.RIGHT, 6)
            for area in ("shoulder_anterior", "arm_lateral", "scapula_body")
        )
    )
)


def entropy(chance: float) -> float:
    return float(-(chance * np.log2(chance) + (1 - chance) * np.log2(1 - chance)))


def test_the_information_of_a_palpation_is_that_of_the_closed_form() -> None:
    plan = plan_tests(CASE, NETWORK, costs=FREE, count=1)

    (test,) = plan.tests
    assert test.point is not None
    accuracy = load_parameters().accuracy_by_sign["recognised_pain"]
    (chance,) = (
        point.probability
        for point in rank_trigger_points(CASE, ATLAS).ranking
        if SidedPoint(point.trigger_point, point.side) == test.point
    )
    s, c = accuracy.sensitivity, accuracy.specificity
    positive = s * chance + (1 - c) * (1 - chance)
    expected = entropy(positive) - chance * entropy(s) - (1 - chance) * entropy(c)
    # 2000 draws: five standard errors of the probability are 5 %.
    assert test.positive == pytest.approx(positive, abs=0.05)
    assert test.information == pytest.approx(expected, abs=0.05)


def test_what_is_palpated_or_tested_is_not_proposed_again() -> None:
    done = replace(
        CASE,
        palpations=(PalpationFinding("infraspinatus.trp1", Side.RIGHT, recognised_pain=False),),
        movements=(MovementFinding("hand_behind_back", Side.RIGHT, True),),
    )

    plan = plan_tests(done, NETWORK, count=30)

    assert SidedPoint("infraspinatus.trp1", Side.RIGHT) not in {test.point for test in plan.tests}
    assert "hand_behind_back" not in {test.movement for test in plan.tests}


def test_a_second_test_tells_less_than_it_would_alone() -> None:
    """Two points of one muscle compete: once one is palpated, the other tells less."""
    first, second = plan_tests(CASE, NETWORK, costs=FREE, count=2).tests

    assert first.information >= second.information
    assert first.point != second.point


def test_turning_the_patient_is_paid_for() -> None:
    """With turning made dear, what can be done as the patient sits or lies comes first."""
    dear = replace(COSTS, position_change_s=100_000.0)
    hip = CaseFindings(
        PainDrawing(
            tuple(PainMark(area, Side.RIGHT, 6) for area in ("buttock_lateral", "lumbar_lower"))
        )
    )

    for position in (Position.PRONE, Position.SITTING):
        (first,) = plan_tests(hip, NETWORK, costs=dear, position=position, count=1).tests

        assert first.position is position


def test_when_nothing_can_change_the_decision_it_says_stop() -> None:
    sure = replace(COSTS, treat_above=0.99)

    assert not plan_tests(CASE, NETWORK, costs=sure).worth_it
    assert plan_tests(CASE, NETWORK).worth_it


def test_the_plan_of_a_case_does_not_change_by_itself() -> None:
    assert plan_tests(CASE, NETWORK) == plan_tests(CASE, NETWORK)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('position = "supine"', 'position = "upside down"', "position: came 'upside down'"),
        ("undressing_seconds = 20", "undressing_seconds = -1", "came -1, expected 0 or more"),
        ("[palpation]", "[palpations]", "palpation is missing"),
        ('why = "one active movement, watched"', "why = 3", "movement.why: expected a text"),
    ],
)
def test_a_broken_cost_names_file_and_key(old: str, new: str, message: str) -> None:
    text = (files("filiform.localise") / "data" / "costs.toml").read_text(encoding="utf-8")
    assert old in text

    with pytest.raises(ParametersError, match=r"costs\.toml") as caught:
        parse_costs(text.replace(old, new, 1))

    assert message in str(caught.value)


def test_every_region_of_the_atlas_has_its_costs() -> None:
    regions = {muscle.region for muscle in ATLAS.muscles.values()}

    assert set(COSTS.position_by_region) == regions == set(COSTS.undressing_s_by_region)
