"""Muscles that are not offered for needling."""

from filiform.atlas import load_atlas
from filiform.evidence import Mark
from filiform.safety import load_blocked_muscles


def test_the_trunk_muscles_over_the_lung_and_the_pelvic_floor_are_blocked() -> None:
    blocked = load_blocked_muscles()

    assert {"diaphragm", "intercostals", "subclavius", "levator_ani", "longus_colli"} <= set(
        blocked
    )
    assert len(blocked) == 16
    assert set(blocked) < set(load_atlas().muscles)


def test_a_muscle_with_one_open_part_is_not_blocked_as_a_whole() -> None:
    usual = {"infraspinatus", "gluteus_medius", "suboccipitals", "iliopsoas_psoas_major"}

    assert usual.isdisjoint(load_blocked_muscles())


def test_the_reason_names_what_lies_beside_it_and_its_mark() -> None:
    entry = load_blocked_muscles()["serratus_posterior_superior"]

    assert "lung and its lining" in entry.because
    assert "9 to 15 mm" in entry.because
    assert (entry.mark, entry.sources) == (Mark.VERIFIED, ("INTERSCAP",))
    assert load_blocked_muscles()["subclavius"].mark is Mark.MEMORY
