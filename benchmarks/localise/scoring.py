"""From the score of each trigger point to the rank of a muscle, and shares with their intervals."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filiform.localise.network import Network
from published import SidedMuscle

TIE = 1e-12
"""Scores this close count as equal: no method is surer of its own rounding."""

Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Share:
    """A number of hits out of a number of cases."""

    hits: int
    total: int

    @property
    def wilson_95(self) -> tuple[float, float]:
        """The 95 % interval of Wilson, which stays inside 0 to 1 and holds for few cases."""
        if not self.total:
            return 0.0, 1.0
        share = self.hits / self.total
        shrink = 1 + Z_95**2 / self.total
        centre = (share + Z_95**2 / (2 * self.total)) / shrink
        spread = share * (1 - share) / self.total + Z_95**2 / (4 * self.total**2)
        half = Z_95 * math.sqrt(spread) / shrink
        return max(centre - half, 0.0), min(centre + half, 1.0)


def score_by_muscle(scores: NDArray[np.float64], network: Network) -> dict[SidedMuscle, float]:
    """Give each muscle, on each side, the score of its best point.

    Parameters
    ----------
    scores
        One score per cause, in the order of ``network.causes``; higher is better.
    """
    best: dict[SidedMuscle, float] = {}
    for cause, score in zip(network.causes, scores.tolist(), strict=True):
        owner = network.atlas.trigger_points[cause.trigger_point].muscle
        muscle = SidedMuscle(owner, cause.side)
        best[muscle] = max(score, best.get(muscle, -math.inf))
    return best


def rank_of(muscle: SidedMuscle, scores: Mapping[SidedMuscle, float]) -> int:
    """Return the place of a muscle among all sided muscles; every tie counts against it."""
    own = scores[muscle]
    return sum(score >= own - TIE for score in scores.values())


def best_rank(muscles: Iterable[SidedMuscle], scores: Mapping[SidedMuscle, float]) -> int:
    """Return the place of the best placed of several muscles."""
    return min(rank_of(muscle, scores) for muscle in muscles)


def chance_of_hit(wanted: int, places: int, muscles: int) -> float:
    """Return the probability that a random order puts one of the wanted muscles that high.

    Parameters
    ----------
    wanted
        How many of the muscles would be a hit.
    places
        How many places count.
    muscles
        How many muscles there are.
    """
    return 1 - math.comb(muscles - wanted, places) / math.comb(muscles, places)
