"""The expected course of one person: a usual course updated by the person's own readings.

Linear and Gaussian given how fast the course falls, so the update is exact and takes no sampling;
the few speeds are weighed by how well they explain the readings. The course is that of people in
care, under whatever programme they have: nothing here says what a needle does.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filiform.outcomes.course import UsualCourse, load_forecast_rules
from filiform.outcomes.course_fit import basis_of, posterior
from filiform.outcomes.errors import ForecastError
from filiform.outcomes.instrument import Instrument

Floats = NDArray[np.float64]
Numbers = Sequence[float] | Floats

EDGES = 120
"""Edges at which the forecast distribution is evaluated across the scale."""


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """What readings to expect on some days, and how sure that is.

    A mixture of normals per day, one for each speed of the course, folded into the scale.
    """

    course: UsualCourse
    instrument: Instrument
    days: Floats
    """``(days,)`` float, since the first reading."""
    readings: int
    """Of this person, that went into it."""
    weights: Floats
    """Of each speed, ``(taus,)`` float, sum 1."""
    means: Floats
    """Expected level, ``(taus, days)`` float."""
    level_sds: Floats
    """Of the true level, ``(taus, days)`` float."""
    reading_sds: Floats
    """Of a reading, ``(taus, days)`` float."""
    prior_sd: Floats
    """Of a reading before any was taken, without ``spread``, ``(days,)`` float."""

    @property
    def mean(self) -> Floats:
        """Expected level on each day, ``(days,)`` float, kept inside the scale."""
        return np.clip(self.weights @ self.means, self.instrument.lowest, self.instrument.highest)

    def cdf(self, values: Floats, *, of_level: bool = False) -> Floats:
        """Return the probability of at most each value, ``(days, values)`` float.

        Parameters
        ----------
        values
            ``(values,)`` float; what lies beyond the ends of the scale counts as the end.
        of_level
            Whether of the true level rather than of a reading.
        """
        sds = self.level_sds if of_level else self.reading_sds
        z = (values[None, None, :] - self.means[:, :, None]) / sds[:, :, None]
        inside = np.einsum("t,tdv->dv", self.weights, _normal_cdf(z))
        inside = np.where(values >= self.instrument.highest, 1.0, inside)
        return np.asarray(np.where(values < self.instrument.lowest, 0.0, inside))

    def quantiles(self, shares: Sequence[float]) -> Floats:
        """Return the readings below which these shares lie, ``(days, shares)`` float."""
        edges = np.linspace(self.instrument.lowest, self.instrument.highest, EDGES + 1)
        probability = self.cdf(edges)
        out = np.empty((len(self.days), len(shares)))
        for day, row in enumerate(probability):
            out[day] = np.interp(shares, np.maximum.accumulate(row), edges)
        return out

    def interval(self, share: float) -> Floats:
        """Return the central interval of a reading, ``(days, 2)`` float."""
        tail = (1 - share) / 2
        return self.quantiles([tail, 1 - tail])

    def probabilities(self) -> Floats:
        """Return the probability of each step of the scale, ``(days, steps)`` float, rows sum 1.

        Raises
        ------
        ForecastError
            If the scale has no steps.
        """
        values = scale_values(self.instrument)
        step = values[1] - values[0]
        upper = self.cdf_beyond_ends(values + step / 2)
        upper[:, -1] = 1.0
        return np.diff(upper, prepend=0.0, axis=1)

    def cdf_beyond_ends(self, values: Floats) -> Floats:
        """Return the probability of at most each value before folding into the scale."""
        z = (values[None, None, :] - self.means[:, :, None]) / self.reading_sds[:, :, None]
        return np.asarray(np.einsum("t,tdv->dv", self.weights, _normal_cdf(z)))

    def place(self, value: float, *, day: int = 0) -> tuple[float, float]:
        """Return the probability of a reading below this one, and of one up to it.

        They differ by the probability of this very reading; on a scale with steps a reading has
        a place between the two rather than at a point.
        """
        half = self.instrument.grid() / 2
        below, up_to = self.cdf_beyond_ends(np.array([value - half, value + half]))[day]
        lowest, highest = self.instrument.lowest, self.instrument.highest
        return (
            0.0 if value <= lowest else float(below),
            1.0 if value >= highest else float(up_to),
        )

    def probability_of_reaching(self, goal: float) -> Floats:
        """Return P(true level at the goal or better) on each day, ``(days,)`` float."""
        at_most = self.cdf_of_level(goal)
        return at_most if self.instrument.sign < 0 else 1 - at_most

    def cdf_of_level(self, value: float) -> Floats:
        """Return P(true level ≤ value) on each day, ``(days,)`` float."""
        z = (value - self.means) / self.level_sds
        return np.asarray(self.weights @ _normal_cdf(z))

    @property
    def known_share(self) -> Floats:
        """Share of the usual uncertainty that the person's own readings took away, 0 to 1."""
        mean = self.weights @ self.means
        own = (self.reading_sds / self.course.spread) ** 2
        variance = self.weights @ (own + (self.means - mean) ** 2)
        return np.asarray(np.clip(1 - np.sqrt(variance) / self.prior_sd, 0.0, 1.0))


def forecast(
    course: UsualCourse,
    instrument: Instrument,
    days: Numbers,
    values: Numbers,
    at_days: Numbers,
    *,
    readings: Sequence[int] | None = None,
) -> Forecast:
    """Forecast readings of one person.

    Parameters
    ----------
    days
        When each reading was taken, ``(n,)``, days since the first; any order, none is allowed.
    values
        ``(n,)`` float. A reading that was not taken is left out, never zero. With none at all the
        answer is the usual course.
    at_days
        ``(m,)`` days to forecast.
    readings
        How many readings each value averages, 1 if omitted.

    Raises
    ------
    ForecastError
        If a value is none of the scale, lengths differ, or a day lies beyond the horizon.
    """
    known = _checked(instrument, days, values)
    ahead = np.asarray(at_days, dtype=float)
    horizon = load_forecast_rules().horizon_days
    last = float(known[0].max()) if len(known[0]) else math.inf
    if len(ahead) == 0 or not np.all(np.isfinite(ahead)) or ahead.max() > last + horizon:
        raise ForecastError(
            f"{instrument.id}: a day beyond {horizon:g} days after the last reading is not "
            "forecast; too little is known that far ahead."
        )
    counts = np.ones(len(known[0])) if readings is None else np.asarray(readings, dtype=float)
    weights, _, means, covariances = posterior(course, known[0], known[1], ahead, counts)
    variances = np.einsum("tdd->td", covariances).clip(min=1e-12)
    prior = _prior_variance(course, ahead)
    return Forecast(
        course=course,
        instrument=instrument,
        days=ahead,
        readings=len(known[0]),
        weights=weights,
        means=means,
        level_sds=course.spread * np.sqrt(variances),
        reading_sds=course.spread * np.sqrt(variances + course.reading_sd**2),
        prior_sd=np.sqrt(prior),
    )


def probability_of_change(
    course: UsualCourse,
    instrument: Instrument,
    days: Numbers,
    values: Numbers,
    *,
    since_day: float,
    day: float,
    at_least: float,
) -> float:
    """Return P(true level on ``day`` is better than on ``since_day`` by ``at_least``).

    From all readings together, so a lucky first or last one counts for what it is worth.
    """
    known = _checked(instrument, days, values)
    ahead = np.array([since_day, day], dtype=float)
    counts = np.ones(len(known[0]))
    weights, _, means, covariances = posterior(course, known[0], known[1], ahead, counts)
    gain = instrument.sign * (means[:, 1] - means[:, 0])
    variance = covariances[:, 0, 0] + covariances[:, 1, 1] - 2 * covariances[:, 0, 1]
    sd = course.spread * np.sqrt(variance.clip(min=1e-12))
    return float(weights @ (1 - _normal_cdf((at_least - gain) / sd)))


def scale_values(instrument: Instrument) -> Floats:
    """Return every value of a scale with steps.

    Raises
    ------
    ForecastError
        If the scale has none.
    """
    if instrument.step is None:
        raise ForecastError(f"{instrument.id}: the scale has no steps.")
    count = round((instrument.highest - instrument.lowest) / instrument.step)
    return np.asarray(instrument.lowest + instrument.step * np.arange(count + 1), dtype=float)


def _checked(instrument: Instrument, days: Numbers, values: Numbers) -> tuple[Floats, Floats]:
    when, what = np.asarray(days, dtype=float), np.asarray(values, dtype=float)
    inside = (what >= instrument.lowest) & (what <= instrument.highest)
    if when.shape != what.shape or not np.all(np.isfinite(when)) or not np.all(inside):
        raise ForecastError(
            f"{instrument.id}: {len(when)} days and {len(what)} values came; expected as many of "
            f"both, each value from {instrument.lowest:g} to {instrument.highest:g}."
        )
    return when, what


def _prior_variance(course: UsualCourse, ahead: Floats) -> Floats:
    """Return the variance of a reading before any was taken, over all speeds, ``(ahead,)``."""
    means = np.stack([basis_of(ahead, tau) @ course.mean for tau in course.tau_days])
    spreads = np.stack(
        [
            np.einsum("di,ij,dj->d", basis, course.covariance, basis)
            for basis in (basis_of(ahead, tau) for tau in course.tau_days)
        ]
    )
    middle = course.tau_weights @ means
    return np.asarray(
        course.tau_weights @ (spreads + (means - middle) ** 2)
        + course.flare_sd**2
        + course.reading_sd**2
    )


def _normal_cdf(z: Floats) -> Floats:
    flat = (z / math.sqrt(2)).ravel().tolist()
    return 0.5 * (1 + np.array([math.erf(x) for x in flat]).reshape(z.shape))
