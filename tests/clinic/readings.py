"""Readings that tests of measures start from."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from filiform.clinic.accounts.models import User
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.measures import actions
from filiform.clinic.measures.actions import Entry
from filiform.clinic.measures.models import ReadingRecord
from filiform.outcomes import Reading
from filiform.outcomes.rows import load_rows


def a_reading(
    episode: EpisodeRecord,
    *,
    by: User,
    row: str = "pain_now",
    value: float = 6,
    side: str = "",
    days_ago: float = 0,
) -> ReadingRecord:
    """Record one reading some days ago."""
    at: datetime = timezone.now() - timedelta(days=days_ago)
    made = load_rows()[row]
    reading = Reading(made.series(side), value, at, made.kind.scale)
    (record,) = actions.record_readings(
        episode, [Entry(uuid4(), reading, (value,), made.kind.unit)], by=by
    )
    return record
