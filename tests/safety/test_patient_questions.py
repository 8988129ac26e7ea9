"""What patients are asked alone: every question of theirs, in three languages, never outdated."""

from importlib.resources import files

import pytest

from filiform.safety import (
    ScreeningFileError,
    load_patient_questions,
    load_screening,
    parse_patient_questions,
)

GERMAN = (files("filiform.safety") / "data" / "questions.de.toml").read_text(encoding="utf-8")
OF_PATIENTS = [
    question.code
    for group in load_screening().groups
    for question in group.questions
    if question.asked_of == "patient"
]


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_every_question_for_patients_is_asked_in_the_order_of_the_screening(language: str) -> None:
    groups = load_patient_questions(language)

    assert [q.code for group in groups for q in group.questions] == OF_PATIENTS
    assert all(group.label for group in groups)


@pytest.mark.parametrize("language", ["de", "es"])
def test_nothing_is_left_in_english(language: str) -> None:
    english, other = load_patient_questions("en"), load_patient_questions(language)

    for here, there in zip(english, other, strict=True):
        assert here.label != there.label
        for mine, theirs in zip(here.questions, there.questions, strict=True):
            assert mine.text != theirs.text
            assert theirs.text.endswith("?")


def test_clinicians_questions_are_not_asked_of_patients() -> None:
    asked = {q.code for group in load_patient_questions("en") for q in group.questions}

    assert not asked & {"A01", "A06", "A08", "A14", "A15", "R26", "F01", "F06"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('of = "', 'of = "0', "A02 translates another wording"),
        ("[question.A02]", "[question.A99]", "question A02 is missing or is not asked"),
        ("text = ", "wort = ", "A02 has no text"),
        ('consent = "', 'konsent = "', "group consent has no label"),
        ("[group]", "[gruppe]", "no tables group and question"),
        ("[group]", "[group", "no tables group and question"),
    ],
)
def test_a_translation_that_is_not_whole_or_not_of_today_is_refused(
    old: str, new: str, message: str
) -> None:
    assert old in GERMAN

    with pytest.raises(ScreeningFileError, match=message):
        parse_patient_questions(GERMAN.replace(old, new, 1), file="questions.de.toml")


def test_a_language_that_nobody_wrote_is_refused() -> None:
    with pytest.raises(ScreeningFileError, match="'fr'; there are en, de, es"):
        load_patient_questions("fr")
