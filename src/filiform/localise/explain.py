"""Why a trigger point stands where it stands, and what may be active together.

Everything here asks the same exact engine again: without one finding, or with one point taken as
active or not. Nothing is estimated.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from filiform.body.areas import SidedArea
from filiform.localise.absorb import absorb
from filiform.localise.encoding import Evidence, encode
from filiform.localise.findings import CaseFindings, MovementFinding
from filiform.localise.network import MovementSign, Network, SidedPoint
from filiform.localise.problem import SURELY, Posterior, Problem
from filiform.localise.solver import Solver, plain_solver

_Floats = NDArray[np.float64]

PAIRED = 6
"""Points whose pairs are looked at, the most probable first."""
NOTABLE = 0.02
"""Probability from which a point takes part in sets."""
LEAST_DIFFERENCE = 0.03
"""Of a pair's joint probability from independence, to be worth a sentence."""
COVERED = 0.8
MOST_SETS = 8


@dataclass(frozen=True, slots=True)
class Weight:
    """What one finding did to one point.

    Parameters
    ----------
    area
        The painted area; None where a movement is meant.
    movement, sign
        The movement tested and whether its range or its pain is meant; None where an area is.
    log_odds
        Log odds of the point with the finding less without it; without means not painted where an
        area is meant, and not tested where a movement is meant.
    """

    area: SidedArea | None
    movement: MovementFinding | None
    sign: str | None
    log_odds: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two points that the drawing ties together.

    Parameters
    ----------
    both
        Probability that both are active.
    independent
        What it would be if they had nothing to do with each other.
    """

    first: SidedPoint
    second: SidedPoint
    both: float
    independent: float

    @property
    def is_either_or(self) -> bool:
        """Whether one explains what the other would: "either A or B", else "both together"."""
        return self.both < self.independent


@dataclass(frozen=True, slots=True)
class PointSet:
    """One way to explain the drawing: these points are active and the other notable ones not."""

    points: tuple[SidedPoint, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the ranking is as it is.

    Parameters
    ----------
    weights
        For each asked point, what every painted area and movement did to it.
    pairs
        Points that exclude or need each other, the strongest tie first.
    sets
        The most probable sets of points, until they cover four fifths or there are eight.
    covered
        Probability that the truth is one of the sets.
    """

    weights: dict[SidedPoint, tuple[Weight, ...]]
    pairs: tuple[Pair, ...]
    sets: tuple[PointSet, ...]
    covered: float


def explain(
    case: CaseFindings,
    network: Network,
    *,
    points: Sequence[SidedPoint],
    solver: Solver | None = None,
) -> Explanation:
    """Explain the ranking of a case.

    Parameters
    ----------
    case
        What is painted, tested and palpated.
    network
        Atlas and parameters, compiled.
    points
        Whose rank is asked about.
    solver
        The exact arithmetic; NumPy if omitted.

    Raises
    ------
    FrontierTooWideError
        If the case has no exact answer: a sampled one is not explained in this way.
    UnknownFindingError
        If the case or a point is not of this network.
    """
    asked = [network.position_of(point.trigger_point, point.side) for point in points]
    solve = _Asked(encode(case, network), network, solver or plain_solver())
    whole = solve.problem()
    posterior = solve(whole)
    top = np.argsort(-posterior.probability, kind="stable")
    sets, covered = _sets(whole, posterior, top, network, solve)
    return Explanation(
        weights=_weights(case, network, points, asked, posterior, solve),
        pairs=_pairs(whole, posterior, top[:PAIRED].tolist(), network, solve),
        sets=sets,
        covered=covered,
    )


class _Asked:
    """The engine with the evidence of one case, asked again and again."""

    def __init__(self, evidence: Evidence, network: Network, solver: Solver) -> None:
        self.evidence = evidence
        self.network = network
        self.solver = solver

    def problem(self, evidence: Evidence | None = None) -> Problem:
        return absorb(evidence or self.evidence, self.network).problem

    def __call__(self, problem: Problem) -> Posterior:
        return self.solver(problem, widest=self.network.parameters.widest_frontier)

    def without(self, finding: int) -> Posterior:
        """Return what the case says without one of its present findings."""
        kept = np.arange(len(self.evidence.present)) != finding
        return self(
            self.problem(
                replace(
                    self.evidence,
                    present=self.evidence.present[kept],
                    levels=self.evidence.levels[kept],
                    if_silent=self.evidence.if_silent[kept],
                    if_triggered=self.evidence.if_triggered[kept],
                )
            )
        )

    def without_negative(self, position: int) -> Posterior:
        kept = self.evidence.absent != position
        return self(self.problem(replace(self.evidence, absent=self.evidence.absent[kept])))


def _weights(
    case: CaseFindings,
    network: Network,
    points: Sequence[SidedPoint],
    asked: list[int],
    posterior: Posterior,
    solve: _Asked,
) -> dict[SidedPoint, tuple[Weight, ...]]:
    with_all = _log_odds(posterior.probability[asked])
    rows: list[tuple[SidedArea | None, MovementFinding | None, str | None, _Floats]] = []
    areas = [mark.sided_area for mark in case.drawing.marks]
    areas += [area.sided_area for area in case.doubtful]
    tested = {
        network.position_by_movement[movement.test, sign]: (movement, sign.value)
        for movement in case.movements
        for sign in MovementSign
    }
    for finding, position in enumerate(solve.evidence.present.tolist()):
        change = with_all - _log_odds(solve.without(finding).probability[asked])
        if finding < len(areas):
            rows.append((areas[finding], None, None, change))
        else:
            rows.append((None, *tested[position], change))
    for position in solve.evidence.absent.tolist():
        change = with_all - _log_odds(solve.without_negative(position).probability[asked])
        rows.append((None, *tested[position], change))
    return {
        point: tuple(
            sorted(
                (
                    Weight(area, movement, sign, float(change[n]))
                    for area, movement, sign, change in rows
                ),
                key=lambda weight: -abs(weight.log_odds),
            )
        )
        for n, point in enumerate(points)
    }


def _pairs(
    problem: Problem, posterior: Posterior, top: list[int], network: Network, solve: _Asked
) -> tuple[Pair, ...]:
    pairs = []
    for place, first in enumerate(top):
        chance = posterior.probability[first]
        if chance < NOTABLE:
            break
        given = solve(problem.taking(active=[first])).probability
        for second in top[place + 1 :]:
            both = float(chance * given[second])
            independent = float(chance * posterior.probability[second])
            if abs(both - independent) >= LEAST_DIFFERENCE:
                pairs.append(Pair(network.causes[first], network.causes[second], both, independent))
    return tuple(sorted(pairs, key=lambda pair: -abs(pair.both - pair.independent)))


def _sets(
    problem: Problem,
    posterior: Posterior,
    top: NDArray[np.intp],
    network: Network,
    solve: _Asked,
) -> tuple[tuple[PointSet, ...], float]:
    """Split on one notable point after the other, the most probable branch first.

    A branch is what is left when some points are taken as active and some as not; its probability
    is exact, so the best finished branch is the most probable set.
    """
    notable = [point for point in top.tolist() if posterior.probability[point] >= NOTABLE]
    branches: list[tuple[float, tuple[bool, ...], Problem, Posterior]] = [
        (1.0, (), problem, posterior)
    ]
    sets: list[PointSet] = []
    while branches and len(sets) < MOST_SETS and sum(s.probability for s in sets) < COVERED:
        best = max(range(len(branches)), key=lambda n: branches[n][0])
        chance, decided, left, said = branches.pop(best)
        if len(decided) == len(notable):
            active = [point for point, on in zip(notable, decided, strict=True) if on]
            sets.append(PointSet(tuple(network.causes[point] for point in active), chance))
            continue
        point = notable[len(decided)]
        for on in (True, False):
            share = float(said.probability[point] if on else 1.0 - said.probability[point])
            if share * chance > 0.0:
                taken = left.taking(active=[point]) if on else left.taking(inactive=[point])
                branches.append((share * chance, (*decided, on), taken, solve(taken)))
    return tuple(sets), float(sum(each.probability for each in sets))


def _log_odds(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    inside = np.clip(probability, 1.0 - SURELY, SURELY)
    return np.asarray(np.log(inside) - np.log1p(-inside))
