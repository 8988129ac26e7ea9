"""From the evidence of a case to the problem that is left to solve.

An absent finding factorises over its causes, and so does palpation: both only change the odds of
single causes. So does the half of a graded finding that says "no higher than seen". What remains
is one noisy-OR for each finding that is present.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filiform.localise.encoding import Evidence
from filiform.localise.levels import Level
from filiform.localise.network import Network
from filiform.localise.problem import Problem


@dataclass(frozen=True, slots=True)
class Absorbed:
    """A case with all but its present findings absorbed.

    Parameters
    ----------
    problem
        The present findings in the order of the evidence.
    log_evidence
        Log probability of what was absorbed. Palpation counts as the likelihood against an
        inactive point.
    """

    problem: Problem
    log_evidence: float


def absorb(evidence: Evidence, network: Network) -> Absorbed:
    """Absorb unpainted areas, negative movement tests, palpation, and "no higher than seen"."""
    table, area_count = network.table, len(network.area_links)
    # Start from the drawing in which nothing is painted and take the painted areas out again.
    log_factor = network.log_all_unpainted.copy()
    log_leaks = network.log_no_area_leak
    links = [table.links_of(finding) for finding in evidence.present.tolist()]
    for finding, level, own in zip(
        evidence.present.tolist(), evidence.levels.tolist(), links, strict=True
    ):
        change = table.log_at_most[level, own]
        log_leaks += table.leak_log_at_most[level, finding]
        if finding < area_count:
            change = change - table.log_at_most[Level.ABSENT, own]
            log_leaks -= table.leak_log_at_most[Level.ABSENT, finding]
        log_factor[table.causes[own]] += change
    for finding in evidence.absent.tolist():
        own = table.links_of(finding)
        log_factor[table.causes[own]] += table.log_at_most[Level.ABSENT, own]
        log_leaks += table.leak_log_at_most[Level.ABSENT, finding]
    np.add.at(log_factor, evidence.spots, evidence.log_ratios)
    log_odds = evidence.log_odds + log_factor
    # log(1 - p + p · factor), the weight of each cause over both its states
    log_both = np.logaddexp(0.0, log_odds) - np.logaddexp(0.0, evidence.log_odds)
    problem = Problem(
        chance=_chance(log_odds),
        starts=np.cumsum([0, *(own.stop - own.start for own in links)], dtype=np.int64),
        causes=np.concatenate([np.zeros(0, np.int64), *(table.causes[own] for own in links)]),
        strengths=np.concatenate(
            [
                np.zeros(0),
                *(
                    table.strengths[level, own]
                    for level, own in zip(evidence.levels.tolist(), links, strict=True)
                ),
            ]
        ),
        leaks=table.leaks[evidence.levels, evidence.present],
        if_silent=evidence.if_silent,
        if_triggered=evidence.if_triggered,
    )
    return Absorbed(problem, float(log_both.sum() + log_leaks))


def _chance(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities without losing the small ones."""
    return np.asarray(np.exp(-np.logaddexp(0.0, -log_odds)))
