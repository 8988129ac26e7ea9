"""Find the lines inside a figure: where one part stands before another, and where skin folds in.

Lines are ``(n, 2)`` float, x and y in pixels of the cast.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage.filters import apply_hysteresis_threshold
from skimage.morphology import skeletonize

from tools.body.lines import Edge, chains_of, length_of, smooth_line
from tools.body.raster import BoolArray, Cast
from tools.body.trace import Curves
from tools.body.views import View

FloatArray = NDArray[np.float64]

# A step is followed down to this part of the height that starts it, a fold to that of its bend.
FAINT = 0.5
# Lines this close to the rim of the figure, or to a line drawn before, say nothing new.
RIM_MM = 2.5
TWICE_MM = 4.0
CALM_PX = 4.0


@dataclass(frozen=True, slots=True)
class Rule:
    """Which lines to keep, in pixels."""

    shortest_px: float
    tolerance_px: float


def trace_creases(cast: Cast, view: View, rule: Rule) -> list[Curves]:
    """Return the lines of a cast, folds first; x and y in pixels."""
    rim = ndimage.distance_transform_edt(~np.isnan(_framed(cast, view)))[1:-1, 1:-1]
    drawn = np.ones(cast.depth.shape, dtype=bool)
    lines = []
    for line in [*_folds(cast, view), *_steps(cast, view)]:
        cells = np.minimum(line[:, ::-1].astype(int), np.array(cast.depth.shape) - 1)
        if length_of(line) < rule.shortest_px:
            continue
        if np.median(rim[tuple(cells.T)]) * cast.pixel_mm < RIM_MM:
            continue
        far = ndimage.distance_transform_edt(drawn) if not drawn.all() else None
        if far is not None and np.median(far[tuple(cells.T)]) * cast.pixel_mm < TWICE_MM:
            continue
        lines.append(line)
        drawn[tuple(cells.T)] = False
    return [
        smooth_line(line, CALM_PX, rule.tolerance_px, from_midline=view.whole) for line in lines
    ]


def _framed(cast: Cast, view: View) -> FloatArray:
    """The depth with a margin of nothing, except that the midline is no rim."""
    framed = np.pad(cast.depth, 1, constant_values=np.nan)
    if view.whole:
        framed[:, 0] = framed[:, 1]
    return framed


def _steps(cast: Cast, view: View) -> list[FloatArray]:
    """Lines along which the depth jumps."""
    jumps = _jumps(cast.depth, FAINT * view.fine.step_mm)
    lines = []
    for chain in chains_of(jumps):
        highest = max(jumps[min(edge), max(edge)] for edge in pairwise(chain))
        if highest >= view.fine.step_mm:
            corners = np.array(chain, dtype=float)[:, ::-1]
            middles = (corners[1:] + corners[:-1]) / 2
            lines.append(np.concatenate([corners[:1], middles, corners[-1:]]))
    return lines


def _jumps(depth: FloatArray, faint_mm: float) -> dict[Edge, float]:
    """Pixel edges where depth jumps by more than the slopes beside it explain, with the jump."""
    jumps: dict[Edge, float] = {}
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
                ends = ((c, r + 1), (c + 1, r + 1))
            jumps[ends] = float(jump[r, c])
    return jumps


def _folds(cast: Cast, view: View) -> list[FloatArray]:
    """Lines along which the skin bends inwards most: lids, mouth, gluteal fold."""
    width = cast.depth.shape[1]
    depth = np.hstack([cast.depth[:, ::-1], cast.depth]) if view.whole else cast.depth
    bend = _inward_bend(depth, view.fine.fold_mm / cast.pixel_mm, cast.pixel_mm)
    strong = apply_hysteresis_threshold(bend, FAINT * view.fine.bend, view.fine.bend)
    thin = skeletonize(strong)
    if view.whole:
        thin = thin[:, width:] | thin[:, width - 1 :: -1]
        thin = skeletonize(thin)
    lines = []
    for chain in chains_of(_links(thin)):
        line = np.array(chain, dtype=float)[:, ::-1] + 0.5
        if view.whole:
            line = _to_midline(line)
        lines.append(line)
    return lines


def _to_midline(line: FloatArray) -> FloatArray:
    """Lay a line beside the midline on it, and lead one that ends beside it up to it."""
    if np.median(line[:, 0]) < 2:
        return line * (0.0, 1.0)
    if line[0, 0] < 2:
        line = np.concatenate([line[:1] * (0.0, 1.0), line])
    if line[-1, 0] < 2:
        line = np.concatenate([line, line[-1:] * (0.0, 1.0)])
    return line


def _inward_bend(depth: FloatArray, sigma_px: float, pixel_mm: float) -> FloatArray:
    """The larger curvature towards the viewer, 1/mm; 0 near the rim."""
    outside = np.isnan(depth)
    rows, columns = ndimage.distance_transform_edt(
        outside, return_distances=False, return_indices=True
    )
    filled = depth[rows, columns]

    def slope(across: int, down: int) -> FloatArray:
        image = ndimage.gaussian_filter(filled, sigma_px, order=(down, across), mode="nearest")
        return np.asarray(image / pixel_mm ** (across + down))

    mean, half = (slope(2, 0) + slope(0, 2)) / 2, (slope(2, 0) - slope(0, 2)) / 2
    bend = (mean + np.hypot(half, slope(1, 1))) / (1 + slope(1, 0) ** 2 + slope(0, 1) ** 2)
    near: BoolArray = ndimage.distance_transform_edt(~outside) < sigma_px
    return np.where(near, 0.0, bend)


def _links(thin: BoolArray) -> list[Edge]:
    """Pairs of neighbouring pixels; diagonal ones only where no step leads round the corner."""
    cells = {(r, c) for r, c in np.argwhere(thin).tolist()}
    links = []
    for r, c in sorted(cells):
        links += [((r, c), cell) for cell in ((r, c + 1), (r + 1, c)) if cell in cells]
        for side in (-1, 1):
            if (r + 1, c + side) in cells and not cells & {(r, c + side), (r + 1, c)}:
                links.append(((r, c), (r + 1, c + side)))
    return links
