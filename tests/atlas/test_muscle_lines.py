"""Lines for muscles: inside the skin of every shape, mirrored, near the points of their muscle."""

import gzip
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from filiform.atlas import (
    AtlasError,
    UnknownMuscleError,
    lines_json,
    lines_on,
    lines_on_chart,
    load_atlas,
    load_muscle_lines,
    site_point,
)
from filiform.atlas.line_paths import LEAST_M, SPACING_M, curve
from filiform.atlas.muscle_lines import parse_muscle_lines
from filiform.body import (
    Side,
    UnknownChartError,
    UnknownShapeError,
    load_charts,
    load_surface,
    nearest_point,
    require_chart_skin,
    require_landmark,
)
from filiform.body.inside import lies_beneath, winding_numbers
from filiform.body.surface import Floats
from filiform.evidence import Mark, load_sources

pytestmark = pytest.mark.long

LINES = load_muscle_lines()
SHAPES = load_surface().shapes
STRANDS = [(muscle, strand) for muscle, lines in LINES.items() for strand in lines.strands]

HEAD = (
    'source = "BODY-PROPOSAL"\nmark = "P"\nattachment_source = "ANATOMY-MEMORY"\n'
    'attachment_mark = "M"\nnote = "schematic"\n'
)
POINT = "{ mix = { c7 = 1 }, inset_mm = 5 }"
STRAND = f'[supraspinatus.band]\nfrom = "a"\nto = "b"\npoints = [{POINT}, {POINT}]\n'

FAR_FROM_THE_LINE = {
    "iliopsoas_psoas_major.trp2": "felt through the belly, drawn beside the spine",
    "obturator_internus.trp1": "felt from within the pelvis, drawn outside it",
    "obturator_internus.trp2": "drawn deep under the buttock",
    "subscapularis.trp1": "felt in the armpit, drawn under the shoulder blade",
    "subscapularis.trp2": "felt in the armpit, drawn under the shoulder blade",
    "supinator.trp1": "felt in front of the elbow, drawn round the radius",
}


def all_samples(shape: str) -> Floats:
    return np.vstack(
        [strand for strands in lines_on(shape, Side.LEFT).values() for strand in strands]
    )


def test_every_muscle_met_weekly_has_lines() -> None:
    muscles = load_atlas().muscles.values()
    weekly = {muscle.id for muscle in muscles if muscle.clinical_frequency == 3}
    regularly = {muscle.id for muscle in muscles if muscle.clinical_frequency == 2}

    assert len(weekly) == 38
    assert weekly <= LINES.keys()
    # The floor of the pelvis is not drawn: no landmark of the skin leads to it.
    assert regularly - LINES.keys() == {"levator_ani"}


def test_attachments_are_from_memory_and_places_are_proposals() -> None:
    for muscle, strand in STRANDS:
        assert (strand.attachment_mark, strand.mark) == (Mark.MEMORY, Mark.PROPOSED), muscle
        assert {strand.attachment_source, strand.source} <= load_sources().keys()
    assert {lines.note for lines in LINES.values()} == {
        "schematic, not this patient, never a depth"
    }


@pytest.mark.parametrize("shape", SHAPES)
def test_every_line_lies_2_mm_inside_the_skin(shape: str) -> None:
    samples = all_samples(shape)

    assert len(samples) > 3000
    assert lies_beneath(samples, shape, least_m=LEAST_M).all()


@pytest.mark.parametrize("shape", SHAPES)
def test_solid_angles_agree_that_lines_lie_inside(shape: str) -> None:
    # The slow twin, on a part of the samples.
    samples = all_samples(shape)[:: 53 if shape == SHAPES[0] else 97]

    assert (winding_numbers(samples, shape) > 0.5).all()


@pytest.mark.parametrize("shape", SHAPES)
def test_the_right_side_is_the_mirror_image_of_the_left(shape: str) -> None:
    left, right = (lines_on(shape, side) for side in (Side.LEFT, Side.RIGHT))

    assert left.keys() == right.keys() == LINES.keys()
    for muscle, strands in left.items():
        assert len(strands) == len(LINES[muscle].strands)
        for own, other in zip(strands, right[muscle], strict=True):
            np.testing.assert_array_equal(own * [-1, 1, 1], other)
            assert own[:, 0].min() > -0.0005, f"{muscle} crosses the midline"
            assert not own.flags.writeable


@pytest.mark.parametrize("shape", SHAPES)
def test_samples_are_about_10_mm_apart_and_no_strand_is_longer_than_a_leg(shape: str) -> None:
    for muscle, strands in lines_on(shape, Side.LEFT).items():
        for strand in strands:
            step = np.linalg.norm(np.diff(strand, axis=0), axis=1)

            # Where samples are pushed back under the skin their neighbours close up or draw apart:
            # serratus anterior on the female shapes reaches 4.8 and 19.9 mm.
            assert 0.0045 < step.min() <= step.max() < 0.0205, muscle
            assert 0.015 < step.sum() < 0.65, muscle


@pytest.mark.parametrize("shape", SHAPES)
def test_no_line_turns_on_the_spot(shape: str) -> None:
    for muscle, strands in lines_on(shape, Side.LEFT).items():
        for strand in strands:
            step = np.diff(strand, axis=0)
            along = step / np.linalg.norm(step, axis=1, keepdims=True)

            assert ((along[1:] * along[:-1]).sum(axis=1) > 0).all(), muscle


def test_the_points_of_a_muscle_lie_near_its_lines() -> None:
    far = {
        name
        for name in load_atlas().trigger_points
        if (strands := lines_on("male_average", Side.LEFT).get(name.split(".")[0]))
        and distance_m(site_point(name, Side.LEFT).position(), strands) > 0.045
    }

    assert far == FAR_FROM_THE_LINE.keys()


def distance_m(place: Floats, strands: tuple[Floats, ...]) -> float:
    return float(min(np.linalg.norm(strand - place, axis=1).min() for strand in strands))


def test_every_point_of_a_line_starts_near_the_skin_it_is_tied_to() -> None:
    for muscle, strand in STRANDS:
        for number, point in enumerate(strand.points, start=1):
            start = sum(
                (
                    share * require_landmark(landmark, Side.LEFT).point.position()
                    for landmark, share in point.landmarks.items()
                ),
                np.array(point.shift_m),
            )

            off_m = np.linalg.norm(point.anchor.position() - start)

            assert off_m < 0.03, f"{muscle}.{strand.id}.points[{number}]"


@pytest.mark.parametrize(
    ("muscle", "start", "end"),
    [
        ("trapezius_upper", "inion", "acromioclavicular"),
        ("levator_scapulae", "mastoid_tip", "scapula_superior_angle"),
        ("scm_sternal", "suprasternal_notch", "mastoid_tip"),
        ("masseter", "zygion", "gonion"),
        ("rhomboid_minor", "c7", "scapular_spine_root"),
        ("supraspinatus", "scapular_spine_root", "greater_tubercle"),
        ("infraspinatus", "scapular_spine_root", "greater_tubercle"),
        ("deltoid_middle", "acromion_tip", "deltoid_tuberosity"),
        ("pectoralis_minor", "nipple", "coracoid"),
        ("triceps_brachii", "acromial_angle", "olecranon"),
        ("brachioradialis", "lateral_epicondyle", "radial_styloid"),
        ("fcu", "medial_epicondyle", "pisiform"),
        ("gluteus_medius", "psis", "greater_trochanter"),
        ("piriformis", "s2", "greater_trochanter"),
        ("tensor_fasciae_latae", "asis", "gerdy"),
        ("rectus_femoris", "aiis", "patella"),
        ("biceps_femoris", "ischial_tuberosity", "fibular_head"),
        ("gastrocnemius", "popliteal_crease", "calcaneus"),
        ("tibialis_anterior", "gerdy", "navicular"),
        ("gracilis", "pubic_tubercle", "tibial_tuberosity"),
    ],
)
def test_a_line_runs_between_its_attachments(muscle: str, start: str, end: str) -> None:
    strand = lines_on("male_average", Side.LEFT)[muscle][0]
    marks = [require_landmark(name, Side.LEFT).point.position() for name in (start, end)]

    gaps = np.linalg.norm(strand[[0, -1]] - marks, axis=1)

    # Insets, and attachments broader than a point; the origins are the broader ones.
    assert gaps[1] < 0.05
    assert gaps[0] < 0.08


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("rectus_abdominis", "external_oblique"),
        ("longissimus_thoracis", "iliocostalis_lumborum"),
        ("gracilis", "vastus_lateralis"),
        ("semitendinosus", "biceps_femoris"),
        ("tibialis_posterior", "peroneus_longus"),
        ("fcu", "brachioradialis"),
        ("multifidus_lumbar", "quadratus_lumborum"),
    ],
)
def test_the_inner_muscle_lies_nearer_to_the_midline(inner: str, outer: str) -> None:
    lines = lines_on("male_average", Side.LEFT)
    across = [np.vstack(lines[muscle])[:, 0].mean() for muscle in (inner, outer)]

    assert across[0] + 0.01 < across[1]


@given(
    arrays(np.float64, (4, 3), elements=st.integers(-50, 50).map(lambda mm: mm / 100)).filter(
        lambda points: (np.linalg.norm(np.diff(points, axis=0), axis=1) > 0.02).all()
    )
)
def test_a_curve_keeps_its_ends_and_its_spacing_and_turns_with_its_points(points: Floats) -> None:
    line = curve(points)

    np.testing.assert_allclose(line[[0, -1]], points[[0, -1]], atol=1e-12)
    step = np.linalg.norm(np.diff(line, axis=0), axis=1)
    assert step.max() < 1.3 * SPACING_M
    reach = np.linalg.norm(line[:, None] - points[None], axis=2).min(axis=0)
    # Each point is passed within half a step.
    assert (reach < 0.75 * SPACING_M).all()
    np.testing.assert_allclose(curve(points * [-1, 1, 1]), line * [-1, 1, 1], atol=1e-12)


def test_two_points_make_a_straight_line() -> None:
    line = curve(np.array([[0.0, 0, 0], [0.1, 0, 0]]))

    np.testing.assert_allclose(line[:, 0], np.linspace(0, 0.1, 11), atol=1e-12)


def test_the_document_for_a_browser_is_small_and_says_what_it_is() -> None:
    text = lines_json("female_heavy")
    document = json.loads(text)

    assert len(gzip.compress(text.encode())) < 60_000
    assert document["note"] == "schematic, not this patient, never a depth"
    assert (document["format"], document["topology"]) == ("muscle-lines-1", "surface-1")
    assert (document["shape"], document["side"]) == ("female_heavy", "left")
    assert document["muscles"].keys() == LINES.keys()
    for muscle, strands in lines_on("female_heavy", Side.LEFT).items():
        entry = document["muscles"][muscle]
        assert entry["name"] == load_atlas().muscles[muscle].name
        for strand, written in zip(strands, entry["strands"], strict=True):
            np.testing.assert_allclose(np.array(written) / 1000, strand, atol=0.000501)


def test_a_chart_shows_the_lines_under_its_skin_on_both_sides() -> None:
    back, front = (lines_on_chart(view, "rhomboid_major") for view in ("back", "front"))

    assert len(back) == 6
    assert front == ()
    middle = load_charts()["back"].view_box[2] / 2
    # The patient's left is on the left of a view from behind.
    assert sum(line[:, 0].max() < middle for line in back) == 3


@pytest.mark.parametrize("view", [view for view in load_charts() if view != "mouth"])
def test_lines_stay_on_the_sheet_of_a_chart(view: str) -> None:
    left, top, width, height = load_charts()[view].view_box
    lines = [line for muscle in LINES for line in lines_on_chart(view, muscle)]

    assert lines
    places = np.vstack(lines)
    assert (places >= [left, top]).all()
    assert (places <= [left + width, top + height]).all()
    assert all(len(line) > 1 for line in lines)


def test_a_chart_of_the_mouth_and_a_muscle_without_lines_show_none() -> None:
    assert lines_on_chart("mouth", "masseter") == ()
    assert lines_on_chart("front", "levator_ani") == ()


def test_lines_on_a_chart_lie_where_the_chart_shows_the_skin_above_them() -> None:
    places = np.vstack(lines_on_chart("front", "tibialis_anterior"))
    patella = require_landmark("patella", Side.LEFT).point.nearest_vertex
    strand = lines_on("male_average", Side.LEFT)["tibialis_anterior"][0]
    on_skin = nearest_point(strand[0]).position()

    # 0.6 units a millimetre; charts run downwards.
    height = load_surface().vertices()[patella][1]
    expected = (height - on_skin[1]) * 600
    shown = places[:, 1].min() - chart_place("front", patella)[1]
    assert abs(shown - expected) < 15


def chart_place(view: str, vertex: int) -> Floats:
    skin = require_chart_skin(view)
    place: Floats = skin.places[np.flatnonzero(skin.vertices == vertex)[0]]
    return place


def test_what_does_not_exist_is_refused() -> None:
    with pytest.raises(AtlasError, match="expected left or right"):
        lines_on("male_average", Side.MIDLINE)
    with pytest.raises(UnknownShapeError):
        lines_on("giant", Side.LEFT)
    with pytest.raises(UnknownChartError):
        lines_on_chart("above", "masseter")
    with pytest.raises(UnknownMuscleError, match="infraspinatus"):
        lines_on_chart("back", "infraspinatuss")


def test_a_strand_may_bring_its_own_source_and_mark() -> None:
    text = HEAD + STRAND + 'attachment_mark = "V"\nattachment_source = "FPN"\n'

    strand = parse_muscle_lines(text, load_atlas())["supraspinatus"].strands[0]

    assert (strand.attachment_source, strand.attachment_mark) == ("FPN", Mark.VERIFIED)
    assert (strand.source, strand.mark) == ("BODY-PROPOSAL", Mark.PROPOSED)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "head of the file"),
        ("not toml", "head of the file"),
        (HEAD.replace("BODY-PROPOSAL", "NOBODY"), "NOBODY"),
        (HEAD.replace('"M"', '"Q"'), "'Q'"),
        (HEAD.replace('"schematic"', '" "'), "expected a text"),
        (HEAD + STRAND.replace("supraspinatus", "third_arm"), "third_arm: no such muscle"),
        (HEAD + "supraspinatus = 3", "supraspinatus: has no strand"),
        (HEAD + "[supraspinatus]\nband = 3", r"supraspinatus\.band"),
        (HEAD + STRAND.replace('from = "a"', 'from = ""'), r"supraspinatus\.band\.from: "),
        (HEAD + STRAND.replace('to = "b"', "to = 4"), r"supraspinatus\.band\.to: "),
        (HEAD + STRAND.replace('to = "b"\n', ""), r"missing keys \['to'\]"),
        (HEAD + STRAND + "depth_mm = 3", r"unknown keys \['depth_mm'\]"),
        (HEAD + STRAND + 'source = "NOBODY"', r"supraspinatus\.band: .*NOBODY"),
        (HEAD + STRAND.replace(f"{POINT}, ", ""), r"points: came 1, expected 2 to 5"),
        (HEAD + STRAND.replace(f"{POINT}]", "3]"), r"points\[2\]"),
        (HEAD + STRAND.replace(f"{POINT}]", "{ mix = { c7 = 1 } }]"), r"points\[2\].*inset_mm"),
        (HEAD + STRAND.replace("inset_mm = 5", "inset_mm = 80"), r"points\[1\]: inset_mm.*80"),
        (HEAD + STRAND.replace("inset_mm = 5", "inset_mm = nan"), r"points\[1\]: inset_mm"),
        (HEAD + STRAND.replace("c7 = 1", "c9 = 1"), "no landmark 'c9'"),
        (HEAD + STRAND.replace("c7 = 1", "c7 = 0.5"), "sum to 0.5, expected 1"),
        (HEAD + STRAND.replace("c7 = 1", "c7 = 2, c2 = -1"), "expected a share above 0"),
        (
            HEAD + STRAND.replace("c7 = 1", "c7 = 0.3, c2 = 0.3, t3 = 0.3, t7 = 0.1"),
            "came 4 landmarks",
        ),
        (
            HEAD + STRAND.replace("inset_mm", "shift_mm = { away = 3 }, inset_mm"),
            "came away, expected out",
        ),
        (
            HEAD + STRAND.replace("inset_mm", "shift_mm = { up = 900 }, inset_mm"),
            "came 900 up, expected 0 to 150",
        ),
    ],
)
def test_a_wrong_file_of_lines_is_refused_by_name(text: str, complaint: str) -> None:
    with pytest.raises(AtlasError, match=rf"muscle_lines\.toml: .*{complaint}"):
        parse_muscle_lines(text, load_atlas())
