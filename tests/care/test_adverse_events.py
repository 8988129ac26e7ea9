"""Adverse events are coded and graded by one scheme; a grade is never milder than its kind."""

from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest

from filiform.care import (
    CareFileError,
    GradeTooLowError,
    UnknownEventError,
    ask_again_at,
    load_event_scheme,
)
from filiform.care.adverse_events import parse_event_scheme

SCHEME = load_event_scheme()
CONTENT = (files("filiform.care") / "data" / "adverse_events.toml").read_text("utf-8")


def test_the_grades_stand_from_the_least_to_the_worst() -> None:
    assert list(SCHEME.grades) == ["mild", "significant", "serious"]


def test_every_kind_takes_its_least_grade_and_each_above_and_none_below() -> None:
    order = list(SCHEME.grades)

    for kind in SCHEME.kinds.values():
        for place, grade in enumerate(order):
            if place >= order.index(kind.least_grade):
                SCHEME.require_gradable(kind.id, grade)
            else:
                with pytest.raises(GradeTooLowError, match=kind.label):
                    SCHEME.require_gradable(kind.id, grade)


def test_a_pneumothorax_is_serious_and_a_retained_needle_is_at_least_significant() -> None:
    assert SCHEME.kinds["pneumothorax"].least_grade == "serious"
    assert SCHEME.kinds["retained_needle"].least_grade == "significant"


@pytest.mark.parametrize(("kind", "grade"), [("hiccup", "mild"), ("bruising", "fatal")])
def test_what_the_scheme_does_not_hold_is_refused(kind: str, grade: str) -> None:
    with pytest.raises(UnknownEventError):
        SCHEME.require_gradable(kind, grade)


def test_the_shares_are_those_of_the_study() -> None:
    """Brady 2014: 1463 mild events in 7629 treatments, 19.18 %; the kinds named make them up."""
    shares = [kind.share_percent for kind in SCHEME.kinds.values() if kind.share_percent]

    assert SCHEME.treatments == 7629
    assert sum(shares) == pytest.approx(100 * 1463 / 7629, abs=0.3)


def test_only_what_is_expected_has_a_share_and_is_mild_at_least() -> None:
    for kind in SCHEME.kinds.values():
        assert kind.expected == (kind.share_percent is not None)
        assert not kind.expected or kind.least_grade == "mild"


def test_the_patient_is_asked_again_unless_it_was_mild() -> None:
    at = datetime(2026, 3, 4, 10, tzinfo=UTC)

    assert ask_again_at(SCHEME.grades["mild"], at) == ()
    for grade in ("significant", "serious"):
        due = ask_again_at(SCHEME.grades[grade], at)
        assert due == (at + timedelta(hours=24), at + timedelta(hours=72))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('least_grade = "serious"', 'least_grade = "dire"', "least_grade came as 'dire'"),
        ('mark = "M"', 'mark = "Z"', "mark came as 'Z'"),
        ("ask_again_hours = [24, 72]", "ask_again_hours = [0]", "ask_again_hours"),
        ('sources = []\nmark = "M"', 'sources = []\nmark = "V"', "no source is named"),
        ('label = "Seizure"\n', "", "'label' is missing"),
        ("[scheme]", "[scheme", "not valid TOML"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(old: str, new: str, says: str) -> None:
    assert old in CONTENT

    with pytest.raises(CareFileError, match=says):
        parse_event_scheme(CONTENT.replace(old, new, 1))
