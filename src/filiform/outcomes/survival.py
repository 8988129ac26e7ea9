"""Time until an event, with those in whom it has not come yet: Kaplan-Meier, log-rank, Cox.

Somebody who is not back yet is counted as not back yet, never left out.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from filiform.outcomes.errors import TooFewReadingsError


@dataclass(frozen=True, slots=True)
class Followed:
    """How long one person was followed, and whether the event came."""

    time: float
    event: bool


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """Share without the event yet, a step at each time of one."""

    times: tuple[float, ...]
    shares: tuple[float, ...]

    def at(self, time: float) -> float:
        """Return the share without the event after this time."""
        share = 1.0
        for step, after in zip(self.times, self.shares, strict=True):
            if step > time:
                break
            share = after
        return share

    @property
    def median(self) -> float | None:
        """When half have had the event; ``None`` if fewer have."""
        for step, share in zip(self.times, self.shares, strict=True):
            if share <= 0.5:
                return step
        return None

    def mean_until(self, horizon: float) -> float:
        """Return the mean time without the event up to a horizon."""
        area, last, share = 0.0, 0.0, 1.0
        for step, after in zip(self.times, self.shares, strict=True):
            if step >= horizon:
                break
            area += (step - last) * share
            last, share = step, after
        return area + (horizon - last) * share


def kaplan_meier(people: Sequence[Followed]) -> SurvivalCurve:
    """Return the share without the event yet.

    Raises
    ------
    TooFewReadingsError
        If nobody was followed.
    """
    _require(people)
    times, shares, share = [], [], 1.0
    for time in sorted({person.time for person in people if person.event}):
        at_risk = sum(person.time >= time for person in people)
        events = sum(person.time == time and person.event for person in people)
        share *= 1 - events / at_risk
        times.append(time)
        shares.append(share)
    return SurvivalCurve(tuple(times), tuple(shares))


def log_rank(first: Sequence[Followed], second: Sequence[Followed]) -> float:
    """Return the log-rank statistic of two groups, chi-square with one degree of freedom."""
    _require(first, second)
    everyone = [*first, *second]
    difference = variance = 0.0
    for time in {person.time for person in everyone if person.event}:
        n = sum(person.time >= time for person in everyone)
        n1 = sum(person.time >= time for person in first)
        d = sum(person.time == time and person.event for person in everyone)
        d1 = sum(person.time == time and person.event for person in first)
        difference += d1 - d * n1 / n
        if n > 1:
            variance += d * (n1 / n) * (1 - n1 / n) * (n - d) / (n - 1)
    return difference**2 / variance


def cox_two_groups(first: Sequence[Followed], second: Sequence[Followed]) -> tuple[float, float]:
    """Return the log hazard ratio of the first against the second group, and its error.

    Ties after Efron; found by Newton's steps.
    """
    _require(first, second)
    times = sorted({person.time for person in (*first, *second) if person.event})
    beta = 0.0
    for _ in range(50):
        score = information = 0.0
        for time in times:
            risk1 = sum(p.time >= time for p in first) * math.exp(beta)
            risk0 = float(sum(p.time >= time for p in second))
            d1 = sum(p.time == time and p.event for p in first)
            d0 = sum(p.time == time and p.event for p in second)
            score += d1
            for tie in range(d1 + d0):
                share = tie / (d1 + d0)
                top = risk1 - share * d1 * math.exp(beta)
                whole = top + risk0 - share * d0
                score -= top / whole
                information += (top / whole) * (1 - top / whole)
        step = score / information
        beta += step
        if abs(step) < 1e-12:
            break
    return beta, 1 / math.sqrt(information)


def _require(*groups: Sequence[Followed]) -> None:
    if not all(groups):
        raise TooFewReadingsError("A group in which nobody was followed has no curve.")
