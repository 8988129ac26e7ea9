"""Judge a change within one series on two axes: beyond error, and enough to matter."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from filiform.outcomes.change import EQUALITY_TOLERANCE, percent
from filiform.outcomes.error import error_of_difference
from filiform.outcomes.errors import ScoresOutOfOrderError
from filiform.outcomes.instrument import Instrument, Judgement
from filiform.outcomes.measure import Z90
from filiform.outcomes.reading import Reading, require_reading, what_changed
from filiform.outcomes.rules import ChangeRules, load_change_rules
from filiform.outcomes.verdict import Verdict, patient_words, verdict_words

Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Axes:
    """The numbers of a change, in the unit of the scale; improvement is positive."""

    difference: float
    s_d: float
    """Standard error of the difference."""
    interval: tuple[float, float]
    """90 % interval of the true change."""
    mdc90: float
    mdc95: float
    limit: float
    """What a difference must reach to be beyond error: ``mdc90`` and half a step of the scale.

    On a scale of whole points a printed limit of 9 is reached by chance in more than one of
    twenty unchanged people, for 8.5 already counts as 9.
    """
    rci: float
    mcid: float | None
    mcid_relative: float | None
    """The relative rule in units of the scale, from the first value."""
    p_real: float
    """Probability that the true change is above zero, flat prior."""
    p_meaning: float | None
    """Probability that the true change is the MCID or more; ``None`` without an MCID."""


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """A change in one series with its verdict and all that a reviewer needs to check it."""

    before: Reading
    after: Reading
    verdict: Verdict
    words: str
    """For the clinician."""
    patient_words: str
    numbers: str
    """The numbers in one sentence; empty if not judged for want of them."""
    axes: Axes | None
    judgement: Judgement | None
    """Whose error and meaning were used: basis, sources and mark stand in it."""
    scale: str
    recovered: bool
    reason: str
    """Why it was not judged; empty otherwise."""
    cautions: tuple[str, ...]


def judge_series(
    before: Reading,
    after: Reading,
    instrument: Instrument,
    *,
    judgement: Judgement | None = None,
    rules: ChangeRules | None = None,
) -> SeriesChange:
    """Judge the change from an earlier to a later reading of one person.

    Nothing is judged across a change of series, scale, device, rater, language or position, of
    pain within two days of a needling, without a known error, or as a gain from a first value so
    good that none could show. A worsening from there is judged.

    Parameters
    ----------
    judgement
        Error and meaning that the clinic has set; the instrument's default if omitted.
    rules
        As :func:`load_change_rules` if omitted.

    Raises
    ------
    ScoresOutOfOrderError
        If ``after`` was taken before ``before``.
    UnknownInstrumentError, AnswerError
        If a reading is none of the instrument.
    """
    if after.at < before.at:
        raise ScoresOutOfOrderError(
            f"{instrument.id}: the later reading is of {after.at.isoformat()}, the earlier one of "
            f"{before.at.isoformat()}; swap them."
        )
    require_reading(before, instrument)
    require_reading(after, instrument)
    rules = rules or load_change_rules()
    judgement = judgement or instrument.judgement(before.series.part)
    if reason := _why_not(before, after, instrument, judgement, rules):
        return _not_judged(before, after, None, judgement, reason)
    if judgement is None or (sem := _sem(judgement, before, after)) is None:
        return _not_judged(before, after, None, judgement, "the error of this scale is not known")
    axes = two_axes(before, after, instrument, sem=sem, judgement=judgement)
    if axes.difference >= 0 and _at_floor(before, instrument, judgement):
        reason = f"the first value, {before.value:g}, is too close to the best to improve on"
        return _not_judged(before, after, axes, judgement, reason, at_floor=True)
    return _judged(before, after, axes, instrument, judgement)


def unblurred(
    readings: Sequence[Reading], instrument: Instrument, *, rules: ChangeRules | None = None
) -> tuple[Reading, ...]:
    """Return the readings that soreness from a needle does not blur, in the order given."""
    rules = rules or load_change_rules()
    if instrument.domain not in rules.soreness_domains:
        return tuple(readings)
    return tuple(
        reading
        for reading in readings
        if reading.since_needling is None or reading.since_needling >= rules.soreness
    )


def two_axes(
    before: Reading, after: Reading, instrument: Instrument, *, sem: float, judgement: Judgement
) -> Axes:
    """Compute the numbers of a change with a standard error of one score, ``sem``."""
    # Adding nought turns the minus nought of an unchanged lower-is-better scale into nought.
    difference = instrument.sign * (after.value - before.value) + 0.0
    half_step = instrument.grid(before.series.part) / 2 / max(before.readings, after.readings)
    s_d = error_of_difference(sem, before=before.readings, after=after.readings)
    mcid, relative = judgement.mcid, judgement.mcid_relative
    return Axes(
        difference=difference,
        s_d=s_d,
        interval=(difference - Z90 * s_d, difference + Z90 * s_d),
        mdc90=Z90 * s_d,
        mdc95=Z95 * s_d,
        limit=Z90 * s_d + half_step,
        rci=difference / s_d,
        mcid=mcid,
        mcid_relative=None if relative is None else relative * abs(before.value),
        p_real=_cdf(difference / s_d),
        p_meaning=None if mcid is None else 1 - _cdf((mcid - difference) / s_d),
    )


def probability_of_meaning(
    difference: float, s_d: float, mcid: float, *, prior: tuple[float, float]
) -> float:
    """Return P(true change ≥ MCID) after shrinking to what is usual.

    Parameters
    ----------
    prior
        Mean and standard deviation of the true changes of such people.
    """
    mean, sd = prior
    variance = 1 / (1 / s_d**2 + 1 / sd**2)
    centre = variance * (difference / s_d**2 + mean / sd**2)
    return 1 - _cdf((mcid - centre) / math.sqrt(variance))


def _why_not(
    before: Reading,
    after: Reading,
    instrument: Instrument,
    judgement: Judgement | None,
    rules: ChangeRules,
) -> str:
    if not instrument.sign:
        return "this scale has no better or worse"
    if changed := what_changed(before, after):
        rater = judgement.sem_other_rater if judgement else None
        if "person who measured" in changed and rater:
            limit = f"{Z90 * math.sqrt(2) * rater:.0f} {instrument.unit}"
            return f"{changed}; between two people only {limit} would exceed error"
        return changed
    if instrument.domain in rules.soreness_domains:
        hours = rules.soreness.total_seconds() / 3600
        for reading in (before, after):
            since = reading.since_needling
            if since is not None and since < rules.soreness:
                return (
                    f"a reading was taken {since.total_seconds() / 3600:.0f} h after needling, and "
                    f"soreness blurs it until {hours:.0f} h"
                )
    return ""


def _sem(judgement: Judgement, before: Reading, after: Reading) -> float | None:
    """Return the larger of the absolute and the relative error; ``None`` if neither is known."""
    mean = (abs(before.value) + abs(after.value)) / 2
    relative = None if judgement.sem_relative is None else judgement.sem_relative * mean
    known = [sem for sem in (judgement.sem, relative) if sem]
    return max(known, default=None)


def _judged(
    before: Reading, after: Reading, axes: Axes, instrument: Instrument, judgement: Judgement
) -> SeriesChange:
    verdict = _verdict(axes)
    recovered = _recovered(after, instrument)
    matters = axes.mcid is not None and _at_least(-axes.difference, axes.mcid)
    words = verdict_words(
        verdict,
        matters=matters,
        beyond_error=_at_least(axes.difference, axes.limit),
        recovered=recovered,
        reason="",
    )
    return SeriesChange(
        before=before,
        after=after,
        verdict=verdict,
        words=words,
        patient_words=patient_words(verdict, at_floor=False, recovered=recovered),
        numbers=_numbers(before, after, axes, instrument),
        axes=axes,
        judgement=judgement,
        scale=after.scale,
        recovered=recovered,
        reason="",
        cautions=_cautions(axes, verdict),
    )


def _verdict(axes: Axes) -> Verdict:
    difference = axes.difference
    if _at_least(-difference, axes.limit):
        return Verdict.WORSE
    beyond_error = _at_least(difference, axes.limit)
    if axes.mcid is None:
        return Verdict.BEYOND_ERROR if beyond_error else Verdict.UNCHANGED
    if difference <= 0:
        return Verdict.UNCHANGED
    rules = [rule for rule in (axes.mcid, axes.mcid_relative) if rule is not None]
    met = [_at_least(difference, rule) for rule in rules]
    if any(met) and not all(met):
        return Verdict.BORDERLINE
    if beyond_error:
        return Verdict.IMPROVED if all(met) else Verdict.IMPROVED_SMALL
    return Verdict.POSSIBLE if all(met) else Verdict.UNCHANGED


def _at_floor(before: Reading, instrument: Instrument, judgement: Judgement) -> bool:
    best = instrument.best
    if best is None or judgement.mcid is None:
        return False
    return _at_least(judgement.mcid, abs(before.value - best))


def _recovered(after: Reading, instrument: Instrument) -> bool:
    figure = instrument.recovered
    if figure is None or figure.value is None:
        return False
    return instrument.sign * (after.value - figure.value) >= 0


def _cautions(axes: Axes, verdict: Verdict) -> tuple[str, ...]:
    cautions = []
    if axes.mcid is not None and axes.mcid < axes.mdc90:
        cautions.append(
            "The smallest change that matters lies inside the error of two single readings: "
            "several readings at both ends are needed to show it."
        )
    if axes.mdc90 <= abs(axes.difference) < axes.limit - EQUALITY_TOLERANCE:
        cautions.append(
            "The change lies on the error limit; on a scale with steps chance reaches it too often "
            "to count."
        )
    if (
        verdict is Verdict.UNCHANGED
        and axes.mcid is not None
        and _at_least(-axes.difference, axes.mcid)
    ):
        cautions.append("If this worsening is real it matters. Measure again.")
    return tuple(cautions)


def _numbers(before: Reading, after: Reading, axes: Axes, instrument: Instrument) -> str:
    low, high = axes.interval
    sentence = (
        f"{before.value:g} to {after.value:g} {instrument.unit}, "
        f"change {_number(axes.difference)} (90 % interval {_number(low)} to {_number(high)}); "
        f"error limit {axes.mdc90:.3g}"
    )
    if axes.mcid is None or axes.p_meaning is None:
        return f"{sentence}; no accepted value of what matters"
    sentence += f"; meaningful from {axes.mcid:g}"
    if axes.mcid_relative is not None and before.value:
        share = 100 * axes.mcid_relative / abs(before.value)
        sentence += f" and {axes.mcid_relative:.3g} ({share:.0f} % of the first)"
    return (
        f"{sentence}; probability that the true change is {axes.mcid:g} or more: "
        f"{percent(axes.p_meaning)}"
    )


def _number(value: float) -> str:
    return f"{value:.3g}" if value >= 0 else f"−{-value:.3g}"


def _not_judged(
    before: Reading,
    after: Reading,
    axes: Axes | None,
    judgement: Judgement | None,
    reason: str,
    *,
    at_floor: bool = False,
) -> SeriesChange:
    verdict = Verdict.NOT_JUDGED
    return SeriesChange(
        before=before,
        after=after,
        verdict=verdict,
        words=verdict_words(
            verdict, matters=False, beyond_error=False, recovered=False, reason=reason
        ),
        patient_words=patient_words(verdict, at_floor=at_floor, recovered=False),
        numbers="",
        axes=axes,
        judgement=judgement,
        scale=after.scale,
        recovered=False,
        reason=reason,
        cautions=(),
    )


def _at_least(value: float, limit: float) -> bool:
    return value >= limit - EQUALITY_TOLERANCE


def _cdf(z: float) -> float:
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))
