"""What the packaged atlas holds, and that every reference in it leads somewhere."""

import re
from dataclasses import FrozenInstanceError

import pytest

from filiform.atlas import Laterality, Muscle, TriggerPoint, load_atlas
from filiform.atlas.load import packaged_folder
from filiform.body.areas import load_areas
from filiform.evidence import Mark, require_source

ATLAS = load_atlas()
MUSCLES = tuple(ATLAS.muscles.values())
POINTS = tuple(ATLAS.trigger_points.values())


def test_the_atlas_holds_137_muscles_213_trigger_points_165_areas_and_85_movements() -> None:
    counts = (
        len(ATLAS.muscles),
        len(ATLAS.trigger_points),
        len(load_areas()),
        len(ATLAS.movements),
    )

    assert counts == (137, 213, 165, 85)


def test_one_page_holds_one_muscle() -> None:
    pages = {path.stem for path in (packaged_folder() / "muscles").iterdir()}

    assert pages == set(ATLAS.muscles)


@pytest.mark.parametrize("muscle", MUSCLES, ids=lambda muscle: muscle.id)
def test_every_movement_and_muscle_that_a_page_names_exists(muscle: Muscle) -> None:
    movements = {*muscle.restricted_movements, *muscle.painful_movements}
    muscles = {*muscle.satellites, *muscle.key_muscles}

    assert movements <= ATLAS.movements.keys()
    assert muscles <= ATLAS.muscles.keys() - {muscle.id}


@pytest.mark.parametrize("muscle", MUSCLES, ids=lambda muscle: muscle.id)
def test_every_source_that_a_page_names_bears_its_mark(muscle: Muscle) -> None:
    page = f"muscles/{muscle.id}.toml"
    verified = [require_source(key, cited_in=page) for key in muscle.verified_sources]
    background = [require_source(key, cited_in=page) for key in muscle.background_sources]
    reported = [
        require_source(entry.source, cited_in=page) for entry in muscle.reported_frequencies
    ]

    assert verified or background
    assert all(source.mark is Mark.VERIFIED for source in verified)
    assert (muscle.mark is Mark.VERIFIED) == bool(verified)
    # A figure cannot have been read in a source that nobody has read.
    for entry, source in zip(muscle.reported_frequencies, reported, strict=True):
        assert entry.mark is Mark.MEMORY or source.mark is Mark.VERIFIED


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.id)
def test_every_area_of_a_trigger_point_exists_and_is_named_once(point: TriggerPoint) -> None:
    referred = (*point.essential, *point.spillover)

    assert {*point.local, *referred} <= load_areas().keys()
    assert point.local
    assert point.essential
    assert len(set(referred)) == len(referred)


def test_trigger_points_are_numbered_from_1_within_their_muscle() -> None:
    for muscle in MUSCLES:
        numbers = [point.number for point in muscle.trigger_points]

        assert numbers == list(range(1, len(numbers) + 1)), muscle.id
        assert {point.muscle for point in muscle.trigger_points} == {muscle.id}


def test_every_packaged_muscle_exists_once_per_side() -> None:
    # A point over the midline (umbilicus, coccyx) is still the left or the right muscle's point.
    assert {muscle.laterality for muscle in MUSCLES} == {Laterality.BILATERAL}


def test_names_and_abbreviations_tell_muscles_apart() -> None:
    assert len({muscle.name for muscle in MUSCLES}) == len(MUSCLES)
    assert len({muscle.abbreviation for muscle in MUSCLES}) == len(MUSCLES)


def test_every_movement_is_used_and_has_its_own_label() -> None:
    used = {
        movement
        for muscle in MUSCLES
        for movement in (*muscle.restricted_movements, *muscle.painful_movements)
    }

    assert len({movement.label for movement in ATLAS.movements.values()}) == len(ATLAS.movements)
    assert ATLAS.movements.keys() - used == set()


def test_infraspinatus_refers_to_the_front_of_the_shoulder() -> None:
    point = ATLAS.trigger_points["infraspinatus.trp1"]

    assert point.local == ("scapula_body",)
    assert "shoulder_anterior" in point.essential
    assert "thumb" in point.spillover
    assert ATLAS.muscles["infraspinatus"].clinical_frequency == 3


def test_the_version_names_the_declared_version_and_the_content() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{8}", ATLAS.version)


def test_the_atlas_cannot_be_changed() -> None:
    muscle = ATLAS.muscles["infraspinatus"]

    with pytest.raises(FrozenInstanceError):
        muscle.name = "Supraspinatus"  # type: ignore[misc]
    for mapping in (ATLAS.muscles, ATLAS.trigger_points, ATLAS.movements):
        with pytest.raises(TypeError):
            mapping["infraspinatus"] = muscle  # type: ignore[index]
    assert isinstance(muscle.trigger_points, tuple)


def test_the_packaged_atlas_is_loaded_once() -> None:
    assert load_atlas() is load_atlas()
