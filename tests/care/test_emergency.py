"""The emergency card: whole in every language, each line with what it rests on."""

import pytest

from filiform.care import LANGUAGES, CareFileError, load_emergency_card
from filiform.care.emergency import parse_emergency_card
from filiform.evidence import Mark, UnknownSourceError

LINE = '{ en = "a", de = "b", es = "c", sources = [], mark = "M" }'
WHOLE = f"""
version = "1"
[[emergency]]
id = "faint"
title = {{ en = "Faint", de = "Ohnmacht", es = "Desmayo" }}
recognise = [{LINE}]
act = [{LINE}]
"""


def test_the_five_emergencies_are_there_the_chest_first() -> None:
    card = load_emergency_card()

    assert [entry.id for entry in card.emergencies] == [
        "pneumothorax",
        "seizure",
        "vasovagal",
        "bleeding",
        "needle",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_said_in_every_language_in_its_own_words(language: str) -> None:
    others = [other for other in LANGUAGES if other != language]

    for entry in load_emergency_card().emergencies:
        for line in (*entry.recognise, *entry.act):
            assert line.told_in(language).endswith(".")
            assert all(line.told_in(language) != line.told_in(other) for other in others)


def test_every_emergency_while_needles_are_in_says_to_count_them() -> None:
    for entry in load_emergency_card().emergencies:
        if entry.id in ("pneumothorax", "seizure", "vasovagal", "needle"):
            assert any("count" in line.told_in("en") for line in entry.act), entry.id


def test_numbers_are_the_same_in_every_language() -> None:
    def figures(text: str) -> list[str]:
        return sorted("".join(c if c.isdigit() else " " for c in text).split())

    for entry in load_emergency_card().emergencies:
        for line in (*entry.recognise, *entry.act):
            assert figures(line.told_in("de")) == figures(line.told_in("en"))
            assert figures(line.told_in("es")) == figures(line.told_in("en"))


def test_a_line_of_an_unknown_language_is_english() -> None:
    line = load_emergency_card().emergencies[0].act[0]

    assert line.told_in("fr") == line.told_in("en")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('de = "b"', 'de = " "'), "not said in de"),
        ((', es = "Desmayo"', ""), "not said in es"),
        (('mark = "M"', 'mark = "Z"'), "mark"),
        (('mark = "M"', 'mark = "V"'), "no source is named"),
        (("sources = [], ", ""), "sources is missing"),
        ((f"act = [{LINE}]", "act = []"), "what to do"),
        (('version = "1"', ""), "'version' is missing"),
        (("[[emergency]]", "[[emergency"), "not valid TOML"),
    ],
)
def test_a_broken_card_is_refused_with_the_place(change: tuple[str, str], says: str) -> None:
    assert change[0] in WHOLE

    with pytest.raises(CareFileError, match=says):
        parse_emergency_card(WHOLE.replace(*change, 1))


def test_a_source_that_nobody_registered_is_refused() -> None:
    with pytest.raises(UnknownSourceError, match=r"faint\.recognise\[0\]"):
        parse_emergency_card(WHOLE.replace("sources = []", 'sources = ["NOBODY99"]', 1))


def test_what_nobody_read_is_not_called_verified() -> None:
    marked = [
        line.mark
        for entry in load_emergency_card().emergencies
        if entry.id == "seizure"
        for line in (*entry.recognise, *entry.act)
    ]

    assert set(marked) == {Mark.MEMORY}
