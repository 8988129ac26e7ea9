"""A visit to take apart: one needling, a screening in which everything was denied, a consent."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from filiform.body.side import Side
from filiform.care import (
    Consent,
    ConsentsOnFile,
    ConsentVerdict,
    Needle,
    Needling,
    load_consent_rules,
    technique,
)
from filiform.safety import Answer, SafetyVerdict, judge_screening, load_screening

ALL_NO: Mapping[str, Answer] = {question.code: Answer.NO for question in load_screening().questions}

AGREED = ConsentVerdict(frozenset(load_consent_rules().classes), reasons=())
"""Agreed to everything."""
AGREED_TODAY = ConsentsOnFile(
    (
        Consent(
            episode=UUID(int=9),
            classes=AGREED.classes,
            risks=frozenset(ALL_NO),
            edition=1,
            jurisdiction="generic",
            age_years=36,
            signed_at=datetime(2026, 3, 4, 9, 0, tzinfo=UTC),
        ),
    ),
    episode=UUID(int=9),
    at=datetime(2026, 3, 4, 9, 5, tzinfo=UTC),
)
"""A consent to everything, with every risk named, five minutes old."""


def needling(number: int = 1, **details: object) -> Needling:
    """Return the needling of one infraspinatus point, changed as asked."""
    usual: dict[str, object] = {
        "id": UUID(int=number),
        "muscle": "infraspinatus",
        "trigger_point": "infraspinatus.trp1",
        "side": Side.RIGHT,
        "needle": Needle(0.30, 40),
        "technique": technique("PISTON"),
        "twitches": 2,
        "needles_in": 1,
        "needles_out": 1,
    }
    return Needling(**{**usual, **details})  # type: ignore[arg-type]


def verdict(**answers: str) -> SafetyVerdict:
    """Judge a screening in which everything but these answers is no."""
    return judge_screening({**ALL_NO, **{key: Answer(value) for key, value in answers.items()}})
