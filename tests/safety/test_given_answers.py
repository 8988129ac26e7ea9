"""What an answer is worth later: a day, if it can change; nothing, if nobody stands behind it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiform.safety import (
    Answer,
    GivenAnswer,
    UntimedAnswerError,
    answers_in_force,
    in_force_until,
    judge_screening,
    load_screening,
)

SCREENING = load_screening()
GIVEN_AT = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
CODES = [question.code for question in SCREENING.questions]
CHANGES = {question.code for question in SCREENING.questions if question.each_visit}
JUST = timedelta(microseconds=1)


def answered(**details: object) -> dict[str, GivenAnswer]:
    usual: dict[str, object] = {"answer": Answer.NO, "given_at": GIVEN_AT}
    return dict.fromkeys(CODES, GivenAnswer(**{**usual, **details}))  # type: ignore[arg-type]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("after", "counts_if_it_changes"),
    [
        (timedelta(), True),
        (SCREENING.lifetime - JUST, True),
        (SCREENING.lifetime, False),
        (timedelta(days=400), False),
    ],
)
def test_an_answer_that_can_change_expires_and_no_other(
    code: str, after: timedelta, counts_if_it_changes: bool
) -> None:
    counting = answers_in_force(answered(), at=GIVEN_AT + after)

    assert (code in counting) == (counts_if_it_changes or code not in CHANGES)


def test_an_answer_from_the_future_does_not_count() -> None:
    assert answers_in_force(answered(), at=GIVEN_AT - JUST) == {}


def test_what_nobody_confirmed_does_not_count() -> None:
    assert answers_in_force(answered(confirmed=False), at=GIVEN_AT) == {}


def test_an_answer_to_a_question_that_is_gone_does_not_count() -> None:
    told = answered() | {"X99": GivenAnswer(Answer.NO, GIVEN_AT)}

    assert set(answers_in_force(told, at=GIVEN_AT)) == set(CODES)


def test_an_expired_screening_permits_nothing() -> None:
    counting = answers_in_force(answered(), at=GIVEN_AT + SCREENING.lifetime)

    assert not judge_screening(counting).permitted


def test_the_first_to_expire_says_until_when() -> None:
    told = answered() | {"A03": GivenAnswer(Answer.NO, GIVEN_AT - timedelta(hours=1))}

    assert in_force_until(told, at=GIVEN_AT) == (GIVEN_AT - timedelta(hours=1) + SCREENING.lifetime)


def test_what_does_not_count_has_no_end() -> None:
    assert in_force_until(answered(), at=GIVEN_AT + SCREENING.lifetime) is None
    assert in_force_until(answered(confirmed=False), at=GIVEN_AT) is None


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(UntimedAnswerError, match="needs its time zone"):
        GivenAnswer(Answer.NO, GIVEN_AT.replace(tzinfo=None))


@given(hours=st.integers(0, 100), more=st.integers(0, 100))
def test_time_permits_nothing_that_it_had_ended(hours: int, more: int) -> None:
    early = answers_in_force(answered(), at=GIVEN_AT + timedelta(hours=hours))
    late = answers_in_force(answered(), at=GIVEN_AT + timedelta(hours=hours + more))

    assert late.items() <= early.items()
