"""The slow obvious twin: every combination of active points, straight from the definition.

In fractions it does not round at all; whole cases are summed in floating point, where nothing
cancels either, because hundreds of unpainted areas make the fractions too long to finish.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from filiform.localise.findings import CaseFindings
from filiform.localise.network import Links, MovementSign, Network
from filiform.localise.palpation import palpation_ratio

MOST_CAUSES = 14


@dataclass(frozen=True)
class Enumerated:
    """Exact answers; ``fired`` and ``leak`` by the position of the finding."""

    log_evidence: float
    probability: list[float]
    fired: list[dict[int, float]]
    leak: list[float]


def enumerate_findings(
    prior: Sequence[float],
    present: Sequence[Links],
    absent: Sequence[Links] = (),
    *,
    number: Callable[[float], Any] = Fraction,
) -> Enumerated:
    """Sum over all ``2**causes`` states, in rational arithmetic unless told otherwise."""
    causes = len(prior)
    assert causes <= MOST_CAUSES
    chance = [number(p) for p in prior]
    one = number(1.0)
    evidence = number(0.0)
    probability = [number(0.0)] * causes
    fired = [dict.fromkeys(links.causes.tolist(), number(0.0)) for links in present]
    leak = [number(0.0)] * len(present)
    for state in product((False, True), repeat=causes):
        heard = [one - _silent(links, state, number) for links in present]
        joint = prod((p if on else one - p for p, on in zip(chance, state, strict=True)), start=one)
        joint *= prod((_silent(links, state, number) for links in absent), start=one)
        joint *= prod(heard, start=one)
        evidence += joint
        for cause in range(causes):
            probability[cause] += joint * state[cause]
        for finding, links in enumerate(present):
            others = joint / heard[finding]
            leak[finding] += others * number(links.leak)
            for cause, strength in _pairs(links):
                fired[finding][cause] += others * number(strength) * state[cause]
    return Enumerated(
        math.log(evidence.as_integer_ratio()[0]) - math.log(evidence.as_integer_ratio()[1]),
        [float(value / evidence) for value in probability],
        [{cause: float(value / evidence) for cause, value in row.items()} for row in fired],
        [float(value / evidence) for value in leak],
    )


def enumerate_case(case: CaseFindings, network: Network) -> Enumerated:
    """Answer a whole case by enumeration; painted areas come first among the findings."""
    present = [network.area_links[mark.sided_area] for mark in case.drawing.marks]
    painted = case.drawing.intensity_by_area
    absent = [links for area, links in network.area_links.items() if area not in painted]
    for movement in case.movements:
        for sign, seen in (
            (MovementSign.RESTRICTED, movement.restricted),
            (MovementSign.PAINFUL, movement.painful),
        ):
            if seen is not None:
                links = network.movement_links[movement.test, sign]
                (present if seen else absent).append(links)
    odds = network.prior / (1.0 - network.prior)
    log_scale = 0.0
    for palpation in case.palpations:
        position = network.position_of(palpation.trigger_point, palpation.side)
        ratio = palpation_ratio(palpation, network.parameters)
        log_scale += math.log(ratio * network.prior[position] + 1.0 - network.prior[position])
        odds[position] *= ratio
    # Areas that no point of this atlas reaches only bring their leak.
    log_scale += sum(math.log1p(-links.leak) for links in absent if not links.causes.size)
    answer = enumerate_findings(
        (odds / (1.0 + odds)).tolist(),
        present,
        [links for links in absent if links.causes.size],
        number=float,
    )
    return replace(answer, log_evidence=answer.log_evidence + log_scale)


def _silent(links: Links, state: Sequence[bool], number: Callable[[float], Any]) -> Any:
    silent = number(1.0) - number(links.leak)
    for cause, strength in _pairs(links):
        if state[cause]:
            silent *= number(1.0) - number(strength)
    return silent


def _pairs(links: Links) -> Iterator[tuple[int, float]]:
    return zip(links.causes.tolist(), links.strengths.tolist(), strict=True)
