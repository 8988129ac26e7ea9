"""Between stored rows and the readings of the domain."""

from collections.abc import Sequence
from datetime import datetime

from filiform.clinic.episodes.models import PainScoreRecord
from filiform.clinic.measures.models import GoalRecord, ReadingRecord
from filiform.outcomes import Goal, Reading, Series

PAIN_NOW = Series("nprs", "now")


def reading_of(record: ReadingRecord, needled: Sequence[datetime]) -> Reading:
    """Return the reading that a row holds, with the last needling before it."""
    return Reading(
        series=Series(record.instrument, record.part, record.side),
        value=record.value,
        at=record.at,
        scale=record.scale,
        device=record.device,
        rater=record.rater,
        needled_at=_last_before(record.at, needled),
    )


def reading_of_score(record: PainScoreRecord, needled: Sequence[datetime]) -> Reading:
    """Return a pain score of a visit as a reading of the series of pain now."""
    return Reading(
        series=PAIN_NOW,
        value=float(record.value),
        at=record.at,
        scale="nprs",
        needled_at=_last_before(record.at, needled),
    )


def goal_of(record: GoalRecord) -> Goal:
    """Return the goal that a row holds."""
    return Goal(
        words=record.words,
        primary=Series(record.instrument, record.part, record.side),
        fixed_at=record.fixed_at,
    )


def _last_before(at: datetime, needled: Sequence[datetime]) -> datetime | None:
    return max((moment for moment in needled if moment <= at), default=None)
