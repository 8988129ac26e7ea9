"""Reading a case: what is accepted, what is contradictory, what a side means."""

import json
import re

import pytest
from hypothesis import given

from filiform.body import (
    TOPOLOGY,
    OffBodyError,
    Side,
    SidedArea,
    UnknownTopologyError,
    marks_as_json,
    parse_surface_drawing,
    project_marks,
    vertices_of,
)
from filiform.body.drawing import EmptyDrawingError, PainDrawing
from filiform.errors import MalformedInputError
from filiform.localise import (
    CaseFindings,
    ContradictoryFindingError,
    MovementFinding,
    PalpationFinding,
    case_as_json,
    parse_case,
)
from filiform.localise.findings import MovementTest
from tests.strategies import cases, drawings

MARKS = [{"area": "shoulder_anterior", "side": "right", "intensity": 6, "quality": ["aching"]}]
BEHIND_BACK = {"id": "hand_behind_back", "side": "right", "restricted": True, "painful": False}
INFRASPINATUS = {"trigger_point": "infraspinatus.trp1", "side": "right", "taut_band": True}


def case_of(**parts: object) -> CaseFindings:
    return parse_case({"marks": MARKS, **parts})


def test_the_documented_example_is_read() -> None:
    case = case_of(
        movements=[{**BEHIND_BACK}, {"id": "deep_breath", "painful": True}],
        palpation=[{**INFRASPINATUS, "tender": True, "recognised_pain": True}],
    )

    assert case.movements == (
        MovementFinding("hand_behind_back", Side.RIGHT, True, False),
        MovementFinding("deep_breath", None, None, True),
    )
    assert case.palpations == (
        PalpationFinding("infraspinatus.trp1", Side.RIGHT, True, True, True),
    )


@given(cases(fewest_marks=0))
def test_a_case_survives_the_journey_through_json(case: CaseFindings) -> None:
    assert parse_case(json.loads(json.dumps(case_as_json(case)))) == case


@given(cases(fewest_marks=0))
def test_mirroring_twice_gives_the_case_back(case: CaseFindings) -> None:
    assert case.mirrored.mirrored == case


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "document: came a list, expected an object."),
        ({}, "document: the key 'marks' is missing."),
        ({"marks": MARKS, "movement": []}, "unknown key 'movement'; expected topology, strokes,"),
        ({"marks": MARKS, "movements": {}}, "movements: came an object, expected a list."),
        (
            {"marks": MARKS, "movements": [{"id": "hand_behind_bak", "painful": True}]},
            "movements[0].id: no movement is called 'hand_behind_bak'. "
            "Did you mean hand_behind_back?",
        ),
        (
            {"marks": MARKS, "movements": [{"id": "hand_behind_back", "side": "right"}]},
            "movements[0]: say whether it was restricted, painful or both.",
        ),
        (
            {"marks": MARKS, "movements": [{**BEHIND_BACK, "side": "midline"}]},
            "movements[0].side: came 'midline', expected left or right.",
        ),
        (
            {"marks": MARKS, "movements": [{**BEHIND_BACK, "painful": "no"}]},
            "movements[0].painful: came 'no', expected true or false.",
        ),
        (
            {"marks": MARKS, "palpation": [{**INFRASPINATUS, "trigger_point": "infraspinatus"}]},
            "palpation[0].trigger_point: no trigger point is called 'infraspinatus'.",
        ),
        (
            {"marks": MARKS, "palpation": [{"trigger_point": "soleus.trp1", "side": "left"}]},
            "palpation[0]: say at least one of taut_band, tender and recognised_pain.",
        ),
        (
            {"marks": MARKS, "palpation": [{"trigger_point": "soleus.trp1", "tender": True}]},
            "palpation[0]: the key 'side' is missing.",
        ),
    ],
)
def test_a_wrong_case_is_named_by_its_path(document: object, message: str) -> None:
    with pytest.raises(MalformedInputError) as caught:
        parse_case(document)

    assert message in str(caught.value)


def test_turning_to_one_side_is_one_movement_whichever_muscle_names_it() -> None:
    same_right = MovementFinding("neck_rotation_same", Side.RIGHT, restricted=True)
    opposite_left = MovementFinding("neck_rotation_opposite", Side.LEFT, restricted=True)

    assert same_right.test == opposite_left.test == MovementTest("neck_rotation", Side.RIGHT)


def test_a_movement_reported_with_two_results_is_refused_with_both_places() -> None:
    with pytest.raises(
        ContradictoryFindingError,
        match=r"movements\[1\]\.restricted: came false, but movements\[0\] says true",
    ):
        case_of(movements=[BEHIND_BACK, {**BEHIND_BACK, "restricted": False}])


def test_the_other_name_of_a_turn_cannot_hide_a_contradiction() -> None:
    turned = {"id": "neck_rotation_same", "side": "right", "painful": True}
    turned_back = {"id": "neck_rotation_opposite", "side": "left", "painful": False}

    with pytest.raises(ContradictoryFindingError, match=r"movements\[1\]\.painful"):
        case_of(movements=[turned, turned_back])


def test_a_movement_with_and_without_a_side_is_refused() -> None:
    with pytest.raises(ContradictoryFindingError, match="report it one way only"):
        case_of(movements=[BEHIND_BACK, {"id": "hand_behind_back", "restricted": True}])


def test_a_repetition_that_agrees_is_accepted() -> None:
    assert len(case_of(movements=[BEHIND_BACK, BEHIND_BACK]).movements) == 2


def test_one_spot_palpated_twice_is_refused_even_if_it_agrees() -> None:
    with pytest.raises(ContradictoryFindingError, match=r"palpation\[1\]: .* one spot counts once"):
        case_of(palpation=[INFRASPINATUS, INFRASPINATUS])


def test_an_empty_drawing_can_be_read_but_is_its_own_error_later() -> None:
    assert parse_case({"marks": []}).drawing == PainDrawing(())
    assert issubclass(EmptyDrawingError, ValueError)


def stroke(area: str, side: Side, **more: object) -> dict[str, object]:
    """All skin of an area, painted as one stroke."""
    vertices = vertices_of(SidedArea(area, side)).tolist()
    return {"vertices": vertices, "weights": [1.0] * len(vertices), "intensity": 6} | more


def on_surface(*strokes: dict[str, object], **more: object) -> dict[str, object]:
    return {"topology": TOPOLOGY, "strokes": list(strokes)} | more


def test_strokes_are_read_as_the_areas_that_they_make_painful() -> None:
    document = on_surface(
        stroke("shoulder_anterior", Side.RIGHT, quality=["aching"]),
        marks=[{"area": "mouth_tongue", "side": "midline", "intensity": 3}],
        movements=[{"id": "deep_breath", "painful": True}],
    )

    case = parse_case(document)

    drawn = {key: document[key] for key in ("topology", "strokes", "marks")}
    assert case.drawing == project_marks(parse_surface_drawing(drawn))
    assert {(mark.area, mark.intensity) for mark in case.drawing.marks} >= {
        ("shoulder_anterior", 6), ("mouth_tongue", 3)
    }  # fmt: skip
    assert len(case.movements) == 1


@given(drawings(fewest=1))
def test_marked_areas_count_as_marked_whether_a_surface_is_named_or_not(
    drawing: PainDrawing,
) -> None:
    marks = marks_as_json(drawing)

    assert parse_case(on_surface(marks=marks)).drawing == parse_case({"marks": marks}).drawing


def test_strokes_need_no_marks_beside_them() -> None:
    assert parse_case(on_surface(stroke("chin", Side.MIDLINE))).drawing.marks


@pytest.mark.parametrize(
    ("document", "error", "complaint"),
    [
        (
            on_surface({"vertices": [0], "weights": [0.02], "intensity": 5}),
            EmptyDrawingError,
            "Too little is painted",
        ),
        (
            on_surface({"vertices": [-1], "weights": [1], "intensity": 5}),
            OffBodyError,
            "document.strokes[0].vertices",
        ),
        (
            {"topology": "surface-9", "strokes": [], "marks": []},
            UnknownTopologyError,
            "document.topology",
        ),
        ({"strokes": []}, MalformedInputError, "document"),
        ({"topology": TOPOLOGY}, MalformedInputError, "document: the key 'marks' is missing"),
    ],
)
def test_strokes_that_cannot_be_read_are_refused_by_name(
    document: dict[str, object], error: type[Exception], complaint: str
) -> None:
    with pytest.raises(error, match=re.escape(complaint)):
        parse_case(document)
