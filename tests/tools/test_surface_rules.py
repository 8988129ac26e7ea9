"""Rules that cut the skin into areas, on surfaces small enough to check by hand."""

import re

import numpy as np
import pytest
from tools.body.areas import (
    BLANK,
    RULES_FILE,
    AreaRule,
    AreaRuleError,
    evaluate,
    fill_blanks,
    holds,
    join_islands,
    label_skin,
    load_landmarks,
    load_rules,
    majority,
    measure_places,
    with_sides,
)
from tools.body.checks import SMALLEST_CM2
from tools.body.links import links_of
from tools.body.shape import Skin
from tools.body.surface import load_rule_settings

from filiform.body.areas import load_areas
from filiform.body.surface import load_surface

JOINTS = [
    "shoulder",
    "elbow",
    "hand",
    "upper-leg",
    "knee",
    "ankle",
    "finger-3-1",
]


def sheet(columns: int = 5, rows: int = 4) -> Skin:
    """A flat, mirrored sheet of vertices 10 mm apart, x from -20 to 20 mm, facing forwards."""
    x, y = np.meshgrid(np.arange(columns) - columns // 2, np.arange(rows))
    vertices = np.stack([x.ravel(), y.ravel(), 0 * x.ravel()], axis=1) * 0.010
    number = np.arange(columns * rows).reshape(rows, columns)
    triangles = []
    for row in range(rows - 1):
        for column in range(columns - 1):
            a, b = number[row, column], number[row, column + 1]
            c, d = number[row + 1, column + 1], number[row + 1, column]
            triangles += (
                [[a, b, c], [a, c, d]] if column >= columns // 2 else [[a, b, d], [b, c, d]]
            )
    return Skin(
        vertices=vertices,
        triangles=np.array(triangles),
        mirror=number[:, ::-1].ravel(),
        segment=np.zeros(columns * rows, dtype=np.int64),
        segment_names=("trunk",),
        shapes={},
        joints={name: np.array([0.0, -0.1 * k, 0.0]) for k, name in enumerate(JOINTS)},
    )


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("y > 15", [False, True]),
        ("5 < y < 20", [True, False]),
        ("y < crest", [True, False]),
        ("y > crest - 12", [True, True]),
        ("crest < y < crest + 9", [False, True]),
    ],
)
def test_a_condition_reads_like_a_sentence(condition: str, expected: list[bool]) -> None:
    places = {"y": np.array([10.0, 20.0]), "crest": np.array([14.0, 12.0])}

    truth = holds(condition, places)

    assert truth.tolist() == expected


@pytest.mark.parametrize("condition", ["y", "1 <", "y < 2 >", "y + < 3", "y < 3 4"])
def test_an_unreadable_condition_is_refused(condition: str) -> None:
    with pytest.raises(AreaRuleError):
        holds(condition, {"y": 1.0})


def test_an_unknown_name_is_named_in_the_refusal() -> None:
    with pytest.raises(AreaRuleError, match="patela"):
        evaluate("patela + 3", {"patella": 500.0})


def test_every_skin_area_of_the_atlas_has_a_rule_and_no_rule_invents_one() -> None:
    text = RULES_FILE.read_text(encoding="utf-8")
    inside = re.search(r"^inside_the_mouth = \[(.*)\]$", text, re.MULTILINE)
    assert inside is not None
    in_the_mouth = set(re.findall(r'"(\w+)"', inside[1]))

    ruled = {rule.area for rule in load_rules()}

    assert ruled == set(load_areas()) - in_the_mouth
    assert in_the_mouth == {"upper_teeth_back", "lower_teeth_back", "mouth_tongue"}


def test_every_rule_names_only_quantities_that_exist() -> None:
    places = measure_places(sheet(), load_landmarks())

    for rule in load_rules():
        for condition in rule.conditions:
            assert holds(condition, places).dtype == bool


def test_the_first_matching_rule_wins_and_the_right_half_mirrors_the_left() -> None:
    skin = sheet()
    rules = [AreaRule("low", (), ("y < 15",)), AreaRule("high", ("trunk",), ())]

    label, names = label_skin(skin, rules, load_landmarks(), smoothing_rounds=1)

    assert names == ("low", "high")
    assert label.reshape(4, 5).tolist() == [[0] * 5, [0] * 5, [1] * 5, [1] * 5]
    assert np.array_equal(label[skin.mirror], label)


def test_blanks_take_the_commonest_area_around_them() -> None:
    skin = sheet()
    label = np.array([0] * 10 + [1] * 10)
    label[[1, 18]] = BLANK

    filled = fill_blanks(label, links_of(skin.triangles, 20), 2)

    assert filled.tolist() == [0] * 10 + [1] * 10


def test_skin_that_no_rule_reaches_is_an_error_not_a_guess() -> None:
    skin = sheet()

    with pytest.raises(AreaRuleError, match="no labelled vertex"):
        fill_blanks(np.full(20, BLANK), links_of(skin.triangles, 20), 2)


def test_an_island_joins_its_surroundings() -> None:
    skin = sheet()
    label = np.array([0] * 10 + [1] * 10)
    label[2] = 1

    joined = join_islands(label, links_of(skin.triangles, 20), np.ones(20, dtype=bool))

    assert joined.tolist() == [0] * 10 + [1] * 10


def test_smoothing_removes_a_spike_and_keeps_a_straight_border() -> None:
    skin = sheet(columns=7)
    straight = np.array([0] * 14 + [1] * 14)
    spike = straight.copy()
    spike[8] = 1
    links = links_of(skin.triangles, 28)

    assert majority(spike, links, 2).tolist() == straight.tolist()
    assert majority(straight, links, 2).tolist() == straight.tolist()


def test_sides_follow_x_and_a_midline_area_has_none() -> None:
    skin = sheet(columns=3, rows=2)
    label = np.array([0, 0, 0, 1, 1, 1])

    area, names = with_sides(label, ["breast", "sternum"], skin, ["sternum"])

    sided = [names[k] for k in area]
    assert sided == ["breast.right", "breast.left", "breast.left"] + ["sternum.midline"] * 3


def test_an_area_below_5_cm2_on_any_shape_is_listed_with_its_reason_and_no_other_is() -> None:
    surface = load_surface()
    small = set()

    for shape in surface.shapes:
        corners = surface.vertices(shape)[surface.triangles]
        turn = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        third = np.repeat(np.linalg.norm(turn, axis=1) / 6, 3)
        own = np.bincount(surface.area[surface.triangles].ravel(), third)
        small |= {surface.areas[n].area for n in np.flatnonzero(own * 1e4 < SMALLEST_CM2)}

    reasons = load_rule_settings()["small_areas"]
    assert small == set(reasons)
    assert all(len(reason.split()) > 5 for reason in reasons.values())
