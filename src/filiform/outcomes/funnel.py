"""Comparing groups honestly: exact funnel limits, shrinkage, small cells that are not shown."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST_GROUP = 10
"""Fewer people than this are not shown, unless the clinic asks for more."""
WINSOR_SHARE = 0.10


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """Where the share of a group of this size lies by chance, if it is like all others."""

    low_998: float
    low_95: float
    high_95: float
    high_998: float


def funnel_limits(people: int, target: float) -> FunnelLimits:
    """Return the limits of 95 and 99.8 % for a share.

    Exact binomial, interpolated between whole people, so that they do not jump with the size.

    References
    ----------
    Spiegelhalter 2005.
    """
    lows = [_quantile(people, target, p) for p in (0.001, 0.025, 0.975, 0.999)]
    return FunnelLimits(*lows)


def _quantile(n: int, target: float, p: float) -> float:
    total, before = 0.0, 0.0
    for count in range(n + 1):
        before = total
        total += math.comb(n, count) * target**count * (1 - target) ** (n - count)
        if total >= p:
            probability = total - before
            return (count - (total - p) / probability) / n
    return 1.0


@dataclass(frozen=True, slots=True)
class GroupShare:
    """How many of a group improved; ``None`` where the group is too small to be shown."""

    name: str
    people: int | None
    improved: int | None

    @property
    def share(self) -> float | None:
        """Share improved, 0 to 1."""
        if self.people is None or self.improved is None:
            return None
        return self.improved / self.people


def suppressed(
    groups: Sequence[tuple[str, int, int]], *, smallest: int = SMALLEST_GROUP
) -> tuple[GroupShare, ...]:
    """Hide groups that are too few, and one more where a single one could be found by subtraction.

    Parameters
    ----------
    groups
        Name, people, improved.
    """
    hidden = {name for name, people, _ in groups if people < smallest}
    if len(hidden) == 1 and len(groups) > 1:
        rest = [(people, name) for name, people, _ in groups if name not in hidden]
        hidden.add(min(rest)[1])
    return tuple(
        GroupShare(name, None, None) if name in hidden else GroupShare(name, people, improved)
        for name, people, improved in groups
    )


def shrunk_mean(mean: float, people: int, *, variance: float, prior: float, tau2: float) -> float:
    """Return a group's mean pulled towards that of all groups, the more the smaller it is."""
    own = variance / people
    pull = own / (own + tau2)
    return pull * prior + (1 - pull) * mean


def overdispersion(z_scores: Sequence[float]) -> float:
    """Return how much wider than chance groups differ, at least 1; extremes are pulled in."""
    ordered = sorted(z_scores)
    cut = int(WINSOR_SHARE * len(ordered))
    low, high = ordered[cut], ordered[-1 - cut]
    pulled = [min(max(z, low), high) for z in ordered]
    return max(1.0, math.fsum(z * z for z in pulled) / len(pulled))
