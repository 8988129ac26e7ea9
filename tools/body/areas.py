"""Label the skin with areas, by rules a clinician can read and move.

``landmarks.toml`` names points, limb axes and lines on the canonical shape; ``area_rules.toml``
is an ordered list of rules over them. The rules run on the left half; the first that matches
wins; the right half is its mirror image. Then blanks are filled, islands join their neighbours
and borders are smoothed by majority.

A rule's conditions are sentences such as ``"1062 < y < costal_arch - 8"``. What they may name:

``x y z``                 millimetres on the canonical shape (left, up, forward)
``nx ny nz``              the direction the skin faces, each -1 to 1
``alpha``                 angle around the trunk: 0 front, 90 left, 180 back, in degrees
``arm.t`` …               how far along an axis, 0 at its start and 1 at its end
``arm.theta``             angle around it: -180 to 180 from its front, 90 lateral, in degrees
``arm.front arm.side``    millimetres from it, forwards and laterally
``to.acromion`` …         straight distance to a landmark, in millimetres
any line or height        its value at this place, in millimetres or degrees
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.body.links import Links, links_of
from tools.body.mesh import FloatArray, IntArray
from tools.body.shape import Skin

LANDMARKS_FILE = Path(__file__).with_name("landmarks.toml")
RULES_FILE = Path(__file__).with_name("area_rules.toml")
MM_PER_M = 1000.0
BLANK = -1

BoolArray = NDArray[np.bool_]
Quantity = FloatArray | float


class AreaRuleError(ValueError):
    """A rule cannot be read, or names a quantity that does not exist."""


@dataclass(frozen=True, slots=True)
class AreaRule:
    """One line of ``area_rules.toml``; ``segments`` and ``conditions`` must all hold."""

    area: str
    segments: tuple[str, ...]
    conditions: tuple[str, ...]


def load_rules() -> tuple[AreaRule, ...]:
    """All rules in their order."""
    table = tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))
    return tuple(
        AreaRule(rule["area"], tuple(rule.get("in", ())), tuple(rule.get("where", ())))
        for rule in table["rule"]
    )


def label_skin(
    skin: Skin, rules: Sequence[AreaRule], landmarks: Mapping[str, Any], *, smoothing_rounds: int
) -> tuple[IntArray, tuple[str, ...]]:
    """Area of every vertex without its side, ``(n,)``, and the area names it indexes."""
    names = tuple(dict.fromkeys(rule.area for rule in rules))
    left = skin.vertices[:, 0] >= 0
    places = measure_places(skin, landmarks)
    stems = np.array([name.partition(".")[0] for name in skin.segment_names])[skin.segment]
    label = np.full(len(skin.vertices), BLANK)
    for rule in rules:
        free = left & (label == BLANK)
        if rule.segments:
            free &= np.isin(stems, rule.segments)
        for condition in rule.conditions:
            free &= holds(condition, places)
        label[free] = names.index(rule.area)
    links = links_of(skin.triangles, len(skin.vertices))
    label = _on_both_sides(label, skin)
    label = fill_blanks(label, links, len(names))
    label = _on_both_sides(join_islands(label, links, left), skin)
    for _ in range(smoothing_rounds):
        label = _on_both_sides(majority(label, links, len(names)), skin)
    return _on_both_sides(join_islands(label, links, left), skin), names


def load_landmarks() -> dict[str, Any]:
    """Points, axes, lines and heights of the canonical shape, as written in the file."""
    return tomllib.loads(LANDMARKS_FILE.read_text(encoding="utf-8"))


def measure_places(skin: Skin, landmarks: Mapping[str, Any]) -> dict[str, Quantity]:
    """Every quantity a rule may name, each a number or ``(n,)``."""
    place = skin.vertices * MM_PER_M
    facing = vertex_normals(skin.vertices, skin.triangles)
    places: dict[str, Quantity] = dict(zip("xyz", place.T, strict=True))
    places |= dict(zip(("nx", "ny", "nz"), facing.T, strict=True))
    places["alpha"] = np.degrees(np.arctan2(place[:, 0], place[:, 2] - landmarks["trunk_axis_z"]))
    places |= {name: float(height) for name, height in landmarks["heights"].items()}
    points = {name: np.array(point, dtype=float) for name, point in landmarks["points"].items()}
    points |= {name: centre * MM_PER_M for name, centre in skin.joints.items()}
    for name in landmarks["points"]:
        places[f"to.{name}"] = np.linalg.norm(place - points[name], axis=1)
    for name, axis in landmarks["axes"].items():
        front = np.array(axis.get("front", [0.0, 0.0, 1.0]))
        places |= _around_axis(name, place, points[axis["from"]], points[axis["to"]], front)
    for name, line in landmarks["lines"].items():
        knots = np.array(line["points"], dtype=float)
        knots = knots[knots[:, 0].argsort()]
        places[name] = np.interp(places[line["along"]], knots[:, 0], knots[:, 1])
    return places


def _around_axis(
    name: str, place: FloatArray, start: FloatArray, end: FloatArray, front: FloatArray
) -> dict[str, Quantity]:
    axis = end - start
    length = float(np.linalg.norm(axis))
    axis = axis / length
    front = front - (front @ axis) * axis
    front = front / np.linalg.norm(front)
    from_start = place - start
    forward, lateral = from_start @ front, from_start @ np.cross(front, axis)
    return {
        f"{name}.t": from_start @ axis / length,
        f"{name}.front": forward,
        f"{name}.side": lateral,
        f"{name}.theta": np.degrees(np.arctan2(lateral, forward)),
    }


def vertex_normals(vertices: FloatArray, triangles: IntArray) -> FloatArray:
    """Unit outward direction at every vertex, ``(n, 3)``, weighted by triangle area."""
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    face = np.cross(b - a, c - a)
    normals = np.zeros_like(vertices)
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], face)
    unit: FloatArray = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-15)
    return unit


def holds(condition: str, places: Mapping[str, Quantity]) -> BoolArray:
    """Where a condition such as ``"0.36 < arm.t < 0.54"`` is true."""
    truth: BoolArray = margin(condition, places) > 0
    return truth


def margin(condition: str, places: Mapping[str, Quantity]) -> FloatArray:
    """How far inside a condition a place lies, in the unit of its quantities; outside below 0."""
    parts = re.split(r"\s*([<>])\s*", condition.strip())
    if len(parts) < 3 or len(parts) % 2 == 0:
        raise AreaRuleError(f"cannot read {condition!r}; expected `low < quantity < high`")
    values = [evaluate(part, places) for part in parts[::2]]
    least: FloatArray = np.full(1, np.inf)
    for sign, before, after in zip(parts[1::2], values, values[1:], strict=False):
        least = np.minimum(least, after - before if sign == "<" else before - after)
    return least


def evaluate(expression: str, places: Mapping[str, Quantity]) -> Quantity:
    """Value of names and numbers joined by ``+`` and ``-`` (with spaces around them)."""
    words = expression.split()
    signs = {"+": 1.0, "-": -1.0}
    if len(words) % 2 == 0 or any(word not in signs for word in words[1::2]):
        raise AreaRuleError(f"cannot read {expression!r}; expected names joined by ` + ` or ` - `")
    total: Quantity = 0.0
    for sign, word in zip(["+", *words[1::2]], words[::2], strict=True):
        total = total + signs[sign] * _value(word, places)
    return total


def _value(word: str, places: Mapping[str, Quantity]) -> Quantity:
    if word in places:
        return places[word]
    try:
        return float(word)
    except ValueError as unknown:
        raise AreaRuleError(f"no quantity is called {word!r}") from unknown


def fill_blanks(label: IntArray, links: Links, area_count: int) -> IntArray:
    """Give unlabelled vertices the commonest area around them, from the border inwards."""
    filled = label.copy()
    while (blank := filled == BLANK).any():
        votes = links.votes(filled, area_count)
        reached = blank & (votes.max(axis=1) > 0)
        if not reached.any():
            raise AreaRuleError("a piece of skin has no labelled vertex at all")
        filled[reached] = votes[reached].argmax(axis=1)
    return filled


def join_islands(label: IntArray, links: Links, half: BoolArray) -> IntArray:
    """On one half of the body keep each area's largest piece; the rest joins its surroundings."""
    pieces = area_pieces(label, links, half)
    joined = label.copy()
    for area in np.unique(label[half]):
        own = half & (label == area)
        sizes = np.bincount(pieces[own])
        joined[own & (pieces != sizes.argmax())] = BLANK
    return fill_blanks(joined, links, int(label.max()) + 1)


def area_pieces(label: IntArray, links: Links, half: BoolArray) -> IntArray:
    """Number of the connected one-area piece each vertex of the half is in, ``(n,)``."""
    same = (label[links.first] == label[links.second]) & half[links.first] & half[links.second]
    return links.where(same).pieces()


def majority(label: IntArray, links: Links, area_count: int) -> IntArray:
    """The commonest area of each vertex and its neighbours; in a tie it keeps its own."""
    votes = links.votes(label, area_count)
    votes[np.arange(len(label)), label] += 1.5
    winner: IntArray = votes.argmax(axis=1)
    return winner


def _on_both_sides(label: IntArray, skin: Skin) -> IntArray:
    right = skin.vertices[:, 0] < 0
    copied = label.copy()
    copied[right] = label[skin.mirror[right]]
    return copied


def with_sides(
    label: IntArray, names: Sequence[str], skin: Skin, midline_areas: Iterable[str]
) -> tuple[IntArray, tuple[str, ...]]:
    """Sided area of every vertex and the sided names ("groin.left", "sternum.midline").

    A vertex exactly on the midline that lies in a sided area is stored as left; what is drawn
    right of it belongs to the right.
    """
    midline = set(midline_areas)
    sided_names = tuple(
        sorted(
            f"{name}.{side}"
            for name in names
            for side in (["midline"] if name in midline else ["left", "right"])
        )
    )
    number = {name: index for index, name in enumerate(sided_names)}
    side = np.where(skin.vertices[:, 0] >= 0, "left", "right")
    sided = [
        number[f"{names[k]}.midline" if names[k] in midline else f"{names[k]}.{side[v]}"]
        for v, k in enumerate(label)
    ]
    return np.array(sided, dtype=np.int64), sided_names
