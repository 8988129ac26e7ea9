"""One episode as a story: when the visits were, how the pain went, what was drawn and needled.

Nothing here touches the database or the clock; the same generator gives the same story.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import numpy as np

from filiform.body import PainDrawing, PainMark
from filiform.care import Needling
from filiform.clinic.demo.complaint import sample_complaint
from filiform.clinic.demo.people import load_plot
from filiform.clinic.demo.sites import Site, candidate_sites, sample_needling, sample_palpations
from filiform.localise import CaseFindings, PalpationFinding, SimulatedClient
from filiform.safety import Answer, load_screening

STRONGEST = 10
FIRST_HOUR, LAST_HOUR = 8, 18
EVENING = time(19, 30)
BEFORE_VISIT = timedelta(minutes=12)
OPEN_SINCE = timedelta(minutes=25)
SCREENED, ASKED, FIRST_NEEDLE, EACH_NEEDLE, ASKED_AGAIN, SIGNED = (
    timedelta(minutes=minutes) for minutes in (3, 5, 8, 4, 26, 29)
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is settled before an episode is sampled."""

    as_of: datetime
    last_visit_days: int
    """How many days before ``as_of`` the last visit was."""
    is_open: bool
    in_progress: bool
    """Whether one more visit is going on right now, a needle still in."""
    reason_by_concern: Mapping[str, str]
    """The patient's standing yes answers, with what the clinician writes."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit; without ``signed_at`` it is still going on."""

    id: UUID
    at: datetime
    answers: Mapping[str, str]
    reason_by_concern: Mapping[str, str]
    no_needling_reason: str
    needlings: tuple[tuple[datetime, Needling], ...]
    pain_before: int
    pain_after: int | None
    signed_at: datetime | None

    @property
    def screened_at(self) -> datetime:
        """When the screening was answered."""
        return self.at + SCREENED

    @property
    def asked_at(self) -> datetime:
        """When the pain before needling was asked."""
        return self.at + ASKED

    @property
    def asked_again_at(self) -> datetime:
        """When the pain after needling was asked."""
        return self.at + ASKED_AGAIN


@dataclass(frozen=True, slots=True)
class Course:
    """One episode from the first drawing to discharge, or to today."""

    client: SimulatedClient
    palpations: tuple[PalpationFinding, ...]
    """What the clinician felt at the first visit."""
    visits: tuple[Visit, ...]
    drawings: tuple[tuple[datetime, PainDrawing], ...]
    check_ins: tuple[tuple[datetime, int], ...]
    ended_on: date | None


def sample_course(frame: Frame, rng: np.random.Generator) -> Course:
    """Sample one episode that fits the frame."""
    plot = load_plot()
    client = sample_complaint(rng)
    starts = sample_starts(frame, rng)
    pain = _sample_pain(client.drawing, len(starts), rng)
    candidates = candidate_sites(client)
    visits = tuple(
        _sample_visit(frame, at, level, candidates, rng, place=place, of=len(starts))
        for place, (at, level) in enumerate(zip(starts, pain, strict=True))
    )
    every = plot["pain"]["drawing_every"]
    drawings = [(starts[0] - BEFORE_VISIT, client.drawing)]
    for place, (at, level) in enumerate(zip(starts, pain, strict=True)):
        if place and (place % every == 0 or place == len(starts) - 1):
            later = _redrawn(client.drawing, level / pain[0], rng)
            if later is not None:
                drawings.append((at - BEFORE_VISIT, later))
    return Course(
        client=client,
        palpations=sample_palpations(client, candidates, rng),
        visits=visits,
        drawings=tuple(drawings),
        check_ins=_sample_check_ins(starts, pain, rng),
        ended_on=None if frame.is_open else starts[-1].date(),
    )


def evidence_as_it_grows(course: Course) -> list[CaseFindings]:
    """Return the first drawing alone, then with one finding after another."""
    client, palpations = course.client, course.palpations
    return [
        CaseFindings(client.drawing, client.movements[:known])
        for known in range(len(client.movements) + 1)
    ] + [
        CaseFindings(client.drawing, client.movements, palpations[:known])
        for known in range(1, len(palpations) + 1)
    ]


def sample_starts(frame: Frame, rng: np.random.Generator) -> list[datetime]:
    """Return when the visits began, oldest first, on weekdays in the clinic's hours."""
    span = load_plot()["span"]
    low, high = span["visits_open" if frame.is_open else "visits_finished"]
    count = int(rng.integers(low, high + 1))
    shortest, longest = span["days_between_visits"]
    day = frame.as_of.date() - timedelta(days=frame.last_visit_days)
    days = [day]
    for gap in rng.integers(shortest, longest + 1, size=count - 1):
        days.append(days[-1] - timedelta(days=int(gap)))
    starts = [_start(_weekday(day), frame.as_of, rng) for day in reversed(days)]
    if frame.in_progress:
        starts.append((frame.as_of - OPEN_SINCE).astimezone(UTC))
    return starts


def sample_uuid(rng: np.random.Generator) -> UUID:
    """Return a random id from the generator, so that the same seed gives the same ids."""
    return UUID(bytes=rng.bytes(16), version=4)


def _start(day: date, as_of: datetime, rng: np.random.Generator) -> datetime:
    quarter = int(rng.integers(0, (LAST_HOUR - FIRST_HOUR) * 4))
    at = time(FIRST_HOUR + quarter // 4, quarter % 4 * 15)
    return datetime.combine(day, at, tzinfo=as_of.tzinfo).astimezone(UTC)


def _weekday(day: date) -> date:
    """Move a weekend day back to Friday; gaps of three days and more keep their order."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _sample_pain(drawing: PainDrawing, count: int, rng: np.random.Generator) -> list[float]:
    """Return the pain at each visit before noise, 0 to 10."""
    courses = load_plot()["course"]
    course = courses[int(rng.choice(len(courses), p=[course["share"] for course in courses]))]
    fall = float(rng.uniform(*course["fall"]))
    worst = max(mark.intensity for mark in drawing.marks)
    return [worst * (1.0 - fall * place / max(1, count - 1)) for place in range(count)]


def _score(level: float, rng: np.random.Generator) -> int:
    noisy = level + rng.normal(0.0, load_plot()["pain"]["noise"])
    return int(np.clip(round(noisy), 0, STRONGEST))


def _redrawn(first: PainDrawing, left: float, rng: np.random.Generator) -> PainDrawing | None:
    """Return the first drawing with what is left of its pain; None when nothing is left."""
    marks = [
        PainMark(mark.area, mark.side, intensity, mark.qualities)
        for mark in first.marks
        if (intensity := _score(mark.intensity * left, rng)) > 0
    ]
    return PainDrawing(tuple(marks)) if marks else None


def _sample_visit(
    frame: Frame,
    at: datetime,
    level: float,
    candidates: Sequence[Site],
    rng: np.random.Generator,
    *,
    place: int,
    of: int,
) -> Visit:
    plot = load_plot()
    in_progress = frame.in_progress and place == of - 1
    interrupted = not in_progress and place > 0 and rng.random() < plot["screening"]["interrupted"]
    answers = {question.code: Answer.NO.value for question in load_screening().questions}
    answers |= dict.fromkeys(frame.reason_by_concern, Answer.YES.value)
    if interrupted:
        answers[plot["screening"]["interrupted_code"]] = Answer.YES.value
    count = 0 if interrupted else _site_count(rng, len(candidates))
    needlings = tuple(
        (
            at + FIRST_NEEDLE + step * EACH_NEEDLE,
            sample_needling(
                site,
                rng,
                needling_id=sample_uuid(rng),
                bleeds_easily="R01" in frame.reason_by_concern,
                still_in=in_progress and step == count - 1,
            ),
        )
        for step, site in enumerate(candidates[:count])
    )
    before = _score(level, rng)
    relief = float(rng.uniform(*plot["pain"]["relief_after"]))
    done = not interrupted and not in_progress
    return Visit(
        id=sample_uuid(rng),
        at=at,
        answers=answers,
        reason_by_concern={} if interrupted else frame.reason_by_concern,
        no_needling_reason=plot["screening"]["interrupted_reason"] if interrupted else "",
        needlings=needlings,
        pain_before=before,
        pain_after=_score(before - relief, rng) if done else None,
        signed_at=None if in_progress else at + SIGNED,
    )


def _site_count(rng: np.random.Generator, candidates: int) -> int:
    return int(rng.integers(1, min(load_plot()["needling"]["most_sites"], candidates) + 1))


def _sample_check_ins(
    starts: Sequence[datetime], pain: Sequence[float], rng: np.random.Generator
) -> tuple[tuple[datetime, int], ...]:
    """Return scores from home, in the evening of a day between two visits."""
    scores = []
    for (earlier, level), later in zip(zip(starts, pain, strict=True), starts[1:], strict=False):
        days = (later.date() - earlier.date()).days
        if days > 1 and rng.random() < load_plot()["pain"]["check_in"]:
            day = earlier.date() + timedelta(days=int(rng.integers(1, days)))
            scores.append((datetime.combine(day, EVENING, tzinfo=UTC), _score(level, rng)))
    return tuple(scores)
