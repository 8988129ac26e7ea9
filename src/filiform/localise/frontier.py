"""Exact inference by frontier elimination in the triggered domain.

The findings that are present are worked through in an order that keeps few of them open. The state
is which of the open findings have been triggered so far: a table of ``2**width`` non-negative
numbers. Nothing is ever subtracted from it, so nothing cancels. Sums over subsets with alternating
signs (Quickscore) were rejected: at leaks below 0.01 they lose every digit.

A table is flat; bit ``axis`` of its index, counted from the most significant, says whether the
finding on that axis has been triggered.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filiform.localise.errors import FrontierTooWideError, UnexplainedEvidenceError
from filiform.localise.ordering import Action, Elimination, order_elimination
from filiform.localise.problem import Posterior, Problem

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Arranged:
    """A problem with its lone causes folded away and the others in order.

    Parameters
    ----------
    links_by_cause
        Finding, strength and place among all links, for each touched cause.
    log_silent
        Log chance that neither the leak of a finding nor a cause that has this one finding only
        triggers it, ``(findings,)`` float. Such lone causes never enter the table.
    elimination
        Order in which the causes with two or more findings are summed out.
    """

    problem: Problem
    links_by_cause: dict[int, list[tuple[int, float, int]]]
    log_silent: NDArray[np.float64]
    elimination: Elimination

    @property
    def width(self) -> int:
        """The largest number of findings open at once: the measure of difficulty."""
        return self.elimination.width


def arrange(problem: Problem, *, thorough: bool = True) -> Arranged:
    """Fold lone causes into the leaks and order the rest.

    Cheap, so that a caller can look at the width before it asks for :func:`sweep`.
    """
    links_by_cause: dict[int, list[tuple[int, float, int]]] = {}
    causes, strengths = problem.causes.tolist(), problem.strengths.tolist()
    starts = problem.starts.tolist()
    for finding in range(problem.finding_count):
        for place in range(starts[finding], starts[finding + 1]):
            links_by_cause.setdefault(causes[place], []).append((finding, strengths[place], place))
    log_silent = np.log1p(-problem.leaks)
    shared: dict[int, int] = {}
    for cause, own_links in links_by_cause.items():
        if len(own_links) > 1:
            shared[cause] = sum(1 << finding for finding, _, _ in own_links)
        else:
            finding, strength, _ = own_links[0]
            log_silent[finding] += np.log1p(-problem.chance[cause] * strength)
    return Arranged(
        problem, links_by_cause, log_silent, order_elimination(shared, thorough=thorough)
    )


def solve(problem: Problem, *, widest: int) -> Posterior:
    """Return every marginal and the responsibility of every link.

    Raises
    ------
    FrontierTooWideError
        If more than ``widest`` findings would be open at once.
    UnexplainedEvidenceError
        If the findings have probability zero or one below the range of double precision.
    """
    arranged = arrange(problem)
    if arranged.width > widest:
        raise FrontierTooWideError(arranged.width, widest)
    return sweep(arranged)


def sweep(arranged: Arranged) -> Posterior:
    """Sum out every cause, once there and once back.

    Time grows with the sum of ``2**open`` over the causes that share findings, memory with eight
    bytes of the same.
    """
    return Sweep(arranged).run()


class Sweep:
    """The tables of one forward and backward pass."""

    def __init__(self, arranged: Arranged) -> None:
        problem = arranged.problem
        self.arranged = arranged
        self.problem = problem
        self.probability = problem.chance.copy()
        self.link_fired = np.zeros(len(problem.causes))
        self.silent = np.exp(arranged.log_silent)
        self.sounding = -np.expm1(arranged.log_silent)
        # Weight of all other evidence if the leak of a finding is silent, or fires. A finding that
        # no shared cause touches never enters the table: only its leak can have triggered it.
        self.rest_if_silent = problem.if_silent.copy()
        self.rest_if_fired = problem.if_triggered.copy()
        self.log_evidence = 0.0
        self.trail: list[tuple[Action, int, tuple[int, ...], Table]] = []

    def run(self) -> Posterior:
        """Go there and back, then settle what never entered the table."""
        self.forward()
        self._backward()
        weight = self.silent * self.rest_if_silent + self.sounding * self.rest_if_fired
        self._settle_lone_causes(weight)
        return Posterior(
            probability=self.probability,
            link_fired=self.link_fired,
            leak_fired=self.problem.leaks * self.rest_if_fired / weight,
            log_evidence=self.log_evidence,
            width=self.arranged.width,
        )

    def forward(self) -> None:
        """Sum the causes out one by one and keep the table before each step."""
        open_findings: list[int] = []
        table: Table = np.ones(1)
        untouched = set(range(self.problem.finding_count))
        for action, subject in self.arranged.elimination.steps:
            axes: tuple[int, ...] = ()
            before = table
            if action is Action.OPEN:
                untouched.discard(subject)
                open_findings.append(subject)
                table = np.outer(table, (self.silent[subject], self.sounding[subject])).ravel()
            elif action is Action.CAUSE:
                links = self.arranged.links_by_cause[subject]
                axes = tuple(open_findings.index(finding) for finding, _, _ in links)
                spread = table
                for axis, (_, strength, _) in zip(axes, links, strict=True):
                    spread = push(spread, axis, strength)
                chance = self.problem.chance[subject]
                table = (1.0 - chance) * table + chance * spread
            else:
                axes = (open_findings.index(subject),)
                open_findings.remove(subject)
                halves = halves_of(table, axes[0])
                seen = self.problem.if_triggered[subject] * halves[:, 1]
                if self.problem.if_silent[subject]:
                    seen += self.problem.if_silent[subject] * halves[:, 0]
                table = self._renormalise(seen.ravel())
            self.trail.append((action, subject, axes, before))
        for finding in untouched:
            weight = self.silent[finding] * self.problem.if_silent[finding]
            weight += self.sounding[finding] * self.problem.if_triggered[finding]
            self._renormalise(np.array([weight]))

    def _renormalise(self, table: Table) -> Table:
        total = float(table.sum())
        if not total > 0.0:
            raise UnexplainedEvidenceError()
        self.log_evidence += float(np.log(total))
        return np.asarray(table / total)

    def _backward(self) -> None:
        future: Table = np.ones(1)
        for action, subject, axes, before in reversed(self.trail):
            if action is Action.OPEN:
                silent, fired = future.reshape(-1, 2).T
                self.rest_if_silent[subject] = before @ silent
                self.rest_if_fired[subject] = before @ fired
                future = self.silent[subject] * silent + self.sounding[subject] * fired
            elif action is Action.CAUSE:
                future = self._settle_shared_cause(subject, axes, before, future)
            else:
                ahead = (future / future.max()).reshape(1 << axes[0], 1, -1)
                silent = self.problem.if_silent[subject] * ahead
                triggered = self.problem.if_triggered[subject] * ahead
                future = np.concatenate([silent, triggered], axis=1).ravel()

    def _settle_shared_cause(
        self, cause: int, axes: tuple[int, ...], before: Table, future: Table
    ) -> Table:
        """Read off one cause and its links, and step back across it."""
        links = self.arranged.links_by_cause[cause]
        pulled = [future]
        for axis, (_, strength, _) in zip(reversed(axes), reversed(links), strict=True):
            pulled.append(pull(pulled[-1], axis, strength))
        chance = self.problem.chance[cause]
        active = chance * (before @ pulled[-1])
        inactive = (1.0 - chance) * (before @ future)
        evidence = active + inactive
        self.probability[cause] = active / evidence
        spread = before
        for position, (axis, (_, strength, place)) in enumerate(zip(axes, links, strict=True)):
            # Links before this one act on the past, links after it on the future: each product
            # of the others is built once, and the fired link takes all to "triggered".
            others = pulled[len(links) - 1 - position]
            reached = halves_of(spread, axis).sum(axis=1) * halves_of(others, axis)[:, 1]
            self.link_fired[place] = chance * strength * reached.sum() / evidence
            spread = push(spread, axis, strength)
        return np.asarray((1.0 - chance) * future + chance * pulled[-1])

    def _settle_lone_causes(self, weight: NDArray[np.float64]) -> None:
        """Recover the causes that were folded into a leak, in closed form."""
        for cause, links in self.arranged.links_by_cause.items():
            if len(links) > 1:
                continue
            finding, strength, place = links[0]
            chance = self.problem.chance[cause]
            log_others = self.arranged.log_silent[finding] - np.log1p(-chance * strength)
            others_silent = np.exp(log_others)
            silent_if_active = others_silent * (1.0 - strength)
            sounding_if_active = strength - (1.0 - strength) * np.expm1(log_others)
            active = chance * (
                silent_if_active * self.rest_if_silent[finding]
                + sounding_if_active * self.rest_if_fired[finding]
            )
            inactive = (1.0 - chance) * (
                others_silent * self.rest_if_silent[finding]
                - np.expm1(log_others) * self.rest_if_fired[finding]
            )
            self.probability[cause] = active / (active + inactive)
            fired = chance * strength * self.rest_if_fired[finding]
            self.link_fired[place] = fired / weight[finding]


def push(table: Table, axis: int, strength: float) -> Table:
    """Move a share of the weight from "not triggered" to "triggered" on one axis."""
    moved = table.copy()
    halves = halves_of(moved, axis)
    halves[:, 1] += strength * halves[:, 0]
    halves[:, 0] *= 1.0 - strength
    return moved


def pull(future: Table, axis: int, strength: float) -> Table:
    """Apply the transpose of :func:`push`: what the future is worth before the move."""
    pulled = future.copy()
    halves = halves_of(pulled, axis)
    halves[:, 0] *= 1.0 - strength
    halves[:, 0] += strength * halves[:, 1]
    return pulled


def halves_of(table: Table, axis: int) -> Table:
    """View a flat table as ``(before, 2, after)`` around one axis."""
    return table.reshape(1 << axis, 2, -1)
