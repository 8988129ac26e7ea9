"""The course of an episode: its scores in order, and whether the person is better since the start.

Which pair is judged: the first and the latest score taken *before* needling, on the same question.
Like is compared with like. Scores taken right after needling are blurred by soreness; scores from
home differ in place and time of day. Both are shown and neither enters the verdict.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from filiform.outcomes import Change, Moment, OutcomeMeasure, Score, judge_change, require_valid


@dataclass(frozen=True, slots=True)
class WithinVisit:
    """The scores before and after the needling of one visit; shown, not judged."""

    visit: str
    before: Score
    after: Score

    @property
    def numbers(self) -> str:
        """The two values, as ``6 to 4``."""
        return f"{self.before.value:g} to {self.after.value:g}"


@dataclass(frozen=True, slots=True)
class Progress:
    """The scores of one question over an episode."""

    measure: str
    question: str
    scores: tuple[Score, ...]
    """All scores of the question, by time."""
    visits: tuple[WithinVisit, ...]
    """Visits with a score before and one after needling, by time."""
    change: Change | None
    """First against latest score before needling; ``None`` while there are fewer than two."""
    summary: str
    """One sentence for the head of the page."""
    caveat: str
    """Why the scores within a visit are not judged; empty if there are none."""
    sources: tuple[str, ...]


def review_progress(
    scores: Iterable[Score], measure: OutcomeMeasure, *, question: str = "now"
) -> Progress:
    """Review the scores of one question over an episode.

    Scores of other measures or other questions are left out: they are never mixed in one series.

    Raises
    ------
    ScoreOutOfRangeError
        If a score of the question is none that the measure can have.
    UnknownQuestionKindError
        If the measure does not ask one of the questions.
    """
    of_measure = [score for score in scores if score.measure == measure.id]
    series = sorted(
        (require_valid(score, measure) for score in of_measure if score.question == question),
        key=lambda score: score.at,
    )
    change = _change_since_start(series, measure)
    visits = _visits(series)
    caveat = measure.within_visit if visits else None
    return Progress(
        measure=measure.id,
        question=question,
        scores=tuple(series),
        visits=visits,
        change=change,
        summary=_summary(series, change),
        caveat=caveat.text if caveat else "",
        sources=(*(change.sources if change else ()), *(caveat.sources if caveat else ())),
    )


def _change_since_start(series: list[Score], measure: OutcomeMeasure) -> Change | None:
    before = [score for score in series if score.moment is Moment.BEFORE]
    if len(before) < 2:
        return None
    return judge_change(before[0], before[-1], measure)


def _visits(series: list[Score]) -> tuple[WithinVisit, ...]:
    """Pair, for each visit, the last score before with the first one after needling."""
    pairs = []
    for visit in dict.fromkeys(score.visit for score in series if score.visit is not None):
        of_visit = [score for score in series if score.visit == visit]
        before = [score for score in of_visit if score.moment is Moment.BEFORE]
        after = [score for score in of_visit if score.moment is Moment.AFTER]
        if before and after:
            pairs.append(WithinVisit(visit=visit, before=before[-1], after=after[0]))
    return tuple(pairs)


def _summary(series: list[Score], change: Change | None) -> str:
    if change is not None:
        return f"Since the first visit: {change.words}."
    if any(score.moment is Moment.BEFORE for score in series):
        return "One score before needling so far; the next visit makes a change that can be judged."
    return "No score before needling yet; ask for one before the first needle."
