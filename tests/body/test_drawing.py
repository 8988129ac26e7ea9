"""The drawing: what may be painted, and how a wrong document is refused."""

import json

import pytest
from hypothesis import given

from filiform.body.areas import SidedArea
from filiform.body.drawing import (
    DuplicateMarkError,
    PainDrawing,
    PainMark,
    PainQuality,
    marks_as_json,
    parse_marks,
)
from filiform.body.errors import UnknownAreaError, WrongSideError
from filiform.body.side import Side
from filiform.errors import MalformedInputError
from tests.strategies import drawings

SHOULDER = {
    "area": "shoulder_anterior",
    "side": "right",
    "intensity": 6,
    "quality": ["aching", "sharp"],
}
NECK = {"area": "c7_midline", "side": "midline", "intensity": 2}


def test_marks_become_a_drawing() -> None:
    drawing = parse_marks([SHOULDER, NECK])

    assert drawing.marks[0] == PainMark(
        "shoulder_anterior", Side.RIGHT, 6, (PainQuality.ACHING, PainQuality.SHARP)
    )
    assert drawing.intensity_by_area == {
        SidedArea("shoulder_anterior", Side.RIGHT): 6,
        SidedArea("c7_midline", Side.MIDLINE): 2,
    }


@given(drawings())
def test_a_drawing_survives_the_journey_through_json(drawing: PainDrawing) -> None:
    assert parse_marks(json.loads(json.dumps(marks_as_json(drawing)))) == drawing


@given(drawings())
def test_mirroring_twice_gives_the_drawing_back(drawing: PainDrawing) -> None:
    assert drawing.mirrored.mirrored == drawing


def test_an_empty_list_is_a_drawing_that_is_not_begun() -> None:
    assert parse_marks([]).marks == ()


def test_qualities_are_kept_in_one_order_and_once() -> None:
    numb_first = {**SHOULDER, "quality": ["numb", "aching", "numb"]}

    (mark,) = parse_marks([numb_first]).marks

    assert mark.qualities == (PainQuality.ACHING, PainQuality.NUMB)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({}, "marks: came an object, expected a list."),
        (None, "marks: came None, expected a list."),
        (["sore"], "marks[0]: came 'sore', expected an object."),
        ([{}], "marks[0]: the key 'area' is missing."),
        (
            [NECK, {**SHOULDER, "side": "rihgt"}],
            "marks[1].side: came 'rihgt', expected left, right or midline.",
        ),
        (
            [{**SHOULDER, "area": "shoulder_antrior"}],
            "marks[0].area: no area is called 'shoulder_antrior'. Did you mean shoulder_anterior",
        ),
        ([{**SHOULDER, "area": 7}], "marks[0].area: came 7, expected a text."),
        ([{**SHOULDER, "side": "midline"}], "marks[0].side: area 'shoulder_anterior'"),
        ([{**NECK, "side": "left"}], "marks[0].side: area 'c7_midline'"),
        ([{**SHOULDER, "intensity": 0}], "expected 1 to 10. Unpaint the area instead."),
        ([{**SHOULDER, "intensity": 11}], "marks[0].intensity: came 11, expected 1 to 10."),
        ([{**SHOULDER, "intensity": 6.0}], "marks[0].intensity: came 6.0, expected a whole number"),
        ([{**SHOULDER, "intensity": True}], "marks[0].intensity: came True, expected a whole"),
        ([{**SHOULDER, "quality": "sharp"}], "marks[0].quality: came 'sharp', expected a list."),
        (
            [{**SHOULDER, "quality": ["aching", []]}],
            "marks[0].quality[1]: came a list, expected aching, sharp, burning, tingling or numb.",
        ),
        ([{**SHOULDER, "colour": "red"}], "marks[0]: unknown key 'colour'; expected area, side"),
    ],
)
def test_a_wrong_mark_is_named_by_its_path(document: object, message: str) -> None:
    with pytest.raises(MalformedInputError) as caught:
        parse_marks(document)

    assert message in str(caught.value)


def test_a_very_long_wrong_value_is_cut_short() -> None:
    with pytest.raises(MalformedInputError) as caught:
        parse_marks([{**SHOULDER, "area": "x" * 100_000}])

    assert len(str(caught.value)) < 300


def test_an_area_painted_twice_is_refused_with_both_places() -> None:
    with pytest.raises(DuplicateMarkError, match=r"marks\[2\]: shoulder_anterior.right is already"):
        parse_marks([SHOULDER, NECK, {**SHOULDER, "intensity": 3}])


def test_a_drawing_made_in_code_refuses_a_double_mark_too() -> None:
    mark = PainMark("sternum", Side.MIDLINE, 3)

    with pytest.raises(DuplicateMarkError, match=r"sternum\.midline is painted twice"):
        PainDrawing((mark, mark))


def test_a_mark_made_in_code_refuses_a_place_that_does_not_exist() -> None:
    with pytest.raises(UnknownAreaError):
        PainMark("third_arm", Side.LEFT, 3)
    with pytest.raises(WrongSideError):
        PainMark("sternum", Side.LEFT, 3)
