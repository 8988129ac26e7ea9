"""Strokes: what may be painted on the skin, and how a wrong document is refused."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.body import (
    DrawingTooLargeError,
    OffBodyError,
    PainDepth,
    PainDrawing,
    PainMark,
    PainQuality,
    PainTiming,
    Side,
    StrokeWeightError,
    SurfaceDrawing,
    SurfaceMark,
    UnknownTopologyError,
    load_surface,
    marks_as_json,
    paint_areas,
    parse_surface_drawing,
    read_surface_drawing,
    surface_drawing_as_json,
)
from filiform.errors import FiliformError, MalformedInputError
from tests.strategies import drawings, surface_drawings

pytestmark = pytest.mark.long

COUNT = load_surface().vertex_count
STROKE = {"vertices": [4, 9, 12], "weights": [1, 0.5, 0.2], "intensity": 6}


def document(*strokes: object, **keys: object) -> dict[str, object]:
    return {"topology": "surface-1", "strokes": list(strokes), **keys}


@given(surface_drawings())
def test_a_drawing_survives_the_journey_through_json(drawing: SurfaceDrawing) -> None:
    text = json.dumps(surface_drawing_as_json(drawing))

    assert read_surface_drawing(text) == drawing


@given(st.sets(st.integers(0, COUNT - 1), min_size=1), st.randoms(use_true_random=False))
def test_any_set_of_vertices_is_written_and_read(vertices: set[int], random: Any) -> None:
    stroke = SurfaceMark(
        np.array(list(vertices)), np.array([random.randint(1, 255) / 255 for _ in vertices]), 3
    )

    assert parse_surface_drawing(
        json.loads(json.dumps(surface_drawing_as_json(SurfaceDrawing((stroke,)))))
    ) == SurfaceDrawing((stroke,))


@given(surface_drawings())
def test_mirroring_twice_gives_the_drawing_back(drawing: SurfaceDrawing) -> None:
    assert drawing.mirrored.mirrored == drawing


@given(surface_drawings())
def test_weights_stay_between_0_and_1_and_loads_between_0_and_10(drawing: SurfaceDrawing) -> None:
    assert 0 <= drawing.weights.min() <= drawing.weights.max() <= 1
    assert 0 <= drawing.loads.min() <= drawing.loads.max() <= 10
    assert (drawing.loads >= drawing.weights - 1e-12).all()


@given(surface_drawings(fewest=2))
def test_the_order_of_strokes_does_not_matter(drawing: SurfaceDrawing) -> None:
    turned = SurfaceDrawing(drawing.strokes[::-1])

    np.testing.assert_array_equal(turned.weights, drawing.weights)
    np.testing.assert_array_equal(turned.loads, drawing.loads)


def test_a_stroke_is_kept_in_order_without_what_is_not_painted() -> None:
    stroke = SurfaceMark(np.array([9, 4, 12]), np.array([0.5, 1.0, 0.001]), 6)

    assert stroke.vertices.tolist() == [4, 9]
    assert stroke.weights.tolist() == [1.0, 128 / 255]


def test_a_stroke_carries_how_deep_and_when_it_hurts() -> None:
    stroke = {**STROKE, "quality": ["sharp"], "depth": "deep", "when": ["night", "movement"]}

    (mark,) = parse_surface_drawing(document(stroke)).strokes

    assert mark.qualities == (PainQuality.SHARP,)
    assert mark.depth is PainDepth.DEEP
    assert mark.when == (PainTiming.MOVEMENT, PainTiming.NIGHT)


def test_a_hundred_dabs_stay_far_below_the_largest_document() -> None:
    everything = SurfaceMark(np.arange(COUNT), np.linspace(0.1, 1, COUNT), 5)

    text = json.dumps(surface_drawing_as_json(SurfaceDrawing((everything,))))

    assert len(text) < 100_000


def test_strokes_and_drawings_can_be_compared_and_hashed() -> None:
    first, second = (SurfaceMark(np.array([4]), np.array([1.0]), 5) for _ in range(2))

    assert first == second
    assert len({SurfaceDrawing((first,)), SurfaceDrawing((second,))}) == 1
    assert first != SurfaceMark(np.array([4]), np.array([1.0]), 6)
    assert first != "a stroke"


@given(drawings())
def test_an_old_drawing_of_areas_is_still_read(drawing: PainDrawing) -> None:
    old = {"marks": marks_as_json(drawing)}

    assert parse_surface_drawing(old) == paint_areas(drawing)


def test_an_old_mark_is_written_exactly_as_before() -> None:
    old = PainDrawing((PainMark("sternum", Side.MIDLINE, 3, (PainQuality.SHARP,)),))

    assert marks_as_json(old) == [
        {"area": "sternum", "side": "midline", "intensity": 3, "quality": ["sharp"]}
    ]


def test_areas_and_strokes_stand_in_one_document() -> None:
    marks = [
        {"area": "sternum", "side": "midline", "intensity": 3},
        {"area": "mouth_tongue", "side": "midline", "intensity": 4},
    ]

    drawing = parse_surface_drawing(document(STROKE, marks=marks))

    assert len(drawing.strokes) == 2
    assert [mark.area for mark in drawing.inside_mouth] == ["mouth_tongue"]


@pytest.mark.parametrize(
    ("wrong", "kind", "message"),
    [
        ({"vertices": [4, COUNT, 12]}, OffBodyError, f"came {COUNT}, expected 0 to {COUNT - 1}"),
        ({"vertices": [-4, 9, 12]}, OffBodyError, "strokes[0].vertices[0]: came -4"),
        ({"vertices": [10**30, 1, 2]}, MalformedInputError, "came a number with too many digits"),
        ({"vertices": "gICAAQ=="}, OffBodyError, "more than 3 bytes"),
        ({"vertices": "gIA="}, MalformedInputError, "cut off"),
        ({"vertices": "?"}, MalformedInputError, "no base64 text"),
        ({"vertices": "", "weights": ""}, MalformedInputError, "came none, expected at least one"),
        ({"vertices": [], "weights": []}, MalformedInputError, "came none, expected at least one"),
        ({"vertices": [4, 4, 12]}, MalformedInputError, "4 came twice"),
        ({"vertices": [4, 9, 1.5]}, MalformedInputError, "vertices[2]: came 1.5"),
        ({"vertices": [4, 9, True]}, MalformedInputError, "vertices[2]: came True"),
        ({"vertices": {"4": 1}}, MalformedInputError, "came an object, expected base64"),
        ({"vertices": None}, MalformedInputError, "came None, expected base64"),
        ({"weights": [1, math.nan, 1]}, StrokeWeightError, "weights[1]: came nan"),
        ({"weights": [1, math.inf, 1]}, StrokeWeightError, "weights[1]: came inf"),
        ({"weights": [1, -0.5, 1]}, StrokeWeightError, "weights[1]: came -0.5"),
        ({"weights": [1, 1.5, 1]}, StrokeWeightError, "weights[1]: came 1.5"),
        ({"weights": [1, "1", 1]}, MalformedInputError, "weights[1]: came '1', expected a number"),
        ({"weights": [1, 1]}, MalformedInputError, "expected one weight for each vertex"),
        ({"weights": [0, 0, 0]}, MalformedInputError, "came all 0"),
        ({"weights": "?"}, MalformedInputError, "weights: came no base64 text"),
        ({"weights": "//8="}, MalformedInputError, "came 2 bytes for 3 vertices"),
        ({"intensity": 0}, MalformedInputError, "intensity: came 0, expected 1 to 10"),
        ({"intensity": 5.5}, MalformedInputError, "intensity: came 5.5, expected a whole number"),
        ({"depth": "bottomless"}, MalformedInputError, "expected superficial or deep"),
        ({"depth": ["deep"]}, MalformedInputError, "depth: came a list"),
        ({"when": "night"}, MalformedInputError, "when: came 'night', expected a list"),
        ({"when": ["tuesday"]}, MalformedInputError, "when[0]: came 'tuesday'"),
        ({"colour": "red"}, MalformedInputError, "unknown key 'colour'"),
    ],
)  # fmt: skip
def test_a_wrong_stroke_is_named_by_its_path(
    wrong: dict[str, object], kind: type[FiliformError], message: str
) -> None:
    with pytest.raises(kind) as caught:
        parse_surface_drawing(document({**STROKE, **wrong}))

    assert str(caught.value).startswith("drawing.strokes[0]")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "kind", "message"),
    [
        ({"topology": "surface-2", "strokes": []}, UnknownTopologyError, "came 'surface-2'"),
        ({"topology": "surface-2", "marks": []}, UnknownTopologyError, "came 'surface-2'"),
        ({"topology": 1, "strokes": []}, MalformedInputError, "came 1, expected a text"),
        ({"strokes": []}, MalformedInputError, "the key 'topology' is missing"),
        ({}, MalformedInputError, "the key 'strokes' is missing"),
        ([], MalformedInputError, "came a list, expected an object"),
        (document(sides=2), MalformedInputError, "unknown key 'sides'"),
        (document("sore"), MalformedInputError, "strokes[0]: came 'sore'"),
        (document(marks=[{"area": "arm"}]), MalformedInputError, "drawing.marks[0]"),
    ],
)
def test_a_wrong_document_is_refused(
    wrong: object, kind: type[FiliformError], message: str
) -> None:
    with pytest.raises(kind) as caught:
        parse_surface_drawing(wrong)

    assert message in str(caught.value)


def test_a_document_of_10_mb_is_refused_without_being_decoded() -> None:
    with pytest.raises(DrawingTooLargeError, match=r"came 10\.0 MB, expected at most 1024 KiB"):
        read_surface_drawing(b"[" * 10_000_000)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"topology": ', "came no JSON"),
        (b"\xff\xfe\xfd", "came no JSON"),
        ("[" * 100_000, "nested too deeply"),
        (
            '{"topology": "surface-1", "strokes": [{"vertices": [1], "weights": [NaN]}]}',
            "came NaN, expected a number from 0 to 1",
        ),
        ('{"strokes": Infinity}', "came Infinity"),
        ('{"strokes": [' + "9" * 5000 + "]}", "came no JSON"),
        ('{"strokes": [], "strokes": []}', "came a key twice"),
    ],
)
def test_text_that_is_no_drawing_is_refused(text: str | bytes, message: str) -> None:
    with pytest.raises(MalformedInputError, match=message):
        read_surface_drawing(text)


@pytest.mark.parametrize(
    ("vertices", "weights", "kind"),
    [
        (np.array([1.0, 2.0]), np.array([1.0, 1.0]), OffBodyError),
        (np.array([1, 2]), np.array(["a", "b"]), StrokeWeightError),
        (np.array([1, 2]), np.array([1j, 1]), StrokeWeightError),
        (np.array([[1, 2]]), np.array([[1.0, 1.0]]), MalformedInputError),
    ],
)
def test_a_stroke_made_in_code_refuses_arrays_of_another_kind(
    vertices: Any, weights: Any, kind: type[FiliformError]
) -> None:
    with pytest.raises(kind):
        SurfaceMark(vertices, weights, 5)


def test_a_drawing_on_another_surface_is_refused() -> None:
    with pytest.raises(UnknownTopologyError, match="Open it with the release"):
        SurfaceDrawing((), topology="surface-0")


def test_an_area_of_the_skin_cannot_hide_inside_the_mouth() -> None:
    with pytest.raises(MalformedInputError, match=r"sternum\.midline lies on the skin"):
        SurfaceDrawing((), (PainMark("sternum", Side.MIDLINE, 3),))


def test_the_example_of_the_documentation_is_read_as_it_says() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/drawing-format.md").read_text("utf-8")
    example = page.split("## A drawing on the surface")[1].split("```json")[1].split("```")[0]

    drawing = read_surface_drawing(example)

    (stroke,) = drawing.strokes
    assert stroke.vertices.tolist() == [4100, 4101, 4106]
    assert stroke.weights.tolist() == [1, 1, 128 / 255]
    assert [mark.area for mark in drawing.inside_mouth] == ["mouth_tongue"]
