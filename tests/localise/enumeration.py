"""The slow obvious twin: every combination of active points, straight from the definition.

A finding at one level has the chance that no cause goes higher less the chance that none goes as
high: a difference, so it is taken in fractions, or in extended precision where hundreds of
unpainted areas make the fractions too long to finish.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from filiform.localise.encoding import level_of, level_of_degree
from filiform.localise.findings import CaseFindings
from filiform.localise.levels import HIGHEST, Level
from filiform.localise.network import MovementSign, Network
from filiform.localise.palpation import palpation_ratio
from filiform.localise.table import Links

MOST_CAUSES = 14

Number = Callable[[float], Any]
States = Any
"""Every combination of active causes, ``(states, causes)`` bool."""


@dataclass(frozen=True)
class Seen:
    """One finding and what was observed of it; ``chance`` below 1 where it is in doubt."""

    links: Links
    level: Level = Level.UNGRADED
    chance: float = 1.0


@dataclass(frozen=True)
class Enumerated:
    """Exact answers; ``fired`` and ``leak`` by the position of the finding."""

    log_evidence: float
    probability: list[float]
    fired: list[dict[int, float]]
    leak: list[float]


def enumerate_findings(
    prior: Sequence[float],
    present: Sequence[Seen],
    absent: Sequence[Links] = (),
    *,
    number: Number = Fraction,
) -> Enumerated:
    """Sum over all ``2**causes`` states, in rational arithmetic unless told otherwise."""
    assert len(prior) <= MOST_CAUSES
    states = np.array(list(product((False, True), repeat=len(prior))))
    joint = _constant(1.0, states, number)
    for cause, chance in enumerate(prior):
        joint = joint * np.where(states[:, cause], number(chance), 1 - number(chance))
    for links in absent:
        joint = joint * _at_most(links, 0, states, number)
    heard = [_weight(seen, states, number) for seen in present]
    fired, leak = [], []
    for finding, seen in enumerate(present):
        others = joint
        for other, weight in enumerate(heard):
            if other != finding:
                others = others * weight
        leak.append((others * _leak_reaches(seen, states, number)).sum())
        reached = {
            cause: (others * _cause_reaches(seen, strength, states, number))[states[:, cause]]
            for cause, strength in _pairs(seen.links)
        }
        fired.append({cause: share.sum() for cause, share in reached.items()})
    for weight in heard:
        joint = joint * weight
    evidence = joint.sum()
    above, below = evidence.as_integer_ratio()
    return Enumerated(
        math.log(above) - math.log(below),
        [float(joint[states[:, cause]].sum() / evidence) for cause in range(len(prior))],
        [{cause: float(value / evidence) for cause, value in row.items()} for row in fired],
        [float(value / evidence) for value in leak],
    )


def enumerate_case(case: CaseFindings, network: Network) -> Enumerated:
    """Answer a whole case by enumeration; painted areas come first among the findings."""
    present = [
        Seen(network.area_links[mark.sided_area], level_of(mark.intensity, network.parameters))
        for mark in case.drawing.marks
    ]
    present += [
        Seen(network.area_links[area.sided_area], chance=area.chance) for area in case.doubtful
    ]
    told = {place.sided_area for place in (*case.drawing.marks, *case.doubtful)}
    absent = [links for area, links in network.area_links.items() if area not in told]
    for movement in case.movements:
        for sign, degree in movement.degrees:
            links = network.movement_links[movement.test, MovementSign(sign)]
            level = level_of_degree(degree)
            if level:
                present.append(Seen(links, level))
            else:
                absent.append(links)
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
        number=np.longdouble,
    )
    return replace(answer, log_evidence=answer.log_evidence + log_scale)


def _weight(seen: Seen, states: States, number: Number) -> Any:
    """Return the chance of what was seen in each state."""
    if seen.level is Level.UNGRADED:
        silent, chance = _at_most(seen.links, 0, states, number), number(seen.chance)
        return (1 - chance) * silent + chance * (1 - silent)
    at_most = _at_most(seen.links, seen.level, states, number)
    return at_most - _at_most(seen.links, seen.level - 1, states, number)


def _leak_reaches(seen: Seen, states: States, number: Number) -> Any:
    """Return the chance that the leak brings what was seen and nothing goes higher."""
    links = seen.links
    if seen.level is Level.UNGRADED:
        return _constant(seen.chance, states, number) * number(links.leak)
    own = _reach(links.leak, links.leak_ratio, seen.level, number)
    others = _at_most(links, seen.level, states, number)
    return own * others / _below(links.leak, links.leak_ratio, seen.level, number)


def _cause_reaches(seen: Seen, strength: float, states: States, number: Number) -> Any:
    """Return the chance that one cause, active, brings what was seen and nothing goes higher.

    Only the states in which it is active count.
    """
    if seen.level is Level.UNGRADED:
        return _constant(seen.chance, states, number) * number(strength)
    others = _at_most(seen.links, seen.level, states, number)
    own = _reach(strength, seen.links.ratio, seen.level, number)
    return own * others / _below(strength, seen.links.ratio, seen.level, number)


def _at_most(links: Links, level: int, states: States, number: Number) -> Any:
    """Return the chance, in each state, that neither leak nor any active cause goes above."""
    chance = _constant(1.0, states, number) * _below(links.leak, links.leak_ratio, level, number)
    for cause, strength in _pairs(links):
        below = _below(strength, links.ratio, level, number)
        chance = chance * np.where(states[:, cause], below, number(1.0))
    return chance


def _constant(value: float, states: States, number: Number) -> Any:
    """Return one number for each state, whatever kind of number it is."""
    return np.array([number(value)] * len(states))


def _below(strength: float, ratio: float, level: int, number: Number) -> Any:
    """Return the chance that one contribution is at most this level."""
    if level >= HIGHEST:
        return number(1.0)
    return number(1.0) - number(strength) * number(ratio) ** level


def _reach(strength: float, ratio: float, level: int, number: Number) -> Any:
    """Return the chance that one contribution is exactly this level."""
    return _below(strength, ratio, level, number) - _below(strength, ratio, level - 1, number)


def _pairs(links: Links) -> Iterator[tuple[int, float]]:
    return zip(links.causes.tolist(), links.strengths.tolist(), strict=True)
