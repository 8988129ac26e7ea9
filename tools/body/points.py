"""Find the landmarks of ``points.toml`` on the skin, each in a triangle with two weights.

The place is found on the canonical shape. Triangle and weights then carry it to every other shape.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tools.body.mesh import FloatArray, IntArray
from tools.body.shape import Skin

POINTS_FILE = Path(__file__).with_name("points.toml")
MM_PER_M = 1000.0
DECIMALS = 4
DIRECTIONS = {
    "front": (0, 0, 1), "back": (0, 0, -1), "side": (1, 0, 0), "inside": (-1, 0, 0),
    "above": (0, 1, 0), "below": (0, -1, 0),
}  # fmt: skip


class LandmarkError(ValueError):
    """A landmark cannot be placed: no skin faces its direction there."""


@dataclass(frozen=True, slots=True)
class Landmark:
    """One landmark on one side: triangle, and the weights of its first two corners."""

    id: str
    side: str
    triangle: int
    b0: float
    b1: float
    definition: str


def load_points() -> dict[str, Any]:
    return tomllib.loads(POINTS_FILE.read_text(encoding="utf-8"))


def find_landmarks(skin: Skin, points: Mapping[str, Any]) -> tuple[Landmark, ...]:
    """Every landmark on every side on which it exists, in the order of the file."""
    number_by_corners = {frozenset(t): k for k, t in enumerate(skin.triangles.tolist())}
    found = []
    for point in points["point"]:
        at = np.array(point["at"], dtype=float) / MM_PER_M
        direction = np.array(DIRECTIONS[point["seen"]], dtype=float)
        triangle, weights = _hit(skin, at, direction, point["id"])
        on_midline = point["at"][0] == 0
        left = _landmark(point, "midline" if on_midline else "left", triangle, weights)
        found.append(left)
        if not on_midline:
            corners = [int(v) for v in skin.triangles[triangle]]
            twin = number_by_corners[frozenset(int(skin.mirror[v]) for v in corners)]
            weight_by_vertex = {
                int(skin.mirror[v]): w for v, w in zip(corners, weights, strict=True)
            }
            turned = np.array([weight_by_vertex[int(v)] for v in skin.triangles[twin]])
            found.append(_landmark(point, "right", twin, turned))
    return tuple(found)


def _landmark(point: Mapping[str, Any], side: str, triangle: int, weights: FloatArray) -> Landmark:
    b0, b1 = (float(weight) for weight in weights[:2])
    return Landmark(point["id"], side, triangle, b0, b1, point["definition"])


def _hit(skin: Skin, at: FloatArray, direction: FloatArray, name: str) -> tuple[int, FloatArray]:
    """Triangle of the left half that a straight line meets nearest to ``at``, and its weights."""
    corners = skin.vertices[skin.triangles]
    axis = int(np.abs(direction).argmax())
    across = [k for k in range(3) if k != axis]
    a, b, c = (corners[:, k, :][:, across] for k in range(3))
    point = at[across]
    twice = _cross(b - a, c - a)
    with np.errstate(divide="ignore", invalid="ignore"):
        first = _cross(b - point, c - point) / twice
        second = _cross(c - point, a - point) / twice
        third = 1 - first - second
    weights = np.stack([first, second, third], axis=1)
    facing = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) @ direction
    on_left = corners[:, :, 0].min(axis=1) >= 0
    met = np.flatnonzero((weights >= -1e-9).all(axis=1) & (facing > 0) & on_left)
    if not met.size:
        raise LandmarkError(f"{name}: no skin faces that direction at {at * MM_PER_M}")
    depth = (weights[met] * corners[met, :, axis]).sum(axis=1)
    nearest = int(met[np.abs(depth - at[axis]).argmin()])
    return nearest, _rounded(weights[nearest])


def _rounded(weights: FloatArray) -> FloatArray:
    """Weights as they are written down: not negative, with a sum of exactly 1."""
    scale = 10**DECIMALS
    whole: IntArray = np.rint(np.clip(weights, 0, 1) * scale).astype(np.int64)
    whole[whole.argmax()] += scale - whole.sum()
    rounded: FloatArray = whole / scale
    return rounded


def _cross(first: FloatArray, second: FloatArray) -> FloatArray:
    result: FloatArray = first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]
    return result


def landmarks_text(landmarks: Iterable[Landmark], points: Mapping[str, Any]) -> str:
    """The landmarks as TOML: place on the topology, definition, source and mark."""
    lines = [
        "# Made by python -m tools.body.surface from tools/body/points.toml; do not edit.",
        "# Place: (b0 * first + b1 * second + (1 - b0 - b1) * third corner) of the triangle.",
        "",
        "landmarks = [",
    ]
    for landmark in landmarks:
        lines.append(
            f'  {{ id = "{landmark.id}", side = "{landmark.side}", triangle = {landmark.triangle}, '
            f"b0 = {landmark.b0:.{DECIMALS}f}, b1 = {landmark.b1:.{DECIMALS}f}, "
            f'definition = "{landmark.definition}", source = "{points["source"]}", '
            f'mark = "{points["mark"]}" }},'
        )
    return "\n".join([*lines, "]", ""])
