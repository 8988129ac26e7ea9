"""Answers with who gave them and when: what an answer is still worth at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from filiform.safety.errors import UntimedAnswerError
from filiform.safety.judge import Answer
from filiform.safety.screening import Screening, load_screening


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer, when it was given, and whether a clinician stands behind it.

    Raises
    ------
    UntimedAnswerError
        If the time has no time zone.
    """

    answer: Answer
    given_at: datetime
    confirmed: bool = True
    """False for what a patient answered alone and no clinician has confirmed yet."""

    def __post_init__(self) -> None:
        if self.given_at.tzinfo is None:
            raise UntimedAnswerError(
                f"An answer came with the time {self.given_at}; it needs its time zone."
            )


def answers_in_force(
    given: Mapping[str, GivenAnswer], *, at: datetime, screening: Screening | None = None
) -> dict[str, Answer]:
    """Return the answers that count at a moment; all others count as unanswered.

    An answer that can change between visits expires after the time of the screening file. One
    that nobody confirmed, one from the future, and one to a question that no longer exists do not
    count.

    Parameters
    ----------
    at
        The moment judged, with its time zone: now, or the signature of a signed visit.
    """
    screening = screening or load_screening()
    return {
        question.code: told.answer
        for question in screening.questions
        if (told := given.get(question.code)) and _counts(told, question.each_visit, at, screening)
    }


def in_force_until(
    given: Mapping[str, GivenAnswer], *, at: datetime, screening: Screening | None = None
) -> datetime | None:
    """Return when the first of the answers in force expires; ``None`` where none does."""
    screening = screening or load_screening()
    counting = answers_in_force(given, at=at, screening=screening)
    ends = [
        given[question.code].given_at + screening.lifetime
        for question in screening.questions
        if question.each_visit and question.code in counting
    ]
    return min(ends, default=None)


def _counts(given: GivenAnswer, can_change: bool, at: datetime, screening: Screening) -> bool:
    if not given.confirmed or given.given_at > at:
        return False
    return not can_change or at - given.given_at < screening.lifetime
