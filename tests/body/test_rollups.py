"""Published body maps: every rule of Wolfe 2016 and of the CHOIR map that touches a drawing."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given

from filiform.body import (
    PainDrawing,
    PainMark,
    Side,
    SidedArea,
    SurfaceDataError,
    SurfaceDrawing,
    SurfaceMark,
    choir_segments,
    load_areas,
    load_choir_map,
    load_surface,
    load_wpi,
    painful_codes,
    paint_areas,
    vertices_of,
    widespread_pain,
)
from filiform.body.rollups import parse_body_map
from filiform.evidence import Mark
from tests.strategies import surface_drawings

pytestmark = pytest.mark.long

SURFACE = load_surface()
EVERYTHING = SurfaceDrawing(
    (SurfaceMark(np.arange(SURFACE.vertex_count), np.ones(SURFACE.vertex_count), 5),)
)
# Wolfe 2016: the 19 areas by region.
WOLFE = {
    "left_upper": {"jaw_left", "shoulder_girdle_left", "upper_arm_left", "lower_arm_left"},
    "right_upper": {"jaw_right", "shoulder_girdle_right", "upper_arm_right", "lower_arm_right"},
    "left_lower": {"hip_left", "upper_leg_left", "lower_leg_left"},
    "right_lower": {"hip_right", "upper_leg_right", "lower_leg_right"},
    "axial": {"neck", "upper_back", "lower_back", "chest", "abdomen"},
}
NO_REGION = {"jaw_left", "jaw_right", "chest", "abdomen"}


def painted(*keys: str) -> SurfaceDrawing:
    marks = []
    for key in keys:
        area, _, side = key.partition(".")
        marks.append(PainMark(area, Side(side), 5))
    return paint_areas(PainDrawing(tuple(marks)))


def test_the_index_has_19_areas_in_5_regions() -> None:
    codes = {code.code: code.region for code in load_wpi().codes}

    assert codes.keys() == set.union(*WOLFE.values())
    assert len(codes) == 19
    for region, members in WOLFE.items():
        counted = {code for code, where in codes.items() if where == region}
        assert counted == members - NO_REGION


def test_pain_everywhere_is_an_index_of_19_in_5_regions() -> None:
    pain = widespread_pain(EVERYTHING)

    assert pain.index == 19
    assert pain.region_count == 5
    assert set(pain.regions) == WOLFE.keys()


def test_no_pain_is_an_index_of_0_in_no_region() -> None:
    pain = widespread_pain(SurfaceDrawing(()))

    assert (pain.index, pain.region_count) == (0, 0)


@pytest.mark.parametrize(
    ("keys", "areas"),
    [
        (("jaw_body.left", "tmj.right"), ("jaw_left", "jaw_right")),
        (("sternum.midline",), ("chest",)),
        (("umbilical.midline",), ("abdomen",)),
    ],
)
def test_jaw_chest_and_abdomen_count_as_areas_but_make_no_region_painful(
    keys: tuple[str, ...], areas: tuple[str, ...]
) -> None:
    pain = widespread_pain(painted(*keys))

    assert pain.areas == areas
    assert pain.regions == ()


@pytest.mark.parametrize(
    "area", ["wrist_dorsal", "palm", "thumb", "ankle_lateral", "heel_sole", "forehead_medial"]
)
def test_wrist_hand_ankle_foot_and_the_rest_of_the_head_are_not_in_the_index(area: str) -> None:
    assert widespread_pain(painted(f"{area}.left", f"{area}.right")).index == 0


@pytest.mark.parametrize(
    ("key", "code", "region"),
    [
        ("buttock_lateral.left", "hip_left", "left_lower"),
        ("trochanter.right", "hip_right", "right_lower"),
        ("knee_anterior.left", "lower_leg_left", "left_lower"),
        ("olecranon.right", "lower_arm_right", "right_upper"),
        ("suprascapular.left", "shoulder_girdle_left", "left_upper"),
        ("interscapular_upper.left", "upper_back", "axial"),
        ("lumbar_midline.midline", "lower_back", "axial"),
        ("neck_posterior_upper.right", "neck", "axial"),
    ],
)
def test_an_area_counts_where_the_criteria_put_it(key: str, code: str, region: str) -> None:
    pain = widespread_pain(painted(key))

    assert pain.areas == (code,)
    assert pain.regions == (region,)


def test_a_drawing_of_four_regions_has_an_index_of_at_least_4() -> None:
    pain = widespread_pain(
        painted("arm_lateral.left", "arm_lateral.right", "shin_upper.left", "lumbar_lower.right")
    )

    assert pain.index == 4
    assert pain.region_count == 4


@given(surface_drawings())
def test_the_index_of_the_mirrored_drawing_has_its_sides_exchanged(drawing: SurfaceDrawing) -> None:
    here, there = widespread_pain(drawing), widespread_pain(drawing.mirrored)
    other = {"left": "right", "right": "left"}

    def exchanged(names: tuple[str, ...]) -> set[str]:
        return {"_".join(other.get(word, word) for word in name.split("_")) for name in names}

    assert exchanged(here.areas) == set(there.areas)
    assert exchanged(here.regions) == set(there.regions)


@given(surface_drawings(fewest=2))
def test_more_paint_never_lowers_an_index_or_loses_a_segment(drawing: SurfaceDrawing) -> None:
    fewer = SurfaceDrawing(drawing.strokes[1:])

    for body_map in (load_wpi(), load_choir_map()):
        assert set(painful_codes(fewer, body_map)) <= set(painful_codes(drawing, body_map))


def test_the_choir_map_has_36_segments_in_front_and_38_behind() -> None:
    codes = [code.code for code in load_choir_map().codes]

    assert sorted(codes) == [*map(str, range(101, 137)), *map(str, range(201, 239))]
    assert {code.face for code in load_choir_map().codes} == {"front", "back"}


def test_pain_everywhere_is_all_74_segments() -> None:
    assert len(choir_segments(EVERYTHING)) == 74


@pytest.mark.parametrize(
    ("key", "segments"),
    [
        # Male numbering; odd numbers in front are the right up to 109, see the file's heading.
        ("sternum.midline", {"108", "109"}),
        ("umbilical.midline", {"116", "117"}),
        ("thigh_anterior_mid.left", {"127"}),
        ("knee_anterior.right", {"129"}),
        ("buttock_medial.left", {"223"}),
        ("occiput.right", {"204"}),
        ("lumbar_lower.left", {"218"}),
        ("sole_mid.right", {"135", "238"}),
    ],
)
def test_an_area_counts_in_the_segments_of_its_side(key: str, segments: set[str]) -> None:
    assert set(choir_segments(painted(key))) <= segments
    assert choir_segments(painted(key))


def test_the_tongue_counts_in_both_halves_of_the_face_and_a_tooth_in_its_own() -> None:
    assert choir_segments(painted("mouth_tongue.midline")) == ("103", "104")
    assert choir_segments(painted("upper_teeth_back.left")) == ("104",)


def test_every_piece_of_skin_off_the_midline_belongs_to_one_choir_segment() -> None:
    region = load_choir_map().skin.region

    assert (region[~SURFACE.on_midline] >= 0).all()
    assert (region[SURFACE.on_midline] == -1).all()


def test_roll_ups_name_how_far_they_were_checked() -> None:
    for body_map in (load_wpi(), load_choir_map()):
        assert body_map.mark is Mark.VERIFIED
        assert body_map.assignment_mark is Mark.PROPOSED
        assert {area for code in body_map.codes for area in code.areas} <= load_areas().keys()


def test_4_cm2_make_a_large_area_of_the_index_painful() -> None:
    vertices = vertices_of(SidedArea("thigh_anterior_mid", Side.LEFT))
    m2 = np.cumsum(SURFACE.area_m2[vertices])
    just, too_few = (int(np.searchsorted(m2, cm2 * 1e-4)) + 1 for cm2 in (4.0, 2.5))

    found = [
        widespread_pain(SurfaceDrawing((SurfaceMark(vertices[:count], np.ones(count), 5),))).index
        for count in (just, too_few)
    ]

    assert found == [1, 0]


HEAD = (
    'instrument = "x"\nsource = "WPI-2016"\nmark = "V"\nassignment_source = "BODY-PROPOSAL"\n'
    'assignment_mark = "P"\nregions = ["axial"]\n'
)
CODE = (
    '[[codes]]\ncode = "neck"\nlabel = "Neck"\nregion = "axial"\nside = "both"\nface = "both"\n'
    'areas = ["throat"]\n'
)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (HEAD, "codes"),
        (HEAD + CODE + CODE, "neck and neck: both take the same skin"),
        (HEAD + CODE.replace("throat", "third_arm"), "third_arm"),
        (HEAD + CODE.replace('face = "both"', 'face = "top"'), "came face 'top'"),
        (HEAD + CODE.replace('side = "both"', 'side = "west"'), "west"),
        (HEAD + CODE.replace('"axial"', '"orbit"'), "region 'orbit' is not in the list"),
        (HEAD.replace("WPI-2016", "NOBODY") + CODE, "NOBODY"),
        (HEAD.replace('"V"', '"X"') + CODE, "'X'"),
        ("codes = 1", "correct the file"),
        ("not toml", "correct the file"),
    ],
)
def test_a_damaged_map_is_refused_by_name(text: str, complaint: str) -> None:
    with pytest.raises(SurfaceDataError, match=complaint):
        parse_body_map(text, "map.toml")


def test_codes_stand_in_one_order() -> None:
    numbers = [int(code.code) for code in load_choir_map().codes]

    assert all(first < second for first, second in pairwise(numbers))
