"""Learn the usual course of a clinic from its past patients, with the literature as ballast."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from filiform.outcomes.course import UsualCourse, load_forecast_rules
from filiform.outcomes.course_fit import fit
from filiform.outcomes.forecast import forecast
from filiform.outcomes.instrument import Instrument
from filiform.outcomes.proper_scores import share_inside

Floats = NDArray[np.float64]

FLARE_FACTORS = (0.6, 1.0, 1.5)
ERROR_FACTORS = (0.85, 1.0, 1.2)
SPREADS = tuple(round(0.80 + 0.04 * step, 2) for step in range(13))
INTERVALS = (0.3, 0.5, 0.7, 0.9)


@dataclass(frozen=True, slots=True, eq=False)
class PastSeries:
    """The readings of one past patient."""

    days: Floats
    """``(n,)`` float, since the first reading."""
    values: Floats
    """``(n,)`` float."""


def learn_course(
    course: UsualCourse,
    past: Sequence[PastSeries],
    *,
    rounds: int = 8,
    weight: float | None = None,
) -> UsualCourse:
    """Return the course that explains past patients best, the literature as ballast.

    Mean, covariance and speeds by expectation and maximisation in closed form; size of flares and
    error of a reading by trying a few factors. Readings stay with the caller: only sums are used.

    Parameters
    ----------
    past
        Series of other people than those who are forecast; empty leaves the course as it is.
    weight
        Patients that the literature counts for; as the file of courses says if omitted.
    """
    weight = load_forecast_rules().literature_people if weight is None else weight
    learned = course
    for _ in range(rounds):
        learned = _step(learned, course, past, weight)
    if not past:
        return learned
    candidates = [
        replace(
            learned,
            flare_sd=course.flare_sd * flare,
            reading_sd=course.reading_sd * error,
        )
        for flare in FLARE_FACTORS
        for error in ERROR_FACTORS
    ]
    best = max(candidates, key=lambda candidate: log_evidence(candidate, past))
    for _ in range(rounds // 2):
        best = _step(best, course, past, weight)
    return best


def learn_spread(
    course: UsualCourse, instrument: Instrument, past: Sequence[PastSeries]
) -> UsualCourse:
    """Return the course with the width of its intervals at which they held past readings.

    Each past patient's last reading is forecast from those before; the factor is the one at which
    intervals of every size held closest to their share.
    """
    if not past:
        return course

    def miss(factor: float) -> float:
        wide = replace(course, spread=factor)
        places = []
        for series in past:
            days, values = series.days, series.values
            ahead = forecast(wide, instrument, days[:-1], values[:-1], days[-1:])
            places.append(ahead.place(float(values[-1])))
        held = [
            np.mean([share_inside(p, (1 - size) / 2, (1 + size) / 2) for p in places])
            for size in INTERVALS
        ]
        return float(np.mean(np.abs(np.array(held) - np.array(INTERVALS))))

    return replace(course, spread=min(SPREADS, key=miss))


def log_evidence(course: UsualCourse, past: Sequence[PastSeries]) -> float:
    """Return the log probability of past readings under a course."""
    return float(sum(_log_sum(course, fit(course, s.days, s.values).evidence) for s in past))


def _step(
    course: UsualCourse, literature: UsualCourse, past: Sequence[PastSeries], weight: float
) -> UsualCourse:
    people = weight + len(past)
    total = weight * literature.mean
    speeds = weight * literature.tau_weights
    fits = [fit(course, series.days, series.values) for series in past]
    for one in fits:
        total = total + one.weights @ one.coefficients
        speeds = speeds + one.weights
    mean = total / people
    gap = literature.mean - mean
    spread = weight * (literature.covariance + np.outer(gap, gap))
    for one in fits:
        away = one.coefficients - mean
        inside = one.covariances + away[:, :, None] * away[:, None, :]
        spread = spread + np.einsum("t,tij->ij", one.weights, inside)
    return replace(course, mean=mean, covariance=spread / people, tau_weights=speeds / speeds.sum())


def _log_sum(course: UsualCourse, evidence: Floats) -> float:
    scores = np.log(course.tau_weights) + evidence
    top = scores.max()
    return float(top + np.log(np.exp(scores - top).sum()))
