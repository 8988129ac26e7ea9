"""What a map counts out, and that nobody can work out a rare place from it."""

import tomllib
from collections import defaultdict
from itertools import count
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from filiform.body import Side, SidedArea, all_sided_areas
from filiform.clinic import drawings
from filiform.clinic.drawings.telling import Patients, Place, Told, _part_of, _region_of, tell

PARTS_FILE = Path(drawings.__file__).parent / "data" / "parts.toml"
SMALLEST = 4
AREAS = all_sided_areas()
PARTS = {part["label"] for part in tomllib.loads(PARTS_FILE.read_text("utf-8"))["parts"]}
LEFT, RIGHT = Side.LEFT, Side.RIGHT
HEAD_RIGHT = tuple(a for a in AREAS if _region_of(a) == "Head, right")
MID_BACK_RIGHT = tuple(a for a in AREAS if _region_of(a) == "Mid back, right")


def clinics() -> st.SearchStrategy[dict[SidedArea, set[int]]]:
    """Clinics of up to 40 patients who crowd on a few areas, so that all levels are reached."""
    where = st.sampled_from((*HEAD_RIGHT, *MID_BACK_RIGHT, *AREAS[::9]))
    return st.dictionaries(
        where, st.sets(st.integers(0, 39), min_size=1, max_size=14), min_size=1, max_size=24
    )


def told_of(told: Told) -> list[tuple[str, int]]:
    return sorted((place.label, place.count) for place in told.places)


def members_of(place: Place, told: Told) -> list[list[SidedArea]]:
    """Return what a told place was joined from: areas, or what was left of regions."""
    name = _region_of if place in told.parts else str
    members = defaultdict(list)
    for area in place.areas:
        members[name(area)].append(area)
    return list(members.values())


def world_without(victim: SidedArea, told: Told) -> Patients:
    """Return another clinic of which the same is told, where nobody painted one rare area."""
    patients: dict[SidedArea, set[int]] = {}
    for place in told.places:
        if place in told.areas:
            patients[place.areas[0]] = set(range(place.count))
            continue
        number = count()
        for member in members_of(place, told):
            if victim not in member:
                own = {next(number) for _ in range(SMALLEST - 1)}
                patients[member[0]] = {one for one in own if one < place.count}
    return patients


@given(clinics())
def test_an_area_is_in_one_told_place_at_most_and_each_count_is_large_enough(
    patients: dict[SidedArea, set[int]],
) -> None:
    told = tell(patients, smallest=SMALLEST)

    areas = [area for place in told.places for area in place.areas]
    assert len(areas) == len(set(areas))
    for place in told.places:
        assert place.count >= SMALLEST
        assert place.count == len(set().union(*(patients.get(a, set()) for a in place.areas)))


@given(clinics(), st.data())
def test_nobody_may_have_painted_any_place_that_is_not_told_itself(
    patients: dict[SidedArea, set[int]], data: st.DataObject
) -> None:
    """The same is told of a clinic in which that place is empty: so nothing is told about it."""
    told = tell(patients, smallest=SMALLEST)
    itself = {place.areas[0] for place in told.areas}
    rare = [area for place in told.places for area in place.areas if area not in itself]
    victim = data.draw(st.sampled_from(rare or [a for a in AREAS if a not in itself]))

    other = world_without(victim, told)

    assert not other.get(victim)
    assert told_of(tell(other, smallest=SMALLEST)) == told_of(told)


def test_an_area_is_told_where_it_can_be_and_the_rest_by_region_then_by_part() -> None:
    acromion = SidedArea("acromion", RIGHT)
    patients = {
        acromion: set(range(9)),
        SidedArea("axilla", RIGHT): {0, 1},
        SidedArea("shoulder_lateral", RIGHT): {2, 3},
        SidedArea("olecranon", LEFT): {4, 5, 6},
        SidedArea("medial_epicondyle", RIGHT): {7},
    }

    told = tell(patients, smallest=SMALLEST)

    assert [(p.label, p.count) for p in told.areas] == [(acromion.label, 9)]
    assert [(p.label, p.count) for p in told.regions] == [("Shoulder, right, elsewhere", 4)]
    assert [(p.label, p.count) for p in told.parts] == [("Shoulder, arm and hand, elsewhere", 4)]


def test_two_rare_areas_that_must_both_be_painted_are_not_joined() -> None:
    """Of two areas with at most 3 each, 4 patients would leave neither to nobody."""
    upper, lower = MID_BACK_RIGHT
    patients = {upper: {0, 1}, lower: {2, 3}}

    told = tell(patients, smallest=SMALLEST)

    assert told.regions == ()
    assert [(p.label, p.count) for p in told.parts] == [("Back", 4)]


def test_a_count_that_every_rare_place_would_have_to_bear_is_left_out() -> None:
    """Every area of a region near the limit: the union gives the limit away."""
    patients = {area: set(range(3 * n, 3 * n + 3)) for n, area in enumerate(HEAD_RIGHT)}

    told = tell(patients, smallest=SMALLEST)

    assert "Head, right" not in {place.label for place in told.regions}


def test_a_clinic_without_drawings_tells_nothing() -> None:
    assert tell({}, smallest=SMALLEST).places == ()


def test_every_area_has_a_part_of_the_body() -> None:
    assert {_part_of(area) for area in AREAS} == PARTS
