"""Statistics for one person with several readings before and during treatment.

Every index says how the readings of the two phases differ, none says why. ``improvement`` is 1
if a higher reading is better and −1 if a lower one is; readings that were not taken are left out
by the caller, never entered as zero.

References
----------
Parker, Vannest and Davis 2011 for the indices of overlap; Parker, Vannest, Davis and Sauber 2011
for Tau-U. Several variants of Tau-U exist: this is A against B less the trend of A, which can
exceed 1.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import fmean, median, stdev

from filiform.outcomes.errors import TooFewReadingsError

Readings = Sequence[float]


@dataclass(frozen=True, slots=True)
class LogRatio:
    """A log response ratio with its standard error; for scales with a true zero only."""

    value: float
    standard_error: float


def nap(a: Readings, b: Readings, *, improvement: int) -> float:
    """Return the share of all pairs in which the reading of B is better; a tie counts half."""
    better, worse = _pairs(a, b, improvement)
    pairs = len(a) * len(b)
    return (better + (pairs - better - worse) / 2) / pairs


def tau(a: Readings, b: Readings, *, improvement: int) -> float:
    """Return pairs of A and B that improve less those that worsen, over all pairs."""
    better, worse = _pairs(a, b, improvement)
    return (better - worse) / (len(a) * len(b))


def tau_u(a: Readings, b: Readings, *, improvement: int) -> float:
    """Return Tau less the trend that was there before treatment, ``(S_AB − S_A) / (n_A n_B)``."""
    better, worse = _pairs(a, b, improvement)
    return (better - worse - trend(a, improvement=improvement)) / (len(a) * len(b))


def trend(phase: Readings, *, improvement: int) -> int:
    """Return Kendall's S of one phase: pairs in time that improve less those that worsen."""
    return sum(_sign((later - earlier) * improvement) for earlier, later in combinations(phase, 2))


def pnd(a: Readings, b: Readings, *, improvement: int) -> float:
    """Return the share of B beyond the best reading of A; for reading old papers only."""
    best = max(x * improvement for x in _filled(a))
    return fmean(x * improvement > best for x in _filled(b))


def pem(a: Readings, b: Readings, *, improvement: int) -> float:
    """Return the share of B beyond the median of A, a tie counting half."""
    middle = median(x * improvement for x in _filled(a))
    return fmean((_sign(x * improvement - middle) + 1) / 2 for x in _filled(b))


def pand(a: Readings, b: Readings, *, improvement: int) -> float:
    """Return the share of all readings that stay when just enough are taken out for no overlap."""
    return _without_overlap(a, b, improvement) / (len(a) + len(b))


def robust_ird(a: Readings, b: Readings, *, improvement: int) -> float:
    """Return the robust improvement rate difference, from the readings that overlap."""
    kept = _without_overlap(a, b, improvement)
    half = (len(a) + len(b) - kept) / 2
    return (len(b) - half) / len(b) - half / len(a)


def smd(a: Readings, b: Readings, *, improvement: int, corrected: bool = False) -> float:
    """Return the difference of the means in standard deviations of A; ``corrected`` after Hedges.

    Raises
    ------
    TooFewReadingsError
        If A has fewer than two readings or all of them are equal.
    """
    spread = stdev(a) if len(a) > 1 else 0.0
    if not spread:
        raise TooFewReadingsError("A standard deviation needs two differing readings of A.")
    difference = improvement * (fmean(_filled(b)) - fmean(a)) / spread
    return difference * (1 - 3 / (4 * len(a) - 5)) if corrected else difference


def log_response_ratio(a: Readings, b: Readings, *, improvement: int) -> LogRatio:
    """Return the log of the ratio of the means, corrected for few readings.

    Raises
    ------
    TooFewReadingsError
        If a phase has fewer than two readings or a mean is not above zero.
    """
    if min(len(a), len(b)) < 2 or min(fmean(a), fmean(b)) <= 0:
        raise TooFewReadingsError(
            "A response ratio needs two readings of each phase on a scale with a true zero."
        )
    terms = [(stdev(x) ** 2 / (len(x) * fmean(x) ** 2)) for x in (a, b)]
    value = math.log(fmean(b) / fmean(a)) + terms[1] / 2 - terms[0] / 2
    return LogRatio(improvement * value, math.sqrt(terms[0] + terms[1]))


def serial_correlation(phase: Readings) -> float:
    """Return the correlation of each reading with the one before; makes naive intervals short."""
    if len(phase) < 3:
        raise TooFewReadingsError("A serial correlation needs three readings.")
    mean = fmean(phase)
    total = math.fsum((x - mean) ** 2 for x in phase)
    if not total:
        return 0.0
    return math.fsum((x - mean) * (y - mean) for x, y in pairwise(phase)) / total


def randomisation_test(
    readings: Readings,
    *,
    start: int,
    allowed: Sequence[int],
    improvement: int,
    statistic: Callable[..., float] = tau,
) -> float:
    """Return the share of the allowed start days with a statistic at least as large.

    The only method here that may speak of a cause, and only if the start of treatment was drawn
    by lot among ``allowed`` before the first reading.

    Parameters
    ----------
    readings
        All readings in order of time.
    start
        Index of the first reading under treatment, as drawn.
    allowed
        Indices among which it was drawn.

    Raises
    ------
    TooFewReadingsError
        If ``start`` was not among ``allowed``, or one of those leaves a phase empty.
    """
    if start not in allowed or min(allowed) < 1 or max(allowed) >= len(readings):
        raise TooFewReadingsError("The start must be one of the allowed days, inside the series.")
    values = {
        day: statistic(readings[:day], readings[day:], improvement=improvement) for day in allowed
    }
    return fmean(value >= values[start] - 1e-12 for value in values.values())


def _pairs(a: Readings, b: Readings, improvement: int) -> tuple[int, int]:
    signs = [_sign((y - x) * improvement) for x in _filled(a) for y in _filled(b)]
    return signs.count(1), signs.count(-1)


def _without_overlap(a: Readings, b: Readings, improvement: int) -> int:
    """Return how many readings stay when the fewest are taken out that leave no overlap."""
    first = [x * improvement for x in _filled(a)]
    second = [x * improvement for x in _filled(b)]
    cuts = [-math.inf, *first, *second]
    return max(sum(x <= cut for x in first) + sum(y > cut for y in second) for cut in cuts)


def _filled(phase: Readings) -> Readings:
    if not phase:
        raise TooFewReadingsError("A phase without readings cannot be compared.")
    return phase


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
