"""The published cases are well formed, come from a source, and stay apart from the tutorial."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest

from filiform.atlas import load_atlas
from filiform.evidence import load_sources
from published import PublishedCase, load_cases, read_document

FEWEST_CASES = 40
KINDS = {"case", "series", "study_pattern"}
DOI = re.compile(r"10\.\d{4,9}/\S+")
NEEDED_BY_CASE = ("id", "source", "text", "confirmed", "mapped_by")
SOURCE_KEYS = {"citation", "year", "doi", "url", "read", "language"}

DOCUMENT = read_document()
CASES = load_cases(load_atlas())


def test_there_are_enough_cases_and_none_stands_twice() -> None:
    ids = [entry["id"] for entry in DOCUMENT["cases"]]

    assert len(ids) >= FEWEST_CASES
    assert [case_id for case_id, times in Counter(ids).items() if times > 1] == []


@pytest.mark.parametrize("entry", DOCUMENT["cases"], ids=lambda entry: entry["id"])
def test_a_case_names_its_source_and_how_it_was_read(entry: dict[str, object]) -> None:
    assert [key for key in NEEDED_BY_CASE if not entry[key]] == []
    assert entry["source"] in DOCUMENT["sources"]
    assert entry["kind"] in KINDS
    assert entry["mark"] == "V"
    assert isinstance(entry["side_stated"], bool)


def test_every_source_is_used() -> None:
    assert set(DOCUMENT["sources"]) == {entry["source"] for entry in DOCUMENT["cases"]}


@pytest.mark.parametrize(("key", "source"), DOCUMENT["sources"].items(), ids=lambda part: str(part))
def test_a_source_has_a_citation_and_an_address(key: str, source: dict[str, object]) -> None:
    address = urlsplit(str(source["url"]))

    assert set(source) <= SOURCE_KEYS
    assert source["citation"]
    assert source["read"]
    assert address.scheme in {"http", "https"}
    assert "." in address.netloc
    assert "doi" not in source or DOI.fullmatch(str(source["doi"]))
    assert "year" not in source or 1950 <= int(str(source["year"])) <= 2026


def test_no_address_or_doi_stands_under_two_keys() -> None:
    for part in ("url", "doi"):
        values = [source[part] for source in DOCUMENT["sources"].values() if part in source]
        assert len(values) == len(set(values))


def test_no_case_comes_from_what_the_atlas_or_the_tutorial_was_written_from() -> None:
    known = {source.url for source in load_sources().values() if source.url}

    assert known & {source["url"] for source in DOCUMENT["sources"].values()} == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_is_painted_and_its_primary_muscles_are_among_those_found(
    case: PublishedCase,
) -> None:
    assert case.findings.drawing.marks
    assert case.findings.palpations == ()
    assert set(case.primary) <= set(case.found)
    assert len(set(case.found)) == len(case.found)
    assert len(set(case.primary)) == len(case.primary)
    assert case.found


def test_every_movement_of_a_case_is_one_of_the_atlas() -> None:
    tested = {test.movement for case in CASES for test in case.findings.movements}

    assert tested
    assert tested <= set(load_atlas().movements)


def test_no_two_cases_of_one_source_are_the_same() -> None:
    told = Counter((case.source, case.findings, case.found) for case in CASES)

    assert [case for case, times in told.items() if times > 1] == []
