"""Join cells of a grid to chains, and chains to smooth lines."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from tools.body.bezier import fit_curves
from tools.body.trace import Curves, smooth

FloatArray = NDArray[np.float64]
Cell = tuple[int, int]
Edge = tuple[Cell, Cell]


def chains_of(edges: Iterable[Edge]) -> list[list[Cell]]:
    """Join edges to chains that end or fork at cells without exactly two edges."""
    beside: dict[Cell, set[Cell]] = defaultdict(set)
    for first, second in edges:
        beside[first].add(second)
        beside[second].add(first)
    ends = [cell for cell in sorted(beside) if len(beside[cell]) != 2]
    stops = set(ends)
    chains = []
    for start in [*ends, *sorted(beside)]:
        while beside[start]:
            chain = [start]
            while beside[chain[-1]] and (len(chain) == 1 or chain[-1] not in stops):
                following = min(beside[chain[-1]])
                beside[chain[-1]].discard(following)
                beside[following].discard(chain[-1])
                chain.append(following)
            chains.append(chain)
    return chains


def length_of(line: FloatArray) -> float:
    return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())


def smooth_line(
    line: FloatArray, calm_px: float, tolerance_px: float, *, from_midline: bool
) -> Curves:
    """Smooth and fit a line ``(n, 2)`` in pixels; at the midline it goes on as its mirror image."""
    ends = [from_midline and line[end, 0] == 0 for end in (0, -1)]
    return fit_curves(smooth(line, calm_px, (ends[0], ends[1])), tolerance_px)
