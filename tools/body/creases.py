"""Find the lines inside a figure: where one part of the body stands before another."""

from collections import defaultdict
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tools.body.bezier import fit_curves
from tools.body.raster import Cast
from tools.body.trace import Corner, Curves, smooth

FloatArray = NDArray[np.float64]


def trace_creases(
    cast: Cast, *, step_mm: float, faint_mm: float, shortest_mm: float, calm_px: float,
    tolerance_px: float, from_midline: bool,
) -> list[Curves]:  # fmt: skip
    """Return lines ``(x, y)`` in pixels where the depth jumps.

    A line is followed down to jumps of ``faint_mm`` as long as it reaches ``step_mm`` somewhere.
    """
    jumps = _jumps(cast.depth, faint_mm)
    lines = []
    for chain in _chains(jumps):
        heights = [jumps[min(edge), max(edge)] for edge in pairwise(chain)]
        if max(heights) < step_mm or len(heights) * cast.pixel_mm < shortest_mm:
            continue
        corners = np.array(chain, dtype=float)[:, ::-1]
        line = np.concatenate([corners[:1], (corners[1:] + corners[:-1]) / 2, corners[-1:]])
        ends = tuple(from_midline and line[end, 0] == 0 for end in (0, -1))
        lines.append(fit_curves(smooth(line, calm_px, (ends[0], ends[1])), tolerance_px))
    return lines


def _jumps(depth: FloatArray, faint_mm: float) -> dict[tuple[Corner, Corner], float]:
    """Pixel edges where depth jumps by more than the slopes beside it explain, with the jump."""
    jumps: dict[tuple[Corner, Corner], float] = {}
    for axis in (0, 1):
        image = depth if axis == 0 else depth.T
        step = np.diff(image, axis=0)
        slope = np.abs(np.nan_to_num(step, nan=0.0))
        before = np.vstack([np.zeros((1, image.shape[1])), slope[:-1]])
        after = np.vstack([slope[1:], np.zeros((1, image.shape[1]))])
        jump = np.abs(step) - np.maximum(before, after)
        for r, c in np.argwhere(np.nan_to_num(jump, nan=0.0) > faint_mm).tolist():
            ends = ((r + 1, c), (r + 1, c + 1))
            if axis == 1:
                ends = (ends[0][::-1], ends[1][::-1])
            jumps[ends] = float(jump[r, c])
    return jumps


def _chains(jumps: dict[tuple[Corner, Corner], float]) -> list[list[Corner]]:
    """Join pixel edges to lines that end or fork at corners without exactly two edges."""
    beside: dict[Corner, set[Corner]] = defaultdict(set)
    for first, second in jumps:
        beside[first].add(second)
        beside[second].add(first)
    chains = []
    starts = [corner for corner in sorted(beside) if len(beside[corner]) != 2]
    for start in [*starts, *sorted(beside)]:
        while beside[start]:
            fork = {corner for corner in starts if corner != start}
            chain = [start]
            while beside[chain[-1]] and (len(chain) == 1 or chain[-1] not in fork):
                following = min(beside[chain[-1]])
                beside[chain[-1]].discard(following)
                beside[following].discard(chain[-1])
                chain.append(following)
            chains.append(chain)
    return chains
