"""The course of the pain over an episode: judged by the core, drawn as an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from filiform.clinic.episodes import mapping, queries
from filiform.clinic.episodes.models import EpisodeRecord, PainScoreRecord
from filiform.evidence import Source, require_source
from filiform.outcomes import Verdict, load_measures
from filiform.workflow.progress import Progress, review_progress

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 34, 16, 14, 30
STRONGEST = 10
TONE_BY_VERDICT = {
    Verdict.IMPROVED: "ok",
    Verdict.IMPROVED_SMALL: "ok",
    Verdict.BEYOND_ERROR: "ok",
    Verdict.POSSIBLE: "info",
    Verdict.BORDERLINE: "info",
    Verdict.UNCHANGED: "info",
    Verdict.WORSE: "stop",
}


@dataclass(frozen=True, slots=True)
class PlottedScore:
    """One score with its place in the drawing."""

    record: PainScoreRecord
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Course:
    """The pain of an episode: what is judged, and where each score stands in the drawing."""

    progress: Progress
    points: tuple[PlottedScore, ...]
    line: str
    """Path through the scores before needling, the ones that are compared."""
    pairs: tuple[tuple[PlottedScore, PlottedScore], ...]
    """Before and after within one visit."""
    grid: tuple[tuple[int, float], ...]
    first: datetime | None
    last: datetime | None
    error_band: tuple[float, float] | None
    """Top and height of what cannot be told from the first score."""

    @property
    def tone(self) -> str:
        """How the verdict is coloured; the words carry the meaning."""
        change = self.progress.change
        return TONE_BY_VERDICT.get(change.verdict, "info") if change else "info"

    @property
    def badge(self) -> str:
        """The verdict in one or two words."""
        change = self.progress.change
        return change.verdict.value.replace("_", " ") if change else ""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of the limits that the change is held against."""
        keys = dict.fromkeys(self.progress.sources)
        return tuple(require_source(key, cited_in="the course of pain") for key in keys)


def course_of(episode: EpisodeRecord) -> Course:
    """Return the course of an episode."""
    records = queries.scores_of(episode)
    progress = review_progress(
        [mapping.score_of(record) for record in records], load_measures()["nprs"]
    )
    points = _plotted(records)
    before = [point for point in points if point.record.moment == "before"]
    path = " ".join(
        f"{'L' if index else 'M'}{point.x:.1f} {point.y:.1f}" for index, point in enumerate(before)
    )
    return Course(
        progress=progress,
        points=points,
        line=path,
        pairs=_pairs(points),
        grid=tuple((value, _y(value)) for value in range(0, STRONGEST + 1, 2)),
        first=records[0].at if records else None,
        last=records[-1].at if records else None,
        error_band=_error_band(progress, before),
    )


def _plotted(records: Sequence[PainScoreRecord]) -> tuple[PlottedScore, ...]:
    if not records:
        return ()
    first, last = records[0].at.timestamp(), records[-1].at.timestamp()
    span = max(last - first, 1.0)
    inner = WIDTH - LEFT - RIGHT
    return tuple(
        PlottedScore(
            record, LEFT + inner * (record.at.timestamp() - first) / span, _y(record.value)
        )
        for record in records
    )


def _y(value: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / STRONGEST)


def _pairs(points: tuple[PlottedScore, ...]) -> tuple[tuple[PlottedScore, PlottedScore], ...]:
    before = {p.record.session_id: p for p in points if p.record.moment == "before"}
    return tuple(
        (before[p.record.session_id], p)
        for p in points
        if p.record.moment == "after" and p.record.session_id in before
    )


def _error_band(progress: Progress, before: list[PlottedScore]) -> tuple[float, float] | None:
    change = progress.change
    if change is None or change.mdc90 is None:
        return None
    start = before[0].record.value
    top, bottom = _y(min(STRONGEST, start + change.mdc90)), _y(max(0.0, start - change.mdc90))
    return top, bottom - top
