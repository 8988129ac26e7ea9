"""What a clinic's patients became: by clinician, muscle and visits, with the limits of chance."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from filiform.clinic.accounts.models import Clinic
from filiform.clinic.episodes.models import EpisodeRecord, PainScoreRecord
from filiform.clinic.measures import mapping
from filiform.clinic.measures.models import ReadingRecord
from filiform.clinic.needling.models import NeedlingRecord
from filiform.outcomes import Reading, Verdict, judge_series, require_instrument, unblurred
from filiform.outcomes.funnel import FunnelLimits, funnel_limits, suppressed
from filiform.outcomes.reading import what_changed

CLINICIAN_NAMED_FROM = 30
"""A clinician is named only with so many patients (proposal)."""
STRATA = (5, 7)
"""First score of mild, moderate and severe pain: the case mix that shares are held against."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the pain of one episode."""

    episode: UUID
    first: float
    improved: bool | None
    """``None`` if there were not two readings that could be judged."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group beside what chance and its case mix let expect; numbers are hidden if few."""

    name: str
    people: int | None
    followed: float | None
    """Share with two readings that could be judged."""
    improved: float | None
    expected: float | None
    limits: FunnelLimits | None
    words: str


@dataclass(frozen=True, slots=True)
class ClinicLevel:
    """Everything on the page."""

    people: int
    followed: float | None
    by_clinician: tuple[GroupRow, ...]
    by_muscle: tuple[GroupRow, ...]
    by_visits: tuple[GroupRow, ...]
    smallest: int


def clinic_level(clinic: Clinic) -> ClinicLevel:
    """Return what became of the pain of a clinic's patients; nobody's numbers alone."""
    smallest = settings.SMALLEST_GROUP
    outcomes = outcomes_of(clinic)
    episodes = {
        e.pk: e
        for e in EpisodeRecord.objects.filter(patient__clinic=clinic).select_related("clinician")
    }
    needled = list(
        NeedlingRecord.objects.filter(session__episode__patient__clinic=clinic).values_list(
            "session__episode_id", "session_id", "muscle"
        )
    )
    muscles: dict[UUID, set[str]] = defaultdict(set)
    visits: dict[UUID, set[UUID]] = defaultdict(set)
    for episode, session, muscle in needled:
        muscles[episode].add(muscle.replace("_", " "))
        visits[episode].add(session)
    judged = [outcome for outcome in outcomes if outcome.improved is not None]
    return ClinicLevel(
        people=len(outcomes),
        followed=len(judged) / len(outcomes) if len(outcomes) >= smallest else None,
        by_clinician=rows_of(
            outcomes,
            {o.episode: {episodes[o.episode].clinician.full_name} for o in outcomes},
            smallest=max(smallest, CLINICIAN_NAMED_FROM),
        ),
        by_muscle=rows_of(outcomes, muscles, smallest=smallest),
        by_visits=rows_of(
            outcomes,
            {episode: {_band(len(of))} for episode, of in visits.items()},
            smallest=smallest,
        ),
        smallest=smallest,
    )


def outcomes_of(clinic: Clinic) -> Sequence[Outcome]:
    """Return the outcome of each patient's latest episode in which pain now was asked.

    One episode each: a group of ten episodes may be three people.
    """
    instrument = require_instrument("nprs")
    outcomes = []
    for episode, readings in _latest_of_each_patient(clinic, _pain_by_episode(clinic)).items():
        clear = unblurred(sorted(readings, key=lambda reading: reading.at), instrument)
        if not clear:
            continue
        alike = [r for r in clear[1:] if not what_changed(clear[0], r)]
        verdict = judge_series(clear[0], alike[-1], instrument).verdict if alike else None
        improved = None if verdict in (None, Verdict.NOT_JUDGED) else verdict is Verdict.IMPROVED
        outcomes.append(Outcome(episode, clear[0].value, improved))
    return outcomes


def rows_of(
    outcomes: Sequence[Outcome], groups: Mapping[UUID, Iterable[str]], *, smallest: int
) -> tuple[GroupRow, ...]:
    """Return each group beside its case mix, small groups hidden, in the order of their names.

    An episode may stand in several groups, as one that needled two muscles does.
    """
    judged = [outcome for outcome in outcomes if outcome.improved is not None]
    expected = _share_by_stratum(judged)
    everyone: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        for name in groups.get(outcome.episode, ()):
            everyone[name].append(outcome)
    counted = [
        (name, [o for o in of if o.improved is not None]) for name, of in sorted(everyone.items())
    ]
    shown = suppressed(
        [(name, len(of), sum(bool(o.improved) for o in of)) for name, of in counted],
        smallest=smallest,
    )
    rows = []
    for group, (name, of) in zip(shown, counted, strict=True):
        if group.people is None or group.share is None:
            rows.append(GroupRow(name, None, None, None, None, None, "Too few to be shown."))
            continue
        target = sum(expected[_stratum(o.first)] for o in of) / len(of)
        limits = funnel_limits(group.people, min(max(target, 0.001), 0.999))
        rows.append(
            GroupRow(
                name=name,
                people=group.people,
                followed=len(of) / len(everyone[name]),
                improved=group.share,
                expected=target,
                limits=limits,
                words=_told(group.share, limits),
            )
        )
    return tuple(rows)


def _told(share: float, limits: FunnelLimits) -> str:
    if limits.low_95 <= share <= limits.high_95:
        return "Within what chance and its case mix let expect."
    if limits.low_998 <= share <= limits.high_998:
        return "At the edge of chance: look again next year before saying anything."
    return "Differs by more than chance; recording, referral and case mix come before practice."


def _share_by_stratum(judged: Sequence[Outcome]) -> dict[int, float]:
    overall = sum(bool(o.improved) for o in judged) / len(judged) if judged else 0.0
    shares = dict.fromkeys(range(len(STRATA) + 1), overall)
    for stratum in shares:
        of = [outcome for outcome in judged if _stratum(outcome.first) == stratum]
        if of:
            shares[stratum] = sum(bool(o.improved) for o in of) / len(of)
    return shares


def _stratum(first: float) -> int:
    return sum(first >= edge for edge in STRATA)


def _band(visits: int) -> str:
    if visits <= 2:
        return "1 to 2 visits with a needle"
    return "3 to 4 visits with a needle" if visits <= 4 else "5 or more visits with a needle"


def _latest_of_each_patient(
    clinic: Clinic, found: Mapping[UUID, list[Reading]]
) -> dict[UUID, list[Reading]]:
    kept: dict[UUID, UUID] = {}
    newest_last = EpisodeRecord.objects.filter(patient__clinic=clinic).order_by("started_on", "pk")
    for episode, patient in newest_last.values_list("pk", "patient_id"):
        if episode in found:
            kept[patient] = episode
    return {episode: found[episode] for episode in kept.values()}


def _pain_by_episode(clinic: Clinic) -> dict[UUID, list[Reading]]:
    """Return pain now of every episode of a clinic, in four questions to the database."""
    owner = dict(
        EpisodeRecord.objects.filter(patient__clinic=clinic).values_list("pk", "patient_id")
    )
    needled: dict[UUID, list[datetime]] = defaultdict(list)
    for patient, at in NeedlingRecord.objects.filter(
        session__episode__patient__clinic=clinic
    ).values_list("session__episode__patient_id", "recorded_at"):
        needled[patient].append(at)
    found: dict[UUID, list[Reading]] = defaultdict(list)
    scores = PainScoreRecord.objects.filter(
        episode__patient__clinic=clinic, superseded_by=None
    ).iterator()
    for score in scores:
        of = needled[owner[score.episode_id]]
        found[score.episode_id].append(mapping.reading_of_score(score, of))
    records = ReadingRecord.objects.filter(
        episode__patient__clinic=clinic, instrument="nprs", part="now", superseded_by=None
    ).iterator()
    for record in records:
        of = needled[owner[record.episode_id]]
        found[record.episode_id].append(mapping.reading_of(record, of))
    return found
