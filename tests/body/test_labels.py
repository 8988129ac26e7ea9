"""Names of areas, regions and charts in every language: whole, distinct, without a side."""

import re
import tomllib
from pathlib import Path

import pytest

from filiform.body import (
    LabelDataError,
    UnknownLanguageError,
    area_labels,
    load_areas,
    load_charts,
    load_labels,
)
from filiform.body.labels import TRANSLATED, parse_labels

DATA = Path(__file__).resolve().parents[2] / "src/filiform/body/data"
LANGUAGES = ("en", *TRANSLATED)
SIDES = re.compile(
    r"\b(left|right|link(s|e|er|es|en)|recht(s|e|er|es|en)|izquierd[oa]|derech[oa])\b",
    re.IGNORECASE,
)


@pytest.fixture
def german() -> str:
    return (DATA / "labels.de.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_area_region_and_chart_has_a_name(language: str) -> None:
    labels = load_labels(language)

    assert list(labels.areas) == list(load_areas())
    assert set(labels.regions) == {area.region for area in load_areas().values()}
    assert list(labels.charts) == list(load_charts())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_area_says_its_side_for_the_page_adds_it(language: str) -> None:
    assert [label for label in area_labels(language).values() if SIDES.search(label)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_of_two_sides_have_two_names(language: str) -> None:
    charts = load_labels(language).charts

    one_sided = [view for view in charts if re.search(r"(^|_)(left|right)$", view)]
    assert len({charts[view] for view in one_sided}) == len(one_sided)
    assert all(SIDES.search(charts[view]) for view in one_sided)


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_vertebrae_and_ribs_of_a_name_are_those_of_the_english_one(language: str) -> None:
    """Levels are written alike but for the thoracic spine, which is Th in German."""
    spine = {"de": "Th", "es": "T"}[language]
    translated = area_labels(language)
    differing = []

    for area in load_areas().values():
        levels = set(re.findall(r"\b[CTL]\d+\b", area.label))
        found = set(re.findall(rf"\b(?:C|L|{spine})\d+\b", translated[area.id]))
        if {level.replace("T", spine) for level in levels} != found:
            differing.append(area.id)

    assert differing == []


def test_the_english_names_are_those_of_the_areas() -> None:
    assert area_labels("en")["sternum"] == "Breastbone"
    assert load_labels("en").regions["upper_back"] == "Upper back"


def test_a_language_nobody_has_translated_is_refused() -> None:
    with pytest.raises(UnknownLanguageError, match="no names in 'xx'; there are en, de, es"):
        load_labels("xx")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('nose = "Nase"', "", r"key areas\.nose: came None"),
        ('nose = "Nase"', 'nose = ""', r"key areas\.nose: came ''"),
        ('nose = "Nase"', 'nose = " Nase"', r"key areas\.nose: came ' Nase'"),
        ('nose = "Nase"', "nose = 3", r"key areas\.nose: came 3"),
        ('nose = "Nase"', 'nose = "kinn"', r"key areas\.chin: is called 'Kinn' like nose"),
        ('nose = "Nase"', 'nose = "Nase"\nsnout = "Rüssel"', r"key areas\.snout: nothing has"),
        ("[regions]", "[parts]", r"key parts: expected one of areas, regions, charts"),
        ('front = "Von vorne"', "", r"key charts\.front: came None"),
        ("[areas]", "[areas", "not valid TOML"),
    ],
)
def test_a_broken_file_is_refused_by_file_and_key(
    german: str, old: str, new: str, complaint: str
) -> None:
    assert old in german

    with pytest.raises(LabelDataError, match=rf"^labels\.de\.toml.*{complaint}"):
        parse_labels(german.replace(old, new, 1), file="labels.de.toml")


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_file_says_that_no_clinician_has_reviewed_it(language: str) -> None:
    text = (DATA / f"labels.{language}.toml").read_text(encoding="utf-8")
    header = text[: text.index("[areas]")]

    assert "[M]" in header
    assert "not reviewed by a native-speaking clinician" in header
    assert list(tomllib.loads(text)) == ["areas", "regions", "charts"]
