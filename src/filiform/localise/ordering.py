"""In which order to sum out the causes, so that few findings are open at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

STARTS = 6
"""Greedy runs per connected part; the cheapest is kept."""
WIDE, HOPELESS = 12, 30
"""Between these widths every finding of the part is tried as a start."""


class Action(StrEnum):
    """What a step of the elimination does to the table."""

    OPEN = "open"
    CAUSE = "cause"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Elimination:
    """The steps of an elimination.

    Parameters
    ----------
    steps
        Action and its subject: a finding for open and close, a cause otherwise.
    width
        Largest number of findings open at once.
    cost
        Sum over causes of ``2**open * findings of the cause``: table entries touched.
    """

    steps: tuple[tuple[Action, int], ...] = ()
    width: int = 0
    cost: int = 0

    def followed_by(self, other: "Elimination") -> "Elimination":
        """Return the steps of two unconnected parts, one after the other."""
        return Elimination(
            self.steps + other.steps, max(self.width, other.width), self.cost + other.cost
        )


def order_elimination(
    findings_by_cause: Mapping[int, int], *, thorough: bool = True
) -> Elimination:
    """Order the causes greedily: next comes the finding whose closing opens the fewest new ones.

    Parameters
    ----------
    findings_by_cause
        Present findings of each cause as a bit set: bit ``j`` stands for finding ``j``.
    thorough
        Whether a wide part is worth many more starts.

    Returns
    -------
    Elimination
        Parts that share no finding follow each other, so they never meet in the table.
    """
    whole = Elimination()
    for part in _connected_parts(findings_by_cause):
        neighbours = _neighbours(part)
        starts = sorted(neighbours, key=lambda finding: (neighbours[finding].bit_count(), finding))
        attempts = [_greedy(part, neighbours, start) for start in starts[:STARTS]]
        if thorough and WIDE < min(attempts, key=_cost).width <= HOPELESS:
            attempts += [_greedy(part, neighbours, start) for start in starts[STARTS:]]
        whole = whole.followed_by(min(attempts, key=_cost))
    return whole


def _cost(attempt: Elimination) -> int:
    return attempt.cost


def _connected_parts(findings_by_cause: Mapping[int, int]) -> list[dict[int, int]]:
    parts: list[tuple[int, dict[int, int]]] = []
    for cause, findings in findings_by_cause.items():
        touching = [part for part in parts if part[0] & findings]
        parts = [part for part in parts if not part[0] & findings]
        merged = {cause: findings}
        for reach, members in touching:
            findings |= reach
            merged |= members
        parts.append((findings, merged))
    return [members for _, members in parts]


def _neighbours(findings_by_cause: Mapping[int, int]) -> dict[int, int]:
    """Return for each finding the findings it shares a cause with, itself included."""
    neighbours: dict[int, int] = {}
    for findings in findings_by_cause.values():
        for finding in _members(findings):
            neighbours[finding] = neighbours.get(finding, 0) | findings
    return neighbours


def _greedy(
    findings_by_cause: Mapping[int, int], neighbours: Mapping[int, int], start: int
) -> Elimination:
    remaining = dict(findings_by_cause)
    steps: list[tuple[Action, int]] = []
    opened = closed = width = cost = 0
    goal = start
    while remaining:
        through = {cause: found for cause, found in remaining.items() if found >> goal & 1}
        while through:
            cause = min(through, key=lambda cause: ((through[cause] & ~opened).bit_count(), cause))
            findings = through.pop(cause)
            del remaining[cause]
            steps += [(Action.OPEN, finding) for finding in _members(findings & ~opened)]
            steps.append((Action.CAUSE, cause))
            opened |= findings
            open_now = (opened & ~closed).bit_count()
            width = max(width, open_now)
            cost += findings.bit_count() << open_now
            still_needed = 0
            for found in remaining.values():
                still_needed |= found
            finished = opened & ~closed & ~still_needed
            steps += [(Action.CLOSE, finding) for finding in _members(finished)]
            closed |= finished
        frontier = _members(opened & ~closed)
        if frontier:
            goal = min(frontier, key=lambda finding: (neighbours[finding] & ~opened).bit_count())
    return Elimination(tuple(steps), width, cost)


def _members(findings: int) -> list[int]:
    """Return the positions of the bits that are set, lowest first."""
    members = []
    while findings:
        lowest = findings & -findings
        members.append(lowest.bit_length() - 1)
        findings ^= lowest
    return members
