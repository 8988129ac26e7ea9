"""One value of an outcome measure, with its time and what was asked."""

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from filiform.outcomes.errors import (
    MalformedScoreError,
    ScoreOutOfRangeError,
    UnknownMeasureError,
)
from filiform.outcomes.measure import OutcomeMeasure, require_question

STEP_TOLERANCE = 1e-6
"""Part of a step by which a mean of readings may miss the grid through rounding."""


class Moment(StrEnum):
    """When in the course of care a score was taken."""

    BEFORE = "before"
    """At a visit, before the first needle."""
    AFTER = "after"
    """At the same visit, after the last needle."""
    CHECK_IN = "check_in"
    """Between visits."""


@dataclass(frozen=True, slots=True)
class Score:
    """One value on one measure.

    Raises
    ------
    MalformedScoreError
        If ``at`` has no time zone or no reading was taken.
    """

    measure: str
    """Id of the measure, as ``nprs``."""
    value: float
    at: datetime
    question: str = "now"
    """Id of the question asked, as in the measure's ``questions``."""
    moment: Moment = Moment.CHECK_IN
    visit: str | None = None
    """Any key that the scores of one visit share."""
    readings: int = 1
    """Readings averaged into the value."""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise MalformedScoreError(
                f"{self.measure}: the score's time {self.at.isoformat()} has no time zone; add one."
            )
        if type(self.readings) is not int or self.readings < 1:
            raise MalformedScoreError(
                f"{self.measure}: readings came as {self.readings!r}; expected 1 or more."
            )


def require_valid(score: Score, measure: OutcomeMeasure) -> Score:
    """Return the score if it is one that the measure can have.

    Raises
    ------
    UnknownMeasureError
        If it is a score of another measure.
    UnknownQuestionKindError
        If the measure does not ask its question.
    ScoreOutOfRangeError
        If its value is outside the range or between the steps of the scale.
    """
    if score.measure != measure.id:
        raise UnknownMeasureError(f"A score of {score.measure!r} came for measure {measure.id!r}.")
    require_question(measure, score.question)
    if isinstance(score.value, bool) or not math.isfinite(score.value):
        raise ScoreOutOfRangeError(_refusal(score, measure))
    steps = (score.value - measure.lowest) / measure.step * score.readings
    if (
        not measure.lowest <= score.value <= measure.highest
        or abs(steps - round(steps)) > STEP_TOLERANCE
    ):
        raise ScoreOutOfRangeError(_refusal(score, measure))
    return score


def _refusal(score: Score, measure: OutcomeMeasure) -> str:
    return (
        f"{measure.name}: the score came as {score.value!r}; expected {measure.lowest:g} to "
        f"{measure.highest:g} in steps of {measure.step:g}"
        + (f", averaged over {score.readings} readings." if score.readings > 1 else ".")
    )
