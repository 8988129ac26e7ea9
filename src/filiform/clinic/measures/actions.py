"""What writes readings and goals: one transaction, one audit entry a row, one verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction

from filiform.clinic.accounts.models import User
from filiform.clinic.audit import actions as audit
from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.measures import queries
from filiform.clinic.measures.models import GoalRecord, ReadingRecord
from filiform.errors import FiliformError
from filiform.outcomes import Reading, Series, require_instrument, require_reading


class GoalTooLateError(FiliformError, ValueError):
    """A goal was to be fixed after the first needling."""


class ReadingSupersededError(FiliformError, ValueError):
    """The reading was corrected before; the newest one is to be corrected instead."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading as it was entered: where it came from, and which doubts were answered."""

    id: UUID
    reading: Reading
    trials: tuple[float | None, ...]
    unit: str
    confirmed: tuple[str, ...] = ()


@transaction.atomic
def record_readings(
    episode: EpisodeRecord, entries: Sequence[Entry], *, by: User
) -> Sequence[ReadingRecord]:
    """Store the readings of one visit, all or none; sent twice they are stored once."""
    kept = []
    for entry in entries:
        reading = entry.reading
        require_reading(reading, require_instrument(reading.series.instrument))
        record, created = ReadingRecord.objects.get_or_create(
            id=entry.id,
            defaults={
                "episode": episode,
                "instrument": reading.series.instrument,
                "part": reading.series.part,
                "side": reading.series.side,
                "scale": reading.scale,
                "value": reading.value,
                "trials": list(entry.trials),
                "entered_unit": entry.unit,
                "device": reading.device,
                "rater": reading.rater,
                "confirmed": list(entry.confirmed),
                "at": reading.at,
                "recorded_by": by,
            },
        )
        if created:
            audit.record("reading recorded", record, by=by)
        kept.append(record)
    return kept


@transaction.atomic
def correct_reading(record: ReadingRecord, *, value: float, by: User) -> ReadingRecord:
    """Store a correction beside the reading it corrects.

    Raises
    ------
    ReadingSupersededError
        If the reading was corrected before.
    """
    locked = ReadingRecord.objects.select_for_update().get(pk=record.pk)
    if ReadingRecord.objects.filter(supersedes=locked).exists():
        raise ReadingSupersededError("this reading was corrected meanwhile; reload the page.")
    correction = ReadingRecord.objects.create(
        id=uuid4(),
        episode=record.episode,
        instrument=record.instrument,
        part=record.part,
        side=record.side,
        scale=record.scale,
        value=value,
        trials=[],
        entered_unit=require_instrument(record.instrument).unit,
        device=record.device,
        rater=record.rater,
        at=record.at,
        recorded_by=by,
        supersedes=record,
    )
    audit.record("reading corrected", correction, by=by)
    return correction


@transaction.atomic
def fix_goal(episode: EpisodeRecord, *, words: str, series: Series, by: User) -> GoalRecord:
    """Fix a goal and its one primary outcome.

    Raises
    ------
    GoalTooLateError
        If a needle went in before: an outcome chosen afterwards proves nothing.
    """
    started = episode.sessions.filter(needlings__isnull=False).exists()
    if started:
        raise GoalTooLateError(
            "a needle went in before this goal was fixed; its outcomes are shown, and none of "
            "them can decide."
        )
    goal = GoalRecord.objects.create(
        episode=episode,
        words=words,
        instrument=series.instrument,
        part=series.part,
        side=series.side,
        fixed_by=by,
    )
    audit.record("goal fixed", goal, by=by)
    return goal


def earlier_readings(episode: EpisodeRecord) -> Sequence[Reading]:
    """Return what a new reading is held against before it is kept."""
    return queries.readings_of(episode)
