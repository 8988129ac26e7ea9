"""Measure files: complete, sourced, and refused with file and key when broken."""

from datetime import UTC, datetime
from importlib.resources import files

import pytest

from filiform.evidence import UnknownSourceError
from filiform.outcomes import (
    MalformedScoreError,
    MeasureFileError,
    Score,
    UnknownMeasureError,
    load_measures,
    parse_measure,
    require_measure,
)

CONTENT = (files("filiform.outcomes") / "data" / "nprs.toml").read_text(encoding="utf-8")


def test_every_figure_shows_its_people_and_its_source() -> None:
    for measure in load_measures().values():
        for figure in (measure.sem, measure.mcid, measure.mcid_relative, measure.recovered):
            assert figure is not None
            assert figure.population
            assert figure.sources


def test_the_measures_are_read_only() -> None:
    with pytest.raises(TypeError):
        load_measures()["nprs"].questions["now"] = "?"  # type: ignore[index]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("value = 2.37", "value = 2.0", r"nprs\.toml: mdc90\.value came as 2\.0, but .* is 2\.373"),
        ("value = 1.02", "value = 1.2", r"nprs\.toml: mdc90\.value"),
        ("value = 1.02", "value = 0", r"sem\.value and mcid\.value must be above 0"),
        ("value = 1.02\n", "", r"nprs\.toml: 'value' is missing"),
        ("highest = 10", "highest = 0", "describe no scale"),
        ('mark = "V"', 'mark = "Q"', r"nprs\.toml: sem\.mark came as 'Q'"),
        ('sources = ["CHILDS05"]', "sources = []", r"nprs\.toml: "),
        ('formula = "z(0.95) × √2 × SEM"\n', "", r"mdc90\.formula is missing"),
        ("[sem]", "[sem", "not valid TOML"),
        ("[mcid]", "[mcid_old]", "'mcid' is missing"),
    ],
)
def test_a_broken_measure_is_refused_with_its_key(old: str, new: str, message: str) -> None:
    assert old in CONTENT

    with pytest.raises(MeasureFileError, match=message):
        parse_measure(CONTENT.replace(old, new, 1), file_name="nprs.toml")


def test_a_measure_without_questions_is_refused() -> None:
    start, end = CONTENT.index("[questions]"), CONTENT.index("[sem]")

    with pytest.raises(MeasureFileError, match="questions is empty"):
        parse_measure(CONTENT[:start] + "[questions]\n" + CONTENT[end:], file_name="nprs.toml")


def test_an_unknown_source_is_named_with_file_and_key() -> None:
    with pytest.raises(UnknownSourceError, match=r"nprs\.toml: mdc90\.sources: source 'NOBODY'"):
        parse_measure(CONTENT.replace("CHILDS05", "NOBODY"), file_name="nprs.toml")


def test_an_unknown_measure_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownMeasureError, match="expected one of nprs"):
        require_measure("bpi")


def test_a_score_needs_a_time_zone() -> None:
    with pytest.raises(MalformedScoreError, match="no time zone"):
        Score("nprs", 5, datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_score_needs_a_reading() -> None:
    with pytest.raises(MalformedScoreError, match="readings came as 0"):
        Score("nprs", 5, datetime(2026, 1, 1, tzinfo=UTC), readings=0)
