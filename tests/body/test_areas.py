from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.body import (
    Area,
    AreaDataError,
    Side,
    SidedArea,
    UnknownAreaError,
    WrongSideError,
    all_sided_areas,
    load_areas,
)
from filiform.body.areas import parse_areas, require_area

AREAS = load_areas()
SIDED = st.sampled_from(all_sided_areas())
TWO_AREAS = """
[[areas]]
id = "palm"
label = "Palm"
region = "hand"
views = ["volar"]
midline = false
neighbours = ["wrist"]

[[areas]]
id = "wrist"
label = "Wrist"
region = "wrist"
views = ["volar"]
midline = false
neighbours = ["palm"]
"""


def test_there_are_165_areas_of_which_15_lie_in_the_midline() -> None:
    assert len(AREAS) == 165
    assert sum(area.midline for area in AREAS.values()) == 15
    assert len(all_sided_areas()) == 2 * (165 - 15) + 15


def test_neighbours_are_mutual_and_join_the_areas_into_one_body() -> None:
    reached = set[str]()
    edge = {"vertex"}
    while edge:
        reached |= edge
        edge = {near for area in edge for near in AREAS[area].neighbours} - reached

    assert reached == set(AREAS)
    for area in AREAS.values():
        assert all(area.id in AREAS[near].neighbours for near in area.neighbours)


def test_labels_tell_areas_apart() -> None:
    assert len({area.label for area in AREAS.values()}) == len(AREAS)


@pytest.mark.parametrize("area", [a for a in AREAS.values() if a.id.endswith("_midline")])
def test_an_area_called_midline_lies_there(area: Area) -> None:
    assert area.midline


@given(SIDED)
def test_mirroring_twice_comes_back(area: SidedArea) -> None:
    assert area.mirrored.mirrored == area
    assert (area.mirrored == area) is AREAS[area.area].midline


def test_keys_and_labels_tell_sided_areas_apart() -> None:
    assert len({area.key for area in all_sided_areas()}) == len(all_sided_areas())
    assert len({area.label for area in all_sided_areas()}) == len(all_sided_areas())


def test_a_sided_area_is_named_with_its_side() -> None:
    shoulder = SidedArea("shoulder_anterior", Side.RIGHT)

    assert shoulder.key == "shoulder_anterior.right"
    assert shoulder.label.endswith(", right")
    assert SidedArea("sternum", Side.MIDLINE).label == AREAS["sternum"].label


def test_sided_areas_have_an_order() -> None:
    assert SidedArea("palm", Side.LEFT) < SidedArea("palm", Side.RIGHT)


@given(SIDED, st.sampled_from(Side))
def test_an_area_exists_on_its_own_sides_only(area: SidedArea, side: Side) -> None:
    if side in AREAS[area.area].sides:
        assert SidedArea(area.area, side).side is side
    else:
        with pytest.raises(WrongSideError, match=f"'{area.area}': side '{side}' came"):
            SidedArea(area.area, side)


def test_an_unknown_area_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownAreaError, match=r"did you mean .*shoulder_anterior"):
        require_area("shoulder_antérior")
    with pytest.raises(UnknownAreaError, match="unknown area 'xyzzy'"):
        SidedArea("xyzzy", Side.LEFT)


def test_areas_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        AREAS["palm"] = AREAS["thumb"]  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        AREAS["palm"].label = "Thumb"  # type: ignore[misc]
    assert load_areas() is AREAS


def test_two_areas_that_name_each_other_are_accepted() -> None:
    assert list(parse_areas(TWO_AREAS)) == ["palm", "wrist"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('id = "wrist"', 'id = "palm"', "area 'palm', key id: is defined twice"),
        ('label = "Wrist"\n', "", "area 'wrist', key label: is missing"),
        ('label = "Wrist"', 'label = ""', "area 'wrist', key label: came '', expected a text"),
        ('id = "wrist"', "id = 7", "key id: came 7, expected a text"),
        ('["palm"]', '["thumb"]', "area 'wrist', key neighbours: 'thumb' is unknown"),
        ('["palm"]', '["wrist"]', "key neighbours: .*(names itself|does not name it back)"),
        ('["palm"]', '"palm"', "area 'wrist', key neighbours: came 'palm', expected a list"),
        ('["palm"]', "[]", "area 'wrist', key neighbours: came .*, expected a list"),
        ('["palm"]', '["palm", "palm"]', "area 'wrist', key neighbours: names something twice"),
        ('false\nneighbours = ["palm"]', '"no"\nneighbours = ["palm"]', "key midline: came 'no'"),
        ('[[areas]]\nid = "wrist"', '[areas.x]\nid = "wrist"', "not valid|areas"),
    ],
)
def test_a_broken_list_of_areas_is_refused_with_area_and_key(
    old: str, new: str, complaint: str
) -> None:
    assert TWO_AREAS.count(old) == 1

    with pytest.raises(AreaDataError, match=f"areas.toml: .*{complaint}"):
        parse_areas(TWO_AREAS.replace(old, new))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("areas = 1", "expected tables"),
        ("areas = [1]", "expected tables"),
        ("other = 1", "areas"),
        ("[[areas", "not valid TOML"),
    ],
)
def test_a_file_of_another_shape_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(AreaDataError, match=complaint):
        parse_areas(text)


def test_an_area_that_names_itself_is_refused() -> None:
    with pytest.raises(AreaDataError, match="area 'palm', key neighbours: names itself"):
        parse_areas(TWO_AREAS.replace('["wrist"]', '["palm"]'))
