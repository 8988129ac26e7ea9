"""Trace the borders of a label image as shared arcs, smooth each arc once, close them to rings.

Two neighbours use the very same curve, one of them backwards, so that no gap can open between
them. Corners of pixels are named ``(row, column)``; the rings of a label run with the label on
their right on the screen.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from tools.body.bezier import fit_curves

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Corner = tuple[int, int]
Curves = list[FloatArray]

OUTSIDE = -1
MIRROR = -2


@dataclass(frozen=True, slots=True)
class Side:
    """One use of an arc by a ring: its curves in the direction of the ring, and who is across."""

    curves: Curves
    across: int


@dataclass(frozen=True, slots=True)
class Tracing:
    """How closely and how calmly to trace; lengths in pixels."""

    calm_px: float
    outline_px: float
    tolerance_px: float
    from_midline: bool


def trace_rings(area: IntArray, tracing: Tracing) -> dict[int, list[list[Side]]]:
    """Return the rings of each label of an image ``(h, w)``; coordinates ``(x, y)`` in pixels.

    With ``from_midline``, what lies left of the first column is the mirror image.
    """
    framed = np.pad(area, 1, constant_values=OUTSIDE)
    if tracing.from_midline:
        framed[:, 0] = MIRROR
    starts, across, degree = _half_edges(framed)
    fitted: dict[tuple[Corner, ...], Curves] = {}
    rings: dict[int, list[list[Side]]] = {}
    for label, onward in starts.items():
        if label >= 0:
            rings[label] = [
                [_side(piece, across[label, piece[0], piece[1]], fitted, tracing)
                 for piece in _pieces(loop, degree)]
                for loop in _loops(onward)
            ]  # fmt: skip
    return rings


def smooth(points: FloatArray, sigma: float, mirror_ends: tuple[bool, bool]) -> FloatArray:
    """Smooth an open line ``(n, 2)`` that keeps its ends; a mirrored end goes on as its mirror."""
    reach = min(len(points) - 1, int(np.ceil(4 * sigma)))
    sigma = min(sigma, reach / 2.5)
    if reach < 2 or sigma <= 0:
        return points
    before = _continued(points[1 : reach + 1][::-1], points[0], mirrored=mirror_ends[0])
    after = _continued(points[-reach - 1 : -1][::-1], points[-1], mirrored=mirror_ends[1])
    whole = np.concatenate([before, points, after])
    calm = unshrunk(whole, sigma, "nearest")[reach : reach + len(points)]
    fading = np.exp(-0.5 * (np.arange(len(points)) / sigma) ** 2)[:, None]
    calm += (points[0] - calm[0]) * fading
    calm += (points[-1] - calm[-1]) * fading[::-1]
    calm[[0, -1]] = points[[0, -1]]
    return calm


def unshrunk(points: FloatArray, sigma: float, mode: str) -> FloatArray:
    """Smooth a line twice in opposite senses, so that round ends keep their size."""
    once = ndimage.gaussian_filter1d(points, sigma, axis=0, mode=mode)
    result: FloatArray = 2 * once - ndimage.gaussian_filter1d(once, sigma, axis=0, mode=mode)
    return result


def reverse(curves: Curves) -> Curves:
    return [curve[::-1] for curve in reversed(curves)]


def _continued(points: FloatArray, end: FloatArray, *, mirrored: bool) -> FloatArray:
    if mirrored:
        return np.asarray(points * (-1.0, 1.0))
    return np.asarray(2 * end - points)


def _half_edges(
    framed: IntArray,
) -> tuple[
    dict[int, dict[Corner, list[Corner]]],
    dict[tuple[int, Corner, Corner], int],
    dict[Corner, int],
]:
    """Directed pixel edges by label and start, the label across, and edges at each corner."""
    starts: dict[int, dict[Corner, list[Corner]]] = defaultdict(lambda: defaultdict(list))
    across: dict[tuple[int, Corner, Corner], int] = {}
    degree: dict[Corner, int] = defaultdict(int)

    def add(first: Corner, second: Corner, right: int, left: int) -> None:
        starts[right][first].append(second)
        starts[left][second].append(first)
        across[right, first, second] = left
        across[left, second, first] = right
        degree[first] += 1
        degree[second] += 1

    # Corner (r, c) is the upper left one of the unframed pixel (r, c).
    for r, c in np.argwhere(framed[:-1] != framed[1:]).tolist():
        add((r, c - 1), (r, c), int(framed[r + 1, c]), int(framed[r, c]))
    for r, c in np.argwhere(framed[:, :-1] != framed[:, 1:]).tolist():
        add((r - 1, c), (r, c), int(framed[r, c]), int(framed[r, c + 1]))
    return starts, across, degree


def _loops(onward: dict[Corner, list[Corner]]) -> list[list[Corner]]:
    """Follow directed edges to closed loops; where two pass a corner, turn right."""
    waiting = {(start, end): None for start in sorted(onward) for end in onward[start]}
    loops = []
    while waiting:
        first = edge = next(iter(waiting))
        loop = [edge[0]]
        while True:
            del waiting[edge]
            loop.append(edge[1])
            edge = (edge[1], _onward(*edge, onward))
            if edge == first:
                break
        loops.append(loop)
    return loops


def _onward(before: Corner, here: Corner, onward: dict[Corner, list[Corner]]) -> Corner:
    right = (here[0] + here[1] - before[1], here[1] - here[0] + before[0])
    return right if right in onward[here] else onward[here][0]


def _pieces(loop: list[Corner], degree: dict[Corner, int]) -> list[tuple[Corner, ...]]:
    """Cut a closed loop at the corners where three or more borders meet."""
    body = loop[:-1]
    cuts = [place for place, corner in enumerate(body) if degree[corner] != 2]
    if not cuts:
        lowest = body.index(min(body))
        turned = body[lowest:] + body[:lowest]
        return [(*turned, turned[0])]
    turned = body[cuts[0] :] + body[: cuts[0]]
    cuts = [place - cuts[0] for place in cuts] + [len(turned)]
    turned.append(turned[0])
    return [tuple(turned[a : b + 1]) for a, b in pairwise(cuts)]


def _side(
    piece: tuple[Corner, ...], across: int, fitted: dict[tuple[Corner, ...], Curves],
    tracing: Tracing,
) -> Side:  # fmt: skip
    forwards = min(piece, piece[::-1])
    if forwards not in fitted:
        fitted[forwards] = _fit(forwards, across, tracing)
    curves = fitted[forwards]
    return Side(curves if piece == forwards else reverse(curves), across)


def _fit(piece: tuple[Corner, ...], across: int, tracing: Tracing) -> Curves:
    corners = np.array(piece, dtype=float)[:, ::-1]
    straight = corners[[0, -1]]
    if across == MIRROR:
        return [np.array([straight[0], straight[0], straight[1], straight[1]])]
    middles = (corners[1:] + corners[:-1]) / 2
    sigma = tracing.outline_px if across == OUTSIDE else tracing.calm_px
    if piece[0] == piece[-1]:
        calm = unshrunk(middles, min(sigma, len(middles) / 12), "wrap")
        return fit_curves(np.concatenate([calm, calm[:1]]), tracing.tolerance_px)
    line = np.concatenate([corners[:1], middles, corners[-1:]])
    ends = tuple(tracing.from_midline and corners[end, 0] == 0 for end in (0, -1))
    line = smooth(line, sigma, (ends[0], ends[1]))
    inwards = np.array([1.0, 0.0])
    return fit_curves(
        line, tracing.tolerance_px,
        inwards if ends[0] else None, inwards if ends[1] else None,
    )  # fmt: skip
