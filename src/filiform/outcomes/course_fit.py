"""Update a usual course by the readings of one person, exactly and without sampling."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filiform.outcomes.course import UsualCourse

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A usual course after the readings of one person, for each speed."""

    weights: Floats
    """``(taus,)`` float, sum 1."""
    evidence: Floats
    """Log probability of the readings, ``(taus,)`` float."""
    coefficients: Floats
    """Expected level and fall, ``(taus, 2)`` float."""
    covariances: Floats
    """``(taus, 2, 2)`` float."""
    half_values: Floats
    """Readings freed of flares and error, ``(n,)`` float."""
    half_bases: Floats
    """``(taus, n, 2)`` float."""
    half_cross: Floats
    """``(n, ahead)`` float."""


def fit(
    course: UsualCourse,
    days: Floats,
    values: Floats,
    *,
    counts: Floats | None = None,
    ahead: Floats | None = None,
) -> Fit:
    """Update a usual course by the readings of one person, in any order of time.

    Parameters
    ----------
    counts
        Readings averaged into each value, ``(n,)`` float; 1 if omitted.
    ahead
        Days to be forecast, ``(ahead,)`` float.
    """
    order = np.argsort(days, kind="stable")
    days, values = days[order], values[order]
    counts = np.ones(len(days)) if counts is None else counts[order]
    ahead = np.empty(0) if ahead is None else ahead
    taus = len(course.tau_days)
    bases = np.concatenate([basis_of(days, tau) for tau in course.tau_days], axis=1)
    columns = np.column_stack([values, bases, _flares(course, days, ahead)])
    whitened, log_root = _whiten(course, days, counts, columns)
    half_bases = whitened[:, 1 : 1 + 2 * taus].reshape(len(days), taus, 2).transpose(1, 0, 2)
    half_gaps = whitened[:, 0] - half_bases @ course.mean
    precision = np.linalg.inv(course.covariance)
    inner = precision + np.einsum("tni,tnj->tij", half_bases, half_bases)
    pull = np.einsum("tni,tn->ti", half_bases, half_gaps)
    covariances = np.linalg.inv(inner)
    shift = np.einsum("tij,tj->ti", covariances, pull)
    log_determinant = (
        log_root + np.linalg.slogdet(course.covariance)[1] + np.linalg.slogdet(inner)[1]
    )
    quadratic = np.einsum("tn,tn->t", half_gaps, half_gaps) - np.einsum("ti,ti->t", pull, shift)
    evidence = -0.5 * (quadratic + log_determinant + len(days) * math.log(2 * math.pi))
    scores = np.log(course.tau_weights) + evidence
    weights = np.exp(scores - scores.max())
    return Fit(
        weights=weights / weights.sum(),
        evidence=evidence,
        coefficients=course.mean + shift,
        covariances=covariances,
        half_values=whitened[:, 0],
        half_bases=half_bases,
        half_cross=whitened[:, 1 + 2 * taus :],
    )


def posterior(
    course: UsualCourse, days: Floats, values: Floats, ahead: Floats, counts: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return what is expected of the true level on the days ahead.

    Returns
    -------
    weights, log_evidence, means, covariances
        ``(taus,)``, ``(taus,)``, ``(taus, ahead)`` and ``(taus, ahead, ahead)`` float: of each
        speed its weight, the log probability of the readings, and mean and covariance.
    """
    one = fit(course, days, values, counts=counts, ahead=ahead)
    bases = np.stack([basis_of(ahead, tau) for tau in course.tau_days])
    gaps = one.half_values - np.einsum("tni,ti->tn", one.half_bases, one.coefficients)
    means = np.einsum("tai,ti->ta", bases, one.coefficients) + gaps @ one.half_cross
    left = bases - np.einsum("na,tni->tai", one.half_cross, one.half_bases)
    rest = _flares(course, ahead, ahead) - one.half_cross.T @ one.half_cross
    covariances = rest + np.einsum("tai,tij,tbj->tab", left, one.covariances, left)
    return one.weights, one.evidence, means, covariances


def basis_of(days: Floats, tau: float) -> Floats:
    """Return what level and fall add to each day, ``(days, 2)`` float."""
    return np.column_stack([np.ones(len(days)), np.exp(-days / tau)])


def _flares(course: UsualCourse, first: Floats, second: Floats) -> Floats:
    apart = np.abs(first[:, None] - second[None, :])
    return course.flare_sd**2 * np.exp(-apart / course.flare_days)


def _whiten(
    course: UsualCourse, days: Floats, counts: Floats, columns: Floats
) -> tuple[Floats, float]:
    """Free columns of flares and error of a reading, as a Kalman filter does, day by day.

    Flares forget: what is left of one depends on the day before only, so no matrix of all days by
    all days is needed.

    Parameters
    ----------
    columns
        ``(n, columns)`` float, rows in order of time.

    Returns
    -------
    whitened, log_determinant
        ``(n, columns)`` float, and the log determinant of the covariance of the readings.
    """
    out = np.empty_like(columns)
    flare = np.zeros(columns.shape[1])
    stationary = course.flare_sd**2
    uncertainty = stationary
    log_determinant = 0.0
    errors = (course.reading_sd**2 / counts).tolist()
    kept = np.exp(-np.diff(days, prepend=days[:1]) / course.flare_days).tolist()
    for row in range(len(days)):
        flare = flare * kept[row]
        uncertainty = kept[row] ** 2 * uncertainty + stationary * (1 - kept[row] ** 2)
        variance = uncertainty + errors[row]
        innovation = columns[row] - flare
        out[row] = innovation / math.sqrt(variance)
        gain = uncertainty / variance
        flare = flare + gain * innovation
        uncertainty -= gain * uncertainty
        log_determinant += math.log(variance)
    return out, log_determinant
