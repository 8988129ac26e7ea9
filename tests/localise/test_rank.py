"""The ranking as a clinician meets it: evidence that counts, refusals, and the public answer."""

import json
from dataclasses import replace

import pytest

from filiform.atlas import load_atlas
from filiform.body.areas import all_sided_areas, load_areas
from filiform.body.drawing import EmptyDrawingError, PainDrawing, PainMark
from filiform.body.side import Side
from filiform.localise import (
    CaseFindings,
    FrontierTooWideError,
    Localisation,
    MovementFinding,
    PalpationFinding,
    UnknownFindingError,
    load_parameters,
    localisation_as_json,
    probability_in_words,
    rank_trigger_points,
)

ATLAS = load_atlas()
ARM = PainDrawing(
    tuple(PainMark(area, Side.RIGHT, 6) for area in ("shoulder_anterior", "arm_anterior_upper"))
)


def probability(localisation: Localisation, trigger_point: str, side: Side) -> float:
    (point,) = (
        point
        for point in localisation.ranking
        if (point.trigger_point, point.side) == (trigger_point, side)
    )
    return point.probability


def test_nothing_painted_is_refused() -> None:
    with pytest.raises(EmptyDrawingError, match="Nothing is painted"):
        rank_trigger_points(CaseFindings(PainDrawing(())), ATLAS)


def test_a_body_painted_all_over_is_refused_with_advice() -> None:
    everywhere = PainDrawing(tuple(PainMark(area.area, area.side, 5) for area in all_sided_areas()))

    with pytest.raises(FrontierTooWideError) as caught:
        rank_trigger_points(CaseFindings(everywhere), ATLAS)

    limit = load_parameters().widest_frontier
    assert f"{len(all_sided_areas())} painted areas" in str(caught.value)
    assert f"the limit is {limit}" in str(caught.value)
    assert "Rank region by region" in str(caught.value)


def test_the_limit_is_the_one_of_the_parameters() -> None:
    narrow = replace(load_parameters(), widest_frontier=1)

    with pytest.raises(FrontierTooWideError, match="2 painted areas"):
        rank_trigger_points(CaseFindings(ARM), ATLAS, parameters=narrow)


def test_both_shoulders_neck_and_upper_back_painted_full_are_still_answered() -> None:
    regions = {"neck", "shoulder", "upper_back"}
    marks = tuple(
        PainMark(area.area, area.side, 5)
        for area in all_sided_areas()
        if load_areas()[area.area].region in regions
    )

    localisation = rank_trigger_points(CaseFindings(PainDrawing(marks)), ATLAS)

    assert localisation.method == "exact"
    assert len(localisation.unexplained) == len(marks) == 47


def test_a_movement_that_no_one_tested_says_nothing_and_a_free_one_speaks_against() -> None:
    untested = rank_trigger_points(CaseFindings(ARM), ATLAS)
    free = rank_trigger_points(
        CaseFindings(ARM, (MovementFinding("hand_behind_back", Side.RIGHT, False),)), ATLAS
    )
    restricted = rank_trigger_points(
        CaseFindings(ARM, (MovementFinding("hand_behind_back", Side.RIGHT, True),)), ATLAS
    )

    before = probability(untested, "infraspinatus.trp1", Side.RIGHT)
    assert probability(free, "infraspinatus.trp1", Side.RIGHT) < before
    assert probability(restricted, "infraspinatus.trp1", Side.RIGHT) > before


def test_a_movement_without_a_side_speaks_for_both_sides_alike() -> None:
    middle = CaseFindings(
        PainDrawing((PainMark("lumbar_midline", Side.MIDLINE, 5),)),
        (MovementFinding("trunk_flexion", None, True, True),),
    )

    localisation = rank_trigger_points(middle, ATLAS)

    for point in ATLAS.trigger_points:
        left = probability(localisation, point, Side.LEFT)
        assert probability(localisation, point, Side.RIGHT) == pytest.approx(left, abs=2e-12)


def test_turning_the_head_reaches_the_muscles_of_both_sides() -> None:
    """A turn to the right stretches one muscle's left belly and another's right belly."""
    opposite = next(
        muscle
        for muscle in ATLAS.muscles.values()
        if "neck_rotation_opposite" in muscle.restricted_movements
    )
    same = next(
        muscle
        for muscle in ATLAS.muscles.values()
        if "neck_rotation_same" in muscle.restricted_movements
        and "neck_rotation_opposite" not in muscle.restricted_movements
    )
    far = PainDrawing((PainMark("knee_anterior", Side.RIGHT, 3),))
    turned = MovementFinding("neck_rotation_same", Side.RIGHT, restricted=True)

    before = rank_trigger_points(CaseFindings(far), ATLAS)
    after = rank_trigger_points(CaseFindings(far, (turned,)), ATLAS)

    for muscle, side in ((same, Side.RIGHT), (opposite, Side.LEFT)):
        point = muscle.trigger_points[0].id
        assert probability(after, point, side) > probability(before, point, side)


def test_a_finding_that_the_atlas_does_not_hold_is_named() -> None:
    with pytest.raises(UnknownFindingError, match=r"soleus\.trp99"):
        rank_trigger_points(
            CaseFindings(ARM, (), (PalpationFinding("soleus.trp99", Side.LEFT, tender=True),)),
            ATLAS,
        )
    with pytest.raises(UnknownFindingError, match="moonwalk"):
        rank_trigger_points(
            CaseFindings(ARM, (MovementFinding("moonwalk", Side.LEFT, True),)), ATLAS
        )


def test_intensity_and_quality_do_not_change_the_ranking_yet() -> None:
    strong = PainDrawing(tuple(replace(mark, intensity=10) for mark in ARM.marks))

    assert rank_trigger_points(CaseFindings(strong), ATLAS) == rank_trigger_points(
        CaseFindings(ARM), ATLAS
    )


def test_the_answer_is_written_in_the_documented_shape() -> None:
    localisation = rank_trigger_points(CaseFindings(ARM), ATLAS)

    answer = json.loads(json.dumps(localisation_as_json(localisation, top=3)))

    assert list(answer) == ["ranking", "method", "error", "atlas_version", "parameters_version"]
    assert len(answer["ranking"]) == 3
    first = answer["ranking"][0]
    assert list(first) == ["trigger_point", "muscle", "side", "probability", "explains"]
    assert list(first["explains"][0]) == ["area", "side", "responsibility"]
    assert answer["method"] == "exact"
    assert answer["error"] == 1e-12
    assert answer["atlas_version"] == ATLAS.version
    assert answer["parameters_version"] == load_parameters().version
    assert len(localisation_as_json(localisation)["ranking"]) == 2 * len(ATLAS.trigger_points)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1.0, "very likely"),
        (0.9, "very likely"),
        (0.7, "likely"),
        (0.5, "possible"),
        (0.2, "less likely"),
        (0.097, "less likely"),  # printed as 10 %
        (0.05, "unlikely"),
        (0.0, "unlikely"),
    ],
)
def test_a_probability_has_fixed_words(value: float, words: str) -> None:
    assert probability_in_words(value) == words
