"""Judge a change between two scores against measurement error and what matters to people."""

import math
from dataclasses import dataclass

from filiform.outcomes.errors import ScoresOutOfOrderError
from filiform.outcomes.measure import Z90, OutcomeMeasure
from filiform.outcomes.score import Score, require_valid
from filiform.outcomes.verdict import Verdict, patient_words, verdict_words

EQUALITY_TOLERANCE = 1e-9
"""Points by which a threshold may be missed through rounding and still count as met."""


@dataclass(frozen=True, slots=True)
class ChangeFigures:
    """The numbers behind a verdict, in points of the measure; improvement is positive."""

    difference: float
    s_d: float
    """Standard error of the difference."""
    mdc90: float
    """Error limit of this difference, at 90 %."""
    mcid: float
    mcid_relative: float | None
    """The relative rule in points, from the first score; ``None`` without such a rule."""
    p_real: float
    """Probability, 0 to 1, that the true change is above zero; flat prior."""
    p_meaning: float
    """Probability, 0 to 1, that the true change is the MCID or more; flat prior."""


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two scores, with its verdict and the numbers behind it."""

    measure: str
    before: Score
    after: Score
    verdict: Verdict
    words: str
    """For the clinician."""
    patient_words: str
    numbers: str
    """The numbers in one sentence; empty if the scores cannot be compared."""
    figures: ChangeFigures | None
    """``None`` if the scores cannot be compared."""
    recovered: bool
    """Whether the later score is one of people who call themselves recovered."""
    reason: str
    """Why it was not judged; empty otherwise."""
    cautions: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def difference(self) -> float | None:
        """Points gained, improvement positive; ``None`` if the scores cannot be compared."""
        return self.figures.difference if self.figures else None

    @property
    def mdc90(self) -> float | None:
        """Error limit of this difference."""
        return self.figures.mdc90 if self.figures else None

    @property
    def mcid(self) -> float | None:
        """Smallest difference that matters."""
        return self.figures.mcid if self.figures else None

    @property
    def p_meaning(self) -> float | None:
        """Probability that the true change is the MCID or more."""
        return self.figures.p_meaning if self.figures else None


def judge_change(before: Score, after: Score, measure: OutcomeMeasure) -> Change:
    """Judge the change from an earlier to a later score of one person.

    The difference is set against the error of both scores (``mdc90``) and against the smallest
    change that matters (``mcid``, with the relative rule where the measure has one). Scores of
    different measures or different questions are not judged, nor is a gain from a first score
    within one MCID of the best one: no improvement could show there. A worsening is always judged.

    Raises
    ------
    ScoresOutOfOrderError
        If ``after`` was taken before ``before``.
    UnknownMeasureError, UnknownQuestionKindError, ScoreOutOfRangeError
        If ``before`` is no score of the measure, or ``after`` none of its own.

    References
    ----------
    Jacobson and Truax 1991 for the reliable change; ``CHILDS05`` and ``OSTELO08`` for the figures.
    """
    if after.at < before.at:
        raise ScoresOutOfOrderError(
            f"{measure.id}: the later score is of {after.at.isoformat()}, the earlier one of "
            f"{before.at.isoformat()}; swap them."
        )
    require_valid(before, measure)
    if after.measure != before.measure:
        return _incomparable(before, after, f"{before.measure} and {after.measure} differ.")
    require_valid(after, measure)
    if after.question != before.question:
        first, second = measure.questions[before.question], measure.questions[after.question]
        return _incomparable(
            before, after, f"the first score asks “{first}”, the second “{second}”."
        )
    return _judged(before, after, measure)


def change_figures(before: Score, after: Score, measure: OutcomeMeasure) -> ChangeFigures:
    """Compute the numbers behind a verdict; both scores must be of the measure.

    ``s_d = √(SEM²/k_before + SEM²/k_after)`` with ``k`` readings averaged.
    """
    sign = 1 if measure.higher_is_better else -1
    difference = sign * (after.value - before.value)
    sem = measure.sem.value
    s_d = math.sqrt(sem**2 / before.readings + sem**2 / after.readings)
    mcid = measure.mcid.value
    relative = measure.mcid_relative
    return ChangeFigures(
        difference=difference,
        s_d=s_d,
        mdc90=Z90 * s_d,
        mcid=mcid,
        mcid_relative=relative.value * abs(before.value) if relative else None,
        p_real=_normal_cdf(difference / s_d),
        p_meaning=1 - _normal_cdf((mcid - difference) / s_d),
    )


def _judged(before: Score, after: Score, measure: OutcomeMeasure) -> Change:
    figures = change_figures(before, after, measure)
    verdict, reason = _verdict(figures), ""
    at_floor = figures.difference >= 0 and _at_floor(before, measure)
    if at_floor:
        verdict = Verdict.NOT_JUDGED
        reason = f"the first score, {before.value:g}, is too close to the best one to improve on."
    recovered = _recovered(after, measure)
    matters = _at_least(-figures.difference, figures.mcid)
    beyond_error = _at_least(figures.difference, figures.mdc90)
    return Change(
        measure=measure.id,
        before=before,
        after=after,
        verdict=verdict,
        words=verdict_words(
            verdict,
            matters=matters,
            beyond_error=beyond_error,
            recovered=recovered,
            reason=reason,
        ),
        patient_words=patient_words(verdict, at_floor=at_floor, recovered=recovered),
        numbers=_numbers(before, after, figures, measure),
        figures=figures,
        recovered=recovered,
        reason=reason,
        cautions=_cautions(before, figures, measure, verdict),
        sources=_sources(measure),
    )


def _verdict(figures: ChangeFigures) -> Verdict:
    difference = figures.difference
    if _at_least(-difference, figures.mdc90):
        return Verdict.WORSE
    if difference <= 0:
        return Verdict.UNCHANGED
    beyond_error = _at_least(difference, figures.mdc90)
    rules = (
        [figures.mcid]
        if figures.mcid_relative is None
        else [
            figures.mcid,
            figures.mcid_relative,
        ]
    )
    met = [_at_least(difference, rule) for rule in rules]
    if any(met) and not all(met):
        return Verdict.BORDERLINE
    if beyond_error:
        return Verdict.IMPROVED if all(met) else Verdict.IMPROVED_SMALL
    return Verdict.POSSIBLE if all(met) else Verdict.UNCHANGED


def _at_floor(before: Score, measure: OutcomeMeasure) -> bool:
    """Whether the first score lies within one MCID of the best one."""
    return _at_least(measure.mcid.value, abs(before.value - measure.best))


def _recovered(after: Score, measure: OutcomeMeasure) -> bool:
    if measure.recovered is None:
        return False
    if measure.higher_is_better:
        return after.value >= measure.recovered.value
    return after.value <= measure.recovered.value


def _cautions(
    before: Score, figures: ChangeFigures, measure: OutcomeMeasure, verdict: Verdict
) -> tuple[str, ...]:
    cautions = []
    if verdict is Verdict.UNCHANGED and _at_least(-figures.difference, figures.mcid):
        cautions.append("If this worsening is real it matters. Measure again.")
    if verdict is Verdict.UNCHANGED and _at_least(figures.mcid, abs(before.value - measure.worst)):
        cautions.append("The first score is close to the worst one: a worsening could not show.")
    return tuple(cautions)


def _numbers(before: Score, after: Score, figures: ChangeFigures, measure: OutcomeMeasure) -> str:
    meaningful = f"meaningful from {figures.mcid:g}"
    if measure.mcid_relative is not None and figures.mcid_relative is not None:
        share = round(measure.mcid_relative.value * 100)
        meaningful += f" ({share} % = {figures.mcid_relative:.1f})"
    return (
        f"{before.value:g} to {after.value:g}, change {_signed(figures.difference)}; "
        f"error limit {figures.mdc90:.1f}; {meaningful}; "
        f"probability that the true change is {figures.mcid:g} or more: "
        f"{percent(figures.p_meaning)}"
    )


def percent(probability: float) -> str:
    """Write a probability of 0 to 1 as whole percent, never as 0 % or 100 %."""
    if probability < 0.005:
        return "under 1 %"
    if probability > 0.995:
        return "over 99 %"
    return f"{100 * probability:.0f} %"


def _signed(difference: float) -> str:
    return f"{difference:g}" if difference >= 0 else f"−{-difference:g}"


def _incomparable(before: Score, after: Score, reason: str) -> Change:
    verdict = Verdict.NOT_JUDGED
    return Change(
        measure=before.measure,
        before=before,
        after=after,
        verdict=verdict,
        words=verdict_words(
            verdict, matters=False, beyond_error=False, recovered=False, reason=reason
        ),
        patient_words=patient_words(verdict, at_floor=False, recovered=False),
        numbers="",
        figures=None,
        recovered=False,
        reason=reason,
        cautions=(),
        sources=(),
    )


def _sources(measure: OutcomeMeasure) -> tuple[str, ...]:
    figures = (measure.sem, measure.mcid, measure.mcid_relative, measure.recovered)
    keys = (key for figure in figures if figure is not None for key in figure.sources)
    return tuple(dict.fromkeys(keys))


def _at_least(value: float, limit: float) -> bool:
    return value >= limit - EQUALITY_TOLERANCE


def _normal_cdf(z: float) -> float:
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))
