"""Cast the left half of the surface, or a part of it, onto the plane of a view.

Pixel ``(row, column)`` of a cast lies at ``u = (column + left) * pixel``, ``v = (row + top) *
pixel``; u runs to the right on the screen, v down, both in millimetres.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from tools.body.views import Skin, View

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

BACKGROUND = -1
MARGIN_PX = 4


@dataclass(frozen=True, slots=True)
class Cast:
    """What a view shows, pixel by pixel.

    ``area (h, w)`` is the index of the area or ``BACKGROUND``; ``depth (h, w)`` the distance
    towards the viewer in millimetres, NaN outside.
    """

    area: IntArray
    depth: FloatArray
    left: int
    top: int
    pixel_mm: float


def cast_skin(skin: Skin, view: View) -> Cast:
    """Look at the skin; whole views begin exactly at the midline, u = 0."""
    pixel = view.fine.pixel_mm
    triangles, corners = _facing(skin, view)
    low, high = _window(corners, view)
    left = 0 if view.whole else int(np.floor(low[0] / pixel)) - MARGIN_PX
    top = int(np.floor(low[1] / pixel)) - MARGIN_PX
    width = int(np.ceil(high[0] / pixel)) + MARGIN_PX - left
    height = int(np.ceil(high[1] / pixel)) + MARGIN_PX - top
    grid = corners / (pixel, pixel, 1.0) - (left + 0.5, top + 0.5, 0.0)
    place, triangle, weight, depth = _nearest(*_fragments(grid, width, height))
    depth_image = np.full((height, width), np.nan)
    depth_image.flat[place] = depth
    labels = np.full((height, width, 3), BACKGROUND, dtype=np.int64)
    labels.reshape(-1, 3)[place] = skin.area[triangles[triangle]]
    weights = np.zeros((height, width, 3))
    weights.reshape(-1, 3)[place] = weight
    rows = (np.arange(height) + top + 0.5) * pixel
    depth_image[(rows < low[1]) | (rows > high[1])] = np.nan
    inside = ndimage.binary_fill_holes(~np.isnan(depth_image))
    area = _calm_borders(labels, weights, inside, view.fine.calm_mm / pixel, mirrored=view.whole)
    area = drop_slivers(area, view.fine.smallest_mm2 / pixel**2)
    return Cast(area, depth_image, left, top, pixel)


def _facing(skin: Skin, view: View) -> tuple[IntArray, FloatArray]:
    """The triangles that face the viewer, and their corners ``(m, 3, 3)`` as u, v, depth."""
    seen = skin.vertices @ view.frame.T * (1.0, -1.0, 1.0)
    triangles = skin.triangles[view.shows(skin)]
    corners = seen[triangles]
    turn = _cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    facing = turn * np.linalg.det(view.frame) < 0
    return triangles[facing], corners[facing]


def _window(corners: FloatArray, view: View) -> tuple[FloatArray, FloatArray]:
    """The lowest and highest u and v of what the view keeps."""
    low, high = corners[..., :2].min(axis=(0, 1)), corners[..., :2].max(axis=(0, 1))
    if view.measured_from == "top":
        high[1] = min(high[1], low[1] + view.tall_mm)
    else:
        low[1] = max(low[1], high[1] - view.tall_mm)
    kept = (corners[..., 1] >= low[1]) & (corners[..., 1] <= high[1])
    low[0], high[0] = corners[kept][:, 0].min(), corners[kept][:, 0].max()
    return low, high


def drop_slivers(area: IntArray, smallest_px: float) -> IntArray:
    """Give every connected patch below ``smallest_px`` pixels to the areas around it."""
    sliver = np.zeros(area.shape, dtype=bool)
    for label, crop in _crops(area):
        patches, count = ndimage.label(area[crop] == label)
        sizes = np.bincount(patches.ravel(), minlength=count + 1)
        sizes[0] = int(smallest_px) + 1
        sliver[crop] |= sizes[patches] < smallest_px
    return _filled(area, sliver)


def _fragments(
    grid: FloatArray, width: int, height: int
) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
    """Pixel, triangle, barycentric weights and depth of each pixel centre in each triangle."""
    low = np.ceil(grid[..., :2].min(axis=1)).astype(np.int64)
    size = np.floor(grid[..., :2].max(axis=1)).astype(np.int64) - low + 1
    reach = size.max(axis=1)
    parts = []
    span = 1
    while span < 2 * max(1, reach.max()):
        group = np.flatnonzero((size.min(axis=1) > 0) & (reach <= span) & (reach > span // 2))
        for block in np.array_split(group, max(1, group.size * span * span // 1_000_000)):
            parts.append(_fragments_of(block, low[block], span, grid[block]))
        span *= 2
    pixel_xy, triangle, weight, depth = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    legal = ((pixel_xy >= 0) & (pixel_xy < (width, height))).all(axis=1)
    pixel = pixel_xy[:, 1] * width + pixel_xy[:, 0]
    return pixel[legal], triangle[legal], weight[legal], depth[legal]


def _fragments_of(
    which: IntArray, low: IntArray, span: int, corners: FloatArray
) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
    steps = np.stack(np.meshgrid(np.arange(span), np.arange(span)), axis=-1).reshape(-1, 2)
    points = low[:, None, :] + steps[None, :, :]
    a, b, c = (corners[:, None, number, :2] for number in range(3))
    twice = _cross(b - a, c - a)
    first = _cross(b - points, c - points) / twice
    second = _cross(c - points, a - points) / twice
    weight = np.stack([first, second, 1 - first - second], axis=-1)
    block, place = np.nonzero((weight >= -1e-9).all(axis=-1))
    weight = weight[block, place]
    depth = (weight * corners[block, :, 2]).sum(axis=1)
    return points[block, place], which[block], weight, depth


def _cross(first: FloatArray, second: FloatArray) -> FloatArray:
    result: FloatArray = first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]
    return result


def _nearest(
    pixel: IntArray, triangle: IntArray, weight: FloatArray, depth: FloatArray
) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
    order = np.lexsort((triangle, depth, pixel))
    last = np.append(pixel[order][1:] != pixel[order][:-1], True)
    kept = order[last]
    return pixel[kept], triangle[kept], weight[kept], depth[kept]


def _calm_borders(
    labels: IntArray, weights: FloatArray, inside: BoolArray, sigma_px: float, *, mirrored: bool
) -> IntArray:
    """Smooth the share of each area and let the largest one take the pixel."""
    best = np.zeros(inside.shape)
    area = np.full(inside.shape, BACKGROUND, dtype=np.int64)
    reach = int(np.ceil(4 * sigma_px)) + 1
    mode = ("constant", "reflect" if mirrored else "constant")
    for label in np.unique(labels[labels >= 0]):
        rows, columns = np.nonzero((labels == label).any(axis=2))
        crop = (
            slice(max(0, rows.min() - reach), rows.max() + reach + 1),
            slice(max(0, columns.min() - reach), columns.max() + reach + 1),
        )
        share = (weights[crop] * (labels[crop] == label)).sum(axis=2)
        share = ndimage.gaussian_filter(share, sigma_px, mode=mode)
        wins = inside[crop] & (share > best[crop])
        best[crop][wins] = share[wins]
        area[crop][wins] = label
    return _filled(area, inside & (area == BACKGROUND))


def _filled(area: IntArray, gaps: BoolArray) -> IntArray:
    """Fill gaps with the nearest area."""
    blocked = gaps | (area == BACKGROUND)
    rows, columns = ndimage.distance_transform_edt(
        blocked, return_distances=False, return_indices=True
    )
    result: IntArray = np.where(gaps, area[rows, columns], area)
    return result


def _crops(area: IntArray) -> list[tuple[int, tuple[slice, slice]]]:
    found = ndimage.find_objects(area + 1)
    return [(label, crop) for label, crop in enumerate(found) if crop is not None]
