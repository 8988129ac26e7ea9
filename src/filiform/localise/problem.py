"""What is left to solve once absent findings and palpation are absorbed, and its solution."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

SURELY = 1.0 - 1e-12
"""Chance of a cause that is taken as active; a certainty would have no odds."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Present findings and the causes they share.

    The links of finding ``j`` stand at ``starts[j]`` to ``starts[j + 1]``.

    Parameters
    ----------
    chance
        Probability of each cause after the absent findings and palpation, ``(causes,)`` float.
    starts
        ``(findings + 1,)`` int.
    causes
        Cause of each link, ``(links,)`` int.
    strengths
        Chance that the link fires if its cause is active, ``(links,)`` float.
    leaks
        Chance that each finding is triggered without any cause, ``(findings,)`` float.
    if_silent, if_triggered
        Likelihood of what was seen if the finding is not, or is, triggered, ``(findings,)`` float:
        0 and 1 for a finding beyond doubt.
    """

    chance: NDArray[np.float64]
    starts: NDArray[np.int64]
    causes: NDArray[np.int64]
    strengths: NDArray[np.float64]
    leaks: NDArray[np.float64]
    if_silent: NDArray[np.float64]
    if_triggered: NDArray[np.float64]

    @property
    def finding_count(self) -> int:
        """How many findings are present."""
        return len(self.leaks)

    def links_of(self, finding: int) -> slice:
        """Return where the links of one finding stand."""
        return slice(int(self.starts[finding]), int(self.starts[finding + 1]))

    def taking(self, active: Iterable[int] = (), inactive: Iterable[int] = ()) -> "Problem":
        """Return the problem with some causes taken as active, and some as not."""
        chance = self.chance.copy()
        chance[list(active)] = SURELY
        chance[list(inactive)] = 1.0 - SURELY
        return replace(self, chance=chance)


@dataclass(frozen=True, slots=True)
class Posterior:
    """What the present findings say about their causes.

    Parameters
    ----------
    probability
        Probability that each cause is active, ``(causes,)`` float.
    link_fired
        Probability that each link fired, ``(links,)`` float in the order of the problem.
    leak_fired
        Probability that the leak of each finding fired, ``(findings,)`` float.
    log_evidence
        Log probability of all present findings.
    width
        Largest number of findings open at once: the measure of difficulty.
    """

    probability: NDArray[np.float64]
    link_fired: NDArray[np.float64]
    leak_fired: NDArray[np.float64]
    log_evidence: float
    width: int
