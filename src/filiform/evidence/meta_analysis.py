"""Pool studies that differ: REML, Knapp-Hartung, prediction interval, heterogeneity.

References
----------
DerSimonian and Laird 1986; Viechtbauer 2005 for REML; Knapp and Hartung 2003; Higgins, Thompson
and Spiegelhalter 2009 for the prediction interval with k − 2 degrees of freedom.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from filiform.errors import FiliformError
from filiform.evidence.student import chi_square_tail, t_quantile

FEWEST_TO_POOL = 5
"""Below this the studies are shown and not pooled."""
_Z95 = NormalDist().inv_cdf(0.975)


class PoolingError(FiliformError, ValueError):
    """Studies that cannot be pooled: fewer than two, or a standard error that is none."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One study: its estimate and the standard error of that."""

    value: float
    standard_error: float

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the estimate."""
        half = _Z95 * self.standard_error
        return self.value - half, self.value + half


@dataclass(frozen=True, slots=True)
class Pooled:
    """Studies together. All intervals are of 95 %."""

    studies: int
    estimate: float
    standard_error: float
    interval: tuple[float, float]
    """By Knapp and Hartung, unless ``model`` is ``fixed``."""
    wald_interval: tuple[float, float]
    """By the normal distribution; too narrow with few studies."""
    prediction: tuple[float, float] | None
    """Where the true effect of a further study would lie; ``None`` with two studies or fixed."""
    tau2: float
    """Variance of the true effects between studies."""
    q: float
    p_heterogeneity: float
    i2: float
    """Share of the variance that is between studies, 0 to 100, from ``tau2``."""
    i2_from_q: float
    """The same from Q, as many papers print it."""
    model: str


def effect_from_interval(value: float, low: float, high: float) -> Effect:
    """Return an effect from its printed 95 % interval.

    Raises
    ------
    PoolingError
        If the interval does not hold the value.
    """
    if not low <= value <= high or low == high:
        raise PoolingError(f"The interval {low} to {high} does not hold the estimate {value}.")
    return Effect(value, (high - low) / (2 * _Z95))


def effect_from_people(value: float, people: int) -> Effect:
    """Return a standardised difference with the usual error of two equal arms."""
    return Effect(value, math.sqrt(4 / people + value**2 / (2 * people)))


def log_risk_ratio(treated: int, of_treated: int, control: int, of_control: int) -> Effect:
    """Return the log of the ratio of two risks.

    Raises
    ------
    PoolingError
        If an arm has no event: the ratio is then not defined, and is not guessed.
    """
    if min(treated, control) < 1:
        raise PoolingError("An arm without events has no risk ratio.")
    value = math.log((treated / of_treated) / (control / of_control))
    return Effect(value, math.sqrt(1 / treated - 1 / of_treated + 1 / control - 1 / of_control))


def pool(effects: Sequence[Effect], *, model: str = "REML") -> Pooled:
    """Pool studies by ``REML``, by ``DL`` (DerSimonian and Laird) or as one ``fixed`` effect.

    Raises
    ------
    PoolingError
        If there are fewer than two studies or a standard error is not above zero.
    """
    if len(effects) < 2 or any(
        effect.standard_error <= 0 or not math.isfinite(effect.standard_error) for effect in effects
    ):
        raise PoolingError("Pooling needs two studies, each with a standard error above zero.")
    values = [effect.value for effect in effects]
    variances = [effect.standard_error**2 for effect in effects]
    k = len(effects)
    fixed, _ = _weighted(values, variances, 0.0)
    q = math.fsum((y - fixed) ** 2 / v for y, v in zip(values, variances, strict=True))
    tau2 = {"fixed": lambda *_: 0.0, "DL": _dersimonian_laird, "REML": _reml}[model](
        values, variances
    )
    estimate, wald_error = _weighted(values, variances, tau2)
    residual = math.fsum(
        (y - estimate) ** 2 / (v + tau2) for y, v in zip(values, variances, strict=True)
    )
    error = wald_error if model == "fixed" else wald_error * math.sqrt(residual / (k - 1))
    width = _Z95 if model == "fixed" else t_quantile(0.975, k - 1)
    prediction = None
    if k > 2 and model != "fixed":
        reach = t_quantile(0.975, k - 2) * math.sqrt(tau2 + wald_error**2)
        prediction = (estimate - reach, estimate + reach)
    typical = _typical_variance(variances)
    return Pooled(
        studies=k,
        estimate=estimate,
        standard_error=error,
        interval=(estimate - width * error, estimate + width * error),
        wald_interval=(estimate - _Z95 * wald_error, estimate + _Z95 * wald_error),
        prediction=prediction,
        tau2=tau2,
        q=q,
        p_heterogeneity=chi_square_tail(q, k - 1),
        i2=100 * tau2 / (tau2 + typical),
        i2_from_q=max(0.0, 100 * (q - (k - 1)) / q) if q else 0.0,
        model=model,
    )


def _weighted(
    values: Sequence[float], variances: Sequence[float], tau2: float
) -> tuple[float, float]:
    weights = [1 / (v + tau2) for v in variances]
    total = math.fsum(weights)
    return (
        math.fsum(w * y for w, y in zip(weights, values, strict=True)) / total,
        math.sqrt(1 / total),
    )


def _dersimonian_laird(values: Sequence[float], variances: Sequence[float]) -> float:
    weights = [1 / v for v in variances]
    total = math.fsum(weights)
    fixed = math.fsum(w * y for w, y in zip(weights, values, strict=True)) / total
    q = math.fsum(w * (y - fixed) ** 2 for w, y in zip(weights, values, strict=True))
    scale = total - math.fsum(w * w for w in weights) / total
    return max(0.0, (q - (len(values) - 1)) / scale)


def _reml(values: Sequence[float], variances: Sequence[float]) -> float:
    """Return the restricted maximum likelihood estimate, by golden section on its log."""
    spread = max(values) - min(values)
    low, high = 0.0, max(spread**2, max(variances)) * 4
    ratio = (math.sqrt(5) - 1) / 2
    first, second = high - ratio * (high - low), low + ratio * (high - low)
    for _ in range(70):
        if _restricted(values, variances, first) > _restricted(values, variances, second):
            high, second = second, first
            first = high - ratio * (high - low)
        else:
            low, first = first, second
            second = low + ratio * (high - low)
    best = (low + high) / 2
    at_zero = _restricted(values, variances, 0.0)
    return 0.0 if at_zero >= _restricted(values, variances, best) else best


def _restricted(values: Sequence[float], variances: Sequence[float], tau2: float) -> float:
    estimate, error = _weighted(values, variances, tau2)
    logs = math.fsum(math.log(v + tau2) for v in variances)
    squares = math.fsum(
        (y - estimate) ** 2 / (v + tau2) for y, v in zip(values, variances, strict=True)
    )
    return -0.5 * (logs - 2 * math.log(error) + squares)


def _typical_variance(variances: Sequence[float]) -> float:
    weights = [1 / v for v in variances]
    total = math.fsum(weights)
    squares = math.fsum(w * w for w in weights)
    return (len(variances) - 1) * total / (total**2 - squares)
