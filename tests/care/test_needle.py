"""Needle sizes in millimetres; slips and gauges are refused with a word on what to enter."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.care import (
    ImplausibleNeedleError,
    Needle,
    NeedleFileError,
    UnknownTechniqueError,
    load_needle_sizes,
    load_techniques,
    technique,
)
from filiform.care.needle import parse_needle_sizes
from filiform.care.technique import parse_techniques
from filiform.evidence import UnknownSourceError

DATA = files("filiform.care") / "data"
SIZES = (DATA / "needles.toml").read_text(encoding="utf-8")
TECHNIQUES = (DATA / "techniques.toml").read_text(encoding="utf-8")


def test_every_common_size_makes_a_needle() -> None:
    sizes = load_needle_sizes()

    needles = [Needle(d.mm, length.mm) for d in sizes.diameters for length in sizes.lengths]

    assert len(set(needles)) == len(sizes.diameters) * len(sizes.lengths)


def test_a_needle_reads_as_on_its_pack() -> None:
    assert str(Needle(0.3, 40)) == "0.30 × 40 mm"


@given(gauge=st.integers(14, 44))
def test_a_gauge_is_refused_and_never_converted(gauge: int) -> None:
    with pytest.raises(ImplausibleNeedleError, match=r"looks like a gauge; expected 0\.10 to"):
        Needle(gauge, 40)


@pytest.mark.parametrize("diameter_mm", [0, -0.3, 0.03, 0.6, 3, 300, float("nan"), True])
def test_a_diameter_that_no_needle_has_is_refused(diameter_mm: float) -> None:
    with pytest.raises(ImplausibleNeedleError, match="Enter the diameter in millimetres"):
        Needle(diameter_mm, 40)


@pytest.mark.parametrize("length_mm", [0, -40, 1.5, 4, 400, float("inf"), float("nan")])
def test_a_length_that_no_needle_has_is_refused(length_mm: float) -> None:
    with pytest.raises(ImplausibleNeedleError, match="expected 5 to 130 mm"):
        Needle(0.3, length_mm)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("diameter_mm = [0.10, 0.50]", "diameter_mm = [0.5, 0.1]", "low, then high"),
        ("diameter_mm = [0.10, 0.50]", "", "'diameter_mm' is missing"),
        ("mm = 0.12", "mm = 1.2", r"diameter 1\.2 is outside the plausible range"),
        ('mark = "P"', 'mark = "Z"', r"plausible\.mark came as 'Z'"),
        ('sources = ["SA121"]\nmark = "V"', 'sources = []\nmark = "V"', "no source is named"),
        ("[plausible]", "[plausible", "not valid TOML"),
    ],
)
def test_a_broken_needle_file_is_refused(old: str, new: str, message: str) -> None:
    assert old in SIZES

    with pytest.raises(NeedleFileError, match=message):
        parse_needle_sizes(SIZES.replace(old, new, 1))


def test_an_unknown_source_is_named_with_file_and_key() -> None:
    with pytest.raises(UnknownSourceError, match=r"needles\.toml: gauge: source 'NOBODY'"):
        parse_needle_sizes(SIZES.replace('GAUGE-A",', 'NOBODY",', 1))
    with pytest.raises(UnknownSourceError, match=r"techniques\.toml: PISTON\.sources: source"):
        parse_techniques(TECHNIQUES.replace("PTPR", "NOBODY", 1))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('label = "Fast in, fast out"\n', "", r"PISTON\.label is missing"),
        ('mark = "M"', 'mark = "Z"', r"PISTON\.mark"),
        ('sources = ["EDN23", "CUMMINGS11"]', "sources = []", r"E_STIM\.mark is V, but no"),
        ("[PISTON]", "[PISTON", "not valid TOML"),
    ],
)
def test_a_broken_technique_file_is_refused(old: str, new: str, message: str) -> None:
    assert old in TECHNIQUES

    with pytest.raises(NeedleFileError, match=message):
        parse_techniques(TECHNIQUES.replace(old, new, 1))


def test_the_techniques_are_the_seven_of_dry_needling() -> None:
    seven = ["PISTON", "STATIC", "ROTATE", "THREAD", "SUPERF", "PECK", "E_STIM"]
    assert list(load_techniques()) == seven
    assert [t.id for t in load_techniques().values() if t.electrical] == ["E_STIM"]


def test_an_unknown_technique_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownTechniqueError, match="'WET'; expected one of PISTON"):
        technique("WET")
