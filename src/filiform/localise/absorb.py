"""From the findings of a case to the problem that is left to solve.

An absent finding factorises over its causes, and so does palpation: both only change the odds of
single causes. What remains is the present findings.
"""

from dataclasses import dataclass

import numpy as np

from filiform.body.areas import SidedArea
from filiform.localise.errors import UnknownFindingError
from filiform.localise.findings import CaseFindings, MovementFinding, MovementTest
from filiform.localise.frontier import Problem, set_up
from filiform.localise.network import Links, MovementSign, Network
from filiform.localise.palpation import palpation_ratio


@dataclass(frozen=True, slots=True)
class Absorbed:
    """A case with all but its present findings absorbed.

    Parameters
    ----------
    problem
        The present findings, painted areas first, in the order of the drawing.
    painted
        The painted areas, in the same order.
    log_evidence
        Log probability of what was absorbed. Palpation counts as the likelihood against an
        inactive point.
    """

    problem: Problem
    painted: tuple[SidedArea, ...]
    log_evidence: float


def absorb(case: CaseFindings, network: Network) -> Absorbed:
    """Absorb unpainted areas, negative movement tests and palpation.

    Raises
    ------
    UnknownFindingError
        If the case names a movement, area or trigger point that the network does not hold.
    """
    painted = tuple(mark.sided_area for mark in case.drawing.marks)
    present = [_area_links(network, area) for area in painted]
    # Start from the drawing in which nothing is painted and take the painted areas out again.
    log_if_active = np.log(network.prior) + network.log_all_unpainted
    log_if_inactive = np.log1p(-network.prior)
    log_leaks_silent = network.log_no_area_leak
    for links in present:
        log_if_active[links.causes] -= np.log1p(-links.strengths)
        log_leaks_silent -= np.log1p(-links.leak)
    for links, seen in _tested(case.movements, network).values():
        if seen:
            present.append(links)
        else:
            log_if_active[links.causes] += np.log1p(-links.strengths)
            log_leaks_silent += np.log1p(-links.leak)
    for finding in case.palpations:
        position = network.position_of(finding.trigger_point, finding.side)
        log_if_active[position] += np.log(palpation_ratio(finding, network.parameters))
    log_both = np.logaddexp(log_if_active, log_if_inactive)
    chance = np.exp(log_if_active - log_both)
    return Absorbed(set_up(chance, present), painted, float(log_both.sum() + log_leaks_silent))


def _area_links(network: Network, area: SidedArea) -> Links:
    try:
        return network.area_links[area]
    except KeyError:
        raise UnknownFindingError(f"The atlas knows no area {area.key!r}.") from None


def _tested(
    movements: tuple[MovementFinding, ...], network: Network
) -> dict[tuple[MovementTest, MovementSign], tuple[Links, bool]]:
    """Return each movement test with its result; one reported twice alike counts once."""
    tested: dict[tuple[MovementTest, MovementSign], tuple[Links, bool]] = {}
    for finding in movements:
        for sign, seen in (
            (MovementSign.RESTRICTED, finding.restricted),
            (MovementSign.PAINFUL, finding.painful),
        ):
            if seen is None:
                continue
            try:
                links = network.movement_links[finding.test, sign]
            except KeyError:
                raise UnknownFindingError(
                    f"Atlas {network.atlas.version} holds no movement {finding.movement!r}."
                ) from None
            tested[finding.test, sign] = (links, seen)
    return tested
