"""The links of every finding in flat arrays, which plain and compiled arithmetic both read."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filiform.localise.levels import Level, observe


@dataclass(frozen=True, slots=True)
class Links:
    """What can cause one finding: a leaky noisy-MAX.

    Parameters
    ----------
    leak
        Probability of the finding when no point is active.
    causes
        Positions of the parents in the network, ``(parents,)`` int.
    strengths
        Probability that each parent alone causes it, ``(parents,)`` float.
    ratio, leak_ratio
        Chance of each further grade, for a parent and for the leak.
    """

    leak: float
    causes: NDArray[np.intp]
    strengths: NDArray[np.float64]
    ratio: float
    leak_ratio: float


@dataclass(frozen=True, slots=True)
class FindingTable:
    """Every finding of a network with what each observation says about its causes.

    The links of finding ``j`` stand at ``starts[j]`` to ``starts[j + 1]``; the first axis of the
    others is the :class:`~filiform.localise.levels.Level`.

    Parameters
    ----------
    starts
        ``(findings + 1,)`` int.
    causes
        Parent of each link, ``(links,)`` int.
    log_at_most
        Log chance that the cause, active, goes no higher than observed, ``(levels, links)`` float.
    strengths
        Chance that it then reaches what was observed, ``(levels, links)`` float.
    leak_log_at_most, leaks
        The same for everything outside the atlas, ``(levels, findings)`` float.
    """

    starts: NDArray[np.int64]
    causes: NDArray[np.int64]
    log_at_most: NDArray[np.float64]
    strengths: NDArray[np.float64]
    leak_log_at_most: NDArray[np.float64]
    leaks: NDArray[np.float64]

    def links_of(self, finding: int) -> slice:
        """Return where the links of one finding stand."""
        return slice(int(self.starts[finding]), int(self.starts[finding + 1]))


def lay_out(findings: Iterable[Links]) -> FindingTable:
    """Return the table of some findings, in their order; read-only."""
    links = tuple(findings)
    starts = np.zeros(len(links) + 1, dtype=np.int64)
    starts[1:] = np.cumsum([len(each.causes) for each in links])
    causes = np.concatenate([np.zeros(0, np.int64), *(each.causes for each in links)])
    log_at_most = np.zeros((len(Level), starts[-1]))
    strengths = np.zeros_like(log_at_most)
    leak_log_at_most = np.zeros((len(Level), len(links)))
    leaks = np.zeros_like(leak_log_at_most)
    for finding, each in enumerate(links):
        own = slice(int(starts[finding]), int(starts[finding + 1]))
        for level in Level:
            seen = observe(each.strengths, each.ratio, level)
            log_at_most[level, own], strengths[level, own] = seen.log_at_most, seen.strength
            leak = observe(np.array([each.leak]), each.leak_ratio, level)
            leak_log_at_most[level, finding] = leak.log_at_most[0]
            leaks[level, finding] = leak.strength[0]
    table = FindingTable(
        starts, causes.astype(np.int64), log_at_most, strengths, leak_log_at_most, leaks
    )
    for array in (starts, table.causes, log_at_most, strengths, leak_log_at_most, leaks):
        array.flags.writeable = False
    return table
