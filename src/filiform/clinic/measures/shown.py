"""What the page of an episode's measures shows: goals, changes, curves with their fan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from filiform.clinic.episodes.models import EpisodeRecord
from filiform.clinic.measures import mapping, queries
from filiform.evidence import Source, require_source
from filiform.outcomes import (
    FanCheck,
    GoalError,
    GoalVerdict,
    Instrument,
    Reading,
    Series,
    SeriesChange,
    UncalibratedForecastError,
    UsualCourse,
    Verdict,
    check_fan,
    forecast,
    judge_goal,
    judge_series,
    load_courses,
    load_forecast_rules,
    require_calibrated,
    require_instrument,
    unblurred,
)
from filiform.outcomes.reading import what_changed
from filiform.outcomes.rows import MeasureRow, row_of

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 16, 14, 34
AHEAD_DAYS = 42
STEPS = 15
DAY_S = 86_400
TONE_BY_VERDICT = {
    Verdict.IMPROVED: "ok",
    Verdict.IMPROVED_SMALL: "ok",
    Verdict.BEYOND_ERROR: "ok",
    Verdict.WORSE: "stop",
}


@dataclass(frozen=True, slots=True)
class FanDay:
    """What is expected on one day, for the table behind the fan."""

    day: int
    middle: float
    half: tuple[float, float]
    """50 % interval."""
    most: tuple[float, float]
    """90 % interval."""


@dataclass(frozen=True, slots=True)
class Point:
    """One reading with its place in the picture."""

    reading: Reading
    x: float
    y: float
    judged: bool
    """Whether it is far enough from a needle to be judged and forecast from."""


@dataclass(frozen=True, slots=True)
class Fan:
    """A forecast as paths of a picture, with the numbers behind them."""

    half: str
    most: str
    middle: str
    usual: str
    days: tuple[FanDay, ...]
    course: UsualCourse
    known: str
    """In words, how much comes from this patient's own readings."""
    check: FanCheck | None


@dataclass(frozen=True, slots=True)
class Curve:
    """One series: its readings, its change, and what is expected of it."""

    series: Series
    row: MeasureRow
    points: tuple[Point, ...]
    line: str
    grid: tuple[tuple[float, float], ...]
    first: datetime
    last: datetime
    change: SeriesChange | None
    fan: Fan | None
    why_no_fan: str

    @property
    def label(self) -> str:
        """Name with its side."""
        side = f", {self.series.side}" if self.series.side else ""
        return f"{self.row.label}{side}"

    @property
    def blurred(self) -> bool:
        """Whether a reading lies so close to a needle that it is not judged."""
        return not all(point.judged for point in self.points)

    @property
    def tone(self) -> str:
        """How the verdict is coloured; the words carry the meaning."""
        return TONE_BY_VERDICT.get(self.change.verdict, "info") if self.change else "info"

    @property
    def badge(self) -> str:
        """The verdict in one or two words."""
        return self.change.verdict.value.replace("_", " ") if self.change else "too few readings"

    @property
    def sources(self) -> tuple[Source, ...]:
        """Sources of the error, of the meaning, and of the usual course."""
        judgement = self.change.judgement if self.change else None
        keys = [*(judgement.sources if judgement else ())]
        keys += [*(self.fan.course.sources if self.fan else ())]
        return tuple(require_source(key, cited_in="measures") for key in dict.fromkeys(keys))


@dataclass(frozen=True, slots=True)
class GoalShown:
    """A goal with its verdict, or why there is none yet."""

    words: str
    label: str
    verdict: GoalVerdict | None
    reason: str


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything on the page."""

    curves: tuple[Curve, ...]
    goals: tuple[GoalShown, ...]


def measures_of(episode: EpisodeRecord) -> Measures:
    """Return what was measured in an episode, judged and forecast."""
    by_series: dict[Series, list[Reading]] = {}
    for reading in queries.readings_of(episode):
        by_series.setdefault(reading.series, []).append(reading)
    curves = tuple(_curve(readings) for readings in by_series.values())
    return Measures(curves, tuple(_goals(episode, curves)))


def _goals(episode: EpisodeRecord, curves: Sequence[Curve]) -> list[GoalShown]:
    needled = min(queries.needled_in(episode), default=None)
    shown = []
    for record in queries.goals_of(episode):
        goal = mapping.goal_of(record)
        label = row_of(goal.primary).label + (f", {goal.primary.side}" if goal.primary.side else "")
        changes = [curve.change for curve in curves if curve.change]
        primary = next((c for c in changes if c.after.series == goal.primary), None)
        if primary is None:
            shown.append(GoalShown(goal.words, label, None, "Two readings are needed."))
            continue
        others = [change for change in changes if change is not primary]
        try:
            verdict = judge_goal(goal, primary, others, treated_at=needled)
        except GoalError as error:
            shown.append(GoalShown(goal.words, label, None, str(error)))
        else:
            shown.append(GoalShown(goal.words, label, verdict, ""))
    return shown


def _curve(readings: list[Reading]) -> Curve:
    series = readings[0].series
    instrument, row = require_instrument(series.instrument), row_of(series)
    clear = unblurred(readings, instrument) if row.judged else ()
    change = _change(clear, instrument)
    course, why = _course_for(series) if row.judged else (None, "Shown, and not judged.")
    start = readings[0].at
    days = {id(reading): (reading.at - start).total_seconds() / DAY_S for reading in readings}
    end = days[id(readings[-1])] + (AHEAD_DAYS if course and clear else 0)
    values = [reading.value for reading in readings]
    scale = _Scale(end or 1.0, *_ends(instrument.lowest, instrument.highest, values, row))
    points = tuple(
        Point(r, scale.x(days[id(r)]), scale.y(r.value), judged=r in clear) for r in readings
    )
    known = [(days[id(reading)], reading.value) for reading in clear]
    return Curve(
        series=series,
        row=row,
        points=points,
        line=_path([(point.x, point.y) for point in points if point.judged]),
        grid=tuple((value, scale.y(value)) for value in np.linspace(scale.low, scale.high, 6)),
        first=readings[0].at,
        last=readings[-1].at,
        change=change,
        fan=_fan(course, known, end, scale) if course and clear else None,
        why_no_fan=why or "Every reading so far lies within two days of a needle.",
    )


def _change(clear: Sequence[Reading], instrument: Instrument) -> SeriesChange | None:
    """Judge from the first reading to the latest taken in the same way.

    If none was taken as the first one was, the latest says what differs.
    """
    if len(clear) < 2:
        return None
    first, later = clear[0], clear[1:]
    alike = [reading for reading in later if not what_changed(first, reading)]
    return judge_series(first, (alike or later)[-1], instrument)


def _course_for(series: Series) -> tuple[UsualCourse | None, str]:
    """Return the usual course of a series, or why none is drawn.

    How long the complaint has lasted is not recorded, so the quick course of acute pain, which
    would promise most, is never taken.
    """
    fitting = [
        course
        for course in load_courses().values()
        if course.instrument == series.instrument and not course.id.endswith("acute")
    ]
    if not fitting or series.part == "on_movement":
        return None, "No usual course of this measure is known well enough to forecast it."
    try:
        require_calibrated(fitting[0].id)
    except UncalibratedForecastError as error:
        return None, str(error)
    return fitting[0], ""


def _fan(course: UsualCourse, known: list[tuple[float, float]], end: float, scale: "_Scale") -> Fan:
    instrument = require_instrument(course.instrument)
    days, values = [day for day, _ in known], [value for _, value in known]
    ahead = np.linspace(days[-1], end, STEPS)
    expected = forecast(course, instrument, days, values, ahead)
    shares = expected.quantiles([0.05, 0.25, 0.5, 0.75, 0.95])
    whole = np.linspace(0, end, 2 * STEPS)
    usual = forecast(course, instrument, [], [], whole).quantiles([0.05, 0.95])
    xs = [scale.x(day) for day in ahead]
    rows = [[scale.y(value) for value in column] for column in shares.T]
    return Fan(
        half=_band(xs, rows[1], rows[3]),
        most=_band(xs, rows[0], rows[4]),
        middle=_path(list(zip(xs, rows[2], strict=True))),
        usual=" ".join(
            _path([(scale.x(day), scale.y(value)) for day, value in zip(whole, edge, strict=True)])
            for edge in usual.T
        ),
        days=tuple(
            FanDay(
                day=round(float(ahead[index] - days[-1])),
                middle=float(row[2]),
                half=(float(row[1]), float(row[3])),
                most=(float(row[0]), float(row[4])),
            )
            for index, row in list(enumerate(shares))[5::5]
        ),
        course=course,
        known=_known(float(expected.known_share[-1])),
        check=check_fan(course, instrument, days, values),
    )


def _known(share: float) -> str:
    horizon = load_forecast_rules().horizon_days / 7
    if share < 0.1:
        return "Too little is known of this patient yet: this is the usual course of such people."
    source = "mostly from published courses" if share < 0.4 else "mostly from the own readings"
    return f"This forecast comes {source}; it reaches {horizon:.0f} weeks at most."


@dataclass(frozen=True, slots=True)
class _Scale:
    end: float
    low: float
    high: float

    def x(self, day: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * day / self.end

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share)


def _ends(
    lowest: float, highest: float, values: Sequence[float], row: MeasureRow
) -> tuple[float, float]:
    """Return the ends of the axis: of the scale, or of what was measured with some room."""
    if not row.kind.plausible_only and row.kind.unit != "kPa":
        return lowest, highest
    room = max((max(values) - min(values)) * 0.2, abs(max(values)) * 0.1, 1.0)
    return max(lowest, min(values) - room), min(highest, max(values) + room)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(
        f"{'L' if index else 'M'}{x:.1f} {y:.1f}" for index, (x, y) in enumerate(points)
    )


def _band(xs: Sequence[float], lower: Sequence[float], upper: Sequence[float]) -> str:
    there = list(zip(xs, lower, strict=True))
    back = list(zip(xs, upper, strict=True))[::-1]
    return f"{_path([*there, *back])} Z"
