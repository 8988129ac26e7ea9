"""Muscles that are not offered for needling."""

import pytest

from filiform.atlas import load_atlas
from filiform.evidence import Mark, UnknownSourceError
from filiform.safety import BlockedMusclesFileError, load_blocked_muscles, parse_blocked_muscles

GOOD = """
[diaphragm]
because = "Lung."
sources = ["ICA12"]
mark = "V"
"""


def test_the_trunk_muscles_over_the_lung_and_the_pelvic_floor_are_blocked() -> None:
    blocked = load_blocked_muscles()

    assert {"diaphragm", "intercostals", "subclavius", "levator_ani", "longus_colli"} <= set(
        blocked
    )
    assert set(blocked) < set(load_atlas().muscles)


def test_muscles_that_are_needled_every_day_are_not_blocked() -> None:
    usual = {"infraspinatus", "gluteus_medius", "gastrocnemius", "trapezius_upper"}

    assert usual.isdisjoint(load_blocked_muscles())


def test_what_is_verified_names_a_source() -> None:
    verified = [entry for entry in load_blocked_muscles().values() if entry.mark is Mark.VERIFIED]

    assert verified
    assert all(entry.sources for entry in verified)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("[diaphragm]", "[diafragm]", "diafragm is no muscle of the atlas"),
        ('because = "Lung."\n', "", "expected exactly the keys"),
        ('"Lung."', '""', "because came as ''"),
        ('["ICA12"]', '"ICA12"', "sources came as 'ICA12', expected list"),
        ('"V"', '"X"', "mark came as 'X'"),
        ('["ICA12"]', "[]", "mark is V, but no source"),
        ("[diaphragm]", "[diaphragm", "not valid TOML"),
    ],
)
def test_a_broken_list_is_refused_with_its_key(old: str, new: str, complaint: str) -> None:
    with pytest.raises(BlockedMusclesFileError, match=complaint):
        parse_blocked_muscles(GOOD.replace(old, new))


def test_a_source_that_nobody_entered_is_refused() -> None:
    with pytest.raises(UnknownSourceError):
        parse_blocked_muscles(GOOD.replace("ICA12", "NOBODY99"))
