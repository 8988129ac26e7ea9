"""Instrument files: complete, sourced, recomputed, and refused with file and key when broken."""

import math
from importlib.resources import files

import pytest

from filiform.evidence import Mark, UnknownSourceError, load_sources
from filiform.outcomes import (
    InstrumentFileError,
    UnknownInstrumentError,
    load_instruments,
    load_measures,
    parse_instrument,
    require_instrument,
)
from filiform.outcomes.measure import Z90

FOLDER = files("filiform.outcomes") / "data" / "instruments"
NPRS = (FOLDER / "nprs.toml").read_text(encoding="utf-8")
KOOS = (FOLDER / "koos.toml").read_text(encoding="utf-8")
ALL = list(load_instruments().values())


def test_the_catalogue_holds_every_field_of_the_therapy() -> None:
    domains = {instrument.domain for instrument in ALL}

    assert len(ALL) == 44
    assert domains == {
        "pain", "sensitivity", "motion", "strength", "disability", "function", "global",
        "psychosocial", "quality_of_life", "performance", "load", "healing",
    }  # fmt: skip


@pytest.mark.parametrize("instrument", ALL, ids=lambda instrument: instrument.id)
def test_every_figure_names_people_and_source(instrument: object) -> None:
    figures = instrument.published  # type: ignore[attr-defined]

    assert all(figure.population and figure.sources for figure in figures)
    assert all(set(figure.sources) <= set(load_sources()) for figure in figures)
    assert all(figure.anchor for figure in figures if figure.statistic == "mcid")


@pytest.mark.parametrize("instrument", ALL, ids=lambda instrument: instrument.id)
def test_every_default_is_a_proposal_and_says_its_basis(instrument: object) -> None:
    judgements = instrument.judgements.values()  # type: ignore[attr-defined]

    assert all(judgement.mark is Mark.PROPOSED and judgement.basis for judgement in judgements)


@pytest.mark.parametrize("instrument", ALL, ids=lambda instrument: instrument.id)
def test_items_that_may_not_be_shipped_say_who_owns_them(instrument: object) -> None:
    licence = instrument.licence  # type: ignore[attr-defined]

    assert licence.ship != "no" or licence.note


def test_an_rating_of_change_is_an_anchor_and_is_never_judged() -> None:
    assert require_instrument("groc").judgement() is None


def test_the_catalogue_and_the_measure_of_pain_agree() -> None:
    catalogue, measure = require_instrument("nprs"), load_measures()["nprs"]
    judgement = catalogue.judgement()

    assert judgement is not None
    assert judgement.sem == measure.sem.value
    assert judgement.mcid == measure.mcid.value
    assert measure.mcid_relative is not None
    assert judgement.mcid_relative == measure.mcid_relative.value
    assert (catalogue.lowest, catalogue.highest) == (measure.lowest, measure.highest)


def test_a_printed_limit_without_standard_error_gives_the_standard_error() -> None:
    judgement = require_instrument("odi").judgement()

    assert judgement is not None
    assert judgement.sem is not None
    assert Z90 * math.sqrt(2) * judgement.sem == pytest.approx(10)


def test_a_part_without_figures_of_its_own_uses_those_of_the_whole() -> None:
    ppt = require_instrument("ppt")

    assert ppt.judgement("upper_trapezius") != ppt.judgement("infraspinatus")
    assert ppt.judgement("infraspinatus") == ppt.judgement()


def test_an_unknown_instrument_is_refused() -> None:
    with pytest.raises(UnknownInstrumentError, match="expected one of ake"):
        require_instrument("mood")


@pytest.mark.parametrize(
    ("content", "old", "new", "message"),
    [
        (NPRS, 'text = "One', 'text = ""\nx = "', "'text' is empty"),
        (NPRS, "missing = ", "absent = ", "'missing' is missing"),
        (NPRS, "[licence]", "[license]", "unknown key 'license'"),
        (NPRS, 'ship = "yes"', 'ship = "perhaps"', "nprs.toml: 'perhaps' is not a valid Ship"),
        (NPRS, "highest = 10", "highest = 0", "describe no scale"),
        (NPRS, "mdc90 = 2.37", "mdc90 = 2.0", "mdc90 came as 2.0, but .* is 2.37"),
        (NPRS, "level = 0.95", "level = 0.8", r"mdc\.level came as 0\.8"),
        (NPRS, 'anchor = "GROC', 'anker = "GROC', "'anchor' is missing"),
        (NPRS, 'formula = "', 'form = "', "formula is missing"),
        (NPRS, 'sources = ["CLELAND08"]', "sources = []", "is V, but no source is named"),
        (NPRS, 'mark = "V"', 'mark = "Q"', r"mark came as 'Q'"),
        (NPRS, 'id = "nprs"', 'id = "pain"', "id came as 'pain'"),
        (NPRS, 'better = "lower"', 'better = "left"', "'left' is not a valid Better"),
        (NPRS, "value = 0.76", "value = -0.76", "a figure came as -0.76"),
        (NPRS, "[scoring]", "[scoring", "not valid TOML"),
        (KOOS, "needed = 4", "needed = 8", "'symptoms': needed came as 8"),
        (KOOS, '"percent_inverted"', '"guess"', "formula came as 'guess'"),
        (KOOS, "item_highest = 4", "item_highest = 0", "describe no answers"),
    ],
)
def test_an_incomplete_file_is_refused_with_its_key(
    content: str, old: str, new: str, message: str
) -> None:
    assert old in content
    name = "nprs.toml" if content is NPRS else "koos.toml"

    with pytest.raises(InstrumentFileError, match=message):
        parse_instrument(content.replace(old, new, 1), file_name=name)


def test_a_source_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownSourceError, match="NOBODY"):
        parse_instrument(NPRS.replace("CLELAND08", "NOBODY", 1), file_name="nprs.toml")
