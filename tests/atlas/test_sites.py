"""Where each trigger point is looked for: by landmarks, in its own areas, alike on both sides."""

import numpy as np
import pytest

from filiform.atlas import (
    AtlasError,
    UnknownTriggerPointError,
    load_atlas,
    load_sites,
    referral_weights,
    site_point,
)
from filiform.atlas.sites import parse_sites, side_of, start_position
from filiform.atlas.zones import load_zone_rules
from filiform.body import (
    Side,
    SidedArea,
    distances_along,
    load_surface,
    nearest_point,
    require_landmark,
    vertices_of,
)
from filiform.evidence import Mark

pytestmark = pytest.mark.long

SURFACE = load_surface()
POINTS = tuple(load_atlas().trigger_points)
SIDES = (Side.LEFT, Side.RIGHT)
NEAR_M = 0.015
HEAD = 'source = "BODY-PROPOSAL"\nmark = "P"\nnote = "schematic"\n'


def near_areas(names: tuple[str, ...], side: Side) -> set[int]:
    """The vertices within 15 mm of areas, along the skin."""
    skin = np.concatenate([vertices_of(SidedArea(name, side_of(name, side))) for name in names])
    return set(distances_along(SURFACE, skin, limit_m=NEAR_M)[0].tolist())


def test_every_site_lies_in_a_local_area_of_its_point() -> None:
    outside = [
        f"{name} {side}"
        for name in POINTS
        for side in SIDES
        if not lies_in_a_local_area(name, side)
    ]

    assert len(POINTS) * len(SIDES) == 426
    assert outside == []


def lies_in_a_local_area(name: str, side: Side) -> bool:
    site = site_point(name, side)
    areas = {SURFACE.areas[SURFACE.area[corner]] for corner in site.corners}
    local = {
        SidedArea(area, side_of(area, side)) for area in load_atlas().trigger_points[name].local
    }
    # On the midline, skin of the right is stored as left.
    if SURFACE.on_midline[list(site.corners)].any():
        local |= {area.mirrored for area in local}
    return areas <= local and site.side in (side, Side.MIDLINE)


def test_the_landmarks_alone_lead_to_within_15_mm_of_a_local_area() -> None:
    # Without the push into the area: a check of the words against the landmarks.
    astray = [
        name
        for name, site in load_sites().items()
        if not near_areas(load_atlas().trigger_points[name].local, Side.LEFT)
        & set(nearest_point(start_position(site)).corners)
    ]

    assert astray == []


def test_the_push_to_the_skin_is_shorter_than_a_limb_is_thick() -> None:
    push_m = {
        name: np.linalg.norm(site_point(name, Side.LEFT).position() - start_position(site))
        for name, site in load_sites().items()
    }

    assert max(push_m.values()) < 0.045
    assert np.median(list(push_m.values())) < 0.01


def test_sites_of_both_sides_are_mirror_images_on_every_shape() -> None:
    for name in POINTS:
        left, right = (site_point(name, side) for side in SIDES)
        for shape in SURFACE.shapes:
            np.testing.assert_allclose(
                right.position(shape), left.position(shape) * [-1, 1, 1], atol=1e-6
            )


def test_every_site_is_marked_as_a_proposal_to_be_confirmed() -> None:
    assert load_sites().keys() == set(POINTS)
    for site in load_sites().values():
        assert site.mark is Mark.PROPOSED
        assert site.note == "schematic, to be confirmed by palpation"
        assert site.landmarks or site.area


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("masseter.trp1", "masseter.trp3"),
        ("rectus_abdominis.trp1", "rectus_abdominis.trp3"),
        ("quadratus_lumborum.trp1", "quadratus_lumborum.trp2"),
        ("multifidus_lumbar.trp1", "multifidus_lumbar.trp4"),
        ("rhomboid_major.trp1", "rhomboid_major.trp2"),
        ("sartorius.trp1", "sartorius.trp3"),
        ("scm_sternal.trp3", "scm_sternal.trp1"),
        ("gastrocnemius.trp1", "soleus.trp1"),
        ("subscapularis.trp1", "subscapularis.trp2"),
        ("infraspinatus.trp1", "infraspinatus.trp3"),
        ("trapezius_lower.trp2", "trapezius_lower.trp1"),
    ],
)
def test_the_upper_point_of_a_muscle_lies_above_the_lower(upper: str, lower: str) -> None:
    heights = [site_point(name, Side.LEFT).position()[1] for name in (upper, lower)]

    assert heights[0] > heights[1] + 0.01


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("infraspinatus.trp1", "infraspinatus.trp2"),
        ("gastrocnemius.trp1", "gastrocnemius.trp2"),
        ("supraspinatus.trp1", "supraspinatus.trp2"),
        ("piriformis.trp2", "piriformis.trp1"),
        ("gluteus_medius.trp1", "gluteus_medius.trp2"),
        ("biceps_brachii.trp2", "biceps_brachii.trp1"),
    ],
)
def test_the_inner_point_of_a_muscle_lies_nearer_to_the_midline(inner: str, outer: str) -> None:
    across = [site_point(name, Side.LEFT).position()[0] for name in (inner, outer)]

    assert across[0] + 0.01 < across[1]


def test_infraspinatus_is_looked_for_below_the_spine_of_the_shoulder_blade() -> None:
    site = site_point("infraspinatus.trp1", Side.RIGHT).position()
    root = require_landmark("scapular_spine_root", Side.RIGHT).point.position()

    assert 0.01 < root[1] - site[1] < 0.06
    assert site[0] < root[0] < 0


def test_no_two_points_of_a_muscle_share_a_place() -> None:
    # Points of two muscles may: one lies over the other.
    for muscle in load_atlas().muscles.values():
        places = np.array(
            [site_point(point.id, Side.LEFT).position() for point in muscle.trigger_points]
        )
        apart = np.linalg.norm(places[:, None] - places[None], axis=2) + np.eye(len(places))

        assert apart.min() > 0.008, muscle.id


def test_an_unknown_trigger_point_is_refused() -> None:
    with pytest.raises(UnknownTriggerPointError, match="an id looks like"):
        site_point("infraspinatus.trp9", Side.LEFT)
    with pytest.raises(UnknownTriggerPointError):
        referral_weights("infraspinatus.trp9", Side.LEFT)


def test_a_trigger_point_of_the_midline_does_not_exist() -> None:
    with pytest.raises(AtlasError, match="expected left or right"):
        site_point("infraspinatus.trp1", Side.MIDLINE)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "head of the file"),
        (HEAD.replace("BODY-PROPOSAL", "NOBODY"), "NOBODY"),
        (HEAD + "[infraspinatus]\ntrp9 = {}", r"infraspinatus\.trp9: no such trigger point"),
        (HEAD + "[infraspinatus]\ntrp1 = {}", "either mix or area"),
        (HEAD + "[infraspinatus]\ntrp1 = { mix = { c7 = 0.5 } }", "sum to 0.5, expected 1"),
        (HEAD + "[infraspinatus]\ntrp1 = { mix = { c9 = 1 } }", "no landmark 'c9'"),
        (HEAD + "[infraspinatus]\ntrp1 = { area = 'third_arm' }", "third_arm"),
        (HEAD + "[infraspinatus]\ntrp1 = { mix = { c7 = 1 }, shift_mm = { away = 3 } }", "away"),
        (HEAD + "[infraspinatus]\ntrp1 = { mix = { c7 = 1 }, depth_mm = 3 }", "either mix or area"),
        (HEAD + "[infraspinatus]\ntrp1 = { mix = { c7 = 1 } }", "has no site; add one"),
        (HEAD + "[infraspinatus]\ntrp1 = 3", r"infraspinatus\.trp1"),
    ],
)
def test_a_wrong_file_of_sites_is_refused_by_name(text: str, complaint: str) -> None:
    with pytest.raises(AtlasError, match=complaint):
        parse_sites(text, load_atlas())


def test_a_referral_zone_is_a_weight_that_never_steps() -> None:
    graph, fade_m = SURFACE.graph, load_zone_rules().fade_m
    # Half a cosine wave falls by at most π / 2 over its length: no edge is harder than that.
    steepest = np.pi / 2 * graph.length_m / fade_m + 1e-9

    for name in POINTS:
        weights = referral_weights(name, Side.LEFT)

        assert 0 <= weights.min() <= weights.max() <= 1, name
        step = np.abs(np.repeat(weights, np.diff(graph.start)) - weights[graph.neighbour])
        assert (step <= steepest).all(), name


def test_the_core_of_a_zone_is_felt_in_full_and_a_far_place_not_at_all() -> None:
    for name, point in load_atlas().trigger_points.items():
        weights = referral_weights(name, Side.LEFT)

        for area in (SidedArea(key, side_of(key, Side.LEFT)) for key in point.essential):
            if SURFACE.number_of(area) is not None:
                assert (weights[vertices_of(area)] == 1).all(), (name, area.key)
        assert (weights == 0).mean() > 0.4, name


def test_zones_of_both_sides_are_mirror_images() -> None:
    for name in POINTS[::7]:
        left, right = (referral_weights(name, side) for side in SIDES)

        np.testing.assert_allclose(right[SURFACE.mirror], left, atol=1e-9)


def test_infraspinatus_is_felt_in_front_of_the_shoulder_more_than_in_the_thumb() -> None:
    weights = referral_weights("infraspinatus.trp1", Side.RIGHT)
    felt = {
        area: weights[vertices_of(SidedArea(area, Side.RIGHT))].mean()
        for area in ("shoulder_anterior", "thumb", "knee_anterior")
    }

    assert felt["shoulder_anterior"] > felt["thumb"] > felt["knee_anterior"] == 0
