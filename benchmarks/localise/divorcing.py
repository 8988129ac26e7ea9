"""Noisy-OR findings as other libraries need them: small nodes with tables of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filiform.localise.problem import Problem


@dataclass(frozen=True)
class NoisyOr:
    """One node: what triggers it without a parent, and how strong each parent is."""

    name: str
    leak: float
    strength_by_parent: dict[str, float]

    @property
    def parents(self) -> list[str]:
        return list(self.strength_by_parent)

    def table(self, parents: Sequence[str] | None = None) -> NDArray[np.float64]:
        """Return the chance that it is silent or triggered: one axis a parent, the last its own."""
        silent = np.array(1.0 - self.leak)
        for parent in self.parents if parents is None else parents:
            silent = np.multiply.outer(silent, (1.0, 1.0 - self.strength_by_parent[parent]))
        return np.stack([silent, 1.0 - silent], axis=-1)


Arrangement = Callable[[Problem, int], list[NoisyOr]]
"""Divorce one finding of a problem: nodes with one or two parents, the finding itself last."""


def chain(problem: Problem, finding: int) -> list[NoisyOr]:
    """Divorce a finding into a chain, a cause a node."""
    nodes: list[NoisyOr] = []
    before: dict[str, float] = {}
    for place, (cause, strength) in enumerate(_links(problem, finding)):
        leak = 0.0 if before else float(problem.leaks[finding])
        nodes.append(NoisyOr(f"f{finding}_{place}", leak, {**before, cause: strength}))
        before = {nodes[-1].name: 1.0}
    return nodes


def tree(problem: Problem, finding: int) -> list[NoisyOr]:
    """Divorce a finding into a balanced tree, two causes a leaf."""
    nodes: list[NoisyOr] = []
    row = _links(problem, finding)
    while len(row) > 1 or (row and not nodes):
        above: list[tuple[str, float]] = []
        for place in range(0, len(row), 2):
            pair = row[place : place + 2]
            if len(pair) == 1 and above:
                above += pair
                continue
            leak = 0.0 if nodes else float(problem.leaks[finding])
            nodes.append(NoisyOr(f"f{finding}_{len(nodes)}", leak, dict(pair)))
            above.append((nodes[-1].name, 1.0))
        row = above
    return nodes


def _links(problem: Problem, finding: int) -> list[tuple[str, float]]:
    own = problem.links_of(finding)
    causes, strengths = problem.causes[own].tolist(), problem.strengths[own].tolist()
    return [(f"c{cause}", strength) for cause, strength in zip(causes, strengths, strict=True)]
